"""Long-chain reference posteriors of the model's extensions, written to tests/inference/references/extensions.

    python benchmarks/references_extensions.py [NAME ...]

Slow trend and weekdays, dose levels, other priors, exposures at lags. The columns of each are written out here by hand,
night by night, and sampled as in references.py; the tests build them with the engine's own functions.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from diaries import schedule
from references import CHAINS, DRAWS, probability, sample, summary, worst_rhat

from charley.inference.model import Array, CrampModel, Gaussian, Hyper
from charley.inference.simulate import Truth, draw_diary

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "inference" / "references" / "extensions"
SCEPTICAL = Gaussian(0.0, 0.5)


class Case(NamedTuple):
    """A diary with its extension.

    Attributes:
        model: with all columns.
        given: what the extension needs beside the counts, for the test.
        wanted: name -> row of the sum of coefficients whose posterior is kept.
    """

    model: CrampModel
    given: dict[str, Any]
    wanted: dict[str, list[float]]


def drawn(
    nights: int,
    seed: int,
    rate: float,
    washed: list[Array],
    betas: list[float],
    washed_priors: list[Gaussian],
    fixed: list[Array],
    effects: list[float],
    fixed_priors: list[Gaussian],
    more: Array | None = None,
) -> CrampModel:
    """A diary with one night in ten not recorded; ``more`` is added to the log rate and not told to the model."""
    random = np.random.default_rng(seed)
    seen = np.where(random.random(nights) < 0.1, np.nan, 0.0)
    truth = Truth(
        Hyper(np.array([0.5]), np.array([0.7]), np.array([0.5]), np.array([4.0])),
        np.array([np.log(rate), *betas, *effects, 1.0]),
    )
    hidden = np.zeros(nights) if more is None else more
    blank = CrampModel.of(seen, None, washed or None, [*fixed, hidden])
    counts = np.where(np.isnan(seen), np.nan, draw_diary(blank, truth, random).counts)
    return CrampModel.of(
        counts, None, washed or None, fixed or None, washed_priors=washed_priors, fixed_priors=fixed_priors
    )


def trend() -> Case:
    """Cramps that halve by themselves, a treatment that does nothing and begins in the middle, and a bad weekday."""
    nights, first = 126, 2
    t = range(nights)
    drift = np.array([i / (nights - 1) - 0.5 for i in t])
    settling = np.array([0.5 ** (i / 14) for i in t])
    days = []  # the first six days each against the mean of the later ones, made orthonormal by hand
    for k in range(6):
        row = [0.0] * k + [1.0] + [-1.0 / (6 - k)] * (6 - k)
        size = sum(value**2 for value in row) ** 0.5
        days.append([value / size for value in row])
    week = [np.array([row[(first + i) % 7] for i in t]) for row in days]
    fridays = np.array([0.4 * ((first + i) % 7 == 4) for i in t])
    model = drawn(
        nights, 51, 1.5, [np.array([float(i >= nights // 2) for i in t])], [0.0], [SCEPTICAL],
        [drift, settling, *week], [np.log(0.5), 0.0, *[0.0] * 6],
        [SCEPTICAL, SCEPTICAL, *[Gaussian(0.0, 0.2)] * 6], fridays,
    )  # fmt: skip
    wanted = {"treatment": [0.0, 1.0] + [0.0] * 8, "last to first night": [0, 0, 1, 0.5 ** ((nights - 1) / 14) - 1]}
    wanted["last to first night"] += [0.0] * 6
    for name, day in (("Monday", 0), ("Friday", 4)):
        wanted[name] = [0.0] * 4 + [row[day] for row in days]
    return Case(model, {"first_weekday": first}, wanted)


def doses() -> Case:
    """No dose, 100, 200 and 300 mg in turn; everything from 100 mg on does the same."""
    nights = 224
    order = [0, 100, 300, 200, 0, 200, 100, 300, 0, 300, 200, 100, 0, 200, 300, 100]
    amounts = np.array([float(order[i // 14]) for i in range(nights)])
    rows = [(amounts > 0) * 1.0, *((amounts == level) * 1.0 for level in (100, 200, 300))]
    half = Gaussian(0.0, 0.5 * 0.5**0.5)
    model = drawn(nights, 52, 1.5, rows, [np.log(0.55), 0.0, 0.0, 0.0], [half] * 4, [], [], [])
    wanted = {"100": [0, 1, 1, 0, 0], "200": [0, 1, 0, 1, 0], "300": [0, 1, 0, 0, 1], "300 to 200": [0, 0, 0, -1, 1]}
    return Case(model, {"amounts": amounts.tolist()}, wanted)


def other_prior(seed: int, prior: Gaussian) -> Case:
    """The same kind of diary under another prior of the treatment."""
    nights = 84
    dose = schedule("abba", nights, np.random.default_rng(seed))
    model = drawn(nights, seed, 0.6, [dose], [np.log(0.4)], [prior], [], [], [])
    return Case(model, {"prior": list(prior)}, {"treatment": [0, 1]})


def exposures() -> Case:
    """Three exposures at lags 0 to 2, the first of them linked to the night after; and a treatment in blocks."""
    nights = 182
    random = np.random.default_rng(54)
    there = [(random.random(nights) < share) * 1.0 for share in (0.3, 0.2, 0.5)]
    rows = []
    for row in there:
        for lag in (0, 1, 2):
            rows.append(np.array([row[i - lag] if i >= lag else row.mean() for i in range(nights)]))
    effects = [0.0, 0.7, 0.0, *[0.0] * 6]
    dose = schedule("blocks", nights, random)
    model = drawn(nights, 54, 0.8, [dose], [np.log(0.7)], [SCEPTICAL], rows, effects, [Gaussian(0.0, 0.5)] * 9)
    wanted = {"treatment": [0.0, 1.0] + [0.0] * 9}
    for k in range(3):
        for lag in (0, 1, 2):
            row = [0.0] * 11
            row[2 + 3 * k + lag] = 1.0
            wanted[f"{k} at {lag}"] = row
    return Case(model, {"exposures": [row.tolist() for row in there]}, wanted)


CASES: dict[str, Callable[[], Case]] = {
    "trend": trend,
    "doses": doses,
    "prior-flat": lambda: other_prior(53, Gaussian(0.0, 2.0)),
    "prior-trials": lambda: other_prior(55, Gaussian(-0.06, 0.34)),
    "exposures": exposures,
}


def reference(name: str, case: Case, seed: int) -> dict[str, Any]:
    """Diary and posterior of one case."""
    model = case.model
    draws, divergences, seconds = sample(model, seed)
    p = model.coefficients
    sums = {key: draws[:, :, :p] @ np.array(row, dtype=float) for key, row in case.wanted.items()}
    return {
        "name": name,
        "data": {
            "y": [int(c) if s else None for c, s in zip(model.counts, model.recorded, strict=True)],
            "dose": model.washed.tolist(),
            **case.given,
        },
        "sampler": {
            "kind": "NUTS (nutpie), non-centred, by hand",
            "chains": CHAINS,
            "draws_per_chain": DRAWS,
            "divergences": divergences,
            "worst_rhat": round(worst_rhat(draws), 5),
            "seconds": round(seconds, 1),
        },
        "sums": {key: summary(values) | {"p_below_0": probability(values, 0.0)} for key, values in sums.items()},
        "hyper": {"log_sigma": summary(draws[:, :, p]), "logit_rho": summary(draws[:, :, p + 1])},
    }


def main(names: list[str]) -> None:
    """Write the references asked for, or all."""
    for seed, (name, case) in enumerate(CASES.items(), start=51):
        if names and name not in names:
            continue
        found = reference(name, case(), seed)
        text = (
            json.dumps(found, separators=(",", ":")).replace('"sampler"', '\n"sampler"').replace('"data"', '\n"data"')
        )
        (FOLDER / f"{name}.json").write_text(text + "\n")
        print(name, found["sampler"], flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
