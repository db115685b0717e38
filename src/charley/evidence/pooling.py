"""Pooling trials: one common effect, or effects that differ from trial to trial.

Sources of the formulas: between-trial variance by DerSimonian & Laird (Control Clin Trials 1986;7:177), by restricted
maximum likelihood (Viechtbauer, J Educ Behav Stat 2005;30:261) and by Paule & Mandel (J Res Natl Bur Stand 1982;87:377,
solved as in DerSimonian & Kacker, Contemp Clin Trials 2007;28:105); its interval by Q profile (Viechtbauer, Stat Med
2007;26:37); the pool's interval by Hartung & Knapp (Stat Med 2001;20:3875); prediction interval by Higgins, Thompson &
Spiegelhalter (J R Stat Soc A 2009;172:137); I2 by Higgins & Thompson (Stat Med 2002;21:1539); small studies by Egger
and others (BMJ 1997;315:629).
"""

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import chdtrc, chdtri, ndtr, ndtri, stdtr, stdtrit

from charley.evidence.effects import Effect

Array = npt.NDArray[np.float64]

#: ``common``: all trials estimate one effect; the others let it differ between trials.
Method = Literal["common", "DL", "REML", "PM"]

#: Steps of the REML search's grid, and turns of its refinement.
_GRID, _TURNS = 400, 60


class Pool(NamedTuple):
    """What several trials say together; on the scale of the effects given (logs for ratios).

    Attributes:
        method: how the trials were weighed.
        hartung_knapp: whether the interval is Hartung and Knapp's.
        k: trials.
        estimate: the pooled effect.
        se: its standard error.
        low: lower end of the 95 % interval.
        high: upper end.
        p: two-sided, of no effect.
        tau2: variance of the true effects between trials.
        i2: per cent of the spread that is not chance.
        q: Cochran's Q.
        q_p: its p.
        predicted: where 95 % of the effects of new trials would lie; None below three trials or for a common effect.
        weights: of each trial, per cent.
    """

    method: Method
    hartung_knapp: bool
    k: int
    estimate: float
    se: float
    low: float
    high: float
    p: float
    tau2: float
    i2: float
    q: float
    q_p: float
    predicted: tuple[float, float] | None
    weights: tuple[float, ...]


class SmallStudies(NamedTuple):
    """Egger's regression: whether small trials found more than large ones. ``intercept`` is 0 where they did not."""

    intercept: float
    se: float
    t: float
    p: float


def pool(effects: Sequence[Effect], method: Method = "REML", *, hartung_knapp: bool = True) -> Pool:
    """Pool trials.

    Args:
        effects: at least one; with one trial its own effect comes back and tau2 is 0.
        method: see :data:`Method`.
        hartung_knapp: widen the interval for how badly tau2 is known; not used for a common effect or one trial.
    """
    y = np.array([effect.estimate for effect in effects], dtype=float)
    v = np.array([effect.variance for effect in effects], dtype=float)
    if not len(y):
        raise ValueError("nothing to pool")
    if not (np.isfinite(y).all() and np.isfinite(v).all() and (v > 0).all()):
        raise ValueError("every trial needs a finite effect and a variance above zero")
    k = len(y)
    tau2 = 0.0 if method == "common" or k == 1 else _TAU2[method](y, v)
    w = 1 / (v + tau2)
    estimate = _mean(y, w)
    use_hk = hartung_knapp and method != "common" and k > 1
    spread = float(w @ (y - estimate) ** 2) / (k - 1) if use_hk else 1.0
    se = math.sqrt(spread / float(w.sum()))
    df = k - 1 if use_hk else math.inf
    reach = quantile(0.975, df) * se
    q = _q(y, v, 0.0)
    return Pool(
        method=method,
        hartung_knapp=use_hk,
        k=k,
        estimate=estimate,
        se=se,
        low=estimate - reach,
        high=estimate + reach,
        p=_two_sided(estimate / se, df) if se > 0 else 0.0,
        tau2=tau2,
        i2=_i2(v, q, tau2, method),
        q=q,
        q_p=float(chdtrc(k - 1, q)) if k > 1 else 1.0,
        predicted=_predicted(estimate, se, tau2, k) if method != "common" and k > 2 else None,
        weights=tuple(float(share) for share in 100 * w / w.sum()),
    )


def tau2_interval(effects: Sequence[Effect], level: float = 0.95) -> tuple[float, float]:
    """Interval of the between-trial variance by Q profile; the upper end is infinite where nothing bounds it."""
    y = np.array([effect.estimate for effect in effects], dtype=float)
    v = np.array([effect.variance for effect in effects], dtype=float)
    df = len(y) - 1
    below, above = (float(chdtri(df, tail)) for tail in ((1 - level) / 2, (1 + level) / 2))
    return _where_q_is(below, y, v), _where_q_is(above, y, v)


def leave_one_out(
    effects: Sequence[Effect], method: Method = "REML", *, hartung_knapp: bool = True
) -> tuple[Pool, ...]:
    """The pool without each trial in turn, in their order; needs at least two."""
    return tuple(
        pool([*effects[:i], *effects[i + 1 :]], method, hartung_knapp=hartung_knapp) for i in range(len(effects))
    )


def small_studies(effects: Sequence[Effect]) -> SmallStudies | None:
    """Egger's regression of effect / se on 1 / se; None below three trials or where all are equally precise."""
    se = np.array([effect.se for effect in effects])
    z = np.array([effect.estimate for effect in effects]) / se
    if len(se) < 3 or np.ptp(se) < 1e-12 * se.mean():
        return None
    design = np.column_stack([np.ones_like(se), 1 / se])
    (intercept, slope), *_ = np.linalg.lstsq(design, z, rcond=None)
    df = len(se) - 2
    residual = z - design @ np.array([intercept, slope])
    error = math.sqrt(float(residual @ residual) / df * float(np.linalg.inv(design.T @ design)[0, 0]))
    t = float(intercept) / error if error > 0 else math.inf
    return SmallStudies(float(intercept), error, t, _two_sided(t, df))


def quantile(p: float, df: float) -> float:
    """Of Student's t, or of the normal distribution where ``df`` is infinite."""
    return float(ndtri(p)) if math.isinf(df) else float(stdtrit(df, p))


def _two_sided(t: float, df: float) -> float:
    return 2 * float(ndtr(-abs(t)) if math.isinf(df) else stdtr(df, -abs(t)))


def _mean(y: Array, w: Array) -> float:
    return float(w @ y / w.sum())


def _q(y: Array, v: Array, tau2: float) -> float:
    w = 1 / (v + tau2)
    return float(w @ (y - _mean(y, w)) ** 2)


def _dersimonian_laird(y: Array, v: Array) -> float:
    w = 1 / v
    scale = float(w.sum() - (w**2).sum() / w.sum())
    return max(0.0, (_q(y, v, 0.0) - (len(y) - 1)) / scale)


def _paule_mandel(y: Array, v: Array) -> float:
    return _where_q_is(len(y) - 1, y, v)


def _where_q_is(target: float, y: Array, v: Array) -> float:
    """The tau2 at which Q falls to ``target``; 0 where it starts below. Q is convex: Newton comes from the left."""
    tau2 = 0.0
    for _ in range(200):
        w = 1 / (v + tau2)
        off = (y - _mean(y, w)) ** 2
        excess = float(w @ off) - target
        if excess <= 1e-12 * max(1.0, target):
            return tau2
        slope = float(w**2 @ off)
        tau2 += excess / slope
        if tau2 > 1e12 * float(v.max()):
            return math.inf
    return tau2


def _reml(y: Array, v: Array) -> float:
    """Where the restricted likelihood is highest: it may have several peaks, so a grid comes before the bisection."""
    reach = math.sqrt(float(np.ptp(y) ** 2 + v.max()))
    taus = reach * np.linspace(0, 2, _GRID) ** 2
    best = int(np.argmax([_restricted_likelihood(y, v, tau**2) for tau in taus]))
    if best == 0 and _restricted_score(y, v, 0.0) <= 0:
        return 0.0
    low, high = float(taus[max(best - 1, 0)] ** 2), float(taus[min(best + 1, _GRID - 1)] ** 2)
    for _ in range(_TURNS):
        middle = (low + high) / 2
        if _restricted_score(y, v, middle) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _restricted_likelihood(y: Array, v: Array, tau2: float) -> float:
    w = 1 / (v + tau2)
    return 0.5 * float(np.log(w).sum()) - 0.5 * math.log(float(w.sum())) - 0.5 * _q(y, v, tau2)


def _restricted_score(y: Array, v: Array, tau2: float) -> float:
    """Twice the slope of the restricted likelihood in tau2."""
    w = 1 / (v + tau2)
    off = (y - _mean(y, w)) ** 2
    return float(w**2 @ off) - float(w.sum()) + float((w**2).sum() / w.sum())


_TAU2 = {"DL": _dersimonian_laird, "REML": _reml, "PM": _paule_mandel}


def _i2(v: Array, q: float, tau2: float, method: Method) -> float:
    df = len(v) - 1
    if df == 0:
        return 0.0
    if method == "common":
        return 100 * max(0.0, (q - df) / q) if q > 0 else 0.0
    w = 1 / v
    typical = df * float(w.sum()) / float(w.sum() ** 2 - (w**2).sum())
    return 100 * tau2 / (tau2 + typical)


def _predicted(estimate: float, se: float, tau2: float, k: int) -> tuple[float, float]:
    reach = quantile(0.975, k - 2) * math.sqrt(se**2 + tau2)
    return estimate - reach, estimate + reach
