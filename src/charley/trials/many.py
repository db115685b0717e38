"""Verdicts on many simulated trials of one design: the engine for each, and no more of it than the verdict needs.

Trials of one design differ in their cramps and hardly in what they say of the four hyperparameters. So a few of them
are fitted in full, and their pooled posterior gives points at which the Gaussians of all others are found by the same
engine, weighted by importance. Sixteen points settle most verdicts, 48 most of the rest; a trial that is still near a
line of the rule is fitted in full. How near is near is measured on the first ones, for each size, on the scale of
normal quantiles. A full fit that is not healthy gives no verdict, as in a real trial, and measures nothing. The check
by sampling that a real verdict has to pass as well is left out: it would cost more than all the rest.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtr, ndtri

from charley.inference import laplace, sequences
from charley.inference.machine import one_thread
from charley.inference.mixture import Mixture
from charley.inference.model import Array, CrampModel, Hyper
from charley.inference.posterior import Posterior, fit
from charley.trials.decision import FIRM, Rule, Verdict

#: Trials fitted in full to begin with.
FIRST = 10
#: Points of the short ways.
SIZES = (16, 48)
#: The points are spread this much wider than the pooled posterior.
WIDENING = 1.1
#: A verdict stands where it would also stand after a move by so many times the typical error.
SAFETY = 3.0
#: Smallest typical error that is believed, as the first trials are few.
LEAST_ERROR = 0.02


@dataclass(frozen=True)
class Judged:
    """One simulated trial.

    Attributes:
        verdict: by the rule; None where the engine does not vouch for the numbers.
        p_fewer, p_worthwhile: the probabilities behind it, as exact as the verdict needed them.
        estimate, sd: of the log rate ratio.
        place: probability below the true log rate ratio; outside 0.025 to 0.975 the 95 % interval missed it.
        full: whether the whole engine was needed.
        nights: after which it was judged.
    """

    verdict: Verdict | None
    p_fewer: float
    p_worthwhile: float
    estimate: float
    sd: float
    place: float
    full: bool
    nights: int


@dataclass(frozen=True)
class Question:
    """What is asked of each trial.

    Attributes:
        k: place of the answer among the coefficients.
        rule: of the verdict.
        truth: the log rate ratio the trials were drawn with.
    """

    k: int
    rule: Rule
    truth: float

    @property
    def lines(self) -> tuple[float, float, float]:
        """Log rate ratios below which probabilities are wanted."""
        return 0.0, math.log(self.rule.worthwhile), self.truth


def judged(models: Sequence[CrampModel], question: Question) -> Iterator[Judged]:
    """The verdict on each trial, in order.

    Args:
        models: trials of one design, drawn with one truth.
        question: what is asked of each.
    """
    with one_thread():
        fitted = [fit(model) for model in models[:FIRST]]
        whole = [_full(posterior, question) for posterior in fitted]
        yield from whole
        if len(models) > FIRST:
            ways = list(_ways([each for each in fitted if each.healthy], question))
            for model in models[FIRST:]:
                yield _shortest(model, ways, question)


def judged_with_looks(models: Sequence[CrampModel], question: Question, looks: Sequence[int]) -> list[Judged]:
    """The verdict on each trial that is looked at before its end, and ends with the first firm verdict.

    Args:
        models: as for :func:`judged`.
        question: what is asked of each.
        looks: nights after which it is looked at, rising, before the last.
    """
    found: dict[int, Judged] = {}
    for nights in (*looks, models[0].nights):
        going_on = [i for i in range(len(models)) if i not in found or found[i].verdict not in FIRM]
        cut = [_until(models[i], nights) for i in going_on]
        found |= zip(going_on, judged(cut, question), strict=True) if cut else ()
    return [found[i] for i in range(len(models))]


def _until(model: CrampModel, nights: int) -> CrampModel:
    """The diary as it was after so many nights."""
    return replace(
        model,
        counts=model.counts[:nights],
        recorded=model.recorded[:nights],
        log_exposure=model.log_exposure[:nights],
        washed=model.washed[:, :nights],
        fixed=model.fixed[:, :nights],
    )


def _shortest(model: CrampModel, ways: Sequence["_Way"], question: Question) -> Judged:
    for way in ways:
        found = way.judged(model, question)
        if found is not None:
            return found
    return _full(fit(model), question)


def _full(posterior: Posterior, question: Question) -> Judged:
    beta = posterior.coefficient(question.k)
    p_fewer, p_worthwhile, place = (beta.below(line) for line in question.lines)
    verdict = question.rule.verdict(p_fewer, p_worthwhile) if posterior.healthy else None
    return Judged(verdict, p_fewer, p_worthwhile, beta.mean, beta.sd, place, True, posterior.model.nights)


@dataclass(frozen=True, eq=False)
class _Way:
    """Points shared by all trials of a design, with the log of prior over proposal, and the typical error."""

    hyper: Hyper
    log_ratio: Array
    error: float = 0.0

    def marginal(self, model: CrampModel, k: int) -> Mixture:
        """The answer's marginal by these points."""
        part = laplace.condition(model, self.hyper, laplace.start(model))
        log_weight = part.log_density + self.log_ratio
        weights = np.exp(log_weight - log_weight.max())
        return Mixture(weights / weights.sum(), part.mean[:, k], np.sqrt(part.cov[:, k, k]))

    def judged(self, model: CrampModel, question: Question) -> Judged | None:
        """The verdict, or None where it is too near a line of the rule."""
        beta = self.marginal(model, question.k)
        p_fewer, p_worthwhile, place = (beta.below(line) for line in question.lines)
        reach = SAFETY * self.error
        corners = {
            question.rule.verdict(_moved(p_fewer, a), _moved(p_worthwhile, b))
            for a in (-reach, reach)
            for b in (-reach, reach)
        }
        if len(corners) > 1:
            return None
        return Judged(corners.pop(), p_fewer, p_worthwhile, beta.mean, beta.sd, place, False, model.nights)


def _ways(fitted: Sequence[Posterior], question: Question) -> Iterator[_Way]:
    """The short ways, each with the error it makes on trials that were fitted in full; none where there are none."""
    if not fitted:
        return
    centre = np.mean([each.weights @ each.points.z for each in fitted], axis=0)
    spread = np.mean([_second(each, centre) for each in fitted], axis=0)
    root = WIDENING * np.linalg.cholesky(spread)
    for size in SIZES:
        x = sequences.normal(size, centre.size)
        z = centre + x @ root.T
        way = _Way(fitted[0].model.hyper.natural(z), 0.5 * ((x**2).sum(axis=1) - (z**2).sum(axis=1)))
        misses = [
            _probit(way.marginal(posterior.model, question.k).below(line))
            - _probit(posterior.coefficient(question.k).below(line))
            for posterior in fitted
            for line in question.lines[:2]
        ]
        yield replace(way, error=max(LEAST_ERROR, math.sqrt(np.mean(np.square(misses)))))


def _second(posterior: Posterior, centre: Array) -> Array:
    off = posterior.points.z - centre
    moment: Array = off.T @ (off * posterior.weights[:, None])
    return moment


def _moved(p: float, by: float) -> float:
    return float(ndtr(_probit(p) + by))


def _probit(p: float) -> float:
    return float(ndtri(min(max(p, 1e-9), 1.0 - 1e-9)))
