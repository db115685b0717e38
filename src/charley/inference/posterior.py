"""What the diary says: marginals, probabilities, cramps avoided, the latent level, draws, and the health of it all."""

import math
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from inspect import signature
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import logit, ndtri

from charley.inference import laplace, quadrature, sequences
from charley.inference.level import Level, Moments, Rate
from charley.inference.machine import one_thread
from charley.inference.mixture import LEVELS, Mixture, Summary, even_summary, quantiles, weighted_summary
from charley.inference.model import Array, CrampModel, Hyper

#: Effective points below which the weights carry no answer.
FEWEST_EFFECTIVE = 20.0
#: Points for the distribution of the cramps avoided.
AVOIDED_POINTS = 4096
NIGHTS_A_WEEK = 7.0
#: Mass of the points that level and cramps avoided do without.
LEFT_OUT = 1e-4


@dataclass(frozen=True, eq=False)
class Posterior:
    """The posterior of one diary: weighted hyperparameter points, and at each a Gaussian of coefficients and level.

    Attributes:
        model: the diary and its priors.
        points: hyperparameter points and weights.
    """

    model: CrampModel
    points: quadrature.Quadrature

    def at(self, where: npt.NDArray[np.intp]) -> laplace.Conditional:
        """The Gaussians at some of the points, given by their places in ascending order."""
        return laplace.gathered(self.points.parts, where)

    @property
    def weights(self) -> Array:
        """(n,) weights of the points; they sum to one."""
        return self.points.weights

    @property
    def log_marginal(self) -> float:
        """log p(y), all constants of likelihood and priors included."""
        return self.points.log_marginal

    @property
    def reason(self) -> str | None:
        """Why this posterior should not be used; None where it may be."""
        converged = np.concatenate([part.converged for part in self.points.parts])
        lost = float(self.weights[~converged].sum())
        if not math.isfinite(self.log_marginal) or not np.all(np.isfinite(self.weights)):
            return "the calculation did not give a finite number"
        if lost > 1e-3:
            return "the calculation did not come to rest"
        if self.points.agreement < quadrature.DISAGREES:
            return f"the calculation did not settle (its own forecast came true to {self.points.agreement:.0%} only)"
        if self.points.effective < FEWEST_EFFECTIVE:
            return f"the calculation rests on too few points (effective number {self.points.effective:.0f})"
        return None

    @property
    def healthy(self) -> bool:
        """Whether the engine vouches for the numbers."""
        return self.reason is None

    def coefficient(self, k: int) -> Mixture:
        """Marginal of coefficient ``k``: 0 the constant, then the treatments, then the further columns."""
        return Mixture(self.weights, self.points.mean[:, k], np.sqrt(self.points.cov[:, k, k]))

    def coefficients(self) -> list[Summary]:
        """Marginals of all coefficients, in the order of the model's columns."""
        means, sds = self.points.mean.T, np.sqrt(np.diagonal(self.points.cov, axis1=1, axis2=2).T)
        levels = quantiles(self.weights, means, sds).tolist()
        return [
            Summary(mix.mean, mix.sd, *row)
            for mix, row in zip(map(self.coefficient, range(len(levels))), levels, strict=True)
        ]

    def hyper(self) -> dict[str, Summary]:
        """Marginals of the hyperparameters, also on the scales on which they are nearest to normal.

        The size phi = 1/inv_sqrt_phi^2 is left out: its mean does not exist, because the density of 1/sqrt(phi) is
        positive at 0.
        """
        h, w = self.points.fine_hyper, self.points.fine_weights
        found: dict[str, Summary] = {}
        found["sigma"], found["log_sigma"] = weighted_summary(h.sigma, w, np.log)
        found["rho"], found["logit_rho"] = weighted_summary(h.rho, w, logit)
        found["inv_sqrt_phi"], found["log_inv_sqrt_phi"] = weighted_summary(h.inv_sqrt_phi, w, np.log)
        found["half_life"], found["log_half_life"] = weighted_summary(h.half_life, w, np.log)
        return found

    @cached_property
    def _kept(self) -> tuple[npt.NDArray[np.intp], Array]:
        """Places and weights of the points that carry the mass."""
        order = np.argsort(-self.weights, kind="stable")
        kept = np.sort(order[: 1 + int(np.searchsorted(np.cumsum(self.weights[order]), 1.0 - LEFT_OUT))])
        return kept, self.weights[kept] / self.weights[kept].sum()

    @cached_property
    def _sums(self) -> Level:
        return self.points.loops.level(self.model, self.points.parts, *self._kept)

    def level(self, keep: Collection[int] = ()) -> Array:
        """The latent level alpha + u_t: (3, T) quantiles at 2.5, 50 and 97.5 %, nights not recorded included.

        The mixture over the points is summarised by its first four moments (Cornish and Fisher 1938). Where their
        series turns back on itself, as with two sorts of nights far apart, the mixture's own quantiles are found.

        Args:
            keep: coefficients whose columns stay in, such as those of a slow trend.
        """
        # alpha + u is eta without the other columns' part
        lost = [k for k in range(1, self.model.coefficients) if k not in keep]
        bands, rising = _cornish_fisher(self._sums.without(lost))
        if not rising.all():
            folded = np.flatnonzero(~rising)
            means, variances = self._sums.gaussians(folded, lost)
            bands[:, folded] = quantiles(self._kept[1], means.T, np.sqrt(variances).T).T
        return bands

    def avoided_per_week(self, k: int) -> Summary:
        """Cramps avoided a week by treatment column ``k`` once built up, mean over the diary's own nights.

        7 mean_t exp(eta_t - beta_k s_kt) (1 - exp(beta_k)), every night counted whole, other treatments as they were.
        At each point (beta_k, log of that mean) is taken as bivariate Gaussian.
        """
        return self._avoided(k, self._sums.rate_without(k))

    def avoided_per_week_typical_day(self, k: int) -> Summary:
        """Cramps avoided a week at the level's mean and average covariates: 7 exp(alpha) (1 - exp(beta_k))."""
        kept, _ = self._kept
        cov = self.points.cov[kept, 0]
        return self._avoided(k, Rate(self.points.mean[kept, 0], cov[:, 0], cov[:, k]))

    def _avoided(self, k: int, rate: Rate) -> Summary:
        """7 exp(log rate) (1 - exp(beta_k)) over the points."""
        kept, weights = self._kept
        normal = sequences.normal(AVOIDED_POINTS, 2)
        place = (np.arange(AVOIDED_POINTS) + 0.5) / AVOIDED_POINTS
        count = np.diff(np.searchsorted(place, np.cumsum(weights[:-1]), side="right"), prepend=0, append=AVOIDED_POINTS)
        mean, sd, rate_sd = self.points.mean[kept, k], np.sqrt(self.points.cov[kept, k, k]), np.sqrt(rate.var)
        shared = np.clip(rate.cov / (sd * rate_sd), -1.0, 1.0)
        rows = np.stack([mean, sd, rate.mean, rate_sd * shared, rate_sd * np.sqrt(1.0 - shared**2)])
        at_mean, at_sd, at_rate, with_beta, alone = np.repeat(rows, count, axis=1)
        log_rate = at_rate + with_beta * normal[:, 0] + alone * normal[:, 1]
        return even_summary(-NIGHTS_A_WEEK * np.exp(log_rate) * np.expm1(at_mean + at_sd * normal[:, 0]))

    def draws(self, size: int, seed: int) -> "Draws":
        """Joint draws of hyperparameters, coefficients and the linear predictor of every night."""
        random = np.random.default_rng(seed)
        where = np.sort(random.choice(self.weights.size, size=size, p=self.weights))
        at = self.at(where)
        roots = np.linalg.cholesky(at.cov)
        offset = np.einsum("mkl,ml->mk", roots, random.standard_normal((size, self.model.coefficients)))
        noise = laplace.chain_draws(at, random.standard_normal((size, self.model.nights)))
        eta = at.eta + at.eta_shift + np.einsum("kmt,mk->mt", at.residual, offset) + noise
        hyper = Hyper(*(values[where] for values in self.points.hyper))
        return Draws(hyper=hyper, coefficients=at.mean + offset, eta=eta)


@dataclass(frozen=True, eq=False)
class Draws:
    """Draws from a posterior: hyperparameters (m,), coefficients (m, p), linear predictor without exposure (m, T)."""

    hyper: Hyper
    coefficients: Array
    eta: Array

    def to_arviz(self) -> Any:
        """The draws as one chain of ArviZ data: ``coefficients``, ``eta`` and the hyperparameters by name.

        Raises:
            ImportError: where ArviZ is not installed.
        """
        arviz = import_module("arviz")
        rows = {"coefficients": self.coefficients, "eta": self.eta, **self.hyper._asdict()}
        groups = {"posterior": {name: values[None] for name, values in rows.items()}}
        named = "posterior" in signature(arviz.from_dict).parameters  # ArviZ before 1.0
        return arviz.from_dict(**groups) if named else arviz.from_dict(groups)


def fit(model: CrampModel, engine: quadrature.Engine = laplace.condition) -> Posterior:
    """The posterior of one diary; look at :attr:`Posterior.reason` before using it.

    A diary beyond the machine's arithmetic, such as cramps in 1e-100 of a night, gives NaN everywhere, and the reason.
    """
    with one_thread(), np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        try:
            points = quadrature.integrate(model, engine)
        except (FloatingPointError, np.linalg.LinAlgError):
            points = quadrature.nowhere(model)
    return Posterior(model=model, points=points)


def _cornish_fisher(of: Moments) -> tuple[Array, npt.NDArray[np.bool_]]:
    """(3, T) quantiles, and for each night whether the series rises all the way between the outer two.

    Its slope is a quadratic in z, lowest at an end or where its own slope is 0.
    """
    skew, excess = of.third / of.second**1.5, of.fourth / of.second**2 - 3.0
    z = ndtri(np.array(LEVELS))[:, None]
    moved = z + skew * (z**2 - 1.0) / 6.0 + excess * (z**3 - 3.0 * z) / 24.0 - skew**2 * (2.0 * z**3 - 5.0 * z) / 36.0
    linear, square = skew / 3.0, excess / 8.0 - skew**2 / 6.0
    with np.errstate(divide="ignore", invalid="ignore"):
        turn = np.clip(np.nan_to_num(-0.5 * linear / square), z[0], z[-1])
    places = np.stack([np.broadcast_to(z[0], turn.shape), turn, np.broadcast_to(z[-1], turn.shape)])
    slope = 1.0 - excess / 8.0 + 5.0 * skew**2 / 36.0 + linear * places + square * places**2
    bands: Array = of.mean + np.sqrt(of.second) * moved
    return bands, (slope > 0.0).all(axis=0)
