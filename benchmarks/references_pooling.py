"""A long-chain reference of many diaries together, written to tests/inference/references/pooling.

    python benchmarks/references_pooling.py

Twenty people with diaries of 84 to 168 nights and effects that differ; all parameters of all people are sampled at
once with the average and the spread (NUTS, non-centred, the log density of references.py for each person). Needs nutpie
and numba.
"""

import json
import time
from pathlib import Path
from typing import Any

import numpy as np
from diaries import Setting, diary
from numba import njit
from references import log_density, probability, summary, worst_rhat

from charley.inference.model import Array, CrampModel

FILE = Path(__file__).resolve().parents[1] / "tests" / "inference" / "references" / "pooling" / "twenty.json"
PEOPLE, CHAINS, TUNE, DRAWS = 20, 4, 2000, 25_000
AVERAGE_SD, SPREAD_SCALE = 0.5, 0.3
#: What the people were made with.
AVERAGE, SPREAD = -0.4, 0.35
#: alpha, beta, and the four hyperparameters; the nights' noise comes after them.
OWN = 6


def people() -> list[CrampModel]:
    """The same diaries each time."""
    random = np.random.default_rng(60)
    made = []
    for i in range(PEOPLE):
        made.append(
            diary(
                Setting(
                    f"person {i}",
                    600 + i,
                    int(random.choice([84, 112, 168])),
                    (str(random.choice(["blocks", "abba", "spells"])),),
                    (float(np.exp(AVERAGE + SPREAD * random.standard_normal())),),
                    float(0.8 * np.exp(0.6 * random.standard_normal())),
                    sigma=float(random.uniform(0.2, 0.8)),
                    rho=float(random.uniform(0.4, 0.9)),
                    phi=float(random.uniform(2.0, 8.0)),
                )
            )
        )
    return made


@njit(error_model="numpy")
def joint(x, starts, nights, y, seen, dose, more_than, largest):  # type: ignore[no-untyped-def]
    """Log density and gradient of (mu, log tau, everybody): beta_i = mu + tau z_i."""
    mu, log_tau = x[0], x[1]
    tau = np.exp(log_tau)
    gradient = np.zeros(x.size)
    value = -0.5 * (mu / AVERAGE_SD) ** 2 - 0.5 * (tau / SPREAD_SCALE) ** 2 + log_tau
    gradient[0] = -mu / AVERAGE_SD**2
    gradient[1] = 1.0 - (tau / SPREAD_SCALE) ** 2
    mean, sd = np.array([np.log(0.5), 0.0]), np.array([1.5, 1e8])  # beta's own prior is put in here
    fixed = np.zeros((0, nights.max()))
    night = 0
    for i in range(starts.size):
        size = OWN + nights[i]
        own = x[starts[i] : starts[i] + size].copy()
        z = own[1]
        own[1] = mu + tau * z
        end = night + nights[i]
        log_e = np.zeros(nights[i])
        part, slope = log_density(
            own, y[night:end], seen[night:end], log_e, dose[:, night:end], fixed[:, : nights[i]], mean, sd,
            more_than[i, : largest[i]],
        )  # fmt: skip
        value += part - 0.5 * z * z
        for k in range(size):
            gradient[starts[i] + k] = slope[k]
        gradient[starts[i] + 1] = slope[1] * tau - z
        gradient[0] += slope[1]
        gradient[1] += slope[1] * z * tau
        night = end
    return value, gradient


def sample(models: list[CrampModel]) -> tuple[Array, int, float]:
    """Draws of mu, tau and everybody's beta, (chains, draws, 2 + people)."""
    import nutpie
    from nutpie.compiled_pyfunc import from_pyfunc

    nights = np.array([model.nights for model in models])
    starts = 2 + np.concatenate([[0], np.cumsum(OWN + nights)[:-1]])
    dimension = int(2 + (OWN + nights).sum())
    y, seen = (np.concatenate([getattr(m, name) for m in models]) for name in ("counts", "recorded"))
    dose = np.concatenate([m.washed for m in models], axis=1)
    largest = np.array([int(m.counts.max()) for m in models])
    more_than = np.zeros((len(models), largest.max()))
    for i, m in enumerate(models):
        counts = m.counts[m.recorded > 0]
        more_than[i, : largest[i]] = [(counts > j).sum() for j in range(largest[i])]

    def make_density() -> Any:
        return lambda x: joint(np.asarray(x), starts, nights, y, seen, dose, more_than, largest)

    def make_expand(*_: Any) -> Any:
        def kept(x: Any) -> dict[str, Array]:
            x = np.asarray(x)
            tau = np.exp(x[1])
            return {"theta": np.concatenate([[x[0], tau], x[0] + tau * x[starts + 1]])}

        return kept

    width = 2 + len(models)
    compiled = from_pyfunc(dimension, make_density, make_expand, [np.dtype(np.float64)], [(width,)], ["theta"])
    began = time.perf_counter()
    trace = nutpie.sample(
        compiled, draws=DRAWS, tune=TUNE, chains=CHAINS, cores=1, seed=60, progress_bar=False, save_warmup=False,
        target_accept=0.9,
    )  # fmt: skip
    draws = trace.posterior["theta"].to_numpy()
    return draws, int(trace.sample_stats["diverging"].sum()), time.perf_counter() - began


def main() -> None:
    """Write the reference."""
    models = people()
    draws, divergences, seconds = sample(models)
    random = np.random.default_rng(1)
    next_person = draws[:, :, 0] + draws[:, :, 1] * random.standard_normal(draws.shape[:2])
    found = {
        "people": [
            {
                "y": [int(c) if s else None for c, s in zip(m.counts, m.recorded, strict=True)],
                "dose": m.washed.tolist(),
            }
            for m in models
        ],
        "sampler": {
            "kind": "NUTS (nutpie), non-centred, all people at once",
            "chains": CHAINS,
            "draws_per_chain": DRAWS,
            "divergences": divergences,
            "worst_rhat": round(worst_rhat(draws), 5),
            "seconds": round(seconds, 1),
        },
        "average": summary(draws[:, :, 0]) | {"p_below_0": probability(draws[:, :, 0], 0.0)},
        "spread": summary(draws[:, :, 1]),
        "next_person": summary(next_person) | {"p_below_0": probability(next_person, 0.0)},
        "each": [summary(draws[:, :, 2 + i]) for i in range(len(models))],
    }
    FILE.parent.mkdir(exist_ok=True)
    text = json.dumps(found, separators=(",", ":")).replace('"sampler"', '\n"sampler"').replace('{"y"', '\n{"y"')
    FILE.write_text(text + "\n")
    print(found["sampler"], found["average"], found["spread"])


if __name__ == "__main__":
    main()
