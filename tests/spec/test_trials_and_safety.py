"""No trial can be opened around the safety screen, and one that runs stops when the screen changes."""

import pytest

from charley.services import planning, trials
from support.people import NOW, someone
from support.trials import opened, refused, sealed

NOT_CLEARED = {
    "kidneys too weak": {"egfr_ml_min": 20},
    "pregnant": {"pregnant": True},
    "a medicine that needs a clinician": {"medicines": [{"name": "furosemide", "times": ["08:00"]}]},
    "a red flag": {"symptoms": ["chest pain"]},
    "age not told": {"age_years": None},
    "nothing missing in the food": {"diet_magnesium_mg": 500},
}


@pytest.mark.parametrize("changes", NOT_CLEARED.values(), ids=NOT_CLEARED)
@pytest.mark.parametrize(
    "question", ["magnesium-or-nothing", "magnesium-or-placebo", "bedtime-or-split", "stretching-or-magnesium"]
)
def test_without_clearance_there_is_no_trial_of_magnesium(changes, question):
    assert refused(someone(**changes), protocol=question).reason


def test_the_refusal_says_what_the_screen_said():
    found = refused(someone(egfr_ml_min=20))
    plan = planning.plan(someone(egfr_ml_min=20), now=NOW)
    assert found.status == plan.status != "ok"
    assert found.findings == plan.findings
    assert next(f.message for f in plan.findings if f.status == plan.status) in found.reason


def test_every_dose_of_a_trial_is_a_dose_of_the_cleared_plan():
    person = someone(diet_magnesium_mg=60, setting="US")
    plan = planning.plan(person, now=NOW)
    assert sealed(person=person).arm("B").doses == plan.steps[0].doses
    assert sealed(person=person, protocol="less-or-more").arm("B").doses == plan.steps[1].doses
    assert "one step only" in refused(someone(), protocol="less-or-more").reason


def test_the_clearance_behind_the_doses_is_sealed_with_them():
    assert sealed().clearance
    assert sealed(protocol="stretching-or-nothing").clearance is None


def test_halves_make_the_same_day_and_keep_every_distance():
    design = sealed(protocol="bedtime-or-split")
    whole, halves = design.arm("A").doses, design.arm("B").doses
    assert len(halves) == 2
    assert sum(d.elemental_mg for d in halves) == sum(d.elemental_mg for d in whole)
    busy = someone(medicines=[{"name": "levothyroxine", "times": ["07:00"]}])
    morning = sealed(person=busy, protocol="bedtime-or-split").arm("B").doses[0]
    assert morning.time >= "11:00"


def test_another_salt_has_to_be_named_allowed_and_truly_another():
    assert "Say which salt" in refused(someone(), protocol="form-or-form").reason
    assert "one salt under two names" in refused(someone(), protocol="form-or-form", form="glycinate").reason
    design = sealed(protocol="form-or-form", form="citrate")
    assert {dose.form for dose in design.arm("B").doses} == {"citrate"}
    assert design.arm("B").doses[0].elemental_mg == design.arm("A").doses[0].elemental_mg


def test_a_measure_needs_no_clearance_for_magnesium_but_heeds_its_own_cautions():
    assert sealed(person=someone(egfr_ml_min=20), protocol="stretching-or-nothing").arm("B").how
    assert refused(someone(), protocol="one-measure").reason.startswith("Say which thing")
    assert sealed(protocol="one-measure", measure="warmth").arm("B").measure == "warmth"
    assert (
        "not something Charley can help to try"
        in refused(someone(), protocol="one-measure", measure="vitamin-k2").reason
    )


def test_a_red_flag_stops_even_a_trial_of_stretching():
    assert refused(someone(symptoms=["chest pain"]), protocol="stretching-or-nothing").status in ("urgent", "emergency")


@pytest.mark.parametrize("changes", NOT_CLEARED.values(), ids=NOT_CLEARED)
def test_a_running_trial_stops_when_the_screen_changes(changes):
    assert trials.rescreened(sealed(), someone(**changes), now=NOW)


def test_a_running_trial_goes_on_when_nothing_that_matters_changes():
    assert trials.rescreened(sealed(), someone(weight_kg=76), now=NOW) is None
    design = opened(protocol="form-or-form", form="citrate").design
    assert trials.rescreened(design, someone(), now=NOW) is None


def test_new_medicine_times_that_move_the_doses_stop_it():
    changed = someone(medicines=[{"name": "levothyroxine", "times": ["22:00"]}])
    assert trials.rescreened(sealed(), changed, now=NOW)
