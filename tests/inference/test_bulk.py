"""Many diaries: the same answers however they are spread."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from charley.inference.bulk import fit_many, summarised
from charley.inference.posterior import Posterior, fit
from support.diaries import made

MODELS = [made(28, seed=seed) for seed in range(5)]


def test_one_after_the_other() -> None:
    assert list(fit_many(MODELS)) == [summarised(fit(model)) for model in MODELS]


def test_any_executor_gives_the_same_bits_in_the_same_order() -> None:
    alone = list(fit_many(MODELS))
    with ThreadPoolExecutor(2) as threads, ProcessPoolExecutor(2) as processes:
        assert list(fit_many(MODELS, executor=threads, chunk=2)) == alone
        assert list(fit_many(iter(MODELS), executor=processes, chunk=3)) == alone


def below_one(posterior: Posterior) -> float:
    return posterior.coefficient(1).below(0.0)


def test_one_may_ask_for_anything_of_the_posterior() -> None:
    assert list(fit_many(MODELS[:2], below_one)) == [r.below_1[0] for r in fit_many(MODELS[:2])]


def test_result_names_every_number() -> None:
    (result,) = fit_many(MODELS[:1])
    assert result.reason is None
    assert 0 < result.below_0_8[0] < result.below_1[0] < 1
    assert {"sigma", "rho", "inv_sqrt_phi", "half_life"} <= set(result.hyper)
