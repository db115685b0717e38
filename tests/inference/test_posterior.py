"""The whole posterior of a diary: against brute force, on the edges, and the same on every run."""

import tracemalloc
import warnings

import numpy as np
import pytest

from charley.inference import laplace
from charley.inference.bulk import fit_many
from charley.inference.model import BETA, GAMMA, CrampModel, Gaussian, wash_in
from charley.inference.posterior import Posterior, fit
from support import dense
from support.diaries import blocks, made


def beta_prior_only(posterior: Posterior, k: int = 1, prior: Gaussian = BETA) -> None:
    found = posterior.coefficient(k).summary()
    assert found.mean == pytest.approx(prior.mean, abs=0.01 * prior.sd)
    assert found.sd == pytest.approx(prior.sd, rel=0.01)


def test_against_draws_from_the_prior_weighted_by_likelihood() -> None:
    model = CrampModel.of([1, 0, 2, np.nan, 0, 0, 1, 0], None, [[0, 0, 0, 0, 1, 1, 1, 1]])
    b, w, marginal, sigma = dense.by_sampling(model, 60_000, seed=5)
    found = fit(model)
    noise = np.sqrt((w**2).sum())
    assert found.healthy
    for k in range(2):
        mean = w @ b[:, k]
        sd = np.sqrt(w @ (b[:, k] - mean) ** 2)
        summary = found.coefficient(k).summary()
        assert summary.mean == pytest.approx(mean, abs=4 * noise * sd)
        assert summary.sd == pytest.approx(sd, rel=(0.05 if k == 0 else 0.02) + 2 * noise)
    assert found.coefficient(1).below(0.0) == pytest.approx(w @ (b[:, 1] < 0), abs=3 * noise)
    assert found.log_marginal == pytest.approx(marginal, abs=4 * noise)
    assert found.hyper()["sigma"].mean == pytest.approx(w @ sigma, abs=4 * noise)


def test_same_bits_on_every_run() -> None:
    model = made(90, covariates=1)
    one, other = fit(model), fit(model)
    assert one.coefficients() == other.coefficients()
    assert one.hyper() == other.hyper()
    assert one.avoided_per_week(1) == other.avoided_per_week(1)
    np.testing.assert_array_equal(one.level(), other.level())


def test_one_recorded_night_leaves_the_prior() -> None:
    counts = np.full(30, np.nan)
    counts[3] = 1
    posterior = fit(CrampModel.of(counts, None, [blocks(30)]))
    assert posterior.healthy
    beta_prior_only(posterior)


def test_no_treatment_night_leaves_the_prior() -> None:
    posterior = fit(made(60, dose=np.zeros(60)))
    assert posterior.healthy
    beta_prior_only(posterior)
    assert posterior.coefficient(1).below(0.0) == pytest.approx(0.5, abs=0.005)


def test_always_treated_cannot_be_told_from_the_base_rate() -> None:
    posterior = fit(made(80, dose=np.ones(80)))
    assert posterior.healthy
    assert posterior.coefficient(1).sd > 0.4  # what the wash-in of the first nights tells, and no more


def test_no_cramp_at_all() -> None:
    posterior = fit(CrampModel.of(np.zeros(60), None, [blocks(60)]))
    alpha = posterior.coefficient(0).summary()
    assert posterior.healthy
    assert alpha.q975 < np.log(0.5)
    assert abs(posterior.coefficient(1).mean) < 0.15


def test_counts_in_the_hundreds() -> None:
    model = made(60, rate=300.0, sigma=0.3, rate_ratio=0.5)
    posterior = fit(model)
    found = posterior.coefficient(1).summary()
    assert model.counts.max() > 300
    assert posterior.healthy
    assert found.q025 < np.log(0.5) < found.q975


def test_two_years_with_twelve_covariates() -> None:
    posterior = fit(made(730, covariates=12))
    assert posterior.healthy
    assert len(posterior.coefficients()) == 14


def test_collinear_covariates_share_what_is_known() -> None:
    """Two copies of a column: their sum is as well known as one copy alone, their difference not at all."""
    model = made(100, covariates=1)
    x = model.fixed[0]
    twice = CrampModel.of(np.where(model.recorded > 0, model.counts, np.nan), None, model.washed, [x, x])
    posterior = fit(twice)
    assert posterior.healthy
    cov = np.einsum("n,nij->ij", posterior.weights, posterior.points.cov)[2:, 2:]
    assert cov[0, 0] + cov[1, 1] - 2 * cov[0, 1] == pytest.approx(2 * GAMMA.sd**2, rel=1e-6)
    assert cov.sum() < GAMMA.sd**2


def test_constant_covariate_of_zeros_leaves_its_prior() -> None:
    model = made(50)
    flat = CrampModel.of(np.where(model.recorded > 0, model.counts, np.nan), None, model.washed, [np.zeros(50)])
    beta_prior_only(fit(flat), 2, GAMMA)


def test_complete_diary_of_integers() -> None:
    counts = np.array([0, 2, 1, 0, 0, 3, 1] * 8)
    assert counts.dtype.kind == "i"
    posterior = fit(CrampModel.of(counts, None, [blocks(56)]))
    assert posterior.healthy
    assert posterior.log_marginal < 0


def test_priors_are_used() -> None:
    model = made(120)
    counts = np.where(model.recorded > 0, model.counts, np.nan)
    told = fit(CrampModel.of(counts, None, model.washed, washed_priors=[Gaussian(-1.0, 0.05)]))
    assert told.coefficient(1).mean == pytest.approx(-1.0, abs=0.03)


@pytest.mark.parametrize(
    ("counts", "exposure", "doses"),
    [
        ([], None, None),
        ([-1], None, None),
        ([0.5], None, None),
        ([1], [0.0], None),
        ([1], None, [[2.0]]),
        ([1], None, [[0, 1]]),
    ],
)
def test_arrays_that_do_not_fit_are_refused(counts: list[float], exposure: object, doses: object) -> None:
    with pytest.raises(ValueError, match="should"):
        CrampModel.of(counts, exposure, doses)  # type: ignore[arg-type]


def test_what_did_not_come_to_rest_is_not_healthy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(laplace, "MAX_STEPS", 1)
    posterior = fit(made(60, rate=5.0))
    assert not posterior.healthy
    assert "rest" in str(posterior.reason)


def test_cramps_in_next_to_no_time_are_not_computed_and_the_reason_is_given() -> None:
    model = CrampModel.of([3, 2, 0, 5] * 5, np.full(20, 1e-300), [[0, 1] * 10])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        (found,) = fit_many([model])
    assert found.reason == "the calculation did not give a finite number"
    assert np.isnan(found.below_1).all()
    assert np.isnan(found.coefficients).all()


def test_draws_follow_the_summaries() -> None:
    posterior = fit(made(40))
    draws = posterior.draws(6000, seed=1)
    for k, summary in enumerate(posterior.coefficients()):
        assert draws.coefficients[:, k].mean() == pytest.approx(summary.mean, abs=0.06 * summary.sd)
        assert draws.coefficients[:, k].std() == pytest.approx(summary.sd, rel=0.05)
    low, middle, high = posterior.level()
    level = draws.eta - draws.coefficients[:, 1:2] * posterior.model.design(draws.hyper.half_life)[1]
    assert np.mean((level > low) & (level < high)) == pytest.approx(0.95, abs=0.01)
    assert np.mean(level < middle) == pytest.approx(0.5, abs=0.02)


def test_band_of_the_level_keeps_its_order_and_its_probabilities_in_a_diary_of_bursts() -> None:
    counts = np.zeros(60)
    counts[np.random.default_rng(1).random(60) < 0.15] = 1000
    posterior = fit(CrampModel.of(counts, None, [blocks(60)]))
    band = posterior.level()
    assert np.all(np.diff(band, axis=0) > 0)
    draws = posterior.draws(20_000, seed=2)
    saturation = wash_in(posterior.model.washed, draws.hyper.half_life)[0]
    level = draws.eta - draws.coefficients[:, 1:2] * saturation
    below = (level[:, None, :] < band).mean(axis=0)[:, counts == 0]
    assert np.abs(below - [[0.025], [0.5], [0.975]]).max() < 0.015


def test_avoided_per_week_follows_the_draws() -> None:
    posterior = fit(made(60, rate=2.0))
    draws = posterior.draws(8000, seed=2)
    beta = draws.coefficients[:, 1:2]
    without = np.exp(draws.eta - beta * posterior.model.design(draws.hyper.half_life)[1]).mean(axis=1)
    exact = 7 * without * -np.expm1(beta[:, 0])
    found = posterior.avoided_per_week(1)
    for wanted, q in zip((found.q025, found.q50, found.q975), (0.025, 0.5, 0.975), strict=True):
        assert wanted == pytest.approx(np.quantile(exact, q), abs=0.08 * exact.std())


def test_memory_of_one_fit_stays_below_fifty_megabytes() -> None:
    model = made(730, covariates=6)
    tracemalloc.start()
    posterior = fit(model)
    posterior.level(), posterior.avoided_per_week(1)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50e6


@pytest.mark.parametrize(
    "counts",
    [
        np.full(40, 1000.0),
        np.tile([0.0, 1000.0], 20),
        np.concatenate([np.zeros(39), [1000.0]]),
        np.concatenate([np.zeros(20), np.full(20, 500.0)]),
        np.arange(40) * 10.0,
        np.concatenate([np.full(39, np.nan), [5.0]]),
        np.array([2.0]),
        np.array([np.nan, 0.0]),
    ],
)
def test_extreme_diaries_get_an_answer_without_a_warning(counts: np.ndarray) -> None:
    nights = counts.size
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        posterior = fit(CrampModel.of(counts, np.full(nights, 0.2), [blocks(nights)]))
        posterior.level(), posterior.avoided_per_week(1), posterior.hyper()
    assert posterior.healthy
    assert 0.001 < posterior.coefficient(1).sd < 0.51
