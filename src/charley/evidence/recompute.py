"""What a paper's numbers give when they are computed again, over all values that round to what is printed."""

import math
from itertools import product

from scipy.special import gammaln, ndtr, ndtri, stdtr, stdtrit

from charley.knowledge.printed import Printed, Span, span
from charley.knowledge.studies import Arm, Outcome, Result


def arms_with_means(outcome: Outcome) -> tuple[Arm, Arm] | None:
    """Both arms, where each has a mean and a spread."""
    if len(outcome.arms) != 2 or any(arm.mean is None or arm.sd is None for arm in outcome.arms):
        return None
    return outcome.arms[0], outcome.arms[1]


def deviation(arm: Arm, *, spread_is_se: bool = False) -> Span:
    """The arm's standard deviation, whatever was printed."""
    printed = span(arm.sd or "0")
    factor = math.sqrt(arm.n) if arm.spread == "se" or spread_is_se else 1.0
    return Span(max(printed.low, 0.0) * factor, printed.high * factor)


def standard_error(treated: Arm, control: Arm, *, n_factor: int = 1, spread_is_se: bool = False) -> Span:
    """Of the difference of the means, with the variances apart or together."""
    n, m = treated.n * n_factor, control.n * n_factor
    a, b = (deviation(arm, spread_is_se=spread_is_se) for arm in (treated, control))
    ends = []
    for sd_a, sd_b in ((a.low, b.low), (a.high, b.high)):
        apart = math.sqrt(sd_a**2 / n + sd_b**2 / m)
        together = math.sqrt(((n - 1) * sd_a**2 + (m - 1) * sd_b**2) / max(n + m - 2, 1) * (1 / n + 1 / m))
        ends.append((min(apart, together), max(apart, together)))
    return Span(ends[0][0], ends[1][1])


def reach(treated: Arm, control: Arm, *, n_factor: int = 1, spread_is_se: bool = False) -> Span:
    """Half the width of a 95 % interval of the difference, by z or t, with variances apart or together."""
    error = standard_error(treated, control, n_factor=n_factor, spread_is_se=spread_is_se)
    fewest = min(treated.n, control.n) * n_factor - 1  # Welch's degrees of freedom are never fewer
    return Span(error.low * float(ndtri(0.975)), error.high * float(stdtrit(max(fewest, 1), 0.975)))


def p_of_means(treated: Arm, control: Arm, *, spread_is_se: bool = False) -> Span:
    """Two-sided p of the difference, by z or t, over all values that round to what is printed."""
    a, b = span(treated.mean or "0"), span(control.mean or "0")
    furthest = max(abs(a.high - b.low), abs(a.low - b.high))
    nearest = 0.0 if a.meets(b, 0.0) else min(abs(a.low - b.high), abs(a.high - b.low))
    error = standard_error(treated, control, spread_is_se=spread_is_se)
    fewest = max(min(treated.n, control.n) - 1, 1)
    smallest = two_sided(furthest / max(error.low, 1e-300), math.inf)
    return Span(smallest, two_sided(nearest / max(error.high, 1e-300), fewest))


def p_of_counts(a: int, n: int, c: int, m: int) -> Span:
    """p of two shares by chi-square with and without continuity correction and by Fisher's exact test."""
    b, d = n - a, m - c
    total, cross = n + m, abs(a * d - b * c)
    margins = n * m * (a + c) * (b + d)
    if margins == 0:
        return Span(0.0, 1.0)
    plain = math.sqrt(total * cross**2 / margins)
    corrected = math.sqrt(total * max(0.0, cross - total / 2) ** 2 / margins)
    values = [two_sided(plain, math.inf), two_sided(corrected, math.inf), _fisher(a, n, c, m)]
    return Span(min(values), max(values))


def _fisher(a: int, n: int, c: int, m: int) -> float:
    """Fisher's exact two-sided p: all tables no likelier than this one."""
    events = a + c

    def log_chance(x: int) -> float:
        return _log_choose(n, x) + _log_choose(m, events - x) - _log_choose(n + m, events)

    here = log_chance(a)
    possible = range(max(0, events - m), min(n, events) + 1)
    return min(1.0, sum(math.exp(chance) for x in possible if (chance := log_chance(x)) <= here + 1e-7))


def _log_choose(n: int, k: int) -> float:
    return float(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))


def statistic(result: Result) -> Span | None:
    """|difference| / standard error as the interval has it, by z; None where the interval has no width."""
    estimate, low, high = (span(text or "0") for text in (result.estimate, result.low, result.high))
    narrowest, widest = high.low - low.high, high.high - low.low
    if narrowest <= 0:
        return None
    nearest = 0.0 if estimate.low <= 0 <= estimate.high else min(abs(estimate.low), abs(estimate.high))
    furthest = max(abs(estimate.low), abs(estimate.high))
    per_se = 2 * float(ndtri(0.975))
    return Span(nearest / widest * per_se, furthest / narrowest * per_se)


def t_per_z(df: int) -> float:
    """How much wider a t interval is than a z interval of the same standard error."""
    return float(stdtrit(max(df, 1), 0.975)) / float(ndtri(0.975))


def two_sided(statistic: float, df: float) -> float:
    """p of a statistic of either sign, by t, or by z where ``df`` is infinite."""
    return 2 * float(ndtr(-statistic) if math.isinf(df) else stdtr(df, -statistic))


def scaled(printed: Printed, as_log: bool) -> Span:
    """The values a number may stand for, as logs for ratios."""
    plain = span(printed)
    return Span(math.log(max(plain.low, 1e-300)), math.log(max(plain.high, 1e-300))) if as_log else plain


def half_width(low: Printed, high: Printed) -> Span:
    """Half the width a printed interval may have."""
    a, b = span(low), span(high)
    return Span((b.low - a.high) / 2, (b.high - a.low) / 2)


def apart(a: Span, b: Span) -> Span:
    """How far apart two rounded numbers may lie."""
    ends = [abs(x - y) for x, y in product(a, b)]
    return Span(0.0 if a.meets(b, 0.0) else min(ends), max(ends))


def widened(of: Span, factor: float) -> Span:
    """The span with its ends moved out by ``factor``."""
    return Span(of.low / factor, of.high * factor)


def middle(of: Span) -> float:
    """The middle of the span."""
    return (of.low + of.high) / 2
