"""A surface read at the places of a lattice, and places chosen, as ``Lattice`` does, compiled: eight side by side."""

# Numba finds the types of what it compiles by itself.
# mypy: disable-error-code="no-untyped-def"

from functools import cache

import numpy as np
import numpy.typing as npt

from charley.inference.compiled.kept import compiled
from charley.inference.compiled.lanes import WIDTH, load, splat, sqrt, store, where_less
from charley.inference.model import Array
from charley.inference.surface import Lattice, Reading, Surface


def read(lattice: Lattice, surface: Surface) -> Reading:
    """The surface's height at each place, the distance to the nearest node, and which that is."""
    size = len(lattice.x)
    heights, distances, nearest = np.empty(size), np.empty(size), np.empty(size)
    _read(_by_eights(lattice), surface.nodes, surface.weights, heights, distances, nearest)
    heights += lattice.powers @ surface.polynomial
    return Reading(heights, distances, nearest.astype(np.intp))


def choose(lattice: Lattice, mass: Array, squared: Array, count: int) -> npt.NDArray[np.intp]:
    """The places worth knowing."""
    chosen = np.empty(count, dtype=np.intp)
    _choose(mass, squared, lattice.apart, chosen)
    return chosen


@cache
def _by_eights(lattice: Lattice) -> Array:
    """Coordinates of eight places after one another, dimension by dimension."""
    size, dimensions = lattice.x.shape
    return lattice.x.reshape(size // WIDTH, WIDTH, dimensions).transpose(0, 2, 1).ravel()


@compiled()
def _read(places, nodes, weights, heights, distances, nearest):
    n, dimensions = nodes.shape
    for i in range(heights.size // WIDTH):
        height, closest, which = splat(0.0), splat(np.inf), splat(0.0)
        for j in range(n):
            squared = splat(0.0)
            for k in range(dimensions):
                gap = load(places, i * dimensions + k) - nodes[j, k]
                squared += gap * gap
            height += sqrt(squared) * squared * squared * weights[j]
            which = where_less(squared, closest, splat(float(j)), which)
            closest = where_less(squared, closest, squared, closest)
        store(heights, i, height)
        store(distances, i, sqrt(closest))
        store(nearest, i, which)


@compiled()
def _choose(mass, squared, apart, chosen):
    size = mass.size
    for i in range(chosen.size):
        best, highest = 0, -1.0
        for j in range(size):
            if mass[j] * squared[j] > highest:
                best, highest = j, mass[j] * squared[j]
        chosen[i] = best
        row = apart[best]
        for j in range(size):
            squared[j] = min(squared[j], row[j])
