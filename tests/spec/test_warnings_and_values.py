"""Red flags in a person's own words, and laboratory values: what is said first, and how soon.

Rows change the healthy man of ``tests/support/people.py``. Sources: NG158 = NICE leg clots; CKS = NICE leg cramps;
NG127 = NICE neurology; NG203 = NICE kidneys; RHA = rhabdomyolysis criteria as in ``facts``; AHA = electrolytes and
rhythm; HYP = hypermagnesaemia (Medscape); LAB = ``knowledge/data/lab_bands.toml`` with its sources; ours = the planner.
"""

import json

import pytest

from support.drawn import rows
from support.people import plan_for, topics

WORDS = """
| what was written                                                   | status          | topic                    | source |
|--------------------------------------------------------------------|-----------------|--------------------------|--------|
| my left calf is swollen, hot and red                               | urgent          | dvt                      | NG158  |
| one swollen calf and I am suddenly short of breath                 | emergency       | dvt                      | NG158  |
| sudden severe pain, my foot is cold and pale                       | emergency       | limb_ischaemia           | CKS    |
| numb around my bottom and cannot hold my water                     | emergency       | cauda_equina             | CKS    |
| cola coloured urine after a very hard workout, severe muscle pain  | emergency       | rhabdomyolysis           | RHA    |
| chest pain                                                         | emergency       | arrhythmia               | AHA    |
| my muscles are wasting and twitching and I am getting weaker       | clinician_first | neuro_red_flag           | NG127  |
| calf pain when walking that goes away when I rest                  | clinician_first | claudication             | CKS    |
| an urge to move my legs in the evening                             | ok              | restless_legs            | AASM   |
| diarrhoea for three days                                           | clinician_first | diarrhoea                | ours   |
| drowsy and very weak since I take magnesium                        | emergency       | hypermagnesaemia_present | HYP    |
| my heart beats irregularly                                         | urgent          | arrhythmia               | AHA    |
| my heart races and I fainted                                       | emergency       | arrhythmia               | AHA    |
| my legs are getting weaker                                         | clinician_first | neuro_red_flag           | NG127  |
| constant numbness in both feet                                     | clinician_first | neuro_red_flag           | CKS    |
| a calf cramp that lasts more than ten minutes                      | urgent          | neuro_red_flag           | CKS    |
| one leg is more swollen than the other                             | urgent          | dvt                      | NG158  |
| tired all the time                                                 | ok              | evidence_weak            | ours   |
| eyelid twitching                                                   | ok              | evidence_weak            | ours   |
| calf cramps at night, no swelling, no redness                      | ok              | evidence_weak            | ours   |
"""  # noqa: E501

VALUES = """
| value                         | labs                                                        | status          | topic                    | source |
|-------------------------------|-------------------------------------------------------------|-----------------|--------------------------|--------|
| magnesium 0.82 mmol/L         | {"serum_magnesium": {"value": 0.82, "unit": "mmol/L"}}      | ok              | evidence_weak            | LAB    |
| the same in mg/dL             | {"serum_magnesium": {"value": 1.99, "unit": "mg/dL"}}       | ok              | evidence_weak            | LAB    |
| magnesium 0.62                | {"serum_magnesium": {"value": 0.62, "unit": "mmol/L"}}      | clinician_first | low_magnesium            | LAB    |
| magnesium 0.42                | {"serum_magnesium": {"value": 0.42, "unit": "mmol/L"}}      | emergency       | low_magnesium            | LAB    |
| magnesium 1.4                 | {"serum_magnesium": {"value": 1.4, "unit": "mmol/L"}}       | urgent          | hypermagnesaemia_present | HYP    |
| magnesium 2.6                 | {"serum_magnesium": {"value": 2.6, "unit": "mmol/L"}}       | emergency       | hypermagnesaemia_present | HYP    |
| red-cell magnesium            | {"rbc_magnesium": {"value": 4.0, "unit": "mg/dL"}}          | ok              | rbc_magnesium_limits     | LAB    |
| potassium 3.2                 | {"potassium": {"value": 3.2, "unit": "mmol/L"}}             | clinician_first | low_potassium            | LAB    |
| potassium 2.3                 | {"potassium": {"value": 2.3, "unit": "mmol/L"}}             | emergency       | low_potassium            | LAB    |
| potassium 6.2                 | {"potassium": {"value": 6.2, "unit": "mmol/L"}}             | urgent          | high_potassium           | LAB    |
| calcium 2.0                   | {"calcium": {"value": 2.0, "unit": "mmol/L"}}               | clinician_first | low_calcium              | LAB    |
| calcium 2.8, no topic of its own | {"calcium": {"value": 2.8, "unit": "mmol/L"}}            | clinician_first | kidney                   | LAB    |
| CK 6000                       | {"ck": {"value": 6000, "unit": "U/L"}}                      | emergency       | rhabdomyolysis           | LAB    |
| ferritin 40                   | {"ferritin": {"value": 40, "unit": "ng/mL"}}                | ok              | iron_low                 | AASM   |
| lithium 1.2                   | {"lithium": {"value": 1.2, "unit": "mmol/L"}}               | urgent          | lithium_toxicity         | LAB    |
"""  # noqa: E501


@pytest.mark.parametrize("row", rows(WORDS), ids=lambda row: row["what was written"])
def test_warnings_come_first(row):
    plan = plan_for(symptoms=[row["what was written"]])
    assert plan.status == row["status"]
    assert row["topic"] in topics(plan)
    assert (plan.findings[0].topic == row["topic"]) or plan.status == "ok"
    assert ("emergency" in plan.refers_to) == (plan.status == "emergency")
    assert bool(plan.steps) == (plan.status == "ok")


@pytest.mark.parametrize("row", rows(VALUES), ids=lambda row: row["value"])
def test_laboratory_values(row):
    plan = plan_for(labs=json.loads(row["labs"]))
    assert plan.status == row["status"]
    assert row["topic"] in topics(plan)


def test_red_flags_rule_over_every_other_finding():
    plan = plan_for(egfr_ml_min=12, symptoms=["my left calf is swollen, hot and red and I cannot breathe"])
    assert plan.status == "emergency"
    assert plan.findings[0].status == "emergency"
    assert plan.provisional_steps == ()


def test_a_value_without_a_unit_is_asked_about_and_not_guessed():
    plan = plan_for(labs={"serum_magnesium": {"value": 2.0}})
    (question,) = plan.confirm
    assert question.field == "labs.serum_magnesium"
    assert "unit" in question.ask
    assert plan.labs["serum_magnesium"].value_mmol_l is None


def test_no_dose_comes_from_a_laboratory_value():
    plain, borderline = plan_for(), plan_for(labs={"serum_magnesium": {"value": 0.78, "unit": "mmol/L"}})
    red_cells = plan_for(labs={"rbc_magnesium": {"value": 3.5, "unit": "mg/dL"}})
    assert plain.steps == borderline.steps == red_cells.steps


def test_values_keep_their_unit_and_are_shown_in_mmol_too():
    shown = plan_for(labs={"serum_magnesium": {"value": 2.0, "unit": "mg/dL"}}).labs["serum_magnesium"]
    assert (shown.value, shown.unit) == (2.0, "mg/dL")
    assert shown.value_mmol_l == pytest.approx(0.823, abs=0.001)


@pytest.mark.parametrize(
    ("test", "value", "unit"), [("serum_magnesium", 0.9, "mmol/L"), ("rbc_magnesium", 4.5, "mg/dL")]
)
def test_each_magnesium_test_says_what_it_cannot_tell(test, value, unit):
    assert plan_for(labs={test: {"value": value, "unit": unit}}).labs[test].caveat


def test_words_that_are_not_understood_come_back():
    plan = plan_for(symptoms=["xyzzy plugh"])
    assert plan.not_understood == ("xyzzy plugh",)
    assert "unknown_name" in topics(plan)
    assert plan.status == "clinician_first"
    assert plan.steps == ()


def test_an_illness_told_as_a_symptom_counts():
    assert plan_for(symptoms=["cramps in bed", "I am on dialysis"]).status == "refuse"


def test_three_signs_lead_to_a_question_and_never_to_a_diagnosis():
    plan = plan_for(symptoms=["muscle cramps", "eyelid twitching", "tired all the time", "tingling in my hands"])
    assert plan.risk.ask_about_testing
    assert any("blood test for magnesium" in question for question in plan.questions)
    assert not any("deficien" in finding.message.lower() for finding in plan.findings)


def test_every_factor_for_low_magnesium_says_where_it_came_from():
    plan = plan_for(medicines=[{"name": "omeprazole", "times": ["07:00"]}], conditions=["type 2 diabetes"])
    assert {factor.came_from for factor in plan.risk.factors} >= {"medicines[0]", "conditions[0]", "diet_magnesium_mg"}
    assert plan.risk.expectation == "higher"
    assert plan_for(diet_magnesium_mg=450).risk.expectation == "lower"
