"""A weighted mixture of Gaussians in one dimension: mean, sd, probabilities and quantiles."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri

from charley.inference.model import Array

#: The probabilities at which every marginal is summarised.
LEVELS = (0.025, 0.5, 0.975)


class Summary(NamedTuple):
    """One marginal in five numbers."""

    mean: float
    sd: float
    q025: float
    q50: float
    q975: float


@dataclass(frozen=True, eq=False)
class Mixture:
    """Weights (n,) summing to one, means and standard deviations (n,) of a mixture of Gaussians."""

    weights: Array
    means: Array
    sds: Array

    @property
    def mean(self) -> float:
        """Mean of the mixture."""
        return float(self.weights @ self.means)

    @property
    def sd(self) -> float:
        """Standard deviation of the mixture."""
        return float(np.sqrt(self.weights @ (self.sds**2 + (self.means - self.mean) ** 2)))

    def below(self, x: float) -> float:
        """Probability of a value below ``x``."""
        return float(self.weights @ ndtr((x - self.means) / self.sds))

    def quantiles(self, levels: Sequence[float] = LEVELS) -> Array:
        """Values at the given probabilities."""
        row: Array = quantiles(self.weights, self.means[None], self.sds[None], levels)[0]
        return row

    def summary(self) -> Summary:
        """Mean, sd and the three quantiles."""
        return Summary(self.mean, self.sd, *self.quantiles().tolist())

    def exponential(self) -> Summary:
        """The same of exp(x): a rate ratio from its log."""
        means = np.exp(self.means + 0.5 * self.sds**2)
        mean = float(self.weights @ means)
        square = float(self.weights @ (means**2 * np.exp(self.sds**2)))
        return Summary(mean, float(np.sqrt(max(0.0, square - mean**2))), *np.exp(self.quantiles()).tolist())


def quantiles(weights: Array, means: Array, sds: Array, levels: Sequence[float] = LEVELS) -> Array:
    """Quantiles of several mixtures with the same weights, by Newton's method kept inside a shrinking bracket.

    Args:
        weights: (n,).
        means, sds: (k, n).
        levels: m probabilities.

    Returns:
        (k, m).
    """
    p = np.asarray(levels)
    middle = means @ weights
    spread = np.sqrt((sds**2 + (means - middle[:, None]) ** 2) @ weights)
    low = np.repeat((means - 10.0 * sds).min(axis=1)[:, None], p.size, axis=1)
    high = np.repeat((means + 10.0 * sds).max(axis=1)[:, None], p.size, axis=1)
    x: Array = middle[:, None] + spread[:, None] * ndtri(p)
    for _ in range(60):
        t = (x[:, :, None] - means[:, None, :]) / sds[:, None, :]
        miss = ndtr(t) @ weights - p
        low, high = np.where(miss < 0, x, low), np.where(miss < 0, high, x)
        slope = (np.exp(-0.5 * t * t) / sds[:, None, :]) @ weights / np.sqrt(2.0 * np.pi)
        step = miss / np.maximum(slope, 1e-300)
        if np.all(np.abs(step) < 1e-5 * spread[:, None]):  # what is then missing is of the order of its square
            x = x - step
            break
        inside = (x - step >= low) & (x - step <= high)  # what has arrived stands at an end of its bracket and stays
        x = np.where(inside, x - step, 0.5 * (low + high))
    return x


def weighted_below(values: Array, weights: Array, x: float) -> float:
    """Probability of a value below ``x``, from weighted points: between the middles of their shares."""
    order = np.argsort(values, kind="stable")
    w = weights[order]
    return float(np.interp(x, values[order], np.cumsum(w) - 0.5 * w, left=0.0, right=1.0))


def even_summary(values: Array) -> Summary:
    """The same as :func:`weighted_summary` for points of equal weight."""
    ordered = np.sort(values)
    middles = (np.arange(values.size) + 0.5) / values.size
    return Summary(float(values.mean()), float(values.std()), *np.interp(LEVELS, middles, ordered).tolist())


def weighted_summary(values: Array, weights: Array, *others: Callable[[Array], Array]) -> list[Summary]:
    """Mean, sd and quantiles of weighted points, and the same of increasing functions of them.

    Quantiles interpolate between the middles of the points' shares.
    """
    order = np.argsort(values)  # the quick sort: what is equal may stand in any order
    values, w = values[order], weights[order]
    middles = np.cumsum(w) - 0.5 * w
    found = []
    for row in (values, *(other(values) for other in others)):
        mean = float(w @ row)
        sd = float(np.sqrt(max(0.0, float(w @ (row - mean) ** 2))))
        found.append(Summary(mean, sd, *np.interp(LEVELS, middles, row).tolist()))
    return found
