"""The prior from trials: near no effect, wide for one person, wider for people unlike those studied."""

import math

import pytest

from charley.evidence.prior import PERSON_SD, from_trials, log_ratio
from charley.knowledge.figures import Figure, figures


def test_the_mean_difference_becomes_a_log_ratio() -> None:
    """4.68 cramps a week on placebo and 0.18 fewer: a ratio of 4.50 / 4.68; its standard error from -0.84 to 0.49."""
    mean, se = log_ratio(figures()["mg-count"], 4.68)
    assert mean == pytest.approx(math.log(4.50 / 4.68))
    assert se == pytest.approx((0.49 + 0.84) / (2 * 1.959964) / 4.50, rel=1e-6)


def test_the_translation_agrees_with_drawing_the_difference_at_random() -> None:
    import numpy as np

    rng = np.random.default_rng(5)
    drawn = np.log((4.68 + rng.normal(-0.18, 1.33 / (2 * 1.959964), 200_000)) / 4.68)
    mean, se = log_ratio(figures()["mg-count"], 4.68)
    assert mean == pytest.approx(drawn.mean(), abs=0.005)
    assert se == pytest.approx(drawn.std(), rel=0.02)


def test_one_person_may_differ_from_the_average() -> None:
    prior = from_trials()
    assert prior.sd > PERSON_SD > prior.average_sd
    assert -0.1 < prior.mean < 0
    assert prior.certainty == "moderate"
    assert prior.like_you
    assert "4.68" in prior.why
    assert "-0.84 to 0.49" in prior.why


def test_people_unlike_those_studied_get_a_wider_prior() -> None:
    assert from_trials(["pregnant"]).sd > from_trials(["adults"]).sd
    assert not from_trials(["pregnant"]).like_you
    assert from_trials(["pregnant"]).mean == from_trials(["adults"]).mean


def test_a_difference_without_a_range_gives_no_prior() -> None:
    bare = figures()["pickle-seconds"]
    assert isinstance(bare, Figure)
    with pytest.raises(ValueError, match="range"):
        log_ratio(bare, 130.0)
    with pytest.raises(ValueError, match="no cramps"):
        log_ratio(figures()["mg-count"], 0.1)


def test_the_engine_takes_the_prior_as_plain_numbers_and_little_data_leaves_it_alone() -> None:
    import numpy as np

    from charley.inference.model import CrampModel, Gaussian
    from charley.inference.posterior import fit

    rng = np.random.default_rng(11)
    prior = from_trials()
    taken = np.tile([0.0] * 7 + [1.0] * 7, 2)
    counts = rng.poisson(0.6, taken.size).astype(float)
    found = fit(CrampModel.of(counts, washed=[taken], washed_priors=[Gaussian(prior.mean, prior.sd)]))
    effect = found.coefficients()[1]
    assert found.healthy
    assert effect.sd < prior.sd
    assert abs(effect.mean - prior.mean) < 2 * prior.sd
