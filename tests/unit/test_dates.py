"""A night runs from noon to noon; the wall clock decides, also when clocks change."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charley.dates import Moment, clock_of, minute_of, night_of, nights, possible_offsets, zone_named
from charley.errors import BadInput


@pytest.mark.parametrize(
    ("wall", "night"),
    [
        ("2026-03-14T03:10", "2026-03-13"),
        ("2026-03-13T23:50", "2026-03-13"),
        ("2026-03-14T11:59", "2026-03-13"),
        ("2026-03-14T12:00", "2026-03-14"),
        ("2026-01-01T00:30", "2025-12-31"),
        ("2024-03-01T02:00", "2024-02-29"),
    ],
)
def test_a_night_belongs_to_its_evening(wall: str, night: str) -> None:
    assert night_of(datetime.fromisoformat(wall)) == date.fromisoformat(night)
    assert Moment.parse(wall).night == date.fromisoformat(night)


def test_nights_are_named_without_gaps() -> None:
    assert [n.day for n in nights(date(2026, 2, 27), date(2026, 3, 2))] == [27, 28, 1, 2]


@given(st.datetimes(min_value=datetime(1950, 1, 1), max_value=datetime(2150, 1, 1)))
def test_every_moment_lies_in_the_noon_to_noon_of_its_night(wall: datetime) -> None:
    noon = datetime.combine(night_of(wall), datetime.min.time()) + timedelta(hours=12)
    assert noon <= wall < noon + timedelta(days=1)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-14T03:10:00+01:00[Europe/Berlin]",
        "2026-10-25T02:30:00+02:00[Europe/Berlin]",
        "2026-10-25T02:30:00+01:00[Europe/Berlin]",
        "2026-03-14T03:10:05",
        "2026-03-14T03:10:00-03:30",
        "2026-03-14T03:10:00[Asia/Kolkata]",
    ],
)
def test_what_is_written_reads_back(text: str) -> None:
    moment = Moment.parse(text)
    assert Moment.parse(moment.text()) == moment
    assert moment.text().startswith(text[:19])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2026-03-29T02:30[Europe/Berlin]", "did not exist"),
        ("2026-10-25T02:30[Europe/Berlin]", "happened twice"),
        ("2026-10-25T02:30+05:00[Europe/Berlin]", "not at that distance"),
        ("2026-02-30T01:00", "does not exist"),
        ("2026-03-14T25:61", "does not exist"),
        ("2026-03-14T03:10[Mars/Olympus]", "not a known time zone"),
        ("2026-03-14T03:10[../../etc/passwd]", "should be a date and time"),
        ("tomorrow", "should be a date and time"),
        ("", "should be a date and time"),
    ],
)
def test_a_moment_that_never_was_is_named(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says) as caught:
        Moment.parse(text, at="at")
    assert caught.value.fields == ("at",)


def test_the_repeated_hour_keeps_apart_what_happened_twice() -> None:
    first = Moment.parse("2026-10-25T02:30+02:00[Europe/Berlin]")
    second = Moment.parse("2026-10-25T02:30+01:00[Europe/Berlin]")
    assert first.night == second.night
    assert second.utc is not None
    assert first.utc is not None
    assert second.utc - first.utc == timedelta(hours=1)


def test_a_moment_without_offset_has_no_instant() -> None:
    assert Moment.parse("2026-03-14T03:10").utc is None


def test_a_moment_refuses_an_absurd_year_and_a_zoned_wall() -> None:
    with pytest.raises(BadInput, match="1900"):
        Moment(wall=datetime(1066, 10, 14))
    with pytest.raises(BadInput, match="without a zone"):
        Moment(wall=datetime.fromisoformat("2026-03-14T03:10+00:00"))


def test_zones_of_whole_and_half_hours() -> None:
    kathmandu = zone_named("Asia/Kathmandu")
    assert kathmandu is not None
    assert possible_offsets(datetime(2026, 1, 1), kathmandu) == [345]


@given(st.integers(min_value=0, max_value=1439))
def test_clock_and_minute_are_inverse(minute: int) -> None:
    assert minute_of(clock_of(minute)) == minute


def test_clock_times_go_round_the_day() -> None:
    assert clock_of(1470) == "00:30"
    assert clock_of(-30) == "23:30"
