"""Medicines of the health record: notes that point to the profile, and no dose anybody took."""

import json
import zipfile

import pytest

from support.imports import FILES, entries, read, reasons

RECORDS = {
    "MedicationRequest-1.json": {"medicationCodeableConcept": {"text": "Metoprolol 50 mg tablet"}},
    "MedicationOrder-2.json": {
        "medicationCodeableConcept": {"coding": [{"code": "6809", "display": "Metformin 500 mg"}]}
    },
    "MedicationStatement-3.json": {"medicationReference": {"display": "Furosemide 20 mg"}},
    "Medication-4.json": {"code": {"text": "Metoprolol 50 mg tablet"}},
    "MedicationRequest-5.json": {"status": "active"},
    "MedicationRequest-6.json": ["no", "resource"],
}


@pytest.fixture
def export(tmp_path):
    def element(name: str, kind: str) -> str:
        return (
            f'<ClinicalRecord type="{kind}" identifier="{name}" sourceName="Clinic" fhirVersion="4.0.1" '
            f'receivedDate="2026-02-01 10:00:00 +0100" resourceFilePath="/clinical-records/{name}"/>'
        )

    rows = [element(name, name.split("-")[0]) for name in [*RECORDS, "MedicationRequest-7.json"]]
    rows.append(element("Observation-1.json", "Observation"))
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("apple_health_export/export.xml", f"<HealthData>{''.join(rows)}</HealthData>")
        for name, document in RECORDS.items():
            archive.writestr(f"apple_health_export/clinical-records/{name}", json.dumps(document))
    return path


def test_each_medicine_becomes_one_note(export):
    items = read(export)

    assert [(e.kind, e.about, e.text.split(". If")[0]) for e in entries(items)] == [
        ("note", "medicine_change", "In your health record: Metoprolol 50 mg tablet"),
        ("note", "medicine_change", "In your health record: Metformin 500 mg"),
        ("note", "medicine_change", "In your health record: Furosemide 20 mg"),
    ]


def test_a_record_without_a_name_or_file_is_a_reason(export):
    told = reasons(read(export))

    assert told["ClinicalRecord (element 4)"] == "says the same as ClinicalRecord (element 1)"
    assert (
        told["ClinicalRecord (element 5)"]
        == told["ClinicalRecord (element 6)"]
        == "its file does not say the medicine's name"
    )
    assert "holds no “/clinical-records/MedicationRequest-7.json”" in told["ClinicalRecord (element 7)"]
    assert told["ClinicalRecord"] == "Charley does not keep this part of the health record"


def test_the_bare_xml_asks_for_the_zip(tmp_path, export):
    with zipfile.ZipFile(export) as archive:
        (tmp_path / "export.xml").write_bytes(archive.read("apple_health_export/export.xml"))

    items = read(tmp_path / "export.xml")

    assert entries(items) == []
    assert "give Charley the whole export.zip" in reasons(items)["ClinicalRecord (element 1)"]


def test_a_name_in_the_xml_itself_is_enough():
    [note] = entries(read(FILES / "export.xml"), "note")

    assert note.text.startswith("In your health record: Metoprolol 50 mg tablet.")
