"""Priors of a treatment's log rate ratio by name, the answers under each side by side, and the way from one to other.

An answer that only one prior gives is the prior's answer. So all of them are shown together: the sceptical one of the
cramp model, the one that trials suggest, and one that says next to nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from charley.inference import laplace
from charley.inference.mixture import Mixture
from charley.inference.model import BETA, Array, CrampModel, Gaussian
from charley.inference.posterior import Posterior, fit
from charley.inference.quadrature import Engine

#: No effect is the best guess, and a halving lies at 1.4 sd: the prior of the cramp model.
SCEPTICAL = BETA
#: Rate ratios from 1/7 to 7 lie inside one sd: next to nothing is said, and the posterior stays proper.
FLAT = Gaussian(0.0, 2.0)
#: Places of the curves of :func:`curves`, and how far they reach, in sd.
PLACES, REACH = 301, 3.5


def named(from_trials: Gaussian | None = None) -> dict[str, Gaussian]:
    """The priors by name; ``trials`` only where mean and sd from trials are given."""
    known = {"sceptical": SCEPTICAL, "flat": FLAT}
    return known if from_trials is None else {"sceptical": SCEPTICAL, "trials": from_trials, "flat": FLAT}


def with_priors(model: CrampModel, priors: Mapping[int, Gaussian]) -> CrampModel:
    """The same diary with other priors for some coefficients, given by their places."""
    mean, sd = model.coef_mean.copy(), model.coef_sd.copy()
    for k, prior in priors.items():
        mean[k], sd[k] = prior
    return replace(model, coef_mean=mean, coef_sd=sd)


def side_by_side(
    model: CrampModel, priors: Mapping[str, Gaussian], k: int, engine: Engine = laplace.condition
) -> dict[str, Posterior]:
    """The posterior under each prior of coefficient ``k``, the other coefficients' priors left as they are."""
    return {name: fit(with_priors(model, {k: prior}), engine) for name, prior in priors.items()}


@dataclass(frozen=True, eq=False)
class Curves:
    """Densities of a log rate ratio before and after the diary, at the same places, each (m,)."""

    log_rate_ratio: Array
    prior: Array
    posterior: Array


def curves(prior: Gaussian, posterior: Mixture) -> Curves:
    """What a prior-to-posterior picture draws."""
    low = min(prior.mean - REACH * prior.sd, posterior.mean - REACH * posterior.sd)
    high = max(prior.mean + REACH * prior.sd, posterior.mean + REACH * posterior.sd)
    x = np.linspace(low, high, PLACES)
    gap = (x[:, None] - posterior.means) / posterior.sds
    after = (np.exp(-0.5 * gap**2) / posterior.sds) @ posterior.weights / np.sqrt(2.0 * np.pi)
    before = np.exp(-0.5 * ((x - prior.mean) / prior.sd) ** 2) / (prior.sd * np.sqrt(2.0 * np.pi))
    return Curves(x, before, after)
