"""Further terms of the model: a slow trend, and the weekdays. Each is a set of columns with Gaussian priors.

Cramps fall by themselves after a diary is begun: in the placebo arms of trials by about a quarter in four weeks. Where
the treatment begins once and stays, that fall looks like an effect. The latent level forgets within weeks and cannot
stand for it; with a slow trend in the model the data must say which of the two it was, and a diary of one before and
one after mostly cannot.
"""

from dataclasses import dataclass, replace

import numpy as np

from charley.inference.contrasts import contrast
from charley.inference.mixture import Mixture
from charley.inference.model import Array, CrampModel, Gaussian
from charley.inference.posterior import Posterior

#: Prior sd of the log ratio of the last night to the first by steady drift: a halving lies at 0.7 sd. It is twice
#: that of a treatment, so that a change which both could explain is given to the drift.
DRIFT_SD = 1.0
#: Prior sd of the log ratio of the first night to what the cramps settle to. A fall by a quarter lies at 0.6 sd.
SETTLING_SD = 0.5
#: Nights in which half of the settling is done: three quarters in four weeks.
SETTLING_HALF_LIFE = 14.0
#: Prior sd of one weekday's log ratio to the average weekday, before the seven are made to sum to zero.
WEEKDAY_SD = 0.2
WEEK = 7


@dataclass(frozen=True, eq=False)
class Term:
    """Columns (K, T) that enter the linear predictor as they are, and one prior for each."""

    columns: Array
    priors: tuple[Gaussian, ...]


def slow_trend(nights: int, *, drift_sd: float = DRIFT_SD, settling_sd: float = SETTLING_SD) -> Term:
    """A steady drift, and a settling that is quick at first.

    The drift runs from -1/2 on the first night to 1/2 on the last, so its coefficient is the log ratio of the two. The
    settling runs from 1 on the first night towards 0; its coefficient is the log ratio of the first night to the level
    in the end. Together they bend, as regression to the mean does, or fall straight.
    """
    t = np.arange(nights, dtype=np.float64)
    drift = t / max(nights - 1, 1) - 0.5 if nights > 1 else np.zeros(1)
    settling = np.exp2(-t / SETTLING_HALF_LIFE)
    return Term(np.stack([drift, settling]), (Gaussian(0.0, drift_sd), Gaussian(0.0, settling_sd)))


def weekdays(nights: int, first: int, *, sd: float = WEEKDAY_SD) -> Term:
    """Seven weekdays whose log ratios to their average sum to zero, none of them favoured.

    Six orthonormal contrasts of the weekdays with the same prior: the seven effects then have the covariance
    sd^2 (I - 1/7), whichever contrasts are taken.

    Args:
        nights: T.
        first: weekday of the first night, 0 for Monday.
        sd: see :data:`WEEKDAY_SD`.
    """
    day = (first + np.arange(nights)) % WEEK
    return Term(_CONTRASTS[:, day], (Gaussian(0.0, sd),) * (WEEK - 1))


def extended(model: CrampModel, *terms: Term) -> CrampModel:
    """The model with further terms; their columns come after all others."""
    return replace(
        model,
        fixed=np.concatenate([model.fixed, *(term.columns for term in terms)]),
        coef_mean=np.concatenate([model.coef_mean, *([g.mean for g in term.priors] for term in terms)]),
        coef_sd=np.concatenate([model.coef_sd, *([g.sd for g in term.priors] for term in terms)]),
    )


def trend_between(posterior: Posterior, at: int, one: int, other: int) -> Mixture:
    """Log ratio of night ``other`` to night ``one`` by the slow trend alone, whose columns begin at coefficient ``at``.

    Both nights are counted from 0.
    """
    columns = posterior.model.fixed[at - 1 - len(posterior.model.washed) :][:2]
    row = np.zeros(posterior.model.coefficients)
    row[at : at + 2] = columns[:, other] - columns[:, one]
    return contrast(posterior, row)


def weekday_effects(posterior: Posterior, at: int) -> list[Mixture]:
    """Log ratio of each weekday to the average one, Monday first; the weekdays' columns begin at coefficient ``at``."""
    rows = np.zeros((WEEK, posterior.model.coefficients))
    rows[:, at : at + WEEK - 1] = _CONTRASTS.T
    return [contrast(posterior, row) for row in rows]


def _helmert() -> Array:
    """Six orthonormal rows that each sum to zero: one day against the mean of those before it."""
    rows = np.zeros((WEEK - 1, WEEK))
    for k in range(1, WEEK):
        rows[k - 1, :k], rows[k - 1, k] = -1.0, float(k)
        rows[k - 1] /= np.sqrt(k * (k + 1.0))
    return rows


_CONTRASTS = _helmert()
