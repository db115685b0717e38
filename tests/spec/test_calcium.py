"""Calcium and magnesium: the tablets are kept apart by the plan, the meals are left where they are."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charley.dates import MINUTES_A_DAY, clock_of, minute_of
from support.people import plan_for

APART_MIN = 120
#: Five minutes apart, over the whole day.
CLOCK = st.integers(0, MINUTES_A_DAY // 5 - 1).map(lambda five: clock_of(5 * five))
NAMES = st.sampled_from(["calcium carbonate 500 mg", "Caltrate", "calcium + vitamin D"])


def distance(one: str, other: str) -> int:
    apart = (minute_of(one) - minute_of(other)) % MINUTES_A_DAY
    return min(apart, MINUTES_A_DAY - apart)


@given(NAMES, st.lists(CLOCK, min_size=1, max_size=3, unique=True), st.sampled_from(["medicines", "supplements"]))
def test_no_dose_is_ever_put_near_a_calcium_tablet(name: str, times: list[str], listed: str) -> None:
    plan = plan_for(**{listed: [{"name": name, "times": times}]})
    for step in (*plan.steps, *plan.provisional_steps):
        for dose in step.doses:
            assert all(distance(dose.time, time) >= APART_MIN for time in times)


def test_with_one_calcium_tablet_a_day_there_is_room_for_a_dose() -> None:
    plan = plan_for(medicines=[{"name": "calcium carbonate 500 mg", "times": ["08:00"]}])
    assert plan.status == "ok"
    assert plan.steps


@pytest.mark.parametrize("meals", [["07:30", "12:30", "19:00"], ["07:30", "21:30"]])
def test_the_plan_spaces_the_tablet_and_nobody_is_told_to_eat_less_calcium(meals: list[str]) -> None:
    schedule = {"wake": "07:00", "bed": "22:30", "meals": meals}
    plan = plan_for(medicines=[{"name": "calcium carbonate 500 mg", "times": ["08:00"]}], schedule=schedule)
    words = str(msgspec.to_builtins(plan)).lower()
    assert "calcium in food is fine" in words
    for advice in ("less calcium", "avoid dairy", "avoid milk", "no dairy", "less dairy", "cut down on dairy"):
        assert advice not in words
    assert [event.time for event in plan.timetable if event.kind == "meal"] == meals
