"""What was noted of each day as rows of factors: ticked is 0 or 1, measured is known or not known."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from charley.dates import Moment
from charley.diary.factors import FACTORS, factors
from charley.diary.records import Activity, Drink, Exposure, Food, Sleep
from charley.errors import BadInput
from support.diary import at, new_id

DAYS = [date(2026, 3, 1) + timedelta(days=i) for i in range(4)]


def entry(kind: type[Any], day: int, **details: Any) -> Any:
    return kind(id=new_id(), at=at(f"2026-03-{day:02d} 18:00"), **details)


def test_ticked_factors_are_0_without_an_entry() -> None:
    noted = [entry(Exposure, 2, what="stress"), entry(Exposure, 3, what="stress", amount=0, unit="of_10")]
    assert factors(noted, DAYS) == {"stress": (0, 1, 0, 0)}


def test_a_drink_with_alcohol_or_coffee_counts_as_one() -> None:
    noted = [
        entry(Drink, 1, ml=330, what="beer", nutrients={"alcohol_g": 13}),
        entry(Drink, 2, ml=200, what="coffee", nutrients={"caffeine_mg": 90, "alcohol_g": 0}),
        entry(Exposure, 4, what="alcohol"),
    ]
    found = factors(noted, DAYS)
    assert found["alcohol"] == (1, 0, 0, 1)
    assert found["caffeine"] == (0, 1, 0, 0)


def test_measured_factors_are_not_known_without_an_entry() -> None:
    noted = [
        entry(Drink, 1, ml=300),
        entry(Drink, 1, ml=500),
        entry(Food, 2, name="oats", nutrients={"magnesium_mg": 55}),
        entry(Food, 2, name="spinach", nutrients={"magnesium_mg": 80}),
        entry(Food, 3, name="soup"),
        entry(Food, 3, name="oats", nutrients={"magnesium_mg": 55}),
    ]
    found = factors(noted, DAYS)
    assert found["fluid"] == (800, None, None, None)
    assert found["magnesium in food"] == (None, 135, None, None)


def test_sleep_is_that_of_the_night_before() -> None:
    moment = Moment(wall=datetime(2026, 3, 2, 8))
    night = Sleep(id=new_id(), at=moment, night=DAYS[0], start=Moment(wall=datetime(2026, 3, 1, 23)), end=moment)
    assert factors([night], DAYS)["sleep the night before"] == (None, 9, None, None)


def test_exercise_and_hard_exercise() -> None:
    noted = [entry(Activity, 1, what="walk"), entry(Activity, 3, what="run", effort="hard", minutes=40)]
    found = factors(noted, DAYS)
    assert found["exercise"] == (1, 0, 1, 0)
    assert found["hard exercise"] == (0, 0, 1, 0)


def test_the_menstrual_phase_is_off_unless_chosen() -> None:
    noted = [entry(Exposure, 2, what="menstrual_cycle", phase="bleeding")]
    assert factors(noted, DAYS) == {}
    assert factors(noted, DAYS, chosen=["bleeding"]) == {"bleeding": (0, 1, 0, 0)}


@pytest.mark.parametrize(
    "what", ["caffeine", "alcohol", "nicotine", "stress", "heat", "sweating", "long_standing", "long_sitting"]
)
def test_every_exposure_can_be_chosen_as_a_factor(what: Any) -> None:
    name = what.replace("_", " ")
    noted = [entry(Exposure, 1, what=what, amount=2, unit="times")]
    assert factors(noted, DAYS, chosen=[name]) == {name: (1, 0, 0, 0)}


def test_unknown_factors_are_named() -> None:
    with pytest.raises(BadInput) as caught:
        factors([], DAYS, chosen=["moon", "alcohol", "tides"])
    assert tuple(caught.value.fields) == ("factors.moon", "factors.tides")
    assert all(name in str(caught.value.problems[0].message) for name in FACTORS)
