"""The data of the cramp profile: every number counted by hand once."""

from datetime import date

import pytest

from charley.diary.records import Note, SideEffect, Sleep
from charley.report.document import TrialBox
from support.diary import at, cramp, dose, new_id, quiet
from support.page import PERSON, page


def test_a_window_counts_only_nights_that_somebody_spoke_of() -> None:
    now = page(
        [
            cramp("2026-03-20 02:00", pain=4, duration_s=60, woke=True),
            cramp("2026-03-20 03:00", pain=8),
            cramp("2026-03-25 23:00", pain=6, duration_s=180),
            quiet("2026-03-21"),
            quiet("2026-03-22"),
        ]
    ).now
    assert (now.nights, now.recorded, now.with_cramp, now.cramps) == (28, 4, 2, 3)
    assert now.per_week == pytest.approx(3 / 4 * 7)
    assert now.per_week_low == pytest.approx(0.6187 / 4 * 7, rel=1e-3)
    assert now.per_week_high == pytest.approx(8.7673 / 4 * 7, rel=1e-3)
    assert (now.pain, now.duration_s, now.woken) == (6, 120, 1)


def test_what_nobody_said_is_not_known_and_not_zero() -> None:
    now = page().now
    assert now.recorded == now.dose_days == 0
    assert [now.per_week, now.per_week_low, now.pain, now.duration_s, now.sleep, now.dose_mg] == [None] * 6
    empty = page(profile=None)
    assert empty.magnesium is None
    assert not empty.screened
    assert empty.person.egfr_ml_min is None


def test_the_nights_before_are_shown_only_where_the_diary_reaches_back() -> None:
    assert page([quiet("2026-03-01")]).before is None
    before = page([quiet("2026-02-28"), cramp("2026-02-20 01:00")]).before
    assert before is not None
    assert (before.first, before.last) == (date(2026, 2, 1), date(2026, 2, 28))
    assert (before.recorded, before.cramps) == (2, 1)


def test_the_clock_runs_from_noon_to_noon_and_keeps_silence_apart_from_zero() -> None:
    rows = page([cramp("2026-03-20 02:30", pain=7), dose("2026-03-19 21:30", mg=100), quiet("2026-03-20")]).clock
    assert len(rows) == 28
    assert rows[-1].night == date(2026, 3, 28)
    by_night = {row.night: row for row in rows}
    dosed = by_night[date(2026, 3, 19)]
    assert [(mark.minute, mark.size) for mark in dosed.marks] == [(14 * 60 + 30, 7)]
    assert [(mark.minute, mark.size) for mark in dosed.doses] == [(9 * 60 + 30, 100)]
    assert by_night[date(2026, 3, 20)].cramps == 0
    assert by_night[date(2026, 3, 21)].cramps is None


def test_doses_left_out_and_other_substances_are_no_magnesium() -> None:
    now = page(
        [
            dose("2026-03-19 21:30", mg=100),
            dose("2026-03-20 21:30", mg=None),
            dose("2026-03-21 21:30", mg=0),
            dose("2026-03-22 21:30", mg=50, substance="quinine"),
        ]
    ).now
    assert (now.dose_days, now.dose_mg) == (2, 100)


def test_products_name_their_magnesium_and_say_where_it_is_not_known() -> None:
    unknown = {"name": "magnesium something"}
    found = page(profile={**PERSON, "supplements": [*PERSON["supplements"], unknown]}).products
    by_name = {product.written: product for product in found}
    assert by_name["daily multivitamin"].magnesium_mg == 100
    assert by_name["Euthyrox"].known_as == "levothyroxine"
    assert not by_name["Euthyrox"].holds_magnesium
    assert by_name["magnesium something"].holds_magnesium
    assert by_name["magnesium something"].magnesium_mg is None


def test_warning_signs_stand_apart_from_other_flags() -> None:
    clot = {**PERSON, "symptoms": ["one calf is swollen, warm and painful since yesterday"]}
    found = page(profile=clot)
    assert [flag.topic for flag in found.warnings] == ["dvt"]
    assert "dvt" not in [flag.topic for flag in found.flags]
    assert not page().warnings


def test_side_effects_are_counted_with_the_worst_that_was_told() -> None:
    noted = [
        SideEffect(id=new_id(), at=at("2026-03-20 10:00"), sign="loose_stool", severity="moderate"),
        SideEffect(id=new_id(), at=at("2026-03-21 10:00"), sign="loose_stool", severity="mild"),
        SideEffect(id=new_id(), at=at("2026-03-22 10:00"), sign="other", words="a metal taste"),
        SideEffect(id=new_id(), at=at("2026-01-02 10:00"), sign="nausea"),
    ]
    assert [(each.sign, each.times, each.worst) for each in page(noted).unwanted] == [
        ("loose_stool", 2, "moderate"),
        ("a metal taste", 1, None),
    ]


def test_a_change_of_diet_stands_on_its_date_in_the_trend() -> None:
    note = Note(id=new_id(), at=at("2026-03-03 12:00"), text="no more coffee", about="diet_change")
    assert [(change.on, change.text) for change in page([note]).changes] == [(date(2026, 3, 3), "no more coffee")]


def test_weeks_hold_the_same_cramps_and_the_magnesium_of_the_diary() -> None:
    found = page([cramp("2026-03-20 02:00"), quiet("2026-03-18"), dose("2026-03-18 21:00", mg=120)]).trend_weeks
    week = next(week for week in found if week.monday == date(2026, 3, 16))
    assert (week.cramps, week.recorded, week.nights, week.taken_mg) == (1, 2, 7, 120)
    assert found[0].cramps is None


def test_a_waking_told_with_the_sleep_counts_once_a_night() -> None:
    slept = Sleep(id=new_id(), at=at("2026-03-20 07:00"), night=date(2026, 3, 19), rating=2, cramp_wakings=3)
    now = page([cramp("2026-03-20 02:00", woke=True), slept]).now
    assert (now.woken, now.sleep) == (1, 2)


@pytest.mark.parametrize(
    "other",
    [
        {"entries": [quiet("2026-03-18")]},
        {"profile": {**PERSON, "egfr_ml_min": 70}},
        {"asks": ["May I drive?"]},
        {"trials": [TrialBox(title="magnesium", lines=("it helped",))]},
    ],
)
def test_the_id_of_the_run_changes_with_whatever_the_numbers_come_from(other: dict) -> None:
    entries = [cramp("2026-03-20 02:00", id="test-fixed-1")]
    plain = page(entries)
    assert page(entries).run.id == plain.run.id
    changed = page([*entries, *other.pop("entries", [])], **other)
    assert changed.run.id != plain.run.id
    assert len(plain.run.id) == 12
