"""Pictures of a diary: every number of a picture stands in its table, and what is not known is never drawn as none."""

from datetime import date

from charley.diary.records import DoseTaken, PlanChange, SideEffect, Symptom
from charley.report.diary_pictures import adherence, dose_weeks, hours, legs, side_effects, soreness
from support.diary import at, cramp, new_id


def change(when: str, mg: float) -> PlanChange:
    return PlanChange(id=new_id(), at=at(when), mg_per_day=mg)


def dose(when: str, mg: float | None) -> DoseTaken:
    return DoseTaken(id=new_id(), at=at(when), elemental_mg=mg)


def test_each_muscle_is_counted_left_right_and_both():
    figure = legs([cramp(), cramp(), cramp(side="both"), cramp(site="toes", side=None), cramp(site=None, side=None)])
    assert figure.rows == (("calf", "2", "0", "1", "0", "3"), ("toes", "0", "0", "0", "1", "1"))
    assert figure.title == "Most often the calf: 3 of 4 cramps with a place"
    assert figure.svg.count('class="bar-mark"') == 2  # both counts at either leg; the toes have no side
    assert legs([cramp(site=None)]) is None


def test_hours_run_from_noon_to_noon_and_add_up():
    figure = hours([cramp("2026-03-14 02:14"), cramp("2026-03-14 03:50"), cramp("2026-03-14 23:05")])
    assert figure.title == "2 of 3 cramps began between 01:00 and 04:00"
    assert sum(int(row[1]) for row in figure.rows) == 3
    assert [row[0] for row in figure.rows] == ["23:00 to 00:00", "02:00 to 03:00", "03:00 to 04:00"]


def test_silent_days_of_a_plan_are_not_recorded_and_never_missed():
    entries = [change("2026-03-02 09:00", 100), dose("2026-03-02 21:00", 100), dose("2026-03-03 21:00", 0)]
    [week] = dose_weeks([*entries, dose("2026-03-05 21:00", None)], last=date(2026, 3, 8))
    assert (week.noted, week.left_out, week.unknown) == (2, 1, 4)
    figure = adherence([week])
    assert figure.title == "A dose noted on 2 of 7 days of the plan; 4 days not recorded"
    assert figure.svg.count('class="unknown"') == 1
    assert adherence([]) is None


def test_days_after_the_plan_was_ended_count_nothing():
    ended = dose_weeks([change("2026-03-02 09:00", 100), change("2026-03-04 09:00", 0)], last=date(2026, 3, 30))
    assert [(w.noted, w.unknown) for w in ended] == [(0, 2)]
    assert dose_weeks([], last=date(2026, 3, 30)) == []


def test_side_effects_stand_by_part_of_the_body_with_the_rises_of_the_dose():
    effects = [
        SideEffect(id=new_id(), at=at("2026-03-12 09:00"), sign="abdominal_cramp", severity="mild"),
        SideEffect(id=new_id(), at=at("2026-03-13 09:00"), sign="skin_irritation"),
    ]
    rises = [change("2026-03-01 09:00", 100), change("2026-03-10 09:00", 200), change("2026-03-13 09:00", 100)]
    figure = side_effects([*effects, *rises])
    assert figure.rows[0] == ("12 March 2026", "abdominal cramp", "belly and gut", "mild")
    assert figure.rows[1] == ("13 March 2026", "skin irritation", "skin", "")
    assert figure.marks == (("10 March 2026", "the dose was raised"),)
    assert side_effects(rises) is None


def test_soreness_has_a_scale_of_its_own_and_a_day_not_rated_stays_empty():
    figure = soreness(
        [
            Symptom(id=new_id(), at=at("2026-03-12 20:00"), what="soreness", strength=4),
            Symptom(id=new_id(), at=at("2026-03-13 20:00"), what="heavy_legs", strength=0),
            Symptom(id=new_id(), at=at("2026-03-13 21:00"), what="twitch", strength=9),
        ]
    )
    assert figure.rows == (("12 March 2026", "4", ""), ("13 March 2026", "", "0"))
    assert "apart from cramps" in figure.text
    assert soreness([]) is None
