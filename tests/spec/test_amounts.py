"""How much: the ledger of what is taken already, the gap that food leaves, the limit, and low first.

Rows change the healthy man of ``tests/support/people.py`` (reference 420 mg, from food 220 mg, so a gap of 200 mg).
"""

import itertools
import json

import pytest

from support.drawn import rows
from support.people import most_mg, plan_for, topics

#: Amounts a day of each step.
STEPS = """
| who                         | given                                                          | steps   | why |
|-----------------------------|----------------------------------------------------------------|---------|-----|
| a gap of 200                | {}                                                             | 200     | starts at 200, and the gap is closed |
| a gap of 320                | {"diet_magnesium_mg": 100}                                     | 200 300 320 | steps of two weeks up to the gap |
| a gap of 30                 | {"sex": "female", "diet_magnesium_mg": 290}                    |         | S18: food can close it |
| a gap of 70                 | {"diet_magnesium_mg": 350}                                     | 70      | never more than the gap |
| food is enough              | {"diet_magnesium_mg": 450}                                     |         | S19: diet first, nothing to take |
| food unknown                | {"diet_magnesium_mg": null}                                    | 100 150 200 | the careful start |
| 70 years                    | {"age_years": 70}                                              | 100 150 200 | C19: age lowers the start |
| a sensitive gut             | {"conditions": ["irritable bowel"]}                            | 100 150 200 | halves of 100 at most |
| a wish for 500, 300 eaten   | {"wanted_mg_per_day": 500, "diet_magnesium_mg": 300}           | 200     | S47 |
| a wish for 500, 100 eaten   | {"wanted_mg_per_day": 500, "diet_magnesium_mg": 100}           | 200 300 350 | S47: 350, not 400 |
| the same in Europe          | {"wanted_mg_per_day": 500, "diet_magnesium_mg": 100, "setting": "EU"} | 200 250 | the European limit |
| a wish for 2000             | {"wanted_mg_per_day": 2000, "diet_magnesium_mg": 0}            | 200 300 350 | nothing raises the cap |
| 100 mg kept                 | {"supplements": [{"name": "magnesium", "elemental_mg": 100}]}  | 100     | what is taken closes part of the gap |
| 200 mg kept                 | {"supplements": [{"name": "magnesium", "elemental_mg": 200}]}  |         | the gap is closed |
| heat and sport              | {"goal": "cramps when running in the heat"}                    | 200     | C21: sweat raises nothing |
"""  # noqa: E501

LEDGER = """
| what is taken                          | supplements | counted | topics |
|----------------------------------------|-------------|---------|--------|
| 450 mg from three products             | [{"name": "daily multivitamin", "elemental_mg": 100}, {"name": "antacid", "elemental_mg": 150}, {"name": "magnesium citrate", "elemental_mg": 200}] | 450 | over_upper_level hidden_magnesium duplicate_product |
| exactly 350                            | [{"name": "magnesium citrate", "elemental_mg": 350}] | 350 | evidence_weak |
| 351                                    | [{"name": "magnesium citrate", "elemental_mg": 351}] | 351 | over_upper_level |
| twice a day counts twice               | [{"name": "magnesium citrate", "elemental_mg": 200, "times": ["08:00", "20:00"]}] | 400 | over_upper_level |
| two tablets of 100                     | [{"name": "magnesium citrate", "elemental_mg": 100, "tablets": 2}] | 200 | evidence_weak |
| 500 mg of oxide                        | [{"name": "magnesium oxide", "form": "oxide", "compound_mg": 500}] | 302 | evidence_weak |
| 5 mEq                                  | [{"name": "magnesium chloride", "amount": {"value": 5, "unit": "mEq"}}] | 61 | evidence_weak |
| the salt or the magnesium? the larger  | [{"name": "magnesium citrate 300 mg"}] | 300 | compound_vs_elemental |
| ten sprays                             | [{"name": "magnesium oil spray"}] | 0 | topical_zero |
| milk of magnesia                       | [{"name": "Milk of Magnesia", "amount": {"value": 30, "unit": "ml"}}] | 1000 | over_upper_level hidden_magnesium laxative_use |
"""  # noqa: E501


@pytest.mark.parametrize("row", rows(STEPS), ids=lambda row: row["who"])
def test_daily_amounts_step_by_step(row):
    plan = plan_for(**json.loads(row["given"]))
    assert plan.status == "ok"
    assert [step.mg_per_day for step in plan.steps] == [float(mg) for mg in row["steps"].split()]


@pytest.mark.parametrize("row", rows(LEDGER), ids=lambda row: row["what is taken"])
def test_what_is_taken_already_counts(row):
    plan = plan_for(supplements=json.loads(row["supplements"]))
    assert plan.current.counted_mg == pytest.approx(float(row["counted"]), abs=1)
    assert set(row["topics"].split()) <= topics(plan)
    assert ("over_upper_level" in topics(plan)) == (plan.current.counted_mg > 350.5)
    assert plan.current.kept_mg + most_mg(plan) <= 350


def test_the_gap_is_shown_and_no_amount_is_larger():
    plan = plan_for(sex="female", diet_magnesium_mg=290)
    assert (plan.need.reference_mg, plan.need.gap_mg) == (320, 30)
    assert most_mg(plan) <= 30


def test_food_that_is_enough_ends_with_nothing_to_take():
    plan = plan_for(diet_magnesium_mg=450)
    assert "diet_already_high" in topics(plan)
    assert plan.steps == ()


def test_over_the_limit_nothing_is_added_and_something_goes():
    plan = plan_for(supplements=[{"name": "magnesium citrate", "elemental_mg": mg} for mg in (200, 200)])
    assert plan.steps == ()
    assert [item.kept for item in plan.current.items] == [True, False]
    assert plan.current.advises_stop


def test_an_unknown_amount_is_never_zero():
    plan = plan_for(supplements=[{"name": "magnesium citrate tablets"}])
    assert plan.current.items[0].elemental_mg_per_day is None
    assert plan.steps == ()
    assert plan.waits_for == ("supplements[0]",)


def test_antacids_written_under_medicines_count_too():
    plan = plan_for(medicines=[{"name": "Milk of Magnesia", "dose": "5 ml", "times": ["21:00"]}])
    assert 100 < plan.current.counted_mg < 250
    assert "hidden_magnesium" in topics(plan)


def test_a_day_of_300_is_split_into_two_halves():
    plan = plan_for(diet_magnesium_mg=100)
    doses = plan.steps[1].doses
    assert [dose.elemental_mg for dose in doses] == [150, 150]
    assert [dose.time for dose in doses] == ["07:30", "21:30"]


def test_night_cramps_get_an_evening_dose_and_cramps_in_sport_an_early_one():
    assert plan_for().steps[0].doses[0].time == "21:30"
    by_day = plan_for(symptoms=["calf cramps when running"], goal="fewer cramps in sport")
    assert by_day.steps[0].doses[0].time == "07:30"


def test_steps_are_at_least_two_weeks_apart_and_every_dose_is_with_food():
    plan = plan_for(diet_magnesium_mg=50)
    days = [step.from_day for step in plan.steps]
    assert all(later - earlier >= 14 for earlier, later in itertools.pairwise(days))
    assert all(dose.with_food for step in plan.steps for dose in step.doses)


@pytest.mark.parametrize(
    ("conditions", "form"),
    [
        ([], "glycinate"),
        (["constipation"], "citrate"),
        (["sensitive stomach"], "glycinate"),
        (["constipation", "irritable bowel"], "glycinate"),
        (["fibromyalgia"], "malate"),
    ],
)
def test_the_salt_follows_the_gut_and_says_that_none_is_proven(conditions, form):
    plan = plan_for(conditions=conditions)
    assert plan.form.form == form
    assert plan.form.evidence == "none"
    assert "No study" in plan.form.reason
    assert (plan.form.caution is not None) == (form == "citrate")


def test_a_plan_says_when_to_stop_and_when_to_look_back():
    plan = plan_for()
    assert {rule.sign for rule in plan.stop_rules} >= {"diarrhoea", "toxicity"}
    assert plan.review_week == 4


@pytest.mark.parametrize(("morning", "bedtime", "fits"), [(200, 200, False), (150, 200, True), (150, 201, False)])
def test_a_bedtime_dose_is_inside_the_days_total(morning, bedtime, fits):
    plan = plan_for(
        supplements=[
            {"name": "magnesium citrate", "elemental_mg": morning, "times": ["07:30"]},
            {"name": "magnesium glycinate", "elemental_mg": bedtime, "times": ["22:00"]},
        ]
    )
    assert ("over_upper_level" not in topics(plan)) == fits
    assert all(item.kept for item in plan.current.items) == fits


def test_a_diet_step_stands_before_any_dose_and_names_foods_only_where_potassium_is_safe():
    assert "Nuts, seeds, beans" in plan_for().diet_step
    gated = plan_for(egfr_ml_min=None).diet_step
    assert "potassium, which may not be right for you" in gated
    assert "Nuts, seeds, beans" not in gated
    assert plan_for(diet_magnesium_mg=450).diet_step is None
    assert plan_for(egfr_ml_min=20).diet_step is None
