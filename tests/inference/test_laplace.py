"""The Gaussian at given hyperparameters, against full matrices and every pair of nights (support/dense.py)."""

import numpy as np
import pytest

from charley.inference import laplace, sequences
from charley.inference.model import CrampModel, Hyper, wash_in
from support import dense
from support.diaries import made

EXAMPLES = {
    "one treatment": made(20),
    "covariates and missing nights": made(24, covariates=2, missing=0.3, seed=2),
    "large counts": made(20, rate=80.0, sigma=1.2, seed=3),
    "no cramp at all": made(15, rate=1e-6),
    "part nights": CrampModel.of([2, 0, np.nan, 1, 5], [1, 0.5, 1, 0.25, 0.9], [[0, 1, 1, 0.5, 0]]),
    "a single night": CrampModel.of([3]),
    "two nights, one recorded": CrampModel.of([np.nan, 2], None, [[1, 1]]),
}


@pytest.mark.parametrize("model", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_same_as_full_matrices(model: CrampModel) -> None:
    z = sequences.normal(6, 4) * 1.2
    hyper = model.hyper.natural(z)
    fast = laplace.condition(model, hyper, laplace.start(model))
    assert fast.converged.all()
    for i in range(len(z)):
        slow = dense.laplace(model, *dense.one(hyper, i))
        assert abs(slow.pop("left_out")) < 0.04
        for name, wanted in slow.items():
            np.testing.assert_allclose(getattr(fast, name)[i], wanted, rtol=2e-3, atol=2e-4, err_msg=name)


def test_tight_newton_reaches_the_full_matrices_to_rounding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(laplace, "SMALLEST_STEP", 1e-9)
    model = EXAMPLES["covariates and missing nights"]
    hyper = model.hyper.natural(sequences.normal(6, 4))
    fast = laplace.condition(model, hyper, laplace.start(model))
    for i in range(6):
        slow = dense.laplace(model, *dense.one(hyper, i))
        del slow["left_out"]
        for name, wanted in slow.items():
            np.testing.assert_allclose(getattr(fast, name)[i], wanted, rtol=1e-7, atol=1e-9, err_msg=name)


def test_result_does_not_depend_on_where_newton_begins() -> None:
    model = made(60, rate=3.0)
    hyper = model.hyper.natural(sequences.normal(12, 4))
    near = laplace.condition(model, hyper, laplace.start(model))
    far = laplace.condition(model, hyper, laplace.start(model) + 4.0)
    np.testing.assert_allclose(near.log_density, far.log_density, atol=2e-3)


def test_wash_in_is_the_recursion() -> None:
    doses = np.array([[0.0, 1, 1, 0, 0.5, 1], [1, 0, 0, 0, 0, 0]])
    half_lives = np.array([0.4, 5.0, 40.0])
    fast = wash_in(doses, half_lives)
    slow = [[dense.saturation(row, h) for h in half_lives] for row in doses]
    np.testing.assert_allclose(fast, slow, atol=1e-14)


def test_counts_as_integers_or_floats_are_the_same_diary() -> None:
    whole = CrampModel.of(np.array([1, 0, 2, 0], dtype=np.int64), None, [[0, 0, 1, 1]])
    floats = CrampModel.of([1.0, 0.0, 2.0, 0.0], None, [[0.0, 0.0, 1.0, 1.0]])
    hyper = whole.hyper.natural(sequences.normal(4, 4))
    one = laplace.condition(whole, hyper, laplace.start(whole)).log_density
    other = laplace.condition(floats, hyper, laplace.start(floats)).log_density
    assert (one < 0).all()
    np.testing.assert_array_equal(one, other)


def test_no_overdispersion_and_no_level_is_poisson_regression() -> None:
    """In the limit phi -> infinity, sigma -> 0 the value is that of a Poisson model with known mean."""
    model = CrampModel.of([2, 1, 0, 4])
    hyper = Hyper(np.array([1e-8]), np.array([0.5]), np.array([1e-6]), np.array([5.0]))
    found = laplace.condition(model, hyper, laplace.start(model)).log_density[0]
    grid = np.linspace(-12, 8, 40_001)
    log_like = 7 * grid - 4 * np.exp(grid) - np.log(2 * 24)
    prior = -0.5 * ((grid - np.log(0.5)) / 1.5) ** 2 - np.log(1.5 * np.sqrt(2 * np.pi))
    exact = np.log(np.sum(np.exp(log_like + prior)) * (grid[1] - grid[0]))
    assert found == pytest.approx(exact, abs=0.02)


def test_weighted_draws_have_mean_weight_one() -> None:
    """Exact over Gaussian density averages to one: the marginal likelihood of each point is right."""
    model = made(40)
    hyper = model.hyper.natural(np.repeat(sequences.normal(3, 4), 3000, axis=0))
    at = laplace.condition(model, hyper, laplace.start(model))
    log_w, _ = laplace.weighted_draws(model, at, hyper, np.random.default_rng(4))
    means = np.exp(log_w).reshape(3, -1).mean(axis=1)
    np.testing.assert_allclose(means, 1.0, atol=0.06)


def test_one_point_of_one_night() -> None:
    model = EXAMPLES["a single night"]
    hyper = model.hyper.natural(sequences.normal(2, 4))
    both = laplace.condition(model, hyper, laplace.start(model))
    alone = laplace.condition(model, Hyper(*(row[:1] for row in hyper)), laplace.start(model))
    assert alone.log_density[0] == pytest.approx(both.log_density[0], rel=1e-12)
