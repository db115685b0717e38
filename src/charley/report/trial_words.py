"""A trial in plain sentences: what will be done, and how it is going."""

from collections.abc import Iterator, Sequence

from charley.dosing.plan import Dose
from charley.report.answer_words import Range, chance, fewer_a_week
from charley.trials.analysis import Judgement
from charley.trials.design import Arm, Design
from charley.trials.power import FOUND, WORTH_FINDING, Advice, Cell, cramps_expected, cramps_needed
from charley.trials.power import advice as advised


def overview(design: Design) -> Iterator[str]:
    """A design, line by line."""
    yield design.question
    yield ""
    weeks = design.nights / 7
    yield (
        f"{design.nights} nights in all, about {weeks:.0f} weeks: {design.baseline_days} nights as you are now, then "
        f"{len(design.periods)} periods of {design.period_days} days."
    )
    for arm in design.arms:
        yield f"  {arm.id}  {arm.name}{_of(arm)}"
    yield ""
    yield f"Nights 1 to {design.baseline_days}: as usual, and no {_names(design)}"
    for period in design.periods:
        what = "hidden until the end" if period.arm is None else f"{period.arm}, {design.arm(period.arm).name}"
        yield f"Nights {period.first} to {period.last}: {what}"
    yield ""
    yield (
        f"The order was drawn by lot from {design.orders} that were equally likely. Luck alone picks the most "
        f"flattering one 1 time in {design.orders}; the comparison of periods can never be surer than that."
    )
    yield from design.advice
    yield f"Sealed: {design.fingerprint[:16]}"
    if design.amendments:
        yield from amendments(design)


def amendments(design: Design) -> Iterator[str]:
    """What was changed since, line by line."""
    yield "Since then, beside what was sealed:"
    for each in design.amendments:
        until = f" until {each.until}" if each.until else ""
        yield f"  {each.on}  {each.what.replace('_', ' ')}{until}: {each.why}"


def not_opened(reason: str) -> str:
    """Why there is no trial."""
    return f"No trial can be opened now. {reason}"


def dose_line(dose: Dose) -> str:
    """One dose: "21:30  120 mg glycinate, with a meal or a small snack"."""
    snack = ", with a meal or a small snack" if dose.with_food else ""
    return f"{dose.time}  {dose.elemental_mg:g} mg {dose.form}{snack}"


def _of(arm: Arm) -> str:
    if not arm.doses:
        return ""
    return ": " + "; ".join(f"{dose.elemental_mg:g} mg {dose.form} at {dose.time}" for dose in arm.doses)


def _names(design: Design) -> str:
    return " or ".join(dict.fromkeys(arm.name for arm in design.arms if arm.parts))


_VERDICT = {
    "helps": "It helps you.",
    "does_not_help_enough": "It does not help you enough to be worth the trouble.",
    "cannot_tell_yet": "This trial cannot tell.",
}


_TELLS = {
    "run": "This design can tell.",
    "weak": "This design can tell sometimes; more often it will say: cannot tell.",
    "do_not_run": "Do not run this design: it will most likely not tell you, whatever is true.",
}


def power(design: Design, row: Sequence[Cell]) -> Iterator[str]:
    """What a design can tell at one rate of cramps."""
    if not row:
        return
    yield (
        f"With {_per_week(row[0].rate)} a week, {design.nights / 7:.0f} weeks: {design.baseline_days} nights baseline, "
        f"then {len(design.periods)} periods of {design.period_days} days."
    )
    needed, expected = cramps_needed(design.rule), cramps_expected(design, row[0].rate)
    yield (
        f"To see {1 - WORTH_FINDING:.0%} fewer {FOUND * 5:.0f} times in 5 a trial needs {needed} cramps or more in the "
        f"weeks without it; here there would be about {expected:.0f}."
    )
    for each in row:
        truth = "nothing changes" if each.rate_ratio == 1 else f"{1 - each.rate_ratio:.0%} of the cramps go away"
        if each.rate_ratio > 1:
            truth = f"there are {each.rate_ratio - 1:.0%} more cramps"
        v = each.verdicts
        not_computed = f", not computed {_share(each.not_computed)}" if each.not_computed else ""
        yield (
            f"If in truth {truth}: helps {_share(v.helps)}, does not help enough {_share(v.does_not_help_enough)}, "
            f"cannot tell {_share(v.cannot_tell_yet)}{not_computed}."
        )
    told = advised(row)
    if told is not None:
        yield _TELLS[told]
    bound = f"Comparing periods alone can never be surer than 1 in {design.orders}."
    yield bound if design.orders >= 20 else f"{bound} That is not enough for a verdict by itself."


def advice(rate: float, weeks: int, best: Advice) -> Iterator[str]:
    """What the most telling design is worth."""
    if best == "do_not_run":
        yield (
            f"With {_per_week(rate)} a week, {weeks} weeks will most likely not tell you anything. Do not run a trial "
            "of this length. More weeks, or a time with more cramps, could tell."
        )
    else:
        yield f"With {_per_week(rate)} a week, these designs of up to {weeks} weeks tell most, the best one first."


def against(rate: float, weeks: float, thought: Advice, others: Advice | None) -> Iterator[str]:
    """What the design the person thought of is worth, beside the best of the others; None where there is none."""
    could = " These designs could." if others == "run" else ""
    long = f"{weeks:.0f} weeks"
    if thought == "do_not_run":
        yield f"With {_per_week(rate)} a week, {long} will most likely not tell you.{could}"
        if others == "do_not_run":
            yield "No other design within your limits would. Better not run a trial now."
        elif others == "weak":
            yield "Other designs within your limits can tell sometimes; more often they will say: cannot tell."
    elif thought == "weak":
        yield f"With {_per_week(rate)} a week, {long} can tell sometimes; more often the answer is: cannot tell.{could}"
    else:
        yield f"With {_per_week(rate)} a week, {long} can tell."


def _per_week(rate: float) -> str:
    cramps = f"{7 * rate:.1f}".removesuffix(".0")
    return f"{cramps} cramp" if cramps == "1" else f"{cramps} cramps"


def _share(share: float) -> str:
    return "less than 1 %" if share < 0.01 else "more than 99 %" if share > 0.99 else f"{share:.0%}"


def verdict(design: Design, found: Judgement) -> list[str]:
    """What a trial says, in plain sentences, the verdict first."""
    if found.verdict is None or found.as_assigned is None:
        return [*_too_early(found)]
    name, a = design.treated.name, found.as_assigned.avoided_per_week
    quarter = _fewer(design.rule.worthwhile)
    said = [
        _VERDICT[found.verdict],
        f"With {name}: {fewer_a_week(Range(a.q025, a.q50, a.q975))}.",
        f"The chance of fewer cramps is {chance(found.as_assigned.p_fewer)}; of at least {quarter} fewer, "
        f"{chance(found.as_assigned.p_worthwhile)}.",
    ]
    if found.as_assigned.p_fewer < 0.05:
        said.append(f"With {name} you seem to have more cramps. Please stop it.")
    return [*said, *_up_to(found), *_beside(found), *_cautions(found), NEXT[found.verdict]]


def _up_to(found: Judgement) -> Iterator[str]:
    if found.state in ("interim", "stopped"):
        yield (
            f"This counts the nights up to the look that was planned: {found.nights.passed} of {found.nights.planned}."
        )


#: What follows from a verdict. The person decides, and is asked again later.
NEXT = {
    "helps": "You may keep it. Look again in three months: cramps change by themselves.",
    "does_not_help_enough": "Leaving it out is a good choice: one thing less to take. If cramps stay frequent, please "
    "ask your doctor or clinic.",
    "cannot_tell_yet": "A longer trial could tell more. Going without it is a fair choice as well.",
}


def _too_early(found: Judgement) -> Iterator[str]:
    if found.state == "too_early":
        yield "Too early."
        left = found.nights.planned - found.nights.passed
        yield f"{found.nights.passed} of {found.nights.planned} nights have passed; {left} are still to come."
        when = "when the pause is over" if found.due is None else f"from {found.due:%-d %B %Y} on"
        yield f"There is an answer {when}. Looking before the end makes luck look like an effect."
    elif found.state == "stopped":
        yield "The trial was stopped before its end, so there is no verdict. What you wrote down is kept."
    else:
        yield f"There is no answer: {found.reason}. Nothing is shown rather than a number that cannot be trusted."


def _beside(found: Judgement) -> Iterator[str]:
    test = found.randomisation
    if test is not None:
        yield (
            f"By the lot alone: of {test.orders} orders that could have been drawn, {round(test.p * test.orders)} look "
            f"as good for it, the real one included (p {test.p:.3f}; it cannot be below {test.smallest_p:.3f})."
        )
    others = {name: each.verdict for name, each in found.priors.items() if each.verdict != found.verdict}
    for name, other in others.items():
        yield f"Seen with another belief beforehand ({name}) the answer would be: {_VERDICT[other]}"
    if found.priors and not others:
        yield "Other beliefs beforehand lead to the same answer."
    if found.as_taken is not None and found.as_taken.verdict != found.verdict:
        yield f"Counted by what you really took, the answer would be: {_VERDICT[found.as_taken.verdict]}"
    if found.timely is not None and found.timely.verdict != found.verdict:
        yield f"Without the nights written down late, the answer would be: {_VERDICT[found.timely.verdict]}"


def _cautions(found: Judgement) -> Iterator[str]:
    if found.light is not None and found.light.light != "green":
        yield f"Check of the model, {found.light.light}: {found.light.reason}. Read the numbers with care."
    if found.adherence is not None and found.adherence.poor:
        yield f"{found.adherence.share:.0%} of the planned doses were noted, so the trial tests less than was planned."
    tip = found.tipping
    if tip is not None:
        yield from (
            f"If each of the {nights} unrecorded nights {where} had {count} cramps, the answer would be another; "
            f"a recorded night has {tip.usual:.1f}."
            for nights, count, where in (
                (tip.treated_nights, tip.treated_count, "with it"),
                (tip.other_nights, tip.other_count, "without it"),
            )
            if count is not None
        )
    if found.placebo is not None and found.placebo.q50 is not None:
        p = found.placebo
        yield f"The dummy pill alone gave {p.q50:.0%} of the change (could be {p.q025:.0%} to {p.q975:.0%})."
    elif found.placebo is not None:
        yield f"How much the dummy pill did cannot be said: {found.placebo.reason}."
    if found.exchange is not None:
        e = found.exchange.net_per_week
        yield f"With side effects weighed as you do: {fewer_a_week(Range(e.q025, e.q50, e.q975))}."
    if found.confounded_from is not None:
        yield f"Something else was changed on {found.confounded_from}, so the two cannot be told apart from then on."
    yield from found.notes


def _fewer(ratio: float) -> str:
    return {0.75: "a quarter", 0.5: "a half"}.get(ratio, f"{1 - ratio:.0%}")
