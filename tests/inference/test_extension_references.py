"""The extensions against long chains of the same model, columns by hand (benchmarks/references_extensions.py)."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from charley.inference.contrasts import contrast
from charley.inference.dose_levels import dose_columns, dose_levels
from charley.inference.mixture import Mixture
from charley.inference.model import CrampModel, Gaussian
from charley.inference.patterns import patterns
from charley.inference.posterior import Posterior, fit
from charley.inference.priors import with_priors
from charley.inference.terms import extended, slow_trend, trend_between, weekday_effects, weekdays

FOLDER = Path(__file__).parent / "references" / "extensions"
#: As asked of the reference model itself, beyond twice the chains' own error: in posterior sd, a share, a probability.
MEAN, SD, QUANTILE, PROBABILITY, HYPER = 0.02, 0.025, 0.06, 0.008, 0.1

Data = dict[str, Any]
Answer = tuple[Posterior, dict[str, Mixture]]


def counts(data: Data) -> list[float]:
    return [np.nan if y is None else y for y in data["y"]]


def trend(data: Data) -> Answer:
    nights = len(data["y"])
    terms = slow_trend(nights, drift_sd=0.5, settling_sd=0.5), weekdays(nights, data["first_weekday"], sd=0.2)
    posterior = fit(extended(CrampModel.of(counts(data), None, data["dose"]), *terms))
    days = weekday_effects(posterior, 4)
    found = {"treatment": posterior.coefficient(1), "last to first night": trend_between(posterior, 2, 0, nights - 1)}
    return posterior, found | {"Monday": days[0], "Friday": days[4]}


def doses(data: Data) -> Answer:
    columns = dose_columns(np.array(data["amounts"]), shared=0.5)
    posterior = fit(CrampModel.of(counts(data), None, columns.columns, washed_priors=columns.priors))
    found = {f"{level.amount:g}": level.effect for level in dose_levels(posterior, columns, 1).levels}
    return posterior, found | {"300 to 200": contrast(posterior, np.array([0.0, 0, 0, -1, 1]))}


def prior(data: Data) -> Answer:
    model = CrampModel.of(counts(data), None, data["dose"])
    posterior = fit(with_priors(model, {1: Gaussian(*data["prior"])}))
    return posterior, {"treatment": posterior.coefficient(1)}


def exposures(data: Data) -> Answer:
    found = patterns(CrampModel.of(counts(data), None, data["dose"]), np.array(data["exposures"]))
    assert found.posterior is not None
    links = {f"{link.exposure} at {link.lag}": link.effect for link in found.links}
    return found.posterior, {"treatment": found.posterior.coefficient(1)} | links


CASES: dict[str, Callable[[Data], Answer]] = {
    "trend": trend,
    "doses": doses,
    "prior-flat": prior,
    "prior-trials": prior,
    "exposures": exposures,
}


def misses(found: Mixture, wanted: dict[str, Any]) -> Iterator[str]:
    summary, sd, noise = found.summary(), wanted["sd"], wanted["mcse"]
    limits = {"mean": MEAN * sd, "sd": SD * sd} | dict.fromkeys(("q025", "q50", "q975"), QUANTILE * sd)
    for name, limit in limits.items():
        gap = abs(getattr(summary, name) - wanted[name])
        if gap > limit + 2 * noise[name]:
            yield f"{name} is {gap / sd:.3f} sd off"
    below = wanted["p_below_0"]
    if abs(found.below(0.0) - below["p"]) > PROBABILITY + 2 * below["mcse"]:
        yield f"P(< 0) is {abs(found.below(0.0) - below['p']):.4f} off"


@pytest.mark.parametrize("name", CASES)
def test_same_as_long_chains(name: str) -> None:
    reference = json.loads((FOLDER / f"{name}.json").read_text())
    posterior, found = CASES[name](reference["data"])
    assert posterior.healthy
    assert set(found) == set(reference["sums"])
    off = {key: list(misses(found[key], wanted)) for key, wanted in reference["sums"].items()}
    assert {key: said for key, said in off.items() if said} == {}
    for key, wanted in reference["hyper"].items():
        gap = abs(posterior.hyper()[key].mean - wanted["mean"])
        assert gap < HYPER * wanted["sd"] + 2 * wanted["mcse"]["mean"], key


@pytest.mark.parametrize("name", CASES)
def test_chains_are_well_kept(name: str) -> None:
    sampler = json.loads((FOLDER / f"{name}.json").read_text())["sampler"]
    assert sampler["worst_rhat"] < 1.01
    assert sampler["chains"] * sampler["draws_per_chain"] >= 80_000
    assert sampler["divergences"] <= 10
