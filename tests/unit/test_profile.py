"""A profile is read strictly: all unknown is fine, all nonsense is named."""

from datetime import date

import pytest

from charley.errors import BadInput
from charley.profile import Medicine, Profile, counted_unit
from charley.reading import read
from charley.services import planning

FULL = {
    "setting": "US",
    "age_years": 67,
    "sex": "female",
    "pregnant": False,
    "lactating": False,
    "weight_kg": 70,
    "conditions": ["high blood pressure"],
    "egfr_ml_min": 71,
    "medicines": [
        {
            "name": "Euthyrox",
            "dose": "75 mcg",
            "times": ["07:00"],
            "days": ["mon", "thu"],
            "since": "2026-08-01",
            "duration_days": None,
        }
    ],
    "supplements": [
        {"name": "daily multivitamin", "form": "oxide", "elemental_mg": 100, "times": ["07:30"]},
        {"name": "magnesium malate tablets", "form": "malate", "compound_mg": 1250, "times": ["21:00"]},
        {"name": "Doctor's Best High Absorption Magnesium", "tablets": 1, "times": ["18:00"]},
        {"name": "magnesium chloride solution", "amount": {"value": 5, "unit": "mEq"}, "times": ["12:30"]},
    ],
    "diet_magnesium_mg": 240,
    "symptoms": ["painful calf cramps in bed"],
    "labs": {"serum_magnesium": {"value": 0.82, "unit": "mmol/L", "date": "2026-10-01"}},
    "schedule": {"wake": "07:00", "bed": "22:30", "meals": ["07:30", "12:30", "19:00"]},
    "goal": "fewer night cramps",
    "wanted_mg_per_day": 300,
}


def test_the_example_of_the_contract_is_read_whole():
    profile = read(Profile, FULL)
    assert profile.medicines[0].since == date(2026, 8, 1)
    assert profile.supplements[3].amount.unit == "mEq"
    assert list(profile.labs.given()) == ["serum_magnesium"]


def test_every_field_may_be_missing_or_null():
    empty = read(Profile, {})
    assert read(Profile, dict.fromkeys(FULL)) == empty
    assert all(getattr(empty, field) is None for field in empty.__struct_fields__)


def test_an_empty_list_is_an_answer_and_no_list_is_none():
    assert read(Profile, {"medicines": []}).medicines == ()
    assert read(Profile, {}).medicines is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"age_years": -1}, "age_years"),
        ({"age_years": 121}, "age_years"),
        ({"age_years": "67"}, "age_years"),
        ({"egfr_ml_min": float("nan")}, "egfr_ml_min"),
        ({"weight_kg": float("inf")}, "weight_kg"),
        ({"diet_magnesium_mg": 1e9}, "diet_magnesium_mg"),
        ({"wanted_mg_per_day": 0}, "wanted_mg_per_day"),
        ({"setting": "Mars"}, "setting"),
        ({"conditions": "gout"}, "conditions"),
        ({"conditions": ["  "]}, "conditions[0]"),
        ({"medicines": [{"name": "x", "times": ["25:61"]}]}, "medicines[0].times[0]"),
        ({"medicines": [{"name": "x", "days": ["funday"]}]}, "medicines[0].days[0]"),
        ({"medicines": [{"name": "x", "since": "2026-02-30"}]}, "medicines[0].since"),
        ({"medicines": [{"name": "x", "duration_days": 0}]}, "medicines[0].duration_days"),
        ({"medicines": [{"dose": "5 mg"}]}, "medicines[0].name"),
        ({"supplements": [{"name": "x", "elemental_mg": -5}]}, "supplements[0].elemental_mg"),
        ({"supplements": [{"name": "x", "elemental_mg": 400, "compound_mg": 100}]}, "supplements[0].elemental_mg"),
        ({"supplements": [{"name": "x", "amount": {"value": 1, "unit": "stone"}}]}, "supplements[0].amount.unit"),
        ({"supplements": [{"name": "x", "amount": {"value": 1e5, "unit": "g"}}]}, "supplements[0].amount.value"),
        ({"labs": {"serum_mg": {"value": 1}}}, "labs.serum_mg"),
        ({"labs": {"potassium": {"unit": "mmol/L"}}}, "labs.potassium.value"),
        ({"schedule": {"wake": "07:00", "bed": "07:00"}}, "schedule.bed"),
        ({"schedule": {"wake": "7 am"}}, "schedule.wake"),
        ({"agee": 40}, "agee"),
    ],
)
def test_nonsense_is_named_by_its_field(change, field):
    with pytest.raises(BadInput) as fault:
        read(Profile, FULL | change)
    assert fault.value.fields == (field,)


def test_all_faults_are_named_at_once():
    with pytest.raises(BadInput) as fault:
        read(Profile, {"age_years": -1, "setting": "Mars", "medicines": [{"name": "", "times": ["25:61"]}], "x": 1})
    assert set(fault.value.fields) == {"x", "age_years", "setting", "medicines[0].name", "medicines[0].times[0]"}


def test_a_course_counts_its_days_from_its_first_one():
    today = date(2026, 11, 21)
    assert Medicine(name="x", since=date(2026, 11, 20), duration_days=7).days_left(today) == 6
    assert Medicine(name="x", since=date(2026, 11, 1), duration_days=7).days_left(today) == 0
    assert Medicine(name="x", duration_days=7).days_left(today) == 7
    assert Medicine(name="x", since=date(2020, 1, 1)).days_left(today) is None


@pytest.mark.parametrize(
    ("written", "unit"), [("Tablets", "tablet"), ("tbsp", "tablespoon"), ("ml", "ml"), ("mg", None)]
)
def test_counting_units(written, unit):
    assert counted_unit(written) == unit


def test_a_profile_built_in_code_is_read_as_strictly_as_one_from_a_file() -> None:
    for wrong in (Profile(age_years=float("nan"), sex="male"), Profile(age_years="45"), Profile(egfr_ml_min=-1)):
        with pytest.raises(BadInput):
            planning.plan(wrong)
