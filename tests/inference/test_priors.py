"""Priors by name: each is used, and what is shown of the way from one to the other is a density."""

import pytest
from scipy.special import ndtr

from charley.inference.model import Gaussian
from charley.inference.posterior import fit
from charley.inference.priors import SCEPTICAL, curves, named, side_by_side, with_priors
from support.diaries import made

TRIALS = Gaussian(-0.05, 0.2)


def test_names() -> None:
    assert set(named()) == {"sceptical", "flat"}
    assert named(TRIALS)["trials"] == TRIALS
    assert named()["sceptical"] == SCEPTICAL == Gaussian(0.0, 0.5)


def test_sceptical_is_the_default_of_the_model() -> None:
    model = made(84)
    found = side_by_side(model, named(TRIALS), 1)
    assert found["sceptical"].coefficients() == fit(model).coefficients()


def test_a_clear_diary_says_the_same_under_all_and_a_thin_one_does_not() -> None:
    clear = side_by_side(made(365, rate=3.0, rate_ratio=0.4, sigma=0.3), named(), 1)
    thin = side_by_side(made(42, rate=0.3), named(TRIALS), 1)
    assert all(posterior.coefficient(1).below(0.0) > 0.99 for posterior in clear.values())
    means = [posterior.coefficient(1).mean for posterior in thin.values()]
    assert max(means) - min(means) > 0.1


def test_doubt_grows_with_the_width_of_the_prior() -> None:
    model = made(84, seed=4)
    sds = [fit(with_priors(model, {1: Gaussian(0.0, sd)})).coefficient(1).sd for sd in (0.1, 0.5, 2.0)]
    assert sds == sorted(sds)


def test_with_priors_leaves_the_others_alone() -> None:
    model = made(30, covariates=1)
    changed = with_priors(model, {1: Gaussian(0.3, 0.7)})
    assert (changed.coef_mean[1], changed.coef_sd[1]) == (0.3, 0.7)
    assert (changed.coef_sd[[0, 2]] == model.coef_sd[[0, 2]]).all()
    assert model.coef_sd[1] == 0.5


@pytest.mark.parametrize("prior", named(TRIALS).values(), ids=named(TRIALS).keys())
def test_curves_are_densities_of_prior_and_posterior(prior: Gaussian) -> None:
    posterior = fit(with_priors(made(84), {1: prior})).coefficient(1)
    found = curves(prior, posterior)
    step = found.log_rate_ratio[1] - found.log_rate_ratio[0]
    assert found.prior.sum() * step == pytest.approx(1.0, abs=2e-3)
    assert found.posterior.sum() * step == pytest.approx(1.0, abs=2e-3)
    below = found.log_rate_ratio < 0.0
    assert found.prior[below].sum() * step == pytest.approx(ndtr(-prior.mean / prior.sd), abs=0.05)
    assert found.posterior[below].sum() * step == pytest.approx(posterior.below(0.0), abs=0.05)
