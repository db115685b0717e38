"""Many diaries together: against chains over all people at once, exact Gaussian sums, and shrinkage as it must be."""

import json
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from charley.inference.mixture import Mixture, Summary
from charley.inference.model import CrampModel, Gaussian
from charley.inference.pooling import SPREAD_SCALE, Person, Said, pool, pooled, said_by
from charley.inference.posterior import fit
from support.diaries import made

REFERENCE = Path(__file__).parent / "references" / "pooling" / "twenty.json"
PRIOR = Gaussian(0.0, 0.5)


@pytest.fixture(scope="module")
def reference() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(REFERENCE.read_text())
    return found


def off(found: Summary, wanted: dict[str, Any]) -> list[str]:
    """What lies further from the chains than the single diary may: 0.02 sd, 2.5 %, 0.06 sd, and twice their error."""
    sd, noise = wanted["sd"], wanted["mcse"]
    limits = {"mean": 0.02 * sd, "sd": 0.025 * sd} | dict.fromkeys(("q025", "q50", "q975"), 0.06 * sd)
    gaps = {name: abs(getattr(found, name) - wanted[name]) for name in limits}
    return [f"{name} {gaps[name] / sd:.3f} sd" for name in limits if gaps[name] > limits[name] + 2 * noise[name]]


def test_same_as_long_chains_over_all_people_at_once(reference: dict[str, Any]) -> None:
    diaries = [
        CrampModel.of([np.nan if y is None else y for y in each["y"]], None, each["dose"])
        for each in reference["people"]
    ]
    found = pooled(diaries)
    assert off(found.average, reference["average"]) == []
    assert off(found.spread, reference["spread"]) == []
    assert off(found.next_person, reference["next_person"]) == []
    assert found.average_below_1 == pytest.approx(reference["average"]["p_below_0"]["p"], abs=0.008)
    assert found.next_below_1 == pytest.approx(reference["next_person"]["p_below_0"]["p"], abs=0.012)
    people = {
        i: said
        for i, (person, wanted) in enumerate(zip(found.people, reference["each"], strict=True))
        if person.effect is None or (said := off(person.effect, wanted))
    }
    assert people == {}


def test_chains_are_well_kept(reference: dict[str, Any]) -> None:
    assert len(reference["people"]) >= 12
    assert reference["sampler"]["worst_rhat"] < 1.01
    assert reference["sampler"]["divergences"] <= 10


def gaussian(mean: float, sd: float) -> Said:
    """A diary whose likelihood is Gaussian with this estimate and error, seen under the sceptical prior."""
    precision = sd**-2.0 + PRIOR.sd**-2.0
    return Said(Mixture(np.ones(1), np.array([mean / sd**2 / precision]), np.array([precision**-0.5])), PRIOR, None)


def test_gaussian_diaries_are_a_random_effects_meta_analysis() -> None:
    """Estimates y_i ~ N(mu, tau^2 + s_i^2): the same sums over a fine grid, from the textbook's marginal likelihood."""
    y, s = np.array([-0.9, -0.3, 0.1, -0.5, -0.2]), np.array([0.2, 0.3, 0.25, 0.15, 0.4])
    mu, tau = np.meshgrid(np.linspace(-2, 2, 401), np.linspace(1e-4, 1.8, 400))
    log_p = -0.5 * (mu / 0.5) ** 2 - 0.5 * (tau / SPREAD_SCALE) ** 2
    for each, error in zip(y, s, strict=True):
        var = tau**2 + error**2
        log_p -= 0.5 * (each - mu) ** 2 / var + 0.5 * np.log(var)
    p = np.exp(log_p - log_p.max())
    p /= p.sum()
    found = pool([gaussian(*each) for each in zip(y, s, strict=True)])
    assert found.average.mean == pytest.approx((p * mu).sum(), abs=2e-3)
    assert found.average.sd == pytest.approx(np.sqrt((p * (mu - (p * mu).sum()) ** 2).sum()), rel=0.01)
    assert found.spread.mean == pytest.approx((p * tau).sum(), abs=2e-3)
    assert found.next_below_1 == pytest.approx((p * ndtr(-mu / tau)).sum(), abs=2e-3)
    shrunk = (mu / tau**2 + y[0] / s[0] ** 2) / (tau**-2 + s[0] ** -2)
    assert found.people[0].effect is not None
    assert found.people[0].effect.mean == pytest.approx((p * shrunk).sum(), abs=2e-3)


def test_whatever_prior_a_diary_was_fitted_under_is_taken_out() -> None:
    model = made(168, seed=3, rate=2.0)
    counts = np.where(model.recorded > 0, model.counts, np.nan)
    wide = CrampModel.of(counts, None, model.washed, washed_priors=[Gaussian(0.3, 1.0)])
    others = [said_by(fit(made(112, seed=seed, rate=2.0))) for seed in range(4)]
    one, other = (pool([said_by(fit(diary)), *others]) for diary in (model, wide))
    assert one.average.mean == pytest.approx(other.average.mean, abs=0.03 * one.average.sd)
    assert one.spread.mean == pytest.approx(other.spread.mean, abs=0.03 * one.spread.sd)


def test_one_restless_diary_does_not_carry_the_others_away() -> None:
    """Hundreds of cramps in bursts say little of an effect; its person stays with the others, their spread as it is."""
    others = [made(84, seed=seed, rate=2.0) for seed in range(5)]
    alone, joined = pooled(others), pooled([*others, made(84, seed=51, rate=2.0, sigma=2.2, rho=0.8, phi=2.0)])
    last = joined.people[-1].effect
    assert last is not None
    assert abs(last.mean - joined.next_person.mean) < joined.next_person.sd
    assert joined.spread.q975 < 1.1 * alone.spread.q975


def test_people_are_drawn_to_the_average_the_more_the_less_they_say() -> None:
    said = [*(gaussian(-0.4, 0.1) for _ in range(30)), gaussian(0.6, 0.15), gaussian(0.6, 0.6)]
    found = pool(said)
    sure, vague = (person.effect.mean for person in found.people[-2:] if person.effect)
    assert found.average.mean < vague < sure < 0.6


def test_more_people_make_the_average_surer_and_not_the_next_person() -> None:
    random = np.random.default_rng(1)
    draws = [gaussian(-0.3 + 0.3 * random.standard_normal() + 0.2 * random.standard_normal(), 0.2) for _ in range(800)]
    few, many = pool(draws[:20]), pool(draws)
    assert many.average.sd < 0.3 * few.average.sd
    assert many.next_person.sd == pytest.approx(0.3, abs=0.06)
    assert abs(many.average.mean + 0.3) < 3.5 * many.average.sd


def test_one_diary_alone_is_its_own_posterior_under_the_population_prior() -> None:
    found = pool([gaussian(-0.8, 0.2)])
    tau = np.abs(np.random.default_rng(1).standard_normal(200_000)) * SPREAD_SCALE
    cov = np.array([[0.25, 0.25], [0.25, 0.25]])[None] + np.zeros((tau.size, 1, 1))
    cov[:, 1, 1] += tau**2 + 0.2**2
    weight = np.exp(-0.5 * 0.8**2 / cov[:, 1, 1]) / np.sqrt(cov[:, 1, 1])
    assert found.average.mean == pytest.approx(np.average(-0.8 * cov[:, 0, 1] / cov[:, 1, 1], weights=weight), abs=3e-3)


estimates = st.lists(st.tuples(st.floats(-1.5, 1.5), st.floats(0.05, 1.0)), min_size=1, max_size=8)


@settings(max_examples=25, deadline=None)
@given(estimates)
def test_order_does_not_matter_and_mirrored_diaries_mirror_the_answer(each: list[tuple[float, float]]) -> None:
    found = pool([gaussian(*one) for one in each])
    turned = pool([gaussian(*one) for one in reversed(each)])
    mirrored = pool([gaussian(-mean, sd) for mean, sd in each])
    assert turned.average.mean == pytest.approx(found.average.mean, abs=1e-6)
    assert mirrored.average.mean == pytest.approx(-found.average.mean, abs=0.01 * found.average.sd)
    assert mirrored.spread.mean == pytest.approx(found.spread.mean, abs=0.01 * found.spread.sd)
    for one, other in zip(found.people, reversed(turned.people), strict=True):
        assert one.effect is not None
        assert other.effect is not None
        assert one.effect.mean == pytest.approx(other.effect.mean, abs=1e-6)
    assert 0 < found.spread.q025 < found.spread.q50 < found.spread.q975
    assert found.next_person.sd > found.average.sd


def test_sick_fits_are_left_out_and_keep_their_place() -> None:
    sick = gaussian(5.0, 0.1)._replace(reason="the calculation did not settle")
    found = pool([gaussian(-0.4, 0.2), sick, gaussian(-0.2, 0.2)])
    assert found.people[1] == Person(None, None, "the calculation did not settle")
    assert found.average.mean < 0
    with pytest.raises(ValueError, match="no diary"):
        pool([sick])


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_what_does_not_settle_is_refused_and_not_sought_for_ever() -> None:
    """A posterior far away and wider than its own prior speaks for no spread that could be found."""
    strange = Said(Mixture(np.ones(1), np.array([-12.62]), np.array([1.0187])), Gaussian(0.0, 1.0), None)
    with pytest.raises(ValueError, match="did not settle"):
        pool([strange])


def test_any_executor_gives_the_same_answer() -> None:
    diaries = [made(28, seed=seed) for seed in range(6)]
    with ProcessPoolExecutor(2) as executor:
        assert pooled(diaries, executor=executor, chunk=2) == pooled(diaries)
