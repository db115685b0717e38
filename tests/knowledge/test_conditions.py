"""Illnesses as people write them, and what each means for the plan."""

import json
from datetime import date
from pathlib import Path

import pytest

from charley.knowledge import conditions, tables
from charley.knowledge.conditions import PLANNER_ACTIONS, Condition, recognise


def test_the_table_holds_and_no_review_is_overdue() -> None:
    text = (tables.data_folder() / "conditions.toml").read_text("utf-8")

    rows, faults = tables.parse(Condition, "conditions", text, today=date.today())

    assert faults == ()
    assert rows


# written, the row meant, what the planner does
WRITTEN = [
    ("CKD stage 3b", "ckd-moderate", "clinician-first"),
    ("stage 3 chronic kidney disease", "ckd-moderate", "clinician-first"),
    ("CKD 3a", "ckd-moderate", "clinician-first"),
    ("renal impairment", "ckd-moderate", "clinician-first"),
    ("chronic kidney disease (stage 4)", "ckd-severe", "block"),
    ("end stage renal disease", "ckd-severe", "block"),
    ("kidney failure", "ckd-severe", "block"),
    ("on dialysis", "dialysis", "block"),
    ("haemodialysis three times a week", "dialysis", "block"),
    ("kidney transplant 2019", "kidney-transplant", "clinician-first"),
    ("one kidney", "single-kidney", "clinician-first"),
    ("nephrectomy", "single-kidney", "clinician-first"),
    ("creatinine high", "creatinine-high", "clinician-first"),
    ("kidney disease", "kidney-disease", "clinician-first"),
    ("CKD", "kidney-disease", "clinician-first"),
    ("kidney stones", "kidney-stones", "note"),
    ("struvite stones", "struvite", "clinician-first"),
    ("first degree heart block", "heart-block", "block"),
    ("AV block", "heart-block", "block"),
    ("bradycardia", "heart-block", "block"),
    ("sick sinus syndrome", "heart-block", "block"),
    ("pacemaker", "pacemaker", "clinician-first"),
    ("slow heart rate", "slow-pulse", "clinician-first"),
    ("atrial fibrillation", "arrhythmia", "clinician-first"),
    ("congestive heart failure", "heart-failure", "clinician-first"),
    ("angina", "heart-disease", "note"),
    ("fluid restriction", "fluid-restriction", "note"),
    ("myasthenia gravis", "myasthenia", "block"),
    ("Lambert-Eaton", "myasthenia", "block"),
    ("ALS", "motor-neurone", "block"),
    ("bowel obstruction", "bowel-obstruction", "block"),
    ("paralytic ileus", "bowel-obstruction", "block"),
    ("hypermagnesaemia", "hypermagnesaemia", "block"),
    ("ileostomy", "stoma", "clinician-first"),
    ("short bowel syndrome", "stoma", "clinician-first"),
    ("coeliac disease", "malabsorption", "clinician-first"),
    ("Crohn's", "malabsorption", "clinician-first"),
    ("gastric bypass", "bariatric", "clinician-first"),
    ("Addison's disease", "adrenal", "clinician-first"),
    ("pregnant", "pregnancy", "clinician-first"),
    ("breastfeeding", "breastfeeding", "clinician-first"),
    ("dehydrated", "dehydration", "pause"),
    ("surgery next week", "surgery", "clinician-first"),
    ("low potassium", "low-potassium", "clinician-first"),
    ("hypocalcemia", "low-calcium", "clinician-first"),
    ("cirrhosis", "liver-severe", "clinician-first"),
    ("fatty liver", "liver-mild", "note"),
    ("type 2 diabetes", "diabetes", "note"),
    ("high blood pressure", "hypertension", "note"),
    ("low blood pressure", "hypotension", "note"),
    ("underactive thyroid", "thyroid", "note"),
    ("Hashimoto's", "thyroid", "note"),
    ("restless legs syndrome", "restless-legs", "note"),
    ("peripheral neuropathy", "neuropathy", "note"),
    ("varicose veins", "venous", "note"),
    ("peripheral arterial disease", "pad", "note"),
    ("history of DVT", "clot-history", "note"),
    ("DVT", "dvt-now", "clinician-first"),
    ("constipation", "constipation", "note"),
    ("anaemia", "iron-low", "note"),
    ("Parkinson's disease", "parkinson", "note"),
    ("spinal stenosis", "spine", "note"),
    ("fibromyalgia", "fibromyalgia", "note"),
    ("asthma", "no-bearing", "note"),
    ("kidneys are fine", "no-bearing", "note"),
    ("none", "no-bearing", "note"),
]


@pytest.mark.parametrize(("written", "row", "action"), WRITTEN)
def test_a_written_condition_is_recognised(written: str, row: str, action: str) -> None:
    answer = recognise(written)

    assert row in [each.id for each in answer.conditions]
    assert answer.known
    assert answer.conditions[0].planner_action == action


DENIED = [
    ("no kidney disease", "kidney-disease"),
    ("denies heart block or kidney disease", "heart-block"),
    ("never had kidney stones", "kidney-stones"),
    ("no known kidney problems", "kidney-disease"),
    ("mother had kidney disease", "kidney-disease"),
    ("family history of ALS", "motor-neurone"),
    ("not pregnant", "pregnancy"),
    ("I don't have diabetes", "diabetes"),
]


@pytest.mark.parametrize(("written", "row"), DENIED)
def test_what_is_denied_or_a_relatives_is_not_the_persons(written: str, row: str) -> None:
    answer = recognise(written)

    assert row in [each.id for each in answer.negated]
    assert answer.conditions == ()
    assert answer.known


def test_a_relatives_illness_of_today_counts_for_somebody_may_fill_in_the_form_for_them() -> None:
    answer = recognise("my husband is on dialysis")

    assert "dialysis" in {row.id for row in answer.conditions}
    assert not answer.sure


def test_what_passes_is_over_when_it_is_past_and_what_may_return_is_not() -> None:
    assert recognise("surgery in 2015").conditions == ()
    assert recognise("diarrhoea last year").conditions == ()

    crohn = recognise("Crohn's disease in remission")
    assert [row.id for row in crohn.conditions] == ["malabsorption"]
    assert not crohn.sure


def test_an_operation_ahead_is_not_past() -> None:
    assert [row.id for row in recognise("surgery in 2027").conditions] == ["surgery"]


@pytest.mark.parametrize(
    ("written", "suggestion", "row"),
    [
        ("hypertention", "hypertension", "hypertension"),
        ("kidny disease", "kidney disease", "kidney-disease"),
        ("miasthenia gravis", "myasthenia", "myasthenia"),
        ("diabetis", "diabetes", "diabetes"),
        ("atrial fibrilation", "atrial fibrillation", "arrhythmia"),
        ("coeliac diseese", None, "malabsorption"),
    ],
)
def test_a_near_miss_is_asked_about_and_screened(written: str, suggestion: str | None, row: str) -> None:
    answer = recognise(written)

    assert row in [each.id for each in answer.conditions]
    if suggestion:
        assert (answer.suggestion, answer.sure) == (suggestion, False)


@pytest.mark.parametrize("written", ["asdf", "", "💊", "腎臓病", "blorbitis"])
def test_what_is_not_known_is_unknown(written: str) -> None:
    answer = recognise(written)

    assert not answer.known
    assert answer.conditions == ()


def test_an_unknown_part_of_a_list_is_not_lost() -> None:
    answer = recognise("type 2 diabetes, gout and blorbitis")

    assert [row.id for row in answer.conditions] == ["diabetes", "kidneys-often-touched"]
    assert answer.unread == ("blorbitis",)
    assert not answer.sure


def test_two_conditions_in_one_line_come_strictest_first() -> None:
    answer = recognise("high blood pressure and CKD stage 5")

    assert [row.id for row in answer.conditions] == ["ckd-severe", "hypertension"]


def test_gates_are_told() -> None:
    assert all(conditions.condition(row).keeps_potassium for row in ("ckd-severe", "heart-failure", "adrenal"))
    assert conditions.condition("heart-failure").restricts_fluid
    assert all(conditions.condition(row).needs_kidney_function for row in ("diabetes", "hypertension", "heart-failure"))
    assert conditions.condition("malabsorption").low_magnesium_risk


def test_a_blocking_row_refers_to_somebody() -> None:
    text = (tables.data_folder() / "conditions.toml").read_text("utf-8")
    rows, _ = tables.parse(Condition, "conditions", text)

    assert all(row.refers_to for row in rows if PLANNER_ACTIONS.index(row.planner_action) <= 1)


@pytest.mark.shared
def test_every_contraindication_of_the_reference_facts_is_met(shared: Path) -> None:
    said = {
        "ckd-severe": "severe kidney disease",
        "ckd-moderate": "moderate kidney disease",
        "heart-block": "AV block",
        "myasthenia": "myasthenia gravis",
        "bowel-obstruction": "bowel obstruction",
        "hypermag": "hypermagnesaemia",
        "pregnancy": "pregnancy",
        "breastfeeding": "breastfeeding",
        "infants": "infant",
        "ileostomy-sbs": "ileostomy",
        "malabsorption": "Crohn disease",
        "struvite": "struvite stones",
        "dehydration": "dehydration",
        "surgery": "planned surgery",
        "hypocalcaemia": "low calcium",
        "liver": "cirrhosis",
        "orotate": "magnesium orotate",
    }
    facts = {
        r["id"]: r for r in json.loads((shared / "facts" / "contraindications.json").read_text("utf-8"))["records"]
    }
    for name, written in said.items():
        ours = recognise(written).conditions[0].planner_action
        assert PLANNER_ACTIONS.index(ours) <= PLANNER_ACTIONS.index(facts[name]["planner_action"]), name
