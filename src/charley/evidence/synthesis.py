"""From stored arms to one pooled answer: which trials take part, how each was read, which are left out and why."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from charley.evidence import effects
from charley.evidence.effects import Count, Effect, Group, Measure
from charley.evidence.pooling import Method, Pool, SmallStudies, leave_one_out, pool, small_studies
from charley.knowledge.printed import value
from charley.knowledge.studies import Arm, Condition, Outcome, Study, Treatment

#: Correlation of a crossover's periods where neither it nor a p is known: the middle of what such trials report
#: (Elbourne and others, Int J Epidemiol 2002;31:140, advise to try several; 0 to 0.7 changes no verdict here).
ASSUMED_CORRELATION = 0.5


class Question(NamedTuple):
    """What is pooled: one treatment, one condition, one outcome, one measure."""

    title: str
    treatment: Treatment
    condition: Condition
    outcome: str
    measure: Measure


#: The questions that the shipped trials can answer, by name.
QUESTIONS: dict[str, Question] = {
    "magnesium": Question("Cramps a week, magnesium against placebo", "magnesium", "night-cramps", "cramps-week", "MD"),
    "magnesium-ratio": Question(
        "Cramps on magnesium as a share of cramps on placebo", "magnesium", "night-cramps", "cramps-week", "ROM"
    ),
    "pregnancy": Question(
        "Pregnant women free of cramps, magnesium against placebo",
        "magnesium",
        "pregnancy-cramps",
        "free-of-cramps",
        "RR",
    ),
    "stretching": Question("Cramps a week, stretching against none", "stretching", "night-cramps", "cramps-week", "MD"),
    "vitamin-k2": Question(
        "Cramps a week, vitamin K2 against placebo", "vitamin-k2", "night-cramps", "cramps-week", "MD"
    ),
}


class Contribution(NamedTuple):
    """A trial that takes part: its effect and how it was come by, in plain words."""

    study: Study
    effect: Effect
    how: str


class LeftOut(NamedTuple):
    """A trial that asks the same question and cannot take part."""

    study: Study
    why: str


class Synthesis(NamedTuple):
    """The pooled answer to a question.

    Attributes:
        question: what was asked.
        used: the trials pooled, oldest first.
        left_out: the others that asked the same.
        pooled: the answer; None where no trial could take part.
        without: the answer without each trial in turn; empty below two.
        small: whether small trials found more; None below three.
    """

    question: Question
    used: tuple[Contribution, ...]
    left_out: tuple[LeftOut, ...]
    pooled: Pool | None
    without: tuple[Pool, ...]
    small: SmallStudies | None


def synthesise(
    question: Question, studies: Iterable[Study], method: Method = "REML", *, hartung_knapp: bool = True
) -> Synthesis:
    """Pool what the trials say on a question."""
    used: list[Contribution] = []
    left_out: list[LeftOut] = []
    for study in sorted(studies, key=lambda each: (each.year, each.id)):
        if (study.treatment, study.condition) != (question.treatment, question.condition):
            continue
        outcome = study.outcome(question.outcome)
        if not study.outcomes:
            left_out.append(LeftOut(study, "only its design was read, and not its results"))
            continue
        if outcome is None:
            left_out.append(LeftOut(study, "it did not report this outcome in numbers that were read"))
            continue
        found = _effect(study, outcome, question.measure)
        if isinstance(found, str):
            left_out.append(LeftOut(study, found))
        else:
            used.append(Contribution(study, *found))
    given = [each.effect for each in used]
    return Synthesis(
        question=question,
        used=tuple(used),
        left_out=tuple(left_out),
        pooled=pool(given, method, hartung_knapp=hartung_knapp) if given else None,
        without=leave_one_out(given, method, hartung_knapp=hartung_knapp) if len(given) > 1 else (),
        small=small_studies(given),
    )


def _effect(study: Study, outcome: Outcome, measure: Measure) -> tuple[Effect, str] | str:
    """The trial's effect and how it was come by, or why there is none."""
    if study.design == "before-after":
        return "it had no comparison group"
    if measure in ("RR", "OR"):
        return _of_counts(study, outcome, measure)
    if outcome.per_week is None and measure == "MD":
        return "over what time it counted was not read"
    groups = _groups(outcome.arms)
    if groups is None:
        return _of_result(study, outcome, measure)
    treated, control = groups
    if measure == "ROM" and (outcome.change or treated.mean <= 0 or control.mean <= 0):
        return "a ratio needs means above zero"
    if study.design == "crossover":
        return _paired(outcome, treated, control, measure)
    match measure:
        case "ROM":
            return effects.ratio_of_means(treated, control), "from means and spreads"
        case "SMD":
            return effects.standardised_mean_difference(treated, control), "from means and spreads"
        case _:
            return _a_week(effects.mean_difference(treated, control), outcome), "from means and spreads"


def _paired(outcome: Outcome, treated: Group, control: Group, measure: Measure) -> tuple[Effect, str] | str:
    if measure == "SMD":
        return "a standardised difference of a crossover is not pooled here"
    p = outcome.result.p if outcome.result else None
    if p is not None and p[0] not in "<>":
        correlation = effects.correlation_from_p(treated, control, float(p))
        how = f"crossover; its p of {p} gives a correlation of {correlation:.2f}"
    else:
        correlation, how = ASSUMED_CORRELATION, f"crossover; a correlation of {ASSUMED_CORRELATION} is assumed"
    if measure == "ROM":
        return effects.paired_ratio_of_means(treated, control, correlation), how
    return _a_week(effects.paired_mean_difference(treated, control, correlation), outcome), how


def _of_counts(study: Study, outcome: Outcome, measure: Measure) -> tuple[Effect, str] | str:
    if len(outcome.arms) != 2 or any(arm.events is None for arm in outcome.arms):
        return "counts of people were not read"
    if study.design == "crossover":
        return "the same people stand in both arms"
    treated, control = (Count(arm.n, arm.events or 0) for arm in outcome.arms)
    of = effects.risk_ratio if measure == "RR" else effects.odds_ratio
    return of(treated, control), "from counts of people"


def _of_result(study: Study, outcome: Outcome, measure: Measure) -> tuple[Effect, str] | str:
    result = outcome.result
    if measure != "MD" or result is None or result.measure != "MD" or result.estimate is None:
        return "means and spreads were not read"
    if result.low is not None and result.high is not None:
        effect = effects.from_interval(value(result.estimate), value(result.low), value(result.high))
        return _a_week(effect, outcome), "from the printed range"
    if result.p is not None and result.p[0] not in "<>":
        people = sum(arm.n for arm in outcome.arms) or study.people
        effect = effects.from_p(value(result.estimate), float(result.p), people - 2)
        return _a_week(effect, outcome), f"from the printed p of {result.p}"
    return "neither spreads nor a range were read"


def _groups(arms: Sequence[Arm]) -> tuple[Group, Group] | None:
    if len(arms) != 2 or any(arm.mean is None or arm.sd is None or arm.spread == "unknown" for arm in arms):
        return None
    a, b = (
        Group(arm.n, value(arm.mean or "0"), value(arm.sd or "0") * (arm.n**0.5 if arm.spread == "se" else 1))
        for arm in arms
    )
    return a, b


def _a_week(effect: Effect, outcome: Outcome) -> Effect:
    per = outcome.per_week or 1.0
    return Effect(effect.estimate / per, effect.variance / per**2)
