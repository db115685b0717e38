"""The compiled engine is the plain one, to 1e-6 and far beyond."""

import numpy as np
import pytest

from charley.inference import laplace, sequences
from charley.inference.bulk import engine
from charley.inference.model import CrampModel
from charley.inference.posterior import Posterior, fit
from charley.inference.surface import Lattice
from support.diaries import blocks, made

pytest.importorskip("numba")

from charley.inference.compiled import condition
from charley.inference.compiled.surface import choose

EXAMPLES = {
    "short": made(28),
    "year with covariates": made(365, covariates=3, seed=4),
    "no cramp": CrampModel.of(np.zeros(30), None, [np.ones(30)]),
    "one night": CrampModel.of([2]),
    "fewer nights than lanes": made(7),
    "as many nights as lanes": made(8),
    "nothing but a constant": CrampModel.of([0, 1, np.nan, 4, 0, 0]),
    "hundreds": made(40, rate=200.0),
    "bursts": CrampModel.of([0, 0, 0, 0, 0, 0, 1000] * 9, None, [blocks(63)]),
}


@pytest.fixture(params=EXAMPLES.values(), ids=EXAMPLES.keys(), scope="module")
def both(request: pytest.FixtureRequest) -> tuple[Posterior, Posterior]:
    """One diary by the plain and by the compiled engine."""
    return fit(request.param), fit(request.param, engine("compiled"))


def same(found: object, wanted: object) -> None:
    np.testing.assert_allclose(found, wanted, rtol=1e-6, atol=1e-6)  # type: ignore[arg-type]


def test_same_posterior(both: tuple[Posterior, Posterior]) -> None:
    plain, compiled = both
    same(compiled.coefficients(), plain.coefficients())
    same(compiled.log_marginal, plain.log_marginal)
    for name, summary in plain.hyper().items():
        same(compiled.hyper()[name], summary)


def test_both_refuse_what_is_beyond_arithmetic() -> None:
    model = CrampModel.of([3, 2, 0, 5] * 5, np.full(20, 1e-300), [[0, 1] * 10])
    assert fit(model).reason == fit(model, engine("compiled")).reason is not None


def test_same_level_whatever_stays_in(both: tuple[Posterior, Posterior]) -> None:
    plain, compiled = both
    same(compiled.level(), plain.level())
    last = plain.model.coefficients - 1
    same(compiled.level(keep=[last]), plain.level(keep=[last]))


def test_same_cramps_avoided(both: tuple[Posterior, Posterior]) -> None:
    plain, compiled = both
    for k in range(1, 1 + len(plain.model.washed)):
        same(compiled.avoided_per_week(k), plain.avoided_per_week(k))
        same(compiled.avoided_per_week_typical_day(k), plain.avoided_per_week_typical_day(k))


def test_same_places_chosen() -> None:
    lattice = Lattice(sequences.normal(64, 4))
    random = np.random.default_rng(1)
    mass, squared = random.dirichlet(np.ones(64)), random.exponential(size=64)
    places = lattice.choose(mass, squared.copy(), 12)
    assert len(set(places.tolist())) == 12
    np.testing.assert_array_equal(choose(lattice, mass, squared.copy(), 12), places)


def test_same_bits_on_every_run() -> None:
    model = made(90, covariates=1)
    one, other = (fit(model, engine("compiled")) for _ in range(2))
    assert one.coefficients() == other.coefficients()
    assert one.hyper() == other.hyper()
    assert one.avoided_per_week(1) == other.avoided_per_week(1)
    np.testing.assert_array_equal(one.level(), other.level())


def test_what_did_not_come_to_rest_is_not_healthy() -> None:
    """Newton's method begun beyond every reach: the compiled points say so as the plain ones do."""
    model = made(30)
    hyper = model.hyper.natural(np.zeros((3, 4)))
    begun = np.full((3, 30), 500.0)
    begun[1] = 0.0
    np.testing.assert_array_equal(condition(model, hyper, begun).converged, [False, True, False])
    np.testing.assert_array_equal(laplace.condition(model, hyper, begun).converged, [False, True, False])
