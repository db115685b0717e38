"""What follows from what was noted: drawn courses, one decision each."""

from datetime import date, timedelta

import pytest

from charley.dosing.adapt import Course, NotedDay, propose, review, review_dates

START = date(2026, 3, 1)


def noted(first: date, cramps: list[int | None], **marks) -> list[NotedDay]:
    return [NotedDay(night=first + timedelta(days=i), cramps=count, **marks) for i, count in enumerate(cramps)]


def on_day(day: int) -> date:
    return START + timedelta(days=day)


BEFORE = noted(START - timedelta(days=28), [1] * 28)
FIRST_STEP = Course(started=START, step_since=START, mg_per_day=200, next_mg=300)
LAST_STEP = Course(started=START, step_since=on_day(14), mg_per_day=300, before_mg=200)


def test_a_severe_sign_stops_all_and_sends_for_help():
    days = [*noted(START, [0] * 5), NotedDay(night=on_day(5), severe_sign=True)]
    proposal = propose(days, FIRST_STEP, on_day(5))
    assert (proposal.decision, proposal.mg_per_day, proposal.emergency) == ("stop", 0, True)


def test_two_days_of_loose_stools_halve_the_dose():
    days = noted(on_day(4), [0, 0], gut_trouble=True)
    proposal = propose(days, FIRST_STEP, on_day(5))
    assert (proposal.decision, proposal.mg_per_day) == ("step_down", 100)


def test_at_the_lowest_dose_they_pause_it():
    days = noted(on_day(4), [0, 0], gut_trouble=True)
    proposal = propose(days, Course(started=START, step_since=START, mg_per_day=80), on_day(5))
    assert (proposal.decision, proposal.mg_per_day) == ("pause", 0)


def test_on_citrate_they_also_change_the_salt():
    days = noted(on_day(4), [0, 0], gut_trouble=True)
    citrate = Course(started=START, step_since=START, mg_per_day=200, form="citrate")
    assert propose(days, citrate, on_day(5)).form == "glycinate"


def test_one_bad_day_only_holds_the_step():
    days = [*noted(START, [1] * 15), NotedDay(night=on_day(15), cramps=1, gut_trouble=True)]
    assert propose(days, FIRST_STEP, on_day(15)).decision == "keep"


@pytest.mark.parametrize(("day", "decision"), [(6, "keep"), (13, "keep"), (14, "step_up"), (20, "step_up")])
def test_no_step_up_within_two_weeks(day, decision):
    days = BEFORE + noted(START, [1] * (day + 1))
    assert propose(days, FIRST_STEP, on_day(day)).decision == decision


def test_no_step_up_once_the_goal_is_met():
    days = BEFORE + noted(START, [0] * 20)
    content = Course(started=START, step_since=START, mg_per_day=200, next_mg=300, goal_per_week=1)
    proposal = propose(days, content, on_day(19))
    assert (proposal.decision, proposal.mg_per_day) == ("keep", 200)


def test_nights_that_were_not_noted_never_count_as_quiet():
    days = BEFORE + noted(START, [None] * 18 + [0, 0])
    content = Course(started=START, step_since=START, mg_per_day=200, next_mg=300, goal_per_week=1)
    proposal = propose(days, content, on_day(19))
    assert proposal.decision == "keep"
    assert "Too few" in proposal.reason


def test_more_cramps_after_a_rise_step_back_and_ask():
    days = BEFORE + noted(START, [0] * 14) + noted(on_day(14), [2] * 12)
    proposal = propose(days, LAST_STEP, on_day(25))
    assert (proposal.decision, proposal.mg_per_day, proposal.ask_clinician) == ("step_down", 200, True)


def test_four_weeks_without_effect_offer_to_stop_and_never_more():
    days = BEFORE + noted(START, [1] * 30)
    proposal = propose(days, LAST_STEP, on_day(29))
    assert proposal.decision == "stop"
    assert set(proposal.choices) == {"stop", "switch_form", "keep"}


def test_before_four_weeks_no_effect_changes_nothing():
    days = BEFORE + noted(START, [1] * 28)
    proposal = propose(days, LAST_STEP, on_day(27))
    assert proposal.decision == "keep"


def test_eight_weeks_without_effect_end_in_stop_even_with_a_step_left():
    days = BEFORE + noted(START, [1] * 60)
    left = Course(started=START, step_since=on_day(40), mg_per_day=150, before_mg=100, next_mg=200)
    proposal = propose(days, left, on_day(58))
    assert (proposal.decision, proposal.ask_clinician) == ("stop", True)


def test_no_decision_ever_goes_beyond_the_plan():
    for count in (0, 1, 3):
        for day in range(0, 70, 5):
            proposal = propose(BEFORE + noted(START, [count] * (day + 1)), FIRST_STEP, on_day(day))
            assert proposal.mg_per_day <= 300


def test_reviews_are_at_four_and_eight_weeks():
    assert review_dates(START) == (on_day(28), on_day(56))


@pytest.mark.parametrize(
    ("nights", "today", "first"),
    [([1] * 29, 28, "stop"), ([0] * 29, 28, "keep"), ([None] * 29, 28, "keep")],
)
def test_a_review_offers_keep_change_and_stop_with_reasons(nights, today, first):
    choices = review(BEFORE + noted(START, nights), LAST_STEP, on_day(today))
    assert choices[0].choice == first
    assert {choice.choice for choice in choices} == {"keep", "change", "stop"}
    assert all(choice.reason for choice in choices)
    assert [choice.proposed for choice in choices] == [True, False, False]
