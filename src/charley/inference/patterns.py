"""Which exposures go with more or fewer cramps, tonight or one or two nights later, and how many of those may be false.

Every exposure enters the cramp model at the lags 0, 1 and 2, all together and beside the treatments, so each link is
adjusted for the others. A link is an association in one diary. What comes first and what follows, the lag can say;
what brings it about, nothing here can.

Whether there is any link is another question than how strong it is. For each the Bayes factor against none is the ratio
of prior to posterior density at zero (Savage-Dickey: Dickey 1971, Ann Math Stat 42:204). Beforehand about one link is
expected among m, so each has prior odds 1 : m, and with them a probability of being none. The links
shown are the largest set whose mean probability of being none is at most :data:`FALSE_SHARE`: of what is shown, that
share is expected to be false (Newton and others 2004, Biostatistics 5:155). Where nothing is linked, a Bayes factor
above c comes up with probability 1/c at most, so anything at all is shown in about one diary of ten at most.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from charley.inference import laplace
from charley.inference.mixture import Mixture
from charley.inference.model import Array, CrampModel, Gaussian
from charley.inference.posterior import Posterior, fit
from charley.inference.quadrature import Engine
from charley.inference.terms import Term, extended

LAGS = (0, 1, 2)
#: Prior of one link's log rate ratio: for 0/1 exposures with against without, for others one sd more.
LINK = Gaussian(0.0, 0.5)
#: Largest expected share of false links among those shown.
FALSE_SHARE = 0.1
#: Below this the diary is not asked: recorded nights, and cramps on them.
FEWEST_NIGHTS, FEWEST_CRAMPS = 42, 20
#: An exposure is asked about if it was there, and was not there, on so many recorded nights.
FEWEST_EACH_WAY = 8
#: Nights that must have been recorded for each column of the design.
NIGHTS_PER_COLUMN = 5


@dataclass(frozen=True, eq=False)
class Link:
    """One exposure at one lag.

    Attributes:
        exposure: its row.
        lag: nights from the exposure to the cramps.
        effect: log rate ratio, adjusted for all other links.
        bayes_factor: for a link against none.
        none: probability that there is none.
        shown: whether it is among those shown.
    """

    exposure: int
    lag: int
    effect: Mixture
    bayes_factor: float
    none: float
    shown: bool


@dataclass(frozen=True, eq=False)
class Patterns:
    """What was found.

    Attributes:
        links: all that were asked about, by exposure and lag; empty where the diary says too little.
        too_rare: exposures left out because they were there, or were not there, on too few nights.
        false_share: expected share of false links among those shown; 0 where none is shown.
        reason: why nothing was asked; None where it was.
        posterior: the whole posterior; None where nothing was asked.
    """

    links: tuple[Link, ...]
    too_rare: tuple[int, ...]
    false_share: float
    reason: str | None
    posterior: Posterior | None

    @property
    def shown(self) -> tuple[Link, ...]:
        """The links shown, the surest first."""
        return tuple(sorted((link for link in self.links if link.shown), key=lambda link: link.none))


def patterns(model: CrampModel, exposures: Array, engine: Engine = laplace.condition) -> Patterns:
    """Ask a diary about every exposure at every lag.

    Args:
        model: the diary with its treatments and whatever else is to be adjusted for, without the exposures.
        exposures: (K, T), 0/1 or on any scale; one that is never there, or always, is left out.
        engine: see :func:`charley.inference.bulk.engine`.
    """
    recorded = model.recorded > 0
    nights, cramps = int(recorded.sum()), int(model.counts.sum())
    asked = [k for k, row in enumerate(exposures) if _often_enough(row[recorded])]
    too_rare = tuple(k for k in range(len(exposures)) if k not in asked)
    columns = len(asked) * len(LAGS)
    if nights < FEWEST_NIGHTS or cramps < FEWEST_CRAMPS:
        reason = (
            f"looking for patterns needs at least {FEWEST_NIGHTS} recorded nights and {FEWEST_CRAMPS} cramps; "
            f"this diary has {nights} and {cramps}"
        )
    elif not asked:
        reason = f"nothing was noted on at least {FEWEST_EACH_WAY} nights, and not noted on as many"
    elif nights < NIGHTS_PER_COLUMN * (columns + model.coefficients):
        reason = (
            f"{len(asked)} things are too many for {nights} recorded nights; "
            f"ask about fewer, or go on until there are {NIGHTS_PER_COLUMN * (columns + model.coefficients)}"
        )
    else:
        return _asked(model, exposures, asked, too_rare, engine)
    return Patterns((), too_rare, 0.0, reason, None)


def _asked(
    model: CrampModel, exposures: Array, asked: list[int], too_rare: tuple[int, ...], engine: Engine
) -> Patterns:
    rows = np.concatenate([lagged(scaled(exposures[k])) for k in asked])
    posterior = fit(extended(model, Term(rows, (LINK,) * len(rows))), engine)
    if posterior.reason is not None:
        return Patterns((), too_rare, 0.0, posterior.reason, None)
    effects = [posterior.coefficient(model.coefficients + i) for i in range(len(rows))]
    factors = [bayes_factor(effect, LINK) for effect in effects]
    none = np.array([1.0 / (1.0 + factor / len(rows)) for factor in factors])
    shown, false_share = chosen(none)
    which = [(k, lag) for k in asked for lag in LAGS]
    links = tuple(
        Link(k, lag, effect, factor, p, bool(show))
        for (k, lag), effect, factor, p, show in zip(which, effects, factors, none.tolist(), shown, strict=True)
    )
    return Patterns(links, too_rare, false_share, None, posterior)


def scaled(row: Array) -> Array:
    """0/1 rows as they are; others with mean 0 and sd 1."""
    if set(np.unique(row)) <= {0.0, 1.0}:
        return row
    spread: Array = (row - row.mean()) / row.std()
    return spread


def lagged(row: Array) -> Array:
    """The row at each lag, (3, T); what came before the first night is not known and counts as average."""
    return np.stack([np.concatenate([np.full(lag, row.mean()), row[: row.size - lag]])[: row.size] for lag in LAGS])


def bayes_factor(effect: Mixture, prior: Gaussian) -> float:
    """For an effect against none: prior density at zero over posterior density at zero."""
    gap = effect.means / effect.sds
    log_terms = np.log(np.maximum(effect.weights, 1e-300)) - 0.5 * gap**2 - np.log(effect.sds)
    top = float(log_terms.max())
    log_after = top + math.log(float(np.exp(log_terms - top).sum()))
    log_before = -0.5 * (prior.mean / prior.sd) ** 2 - math.log(prior.sd)
    return math.exp(min(log_before - log_after, 500.0))


def chosen(none: Array, false_share: float = FALSE_SHARE) -> tuple[npt.NDArray[np.bool_], float]:
    """The largest set of the smallest probabilities whose mean is at most ``false_share``, and that mean."""
    order = np.argsort(none, kind="stable")
    means = np.cumsum(none[order]) / np.arange(1, none.size + 1)
    size = int((means <= false_share).sum())  # the running mean of ascending numbers ascends
    shown = np.zeros(none.size, dtype=bool)
    shown[order[:size]] = True
    return shown, float(means[size - 1]) if size else 0.0


def _often_enough(row: Array) -> bool:
    """Whether the exposure differs from its commonest value on enough nights."""
    if row.size == 0:
        return False
    _, counts = np.unique(row, return_counts=True)
    return row.size - int(counts.max()) >= FEWEST_EACH_WAY
