"""Tips beside the food log: shown where they fit, withheld where they may harm, and never a change of a figure."""

from datetime import datetime, timedelta

import pytest

from charley.dates import Moment
from charley.diary.records import Activity, DoseTaken, Exposure, Food
from charley.knowledge.tips import tips
from charley.nutrition.ledger import days
from charley.nutrition.tips import fitting, vitamin_d_sources
from charley.profile import Profile
from charley.reading import read

NOON = datetime(2026, 3, 14, 12, 0)
HEALTHY = {"egfr_ml_min": 95, "conditions": [], "medicines": []}


def profile(**changes: object) -> Profile:
    return read(Profile, {**HEALTHY, **changes})


def at(**later: float) -> Moment:
    return Moment(wall=NOON + timedelta(**later))


def names(entries, person=None, **more) -> set[str]:
    fluid = more.pop("fluid", "usual")
    return {tip.id for tip in fitting(entries, person or profile(), fluid=fluid, **more)}


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


def test_time_in_the_sun_is_a_source_of_vitamin_d_and_so_is_what_was_eaten():
    log = [Food(id=f"food-{i:04d}", at=at(days=i), name="Rice", nutrients={"vitamin_d_mcg": 0.0}) for i in range(3)]
    sun = Exposure(id="sun-0001", at=at(), what="sunlight", amount=20, unit="minutes")
    assert "no-vitamin-d" not in names([*log, sun])
    salmon = Food(id="food-0009", at=at(), name="Salmon", nutrients={"vitamin_d_mcg": 11.0})
    found = vitamin_d_sources([*log, sun, salmon])
    assert found == (("Salmon",), 1)


def test_days_of_tablets_alone_say_nothing_of_the_vitamin_d_in_the_food():
    assert "no-vitamin-d" not in names(
        [DoseTaken(id=f"dose-1{i:03d}", at=at(days=i), elemental_mg=100) for i in range(4)]
    )


@pytest.mark.parametrize(("hours", "shown"), [(0, True), (1.9, True), (2, False), (5, False)])
def test_a_calcium_tablet_near_a_dose_is_noted_and_a_meal_full_of_calcium_is_not(hours, shown):
    dose = DoseTaken(id="dose-0003", at=at(), elemental_mg=100)
    tablet = DoseTaken(id="dose-0004", at=at(hours=hours), substance="calcium", elemental_mg=500)
    assert ("calcium-tablet-with-dose" in names([dose, tablet])) is shown
    meal = Food(id="food-0005", at=at(), name="Yogurt", nutrients={"calcium_mg": 900.0})
    assert "calcium-tablet-with-dose" not in names([dose, meal])
    assert "less calcium" not in tips()["calcium-tablet-with-dose"].say


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
    ],
)
def test_restrictions_on_potassium_salt_and_fluid_withhold_them(changes, withheld, left):
    shown = names([HEAT], profile(**changes))
    assert not shown & withheld
    assert left <= shown


def test_no_drink_is_spoken_of_where_the_clinic_sets_it_and_none_is_added_where_nothing_may_be():
    drinks = {"watery-foods", "watery-foods-low-potassium", "electrolyte-drink"}
    assert not names([HEAT], fluid="none") & drinks
    assert names([HEAT], fluid="steady") & drinks == {"watery-foods"}
