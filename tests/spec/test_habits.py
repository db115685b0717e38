"""Habits (S80, S84 to S86, S90, S103, C06): what the diary shows, what is said of it, and that no dose follows."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charley.dates import minute_of
from charley.diary.bedtime import CLOSE_MIN
from charley.diary.records import Activity, Drink, Entry, Exposure, Sleep
from charley.dosing.habits import effort_hours, habits, spread_min, was_hot
from charley.dosing.moving import Week, week
from charley.dosing.plan import Dose, Habit
from charley.dosing.schedule import hours_of
from charley.knowledge.habits import habit, names
from charley.profile import Profile
from charley.reading import read
from charley.safety.case import Case, understand
from charley.safety.screen import screen
from support.diary import at, new_id
from support.people import most_mg, plan_for, someone
from support.readability import grade

TODAY = date(2026, 3, 14)
WINE, COFFEE = {"alcohol_g": 16.0}, {"caffeine_mg": 90.0}


def case_of(**changes: Any) -> Case:
    return understand(read(Profile, someone(**changes)), TODAY)


def found(*entries: Entry, doses: tuple[Dose, ...] = (), **changes: Any) -> dict[str, Habit]:
    said = habits(case_of(**changes), entries=entries, doses=doses, today=TODAY)
    assert len({each.id for each in said}) == len(said)
    return {each.id: each for each in said}


def drink(when: str, ml: float, what: str, nutrients: dict[str, float]) -> Drink:
    return Drink(id=new_id(), at=at(when), ml=ml, what=what, nutrients=nutrients)


def run(when: str, minutes: float | None = 60, effort: Any = "hard") -> Activity:
    return Activity(id=new_id(), at=at(when), what="run", effort=effort, minutes=minutes)


def slept(night: str, start: str, end: str) -> Sleep:
    day = date.fromisoformat(night)
    later = (day + timedelta(days=1)).isoformat()
    begin = f"{night if start > '12:00' else later} {start}"
    return Sleep(id=new_id(), at=at(f"{later} 11:00"), night=day, start=at(begin), end=at(f"{later} {end}"))


# S80


def test_an_evening_with_wine_and_coffee_gets_the_hint_and_no_dose_is_raised_for_it() -> None:
    said = found(drink("2026-03-13 20:30", 200, "wine", WINE), drink("2026-03-13 19:00", 200, "coffee", COFFEE))
    assert said["evening-alcohol"].seen
    assert said["evening-caffeine"].seen
    assert "on 1 of the last 7 days" in said["evening-caffeine"].message
    assert "before 16:30" in said["evening-caffeine"].message  # six hours before 22:30
    for name in ("evening-alcohol", "evening-caffeine"):
        assert "No dose of magnesium is raised" in said[name].message
    assert plan_for(conditions=["heavy drinking"]).limit_mg == plan_for().limit_mg
    assert most_mg(plan_for(conditions=["heavy drinking"])) <= most_mg(plan_for())


def test_nicotine_and_ticked_exposures_count_like_drinks() -> None:
    ticked = [Exposure(id=new_id(), at=at("2026-03-12 21:00"), what=what) for what in ("caffeine", "nicotine")]
    assert {"evening-caffeine", "evening-nicotine"} <= set(found(*ticked))
    none = Exposure(id=new_id(), at=at("2026-03-12 21:00"), what="alcohol", amount=0, unit="glasses")
    assert "evening-alcohol" not in found(none)


@pytest.mark.parametrize("when", ["2026-03-13 08:00", "2026-03-13 16:00", "2026-03-01 21:00"])
def test_a_morning_coffee_or_one_of_long_ago_is_left_alone(when: str) -> None:
    said = found(drink(when, 200, "coffee", COFFEE))
    assert "evening-caffeine" not in said
    assert not said["stimulants"].seen


def test_a_day_over_the_safe_amount_of_caffeine_is_named_and_half_of_it_in_pregnancy() -> None:
    cups = [drink(f"2026-03-13 0{hour}:00", 200, "coffee", COFFEE) for hour in (7, 8, 9)]
    assert "much-caffeine" not in found(*cups)
    assert "200 mg" in found(*cups, pregnant=True, sex="female", age_years=30)["much-caffeine-pregnant"].message
    assert (
        "400 mg"
        in found(*cups, *cups[:0], *[drink("2026-03-13 10:00", 400, "coffee", {"caffeine_mg": 180})])[
            "much-caffeine"
        ].message
    )


# S85


def test_hard_exercise_close_to_bed_is_flagged_with_another_place_for_it() -> None:
    said = found(run("2026-03-13 20:45", 60))["hard-late"]
    assert "ended at 21:45, close to your bedtime at 22:30" in said.message
    assert "Be done by 20:30" in said.message
    assert "begin at 17:00 or earlier" in said.message


@pytest.mark.parametrize("entry", [run("2026-03-13 18:00"), run("2026-03-13 20:45", effort="easy")])
def test_early_or_easy_exercise_is_not(entry: Activity) -> None:
    assert "hard-late" not in found(entry)


# S86


def test_uneven_hours_of_sleep_are_flagged_and_a_quiet_end_of_the_day_is_offered() -> None:
    starts = ["22:30", "01:00", "22:45", "00:30", "23:00", "01:30"]
    nights = [slept(f"2026-03-0{4 + i}", start, "07:00") for i, start in enumerate(starts)]
    said = found(*nights)
    assert "time of falling asleep differed by about 2 hours" in said["hours-spread"].message
    assert "wind-down" in said


def test_even_hours_around_midnight_are_even() -> None:
    nights = [
        slept(f"2026-03-0{4 + i}", start, "07:00")
        for i, start in enumerate(["23:50", "00:10", "23:40", "00:05", "23:55"])
    ]
    assert "hours-spread" not in found(*nights)
    assert spread_min(["23:50", "00:10", "23:40", "00:05", "23:55"]) == 15  # 23:50 to 00:05


def test_one_late_night_or_a_few_nights_say_nothing() -> None:
    assert spread_min(["22:30", "22:40", "22:30", "22:20", "03:00"]) == 10
    assert spread_min(["20:00", "03:00", "22:00", "01:00"]) is None


# S90


def test_circulation_is_named_with_when_to_see_somebody_and_leads_to_no_dose() -> None:
    plain, veins = found()["circulation"], found(conditions=["varicose veins"])
    assert "does not treat veins" in plain.message
    for word in ("doctor", "today if one leg swells", "at once if a leg turns cold"):
        assert word in plain.message
    assert "No dose of magnesium follows" in veins["circulation-yours"].message
    with_veins, without = plan_for(conditions=["chronic venous insufficiency"]), plan_for(conditions=[])
    assert with_veins.steps == without.steps
    assert "clinician" in with_veins.refers_to
    assert any("does not treat veins" in note for note in with_veins.notes)


# C06


def test_a_dose_at_bedtime_goes_with_a_snack_away_from_calcium_and_never_away_from_meals() -> None:
    assert "easier on the gut" in found()["with-food"].message
    plan = plan_for(
        supplements=[{"name": "calcium carbonate", "times": ["21:00"]}],
        schedule={"wake": "07:00", "bed": "22:30", "meals": ["07:30", "12:30", "21:30"]},
    )
    for step in plan.steps:
        for dose in step.doses:
            assert dose.with_food
            assert abs(minute_of(dose.time) - minute_of("21:00")) >= 120
    late = plan_for(schedule={"wake": "07:00", "bed": "22:30", "meals": ["07:30", "12:30", "21:30"]})
    assert "21:30" in [dose.time for dose in late.steps[0].doses]  # a meal pushes no dose away


# S103


def test_training_sets_food_drink_and_stretching_around_it_and_leaves_the_dose_alone() -> None:
    runs = [run(f"2026-03-{day:02d} 17:30", 60) for day in (5, 8, 11, 13)]
    said = found(*runs, goal="run a marathon")["training-day"].message
    assert "mostly ends at about 18:30" in said
    assert "Eat and drink by 20:30" in said
    assert "stays the same for athletes" in said
    assert "training-dose" not in found(*runs)
    near = Dose(time="16:00", elemental_mg=100, form="glycinate")
    assert "dose of 16:00" in found(*runs, doses=(near,))["training-dose"].message


def test_whoever_says_they_train_and_noted_nothing_is_asked_to_note_it() -> None:
    assert "training" in found(goal="fewer cramps when running a marathon")
    assert "training" not in found()


@pytest.mark.parametrize("goal", ["run a marathon", "I sweat a lot at the gym"])
def test_athletes_keep_the_same_cap(goal: str) -> None:
    assert plan_for(goal=goal).limit_mg == plan_for().limit_mg
    assert most_mg(plan_for(goal=goal)) <= most_mg(plan_for())


# S84


def moved(*entries: Entry, **changes: Any) -> Week:
    case = case_of(**changes)
    return week(case, hours_of(case), screen(case).findings, entries, TODAY)


def test_a_week_holds_five_moderate_sessions_clear_of_bedtime() -> None:
    plan = moved()
    assert [each.day for each in plan.outings] == ["mon", "tue", "thu", "fri", "sun"]
    assert {each.minutes for each in plan.outings} == {10}
    for each in plan.outings:
        assert minute_of("22:30") - minute_of(each.time) - each.minutes >= CLOSE_MIN


def test_it_grows_from_what_was_done_up_to_the_usual_aim() -> None:
    walks = [run(f"2026-03-{day:02d} 10:00", 20, "moderate") for day in (8, 9, 10, 11, 12)]
    assert {each.minutes for each in moved(*walks).outings} == {25}
    hours = [run(f"2026-03-{day:02d} 10:00", 90, "moderate") for day in (8, 9, 10, 11, 12)]
    assert {each.minutes for each in moved(*hours).outings} == {30}
    assert moved().aim_min == 150


@pytest.mark.parametrize("words", ["arthritis", "knee pain", "sore hips", "bad knees"])
def test_sore_joints_are_spared(words: str) -> None:
    plan = moved(conditions=[words])
    assert plan.gentle
    assert all("water" in each.what for each in plan.outings)
    assert "move-gently" in found(conditions=[words])


@pytest.mark.parametrize(
    "who", [{"conditions": ["intermittent claudication"]}, {"conditions": ["deep vein thrombosis"]}]
)
def test_no_week_where_somebody_should_be_asked_first(who: dict[str, Any]) -> None:
    plan = moved(**who)
    assert plan.outings == ()
    assert plan.held_back


@settings(deadline=None, max_examples=60)
@given(bed=st.integers(0, 1439), wake=st.integers(0, 1439), done=st.integers(0, 200))
def test_no_session_runs_into_the_last_hours_before_bed(bed: int, wake: int, done: int) -> None:
    if bed == wake:
        return
    clock = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in (wake, bed)]
    case = case_of(schedule={"wake": clock[0], "bed": clock[1]})
    hours = hours_of(case)
    for each in moved(run("2026-03-12 10:00", done, "moderate"), schedule={"wake": clock[0], "bed": clock[1]}).outings:
        left = hours.day.length - hours.day.since_waking(minute_of(each.time)) - each.minutes
        assert left >= min(CLOSE_MIN, hours.day.length - each.minutes)


# Today's effort and heat


def test_effort_and_heat_of_today_are_read_from_the_diary() -> None:
    entries = [run("2026-03-14 09:00", 60), run("2026-03-14 12:00", 30, None), run("2026-03-14 14:00", 60, "easy")]
    assert effort_hours(entries, TODAY) == 1.5
    assert effort_hours(entries, TODAY - timedelta(days=1)) == 0
    hot = [Exposure(id=new_id(), at=at("2026-03-14 15:00"), what="heat")]
    assert was_hot(hot, TODAY)
    assert not was_hot(entries, TODAY)


# All of them


def test_a_plan_carries_the_habits_with_their_sources_and_strength() -> None:
    document = plan_for().as_dict()
    assert {"stimulants", "with-food", "circulation", "move", "wind-down"} <= {
        each["id"] for each in document["habits"]
    }
    assert all(
        each["sources"] and each["evidence"] in ("strong", "some", "weak", "none") for each in document["habits"]
    )
    assert document["fluid"]["high_ml"] == 3000


@settings(deadline=None, max_examples=60)
@given(
    hours=st.lists(st.integers(0, 23), max_size=6),
    kind=st.sampled_from(["caffeine", "alcohol", "nicotine", "heat", "sweating"]),
    minutes=st.none() | st.floats(0, 300),
)
def test_whatever_the_diary_holds_every_word_is_filled_in(hours: list[int], kind: Any, minutes: float | None) -> None:
    entries: list[Entry] = [run(f"2026-03-13 {hour:02d}:00", minutes) for hour in hours]
    entries += [Exposure(id=new_id(), at=at(f"2026-03-12 {hour:02d}:30"), what=kind) for hour in hours]
    for each in habits(case_of(), entries=entries, today=TODAY):
        assert "{" not in each.message


@pytest.mark.parametrize("name", names())
def test_words_are_plain_and_promise_nothing(name: str) -> None:
    row = habit(name)
    text = f"{row.what} {row.why} {row.do}"
    assert grade(text) < 8
    for word in ("prove", "cure", "guarantee", "natural", "detox", "boost", "deficien", "should have"):
        assert word not in text.lower()


def test_the_day_is_that_of_the_diary() -> None:
    """A run at half past midnight belongs to the evening before."""
    late = Activity(id=new_id(), at=at("2026-03-14 00:30"), what="run", effort="hard", minutes=20)
    assert effort_hours([late], date(2026, 3, 13)) == pytest.approx(1 / 3)
