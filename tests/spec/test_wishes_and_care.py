"""Wishes, strain, water tablets, watch lists and questions: what changes the words and never the limit.

Rows change the healthy man of ``tests/support/people.py``. Sources: Miller 2021 (PMC8775277) for exercise; IOM and SCF
for the limit; emc 2678 for diuretics; the planner's own careful choice elsewhere.
"""

import json

import pytest

from charley.evidence.cards import card
from support.drawn import rows
from support.people import most_mg, plan_for, topics

NEVER_MORE = """
| reason people give     | given |
|------------------------|-------|
| heavy sweating         | {"goal": "I sweat a lot in hot weather"} |
| hard training          | {"symptoms": ["cramps after running"], "goal": "marathon training"} |
| loading                | {"goal": "magnesium loading before a race"} |
| alcohol                | {"conditions": ["heavy drinking"]} |
| age                    | {"age_years": 75} |
| a wish                 | {"wanted_mg_per_day": 2000, "diet_magnesium_mg": 0} |
| a losing diuretic      | {"medicines": [{"name": "furosemide", "times": ["08:00"]}]} |
| bad absorption         | {"conditions": ["Crohn's disease"]} |
| low blood magnesium    | {"labs": {"serum_magnesium": {"value": 0.65, "unit": "mmol/L"}}} |
| a gentle salt          | {"conditions": ["irritable bowel"]} |
"""


@pytest.mark.parametrize("row", rows(NEVER_MORE), ids=lambda row: row["reason people give"])
def test_nothing_raises_the_cap(row):
    given = json.loads(row["given"])
    plan, plain = plan_for(**given), plan_for()
    assert plan.limit_mg == plain.limit_mg
    assert most_mg(plan) <= plan.limit_mg
    if "wanted_mg_per_day" not in given:
        assert most_mg(plan) <= most_mg(plain)


def test_heat_and_training_bring_drink_and_food_first():
    plan = plan_for(goal="fewer cramps when training in the heat")
    assert any("drink and food first" in note for note in plan.notes)
    assert most_mg(plan) == most_mg(plan_for())


def test_with_little_to_drink_allowed_nobody_is_told_to_drink_more():
    plan = plan_for(goal="training in the heat", conditions=["fluid restriction"])
    assert any("amount of fluid your clinic gave you" in note for note in plan.notes)
    assert not any("Drink when thirsty" in note for note in plan.notes)


def test_loading_is_called_unproven_and_warns_of_the_gut():
    plan = plan_for(goal="magnesium loading before a race")
    (note,) = [note for note in plan.notes if "before an event" in note]
    assert "Nobody has shown" in note
    assert "loose stools on the day" in note
    assert "350 mg" in note


@pytest.mark.parametrize(
    ("name", "topic"), [("furosemide", "diuretic_losses"), ("spironolactone", "magnesium_retention")]
)
def test_both_kinds_of_water_tablet_ask_a_clinician_before_any_dose(name, topic):
    plan = plan_for(medicines=[{"name": name, "times": ["08:00"]}])
    assert topic in topics(plan)
    assert plan.status == "clinician_first"
    assert plan.steps == ()
    assert "clinician" in plan.refers_to
    assert "serum_magnesium" in plan.asks_for


def test_a_blood_pressure_medicine_puts_dizziness_on_the_watch_list():
    plan = plan_for(medicines=[{"name": "amlodipine", "times": ["08:00"]}])
    (rule,) = [rule for rule in plan.stop_rules if rule.sign == "low_blood_pressure"]
    assert "blood_pressure" in topics(plan)
    assert "Dizziness" in rule.message
    assert "blood pressure" in rule.message
    assert all(rule.sign != "low_blood_pressure" for rule in plan_for().stop_rules)


def test_gut_disease_raises_the_risk_and_not_the_dose():
    plan = plan_for(conditions=["Crohn's disease"])
    assert "conditions[0]" in {factor.came_from for factor in plan.risk.factors}
    assert plan.status == "clinician_first"
    assert plan.steps == plan.provisional_steps == ()


def test_age_seventy_lowers_the_start_and_adds_checks():
    older, younger = plan_for(age_years=70), plan_for(age_years=45)
    assert older.steps[0].mg_per_day < younger.steps[0].mg_per_day
    assert most_mg(older) <= most_mg(younger)
    assert "older_adult" in topics(older)
    assert plan_for(age_years=70, egfr_ml_min=None).asks_for == ("kidney_function",)


def test_citrate_warns_of_loose_stools_and_starts_lowest():
    plan = plan_for(conditions=["constipation"])
    assert plan.form.form == "citrate"
    assert "loosen the bowels" in plan.form.caution
    assert plan.steps[0].mg_per_day == 100


@pytest.mark.parametrize("history", ["heart disease", "kidney disease", "hypothyroidism"])
def test_a_history_of_heart_kidney_or_thyroid_sends_to_a_clinician(history):
    plan = plan_for(conditions=[history])
    said = [finding for finding in plan.findings if finding.about == history and "clinician" in finding.refers_to]
    assert said or plan.notes


def test_a_note_asks_for_its_tests_and_names_its_people_too():
    plan = plan_for(conditions=["neuropathy"])
    assert plan.status == "ok"
    assert {"vitamin_b12", "cause"} <= set(plan.asks_for)
    assert "clinician" in plan.refers_to
    assert "kidney_function" not in plan_for(conditions=["type 2 diabetes"], egfr_ml_min=90).asks_for


@pytest.mark.parametrize("supplement", [{"name": "magnesium citrate", "elemental_mg": 100, "since": "2025-01-01"}])
def test_whoever_takes_magnesium_for_a_year_asks_about_a_blood_test(supplement):
    assert "Would a blood test for magnesium make sense for me?" in plan_for(supplements=[supplement]).questions
    assert plan_for(supplements=[supplement | {"since": "2026-11-01"}]).questions == ()


def test_a_factor_that_goes_takes_its_weight_along():
    with_it = plan_for(medicines=[{"name": "omeprazole", "times": ["07:00"]}]).risk
    without = plan_for().risk
    assert len(with_it.factors) == len(without.factors) + 1
    assert (with_it.expectation, without.expectation) == ("higher", "average")


def test_an_uneven_heartbeat_on_the_checklist_escalates_at_once():
    plan = plan_for(symptoms=["muscle cramps", "tired", "my heart beats irregularly"])
    assert plan.status in ("urgent", "emergency")
    assert plan.findings[0].topic == "arrhythmia"


def test_trouble_breathing_on_magnesium_comes_before_anything_else():
    plan = plan_for(
        symptoms=["trouble breathing since I take magnesium"],
        supplements=[{"name": "magnesium citrate", "elemental_mg": 300}],
    )
    assert plan.status == "emergency"
    assert plan.findings[0].status == "emergency"
    assert plan.current.advises_stop
    assert plan.steps == plan.provisional_steps == ()


def test_no_sentence_to_a_person_promises_blames_or_diagnoses():
    never = ("proves", "cures", "guarantee", "natural", "detox", "boost", "deficien", "should have")
    people = [
        {},
        {"egfr_ml_min": 20},
        {"age_years": None},
        {"diet_magnesium_mg": 450},
        {"goal": "loading before a race in the heat"},
        {"medicines": [{"name": n, "times": ["08:00"]} for n in ("furosemide", "Blorpamab", "doxycycline")]},
        {"supplements": [{"name": "magnesium orotate", "elemental_mg": 400}, {"name": "Epsom salt bath"}]},
    ]
    for given in people:
        plan = plan_for(**given)
        said = [f.message for f in plan.findings] + [*plan.notes, *plan.questions, *plan.assumptions]
        said += [rule.message for rule in plan.stop_rules] + ([plan.form.reason] if plan.form else [])
        for sentence in said:
            assert not [word for word in never if word in sentence.lower()], sentence


def test_every_finding_has_its_source():
    for given in ({}, {"egfr_ml_min": 20}, {"medicines": [{"name": "digoxin"}]}, {"symptoms": ["chest pain"]}):
        assert all(finding.sources for finding in plan_for(**given).findings)


@pytest.mark.parametrize("given", [{"symptoms": ["an urge to move my legs in bed"]}, {"conditions": ["restless legs"]}])
def test_restless_legs_go_their_own_way(given):
    plan = plan_for(**given)
    (note,) = [note for note in plan.notes if "urge to move" in note]
    assert "never counted as a cramp" in note
    assert "0 to 10" in note
    assert "ferritin" in plan.asks_for
    assert not any("urge to move" in note for note in plan_for().notes)


def test_the_pilot_in_restless_legs_is_called_uncontrolled():
    found = card("mg-restless-legs")
    assert "no placebo" in found.verdict
    assert found.evidence == "weak"


def test_a_twitch_alone_is_ordinary_and_with_weakness_or_wasting_somebody_looks():
    assert plan_for(symptoms=["a twitch in my calf"]).status == "ok"
    for sign in ("my calf twitches and gets weaker", "twitching, and the muscle is wasting"):
        assert plan_for(symptoms=[sign]).status == "clinician_first"


def test_an_illness_or_a_medicine_told_in_the_goal_counts():
    on_dialysis = plan_for(goal="fewer cramps, I am on dialysis")
    with_tablet = plan_for(goal="fewer cramps since starting furosemide")

    assert on_dialysis.status == "refuse"
    assert with_tablet.status == "clinician_first"
    assert [f.about for f in with_tablet.findings if f.topic == "unknown_name"] == ["furosemide"]


def test_a_medicine_told_among_the_complaints_that_is_on_the_list_is_no_news():
    taken = [{"name": "Euthyrox", "times": ["07:00"]}]
    plan = plan_for(symptoms=["cramps since levothyroxine"], medicines=taken)

    assert plan.status == "ok"
    assert "unknown_name" not in {f.topic for f in plan.findings}


@pytest.mark.parametrize(
    "written",
    [
        "I have kidney failure, and my legs burn",
        "on dialysis, cramps at night, legs twitch",
        "cramps, I have heart block, tired",
        "myasthenia gravis; my calves cramp",
    ],
)
def test_an_illness_told_beside_other_complaints_is_not_lost(written):
    assert plan_for(symptoms=[written]).status == "refuse"
