"""Dose levels: more is not better by assumption, and a dose is named only where it differs from none."""

import numpy as np
import pytest

from charley.inference.dose_levels import DoseLevels, dose_columns, dose_levels
from charley.inference.model import BETA, CrampModel, Hyper
from charley.inference.posterior import fit
from charley.inference.simulate import Truth, draw_diary

BLOCK = 14


def in_turn(nights: int, amounts: tuple[float, ...], seed: int = 0) -> np.ndarray:
    """Blocks of fourteen nights, all amounts in a new order each time round."""
    random = np.random.default_rng(seed)
    order = np.concatenate([random.permutation(amounts) for _ in range(nights // (BLOCK * len(amounts)) + 1)])
    return order[np.arange(nights) // BLOCK]


def answer(taken: np.ndarray, effects: dict[float, float], *, seed: int, rate: float = 1.5) -> DoseLevels:
    """The levels read off a diary drawn with these rate ratios."""
    columns = dose_columns(taken)
    random = np.random.default_rng(seed)
    seen = np.where(random.random(taken.size) < 0.1, np.nan, 0.0)
    model = CrampModel.of(seen, None, columns.columns, washed_priors=columns.priors)
    betas = [0.0, *(np.log(effects.get(level, 1.0)) for level in columns.levels)]
    truth = Truth(Hyper(*(np.array([v]) for v in (0.4, 0.6, 0.4, 3.0))), np.array([np.log(rate), *betas]))
    return dose_levels(fit(draw_diary(model, truth, random)), columns, 1)


def test_flat_over_all_doses_and_none_is_no_dose_shown_to_help() -> None:
    found = [answer(in_turn(224, (0, 100, 200, 300), seed), {}, seed=seed).smallest for seed in range(40)]
    assert sum(dose is not None for dose in found) <= 1
    assert 300.0 not in found


def test_flat_over_100_200_300_without_a_night_of_none_names_no_dose() -> None:
    for seed in range(5):
        found = answer(in_turn(252, (100, 200, 300), seed), dict.fromkeys((100.0, 200.0, 300.0), 0.5), seed=seed)
        assert found.smallest is None
        assert "without any dose" in str(found.reason)


def test_alike_from_100_on_names_100_and_not_300() -> None:
    effects = dict.fromkeys((100.0, 200.0, 300.0), 0.4)
    found = [
        answer(in_turn(448, (0, 100, 200, 300), seed), effects, seed=seed, rate=3.0).smallest for seed in range(12)
    ]
    assert found.count(100.0) >= 9
    assert 300.0 not in found


def test_only_the_highest_dose_works() -> None:
    found = [
        answer(in_turn(448, (0, 100, 200, 300), seed), {300.0: 0.4}, seed=seed, rate=3.0).smallest for seed in range(12)
    ]
    assert found.count(300.0) >= 9


def test_a_middle_dose_may_be_the_best() -> None:
    """Nothing orders the levels: an effect at 200 alone is given to 200 alone."""
    found = answer(in_turn(448, (0, 100, 200, 300)), {200.0: 0.3}, seed=2, rate=3.0)
    means = {level.amount: level.effect.mean for level in found.levels}
    assert means[200.0] == min(means.values())
    assert means[300.0] > means[200.0] + 0.3


def test_each_level_alone_has_the_prior_of_a_treatment() -> None:
    taken = in_turn(56, (0, 100, 200, 300))
    columns = dose_columns(taken)
    counts = np.full(56, np.nan)
    counts[0] = 1
    found = dose_levels(fit(CrampModel.of(counts, None, columns.columns, washed_priors=columns.priors)), columns, 1)
    for level in found.levels:
        assert level.effect.sd == pytest.approx(BETA.sd, rel=0.01)
        assert level.below_1 == pytest.approx(0.5, abs=0.01)
    assert found.reason is not None


def test_columns_name_each_night_once() -> None:
    columns = dose_columns(np.array([0.0, 200.0, 100.0, 0.0, 200.0]))
    assert columns.levels == (100.0, 200.0)
    np.testing.assert_array_equal(columns.columns, [[0, 1, 1, 0, 1], [0, 0, 1, 0, 0], [0, 1, 0, 0, 1]])
    assert sum(prior.sd**2 for prior in columns.priors[:2]) == pytest.approx(BETA.sd**2)
