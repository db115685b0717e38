"""FHIR in: a clinic's laboratory values become results, our own Bundle comes back, the rest is named."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from charley.diary.journal import Journal
from charley.diary.records import TestResult as Result
from charley.diary.records import written
from charley.errors import BadInput
from charley.interop.fhir_export import bundle
from charley.interop.formats import FORMATS, format_of, head_of
from charley.interop.importer import Item
from support.diary import cramp, dose, quiet
from support.imports import entries, read, reasons

MADE = datetime(2026, 3, 29, 9, 30, tzinfo=UTC)

LAB = {
    "resourceType": "Observation",
    "id": "mg-1",
    "status": "final",
    "code": {"coding": [{"system": "http://loinc.org", "code": "2601-3"}]},
    "effectiveDateTime": "2026-03-02T08:15:00+01:00",
    "valueQuantity": {"value": 0.74, "unit": "mmol/L", "system": "http://unitsofmeasure.org", "code": "mmol/L"},
    "referenceRange": [{"low": {"value": 0.7, "unit": "mmol/L"}, "high": {"value": 1.0, "unit": "mmol/L"}}],
}


def file(folder: Path, *resources: dict[str, Any]) -> Path:
    path = folder / "bundle.json"
    rows = [{"resource": each} for each in resources]
    path.write_text(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": rows}), "utf-8")
    return path


def test_a_laboratory_value_keeps_value_unit_day_and_the_laboratorys_range(tmp_path: Path) -> None:
    [found] = entries(read(file(tmp_path, LAB)))
    assert isinstance(found, Result)
    assert (found.analyte, found.value, found.unit) == ("serum_magnesium", 0.74, "mmol/L")
    assert (found.range_low, found.range_high) == (0.7, 1.0)
    assert found.at.text() == "2026-03-02T08:15:00+01:00"
    assert found.origin == "import:fhir"


def test_the_same_file_twice_makes_the_same_entries(tmp_path: Path) -> None:
    path = file(tmp_path, LAB, {**LAB, "id": "mg-2", "effectiveDateTime": "2026-03-09"})
    assert [written(e) for e in entries(read(path))] == [written(e) for e in entries(read(path))]
    assert len({e.id for e in entries(read(path))}) == 2


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": "cancelled"}, "marked as cancelled"),
        ({"status": "entered-in-error"}, "marked as entered-in-error"),
        ({"valueQuantity": {"value": 0.7}}, "no number with a unit"),
        ({"valueQuantity": {"value": 0.3, "unit": "mmol/L", "comparator": "<"}}, "says only “<”"),
        ({"effectiveDateTime": "2026"}, "on which day"),
        ({"effectiveDateTime": None}, "on which day"),
        ({"code": {"text": "Heart rate"}}, "does not keep “Heart rate”"),
        ({"status": "fine"}, "marked as fine"),
        ({"effectiveDateTime": "yesterday"}, "does not fit FHIR R4’s Observation"),
        ({"status": None}, "does not fit"),
        ({"valueQuantity": {"value": -3, "unit": "mmol/L"}}, "value"),
    ],
)
def test_what_cannot_be_taken_says_why_and_the_others_go_on(tmp_path: Path, change: dict, reason: str) -> None:
    odd = {name: value for name, value in {**LAB, "id": "odd", **change}.items() if value is not None}
    items = read(file(tmp_path, odd, LAB))
    assert len(entries(items)) == 1
    assert reason in reasons(items)["Observation odd"]


def test_people_and_medicines_have_their_own_places(tmp_path: Path) -> None:
    medicine = {
        "resourceType": "MedicationStatement",
        "id": "m",
        "status": "active",
        "medicationCodeableConcept": {"text": "furosemide"},
        "subject": {"reference": "Patient/p"},
    }
    said = reasons(read(file(tmp_path, {"resourceType": "Patient", "id": "p"}, medicine)))
    assert "no names" in said["Patient p"]
    assert "belongs to your profile" in said["MedicationStatement m"]


def test_our_own_bundle_comes_back_entry_for_entry(tmp_path: Path) -> None:
    diary = [
        cramp("2026-03-14 02:14", pain=7),
        quiet("2026-03-15"),
        dose("2026-03-14 21:30"),
        cramp("2026-03-29 03:30"),
    ]
    path = tmp_path / "own.json"
    path.write_text(json.dumps(bundle(Journal(diary), None, made_at=MADE)), "utf-8")
    items = read(path)
    assert Journal(entries(items)) == Journal(diary)
    assert list(reasons(items).values()).count("it is counted from others") == 2


def test_an_altered_entry_of_ours_is_refused_by_name(tmp_path: Path) -> None:
    made = bundle(Journal([cramp("2026-03-14 02:14", pain=7)]), None, made_at=MADE)
    for row in made["entry"]:
        for extension in row["resource"].get("extension", ()):
            extension["valueString"] = extension["valueString"].replace('"pain":7', '"pain":77')
    path = tmp_path / "altered.json"
    path.write_text(json.dumps(made), "utf-8")
    items = read(path)
    assert entries(items) == []
    assert any("0 to 10" in reason for reason in reasons(items).values())


@pytest.mark.parametrize("text", ['{"resourceType": "Bundle", "entry": 3}', '{"resourceType": "Nonsense"}', "[1]"])
def test_strange_json_is_a_named_fault_or_a_named_row(tmp_path: Path, text: str) -> None:
    path = tmp_path / "odd.json"
    path.write_text(text, "utf-8")
    items: list[Item] = []
    with suppress(BadInput):
        items = read(path, kind="fhir")
    assert entries(items) == []


def test_an_answer_within_hundreds_of_others_is_a_named_row(tmp_path: Path) -> None:
    item: dict[str, Any] = {"linkId": "x", "answer": [{"valueString": "y"}]}
    for _ in range(400):
        item = {"linkId": "x", "item": [item]}
    deep = {"resourceType": "QuestionnaireResponse", "id": "deep", "status": "completed", "item": [item]}
    items = read(file(tmp_path, deep, LAB))
    assert reasons(items) == {"QuestionnaireResponse deep": "it is nested too deeply"}
    assert len(entries(items)) == 1


@pytest.mark.shared
def test_the_official_examples_are_read_without_a_fault(shared: Path) -> None:
    paths = sorted((shared / "data" / "fhir").glob("*.json"))
    assert len(paths) >= 20
    for path in paths:
        assert [each.kind for each in FORMATS if each.recognises(head_of(path))] == ["fhir"], path.name
        items = list(format_of(path).read(path))
        assert items, path.name
        assert not [r for r in reasons(items).values() if "does not fit" in r], path.name
