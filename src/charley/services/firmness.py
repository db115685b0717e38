"""How firm an answer is: other priors, other counts on unrecorded nights, and whether the model fits at all."""

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from charley.inference import predictive, priors, tipping
from charley.inference.mixture import Mixture
from charley.inference.model import Gaussian
from charley.inference.posterior import Posterior
from charley.reading import Record
from charley.services.cramp_model import WORTHWHILE, NamedModel, Probability, Spread, spread

PriorName = Literal["sceptical", "trials", "flat"]
#: In whose names the trials' prior of magnesium is used.
MAGNESIUM = "magnesium"


class Curve(Record, frozen=True, kw_only=True):
    """Densities of the log rate ratio before and after the diary, at the same places."""

    log_rate_ratio: list[float]
    prior: list[float]
    posterior: list[float]


class UnderPrior(Record, frozen=True, kw_only=True):
    """The answer under one prior.

    Attributes:
        prior_mean, prior_sd: of the log rate ratio beforehand.
        log_rate_ratio, rate_ratio: afterwards; null where the engine cannot vouch for it.
        p_below_1, p_below_0_8: of the rate ratio.
        curve: both densities, for a picture.
        reason: why there are no numbers.
    """

    prior_mean: float
    prior_sd: float
    log_rate_ratio: Spread | None = None
    rate_ratio: Spread | None = None
    p_below_1: Probability | None = None
    p_below_0_8: Probability | None = None
    curve: Curve | None = None
    reason: str | None = None


class MissingNights(Record, frozen=True, kw_only=True):
    """What the unrecorded nights would need to have held for the verdict to turn.

    Attributes:
        verdict: fewer, more or undecided, with those nights left open.
        with_nights, without_nights: unrecorded nights with and without the treatment.
        with_count, without_count: the smallest count on each of them that turns the verdict; null where none does.
        most: the largest count tried.
        usual: cramps a recorded night.
    """

    verdict: tipping.Verdict
    with_nights: int
    with_count: int | None
    without_nights: int
    without_count: int | None
    most: int
    usual: float


class Check(Record, frozen=True, kw_only=True):
    """One figure of the diary among those of diaries that the model draws; the tail is two-sided."""

    name: str
    found: float
    low: float
    middle: float
    high: float
    tail: Probability
    light: predictive.Light


class ModelCheck(Record, frozen=True, kw_only=True):
    """Could the model have made this diary? The light is that of the worst check."""

    light: predictive.Light
    worst: str
    checks: list[Check]


def treatment_priors(
    names: Sequence[str], kind: PriorName, trials: Mapping[str, tuple[float, float]] | None = None
) -> dict[str, Gaussian]:
    """The prior of that name for each treatment that has one; magnesium's trials are known, others' can be given."""
    found = {}
    for name in names:
        prior = priors.named(_from_trials(name, trials) if kind == "trials" else None).get(kind)
        if prior is not None:
            found[name] = prior
    return found


def under_priors(
    built: NamedModel, trials: Mapping[str, tuple[float, float]] | None = None
) -> dict[str, dict[str, UnderPrior]]:
    """Each treatment under each prior, the other treatments' priors left as they are."""
    found = {}
    for name, k in built.treatments.items():
        known = priors.named(_from_trials(name, trials))
        fitted = priors.side_by_side(built.model, known, k)
        found[name] = {each: _under(known[each], posterior, k) for each, posterior in fitted.items()}
    return found


def missing_nights(built: NamedModel) -> dict[str, MissingNights]:
    """The tipping points of each treatment given as a share."""
    found = {}
    for name, k in built.treatments.items():
        turned = tipping.tipping(built.model, k)
        found[name] = MissingNights(**vars(turned))
    return found


def model_check(posterior: Posterior) -> ModelCheck:
    """The traffic light."""
    found = predictive.predictive(posterior)
    checks = [Check(light=check.light, **vars(check)) for check in found.checks]
    return ModelCheck(light=found.light, worst=found.worst.name, checks=checks)


def _from_trials(name: str, given: Mapping[str, tuple[float, float]] | None) -> Gaussian | None:
    if given and name in given:
        return Gaussian(*given[name])
    if MAGNESIUM not in name.lower():
        return None
    from charley.evidence.prior import from_trials  # reads the tables of studies, which nothing else here needs

    known = from_trials()
    return Gaussian(known.mean, known.sd)


def _under(prior: Gaussian, posterior: Posterior, k: int) -> UnderPrior:
    if posterior.reason is not None:
        return UnderPrior(prior_mean=prior.mean, prior_sd=prior.sd, reason=posterior.reason)
    effect = posterior.coefficient(k)
    return UnderPrior(
        prior_mean=prior.mean,
        prior_sd=prior.sd,
        log_rate_ratio=spread(effect.summary()),
        rate_ratio=spread(effect.exponential()),
        p_below_1=effect.below(0.0),
        p_below_0_8=effect.below(float(np.log(WORTHWHILE))),
        curve=_curve(prior, effect),
    )


def _curve(prior: Gaussian, effect: Mixture) -> Curve:
    drawn = priors.curves(prior, effect)
    return Curve(
        log_rate_ratio=drawn.log_rate_ratio.round(4).tolist(),
        prior=drawn.prior.round(6).tolist(),
        posterior=drawn.posterior.round(6).tolist(),
    )
