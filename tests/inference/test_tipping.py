"""Tipping points: the smallest count on the unrecorded nights that turns the verdict, against trying every count."""

from dataclasses import replace

import numpy as np
import pytest

from charley.inference.laplace import condition
from charley.inference.model import CrampModel
from charley.inference.posterior import Posterior, fit
from charley.inference.quadrature import Engine
from charley.inference.tipping import filled, tipping, verdict
from support.diaries import blocks, made


def by_trying(model: CrampModel, nights: np.ndarray, most: int) -> int | None:
    now = verdict(fit(model).coefficient(1).below(0.0))
    for count in range(most + 1):
        if verdict(fit(filled(model, nights, count)).coefficient(1).below(0.0)) != now:
            return count
    return None


def helped() -> CrampModel:
    """A clear effect; unrecorded nights with and without the treatment."""
    return made(196, seed=6, rate=2.0, rate_ratio=0.3, sigma=0.3, missing=0.1)


def test_same_as_trying_every_count() -> None:
    model = helped()
    found = tipping(model, 1)
    unrecorded, taken = model.recorded == 0, model.washed[0] > 0
    assert found.verdict == "fewer"
    assert found.with_nights == (unrecorded & taken).sum()
    assert found.without_nights == (unrecorded & ~taken).sum()
    assert found.with_count == by_trying(model, unrecorded & taken, found.most)
    assert found.without_count == by_trying(model, unrecorded & ~taken, found.most)


def test_bad_unrecorded_nights_with_the_treatment_turn_a_help_into_doubt() -> None:
    found = tipping(helped(), 1)
    assert found.with_count is not None
    assert found.with_count > found.usual


def test_nothing_unrecorded_nothing_to_turn() -> None:
    found = tipping(made(84, missing=0.0), 1)
    assert (found.with_nights, found.without_nights) == (0, 0)
    assert (found.with_count, found.without_count) == (None, None)


def test_a_few_nights_cannot_turn_an_undecided_diary() -> None:
    counts = np.array([1.0, 0.0, 1.0, 2.0] * 14)
    counts[20] = np.nan
    found = tipping(CrampModel.of(counts, None, [blocks(56)]), 1)
    assert found.verdict == "undecided"
    assert found.with_count is None


def test_a_fit_that_is_not_healthy_turns_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    model = helped()
    turning = tipping(model, 1).with_count
    assert turning is not None
    night = np.flatnonzero((model.recorded == 0) & (model.washed[0] > 0))[0]

    def fitted(diary: CrampModel, engine: Engine = condition) -> Posterior:
        found = fit(diary, engine)
        return replace(found, points=replace(found.points, agreement=0.1)) if diary.counts[night] >= turning else found

    monkeypatch.setattr("charley.inference.tipping.fit", fitted)
    found = tipping(model, 1)
    assert found.with_count is None
    assert found.most < turning


@pytest.mark.parametrize(
    ("below_1", "said"), [(0.98, "fewer"), (0.975, "undecided"), (0.5, "undecided"), (0.01, "more")]
)
def test_verdicts(below_1: float, said: str) -> None:
    assert verdict(below_1) == said


def test_filled_nights_count_as_recorded_and_no_others_change() -> None:
    model = made(60, missing=0.3)
    nights = (model.recorded == 0) & (np.arange(60) > 30)
    full = filled(model, nights, 7)
    assert (full.counts[nights] == 7).all()
    assert (full.recorded[nights] == 1).all()
    np.testing.assert_array_equal(full.counts[~nights], model.counts[~nights])
    np.testing.assert_array_equal(full.recorded[~nights], model.recorded[~nights])
