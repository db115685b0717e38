"""Every sign to stop says how firm its ground is, and a sealed trial is left as it was sealed."""

import json

import pytest

from charley.dosing.plan import StopRule
from charley.dosing.stop_signs import ground_of_rule
from charley.language import speaking
from charley.trials.design import read_design
from support.people import plan_for
from support.trials import plain, sealed

OFFICIAL = "From a health authority or a guideline."
HANDBOOK = "From a handbook for professionals; no official text was read."


@pytest.mark.parametrize(
    ("told", "signs"),
    [
        ({}, {"diarrhoea": OFFICIAL, "toxicity": HANDBOOK}),
        (
            {"conditions": ["high blood pressure"], "medicines": [{"name": "amlodipine", "times": ["08:00"]}]},
            {"diarrhoea": OFFICIAL, "toxicity": HANDBOOK, "low_blood_pressure": HANDBOOK},
        ),
    ],
)
def test_every_sign_of_a_plan_has_its_ground_and_its_sources(told, signs):
    plan = plan_for(**told)
    assert {sign.sign: ground_of_rule(sign) for sign in plan.stop_rules} == signs
    assert all(sign.sources for sign in plan.stop_rules)


def test_the_document_of_a_plan_names_it_beside_the_words():
    (diarrhoea, *_) = plan_for().as_dict()["stop_rules"]
    assert diarrhoea["strength"] == "official guidance"
    assert diarrhoea["confidence"] == "read"
    assert diarrhoea["message"].startswith("Loose stools")


def test_a_trial_seals_the_sign_and_its_words_alone():
    design = sealed()
    written = plain(design)["stop_rules"]
    assert [set(rule) for rule in written] == [{"sign", "message"}] * len(design.stop_rules)
    again = read_design(json.dumps(plain(design)).encode())
    assert again.fingerprint == design.fingerprint
    assert [ground_of_rule(rule) for rule in again.stop_rules] == [OFFICIAL, HANDBOOK]


def test_a_sign_that_no_table_holds_any_more_claims_no_source():
    assert ground_of_rule(StopRule(sign="hiccups", message="Stop.")).startswith("Our own caution; no source")


def test_it_is_said_in_spanish():
    with speaking("es"):
        assert "autoridad" in ground_of_rule(plan_for().stop_rules[0])
