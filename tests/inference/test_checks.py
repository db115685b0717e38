"""The stronger check by joint importance sampling."""

from dataclasses import replace

import numpy as np
import pytest

from charley.inference.checks import pareto_tail, verify
from charley.inference.posterior import Posterior, fit
from support.diaries import made


def test_a_good_fit_passes() -> None:
    found = verify(fit(made(120)))
    assert found.reason is None
    assert abs(found.gap) < 0.1
    assert max(map(abs, found.moves)) < 0.1


def test_a_spoiled_fit_is_found_out() -> None:
    posterior = fit(made(60, rate=3.0))
    parts = tuple(replace(part, mean=part.mean + 1.5) for part in posterior.points.parts)
    spoiled = Posterior(model=posterior.model, points=replace(posterior.points, parts=parts))
    assert verify(spoiled).reason is not None


@pytest.mark.parametrize("k", [0.2, 0.5, 1.0])
def test_pareto_tail_finds_the_index(k: float) -> None:
    random = np.random.default_rng(1)
    found = [pareto_tail(np.log((random.random(5000) ** -k - 1.0) / k)) for _ in range(40)]
    assert np.mean(found) == pytest.approx(k, abs=0.06)


def test_same_on_every_run() -> None:
    posterior = fit(made(40))
    assert verify(posterior, 1000) == verify(posterior, 1000)
