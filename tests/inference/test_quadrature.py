"""The integration ends with a weight for each of its points, also where its stages never agree."""

import numpy as np
import pytest

from charley.inference import quadrature
from charley.inference.model import CrampModel


@pytest.mark.parametrize("agrees", [2.0, 0.95])
def test_every_point_has_a_weight_whether_the_stages_agreed_or_not(monkeypatch, agrees):
    monkeypatch.setattr(quadrature, "AGREES", agrees)
    counts = np.random.default_rng(1).poisson(0.8, 40)
    found = quadrature.integrate(CrampModel.of(counts))
    assert found.weights.shape == (len(found.z),) == (len(found.mean),)
    assert found.weights.sum() == pytest.approx(1.0)
