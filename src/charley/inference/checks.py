"""The stronger check: does the exact posterior agree with the Gaussians it was replaced by?

Coefficients and level are drawn from the conditional Gaussians and weighted by exact density over Gaussian density
(joint importance sampling). If the weights' tail is heavy, or their mean is not one, the Gaussians cannot be trusted.
Pareto tail index: Zhang and Stephens (2009), Technometrics 51:316; its limit 0.7: Vehtari and others (2024), J Mach
Learn Res 25(72).
"""

import math
from dataclasses import dataclass

import numpy as np

from charley.inference import laplace
from charley.inference.model import Array, Hyper
from charley.inference.posterior import Posterior

HEAVIEST_TAIL = 0.7
#: Largest error of the log marginal likelihood, and largest move of a coefficient's mean in posterior sd.
LARGEST_GAP, LARGEST_MOVE = 0.3, 0.25
CHUNK = 250


@dataclass(frozen=True)
class Verification:
    """What joint importance sampling says.

    Attributes:
        draws: how many.
        tail: Pareto tail index of the weights; above 0.7 they say nothing.
        gap: log of the mean weight: by how much the log marginal likelihood would change.
        moves: by how much each coefficient's mean would move, in posterior standard deviations.
        noise: standard error of the moves.
    """

    draws: int
    tail: float
    gap: float
    moves: tuple[float, ...]
    noise: float

    @property
    def reason(self) -> str | None:
        """Why the posterior should not be used; None where it may be."""
        alike = self.draws * self.noise**2 < 1.1  # then the tail is that of rounding
        if not alike and not self.tail <= HEAVIEST_TAIL:
            return f"the check by sampling failed (tail index {self.tail:.2f})"
        if abs(self.gap) > LARGEST_GAP or max(map(abs, self.moves)) > LARGEST_MOVE + 2.0 * self.noise:
            return "the check by sampling gave another answer"
        return None


def verify(posterior: Posterior, draws: int = 4000, seed: int = 1) -> Verification:
    """Compare the conditional Gaussians with the exact density."""
    random = np.random.default_rng(seed)
    where = np.sort(random.choice(posterior.weights.size, size=draws, p=posterior.weights))
    weights, coefficients = [], []
    for start in range(0, draws, CHUNK):
        log_weight, b = laplace.weighted_draws(
            posterior.model,
            posterior.at(where[start : start + CHUNK]),
            Hyper(*(row[where[start : start + CHUNK]] for row in posterior.points.hyper)),
            random,
        )
        weights.append(log_weight)
        coefficients.append(b)
    log_w, b = np.concatenate(weights), np.concatenate(coefficients)
    top = float(log_w.max())
    w = np.exp(log_w - top)
    gap = top + math.log(float(w.mean()))
    w /= w.sum()
    plain = b.mean(axis=0)
    moves = (w @ b - plain) / b.std(axis=0)
    noise = math.sqrt(float((w**2).sum()))
    return Verification(draws, pareto_tail(log_w), gap, tuple(moves.tolist()), noise)


def pareto_tail(log_weights: Array) -> float:
    """Index k of the generalised Pareto distribution through the largest weights; infinite where there is no tail."""
    size = log_weights.size
    tail = int(min(0.2 * size, 3.0 * math.sqrt(size)))
    if tail < 5:
        return math.inf
    ordered = np.sort(np.exp(log_weights - log_weights.max()))
    x = ordered[-tail:] - ordered[-tail - 1]
    if not x[-1] > 0.0:
        return -math.inf  # all weights alike
    n = x.size
    quartile = max(x[int(n / 4 + 0.5) - 1], 1e-300)
    m = 30 + int(math.sqrt(n))
    theta = 1.0 / x[-1] + (1.0 - np.sqrt(m / (np.arange(1, m + 1) - 0.5))) / (3.0 * quartile)
    k = np.log1p(-theta[:, None] * x).mean(axis=1)
    profile = n * (np.log(-theta / k) - k - 1.0)
    share = np.exp(profile - profile.max())
    best = float((theta * share).sum() / share.sum())
    found = float(np.log1p(-best * x).mean())
    return float((found * n + 0.5 * 10.0) / (n + 10.0))  # the weakly informative prior of Vehtari and others
