"""Slow trend and weekdays: what falls by itself is not given to the treatment."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charley.inference.model import CrampModel, Hyper
from charley.inference.posterior import fit
from charley.inference.simulate import Truth, draw_diary
from charley.inference.terms import extended, slow_trend, trend_between, weekday_effects, weekdays
from support.diaries import made


def falling(nights: int, seed: int, left: float) -> CrampModel:
    """Cramps fall by themselves to the share ``left``; the treatment begins half-way, stays, and does nothing."""
    random = np.random.default_rng(seed)
    dose = (np.arange(nights) >= nights // 2).astype(float)
    blank = CrampModel.of(np.where(random.random(nights) < 0.1, np.nan, 0.0), None, [dose])
    truth = Truth(Hyper(*(np.array([v]) for v in (0.4, 0.6, 0.5, 5.0))), np.array([np.log(2.0), 0.0]))
    fading = replace(blank, log_exposure=np.log(left) * np.arange(nights) / (nights - 1))
    return replace(draw_diary(fading, truth, random), log_exposure=np.zeros(nights))


@pytest.mark.parametrize(("nights", "left"), [(56, 0.75), (182, 0.75), (182, 0.5), (365, 0.5), (365, 0.3)])
def test_before_and_after_with_a_fall_of_its_own_shows_no_help(nights: int, left: float) -> None:
    diaries = [falling(nights, seed, left) for seed in range(12)]
    claims = [fit(extended(model, slow_trend(nights))).coefficient(1).below(0.0) for model in diaries]
    assert max(claims) <= 0.975


def test_without_the_trend_the_same_diaries_would_be_read_as_an_effect() -> None:
    claims = [fit(falling(365, seed, 0.5)).coefficient(1).below(0.0) for seed in range(12)]
    assert np.mean(np.array(claims) > 0.975) >= 0.3


def test_a_strong_effect_in_many_blocks_is_still_seen() -> None:
    model = extended(made(365, seed=3, rate=2.0, rate_ratio=0.4), slow_trend(365))
    assert fit(model).coefficient(1).below(0.0) > 0.975


def test_trend_is_found_from_first_night_to_last() -> None:
    nights = 365
    posterior = fit(extended(falling(nights, 1, 0.3), slow_trend(nights)))
    found = trend_between(posterior, 2, 0, nights - 1)
    assert found.below(0.0) > 0.8
    assert found.mean < posterior.coefficient(1).mean  # what both could explain is given to the trend
    assert trend_between(posterior, 2, nights - 1, 0).mean == pytest.approx(-found.mean)


def test_columns_of_the_slow_trend() -> None:
    drift, settling = slow_trend(29).columns
    assert (drift[0], drift[14], drift[28]) == (-0.5, 0.0, 0.5)
    assert (settling[0], settling[14], settling[28]) == (1.0, 0.5, 0.25)
    assert np.isfinite(slow_trend(1).columns).all()


def test_weekdays_have_no_favourite_in_the_prior() -> None:
    """With next to nothing recorded the seven effects have covariance sd^2 (I - 1/7), from whatever day one begins."""
    counts = np.full(14, np.nan)
    counts[0] = 1
    for first in (0, 3):
        posterior = fit(extended(CrampModel.of(counts), weekdays(14, first, sd=0.3)))
        sds = [day.sd for day in weekday_effects(posterior, 1)]
        np.testing.assert_allclose(sds, 0.3 * np.sqrt(6 / 7), rtol=0.03)


@given(first=st.integers(0, 6), nights=st.integers(1, 40))
def test_weekday_effects_sum_to_zero_over_a_week(first: int, nights: int) -> None:
    columns = weekdays(nights, first).columns
    assert columns.shape == (6, nights)
    for start in range(nights - 6):
        np.testing.assert_allclose(columns[:, start : start + 7].sum(axis=1), 0.0, atol=1e-12)


def test_a_bad_weekday_is_found_on_its_day() -> None:
    nights, first = 280, 5  # the first night is a Saturday
    friday = ((first + np.arange(nights)) % 7 == 4).astype(float)
    blank = CrampModel.of(np.zeros(nights), None, None, [friday])
    truth = Truth(Hyper(*(np.array([v]) for v in (0.3, 0.5, 0.4, 5.0))), np.array([np.log(1.5), np.log(2.0)]))
    drawn = draw_diary(blank, truth, np.random.default_rng(1))
    posterior = fit(extended(CrampModel.of(drawn.counts), weekdays(nights, first)))
    effects = [day.mean for day in weekday_effects(posterior, 1)]
    assert int(np.argmax(effects)) == 4
    assert sum(effects) == pytest.approx(0.0, abs=1e-9)


def test_level_with_the_trend_kept_follows_the_fall() -> None:
    nights = 182
    posterior = fit(extended(falling(nights, 2, 0.25), slow_trend(nights)))
    flat, whole = posterior.level()[1], posterior.level(keep=(2, 3))[1]
    between = trend_between(posterior, 2, 0, nights - 1).mean
    assert (whole - flat)[-1] - (whole - flat)[0] == pytest.approx(between, abs=0.1)
