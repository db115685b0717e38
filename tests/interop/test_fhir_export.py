"""FHIR out: every resource passes a maintained library, public codes stand where they exist, nobody is named."""

from datetime import UTC, date, datetime
from pathlib import Path

from charley.diary.journal import Journal
from charley.diary.records import SideEffect, Sleep
from charley.diary.records import TestResult as Result
from charley.interop.fhir_export import bundle
from charley.profile import Profile
from charley.reading import read
from support.diary import at, cramp, dose, new_id, quiet
from support.page import PERSON

MADE = datetime(2026, 3, 29, 9, 30, tzinfo=UTC)


def resources(*entries, profile: dict | None = None) -> list[dict]:
    told = None if profile is None else read(Profile, profile)
    return [row["resource"] for row in bundle(Journal(entries), told, made_at=MADE)["entry"]]


def of(kind: str, found: list[dict]) -> list[dict]:
    return [each for each in found if each["resourceType"] == kind]


def test_a_bundle_passes_the_library_that_knows_the_standard() -> None:
    from fhir.resources.R4B.bundle import Bundle

    entries = [
        cramp("2026-03-14 02:14", pain=7, duration_s=90, woke=True),
        quiet("2026-03-15"),
        dose("2026-03-14 21:30", mg=200, form="citrate", product="Mag"),
        dose("2026-03-15 21:30", mg=0),
        Sleep(
            id=new_id(),
            at=at("2026-03-14 07:00"),
            night=date(2026, 3, 13),
            rating=2,
            start=at("2026-03-13 22:30"),
            end=at("2026-03-14 06:30"),
        ),
        Sleep(id=new_id(), at=at("2026-03-15 07:00"), night=date(2026, 3, 14)),
        Result(
            id=new_id(), at=at("2026-03-02 08:00"), analyte="serum_magnesium", value=0.8, unit="mmol/L", range_low=0.7
        ),
        Result(id=new_id(), at=at("2026-03-02 08:00"), analyte="urine_magnesium", value=3, unit="strange"),
        SideEffect(id=new_id(), at=at("2026-03-14 10:00"), sign="loose_stool", severity="mild"),
    ]
    made = bundle(Journal(entries), read(Profile, PERSON), made_at=MADE)
    assert Bundle.model_validate(made).type == "collection"
    addresses = {row["fullUrl"] for row in made["entry"]}
    assert len(addresses) == len(made["entry"])
    for row in made["entry"]:
        subject = row["resource"].get("subject")
        assert subject is None or subject["reference"] in addresses


def test_a_cramp_carries_pain_under_its_public_code_and_its_length_in_ucum() -> None:
    [seen] = [
        o for o in of("Observation", resources(cramp("2026-03-14 02:14", pain=7, duration_s=90))) if "bodySite" in o
    ]
    assert seen["effectiveDateTime"] == "2026-03-14T02:14:00+01:00"
    assert seen["bodySite"]["text"] == "left calf"
    pain, lasted = seen["component"]
    assert pain["code"]["coding"][0]["code"] == "72514-3"
    assert pain["valueInteger"] == 7
    assert lasted["valueQuantity"] == {"value": 90, "unit": "s", "system": "http://unitsofmeasure.org", "code": "s"}


def test_a_night_of_single_cramps_has_its_count_and_names_them() -> None:
    found = of("Observation", resources(cramp("2026-03-14 02:14"), cramp("2026-03-14 03:14")))
    [count] = [each for each in found if "valueInteger" in each]
    assert count["valueInteger"] == len(count["derivedFrom"]) == 2
    assert count["effectivePeriod"] == {"start": "2026-03-13T12:00:00+01:00", "end": "2026-03-14T12:00:00+01:00"}


def test_a_night_nobody_spoke_of_is_not_there() -> None:
    found = of("Observation", resources(quiet("2026-03-10"), quiet("2026-03-14")))
    assert [each["valueInteger"] for each in found] == [0, 0]


def test_laboratory_values_have_loinc_where_the_unit_fits_and_words_always() -> None:
    def code(unit: str, analyte: str = "serum_magnesium") -> list[str]:
        result = Result(id=new_id(), at=at("2026-03-02 08:00"), analyte=analyte, value=2, unit=unit)
        [made] = of("Observation", resources(result))
        return [coding["code"] for coding in made["code"]["coding"] if coding["system"] == "http://loinc.org"]

    assert code("mmol/L") == ["2601-3"]
    assert code("mg/dL") == ["19123-9"]
    assert code("stones") == []
    assert code("mmol/L", "rbc_magnesium") == []


def test_a_dose_left_out_is_said_to_be_not_taken() -> None:
    taken, left = of("MedicationStatement", resources(dose("2026-03-14 21:30", mg=200), dose("2026-03-15 21:30", mg=0)))
    assert taken["status"] == "completed"
    assert taken["dosage"][0]["doseAndRate"][0]["doseQuantity"]["value"] == 200
    assert left["status"] == "not-taken"
    assert "dosage" not in left


def test_what_is_taken_and_answered_goes_along_and_silence_stays_silence() -> None:
    found = resources(profile={**PERSON, "weight_kg": None, "conditions": []})
    named = {each["medicationCodeableConcept"]["text"]: each for each in of("MedicationStatement", found)}
    assert set(named) == {"Euthyrox", "furosemide", "daily multivitamin"}
    assert named["Euthyrox"]["dosage"][0]["timing"]["repeat"]["timeOfDay"] == ["07:00:00"]
    [answers] = of("QuestionnaireResponse", found)
    by_link = {item["linkId"]: item.get("answer") for item in answers["item"]}
    assert by_link["egfr"] == [{"valueDecimal": 71}]
    assert by_link["weight"] is None
    assert by_link["conditions"] == [{"valueString": "none"}]


def test_the_person_has_no_name() -> None:
    [person] = of("Patient", resources(profile=PERSON))
    assert set(person) == {"resourceType", "id", "gender"}


def test_a_moment_without_its_zone_is_a_day_alone(tmp_path: Path) -> None:
    from charley.dates import Moment

    bare = cramp(at=Moment(wall=datetime(2026, 3, 14, 2, 14)))
    [seen] = [each for each in of("Observation", resources(bare)) if each.get("valueBoolean")]
    assert seen["effectiveDateTime"] == "2026-03-14"
