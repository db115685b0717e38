"""The compiled engine is the plain one, to 1e-6 and far beyond."""

import numpy as np
import pytest

from charley.inference.bulk import engine
from charley.inference.model import CrampModel
from charley.inference.posterior import fit
from support.diaries import made

pytest.importorskip("numba")

EXAMPLES = {
    "short": made(28),
    "year with covariates": made(365, covariates=3, seed=4),
    "no cramp": CrampModel.of(np.zeros(30), None, [np.ones(30)]),
    "one night": CrampModel.of([2]),
    "nothing but a constant": CrampModel.of([0, 1, np.nan, 4, 0, 0]),
    "hundreds": made(40, rate=200.0),
}


@pytest.mark.parametrize("model", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_same_posterior(model: CrampModel) -> None:
    plain, compiled = fit(model), fit(model, engine("compiled"))
    np.testing.assert_allclose(compiled.coefficients(), plain.coefficients(), rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(compiled.level(), plain.level(), rtol=1e-6, atol=1e-6)
    assert compiled.log_marginal == pytest.approx(plain.log_marginal, abs=1e-6)
    for name, summary in plain.hyper().items():
        np.testing.assert_allclose(compiled.hyper()[name], summary, rtol=1e-6, atol=1e-6)
