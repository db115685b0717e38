"""Arithmetic on eight numbers side by side: the elementary functions against NumPy, rounding included."""

import numpy as np
import pytest

pytest.importorskip("numba")

from numba import njit

from charley.inference.compiled import lanes

RANDOM = np.random.default_rng(8)


@njit
def each(function, x):  # type: ignore[no-untyped-def]
    out = np.empty_like(x)
    for i in range(x.size // lanes.WIDTH):
        lanes.store(out, i, function(lanes.load(x, i)))
    return out


def test_exp() -> None:
    x = np.concatenate(
        [RANDOM.uniform(-600, 600, 800), RANDOM.normal(size=800), [0.0, 1.0, -1.0, 1e-300, 0.5, -0.5, 7, 8]]
    )
    np.testing.assert_allclose(each(lanes.exp, x), np.exp(x), rtol=4e-16, atol=0)


def test_exp_is_finite_and_positive_everywhere() -> None:
    found = each(lanes.exp, np.array([-1e9, -745.0, -700.0, 0.0, 700.0, 709.0, 1e9, np.inf]))
    assert np.all(np.isfinite(found))
    assert np.all(found > 0)


def test_log() -> None:
    x = np.exp(RANDOM.uniform(-600, 600, 800))
    near = RANDOM.uniform(0.7, 1.42, 800)
    np.testing.assert_allclose(each(lanes.log, x), np.log(x), rtol=5e-16, atol=0)
    np.testing.assert_allclose(each(lanes.log, near), np.log(near), rtol=1e-14, atol=1e-16)


def test_log1p_of_small_and_large() -> None:
    x = np.concatenate([np.exp(RANDOM.uniform(-60, 0, 800)), np.exp(RANDOM.uniform(0, 600, 800)), np.zeros(8)])
    np.testing.assert_allclose(each(lanes.log1p, x), np.log1p(x), rtol=8e-16, atol=0)


@njit(fastmath=True)
def carelessly(x):  # type: ignore[no-untyped-def]
    out = np.empty_like(x)
    for i in range(x.size // lanes.WIDTH):
        lanes.store(out, i, lanes.log1p(lanes.exp(lanes.load(x, i))))
    return out


def test_a_caller_that_may_change_the_order_of_sums_does_not_change_the_functions() -> None:
    x = RANDOM.uniform(-40, 40, 800)
    np.testing.assert_allclose(carelessly(x), np.log1p(np.exp(x)), rtol=1e-15, atol=0)


def test_where_less_takes_lane_by_lane() -> None:
    @njit
    def smaller_of(one, other):  # type: ignore[no-untyped-def]
        out = np.empty_like(one)
        a, b = lanes.load(one, 0), lanes.take(other, 1)
        lanes.store(out, 0, lanes.where_less(a, b, a, b))
        return out

    one, other = RANDOM.normal(size=8), RANDOM.normal(size=9)
    np.testing.assert_array_equal(smaller_of(one, other), np.minimum(one, other[1:]))
