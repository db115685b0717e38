"""Two traps from published analyses: autocorrelation asked for and ignored, and nights taken for the unit of design."""

import numpy as np

from charley.inference.model import CrampModel, Gaussian, HyperPrior
from charley.inference.posterior import fit
from support.diaries import made

#: A level that cannot remember: what an analysis does that silently drops the autocorrelation.
NO_MEMORY = HyperPrior(logit_rho=Gaussian(-6.0, 0.1))


def counts(model: CrampModel) -> np.ndarray:
    return np.where(model.recorded > 0, model.counts, np.nan)


def test_autocorrelation_is_estimated_and_changes_the_answer() -> None:
    sticky = made(365, seed=5, rate=2.0, rate_ratio=1.0, sigma=1.0, rho=0.95, phi=20.0)
    with_memory = fit(sticky)
    without = fit(CrampModel.of(counts(sticky), None, sticky.washed, hyper=NO_MEMORY))
    rho = with_memory.hyper()["rho"]
    assert rho.q025 > 0.8
    assert abs(with_memory.coefficient(1).sd / without.coefficient(1).sd - 1.0) > 0.15
    assert with_memory.log_marginal > without.log_marginal + 20


def test_independent_nights_are_not_given_memory() -> None:
    loose = made(365, seed=6, rate=2.0, sigma=0.8, rho=0.02, phi=50.0)
    assert fit(loose).hyper()["rho"].q50 < 0.5


def test_more_nights_in_the_same_two_blocks_do_not_make_an_answer() -> None:
    """A level that drifts slowly is confounded with one long block; nights taken as independent claim far more."""
    nights = 240
    one_switch = (np.arange(nights) >= nights // 2).astype(float)
    claims, naive = [], []
    for seed in range(20):
        model = made(nights, seed=seed, rate=2.0, rate_ratio=1.0, sigma=0.8, rho=0.9, phi=20.0, dose=one_switch)
        claims.append(fit(model).coefficient(1).below(0.0))
        naive.append(fit(CrampModel.of(counts(model), None, model.washed, hyper=NO_MEMORY)).coefficient(1).below(0.0))
    sure, naively_sure = (np.mean(np.abs(np.array(p) - 0.5) > 0.475) for p in (claims, naive))
    assert sure <= 0.05
    assert naively_sure >= 0.3


def test_same_share_of_treated_nights_says_less_in_fewer_blocks() -> None:
    """With a sticky level, many short blocks separate the treatment from the drift; few long ones do not."""
    nights = 224
    sds = {}
    for block in (7, 56):
        dose = (np.arange(nights) // block % 2).astype(float)
        sds[block] = np.mean(
            [
                fit(made(nights, seed=seed, rate=5.0, sigma=0.8, rho=0.9, half_life=1.0, phi=50.0, dose=dose))
                .coefficient(1)
                .sd
                for seed in range(5)
            ]
        )
    assert sds[56] > 1.15 * sds[7]
