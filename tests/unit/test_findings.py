"""Every finding says how firm its ground is, by what its sources are and how they were read."""

import pytest

from charley.knowledge import tables
from charley.knowledge.sources import KINDS, Source
from charley.language import speaking
from charley.safety.findings import strength_of, strength_words
from support.people import plan_for

#: Tables whose rows become findings and notes of a plan.
SAID = ("advice", "conditions", "cramp_causes", "lab_bands", "medicine_rules", "red_flags")


@pytest.mark.parametrize("name", SAID)
def test_every_source_behind_a_finding_says_what_it_is(name):
    head, _ = tables.unread(name)
    assert [key for key, source in head["sources"].items() if source.get("kind") not in KINDS] == []


def source(kind):
    return Source(title="something", url="https://example.org/a", kind=kind)


def test_the_firmest_source_counts():
    assert strength_of([source("research"), source("official guidance"), source("reference work")]) == (
        "official guidance"
    )
    assert strength_of([source("reference work"), source("research")]) == "research"


def test_without_a_source_it_is_our_own_caution():
    assert strength_of([]) == "own caution"


def test_what_to_expect_of_magnesium_rests_on_pooled_trials():
    (found,) = [f for f in plan_for().findings if f.topic == "evidence_weak"]
    assert found.strength == "pooled trials"
    assert strength_words(found) == "From several trials counted together."


def test_a_gap_carried_over_from_its_class_says_so():
    medicine = {"name": "lomefloxacin", "times": ["08:00"]}
    found = [f for f in plan_for(medicines=[medicine]).findings if f.strength == "reference work"]
    assert [(f.topic, f.confidence) for f in found] == [("drug_binding", "secondary")]
    assert strength_words(found[0]).endswith("Read at second hand, or carried over from something similar.")


def test_notes_of_a_plan_say_it_too():
    (note,) = [note for note in plan_for(goal="loading before a race").notes if "before an event" in note]
    assert note.endswith(("guideline.", "trials counted together.", "read.", "medicine.", "similar.", "words."))


def test_the_first_step_with_food_says_it_too():
    assert plan_for().diet_step.endswith("From a health authority or a guideline.")


def test_it_is_said_in_spanish():
    with speaking("es"):
        (found,) = [f for f in plan_for().findings if f.topic == "evidence_weak"]
        assert strength_words(found) == "De varios ensayos contados juntos."
