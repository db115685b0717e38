"""Integration over the four hyperparameters: where to look, what it weighs, and how far to trust it.

The log posterior of the hyperparameters is smooth, and each value costs a pass through the diary. So a surface is laid
through the values (surface.py) and integrated on a fine lattice, which costs nothing of the diary. In stages:

1. Survey: points spread as the prior. A short diary's posterior is near it.
2. Locate, where the survey shows that the diary knows much more than the prior: Newton steps on quadratics through
   small stencils, until the mode is nearer than one posterior standard deviation.
3. Refine: points where the surface has its mass and the points known are far, two thirds of a stage at a time. Each
   stage is a test as well: the surface foretells its values. The work ends when they come true (:func:`agreement`),
   and the answer is not healthy when they do not.

A point's weight is the mass of the surface nearer to it than to any other point, tilted so that mean and covariance of
the hyperparameters are those of the whole surface. Points far below the highest carry nothing: a survey point can lie
nearest to some mass and yet be hundreds of units lower, with coefficients that nothing in the mass has.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from charley.inference import laplace, sequences
from charley.inference.level import Level
from charley.inference.model import Array, CrampModel, Hyper
from charley.inference.surface import Lattice, Reading, Surface, monomials, upper

#: Finds the Gaussian of coefficients and level at given points: ``laplace.condition``, or its compiled equal.
Engine = Callable[[CrampModel, Hyper, Array], laplace.Conditional]


#: Picks places of a lattice: mass, squared distances (lost), and how many.
Choose = Callable[[Lattice, Array, Array, int], npt.NDArray[np.intp]]


@dataclass(frozen=True)
class Loops:
    """An engine with the three other loops that take time. A bare function is one whose other loops are the plain ones.

    Attributes:
        condition: finds the Gaussians.
        read: reads a surface at the places of a lattice.
        choose: picks the places that are worth knowing.
        level: sums over the points for whatever is asked about the level.
    """

    condition: Engine
    read: Callable[[Lattice, Surface], Reading] = Lattice.read
    choose: Choose = Lattice.choose
    level: type[Level] = Level

    def __call__(self, model: CrampModel, hyper: Hyper, eta: Array) -> laplace.Conditional:
        """The Gaussians."""
        return self.condition(model, hyper, eta)

    @classmethod
    def of(cls, engine: Engine) -> "Loops":
        """All loops of an engine."""
        return engine if isinstance(engine, Loops) else cls(engine)


DIMENSIONS = 4
SURVEY = 24
STAGE = 24
FEWEST_STAGES, MOST_STAGES = 2, 10
#: Effective survey points at which the prior is a good enough place to start from.
PRIOR_SUFFICES = 7.0
#: Agreement at which refining ends; below the second the answer is not healthy.
AGREES, DISAGREES = 0.95, 0.6
#: Effective number of points below which more are added.
ENOUGH_EFFECTIVE = 36.0
#: A point this far below the highest in log density carries no weight.
DEEPEST = 15.0
#: Points from which a new point's linear predictor is guessed.
NEIGHBOURS = 30
#: Places at which the surface is integrated while refining, and for the answer.
COARSE, FINE = 512, 1024
#: The places are spread this much wider than the posterior.
WIDENING = 1.3


@dataclass(frozen=True, eq=False)
class Quadrature:
    """Weighted hyperparameter points with the conditional Gaussian at each.

    Attributes:
        z: (n, 4) standard coordinates.
        hyper: the same on natural scales.
        weights: (n,) positive; they sum to one.
        parts: the conditional Gaussians, set by set in the order of the points.
        log_marginal: log p(y).
        agreement: how well the surface foretold its last points, 0 to 1.
        fine_hyper: places of the fine lattice, for the hyperparameters' own marginals.
        fine_weights: their weights.
        loops: the engine that was used.
    """

    z: Array
    hyper: Hyper
    weights: Array
    parts: tuple[laplace.Conditional, ...]
    log_marginal: float
    agreement: float
    fine_hyper: Hyper
    fine_weights: Array
    loops: Loops

    @cached_property
    def mean(self) -> Array:
        """(n, p) mean of the coefficients at each point."""
        return np.concatenate([part.mean for part in self.parts])

    @cached_property
    def cov(self) -> Array:
        """(n, p, p) their covariance."""
        return np.concatenate([part.cov for part in self.parts])

    @property
    def effective(self) -> float:
        """Effective number of points: (sum w)^2 / sum w^2."""
        return float(1.0 / (self.weights**2).sum())


def integrate(model: CrampModel, engine: Engine = laplace.condition) -> Quadrature:
    """The posterior of the hyperparameters of one diary; ``engine`` finds the Gaussians at given points.

    Raises:
        FloatingPointError: where a point's density is not a finite number.
        numpy.linalg.LinAlgError: where a matrix is singular to working precision.
    """
    known = _Known(model, Loops.of(engine))
    known.add(sequences.normal(SURVEY, DIMENSIONS), laplace.start(model))
    share = np.exp(known.log_likelihood - known.log_likelihood.max())
    share /= share.sum()
    if 1.0 / (share**2).sum() >= PRIOR_SUFFICES:
        frame = _Frame.around(known.z, share)
    else:
        frame = _locate(known)
        known.add(frame.places(sequences.normal(STAGE, DIMENSIONS) * WIDENING), known.best_eta)
    laid = _Laid.over(known, frame, COARSE)
    for stage in range(1, MOST_STAGES + 1):
        chosen = laid.worth_knowing(known.loops.choose, STAGE)
        known.add(chosen, known.guess_eta(chosen, laid.frame))
        after = _Laid.over(known, laid.frame, COARSE)
        agreement = laid.overlap(after)
        frame = after.frame_of_mass()
        laid = after if frame.like(after.frame) else _Laid.over(known, frame, COARSE)
        # The last stage weighs all its points, agreed or not; ``agreement`` then tells how far to trust it.
        if stage < MOST_STAGES and (stage < FEWEST_STAGES or agreement < AGREES):
            continue
        fine = _Laid.over(known, laid.frame_of_mass(), FINE)
        mass, log_marginal = fine.mass
        weights = _weights(known, fine, mass)
        if 1.0 / (weights**2).sum() >= ENOUGH_EFFECTIVE:
            break
        laid = _Laid.over(known, fine.frame_of_mass(), COARSE)
    return Quadrature(
        z=known.z,
        hyper=model.hyper.natural(known.z),
        weights=weights,
        parts=tuple(known.parts),
        log_marginal=log_marginal,
        agreement=agreement,
        fine_hyper=model.hyper.natural(fine.z),
        fine_weights=mass,
        loops=known.loops,
    )


def nowhere(model: CrampModel) -> Quadrature:
    """One point of which nothing is known: every number is NaN. For diaries beyond the machine's arithmetic."""
    n, p, washed, nights = 1, model.coefficients, len(model.washed), model.nights
    shapes = {
        "log_density": (n,), "correction": (n,), "mode": (n, p), "mean": (n, p), "cov": (n, p, p),
        "eta": (n, nights), "eta_shift": (n, nights), "eta_var": (n, nights), "washed": (washed, n, nights),
        "residual": (p, n, nights), "chain_pivots": (n, nights), "chain_links": (n, nights),
    }  # fmt: skip
    unknown = {name: np.full(shape, np.nan) for name, shape in shapes.items()}
    z = np.full((n, DIMENSIONS), np.nan)
    return Quadrature(
        z=z,
        hyper=model.hyper.natural(z),
        weights=np.full(n, np.nan),
        parts=(laplace.Conditional(**unknown, converged=np.zeros(n, dtype=np.bool_)),),
        log_marginal=math.nan,
        agreement=0.0,
        fine_hyper=model.hyper.natural(z),
        fine_weights=np.full(n, np.nan),
        loops=Loops.of(laplace.condition),
    )


class _Known:
    """The points whose value is known so far."""

    def __init__(self, model: CrampModel, loops: Loops) -> None:
        self.model = model
        self.loops = loops
        self.parts: list[laplace.Conditional] = []
        self.z = np.zeros((0, DIMENSIONS))
        self.log_likelihood = np.zeros(0)
        self.log_posterior = np.zeros(0)
        self.eta: list[Array] = []

    def add(self, z: Array, eta: Array) -> Array:
        """Find the log posterior at (n, 4) new points, Newton's method starting from ``eta``."""
        part = self.loops(self.model, self.model.hyper.natural(z), eta)
        found = part.log_density + _log_normal(z)
        if not np.isfinite(found).all():
            raise FloatingPointError("a point's density is not a finite number")
        self.parts.append(part)
        self.z = np.concatenate([self.z, z])
        self.log_likelihood = np.concatenate([self.log_likelihood, part.log_density])
        self.log_posterior = np.concatenate([self.log_posterior, found])
        self.eta += list(part.eta)
        return found

    def guess_eta(self, z: Array, frame: "_Frame") -> Array:
        """The linear predictor to be expected at new points: a quadratic in z through the points nearest the centre."""
        x = frame.coordinates(self.z)
        near = np.argsort((x**2).sum(axis=1), kind="stable")[:NEIGHBOURS]
        powers = monomials(x[near])
        normal = powers.T @ powers
        normal.flat[:: len(normal) + 1] *= 1.0 + 1e-9  # a guess: where it is not determined, anything small will do
        share = np.linalg.solve(normal, monomials(frame.coordinates(z)).T).T @ powers.T
        guess: Array = share @ np.array([self.eta[i] for i in near])
        return guess

    @property
    def best(self) -> int:
        """The highest point."""
        return int(np.argmax(self.log_posterior))

    @property
    def best_eta(self) -> Array:
        """The linear predictor there."""
        return self.eta[self.best]


@dataclass(frozen=True, eq=False)
class _Frame:
    """A centre and the Cholesky factor of a covariance: z = centre + root x."""

    centre: Array
    root: Array

    @classmethod
    def around(cls, z: Array, share: Array) -> "_Frame":
        centre = share @ z
        off = z - centre
        return cls(centre, np.linalg.cholesky(off.T @ (off * share[:, None]) + 1e-6 * np.eye(DIMENSIONS)))

    def places(self, x: Array) -> Array:
        z: Array = self.centre + x @ self.root.T
        return z

    @cached_property
    def _back(self) -> Array:
        return np.linalg.inv(self.root)

    def like(self, other: "_Frame") -> bool:
        """Whether centre and spread are near enough to the other's to go on with it."""
        shift = self._back @ (other.centre - self.centre)
        ratio = self._back @ other.root
        return bool(np.abs(shift).max() < 0.25 and np.abs(ratio @ ratio.T - np.eye(DIMENSIONS)).max() < 0.4)

    def coordinates(self, z: Array) -> Array:
        x: Array = (z - self.centre) @ self._back.T
        return x


@dataclass(frozen=True, eq=False)
class _Laid:
    """The surface laid through the known points, and its heights at the places of a lattice."""

    frame: _Frame
    lattice: Lattice
    z: Array
    heights: Array
    distances: Array
    nearest: np.ndarray[tuple[int], np.dtype[np.intp]]
    ceiling: float

    @classmethod
    def over(cls, known: _Known, frame: _Frame, size: int) -> "_Laid":
        nodes = frame.coordinates(known.z)
        values = _gentled(known.log_posterior)
        lattice = _lattice(size)
        heights, distances, nearest = known.loops.read(lattice, Surface.through(nodes, values))
        ceiling = float(values.max())
        # Far from every known point the surface is a guess: it may not rise high there, and it is pressed down.
        heights = np.minimum(heights, ceiling + 2.0) - np.maximum(distances - 1.3, 0.0) ** 2
        return cls(frame, lattice, frame.places(lattice.x), heights, distances, nearest, ceiling)

    @cached_property
    def mass(self) -> tuple[Array, float]:
        """Share of the posterior at each place, and the log of the whole."""
        log_ratio = self.heights - _log_spread(self.lattice)
        top = float(log_ratio.max())
        ratio = np.exp(log_ratio - top)
        volume = float(np.log(np.diagonal(self.frame.root)).sum()) + DIMENSIONS * math.log(WIDENING)
        return ratio / ratio.sum(), top + math.log(float(ratio.mean())) + volume

    def overlap(self, after: "_Laid") -> float:
        """How little the mass changed: the effective share of the weights that turn this mass into the later one."""
        mass, _ = self.mass
        change = after.heights - self.heights
        ratio = np.exp(change - change.max())
        return float((mass @ ratio) ** 2 / (mass @ ratio**2))

    @cached_property
    def _broad_mass(self) -> Array:
        """The same, flattened until at least 60 places count."""
        mass, _ = self.mass
        power = 1.0
        flat = mass
        while 1.0 / (flat**2).sum() < 60.0 and power > 1e-3:
            power *= 0.7
            flat = np.exp(power * np.log(np.maximum(mass, 1e-300) / mass.max()))
            flat /= flat.sum()
        return flat

    def frame_of_mass(self) -> _Frame:
        """Mean and covariance of the mass."""
        return _Frame.around(self.z, self._broad_mass)

    def worth_knowing(self, choose: Choose, count: int) -> Array:
        """Places with much mass and far from all that is known and from each other."""
        chosen: Array = self.z[choose(self.lattice, self._broad_mass, self.distances**2, count)]
        return chosen


@cache
def _lattice(size: int) -> Lattice:
    return Lattice(sequences.normal(size, DIMENSIONS) * WIDENING)


@cache
def _log_spread(lattice: Lattice) -> Array:
    """Log density of the places themselves."""
    return _log_normal(lattice.x / WIDENING)


def _gentled(values: Array) -> Array:
    """Values far below the highest one, drawn up towards it: that they are low matters, not how low."""
    depth = values.max() - values
    gentle: Array = values.max() - np.where(
        depth < 15.0, depth, 15.0 + 8.0 * np.log1p(np.maximum(depth - 15.0, 0) / 8.0)
    )
    return gentle


def _log_normal(z: Array) -> Array:
    density: Array = -0.5 * (z**2).sum(axis=1) - 0.5 * z.shape[1] * math.log(2.0 * math.pi)
    return density


def _stencil() -> Array:
    """Fifteen points that fix a quadratic in four dimensions: the middle, both ways on each axis, one for each pair."""
    rows = [np.zeros(DIMENSIONS)]
    for i in range(DIMENSIONS):
        rows += [np.eye(DIMENSIONS)[i], -np.eye(DIMENSIONS)[i]]
    for i in range(DIMENSIONS):
        for j in range(i + 1, DIMENSIONS):
            rows.append(np.eye(DIMENSIONS)[i] + (-1.0) ** (i + j + 1) * np.eye(DIMENSIONS)[j])
    return np.array(rows)


_STENCIL = _stencil()
_QUADRATIC = np.linalg.inv(monomials(_STENCIL))
#: Keeps a stencil's middle off a point that is known already.
_ASIDE = np.array([0.1, -0.1, 0.1, -0.1])


def _locate(known: _Known, steps: int = 6, reach: float = 2.5) -> _Frame:
    """The mode and the shape of the posterior there."""
    root = 0.4 * np.eye(DIMENSIONS)
    centre = known.z[known.best] + root @ _ASIDE
    for _ in range(steps):
        z = centre + _STENCIL @ root.T
        found = known.add(z, known.best_eta)
        slope, curvature = _quadratic(found)
        lengths, axes = np.linalg.eigh(-curvature)
        lengths = np.maximum(np.abs(lengths), 0.05)  # saddle or ridge: still uphill, never far
        step = axes @ ((axes.T @ slope) / lengths)
        far = float(np.linalg.norm(step))
        distance = float(np.linalg.norm((axes.T @ step) * np.sqrt(lengths)))
        step *= min(1.0, reach / max(far, 1e-300))
        promised = float(slope @ step + 0.5 * step @ curvature @ step)
        new_root = root @ (axes * np.clip(lengths**-0.5, 0.25, 3.0)) @ axes.T
        best = int(np.argmax(found))
        beaten = found[best] > found[0] + max(promised, 0.0)
        centre = z[best] + new_root @ _ASIDE if beaten else centre + root @ step
        root = new_root
        if distance < 1.0 and far <= reach:
            break
    return _Frame(centre, np.linalg.cholesky(0.8 * root @ root.T))


def _quadratic(values: Array) -> tuple[Array, Array]:
    """Slope and curvature of the quadratic through a stencil's values."""
    polynomial = _QUADRATIC @ values
    curvature = np.zeros((DIMENSIONS, DIMENSIONS))
    rows, columns = upper(DIMENSIONS)
    np.add.at(curvature, (rows, columns), polynomial[1 + DIMENSIONS :])
    return polynomial[1 : 1 + DIMENSIONS], curvature + curvature.T


def _weights(known: _Known, laid: _Laid, mass: Array) -> Array:
    """Mass nearest to each point, tilted by exp(quadratic) until its first two moments are the surface's."""
    frame = _Frame.around(laid.z, mass)
    carry = known.log_posterior > known.log_posterior.max() - DEEPEST
    features = monomials(frame.coordinates(known.z[carry]))[:, 1:]
    wanted = mass @ monomials(frame.coordinates(laid.z))[:, 1:]
    own = np.maximum(np.bincount(laid.nearest, weights=mass, minlength=carry.size)[carry], 1e-12)
    tilt = np.zeros(features.shape[1])
    weights: Array = own / own.sum()
    for _ in range(12):
        gap = wanted - weights @ features
        if np.abs(gap).max() < 1e-9:
            break
        off = features - weights @ features
        spread = off.T @ (off * weights[:, None]) + 1e-9 * np.eye(tilt.size)
        step = np.linalg.solve(spread, gap)
        tilt += step * min(1.0, 2.0 / max(float(np.abs(features @ step).max()), 1e-300))
        power = features @ tilt
        weights = own * np.exp(power - power.max())
        weights /= weights.sum()
    every = np.zeros(carry.size)
    every[carry] = weights
    return every
