"""Patterns: a random diary shows none, a planted link is found at its lag, and too little is said to be too little."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from charley.inference.mixture import Mixture
from charley.inference.model import CrampModel, Gaussian, Hyper
from charley.inference.patterns import FALSE_SHARE, Patterns, bayes_factor, chosen, lagged, patterns, scaled
from charley.inference.simulate import Truth, draw_diary
from support.diaries import blocks


def diary(seed: int, *, nights: int = 182, planted: float = 1.0, rate: float = 1.0) -> Patterns:
    """Four exposures at random, the first of which multiplies the cramps of the night after."""
    random = np.random.default_rng(seed)
    there = (random.random((4, nights)) < np.array([0.3, 0.2, 0.5, 0.1])[:, None]).astype(float)
    seen = np.where(random.random(nights) < 0.1, np.nan, 0.0)
    blank = CrampModel.of(seen, None, [blocks(nights)], lagged(there[0])[1:2])
    truth = Truth(
        Hyper(*(np.array([v]) for v in (0.5, 0.7, 0.5, 5.0))), np.array([np.log(rate), np.log(0.7), np.log(planted)])
    )
    counts = np.where(np.isnan(seen), np.nan, draw_diary(blank, truth, random).counts)
    return patterns(CrampModel.of(counts, None, blank.washed), there)


def test_random_diaries_show_none() -> None:
    shown = [len(diary(seed).shown) for seed in range(60)]
    assert sum(count > 0 for count in shown) <= 2


def test_a_planted_link_is_found_at_its_lag_with_its_interval() -> None:
    found = [diary(seed, planted=3.0) for seed in range(20)]
    right = [each for each in found if [(link.exposure, link.lag) for link in each.shown] == [(0, 1)]]
    assert len(right) >= 15
    held = [each.shown[0].effect.quantiles() for each in right]
    assert np.mean([low < np.log(3.0) < high for low, _, high in held]) >= 0.7
    assert all(each.false_share <= FALSE_SHARE for each in found)


def test_links_are_adjusted_for_each_other() -> None:
    """An exposure that only goes along with the one that matters is not shown."""
    random = np.random.default_rng(2)
    nights = 365
    matters = (random.random(nights) < 0.4).astype(float)
    along = np.where(random.random(nights) < 0.75, matters, 1.0 - matters)
    blank = CrampModel.of(np.zeros(nights), None, None, [matters])
    truth = Truth(Hyper(*(np.array([v]) for v in (0.3, 0.6, 0.4, 5.0))), np.array([0.0, np.log(3.0)]))
    counts = draw_diary(blank, truth, random).counts
    together = patterns(CrampModel.of(counts), np.stack([along, matters]))
    alone = patterns(CrampModel.of(counts), np.stack([along]))
    assert [(link.exposure, link.lag) for link in together.shown] == [(1, 0)]
    assert [(link.exposure, link.lag) for link in alone.shown] == [(0, 0)]


def test_too_little_is_refused_with_the_amount_that_is_needed() -> None:
    there = (np.arange(400) % 3 == 0).astype(float)
    counts = np.tile([1.0, 0.0, 0.0, 2.0, 0.0, 1.0, 0.0], 58)[:400]
    short = patterns(CrampModel.of(counts[:30]), there[None, :30])
    quiet = patterns(CrampModel.of(np.zeros(400)), there[None])
    crowded = patterns(CrampModel.of(counts[:60]), np.stack([np.roll(there, i)[:60] for i in range(3)] * 2))
    for found in (short, quiet, crowded):
        assert found.links == ()
        assert found.posterior is None
    assert "42 recorded nights and 20 cramps; this diary has 30" in str(short.reason)
    assert "has 400 and 0" in str(quiet.reason)
    assert "too many for 60 recorded nights" in str(crowded.reason)


def test_what_was_rarely_there_is_left_out_by_name() -> None:
    random = np.random.default_rng(1)
    counts = random.poisson(1.0, 100).astype(float)
    often, rare, always = (random.random(100) < 0.4) * 1.0, np.zeros(100), np.ones(100)
    rare[:5] = 1.0
    found = patterns(CrampModel.of(counts), np.stack([rare, often, always]))
    assert found.too_rare == (0, 2)
    assert {link.exposure for link in found.links} == {1}
    assert patterns(CrampModel.of(counts), np.stack([rare])).reason is not None
    assert patterns(CrampModel.of(counts), np.zeros((0, 100))).reason is not None


def test_lags_look_back() -> None:
    np.testing.assert_array_equal(
        lagged(np.array([1.0, 0.0, 0.0, 1.0])), [[1, 0, 0, 1], [0.5, 1, 0, 0], [0.5, 0.5, 1, 0]]
    )


def test_0_and_1_stay_and_other_scales_are_standardised() -> None:
    np.testing.assert_array_equal(scaled(np.array([0.0, 1.0, 1.0])), [0, 1, 1])
    assert scaled(np.array([2.0, 3.0, 7.0])).mean() == pytest.approx(0.0)
    assert scaled(np.array([2.0, 3.0, 7.0])).std() == pytest.approx(1.0)


@given(mean=st.floats(-2, 2), sd=st.floats(0.05, 0.5))
def test_bayes_factor_is_the_ratio_of_densities_at_zero(mean: float, sd: float) -> None:
    prior = Gaussian(0.0, 0.5)
    effect = Mixture(np.array([0.3, 0.7]), np.array([mean, mean + 0.1]), np.array([sd, 2 * sd]))
    after = 0.3 * norm.pdf(0, mean, sd) + 0.7 * norm.pdf(0, mean + 0.1, 2 * sd)
    assert bayes_factor(effect, prior) == pytest.approx(norm.pdf(0, 0, 0.5) / max(after, 1e-300), rel=1e-6)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_shown_links_are_the_surest_and_keep_the_bound(none: list[float]) -> None:
    p = np.array(none)
    shown, share = chosen(p)
    if shown.any():
        assert share == pytest.approx(p[shown].mean())
        assert share <= FALSE_SHARE + 1e-12
        assert p[shown].max() <= p[~shown].min(initial=1.0) + 1e-12
    if not shown.all():
        with_next = np.append(p[shown], p[~shown].min())
        assert with_next.mean() > FALSE_SHARE - 1e-12
