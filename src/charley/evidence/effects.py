"""The effect one trial found, on the scale it is pooled on, with its sampling variance.

Formulas as in the Cochrane Handbook (version 6, chapters 6, 10 and 23) and in Viechtbauer, J Stat Softw 2010;36(3);
ratio of means after Hedges, Gurevitch & Curtis, Ecology 1999;80:1150, and Lajeunesse, Ecology 2011;92:2049 for pairs.
"""

import math
from typing import Literal, NamedTuple

from scipy.special import gammaln, ndtri, stdtr, stdtrit

#: mean difference, standardised mean difference, and the logs of: ratio of means, rate or risk ratio, odds ratio.
Measure = Literal["MD", "SMD", "ROM", "RR", "OR"]

#: Measures that are pooled on the log scale and shown as ratios.
RATIOS: frozenset[Measure] = frozenset({"ROM", "RR", "OR"})


class Group(NamedTuple):
    """A group's mean of the outcome: people, mean, standard deviation."""

    n: int
    mean: float
    sd: float


class Count(NamedTuple):
    """People in a group, and how many of them had the event."""

    n: int
    events: int


class Effect(NamedTuple):
    """An estimate and its sampling variance; ratios on the log scale."""

    estimate: float
    variance: float

    @property
    def se(self) -> float:
        """Standard error."""
        return math.sqrt(self.variance)


def mean_difference(treated: Group, control: Group) -> Effect:
    """Treated less control."""
    return Effect(treated.mean - control.mean, treated.sd**2 / treated.n + control.sd**2 / control.n)


def standardised_mean_difference(treated: Group, control: Group) -> Effect:
    """Hedges' g: the difference in pooled standard deviations, with the exact small-sample factor."""
    df = treated.n + control.n - 2
    pooled_sd = math.sqrt(((treated.n - 1) * treated.sd**2 + (control.n - 1) * control.sd**2) / df)
    shrink = math.exp(gammaln(df / 2) - gammaln((df - 1) / 2)) / math.sqrt(df / 2)
    g = shrink * (treated.mean - control.mean) / pooled_sd
    return Effect(g, 1 / treated.n + 1 / control.n + g**2 / (2 * (treated.n + control.n)))


def ratio_of_means(treated: Group, control: Group) -> Effect:
    """Log of the treated mean over the control mean; both means positive."""
    return Effect(_log_ratio(treated, control), _cv2(treated) / treated.n + _cv2(control) / control.n)


def risk_ratio(treated: Count, control: Count) -> Effect:
    """Log risk ratio; half an event is added to every cell where one is empty."""
    a, b, c, d = _cells(treated, control)
    return Effect(math.log(a / (a + b) * (c + d) / c), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d))


def odds_ratio(treated: Count, control: Count) -> Effect:
    """Log odds ratio; half an event is added to every cell where one is empty."""
    a, b, c, d = _cells(treated, control)
    return Effect(math.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d)


def paired_mean_difference(treated: Group, control: Group, correlation: float) -> Effect:
    """The difference within people of a crossover trial.

    Args:
        treated: the treatment periods.
        control: the control periods of the same people; ``n`` is the same.
        correlation: between a person's two periods.
    """
    variance = treated.sd**2 + control.sd**2 - 2 * correlation * treated.sd * control.sd
    return Effect(treated.mean - control.mean, variance / treated.n)


def paired_ratio_of_means(treated: Group, control: Group, correlation: float) -> Effect:
    """Log ratio of the means of a crossover trial's two periods."""
    shared = 2 * correlation * treated.sd * control.sd / (treated.mean * control.mean)
    return Effect(_log_ratio(treated, control), (_cv2(treated) + _cv2(control) - shared) / treated.n)


def correlation_from_p(treated: Group, control: Group, p: float) -> float:
    """The correlation between a crossover trial's periods that its two-sided paired p implies.

    Kept within -1 and 1: a printed p is rounded and may imply a little more.
    """
    t = -float(stdtrit(treated.n - 1, p / 2))
    sd_of_difference = abs(treated.mean - control.mean) / t * math.sqrt(treated.n)
    shared = treated.sd**2 + control.sd**2 - sd_of_difference**2
    return max(-1.0, min(1.0, shared / (2 * treated.sd * control.sd)))


def from_interval(estimate: float, low: float, high: float, level: float = 0.95) -> Effect:
    """An effect whose standard error is read off its normal interval; give ratios as logs."""
    return Effect(estimate, ((high - low) / (2 * float(ndtri(0.5 + level / 2)))) ** 2)


def from_p(estimate: float, p: float, df: float = math.inf) -> Effect:
    """An effect whose standard error is read off its two-sided p, by t with ``df`` or by z."""
    quantile = -float(ndtri(p / 2)) if math.isinf(df) else -float(stdtrit(df, p / 2))
    return Effect(estimate, (estimate / quantile) ** 2)


def p_of_t(t: float, df: float) -> float:
    """Two-sided p of a t statistic."""
    return 2 * float(stdtr(df, -abs(t)))


def _cells(treated: Count, control: Count) -> tuple[float, float, float, float]:
    cells = (treated.events, treated.n - treated.events, control.events, control.n - control.events)
    add = 0.5 if 0 in cells else 0.0
    a, b, c, d = (cell + add for cell in cells)
    return a, b, c, d


def _log_ratio(treated: Group, control: Group) -> float:
    return math.log(treated.mean / control.mean)


def _cv2(group: Group) -> float:
    return (group.sd / group.mean) ** 2
