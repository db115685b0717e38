"""Integration over the hyperparameters: points, weights, and how far to trust them."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import ndtri

from charley.inference import laplace
from charley.inference.model import Array, CrampModel, Hyper

STAGE = 64
STAGES = 4


@dataclass(frozen=True, eq=False)
class Quadrature:
    """Weighted hyperparameter points with the conditional Gaussian at each.

    Attributes:
        z: (n, 4) standard coordinates.
        hyper: the same on natural scales.
        weights: (n,) they sum to one.
        parts: the conditionals, stage by stage, in the order of the points.
        log_marginal: log p(y).
        effective: effective number of points, (sum w)^2 / sum w^2 of the raw importance weights.
    """

    z: Array
    hyper: Hyper
    weights: Array
    parts: tuple[laplace.Conditional, ...]
    log_marginal: float
    effective: float

    @property
    def hyper_grid(self) -> Hyper:
        """Points for the marginals of the hyperparameters."""
        return self.hyper

    @property
    def grid_weights(self) -> Array:
        """Their weights."""
        return self.weights


@lru_cache(maxsize=16)
def uniform(first: int, size: int, dimensions: int) -> Array:
    """Points ``first`` … of the additive recurrence of Roberts (2018) in the unit cube, (size, dimensions)."""
    root = 1.5
    for _ in range(60):
        root = (1.0 + root) ** (1.0 / (dimensions + 1))
    steps = root ** -np.arange(1.0, dimensions + 1)
    points = (0.5 + np.arange(first + 1, first + size + 1)[:, None] * steps) % 1.0
    points.flags.writeable = False
    return points  # type: ignore[no-any-return]


@lru_cache(maxsize=16)
def lattice(first: int, size: int, dimensions: int = 4) -> Array:
    """The same points moved to N(0, I)."""
    points = ndtri(uniform(first, size, dimensions))
    points.flags.writeable = False
    return points  # type: ignore[no-any-return]


def integrate(model: CrampModel, stages: int = STAGES) -> Quadrature:
    parts: list[laplace.Conditional] = []
    zs: list[Array] = []
    proposals: list[tuple[Array, Array]] = []
    mean, chol = np.zeros(4), np.eye(4)
    eta = laplace.start(model)
    for stage in range(stages):
        proposals.append((mean, chol))
        z = mean + lattice(stage * STAGE, STAGE) @ chol.T
        part = laplace.condition(model, model.hyper.natural(z), eta)
        parts.append(part)
        zs.append(z)
        points = np.concatenate(zs)
        log_target = np.concatenate([c.log_density for c in parts]) + _log_normal(points)
        log_mixture = np.logaddexp.reduce([_log_gaussian(points, m, c) for m, c in proposals], axis=0) - math.log(
            stage + 1
        )
        log_w = log_target - log_mixture
        w = np.exp(log_w - log_w.max())
        log_marginal = float(log_w.max() + math.log(w.mean()))
        w /= w.sum()
        t = _tempered(log_w)
        mean = t @ points
        cov = 1.15 * (points - mean).T @ ((points - mean) * t[:, None])
        share = 10.0 / (10.0 + 1.0 / (t**2).sum())
        cov = (1 - share * 0.5) * cov + 0.5 * share * np.eye(4) * np.trace(cov) / 4
        chol = np.linalg.cholesky(cov)
        eta = part.eta.mean(axis=0)
    return Quadrature(
        z=points,
        hyper=model.hyper.natural(points),
        weights=w,
        parts=tuple(parts),
        log_marginal=log_marginal,
        effective=float(1.0 / (w**2).sum()),
    )


def _tempered(log_w: Array, enough: float = 12.0) -> Array:
    power = 1.0
    while True:
        t = np.exp(power * (log_w - log_w.max()))
        t /= t.sum()
        if 1.0 / (t**2).sum() >= min(enough, 0.5 * t.size) or power < 1e-3:
            return t
        power *= 0.7


def _log_normal(z: Array) -> Array:
    return -0.5 * (z**2).sum(axis=1) - 2.0 * math.log(2 * math.pi)


def _log_gaussian(z: Array, mean: Array, chol: Array) -> Array:
    white = np.linalg.solve(chol, (z - mean).T)
    return -0.5 * (white**2).sum(axis=0) - np.log(np.diagonal(chol)).sum() - 2.0 * math.log(2 * math.pi)
