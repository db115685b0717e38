"""What the diary says: marginals, probabilities, cramps avoided, the latent level, draws, and the health of it all."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from charley.inference import laplace, quadrature, sequences
from charley.inference.mixture import LEVELS, Mixture, Summary, weighted_summary
from charley.inference.model import Array, CrampModel, Hyper

#: Effective points below which the weights carry no answer.
FEWEST_EFFECTIVE = 20.0
#: Points for the distribution of the cramps avoided.
AVOIDED_POINTS = 4096
NIGHTS_A_WEEK = 7.0


@dataclass(frozen=True, eq=False)
class Posterior:
    """The posterior of one diary: weighted hyperparameter points, and at each a Gaussian of coefficients and level.

    Attributes:
        model: the diary and its priors.
        points: hyperparameter points and weights.
    """

    model: CrampModel
    points: quadrature.Quadrature

    @property
    def at(self) -> laplace.Conditional:
        """The Gaussians at the points, in the same order."""
        return self.points.at

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
        lost = float(self.weights[~self.at.converged].sum())
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
        return Mixture(self.weights, self.at.mean[:, k], np.sqrt(self.at.cov[:, k, k]))

    def hyper(self) -> dict[str, Summary]:
        """Marginals of the hyperparameters, also on the scales on which they are nearest to normal.

        ``phi`` = 1/inv_sqrt_phi^2 has quantiles only: its mean does not exist, because the density of 1/sqrt(phi) is
        positive at 0.
        """
        h, w = self.points.fine_hyper, self.points.fine_weights
        rows = {
            "sigma": h.sigma,
            "rho": h.rho,
            "inv_sqrt_phi": h.inv_sqrt_phi,
            "half_life": h.half_life,
            "log_sigma": np.log(h.sigma),
            "logit_rho": np.log(h.rho) - np.log1p(-h.rho),
            "log_inv_sqrt_phi": np.log(h.inv_sqrt_phi),
            "log_half_life": np.log(h.half_life),
        }
        return {name: weighted_summary(values, w) for name, values in rows.items()}

    @cached_property
    def _coef_of_level(self) -> Array:
        """(p, n, T) derivative of alpha + u_t with respect to the coefficients."""
        slope = self.at.residual - self.at.design
        slope[0] += 1.0
        return slope

    @cached_property
    def _chain_var(self) -> Array:
        """(n, T) variance of u_t at known coefficients."""
        return self.at.eta_var - _quadratic(self.at.residual, self.at.cov)

    def level(self) -> Array:
        """The latent level alpha + u_t: (3, T) quantiles at 2.5, 50 and 97.5 %, nights not recorded included.

        The mixture over the points is summarised by its first four moments (Cornish and Fisher 1938).
        """
        at = self.at
        centre = at.eta + at.eta_shift - np.einsum("knt,nk->nt", at.design[1:], at.mean[:, 1:])
        var = self._chain_var + _quadratic(self._coef_of_level, at.cov)
        return _cornish_fisher(self.weights, centre, var)

    def avoided_per_week(self, k: int) -> Summary:
        """Cramps avoided a week by treatment column ``k`` once built up, mean over the diary's own nights.

        7 mean_t exp(eta_t - beta_k s_kt) (1 - exp(beta_k)), every night counted whole, other treatments as they were.
        At each point (beta_k, log of that mean) is taken as bivariate Gaussian.
        """
        at = self.at
        slope = at.residual.copy()
        slope[k] -= at.design[k]
        centre = at.eta + at.eta_shift - at.mean[:, k, None] * at.design[k]
        var = self._chain_var + _quadratic(slope, at.cov)
        top = centre.max(axis=1, keepdims=True)
        share = np.exp(centre - top)
        total = share.sum(axis=1)
        share /= total[:, None]
        slope_of_mean = np.einsum("knt,nt->nk", slope, share)
        with_coef = np.einsum("nkl,nl->nk", at.cov, slope_of_mean)
        spread = laplace.chain_quadratic(at, share) + (slope_of_mean * with_coef).sum(axis=1)
        log_mean = top[:, 0] + np.log(total / self.model.nights) + 0.5 * ((share * var).sum(axis=1) - spread)
        return self._avoided(k, log_mean, spread, with_coef[:, k])

    def avoided_per_week_typical_day(self, k: int) -> Summary:
        """Cramps avoided a week at the level's mean and average covariates: 7 exp(alpha) (1 - exp(beta_k))."""
        cov = self.at.cov
        return self._avoided(k, self.at.mean[:, 0], cov[:, 0, 0], cov[:, 0, k])

    def _avoided(self, k: int, log_rate: Array, rate_var: Array, cov: Array) -> Summary:
        place = sequences.uniform(AVOIDED_POINTS, 3)
        normal = sequences.normal(AVOIDED_POINTS, 3)
        chosen = np.minimum(np.searchsorted(np.cumsum(self.weights), place[:, 0]), self.weights.size - 1)
        var = self.at.cov[:, k, k]
        sd = np.sqrt(var)
        rest = np.sqrt(np.maximum(rate_var - cov**2 / var, 0.0))
        beta = self.at.mean[chosen, k] + sd[chosen] * normal[:, 1]
        rate = log_rate[chosen] + (cov / sd)[chosen] * normal[:, 1] + rest[chosen] * normal[:, 2]
        avoided = -NIGHTS_A_WEEK * np.exp(rate) * np.expm1(beta)
        return weighted_summary(avoided, np.full(avoided.size, 1.0 / avoided.size))

    def draws(self, size: int, seed: int) -> "Draws":
        """Joint draws of hyperparameters, coefficients and the linear predictor of every night."""
        random = np.random.default_rng(seed)
        at = self.at
        where = np.sort(random.choice(self.weights.size, size=size, p=self.weights))
        roots = np.linalg.cholesky(at.cov[where])
        offset = np.einsum("mkl,ml->mk", roots, random.standard_normal((size, self.model.coefficients)))
        noise = laplace.chain_draws(at, where, random.standard_normal((size, self.model.nights)))
        eta = at.eta[where] + at.eta_shift[where] + np.einsum("kmt,mk->mt", at.residual[:, where], offset) + noise
        hyper = Hyper(*(values[where] for values in self.points.hyper))
        return Draws(hyper=hyper, coefficients=at.mean[where] + offset, eta=eta)


@dataclass(frozen=True, eq=False)
class Draws:
    """Draws from a posterior: hyperparameters (m,), coefficients (m, p), linear predictor without exposure (m, T)."""

    hyper: Hyper
    coefficients: Array
    eta: Array


def fit(model: CrampModel) -> Posterior:
    """The posterior of one diary; look at :attr:`Posterior.reason` before using it."""
    return Posterior(model=model, points=quadrature.integrate(model))


def _quadratic(columns: Array, cov: Array) -> Array:
    """(n, T) columns' cov columns, for columns (p, n, T) and cov (n, p, p)."""
    spread = np.matmul(cov, columns.transpose(1, 0, 2))
    total: Array = np.einsum("npt,pnt->nt", spread, columns)
    return total


def _cornish_fisher(weights: Array, centre: Array, var: Array) -> Array:
    mean = weights @ centre
    off = centre - mean
    second = weights @ (off**2 + var)
    skew = (weights @ (off**3 + 3.0 * off * var)) / second**1.5
    excess = (weights @ (off**4 + 6.0 * off**2 * var + 3.0 * var**2)) / second**2 - 3.0
    z = np.array([-1.959963984540054, 0.0, 1.959963984540054])[: len(LEVELS), None]
    moved = z + skew * (z**2 - 1.0) / 6.0 + excess * (z**3 - 3.0 * z) / 24.0 - skew**2 * (2.0 * z**3 - 5.0 * z) / 36.0
    quantiles: Array = mean + np.sqrt(second) * moved
    return quantiles
