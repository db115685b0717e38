"""A smooth surface through the log posterior at scattered hyperparameter points.

Polyharmonic splines of degree five with a quadratic polynomial (Duchon 1977; Wendland 2005, Scattered Data
Approximation, ch. 8): they pass through every value, reproduce quadratics exactly, and have no length to be chosen.
"""

from dataclasses import dataclass
from functools import lru_cache

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
        system[:n, :n] = _spline(squared_distances(nodes, nodes))
        system[:n, n:] = quadratic
        system[n:, :n] = quadratic.T
        right = np.zeros(size)
        right[:n] = values
        solved = np.linalg.solve(system, right)
        return cls(nodes=nodes, weights=solved[:n], polynomial=solved[n:])

    def at(self, squared: Array, powers: Array) -> Array:
        """Heights at m places.

        Args:
            squared: (m, n) squared distances of the places from the nodes.
            powers: (m, k) monomials of the places.
        """
        heights: Array = _spline(squared) @ self.weights + powers @ self.polynomial
        return heights


def squared_distances(a: Array, b: Array) -> Array:
    """(m, n) squared distances between the rows of ``a`` and ``b``."""
    cross = a @ b.T
    cross *= -2.0
    cross += (a**2).sum(axis=1)[:, None]
    cross += (b**2).sum(axis=1)
    return np.maximum(cross, 0.0, out=cross)


def monomials(x: Array) -> Array:
    """All monomials up to degree two, (n, 1 + d + d (d + 1) / 2)."""
    rows, columns = upper(x.shape[1])
    return np.concatenate([np.ones((len(x), 1)), x, x[:, rows] * x[:, columns]], axis=1)


@lru_cache(maxsize=4)
def upper(size: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Row and column of each entry of an upper triangle."""
    rows, columns = np.triu_indices(size)
    return rows, columns


def _spline(squared: Array) -> Array:
    fifth = np.sqrt(squared)
    fifth *= squared
    fifth *= squared
    return fifth
