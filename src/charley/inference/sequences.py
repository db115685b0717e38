"""Evenly spread points without randomness: the same on every run."""

from functools import lru_cache

import numpy as np
from scipy.special import ndtri

from charley.inference.model import Array


@lru_cache(maxsize=16)
def uniform(size: int, dimensions: int) -> Array:
    """The additive recurrence of M. Roberts (2018) in the unit cube, (size, dimensions).

    Its steps are the powers of 1/g, with g the positive root of g^(dimensions + 1) = g + 1.
    """
    g = 1.5
    for _ in range(60):
        g = (1.0 + g) ** (1.0 / (dimensions + 1))
    points: Array = (0.5 + np.arange(1.0, size + 1)[:, None] * g ** -np.arange(1.0, dimensions + 1)) % 1.0
    points.flags.writeable = False
    return points


@lru_cache(maxsize=16)
def normal(size: int, dimensions: int) -> Array:
    """The same points moved to N(0, I)."""
    points: Array = ndtri(uniform(size, dimensions))
    points.flags.writeable = False
    return points
