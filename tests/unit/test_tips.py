"""Tips beside the food log: shown where they fit, withheld where they may harm, and never a change of a figure."""

from datetime import datetime, timedelta

import pytest

from charley.dates import Moment
from charley.diary.records import Activity, DoseTaken, Exposure, Food
from charley.knowledge.tips import tips
from charley.nutrition.ledger import days
from charley.nutrition.tips import fitting
from charley.profile import Profile
from charley.reading import read

NOON = datetime(2026, 3, 14, 12, 0)
HEALTHY = {"egfr_ml_min": 95, "conditions": [], "medicines": []}


def profile(**changes: object) -> Profile:
    return read(Profile, {**HEALTHY, **changes})


def at(**later: float) -> Moment:
    return Moment(wall=NOON + timedelta(**later))


def names(entries, person=None, **more) -> set[str]:
    return {tip.id for tip in fitting(entries, person or profile(), **more)}


BRAN = Food(id="food-0001", at=at(), name="Bran", nutrients={"fibre_g": 12.0, "magnesium_mg": 89})
HEAT = Exposure(id="heat-0001", at=at(), what="heat")


def test_a_dose_with_bran_shows_the_note_and_changes_no_amount():
    dose = DoseTaken(id="dose-0001", at=at(minutes=20), elemental_mg=200)
    assert "bran-with-dose" in names([BRAN, dose])
    (day,) = days([BRAN, dose])
    assert day.total("magnesium").supplements.low == 200
    assert day.total("magnesium").food.low == 89


def test_a_dose_hours_after_the_bran_shows_none():
    assert "bran-with-dose" not in names([BRAN, DoseTaken(id="dose-0002", at=at(hours=4), elemental_mg=200)])


def test_vitamin_d_food_and_fats_come_with_how_little_is_behind_them():
    assert tips()["vitamin-d-food"].evidence == "weak"
    assert tips()["healthy-fats"].evidence == "unsupported"
    assert {"vitamin-d-food", "healthy-fats"} <= names([])


def test_days_without_vitamin_d_give_a_question_for_the_doctor_and_no_dose():
    log = [
        Food(id=f"food-{i:04d}", at=at(days=i), name="Rice", nutrients={"vitamin_d_mcg": 0.0, "magnesium_mg": 20})
        for i in range(3)
    ]
    assert "no-vitamin-d" in names(log)
    assert "no-vitamin-d" not in names(log[:2])
    assert not any(unit in tips()["no-vitamin-d"].say for unit in (" mg", "IU", "µg", "mcg"))
    unknown = [Food(id=f"food-1{i:03d}", at=at(days=i), name="Rice", nutrients={}) for i in range(3)]
    assert "no-vitamin-d" not in names(unknown)


def test_a_vegan_gets_a_b12_question_for_the_clinician():
    assert "ask-b12" in names([], vegan=True)
    assert "ask-b12" not in names([], vegan=None)


@pytest.mark.parametrize("entry", [HEAT, Activity(id="run-00001", at=at(), what="running", minutes=90)])
def test_a_hot_day_or_long_effort_brings_watery_foods_and_a_salted_drink(entry):
    assert {"watery-foods", "electrolyte-drink"} <= names([entry])


@pytest.mark.parametrize(
    ("changes", "withheld", "left"),
    [
        ({"medicines": [{"name": "spironolactone"}]}, {"watery-foods"}, {"watery-foods-low-potassium"}),
        ({"conditions": ["high blood pressure"]}, {"electrolyte-drink"}, set()),
        ({"conditions": ["heart failure"]}, {"watery-foods", "watery-foods-low-potassium", "electrolyte-drink"}, set()),
    ],
)
def test_restrictions_on_potassium_salt_and_fluid_withhold_them(changes, withheld, left):
    shown = names([HEAT], profile(**changes))
    assert not shown & withheld
    assert left <= shown
