"""Accuracy against long chains: our own references beside this file, and the public cases where they are present."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from charley.inference.model import CrampModel
from charley.inference.posterior import Posterior, fit

FOLDER = Path(__file__).parent / "references"
QUANTILES = {"q025": "q2.5", "q50": "q50", "q975": "q97.5"}
#: What is asked, beyond twice the reference's Monte-Carlo error: in posterior sd, as a share, as a probability.
MEAN, SD, QUANTILE, PROBABILITY, MARGINAL, HYPER = 0.02, 0.025, 0.06, 0.008, 0.3, 0.1


def model_of(data: dict[str, Any]) -> CrampModel:
    counts = [np.nan if y is None else y for y in data["y"]]
    return CrampModel.of(counts, data["exposure"], data["dose"], data["x"])


def misses(posterior: Posterior, treatments: list[dict[str, Any]], hyper: dict[str, Any]) -> Iterator[str]:
    """Every number that is further from the reference than asked."""
    for j, reference in enumerate(treatments):
        mixture = posterior.coefficient(1 + j)
        found, wanted = mixture.summary(), reference["log_rate_ratio"]
        sd, noise = wanted["sd"], wanted["mcse"]
        limits = {"mean": MEAN * sd, "sd": SD * sd} | dict.fromkeys(QUANTILES, QUANTILE * sd)
        for name, limit in limits.items():
            gap = abs(getattr(found, name) - wanted[name])
            if gap > limit + 2 * noise[name]:
                yield f"treatment {j} {name}: {gap / sd:.3f} sd off"
        for name, edge in (("p_below_1", 0.0), ("p_below_0_8", np.log(0.8))):
            gap = abs(mixture.below(edge) - reference[name]["p"])
            if gap > PROBABILITY + 2 * reference[name]["mcse"]:
                yield f"treatment {j} {name}: {gap:.4f} off"
    for name in ("log_sigma", "logit_rho"):
        wanted = hyper[name]
        gap = abs(posterior.hyper()[name].mean - wanted["mean"])
        if gap > HYPER * wanted["sd"] + 2 * wanted["mcse"]["mean"]:
            yield f"{name}: {gap / wanted['sd']:.3f} sd off"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda p: p.stem)
def test_own_references(path: Path) -> None:
    reference = json.loads(path.read_text())
    posterior = fit(model_of(reference["data"]))
    assert posterior.healthy
    assert list(misses(posterior, reference["treatments"], reference["hyper"])) == []


def test_own_references_are_there_and_well_kept() -> None:
    kept = [json.loads(path.read_text())["sampler"] for path in FOLDER.glob("*.json")]
    assert len(kept) >= 8
    assert all(sampler["worst_rhat"] < 1.01 for sampler in kept)


def summary_of(raw: dict[str, Any]) -> dict[str, Any]:
    names = QUANTILES | {"mean": "mean", "sd": "sd"}
    return {name: raw[theirs] for name, theirs in names.items()} | {
        "mcse": {name: raw["mcse"][theirs] for name, theirs in names.items()}
    }


@pytest.mark.shared
def test_public_cases(shared: Path) -> None:
    off = {}
    for path in sorted((shared / "reference" / "cases").glob("*.json")):
        case = json.loads(path.read_text())
        reference = case["reference"]
        posterior = fit(model_of(case["data"]))
        treatments = [
            {
                "log_rate_ratio": summary_of(each["beta"]),
                "p_below_1": each["p_rr_below_1"],
                "p_below_0_8": each["p_rr_below_0.8"],
            }
            for each in reference["treatments"]
        ]
        found = list(misses(posterior, treatments, {k: summary_of(v) for k, v in reference["hyper"].items()}))
        gap = abs(posterior.log_marginal - reference["log_marginal_likelihood"]["value"])
        if gap > MARGINAL + 0.05:
            found.append(f"log marginal likelihood: {gap:.3f} off")
        for k, wanted in enumerate(reference["treatments"], start=1):
            avoided, theirs = posterior.avoided_per_week(k), summary_of(wanted["avoided_per_week"])
            found += [
                f"avoided {name}"
                for name in QUANTILES
                if abs(getattr(avoided, name) - theirs[name]) > 0.15 * theirs["sd"]
            ]
        if not posterior.healthy or found:
            off[path.stem] = (posterior.reason, found)
    assert off == {}
