"""A weighted mixture of Gaussians in one dimension: mean, sd, probabilities and quantiles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

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
    """Weights summing to one, means and standard deviations, each (n,)."""

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
        """Values at the given probabilities: Newton's method kept inside a shrinking bracket."""
        p = np.asarray(levels)
        low = np.full(p.size, float((self.means - 10.0 * self.sds).min()))
        high = np.full(p.size, float((self.means + 10.0 * self.sds).max()))
        x = np.full(p.size, self.mean)
        for _ in range(60):
            t = (x[:, None] - self.means) / self.sds
            miss = ndtr(t) @ self.weights - p
            low, high = np.where(miss < 0, x, low), np.where(miss < 0, high, x)
            slope = (np.exp(-0.5 * t**2) / self.sds) @ self.weights / np.sqrt(2.0 * np.pi)
            step = x - miss / np.maximum(slope, 1e-300)
            inside = (step > low) & (step < high)
            new: Array = np.where(inside, step, 0.5 * (low + high))
            if np.all(np.abs(new - x) <= 1e-12 * (1.0 + np.abs(x))):
                return new
            x = new
        return x

    def summary(self) -> Summary:
        """Mean, sd and the three quantiles."""
        low, middle, high = (float(q) for q in self.quantiles())
        return Summary(self.mean, self.sd, low, middle, high)

    def exponential(self) -> Summary:
        """The same of exp(x): a rate ratio from its log."""
        means = np.exp(self.means + 0.5 * self.sds**2)
        mean = float(self.weights @ means)
        square = float(self.weights @ (means**2 * np.exp(self.sds**2)))
        low, middle, high = (float(q) for q in np.exp(self.quantiles()))
        return Summary(mean, float(np.sqrt(max(0.0, square - mean**2))), low, middle, high)


def weighted_summary(values: Array, weights: Array) -> Summary:
    """Mean, sd and quantiles of weighted points; quantiles interpolate between the middles of the points' shares."""
    mean = float(weights @ values)
    sd = float(np.sqrt(max(0.0, float(weights @ (values - mean) ** 2))))
    order = np.argsort(values, kind="stable")
    w = weights[order]
    low, middle, high = (float(q) for q in np.interp(LEVELS, np.cumsum(w) - 0.5 * w, values[order]))
    return Summary(mean, sd, low, middle, high)
