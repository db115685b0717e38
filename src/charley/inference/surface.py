"""A smooth surface through the log posterior at scattered hyperparameter points.

Polyharmonic splines of degree five with a quadratic polynomial (Duchon 1977; Wendland 2005, Scattered Data
Approximation, ch. 8): they pass through every value, reproduce quadratics exactly, and have no length to be chosen.
"""

import threading
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from charley.inference.model import Array


@dataclass(frozen=True, eq=False)
class Surface:
    """A surface through ``nodes`` (n, d); ``weights`` (n,) of the splines and ``polynomial`` of the quadratic."""

    nodes: Array
    weights: Array
    polynomial: Array

    @classmethod
    def through(cls, nodes: Array, values: Array) -> "Surface":
        """The surface that has ``values`` (n,) at ``nodes``, which should be on a scale where all directions are alike.

        Raises:
            numpy.linalg.LinAlgError: where two nodes coincide or all lie on one quadric.
        """
        n = len(nodes)
        quadratic = monomials(nodes)
        size = n + quadratic.shape[1]
        system = np.zeros((size, size))
        system[:n, :n] = _spline(squared_distances(nodes))
        system[:n, n:] = quadratic
        system[n:, :n] = quadratic.T
        right = np.zeros(size)
        right[:n] = values
        solved = np.linalg.solve(system, right)
        return cls(nodes=nodes, weights=solved[:n], polynomial=solved[n:])


class Reading(NamedTuple):
    """The surface's height at each place of a lattice, the distance to the nearest node, and which that is."""

    heights: Array
    distances: Array
    nearest: npt.NDArray[np.intp]


class Lattice:
    """Places at which surfaces are read. Their working space is kept, for fresh memory costs more than the sums."""

    def __init__(self, x: Array) -> None:
        self.x = x
        self.powers = monomials(x)
        self._left = np.concatenate([-2.0 * x, np.ones((len(x), 1)), (x**2).sum(axis=1)[:, None]], axis=1)

    @cached_property
    def apart(self) -> Array:
        """Squared distance of any two places."""
        return squared_distances(self.x)

    def read(self, surface: Surface) -> Reading:
        """Read the surface at every place."""
        nodes = surface.nodes
        shape = len(self.x), len(nodes)
        squared, fifth = _scratch(0, shape), _scratch(1, shape)
        right = np.concatenate([nodes, (nodes**2).sum(axis=1)[:, None], np.ones((len(nodes), 1))], axis=1)
        np.matmul(self._left, right.T, out=squared)
        np.maximum(squared, 0.0, out=squared)
        nearest = squared.argmin(axis=1)
        distances: Array = np.sqrt(squared[np.arange(shape[0]), nearest])
        heights: Array = _spline(squared, fifth) @ surface.weights
        heights += self.powers @ surface.polynomial
        return Reading(heights, distances, nearest)

    def choose(self, mass: Array, squared: Array, count: int) -> npt.NDArray[np.intp]:
        """Places one after the other where mass times squared distance from all that is known or chosen is largest.

        Args:
            mass: share of the posterior at each place.
            squared: squared distance of each to the nearest node; what is chosen is put in.
            count: how many.
        """
        chosen = np.empty(count, dtype=np.intp)
        for i in range(count):
            chosen[i] = (mass * squared).argmax()
            np.minimum(squared, self.apart[chosen[i]], out=squared)
        return chosen


_local = threading.local()


def _scratch(which: int, shape: tuple[int, int]) -> Array:
    """Working space of this thread, as it was left."""
    held: dict[int, Array] = _local.__dict__.setdefault("held", {})
    size = shape[0] * shape[1]
    if which not in held or held[which].size < size:
        held[which] = np.empty(2 * size)
    return held[which][:size].reshape(shape)


def squared_distances(x: Array) -> Array:
    """Of any two of n points, (n, n)."""
    own = (x**2).sum(axis=1)
    squared: Array = x @ (-2.0 * x.T)
    squared += own
    squared += own[:, None]
    np.maximum(squared, 0.0, out=squared)
    np.fill_diagonal(squared, 0.0)
    return squared


def monomials(x: Array) -> Array:
    """All monomials up to degree two, (n, 1 + d + d (d + 1) / 2)."""
    rows, columns = upper(x.shape[1])
    return np.concatenate([np.ones((len(x), 1)), x, x[:, rows] * x[:, columns]], axis=1)


@lru_cache(maxsize=4)
def upper(size: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Row and column of each entry of an upper triangle."""
    rows, columns = np.triu_indices(size)
    return rows, columns


def _spline(squared: Array, out: Array | None = None) -> Array:
    fifth: Array = np.sqrt(squared, out=out)
    fifth *= squared
    fifth *= squared
    return fifth
