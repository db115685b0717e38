"""From entries to nights: silence is never zero, a quiet night is, and a cramp counts for the night it fell in."""

from datetime import date

import pytest

from charley.diary.nights import MAX_NIGHTS, NightTable, night_by_night, night_table, span
from charley.diary.records import Exposure, NightCount, Sleep
from charley.errors import BadInput
from support.diary import at, cramp, dose, new_id, quiet

FIRST, LAST = date(2026, 3, 10), date(2026, 3, 14)


def counts(*entries) -> list[int | None]:
    return [night.cramps for night in night_by_night(entries, FIRST, LAST)]


def told(night: str, cramps: int, **more) -> NightCount:
    return NightCount(id=new_id(), at=at("2026-03-15 09:00"), night=date.fromisoformat(night), cramps=cramps, **more)


def test_a_silent_night_is_not_recorded_and_a_quiet_one_is_zero():
    assert counts(quiet("2026-03-11")) == [None, 0, None, None, None]


def test_cramps_before_and_after_midnight_fall_into_one_night():
    assert counts(cramp("2026-03-12 23:50"), cramp("2026-03-13 03:10")) == [None, None, 2, None, None]


def test_the_night_when_clocks_change_holds_both_hours():
    rows = night_by_night([cramp("2026-03-29 01:59"), cramp("2026-03-29 03:00")], date(2026, 3, 28), date(2026, 3, 29))
    assert [row.cramps for row in rows] == [2, None]


def test_a_cramp_of_the_hand_neither_counts_nor_makes_the_night_recorded():
    assert counts(cramp("2026-03-12 23:50", site="hand")) == [None] * 5


def test_a_number_for_the_whole_night_includes_the_cramps_logged_one_by_one():
    assert counts(cramp("2026-03-12 23:50"), told("2026-03-12", 3)) == [None, None, 3, None, None]
    assert counts(cramp("2026-03-12 23:50"), cramp("2026-03-13 02:00"), told("2026-03-12", 1))[2] == 2


def test_a_cramp_on_a_night_called_quiet_counts_and_the_contradiction_shows():
    night = night_by_night([quiet("2026-03-12"), cramp("2026-03-13 02:00")], FIRST, LAST)[2]
    assert (night.cramps, night.quiet, night.contradictory) == (1, True, True)


def test_wakings_alone_are_no_count_of_cramps():
    woken = Sleep(id=new_id(), at=at("2026-03-13 07:00"), night=date(2026, 3, 12), rating=2, cramp_wakings=2)
    night = night_by_night([woken], FIRST, LAST)[2]
    assert night.cramps is None
    assert night.sleep == woken


def test_the_mean_pain_of_a_night_leaves_out_what_was_not_said():
    night = night_by_night(
        [cramp("2026-03-13 01:00", pain=4), cramp("2026-03-13 02:00", pain=7), cramp("2026-03-13 03:00")], FIRST, LAST
    )[2]
    assert night.pain == 5.5


def test_the_table_for_the_engine():
    entries = [
        cramp("2026-03-11 02:00"),
        quiet("2026-03-11", observed=0.5),
        dose("2026-03-10 21:30", 100),
        dose("2026-03-12 00:30", 250),  # still the evening of the 11th
        dose("2026-03-13 08:00", None),
        Exposure(id=new_id(), at=at("2026-03-12 20:00"), what="alcohol"),
        Exposure(id=new_id(), at=at("2026-03-13 20:00"), what="alcohol", amount=0, unit="drinks"),
    ]
    table = night_table(entries, FIRST, LAST, target_mg={"magnesium": 200}, exposures=["alcohol"])

    assert table == NightTable(
        start=FIRST,
        cramps=(1, 0, None, None, None),
        observed=(1.0, 0.5, 1.0, 1.0, 1.0),
        doses={"magnesium": (0.5, 1.0, 0.0, 1.0, 0.0)},
        covariates={"alcohol": (0.0, 0.0, 1.0, 0.0, 0.0)},
    )
    assert table.recorded == 2


def test_the_diary_speaks_from_its_first_to_its_last_told_night():
    entries = [dose("2026-03-01 21:30"), cramp("2026-03-12 23:50"), quiet("2026-03-10")]
    assert span(entries) == (date(2026, 3, 10), date(2026, 3, 12))
    assert span([dose("2026-03-01 21:30")]) is None


def test_nights_beyond_the_calendar_are_refused():
    nights = {"cramps": (0, 1), "observed": (1.0, 1.0), "doses": {}, "covariates": {}}
    with pytest.raises(BadInput, match="leaves no room for 2 nights") as refused:
        NightTable(start=date(9999, 12, 31), **nights)
    assert refused.value.fields == ("start",)
    assert NightTable(start=date(9999, 12, 29), **nights).dates[-1] == date(9999, 12, 30)


def test_a_slip_of_a_century_is_named():
    with pytest.raises(BadInput, match=str(MAX_NIGHTS)) as refused:
        night_table([], date(1926, 3, 1), date(2026, 3, 1))
    assert refused.value.fields == ("first",)
    with pytest.raises(BadInput, match="before the first night"):
        night_table([], LAST, FIRST)
