"""What people try besides tablets (S96 to S99): each is offered with its doubts and its dangers."""

from datetime import datetime

import pytest

from charley.dates import Moment
from charley.diary.records import Measure
from charley.evidence.cards import card
from charley.knowledge.remedies import remedies
from charley.nutrition.ledger import days
from support.trials import opened

NOBODY: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("remedy", "evidence", "word"),
    [("tart-cherry", "none", "sugar"), ("ginger", "none", "stomach"), ("peppermint-lavender", "none", "swallow")],
)
def test_each_says_how_weak_its_evidence_is_and_what_to_watch(remedy: str, evidence: str, word: str) -> None:
    found = remedies()[remedy]
    assert found.evidence == evidence
    assert card(found.claim).evidence == evidence
    assert any(word in caution.say for caution in found.cautions_for(NOBODY, NOBODY))


def test_cherry_juice_can_be_the_one_thing_tested_and_says_so_to_people_with_diabetes() -> None:
    cherry = remedies()["tart-cherry"]
    assert cherry.may_be_tried
    assert any("diabetes" in caution.say for caution in cherry.cautions_for(frozenset({"diabetes"}), NOBODY))


def test_ginger_is_held_back_with_a_blood_thinner() -> None:
    ginger = remedies()["ginger"]
    assert not any(caution.leave_it for caution in ginger.cautions_for(NOBODY, NOBODY))
    first = ginger.cautions_for(NOBODY, frozenset({"warfarin"}))[0]
    assert first.leave_it
    assert "blood thinner" in first.say


def test_oils_are_thinned_tried_on_a_spot_and_never_swallowed() -> None:
    oils = remedies()["peppermint-lavender"]
    steps, cautions = " ".join(oils.how), " ".join(c.say for c in oils.cautions_for(NOBODY, NOBODY))
    assert "Thin" in steps
    assert "spot" in steps
    assert "Never swallow" in cautions
    assert oils.kind == "skin"


@pytest.mark.parametrize("vitamin", ["vitamin-b6", "vitamin-e", "vitamin-k2"])
def test_vitamins_are_a_question_for_a_clinician_and_never_a_dose(vitamin: str) -> None:
    found = remedies()[vitamin]
    assert not found.we_dose
    assert not found.may_be_tried
    words = " ".join((found.what, *(c.say for c in found.cautions)))
    assert "clinician" in words or "doctor" in words
    assert " mg" not in words


def test_numb_hands_or_feet_with_b6_raise_the_question_of_b6_first() -> None:
    words = " ".join(c.say for c in remedies()["vitamin-b6"].cautions)
    assert "Numb" in words
    assert "stop" in words


def test_warmth_has_a_time_limit_and_is_not_for_numb_skin() -> None:
    warmth = remedies()["warmth"]
    assert "minutes are enough" in " ".join(warmth.how)
    assert any("never overnight" in caution.say for caution in warmth.cautions_for(NOBODY, NOBODY))
    assert not any(caution.leave_it for caution in warmth.cautions_for(NOBODY, NOBODY))
    assert warmth.cautions_for(frozenset({"neuropathy"}), NOBODY)[0].leave_it


def test_k2_is_never_offered_with_warfarin() -> None:
    assert remedies()["vitamin-k2"].cautions_for(NOBODY, frozenset({"warfarin"}))[0].leave_it


def test_oil_on_the_skin_is_logged_as_something_done_and_adds_no_magnesium() -> None:
    at = Moment(wall=datetime(2026, 11, 14, 3, 10), offset_min=60, zone="Europe/Berlin")
    rubbed = Measure(id="measure-01", at=at, what="topical", purpose="stop", product="peppermint oil, thinned")
    assert not remedies()["peppermint-lavender"].counts_mg
    assert sum(day.total("magnesium").supplements.high or 0 for day in days([rubbed])) == 0


@pytest.mark.parametrize(
    ("who", "word"),
    [
        ("diabetes", "burn"),
        ("neuropathy", "burn"),
        ("pad", "burn"),
        ("kidney-disease", "kidney"),
        ("ckd-moderate", "kidney"),
        ("dialysis", "kidney"),
        ("kidney-transplant", "kidney"),
    ],
)
def test_a_soak_is_held_back_where_it_could_harm(who: str, word: str) -> None:
    first = remedies()["epsom-soak"].cautions_for(frozenset({who}), NOBODY)[0]
    assert first.leave_it
    assert word in first.say


def test_a_soak_is_comfort_in_warm_water_counts_nothing_and_never_goes_into_the_mouth() -> None:
    soak = remedies()["epsom-soak"]
    words = " ".join((soak.what, *soak.how, *(c.say for c in soak.cautions_for(NOBODY, NOBODY))))
    assert not soak.counts_mg
    assert soak.evidence == "none"
    for word in ("not hot", "quarter of an hour", "open skin", "Never swallow", "counts as nothing"):
        assert word in words
    assert not any(caution.leave_it for caution in soak.cautions_for(NOBODY, NOBODY))


def test_magnesium_on_the_skin_may_be_tried_blind_and_counts_nothing() -> None:
    design = opened(protocol="on-the-skin", nonce="a-secret-of-the-helper").design
    assert all(period.arm is None for period in design.periods)
    assert all(arm.doses == () for arm in design.arms)
    assert design.clearance is None
