"""Pregnancy and breastfeeding (S101, C20): no dose of one's own, no loading, no trials; the right need.

Sources: ``knowledge/data/reference_intakes.csv`` (360 mg at 31 to 50 years); Cochrane CD010655.pub3 on cramps.
"""

import pytest

from support.people import most_mg, plan_for, someone, topics
from support.trials import refused

EXPECTING = {"sex": "female", "age_years": 34, "pregnant": True}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"goal": "magnesium loading before a race"},
        {"wanted_mg_per_day": 500},
        {"symptoms": ["terrible leg cramps every night in the third trimester"]},
        {"supplements": [{"name": "magnesium citrate", "elemental_mg": 100}]},
        {"pregnant": None, "conditions": ["pregnant, week 30"]},
    ],
)
def test_a_pregnancy_gets_no_amount_and_a_way_to_the_maternity_unit(changes):
    plan = plan_for(**{**EXPECTING, **changes})
    assert plan.status == "clinician_first"
    assert plan.steps == plan.provisional_steps == ()
    assert "pregnancy" in topics(plan)
    assert "maternity" in plan.refers_to
    assert "May I take magnesium while pregnant, which product and how much?" in plan.questions


def test_the_need_shown_is_that_of_pregnancy():
    assert plan_for(**EXPECTING).need.reference_mg == 360
    assert plan_for(sex="female", age_years=34).need.reference_mg == 320


@pytest.mark.parametrize(
    "question",
    ["magnesium-or-nothing", "magnesium-or-placebo", "on-the-skin", "one-measure", "stretching-or-magnesium"],
)
def test_there_are_no_trials_of_ones_own_in_pregnancy(question):
    assert refused(someone(**EXPECTING), protocol=question, measure="tart-cherry").reason


def test_breastfeeding_asks_first_too():
    plan = plan_for(sex="female", age_years=34, lactating=True)
    assert plan.status == "clinician_first"
    assert plan.steps == plan.provisional_steps == ()


def test_not_knowing_is_not_the_same_as_not_pregnant():
    assert most_mg(plan_for(sex="female", age_years=34, pregnant=None)) == 0
    assert most_mg(plan_for(sex="female", age_years=34, pregnant=False)) > 0
