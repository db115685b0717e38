"""Steps of a day: one entry of the day, and 0 is no figure."""

from datetime import date

import pytest

from charley.interop.importer import Skipped, Taken
from charley.interop.steps import of_day

DAY = date(2026, 3, 14)


def test_steps_stand_with_their_unit_on_their_day():
    item = of_day("row 2", DAY, 7431, kind="x", key=("steps", DAY), rows=3)

    assert isinstance(item, Taken)
    assert (item.entry.amount, item.entry.unit, item.entry.day, item.entry.night, item.rows) == (
        7431,
        "steps",
        DAY,
        DAY,
        3,
    )


@pytest.mark.parametrize(
    ("steps", "reason"), [(0, "not carried"), (-5, "cannot be right"), (250_000, "cannot be right")]
)
def test_a_count_that_says_nothing_is_skipped(steps, reason):
    item = of_day("row 2", DAY, steps, kind="x", key=("steps", DAY))

    assert isinstance(item, Skipped)
    assert reason in item.reason


def test_a_day_beyond_the_calendar_is_a_reason():
    assert isinstance(of_day("row 2", date(1, 1, 1), 500, kind="x", key=("steps",)), Skipped)
