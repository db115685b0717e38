"""Two hundred healthy people: nobody is frightened, nobody is sent away, nothing is said that is not theirs."""

from collections import Counter

import pytest

from support.healthy import PEOPLE, person
from support.people import plan_for, topics

#: Topics that may be true of a healthy person, and of whom.
TRUE_OF_SOME = {
    "evidence_weak": lambda given: True,
    "diet_already_high": lambda given: (given["diet_magnesium_mg"] or 0) >= 270,
}


@pytest.fixture(scope="module")
def plans():
    return [(person(number), plan_for(**person(number))) for number in range(PEOPLE)]


def test_none_is_told_to_hurry_or_to_see_somebody_first(plans):
    assert Counter(plan.status for _, plan in plans) == {"ok": PEOPLE}
    assert not any(finding.severity in ("serious", "urgent", "emergency") for _, p in plans for finding in p.findings)
    assert not any("emergency" in plan.refers_to for _, plan in plans)


def test_a_finding_only_where_it_is_true(plans):
    for given, plan in plans:
        untrue = [topic for topic in topics(plan) if not TRUE_OF_SOME.get(topic, lambda given: False)(given)]
        assert untrue == [], given


def test_nothing_is_asked_back_and_nothing_stays_unknown(plans):
    assert all(plan.confirm == plan.not_understood == plan.waits_for == () for _, plan in plans)


def test_most_get_something_to_start_or_hear_that_food_is_enough(plans):
    nothing = [given for given, plan in plans if not plan.steps and (given["diet_magnesium_mg"] or 0) < 200]
    assert nothing == []
