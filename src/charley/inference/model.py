"""The cramp model: what is observed, what is unknown, and the prior of each unknown.

    y_t ~ NegBin(mean e_t exp(eta_t), size phi),   eta_t = b' X_t(h) + u_t,   u a stationary AR(1) with sd sigma

X holds a constant, the treatments washed in with half-life h, and the covariates; b has independent Gaussian priors,
one for each column. The four hyperparameters sigma, rho, 1/sqrt(phi) and h are handled on coordinates z in which their
prior is N(0, I): with little data the posterior is then nearly the prior and nothing runs to a boundary.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.linalg.lapack import dgttrs
from scipy.special import expit, ndtr, ndtri

Array = npt.NDArray[np.floating[Any]]

#: Coordinates beyond this lie in tails of probability 1e-9 and are moved to it.
_Z_MAX = 6.0


class Gaussian(NamedTuple):
    """A Gaussian prior."""

    mean: float
    sd: float


LOGIT_RHO = Gaussian(1.0, 1.0)
LOG_HALF_LIFE = Gaussian(math.log(5.0), 0.6)


class Hyper(NamedTuple):
    """Hyperparameters on their natural scales, one entry for each point."""

    sigma: Array
    rho: Array
    inv_sqrt_phi: Array
    half_life: Array


@dataclass(frozen=True)
class HyperPrior:
    """Priors of the hyperparameters.

    Attributes:
        sigma_scale: scale of the half-normal prior of the level's sd (log scale).
        logit_rho: Gaussian prior of logit(rho), rho the lag-one correlation of the level.
        inv_sqrt_phi_scale: scale of the half-normal prior of 1/sqrt(phi), phi the size of the counts' distribution.
        log_half_life: Gaussian prior of the log of the half-life of wash-in and wash-out in days.
    """

    sigma_scale: float = 0.7
    logit_rho: Gaussian = LOGIT_RHO
    inv_sqrt_phi_scale: float = 0.7
    log_half_life: Gaussian = LOG_HALF_LIFE

    def natural(self, z: Array) -> Hyper:
        """The hyperparameters at standard-normal coordinates ``z`` of shape (n, 4)."""
        z = np.clip(z, -_Z_MAX, _Z_MAX)
        return Hyper(
            sigma=self.sigma_scale * half_normal(z[:, 0]),
            rho=expit(self.logit_rho.mean + self.logit_rho.sd * z[:, 1]),
            inv_sqrt_phi=self.inv_sqrt_phi_scale * half_normal(z[:, 2]),
            half_life=np.exp(self.log_half_life.mean + self.log_half_life.sd * z[:, 3]),
        )


def half_normal(z: Array) -> Array:
    """|N(0,1)| at the probability that N(0,1) has below ``z``; accurate in both tails."""
    return -ndtri(0.5 * ndtr(-z))  # type: ignore[no-any-return]


#: Prior of the log rate at full observation, without treatment, at average covariates.
ALPHA = Gaussian(math.log(0.5), 1.5)
#: Prior of a treatment's log rate ratio: sceptical, centred on no effect.
BETA = Gaussian(0.0, 0.5)
#: Prior of the effect of one standard deviation of a covariate.
GAMMA = Gaussian(0.0, 0.3)


@dataclass(frozen=True, eq=False)
class CrampModel:
    """One diary with its priors, as arrays. T nights, J treatments, K further columns, p = 1 + J + K coefficients.

    Attributes:
        counts: (T,) cramps as floats, 0 where not recorded.
        recorded: (T,) 1.0 where the night was recorded, else 0.0.
        log_exposure: (T,) log of the share of the night observed.
        washed: (J, T) share of the target dose taken; enters the linear predictor washed in with the half-life.
        fixed: (K, T) columns that enter as they are.
        coef_mean: (p,) prior means of constant, treatments, columns.
        coef_sd: (p,) prior standard deviations.
        hyper: priors of the hyperparameters.
    """

    counts: Array
    recorded: Array
    log_exposure: Array
    washed: Array
    fixed: Array
    coef_mean: Array
    coef_sd: Array
    hyper: HyperPrior = field(default_factory=HyperPrior)

    @classmethod
    def of(
        cls,
        counts: npt.ArrayLike,
        exposure: npt.ArrayLike | None = None,
        washed: npt.ArrayLike | None = None,
        fixed: npt.ArrayLike | None = None,
        *,
        alpha: Gaussian = ALPHA,
        washed_priors: Sequence[Gaussian] | None = None,
        fixed_priors: Sequence[Gaussian] | None = None,
        hyper: HyperPrior | None = None,
    ) -> "CrampModel":
        """Take one diary.

        Args:
            counts: (T,) whole numbers of any dtype; NaN where not recorded.
            exposure: (T,) in (0, 1]; 1 everywhere by default.
            washed: (J, T) doses in [0, 1].
            fixed: (K, T) further columns, already on the scale their priors are meant for.
            alpha: prior of the constant.
            washed_priors: one for each treatment; :data:`BETA` by default.
            fixed_priors: one for each further column; :data:`GAMMA` by default.
            hyper: priors of the hyperparameters.

        Raises:
            ValueError: shapes that do not fit, or numbers outside their range.
        """
        y = np.asarray(counts, dtype=np.float64)
        if y.ndim != 1 or y.size == 0:
            raise ValueError("counts should be one row with at least one night")
        nights = y.size
        seen = ~np.isnan(y)
        if np.any(y[seen] < 0) or np.any(y[seen] != np.floor(y[seen])) or np.any(np.isinf(y[seen])):
            raise ValueError("counts should be whole numbers, 0 or more, or NaN")
        e = np.ones(nights) if exposure is None else np.asarray(exposure, dtype=np.float64)
        if e.shape != y.shape or not (np.all(e > 0) and np.all(e <= 1)):
            raise ValueError("exposure should have one share in (0, 1] for each night")
        a, x = _columns(washed, nights, "washed"), _columns(fixed, nights, "fixed")
        if np.any(a < 0) or np.any(a > 1):
            raise ValueError("doses should lie in [0, 1]")
        betas = tuple(washed_priors) if washed_priors is not None else (BETA,) * len(a)
        gammas = tuple(fixed_priors) if fixed_priors is not None else (GAMMA,) * len(x)
        if len(betas) != len(a) or len(gammas) != len(x):
            raise ValueError("there should be one prior for each column")
        priors = np.array([alpha, *betas, *gammas], dtype=np.float64)
        if not (np.all(np.isfinite(priors)) and np.all(priors[:, 1] > 0)):
            raise ValueError("priors should be finite, with positive standard deviations")
        return cls(
            counts=np.where(seen, y, 0.0),
            recorded=seen.astype(np.float64),
            log_exposure=np.log(e),
            washed=a,
            fixed=x,
            coef_mean=priors[:, 0].copy(),
            coef_sd=priors[:, 1].copy(),
            hyper=hyper or HyperPrior(),
        )

    @property
    def nights(self) -> int:
        """T."""
        return int(self.counts.size)

    @property
    def coefficients(self) -> int:
        """p: the constant, the treatments and the further columns."""
        return int(self.coef_mean.size)

    @cached_property
    def nights_above(self) -> Array:
        """How many nights have more than 0, 1, 2 … cramps, up to the last that any has."""
        seen = self.counts[self.recorded > 0].astype(np.int64)
        return (seen.size - np.cumsum(np.bincount(seen)))[:-1].astype(np.float64)

    def design(self, half_life: Array) -> Array:
        """The columns X at each half-life, shape (p, n, T): constant, washed-in treatments, further columns."""
        n, nights, treatments = half_life.size, self.nights, len(self.washed)
        X = np.empty((self.coefficients, n, nights))
        X[0] = 1.0
        if treatments:
            X[1 : 1 + treatments] = wash_in(self.washed, half_life)
        X[1 + treatments :] = self.fixed[:, None, :]
        return X


def wash_in(doses: Array, half_life: Array) -> Array:
    """Saturation s_t = s_(t-1) + (1 - 2^(-1/h)) (a_t - s_(t-1)), s_0 = 0.

    All points and treatments are one lower-bidiagonal system, solved by one call without a loop over nights.

    Args:
        doses: (J, T) shares of the target dose.
        half_life: (n,) days.

    Returns:
        (J, n, T) saturations in [0, 1].
    """
    treatments, nights = doses.shape
    n = half_life.size
    kept = np.exp2(-1.0 / half_life)
    rows = n * nights
    s = np.multiply((1.0 - kept)[None, :, None], doses[:, None, :]).reshape(treatments, rows)
    below = np.repeat(-kept, nights)
    below[nights - 1 :: nights] = 0.0  # each point's diary begins afresh
    pivots = np.arange(1, rows + 1, dtype=np.int32)  # no row was exchanged
    nothing = np.zeros(rows)
    if rows > 1:
        solved, _ = dgttrs(below[:-1], np.ones(rows), nothing[:-1], nothing[: rows - 2], pivots, s.T, overwrite_b=1)
        s = solved.T
    saturation: Array = s.reshape(treatments, n, nights)
    return saturation


def _columns(rows: npt.ArrayLike | None, nights: int, name: str) -> Array:
    if rows is None:
        return np.zeros((0, nights))
    columns = np.asarray(rows, dtype=np.float64)
    if columns.size == 0:
        return np.zeros((0, nights))
    if columns.ndim != 2 or columns.shape[1] != nights or not np.all(np.isfinite(columns)):
        raise ValueError(f"{name} should be rows of {nights} finite numbers each")
    return columns
