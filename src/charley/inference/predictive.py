"""Could the model have made this diary? Posterior predictive checks, summed up as one traffic light.

Diaries are drawn anew from the posterior: hyperparameters and coefficients from it, the latent level afresh from its
own law, so that the level's memory is tested too (mixed replicates: Marshall and Spiegelhalter 2003, Stat Med 22:1649).
On the recorded nights four figures of the real diary are placed among those of the drawn ones. A place in the far tail
says that the model misses something; it does not say what is true instead.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from charley.inference.model import Array, Hyper
from charley.inference.posterior import Posterior

Nights = npt.NDArray[np.bool_]
Light = Literal["green", "amber", "red"]
#: Two-sided tail probability of the worst figure below which the light changes.
AMBER, RED = 0.02, 0.002
DRAWS = 2000
WEEK = 7


@dataclass(frozen=True)
class Check:
    """One figure of the diary among those of drawn diaries.

    Attributes:
        name: zeros (share of nights without a cramp), largest (count of one night), weeks (sd of the sums of seven
            nights) or memory (correlation of the counts of neighbouring nights).
        found: in the diary.
        low, middle, high: 2.5, 50 and 97.5 % quantiles in drawn diaries.
        tail: two-sided tail probability, ties counted half.
    """

    name: str
    found: float
    low: float
    middle: float
    high: float
    tail: float

    @property
    def light(self) -> Light:
        """Green, amber or red."""
        return "red" if self.tail < RED else "amber" if self.tail < AMBER else "green"


@dataclass(frozen=True)
class Predictive:
    """All checks; the light is that of the worst."""

    checks: tuple[Check, ...]

    @property
    def worst(self) -> Check:
        """The check whose figure lies furthest out."""
        return min(self.checks, key=lambda check: check.tail)

    @property
    def light(self) -> Light:
        """Green, amber or red."""
        return self.worst.light


def predictive(posterior: Posterior, draws: int = DRAWS, seed: int = 1) -> Predictive:
    """Place the diary among diaries drawn from its own posterior."""
    model = posterior.model
    recorded = model.recorded > 0
    drawn = replicates(posterior, draws, seed)
    checks = []
    for name, figure in FIGURES.items():
        real, others = float(figure(model.counts[None], recorded)[0]), figure(drawn, recorded)
        below = float((others < real).mean() + 0.5 * (others == real).mean())
        low, middle, high = np.quantile(others, (0.025, 0.5, 0.975)).tolist()
        checks.append(Check(name, real, low, middle, high, min(1.0, 2.0 * min(below, 1.0 - below))))
    return Predictive(tuple(checks))


def replicates(posterior: Posterior, size: int, seed: int) -> Array:
    """Counts drawn anew for every night, (size, T), 0 where the diary was not recorded."""
    model = posterior.model
    random = np.random.default_rng(seed)
    where = random.choice(posterior.weights.size, size=size, p=posterior.weights)
    hyper = Hyper(*(row[where] for row in posterior.points.hyper))
    roots = np.linalg.cholesky(posterior.points.cov)[where]
    b = posterior.points.mean[where] + np.einsum("nkl,nl->nk", roots, random.standard_normal(roots.shape[:2]))
    distinct, place = np.unique(hyper.half_life, return_inverse=True)
    washed = model.design(distinct)[: 1 + len(model.washed)]
    eta = _levels(hyper, model.nights, random) + b[:, 1 + len(model.washed) :] @ model.fixed + model.log_exposure
    for k, column in enumerate(washed):
        eta += b[:, k, None] * column[place]
    phi = np.minimum(hyper.inv_sqrt_phi[:, None] ** -2.0, 1e9)
    rate = random.gamma(np.broadcast_to(phi, eta.shape), np.exp(np.minimum(eta, 25.0)) / phi)
    counts: Array = random.poisson(np.minimum(rate, 1e12)) * model.recorded
    return counts


def _levels(hyper: Hyper, nights: int, random: np.random.Generator) -> Array:
    """A fresh path of the level for each draw, (n, T)."""
    noise = random.standard_normal((hyper.sigma.size, nights))
    fresh = np.sqrt(1.0 - hyper.rho**2)
    for t in range(1, nights):
        noise[:, t] = hyper.rho * noise[:, t - 1] + fresh * noise[:, t]
    return hyper.sigma[:, None] * noise


def _zeros(counts: Array, recorded: Nights) -> Array:
    shares: Array = (counts[:, recorded] == 0).mean(axis=1)
    return shares


def _largest(counts: Array, recorded: Nights) -> Array:
    largest: Array = counts[:, recorded].max(axis=1)
    return largest


def _weeks(counts: Array, recorded: Nights) -> Array:
    sums: Array = np.add.reduceat(counts * recorded, np.arange(0, recorded.size, WEEK), axis=1).std(axis=1)
    return sums


def _memory(counts: Array, recorded: Nights) -> Array:
    """Correlation over the pairs of neighbouring nights both recorded; 0 where one side never changes."""
    pairs = recorded[:-1] & recorded[1:]
    one, other = counts[:, :-1][:, pairs], counts[:, 1:][:, pairs]
    if one.shape[1] < 2:
        return np.zeros(len(counts))
    one, other = one - one.mean(axis=1, keepdims=True), other - other.mean(axis=1, keepdims=True)
    size = np.sqrt((one**2).sum(axis=1) * (other**2).sum(axis=1))
    correlation: Array = (one * other).sum(axis=1) / np.where(size > 0.0, size, 1.0)
    return correlation


#: Name -> the figure of each row of counts (n, T), given which nights were recorded.
FIGURES: dict[str, Callable[[Array, Nights], Array]] = {
    "zeros": _zeros,
    "largest": _largest,
    "weeks": _weeks,
    "memory": _memory,
}
