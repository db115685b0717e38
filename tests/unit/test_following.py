"""A plan followed up from a diary."""

from datetime import date, datetime, timedelta

import pytest

from charley.dates import Moment
from charley.diary.journal import Journal
from charley.diary.records import CrampEpisode, NightCount, QuietNight, SideEffect
from charley.profile import Medicine
from charley.services.following import after_new_medicine, course_of, follow_up, noted_days, time_hint
from support.people import plan_for

MADE = date(2026, 11, 21)


def at(day: date, hour: int = 3) -> Moment:
    return Moment(wall=datetime(day.year, day.month, day.day, hour, 0))


def counted(first: date, counts: list[int]) -> list[NightCount]:
    nights = [first + timedelta(days=i) for i in range(len(counts))]
    return [
        NightCount(id=f"night-{n}", at=at(n + timedelta(days=1), 8), night=n, cramps=c)
        for n, c in zip(nights, counts, strict=True)
    ]


def effect(day: date, sign: str) -> SideEffect:
    return SideEffect(id=f"effect-{day}-{sign}", at=at(day, 10), sign=sign)


def test_a_silent_night_stays_unknown_and_a_quiet_one_is_zero():
    journal = Journal(
        [
            QuietNight(id="quiet-night", at=at(MADE + timedelta(days=1), 8), night=MADE),
            *counted(MADE + timedelta(days=2), [1]),
        ]
    )
    assert [day.cramps for day in noted_days(journal, last=MADE + timedelta(days=3))] == [0, None, 1, None]


def test_the_course_follows_the_days_of_the_plan():
    plan = plan_for(diet_magnesium_mg=100)
    first, second = course_of(plan, today=MADE), course_of(plan, today=MADE + timedelta(days=14))
    assert (first.mg_per_day, first.before_mg, first.next_mg) == (200, None, 300)
    assert (second.mg_per_day, second.before_mg, second.next_mg) == (300, 200, 320)
    assert second.step_since == MADE + timedelta(days=14)


def test_nothing_has_begun_while_a_course_is_waited_for():
    plan = plan_for(medicines=[{"name": "doxycycline", "times": ["08:00"], "duration_days": 7}])
    assert course_of(plan, today=MADE + timedelta(days=3)) is None
    assert course_of(plan, today=MADE + timedelta(days=7)).started == MADE + timedelta(days=7)
    assert course_of(plan_for(egfr_ml_min=20), today=MADE) is None


def test_two_days_of_diarrhoea_in_the_diary_halve_the_dose():
    today = MADE + timedelta(days=4)
    signs = [effect(today - timedelta(days=1), "diarrhoea"), effect(today, "loose_stool")]
    journal = Journal([*counted(MADE, [0, 0, 0, 0]), *signs])
    proposal = follow_up(journal, course_of(plan_for(), today=today), today=today).proposal
    assert (proposal.decision, proposal.mg_per_day) == ("step_down", 100)


@pytest.mark.parametrize("sign", ["nausea", "abdominal_cramp", "low_blood_pressure"])
def test_a_sign_within_days_of_a_rise_steps_back(sign):
    today = MADE + timedelta(days=16)
    journal = Journal([*counted(MADE, [1] * 17), effect(today, sign)])
    course = course_of(plan_for(diet_magnesium_mg=100), today=today)
    proposal = follow_up(journal, course, today=today).proposal
    assert (proposal.decision, proposal.mg_per_day) == ("step_down", 200)


@pytest.mark.parametrize("sign", ["trouble_breathing", "irregular_heartbeat", "muscle_weakness"])
def test_a_severe_sign_in_the_diary_stops_the_plan_and_sends_for_help(sign):
    today = MADE + timedelta(days=2)
    journal = Journal([*counted(MADE, [1, 1]), effect(today, sign)])
    proposal = follow_up(journal, course_of(plan_for(), today=today), today=today).proposal
    assert proposal.emergency
    assert proposal.mg_per_day == 0


@pytest.mark.parametrize(("by_night", "word"), [(8, "evening"), (2, "earlier"), (5, None)])
def test_the_hours_of_the_cramps_suggest_a_time_to_try(by_night, word):
    hours = [3] * by_night + [15] * (10 - by_night)
    cramps = [CrampEpisode(id=f"cramp-{i:04d}", at=at(MADE + timedelta(days=i), hour)) for i, hour in enumerate(hours)]
    hint = time_hint(Journal(cramps))
    assert (hint is None) == (word is None)
    if hint is not None:
        assert word in hint
        assert "for a trial to show" in hint


def test_few_cramps_suggest_nothing():
    assert time_hint(Journal([CrampEpisode(id="cramp-0001", at=at(MADE))])) is None


def test_more_cramps_after_a_new_medicine_are_a_question_and_no_reason_to_stop():
    new = (Medicine(name="atorvastatin", since=MADE), Medicine(name="old one", since=None))
    grown = Journal([*counted(MADE - timedelta(days=14), [0] * 13 + [1]), *counted(MADE, [1] * 14)])
    (question,) = after_new_medicine(grown, new, today=MADE + timedelta(days=14))
    assert "atorvastatin" in question
    assert "do not stop it on your own" in question
    steady = Journal([*counted(MADE - timedelta(days=14), [1] * 14), *counted(MADE, [1] * 14)])
    assert after_new_medicine(steady, new, today=MADE + timedelta(days=14)) == ()
