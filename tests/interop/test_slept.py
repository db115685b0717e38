"""One sleep a night: the longest, by true length; naps and slips are named."""

from datetime import date, datetime

import pytest

from charley.dates import Moment
from charley.interop.importer import Skipped, Taken
from charley.interop.slept import Slept, one_a_night


def slept(row: str, start: str, end: str) -> Slept:
    return Slept(row, (row,), Moment.parse(start), Moment.parse(end))


def test_the_longest_sleep_of_a_night_is_taken_and_the_other_named():
    early = slept("a", "2026-03-14T21:00", "2026-03-14T22:00")
    main = slept("b", "2026-03-14T23:30", "2026-03-15T06:00")
    late = slept("c", "2026-03-15T07:00", "2026-03-15T08:30")

    items = list(one_a_night([early, main, late], kind="x"))

    assert [(i.row, type(i)) for i in items] == [("a", Skipped), ("c", Skipped), ("b", Taken)]
    assert items[-1].entry.night == date(2026, 3, 14)


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        ("2026-03-14T14:00", "2026-03-14T15:30", "a nap by day"),
        ("2026-03-14T23:00", "2026-03-14T23:10", "too short"),
        ("2026-03-14T23:00", "2026-03-14T23:00", "within 36 hours"),
        ("2026-03-14T23:00", "2026-03-14T22:00", "within 36 hours"),
        ("2026-03-14T23:00", "2026-03-17T22:00", "within 36 hours"),
    ],
)
def test_what_is_no_night_is_skipped_with_its_reason(start, end, reason):
    [item] = one_a_night([slept("a", start, end)], kind="x")

    assert isinstance(item, Skipped)
    assert reason in item.reason


def test_a_sleep_after_midnight_belongs_to_the_evening_before_and_a_shift_workers_day_sleep_is_kept():
    late, by_day = (
        slept("a", "2026-03-15T01:00", "2026-03-15T07:00"),
        slept("b", "2026-03-16T09:30", "2026-03-16T16:00"),
    )

    nights = [item.entry.night for item in one_a_night([late, by_day], kind="x")]

    assert nights == [date(2026, 3, 14), date(2026, 3, 15)]


def test_length_is_true_time_when_clocks_go_back():
    autumn = Slept("a", ("a",), Moment.parse("2026-10-25T01:00+02:00"), Moment.parse("2026-10-25T02:00+01:00"))

    assert autumn.length.total_seconds() == 2 * 3600
    assert autumn.start.wall == datetime(2026, 10, 25, 1)
