"""The integration ends with a weight for each of its points, also where its stages never agree."""

import numpy as np
import pytest

from charley.inference import quadrature
from charley.inference.model import CrampModel
from support.diaries import made


@pytest.mark.parametrize("agrees", [2.0, 0.95])
def test_every_point_has_a_weight_whether_the_stages_agreed_or_not(monkeypatch, agrees):
    monkeypatch.setattr(quadrature, "AGREES", agrees)
    counts = np.random.default_rng(1).poisson(0.8, 40)
    found = quadrature.integrate(CrampModel.of(counts))
    assert found.weights.shape == (len(found.z),) == (len(found.mean),)
    assert found.weights.sum() == pytest.approx(1.0)


def test_a_point_far_below_the_highest_carries_nothing_though_some_mass_lies_nearest_to_it():
    """In this restless diary such a point, its effect eight sd away, made a treatment's posterior sd 3 % too large."""
    found = quadrature.integrate(made(84, seed=51, rate=2.0, sigma=2.2, rho=0.8, phi=2.0))
    height = np.concatenate([part.log_density for part in found.parts]) - 0.5 * (found.z**2).sum(axis=1)
    deep = height < height.max() - quadrature.DEEPEST
    effect = found.mean[:, 1]
    assert np.abs(effect[deep]).max() > 3.0
    assert np.all(found.weights[deep] == 0.0)
    middle = found.weights @ effect
    assert np.abs(effect[found.weights > 1e-5] - middle).max() < 0.5
