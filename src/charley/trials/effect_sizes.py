"""Measures that researchers of single cases use, beside our own answer. Each assumes that nights are independent.

NAP and Tau: Parker and Vannest (2009), Behavior Therapy 40:357. Tau-U: Parker, Vannest, Davis and Sauber (2011),
Behavior Therapy 42:284. Log response ratio with the small-sample correction: Pustejovsky (2018), J School Psychology
68:99. Fewer cramps is the improvement.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from scipy.special import ndtri

from charley.reading import Record

_Z = float(ndtri(0.975))


class LogResponseRatio(NamedTuple):
    """log(mean with treatment / mean without), corrected for small samples, with its standard error."""

    estimate: float
    se: float

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval."""
        return self.estimate - _Z * self.se, self.estimate + _Z * self.se


class EffectSizes(Record, frozen=True, kw_only=True):
    """All of them for one comparison.

    Attributes:
        nap: share of pairs of nights in which the treated one has fewer cramps; ties count half. 0.5 is no effect.
        tau: the same from -1 to 1.
        tau_u: tau with the trend within the untreated nights taken off.
        log_response_ratio, log_response_ratio_se: null where a mean is zero or a phase has one night only.
    """

    nap: float
    tau: float
    tau_u: float
    log_response_ratio: float | None
    log_response_ratio_se: float | None


def effect_sizes(without: Sequence[float], treated: Sequence[float]) -> EffectSizes | None:
    """The measures of two rows of counts in order of time; None where a row is empty."""
    if not without or not treated:
        return None
    ratio = log_response_ratio(without, treated)
    return EffectSizes(
        nap=nap(without, treated),
        tau=2.0 * nap(without, treated) - 1.0,
        tau_u=tau_u(without, treated),
        log_response_ratio=None if ratio is None else ratio.estimate,
        log_response_ratio_se=None if ratio is None else ratio.se,
    )


def nap(without: Sequence[float], treated: Sequence[float]) -> float:
    """Non-overlap of all pairs."""
    won = sum((t < w) + 0.5 * (t == w) for w in without for t in treated)
    return won / (len(without) * len(treated))


def tau_u(without: Sequence[float], treated: Sequence[float]) -> float:
    """Tau-U with the untreated nights' trend taken off, as the sum of two Kendall scores over the pairs of phases."""
    between = sum(_sign(w - t) for w in without for t in treated)
    trend = sum(_sign(without[i] - without[j]) for i in range(len(without)) for j in range(i + 1, len(without)))
    return (between - trend) / (len(without) * len(treated))


def log_response_ratio(without: Sequence[float], treated: Sequence[float]) -> LogResponseRatio | None:
    """The ratio of means on the log scale, each freed of its small-sample bias; None where it has no value."""
    parts = [_log_mean(row) for row in (without, treated)]
    if parts[0] is None or parts[1] is None:
        return None
    (low, low_var), (high, high_var) = parts[0], parts[1]
    return LogResponseRatio(high - low, math.sqrt(low_var + high_var))


def _log_mean(row: Sequence[float]) -> tuple[float, float] | None:
    n = len(row)
    if n < 2 or sum(row) <= 0:
        return None
    mean = sum(row) / n
    relative = sum((value - mean) ** 2 for value in row) / (n - 1) / (n * mean**2)
    return math.log(mean) + relative / 2.0, relative


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
