"""A finished experiment in a few lines for the clinician's page."""

from datetime import date

import pytest

from charley.report.trial_box import trial_box
from charley.services import trials
from charley.trials.dossier import Decision, Dossier, Guess
from support.trials import kept, opened, sealed

START = date(2026, 1, 5)


@pytest.fixture(scope="module")
def over() -> Dossier:
    """An open trial of something that helps, judged and decided on."""
    design = sealed(period=21, pairs=3).amended("start", START, "begins")
    judged = trials.verdict(design, kept(design, ratio=0.2, rate=2.0, start=START))
    decided = Decision(trial=design.fingerprint, what="leave", on=date(2026, 7, 1), why="too much fuss")
    return Dossier(design, decisions=(decided,), first_answer=trials.judgement(judged))


def test_it_says_order_result_interval_nights_openness_and_decision(over: Dossier) -> None:
    box = trial_box(over)
    assert box is not None
    assert box.title == over.design.question
    assert box.design == over.design.fingerprint
    order, verdict, ratio, nights, hidden, decided = box.lines
    assert "6 periods of 21 nights in an order drawn by lot" in order
    assert f"order {' '.join(over.design.sequence)}" in order
    assert verdict.startswith("It helped. With magnesium: about ")
    effect = over.first_answer.as_assigned.rate_ratio
    assert f"{100 * effect.q50:.0f} % ({100 * effect.q025:.0f} to {100 * effect.q975:.0f} %)" in ratio
    assert nights.startswith(f"{over.design.nights} of {over.design.nights} nights recorded")
    assert hidden.startswith("Open: the person knew")
    assert decided == "The person decided on 2026-07-01 to leave it out."


def test_while_it_runs_there_is_nothing_to_show() -> None:
    assert trial_box(Dossier(sealed())) is None


def test_one_that_was_stopped_is_no_result_either_way() -> None:
    design = sealed().amended("start", START, "begins").amended("stop", date(2026, 2, 1), "loose stools")
    box = trial_box(Dossier(design))
    assert box is not None
    assert box.lines[-1] == "Stopped on 2026-02-01, before its end: no verdict."


def test_of_a_blind_trial_it_says_whether_it_stayed_hidden() -> None:
    made = opened(protocol="magnesium-or-placebo", period=14, pairs=3, nonce="0" * 64)
    design = made.design.amended("start", START, "begins")
    order = made.key.sequence
    judged = trials.verdict(design, kept(design, order=order, start=START), key=made.key)
    guesses = tuple(
        Guess(trial=design.fingerprint, period=number, arm=arm, on=date(2026, 6, 1))
        for number, arm in enumerate(order, start=1)
    )
    box = trial_box(Dossier(design, made.key, guesses=guesses, first_answer=trials.judgement(judged)))
    assert box is not None
    assert any(f"{len(order)} of {len(order)} guesses were right: it did not stay hidden" in line for line in box.lines)
