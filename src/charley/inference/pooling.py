"""Several diaries together: the average effect, how far people differ, and each person's estimate drawn to the others.

    beta_i ~ N(mu, tau^2),   mu ~ N(0, 0.5^2),   tau ~ half-normal(0.3)

for person i's log rate ratio. Everything else, rates, covariates, level and wash-in, is each person's own and keeps the
priors of the cramp model. Given mu and tau the people are independent. So each diary is fitted once, under the prior
N(m0, s0^2) it comes with, and what it says of beta is kept as the mixture of Gaussians that its posterior is. Taking
that prior out of a component N(m, s^2) leaves exp(h b - d b^2 / 2) with

    d = 1/s^2 - 1/s0^2,   h = m/s^2 - m0/s0^2,

and putting N(mu, tau^2) in gives, in closed form,

    log integral = (h mu + (h^2 tau^2 - d mu^2) / 2) / (1 + d tau^2) - log(1 + d tau^2) / 2.

The sum over the components is the diary's marginal likelihood at (mu, tau) up to a constant. There are no draws, and a
diary costs the same whether it is one of twelve or of ten thousand: random-effects meta-analysis with whole likelihoods
in place of estimates with errors. The plane (mu, tau) is summed over places spread evenly around
its mass.

A posterior says little of effects that its own prior had all but ruled out, and when that prior is taken out nothing
brings them back. So diaries are fitted here under a prior wider than any that is put in.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from charley.inference import sequences
from charley.inference.bulk import EngineName, fit_many
from charley.inference.machine import one_thread
from charley.inference.mixture import Mixture, Summary, weighted_below, weighted_summary
from charley.inference.model import BETA, Array, CrampModel, Gaussian, half_normal
from charley.inference.posterior import Posterior
from charley.inference.priors import with_priors

#: Prior of the average log rate ratio, and scale of the half-normal prior of its sd between people.
AVERAGE, SPREAD_SCALE = BETA, 0.3
#: The prior that each diary is fitted under, and that is taken out. Beforehand one person's effect has an sd of 0.58.
FITTED_UNDER = Gaussian(0.0, 1.0)
#: Places in the plane while its mass is being looked for, and for the answer; spread this much wider than the mass.
FIRST, FINE, WIDENING = 256, 2048, 1.4
#: The search ends when centre and shape change by less; a step keeps this share of the spread it had.
SETTLED, KEPT = 0.3, 0.1
#: Rounds after which it is given up; people that differ 15 times as much as the prior expects need some 500.
MOST_ROUNDS = 1000
#: Components below this share of a diary's posterior are left out.
SMALLEST_SHARE = 1e-6
#: Places over which a person's own effect is worked out.
PERSON_PLACES = 128


class Said(NamedTuple):
    """What one diary says of its treatment: components of its posterior, and the prior to be taken out.

    Attributes:
        mixture: the posterior of the log rate ratio.
        prior: under which it was found.
        reason: why it should not be used; None where it may be.
    """

    mixture: Mixture
    prior: Gaussian
    reason: str | None


class Person(NamedTuple):
    """One person's log rate ratio in the light of all diaries; ``effect`` is None where the fit was not healthy."""

    effect: Summary | None
    below_1: float | None
    reason: str | None


@dataclass(frozen=True)
class Pooled:
    """All diaries together; everything is a log rate ratio.

    Attributes:
        average: over people, mu.
        average_below_1: probability that it is below 0: fewer cramps on average.
        spread: sd between people, tau.
        next_person: somebody of the same kind who keeps no diary yet.
        next_below_1: probability that this person has fewer cramps.
        people: in the order of the diaries.
    """

    average: Summary
    average_below_1: float
    spread: Summary
    next_person: Summary
    next_below_1: float
    people: tuple[Person, ...]


def pooled(
    diaries: Iterable[CrampModel],
    k: int = 1,
    *,
    average: Gaussian = AVERAGE,
    spread_scale: float = SPREAD_SCALE,
    executor: Executor | None = None,
    chunk: int = 32,
    engine_name: EngineName = "plain",
) -> Pooled:
    """Fit all diaries and pool coefficient ``k`` of each (1 the first treatment).

    Args:
        diaries: one a person; what prior they have for the coefficient does not matter.
        k: the coefficient that is pooled.
        average: prior of mu.
        spread_scale: scale of the half-normal prior of tau.
        executor, chunk, engine_name: as for :func:`charley.inference.bulk.fit_many`.

    Raises:
        ValueError: where no diary gave a healthy fit, or the average and the spread were not found.
    """
    wide = (with_priors(diary, {k: FITTED_UNDER}) for diary in diaries)
    said = fit_many(wide, partial(said_by, k=k), executor=executor, chunk=chunk, engine_name=engine_name)
    return pool(list(said), average=average, spread_scale=spread_scale)


def said_by(posterior: Posterior, k: int = 1) -> Said:
    """What a posterior says of coefficient ``k``; small enough to be kept or sent."""
    whole = posterior.coefficient(k)
    kept = whole.weights > SMALLEST_SHARE
    weights = whole.weights[kept] / whole.weights[kept].sum()
    prior = Gaussian(float(posterior.model.coef_mean[k]), float(posterior.model.coef_sd[k]))
    return Said(Mixture(weights, whole.means[kept], whole.sds[kept]), prior, posterior.reason)


def pool(said: Sequence[Said], *, average: Gaussian = AVERAGE, spread_scale: float = SPREAD_SCALE) -> Pooled:
    """Put together what the diaries said.

    Raises:
        ValueError: where none may be used, or the average and the spread were not found.
    """
    used = [one for one in said if one.reason is None]
    if not used:
        raise ValueError("no diary can be used")
    likelihoods = [_Likelihood.of(one) for one in used]
    with one_thread(), np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # what runs off does not settle
        places = _places(likelihoods, average, spread_scale)
        people = iter([_person(each, places) for each in likelihoods])
    next_person = Mixture(places.weights, places.mu, places.tau)
    return Pooled(
        average=weighted_summary(places.mu, places.weights)[0],
        average_below_1=weighted_below(places.mu, places.weights, 0.0),
        spread=weighted_summary(places.tau, places.weights)[0],
        next_person=next_person.summary(),
        next_below_1=next_person.below(0.0),
        people=tuple(next(people) if one.reason is None else Person(None, None, one.reason) for one in said),
    )


@dataclass(frozen=True, eq=False)
class _Likelihood:
    """One diary's likelihood of beta, a sum of exp(log_share + h b - d b^2 / 2), all (n, 1).

    ``gaussian`` has h and d of the one Gaussian with the posterior's mean and sd.
    """

    log_share: Array
    h: Array
    d: Array
    gaussian: tuple[float, float]

    @classmethod
    def of(cls, said: Said) -> "_Likelihood":
        weights, means, sds = (row[:, None] for row in (said.mixture.weights, said.mixture.means, said.mixture.sds))
        m0, s0 = said.prior
        mean, sd = said.mixture.mean, said.mixture.sd
        # the prior's own constants are the same for all components and are left out
        return cls(
            log_share=np.log(weights) - np.log(sds) - 0.5 * (means / sds) ** 2,
            h=means / sds**2 - m0 / s0**2,
            d=np.maximum(sds**-2.0 - s0**-2.0, 0.0),
            gaussian=(mean / sd**2 - m0 / s0**2, max(sd**-2.0 - s0**-2.0, 0.0)),
        )

    def components(self, mu: Array, tau: Array) -> tuple[Array, Array, Array]:
        """Log weight, mean and variance of beta by component and node, each (n, nodes)."""
        shrink = 1.0 / (1.0 + self.d * tau**2)
        log_weight = self.log_share + (self.h * mu + 0.5 * (self.h**2 * tau**2 - self.d * mu**2)) * shrink
        return log_weight + 0.5 * np.log(shrink), (mu + self.h * tau**2) * shrink, tau**2 * shrink

    def log_marginal(self, mu: Array, tau: Array) -> Array:
        """At each node, up to a constant."""
        log_weight, _, _ = self.components(mu, tau)
        top = log_weight.max(axis=0)
        total: Array = top + np.log(np.exp(log_weight - top).sum(axis=0))
        return total


class _Places(NamedTuple):
    """Places in the plane with the posterior's share at each, all (m,)."""

    mu: Array
    tau: Array
    weights: Array


def _places(likelihoods: Sequence[_Likelihood], average: Gaussian, spread_scale: float) -> _Places:
    """Evenly spread places around the mass of the plane, drawn in until its centre and shape no longer change.

    The less people differ, the surer their average, so the mass is a funnel. Coordinates are therefore z, in which tau
    has the prior N(0, 1), and v, the gap of mu to what Gaussian diaries would give at this tau, in their sd.
    """
    diaries = np.array([each.gaussian for each in likelihoods])
    centre, root = np.zeros(2), np.eye(2)
    size = FIRST
    for _ in range(MOST_ROUNDS):
        x = sequences.normal(size, 2) * WIDENING
        v, z = (centre + x @ root.T).T
        tau = spread_scale * half_normal(z)
        usual, sd = _given_spread(diaries, average, tau)
        mu = usual + sd * v
        log_ratio = 0.5 * (x**2).sum(axis=1) / WIDENING**2 - 0.5 * z**2 + np.log(sd)
        log_ratio -= 0.5 * ((mu - average.mean) / average.sd) ** 2
        for each in likelihoods:
            log_ratio += each.log_marginal(mu, tau)
        weights = np.exp(log_ratio - log_ratio.max())
        weights /= weights.sum()
        if size == FINE:
            return _Places(mu, tau, weights)
        places = np.stack([v, z], axis=1)
        found = weights @ places
        off = places - found
        # a part of the old spread is kept, for a single place that has all the mass would have none
        spread = np.linalg.cholesky(off.T @ (off * weights[:, None]) + KEPT**2 * root @ root.T)
        ratio, shift = np.linalg.solve(root, spread), np.linalg.solve(root, found - centre)
        if np.abs(shift).max() < SETTLED and np.abs(ratio @ ratio.T - np.eye(2)).max() < SETTLED:
            size = FINE
        centre, root = found, spread
    raise ValueError("what the diaries say together did not settle")


def _given_spread(diaries: Array, average: Gaussian, tau: Array) -> tuple[Array, Array]:
    """Mean and sd of mu at each tau (m,), if the diaries' likelihoods exp(h b - d b^2 / 2), rows (h, d), were all."""
    h, d = diaries.T
    shrink = 1.0 / (1.0 + np.outer(tau**2, d))
    precision = average.sd**-2.0 + shrink @ d
    return (average.mean / average.sd**2 + shrink @ h) / precision, precision**-0.5


def _person(each: _Likelihood, places: _Places) -> Person:
    """One person's beta: the mixture over places and components."""
    mu, tau, weights = (row[:PERSON_PLACES] for row in places)  # the first places are evenly spread too
    log_weight, means, variances = each.components(mu, tau)
    share = np.exp(log_weight - log_weight.max(axis=0))
    share *= weights / share.sum(axis=0)
    kept = share > SMALLEST_SHARE * share.max()
    sds = np.sqrt(np.broadcast_to(variances, means.shape)[kept])
    mixture = Mixture(share[kept] / share[kept].sum(), means[kept], sds)
    return Person(mixture.summary(), mixture.below(0.0), None)
