"""What a trial says, and what it keeps to itself until it is over."""

from datetime import date, timedelta

import msgspec
import pytest

from charley.errors import BadInput
from charley.services import trials
from charley.trials.analysis import judge
from support.trials import kept, opened, sealed

DESIGN = sealed(pairs=6)
START = date(2026, 12, 1)


def judged(design=DESIGN, **kept_with):
    return trials.verdict(design, kept(design, **kept_with))


def test_a_strong_effect_is_seen():
    found = judged(ratio=0.2, rate=1.5)
    assert (found.state, found.verdict) == ("complete", "helps")
    assert found.as_assigned.p_fewer > 0.95
    assert found.sentences[0] == "It helps you."
    assert found.randomisation.p <= 0.05


def test_no_effect_is_never_called_help():
    assert {judged(ratio=1.0, rate=2.0, seed=seed).verdict for seed in range(4)} <= {
        "does_not_help_enough",
        "cannot_tell_yet",
    }


def test_before_the_end_there_is_a_date_and_no_number():
    found = judged(nights=100, ratio=0.2, rate=1.5)
    assert (found.state, found.verdict) == ("too_early", None)
    assert found.due == START + timedelta(days=DESIGN.nights - 1)
    assert found.as_assigned is None
    assert found.priors == {}
    assert found.periods == ()
    assert found.sentences[0] == "Too early."


def test_on_day_six_it_is_too_early():
    assert judged(nights=6).state == "too_early"


def test_a_look_that_was_planned_uses_the_nights_up_to_it():
    design = sealed(pairs=6, looks=(98,))
    assert judged(design, nights=97).state == "too_early"
    found = judged(design, nights=120, ratio=0.2, rate=1.5)
    assert found.state == "interim"
    assert found.nights.passed == 98


def test_a_stopped_trial_has_no_verdict():
    found = judged(DESIGN.amended("stop", START + timedelta(days=60), "loose stools"))
    assert (found.state, found.verdict, found.as_assigned) == ("stopped", None, None)


def test_a_trial_stopped_after_a_planned_look_keeps_what_that_look_said():
    design = sealed(pairs=6, looks=(98,))
    going_on = judged(design, nights=120, ratio=0.2, rate=1.5)
    found = judged(design.amended("stop", START + timedelta(days=110), "clear enough"), nights=120, ratio=0.2, rate=1.5)
    assert (found.state, found.verdict, found.nights) == ("stopped", going_on.verdict, going_on.nights)
    assert found.as_assigned == going_on.as_assigned
    assert found.is_over
    assert "This counts the nights up to the look that was planned: 98 of 182." in found.sentences
    before = judged(design.amended("stop", START + timedelta(days=97), "enough"), nights=120, ratio=0.2, rate=1.5)
    assert (before.state, before.verdict) == ("stopped", None)


def test_a_stop_after_the_last_night_takes_nothing_away():
    over = judged()
    stopped = judged(DESIGN.amended("stop", START + timedelta(days=DESIGN.nights), "other medicines"))
    assert (stopped.state, stopped.verdict) == ("complete", over.verdict)
    one_less = judged(DESIGN.amended("stop", START + timedelta(days=DESIGN.nights - 1), "other medicines"))
    assert (one_less.state, one_less.verdict) == ("stopped", None)


def test_a_second_change_marks_the_trial_as_confounded():
    day = START + timedelta(days=40)
    found = judged(DESIGN.amended("second_change", day, "began a statin"))
    assert found.confounded_from == day
    assert any("Something else was changed" in said for said in found.sentences)


def test_every_sealed_prior_stands_beside():
    found = judged(ratio=0.5, rate=1.0)
    assert set(found.priors) == {"sceptical", "trials", "flat"}
    assert found.priors["sceptical"] == found.as_assigned
    widths = {name: each.log_rate_ratio.sd for name, each in found.priors.items()}
    assert widths["flat"] > widths["sceptical"]


def test_poor_adherence_is_marked_and_both_answers_stand():
    found = judged(ratio=0.3, rate=1.0, share=0.5)
    assert found.adherence.poor
    assert found.as_taken.log_rate_ratio.sd > found.as_assigned.log_rate_ratio.sd
    assert any("50% of the planned doses" in said for said in found.sentences)


def test_late_nights_are_set_aside_in_a_second_answer():
    table = kept(DESIGN, ratio=0.5)
    late = set(table.dates[20:40])
    found = trials.verdict(DESIGN, table, late=late)
    assert found.nights.late == 20
    assert found.timely != found.as_assigned


def test_the_tipping_point_counts_the_unrecorded_nights():
    table = kept(DESIGN, ratio=0.2, rate=1.5, missing=0.15)
    found = trials.verdict(DESIGN, table)
    missing = sum(count is None for count in table.cramps)
    assert found.tipping.treated_nights + found.tipping.other_nights == missing
    assert found.verdict == "helps"
    assert found.tipping.treated_count is not None


def test_side_effects_weigh_on_the_persons_own_rate():
    table = kept(DESIGN, ratio=0.3, rate=1.0)
    marks = tuple(1.0 if share else 0.0 for share in table.doses["magnesium"])
    table = msgspec.structs.replace(table, covariates={"side_effects": marks})
    found = trials.verdict(DESIGN, table, cramps_per_side_effect_day=0.5)
    assert found.exchange.more_days_per_week == pytest.approx(7.0)
    assert found.exchange.net_per_week.q50 == pytest.approx(found.as_assigned.avoided_per_week.q50 - 3.5)


def test_nothing_recorded_is_said():
    found = judged(missing=1.0)
    assert (found.state, found.verdict) == ("not_computed", None)


def test_a_blind_trial_needs_its_key():
    found = opened(protocol="magnesium-or-placebo", nonce="n" * 32, pairs=2, period=7)
    table = kept(found.design, order=found.key.sequence)
    with pytest.raises(BadInput) as caught:
        trials.verdict(found.design, table)
    assert caught.value.fields == ("key",)
    assert trials.verdict(found.design, table, key=found.key).state == "complete"


def test_the_answer_is_the_same_on_every_run():
    table = kept(DESIGN, ratio=0.5)
    assert judge(DESIGN, DESIGN.sequence, table) == judge(DESIGN, DESIGN.sequence, table)
