"""A treatment by dose level, without assuming that more is better, and the smallest level that seems to work.

Each amount has a column of its own, 1 on the nights when that amount was taken, washed in like any treatment. A level's
log rate ratio against no dose is shared part + own part, because amounts of one substance are alike:

    beta_l = c + d_l,   c ~ N(0, SHARED sd^2),   d_l ~ N(0, (1 - SHARED) sd^2) independently,

so that each level alone has the prior of a treatment, N(0, sd^2), two levels correlate by SHARED in the prior, and
nothing orders them. (Independent levels are SHARED = 0; one effect for any dose is SHARED = 1.)
"""

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from charley.inference.contrasts import contrast
from charley.inference.mixture import Mixture
from charley.inference.model import BETA, Array, Gaussian
from charley.inference.posterior import Posterior

#: Share of a level's prior variance that it has in common with the other levels.
SHARED = 0.5
#: Nights that must have been recorded at a level, and without any dose, before anything is claimed of it.
FEWEST_NIGHTS = 10
#: Chance left that a level does not work, shared out among the levels: three looks make three chances of a mistake.
UNSURE = 0.025
#: A rate ratio below this is a reduction by more than a fifth.
WORTHWHILE = 0.8


@dataclass(frozen=True, eq=False)
class DoseColumns:
    """The columns of one treatment by level.

    Attributes:
        levels: the L amounts above zero, ascending.
        columns: (1 + L, T) any dose, then each level, 0 or 1.
        priors: one for each column.
    """

    levels: tuple[float, ...]
    columns: Array
    priors: tuple[Gaussian, ...]


def dose_columns(amounts: Array, *, prior: Gaussian = BETA, shared: float = SHARED) -> DoseColumns:
    """The columns for the amount taken each night.

    Args:
        amounts: (T,) 0 or more.
        prior: of each level's log rate ratio against no dose.
        shared: see :data:`SHARED`.
    """
    levels = tuple(sorted({float(amount) for amount in amounts if amount > 0}))
    rows = [amounts > 0, *(amounts == level for level in levels)]
    together = Gaussian(prior.mean, prior.sd * math.sqrt(shared))
    own = Gaussian(0.0, prior.sd * math.sqrt(1.0 - shared))
    return DoseColumns(levels, np.array(rows, dtype=np.float64), (together, *(own for _ in levels)))


@dataclass(frozen=True, eq=False)
class Level:
    """What one amount does against no dose, once built up.

    Attributes:
        amount: as given.
        nights: recorded nights on which it was taken.
        effect: its log rate ratio.
        below_1: probability that the rate ratio is below 1.
        below_0_8: that it is below 0.8.
        better_than_next_lower: that there are fewer cramps than with the next lower amount, no dose being the lowest.
    """

    amount: float
    nights: int
    effect: Mixture
    below_1: float
    below_0_8: float
    better_than_next_lower: float


@dataclass(frozen=True, eq=False)
class DoseLevels:
    """All levels, and the smallest that seems to work.

    Attributes:
        without: recorded nights with no dose.
        levels: by amount, ascending.
        smallest: the smallest amount of which fewer cramps are nearly sure; None where there is none.
        reason: where nothing can be claimed of any level for want of nights, why.
    """

    without: int
    levels: tuple[Level, ...]
    smallest: float | None
    reason: str | None


def dose_levels(posterior: Posterior, columns: DoseColumns, at: int) -> DoseLevels:
    """Read the levels off a posterior.

    Args:
        posterior: of a model whose washed-in columns hold ``columns.columns``.
        columns: from :func:`dose_columns`.
        at: the coefficient at which they begin.
    """
    recorded = posterior.model.recorded > 0
    nights = [int((recorded & (row > 0)).sum()) for row in columns.columns]
    without = int(recorded.sum()) - nights[0]
    rows = [np.zeros(posterior.model.coefficients) for _ in range(1 + len(columns.levels))]
    for i, row in enumerate(rows[1:], start=1):
        row[[at, at + i]] = 1.0
    levels = []
    for (lower, row), amount, seen in zip(pairwise(rows), columns.levels, nights[1:], strict=True):
        effect = contrast(posterior, row)
        levels.append(
            Level(
                amount=amount,
                nights=seen,
                effect=effect,
                below_1=effect.below(0.0),
                below_0_8=effect.below(math.log(WORTHWHILE)),
                better_than_next_lower=contrast(posterior, row - lower).below(0.0),
            )
        )
    reason = None
    if without < FEWEST_NIGHTS:
        reason = f"there are {without} nights without any dose, and at least {FEWEST_NIGHTS} are needed to compare with"
    elif all(level.nights < FEWEST_NIGHTS for level in levels):
        reason = f"no amount was taken on {FEWEST_NIGHTS} recorded nights or more"
    sure = 1.0 - UNSURE / max(len(levels), 1)
    working = [level.amount for level in levels if level.nights >= FEWEST_NIGHTS and level.below_1 > sure]
    return DoseLevels(without, tuple(levels), None if reason or not working else working[0], reason)
