"""Recomputing what a paper prints from the paper's own numbers.

Every check takes rounding into account: a printed number stands for all values that round to it, and a finding is made
only where no such values agree, by any of the usual methods. A finding says both numbers and claims no more: papers
adjust, use other tests, or misprint, and none of that can be seen from the outside.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

from charley.evidence import recompute
from charley.knowledge.figures import Figure
from charley.knowledge.printed import Printed, Span, decimals, p_span, rounded, span, value
from charley.knowledge.studies import Arm, Outcome, Study
from charley.reading import Record

#: ``interval``, ``p`` and ``share`` do not fit the numbers beside them; ``spread``: a figure after ± is not what it
#: seems; ``difference``: it is not that of the means; ``centre``: an interval does not lie about its estimate.
Check = Literal["interval", "p", "share", "spread", "difference", "centre"]

#: Other tests than ours give other p values; only a p further off than this factor is a finding.
P_FACTOR = 1.5
#: How far another number of people is looked for that would fit a printed share.
NEAR_PEOPLE = 0.15


class AuditFinding(Record, frozen=True, kw_only=True):
    """One disagreement inside a paper.

    Attributes:
        study: id of the study or figure.
        name: of the study, for people.
        outcome: what was measured.
        check: see :data:`Check`.
        printed: what stands in the paper.
        recomputed: what its own numbers give.
        small: whether only the last digit is off.
        message: both numbers and what may lie behind it, in careful words.
    """

    study: str
    name: str
    outcome: str
    check: Check
    printed: str
    recomputed: str
    small: bool = False
    message: str


class _Doubt(NamedTuple):
    check: Check
    printed: str
    recomputed: str
    why: str
    small: bool = False


def audit(studies: Iterable[Study], figures: Iterable[Figure] = ()) -> tuple[AuditFinding, ...]:
    """Run every check over every outcome, and the one that fits over published figures."""
    found = [
        _finding(study.id, study.name, outcome.name, doubt)
        for study in studies
        for outcome in study.outcomes
        for check in CHECKS
        for doubt in check(study, outcome)
    ]
    found += [
        _finding(figure.id, figure.sources[0].title, figure.what, doubt)
        for figure in figures
        for doubt in figure_centre(figure)
    ]
    return tuple(found)


def _finding(study: str, name: str, outcome: str, doubt: _Doubt) -> AuditFinding:
    return AuditFinding(
        study=study,
        name=name,
        outcome=outcome,
        check=doubt.check,
        printed=doubt.printed,
        recomputed=doubt.recomputed,
        small=doubt.small,
        message=f"Printed: {doubt.printed}. From the paper's own numbers: {doubt.recomputed}. {doubt.why}",
    )


def interval_of_means(study: Study, outcome: Outcome) -> Iterator[_Doubt]:
    """The interval of a difference against means, spreads and people."""
    pair, result = recompute.arms_with_means(outcome), outcome.result
    if pair is None or result is None or result.low is None or result.high is None or result.measure != "MD":
        return
    treated, control = pair
    if study.design != "parallel" or "unknown" in (treated.spread, control.spread):
        return
    printed = recompute.half_width(result.low, result.high)
    if printed.meets(recompute.reach(treated, control)):
        return
    middle = (value(result.low) + value(result.high)) / 2
    reach = recompute.middle(recompute.reach(treated, control))
    places = max(decimals(result.low), decimals(result.high))
    each = outcome.records_each
    why = "An analysis that allows for other things can narrow or widen a range, and we cannot check that."
    if each and printed.meets(recompute.widened(recompute.reach(treated, control, n_factor=each), 1.1)):
        why = (
            f"The printed range fits if the {each} counts of each person are taken for {each} people. "
            "Counts of one person are alike, so this makes a result look surer than it is."
        )
    elif printed.meets(recompute.reach(treated, control, spread_is_se=True)):
        why = "The printed range fits if the figures called standard deviations are standard errors."
    yield _Doubt(
        "interval",
        f"{result.low} to {result.high}",
        f"{rounded(middle - reach, places)} to {rounded(middle + reach, places)}",
        why,
    )


def p_of_means(study: Study, outcome: Outcome) -> Iterator[_Doubt]:
    """The p of a difference against means, spreads and people."""
    pair, result = recompute.arms_with_means(outcome), outcome.result
    if pair is None or result is None or result.p is None or study.design != "parallel":
        return
    treated, control = pair
    if "unknown" in (treated.spread, control.spread):
        return
    expected = recompute.p_of_means(treated, control)
    if _p_fits(result.p, expected):
        return
    why = "Another test, or one that allows for other things, can give another p."
    if _p_fits(result.p, recompute.p_of_means(treated, control, spread_is_se=True)):
        why = "The printed p fits if the figures called standard deviations are standard errors."
    yield _Doubt("p", f"p {_p_words(result.p)}", _p_said(expected), why)


def p_of_counts(study: Study, outcome: Outcome) -> Iterator[_Doubt]:
    """The p of two shares against their counts."""
    result = outcome.result
    if result is None or result.p is None or study.design != "parallel" or len(outcome.arms) != 2:
        return
    treated, control = outcome.arms
    if treated.events is None or control.events is None:
        return
    expected = recompute.p_of_counts(treated.events, treated.n, control.events, control.n)
    if not _p_fits(result.p, expected):
        yield _Doubt("p", f"p {_p_words(result.p)}", _p_said(expected), "Another test can give another p.")


def p_of_interval(study: Study, outcome: Outcome) -> Iterator[_Doubt]:
    """The p of a difference against its interval. Ratios are left out: their p is mostly another test's."""
    result = outcome.result
    if result is None or result.p is None or not result.wald or result.measure != "MD":
        return
    if result.estimate is None or result.low is None or result.high is None:
        return
    df = max(2, sum(arm.n for arm in outcome.arms) or study.people) - 2
    statistic = recompute.statistic(result)
    if statistic is None:
        return
    # The interval and the p may rest on z or on t; a larger statistic gives a smaller p.
    low = min(
        recompute.two_sided(statistic.high, math.inf),
        recompute.two_sided(statistic.high * recompute.t_per_z(df), max(df, 1)),
    )
    high = max(
        recompute.two_sided(statistic.low, math.inf),
        recompute.two_sided(statistic.low * recompute.t_per_z(df), max(df, 1)),
    )
    expected = Span(low, high)
    if not _p_fits(result.p, expected):
        yield _Doubt(
            "p",
            f"p {_p_words(result.p)} beside {result.estimate} ({result.low} to {result.high})",
            _p_said(expected),
            "The p and the range may come from two different analyses.",
        )


def difference_of_means(_study: Study, outcome: Outcome) -> Iterator[_Doubt]:
    """The printed difference against the two means; which way round it is taken does not matter."""
    result = outcome.result
    if result is None or result.measure != "MD" or result.estimate is None or len(outcome.arms) != 2:
        return
    treated, control = outcome.arms
    if treated.mean is None or control.mean is None:
        return
    a, b = span(treated.mean), span(control.mean)
    expected = Span(a.low - b.high, a.high - b.low)
    printed = span(result.estimate)
    if printed.meets(expected) or printed.meets(Span(-expected.high, -expected.low)):
        return
    places = max(decimals(treated.mean), decimals(control.mean))
    yield _Doubt(
        "difference",
        f"a difference of {result.estimate}",
        rounded(value(treated.mean) - value(control.mean), places),
        "A difference that allows for other things need not be that of the means.",
    )


def spread_of_difference(study: Study, outcome: Outcome) -> Iterator[_Doubt]:
    """The figure printed beside a difference: a standard error, a standard deviation, or neither."""
    pair, result = recompute.arms_with_means(outcome), outcome.result
    if pair is None or result is None or result.spread is None or study.design != "parallel":
        return
    treated, control = pair
    if "unknown" in (treated.spread, control.spread):
        return
    printed, a, b = span(result.spread), recompute.deviation(treated), recompute.deviation(control)
    error = recompute.standard_error(treated, control)
    deviations = Span(min(a.low, b.low), math.hypot(a.high, b.high))
    if printed.meets(error) or (result.spread_is != "se" and printed.meets(deviations)):
        return
    places = decimals(result.spread)
    why = "It fits neither a standard error nor a standard deviation of these groups."
    if result.spread_is == "se" and printed.meets(deviations):
        why = "It fits a standard deviation and not a standard error."
    elif printed.meets(recompute.apart(a, b)):
        why = (
            f"It is the difference of the two standard deviations ({treated.sd} and {control.sd}), "
            "which says nothing about how sure the result is."
        )
    yield _Doubt(
        "spread",
        f"{result.estimate or 'a difference'} ({result.spread})",
        f"a standard error of {rounded(recompute.middle(error), places)}",
        why,
    )


def shares(study: Study, outcome: Outcome) -> Iterator[_Doubt]:
    """Printed percentages against the people they are of."""
    for arm in outcome.arms:
        if arm.percent is None:
            continue
        if arm.events is not None:
            yield from _share_of_events(arm, arm.percent, arm.events)
        else:
            yield from _share_of_anyone(study, outcome, arm, arm.percent)


def centre(_study: Study, outcome: Outcome) -> Iterator[_Doubt]:
    """Whether an interval lies evenly about its estimate."""
    result = outcome.result
    if result is None or not result.wald or result.estimate is None or result.low is None or result.high is None:
        return
    yield from _centre(result.estimate, result.low, result.high, as_log=result.measure != "MD")


def figure_centre(figure: Figure) -> Iterator[_Doubt]:
    """The same of a published figure."""
    if figure.wald and figure.kind in ("difference", "ratio") and figure.low is not None and figure.high is not None:
        yield from _centre(figure.value, figure.low, figure.high, as_log=figure.kind == "ratio")


CHECKS: tuple[Callable[[Study, Outcome], Iterator[_Doubt]], ...] = (
    interval_of_means,
    p_of_means,
    p_of_counts,
    p_of_interval,
    difference_of_means,
    spread_of_difference,
    shares,
    centre,
)


def _p_fits(printed: str, expected: Span) -> bool:
    """Whether a printed p agrees, leaving room for other tests."""
    return p_span(printed).meets(Span(expected.low / P_FACTOR, min(1.0, expected.high * P_FACTOR)))


def _share_of_events(arm: Arm, percent: Printed, events: int) -> Iterator[_Doubt]:
    exact = 100 * events / arm.n
    if span(percent).meets(Span(exact, exact)):
        return
    places = decimals(percent)
    small = abs(exact - value(percent)) < 1.0 * 10.0**-places
    fitting = _people_that_fit(events, percent, arm.n)
    why = "Only the last digit is off." if small else "Some people may have been left out of one of the two numbers."
    if fitting and not small:
        why = f"It fits {events} of {fitting} people."
    yield _Doubt("share", f"{events} of {arm.n}, {percent} %", f"{rounded(exact, places)} %", why, small)


def _share_of_anyone(study: Study, outcome: Outcome, arm: Arm, percent: Printed) -> Iterator[_Doubt]:
    if _any_count_fits(percent, arm.n):
        return
    places = decimals(percent)
    either = {math.floor(value(percent) * arm.n / 100), math.ceil(value(percent) * arm.n / 100)}
    steps = range(1, max(2, round(arm.n * NEAR_PEOPLE)) + 1)
    others = [n for step in steps for n in (arm.n + step, arm.n - step) if 0 < n <= study.people]
    printed = [each.percent for each in outcome.arms if each.percent is not None]
    for_all = [n for n in others if all(_any_count_fits(each, n) for each in printed)]
    fitting = for_all or [n for n in others if _any_count_fits(percent, n)]
    yield _Doubt(
        "share",
        f"{percent} % of {arm.n} people",
        " or ".join(f"{rounded(100 * count / arm.n, places)} % ({count} people)" for count in sorted(either)),
        f"No whole number of {arm.n} people gives it"
        + (f"; it fits {round(value(percent) * fitting[0] / 100)} of {fitting[0]}." if fitting else "."),
    )


def _any_count_fits(percent: Printed, n: int) -> bool:
    nearest = round(value(percent) * n / 100)
    exact = [100 * count / n for count in (nearest - 1, nearest, nearest + 1)]
    return any(span(percent).meets(Span(share, share)) for share in exact)


def _people_that_fit(events: int, percent: Printed, n: int) -> int | None:
    near = max(1, round(n * NEAR_PEOPLE))
    others = sorted((other for other in range(max(events, n - near), n + near + 1) if other), key=lambda m: abs(m - n))
    return next((m for m in others if span(percent).meets(Span(100 * events / m, 100 * events / m))), None)


def _centre(estimate: Printed, low: Printed, high: Printed, *, as_log: bool) -> Iterator[_Doubt]:
    ends = (recompute.scaled(low, as_log), recompute.scaled(high, as_log))
    middle = Span((ends[0].low + ends[1].low) / 2, (ends[0].high + ends[1].high) / 2)
    if recompute.scaled(estimate, as_log).meets(middle):
        return
    back: Callable[[float], float] = math.exp if as_log else float
    places = max(decimals(text) for text in (estimate, low, high))
    yield _Doubt(
        "centre",
        f"{estimate} ({low} to {high})",
        f"the middle of that range is {rounded(back(recompute.middle(middle)), places)}",
        "One of the three may be rounded or misprinted, or the range was made in a way that need not lie evenly.",
    )


def _p_words(printed: str) -> str:
    return printed if printed[0] in "<>" else f"= {printed}"


def _p_said(expected: Span) -> str:
    low, high = (_short_p(p) for p in expected)
    return f"p near {low}" if low == high else f"p between {low} and {high}"


def _short_p(p: float) -> str:
    return f"{p:.2f}" if p >= 0.1 else f"{p:.3f}" if p >= 0.001 else "0.000"
