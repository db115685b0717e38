"""A plan followed up from a diary."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charley.dates import Moment
from charley.diary.journal import Journal
from charley.diary.records import CrampEpisode, DoseTaken, NightCount, NoneOf, PlanChange, QuietNight, SideEffect
from charley.dosing.plan import Dose
from charley.profile import Medicine
from charley.services.following import (
    after_new_medicine,
    course_followed,
    dose_due,
    doses_of_day,
    follow_up,
    noted_days,
    time_hint,
)
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


def change(day: date, mg: float, hour: int = 9) -> PlanChange:
    return PlanChange(id=f"change-{day}-{hour}", at=at(day, hour), mg_per_day=mg)


def test_a_silent_night_stays_unknown_and_a_quiet_one_is_zero():
    journal = Journal(
        [
            QuietNight(id="quiet-night", at=at(MADE + timedelta(days=1), 8), night=MADE),
            *counted(MADE + timedelta(days=2), [1]),
        ]
    )
    assert [day.cramps for day in noted_days(journal, last=MADE + timedelta(days=3))] == [0, None, 1, None]


def test_a_sign_counts_also_where_no_night_was_told_yet():
    [noted] = noted_days(Journal([effect(MADE, "muscle_weakness")]), last=MADE)
    assert noted.severe_sign
    assert noted.cramps is None


def test_two_days_of_diarrhoea_in_the_diary_halve_the_dose():
    today = MADE + timedelta(days=4)
    signs = [effect(today - timedelta(days=1), "diarrhoea"), effect(today, "loose_stool")]
    journal = Journal([change(MADE, 200), *counted(MADE, [0, 0, 0, 0]), *signs])
    proposal = follow_up(journal, course_followed(journal, plan_for()), today=today).proposal
    assert (proposal.decision, proposal.mg_per_day) == ("step_down", 100)


@pytest.mark.parametrize("sign", ["nausea", "abdominal_cramp", "low_blood_pressure"])
def test_a_sign_within_days_of_a_rise_steps_back(sign):
    today = MADE + timedelta(days=16)
    raised = change(MADE + timedelta(days=14), 300)
    journal = Journal([change(MADE, 200), raised, *counted(MADE, [1] * 17), effect(today, sign)])
    course = course_followed(journal, plan_for(diet_magnesium_mg=100))
    proposal = follow_up(journal, course, today=today).proposal
    assert (proposal.decision, proposal.mg_per_day) == ("step_down", 200)


@pytest.mark.parametrize("sign", ["trouble_breathing", "irregular_heartbeat", "muscle_weakness"])
def test_a_severe_sign_in_the_diary_stops_the_plan_and_sends_for_help(sign):
    today = MADE + timedelta(days=2)
    journal = Journal([change(MADE, 200), *counted(MADE, [1, 1]), effect(today, sign)])
    proposal = follow_up(journal, course_followed(journal, plan_for()), today=today).proposal
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


def taken(clock: str, mg: float | None = 100, *, planned: str | None = None) -> DoseTaken:
    wall = datetime.combine(MADE, time.fromisoformat(clock))
    return DoseTaken(id=f"dose-at-{clock}".replace(":", "-"), at=Moment(wall=wall), elemental_mg=mg, planned=planned)


def twice_a_day() -> tuple[Dose, ...]:
    return tuple(Dose(time=each, elemental_mg=100, form="citrate") for each in ("12:30", "21:30"))


def test_a_plan_is_followed_from_the_day_the_person_says_so_and_rises_only_by_them():
    plan = plan_for(diet_magnesium_mg=100)  # steps of 200, 300 and 320 mg
    assert course_followed(Journal(), plan) is None
    begun = change(MADE, 200)
    course = course_followed(Journal([begun]), plan)
    assert (course.started, course.mg_per_day, course.before_mg, course.next_mg) == (MADE, 200, None, 300)
    raised = change(MADE + timedelta(days=20), 300)
    course = course_followed(Journal([begun, raised]), plan)
    assert (course.started, course.step_since, course.mg_per_day) == (MADE, raised.day, 300)
    assert (course.before_mg, course.next_mg) == (200, 320)


def test_a_stopped_plan_is_not_followed_and_may_be_begun_anew():
    plan, stopped = plan_for(diet_magnesium_mg=100), change(MADE + timedelta(days=9), 0)
    assert course_followed(Journal([change(MADE, 300), stopped]), plan) is None
    again = change(MADE + timedelta(days=30), 200)
    course = course_followed(Journal([change(MADE, 300), stopped, again]), plan)
    assert (course.started, course.before_mg) == (again.day, None)


def test_when_what_is_allowed_falls_the_person_falls_with_it():
    plan = plan_for(diet_magnesium_mg=250)
    highest = max(step.mg_per_day for step in plan.steps)
    course = course_followed(Journal([change(MADE, 300)]), plan)
    assert course.mg_per_day == highest < 300
    assert course_followed(Journal([change(MADE, 300)]), plan_for(egfr_ml_min=20)) is None


def test_a_plan_that_waits_for_a_course_gives_nothing_today():
    plan = plan_for(medicines=[{"name": "doxycycline", "times": ["08:00"], "duration_days": 7}])
    assert course_followed(Journal([change(MADE, 100)]), plan) is None


def test_a_halved_step_keeps_its_times():
    plan = plan_for(diet_magnesium_mg=100)
    course = course_followed(Journal([change(MADE, 200), change(MADE + timedelta(days=3), 100)]), plan)
    doses = doses_of_day(plan, course)
    assert [dose.time for dose in doses] == [dose.time for dose in plan.steps[0].doses]
    assert sum(dose.elemental_mg for dose in doses) == 100


@pytest.mark.parametrize(
    ("now", "noted", "due"),
    [
        ("12:40", [], "12:30"),
        ("20:00", [], "21:30"),  # the midday dose was missed: the evening one comes as ever
        ("21:40", [taken("12:35")], "21:30"),
        ("22:00", [taken("21:35")], None),  # ... and the missed one is not made up for
        ("13:00", [taken("12:35")], "21:30"),
        ("00:30", [taken("12:35")], "21:30"),  # the day of doses ends at four in the morning
        ("20:00", [taken("19:00", planned="12:30")], "21:30"),
        ("21:40", [taken("09:00", 150)], None),  # another product took the day's place
        ("21:40", [taken("12:30"), taken("18:00")], None),
        ("21:40", [taken("12:30", None)], "21:30"),
        ("22:00", [taken("21:30", 0)], None),  # left out on purpose
    ],
)
def test_the_dose_due_is_the_plans_next_and_a_missed_one_is_never_doubled(now, noted, due):
    found = dose_due(twice_a_day(), noted, datetime.combine(MADE, time.fromisoformat(now)))
    assert (found.time if found else None) == due


@given(
    st.lists(st.times(), max_size=6),
    st.lists(st.sampled_from(["06:00", "09:00", "12:30", "18:00", "21:30"]), min_size=1, max_size=4, unique=True),
)
def test_whoever_takes_what_is_offered_never_passes_the_day(hours, times):
    doses = tuple(Dose(time=each, elemental_mg=80, form="citrate") for each in times)
    noted: list[DoseTaken] = []
    for number, hour in enumerate(sorted(hours, key=lambda t: (t.hour < 4, t))):
        wall = datetime.combine(MADE + timedelta(days=hour.hour < 4), hour.replace(second=0, microsecond=0))
        due = dose_due(doses, noted, wall)
        if due is not None:
            mg = due.elemental_mg
            noted.append(DoseTaken(id=f"dose-{number}-x", at=Moment(wall=wall), elemental_mg=mg, planned=due.time))
    assert len({each.planned for each in noted}) == len(noted)
    assert sum(each.elemental_mg for each in noted) <= 80 * len(doses)


def test_a_day_called_free_of_side_effects_says_so_and_a_silent_day_does_not():
    quiet = [QuietNight(id=f"quiet-{n}", at=at(date(2026, 3, n + 1), 8), night=date(2026, 3, n)) for n in (10, 11)]
    none = NoneOf(id="none-that-day", at=at(date(2026, 3, 10), 20), on=date(2026, 3, 10), what=("side_effects",))
    told, silent = noted_days(Journal([*quiet, none]), last=date(2026, 3, 11))
    assert (told.gut_trouble, told.low_pressure, silent.gut_trouble) == (False, False, None)
