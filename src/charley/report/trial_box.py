"""A finished experiment in a few lines, for the page a clinician reads."""

from collections.abc import Iterator

from charley.report.answer_words import Range, chance, fewer_a_week
from charley.report.document import TrialBox
from charley.trials.analysis import Effect, Judgement
from charley.trials.blinding import BlindingCheck, blinding
from charley.trials.decision import Verdict
from charley.trials.design import Design
from charley.trials.dossier import Decision, Dossier

_VERDICT = {
    "helps": "It helped.",
    "does_not_help_enough": "It did not help enough to be worth the trouble.",
    "cannot_tell_yet": "The trial could not tell.",
}

_DECIDED = {
    "keep": "go on with it",
    "leave": "leave it out",
    "change": "try something else",
    "undecided": "wait with a decision",
}


def trial_box(dossier: Dossier) -> TrialBox | None:
    """What a trial came to; None while it runs. One that was stopped says so, for it is no result either way."""
    if dossier.open:
        return None
    design = dossier.design
    return TrialBox(title=design.question, lines=tuple(_lines(dossier)), design=design.fingerprint)


def _lines(dossier: Dossier) -> Iterator[str]:
    yield _order(dossier)
    found = dossier.first_answer
    if found is None or found.as_assigned is None or found.verdict is None:
        stopped = dossier.design.since("stop")
        yield "No verdict." if stopped is None else f"Stopped on {stopped}, before its end: no verdict."
    else:
        yield from _result(dossier.design, found, found.as_assigned, found.verdict)
        guessed = dossier.guessed()
        yield _hidden(dossier.design, blinding(guessed) if len({each.truth for each in guessed}) <= 2 else None)
    if dossier.decisions:
        yield _decided(dossier.decisions[-1])


def _order(dossier: Dossier) -> str:
    design = dossier.design
    arms = ", ".join(f"{arm.id} {arm.name}" for arm in design.arms)
    order = f"order {' '.join(dossier.order)}" if dossier.order else "order under seal"
    return (
        f"{design.baseline_days} nights as usual, then {len(design.periods)} periods of {design.period_days} nights in "
        f"an order drawn by lot: {arms}; {order}."
    )


def _result(design: Design, found: Judgement, effect: Effect, verdict: Verdict) -> Iterator[str]:
    a, ratio = effect.avoided_per_week, effect.rate_ratio
    yield f"{_VERDICT[verdict]} With {design.treated.name}: {fewer_a_week(Range(a.q025, a.q50, a.q975))}."
    yield (
        f"Cramps with it to cramps without: {100 * ratio.q50:.0f} % ({100 * ratio.q025:.0f} to {100 * ratio.q975:.0f} "
        f"%). Chance of fewer cramps {chance(effect.p_fewer)}."
    )
    kept = found.nights
    doses = "" if found.adherence is None else f"; {found.adherence.share:.0%} of the doses noted as taken"
    yield f"{kept.recorded} of {kept.planned} nights recorded{doses}."


def _hidden(design: Design, check: BlindingCheck | None) -> str:
    if not design.blind:
        return "Open: the person knew what it was, so expectation may have its share."
    if check is None:
        return "Hidden from the person; no guesses were noted, so it is not known whether it stayed hidden."
    seen = "it did not stay hidden" if check.seen_through else "no more than chance would give"
    return f"Hidden from the person; {check.right} of {check.guesses} guesses were right: {seen}."


def _decided(decision: Decision) -> str:
    return f"The person decided on {decision.on} to {_DECIDED[decision.what]}."
