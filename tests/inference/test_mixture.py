"""Quantiles of mixtures: they invert the distribution function, and those that have arrived wait for the others."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charley.inference import mixture
from charley.inference.mixture import Mixture

components = st.lists(
    st.tuples(st.floats(0.05, 1.0), st.floats(-3.0, 3.0), st.floats(0.05, 2.0)), min_size=1, max_size=8
)


@settings(max_examples=100, deadline=None)
@given(components, st.floats(0.01, 0.99))
def test_quantiles_invert_the_distribution_function(parts: list[tuple[float, float, float]], level: float) -> None:
    weights, means, sds = (np.array(row) for row in zip(*parts, strict=True))
    mix = Mixture(weights / weights.sum(), means, sds)
    (at,) = mix.quantiles([level])
    assert mix.below(at) == pytest.approx(level, abs=1e-7)


def test_a_plain_gaussian_beside_a_long_tailed_one_costs_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    passes = []
    exact = mixture.ndtr
    monkeypatch.setattr(mixture, "ndtr", lambda t: passes.append(1) or exact(t))
    weights = np.array([0.7, 0.3])
    means, sds = np.array([[0.1, 0.1], [0.0, 1.0]]), np.array([[0.3, 0.3], [0.5, 1.0]])
    alone = mixture.quantiles(weights, means[1:], sds[1:])
    cost = len(passes)
    both = mixture.quantiles(weights, means, sds)
    assert len(passes) == 2 * cost
    np.testing.assert_allclose(both[1], alone[0], rtol=1e-12)
    np.testing.assert_allclose(both[0], 0.1 + 0.3 * np.array([-1.9599639845, 0.0, 1.9599639845]), atol=1e-9)
