"""Stamps of foreign files as moments: the wall decides the night, also when clocks change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charley.dates import night_of
from charley.errors import BadInput
from charley.interop import stamps

ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"])
INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1)).map(lambda t: t.replace(microsecond=0, tzinfo=UTC))


@given(INSTANTS, ZONES)
def test_an_instant_keeps_its_instant_and_takes_the_walls_night(instant, zone):
    moment = stamps.by_instant(instant, zone)

    assert moment.utc == instant
    assert moment.night == night_of(instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None))


@given(INSTANTS, ZONES)
def test_a_wall_time_that_existed_is_read_back_as_it_was(instant, zone):
    wall = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)

    moment = stamps.by_wall(wall, zone)

    assert moment.wall == wall
    assert moment.offset_min is None or abs(moment.utc - instant) <= timedelta(hours=1)


def test_the_hour_that_came_twice_keeps_its_night_and_leaves_the_offset_open():
    moment = stamps.by_wall(datetime(2026, 10, 25, 2, 30), "Europe/Berlin")

    assert (moment.night, moment.offset_min) == (date(2026, 10, 24), None)


def test_a_time_that_clocks_skipped_is_a_fault():
    with pytest.raises(BadInput, match="did not exist"):
        stamps.by_wall(datetime(2026, 3, 29, 2, 30), "Europe/Berlin")


@pytest.mark.parametrize("text", ["2014-09-13 10:27:54 +0100", "2014-09-13 10:27:54+01:00", "2014-09-13 10:27:54+0100"])
def test_a_stamp_with_its_offset_is_read_as_the_wall_showed_it(text):
    moment = stamps.with_offset(text)

    assert (moment.wall, moment.offset_min) == (datetime(2014, 9, 13, 10, 27, 54), 60)


@pytest.mark.parametrize("text", ["", "yesterday", "2014-09-13 10:27:54", "2014-13-13 10:27:54 +0100"])
def test_a_stamp_without_offset_or_sense_is_a_fault(text):
    with pytest.raises(BadInput):
        stamps.with_offset(text)


def test_a_figure_of_a_day_belongs_to_its_day_and_to_the_night_of_the_same_name():
    moment = stamps.whole_day(date(2026, 3, 14), "Europe/Berlin")

    assert (moment.night, moment.wall.date(), moment.offset_min) == (date(2026, 3, 14), date(2026, 3, 14), 60)


@pytest.mark.parametrize("seconds", [1e18, -1e18, float("1e300")])
def test_seconds_beyond_the_calendar_are_a_fault(seconds):
    with pytest.raises(BadInput, match="beyond the calendar"):
        stamps.by_epoch(seconds, "UTC")


def test_a_zone_that_is_needed_is_asked_for_by_name():
    with pytest.raises(BadInput) as caught:
        stamps.needed(None, "This file counts in UTC.")
    assert caught.value.fields == ("zone",)

    with pytest.raises(BadInput, match="not a known time zone"):
        stamps.needed("Mars/Olympus", "")
