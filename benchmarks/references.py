"""Long-chain reference posteriors of made-up diaries, written to tests/inference/references.

    python benchmarks/references.py [NAME ...]

Needs nutpie and numba (the ``bench`` group). The log density and its gradient are written out by hand here,
non-centred, and share nothing with the engine but the diary and the priors' numbers. Each file holds the diary, so that
the test needs neither this script nor its sampler.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from diaries import Setting, diary
from numba import njit

from charley.inference.model import Array, CrampModel

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "inference" / "references"
CHAINS, TUNE, DRAWS = 4, 2000, 20_000
BLOCKS = 20
LEVELS = {"q025": 0.025, "q50": 0.5, "q975": 0.975}

SETTINGS = (
    Setting("r028-few", 31, 28, ("second-half",), (0.5,), 0.12, missing=0.0),
    Setting("r056-many", 32, 56, ("blocks",), (0.6,), 4.0, ("habit",), (0.2,), sigma=0.4, phi=3.0),
    Setting("r056-burst", 33, 56, ("spells",), (1.0,), 1.0, sigma=1.2, rho=0.9, phi=1.0, missing=0.25),
    Setting("r112-sticky", 34, 112, ("abba",), (0.5,), 0.8, ("weather",), (0.2,), sigma=0.8, rho=0.95, phi=8.0),
    Setting(
        "r182-two", 35, 182, ("blocks", "spells"), (0.5, 1.2), 0.4, ("weekend",), (0.1,), sigma=0.6, part_nights=0.1
    ),
    Setting("r182-dense", 36, 182, ("blocks",), (0.8,), 12.0, sigma=0.5, rho=0.5, phi=6.0, half_life=3.0),
    Setting("r365-sparse", 37, 365, ("blocks",), (0.6,), 0.08, ("season", "habit"), (0.3, 0.1), sigma=0.8, missing=0.2),
    Setting("r365-steady", 38, 365, ("spells",), (0.7,), 1.5, ("season",), (0.2,), sigma=0.15, rho=0.4, phi=20.0),
)


@njit(error_model="numpy")
def log_density(x, y, seen, log_e, dose, fixed, coef_mean, coef_sd, more_than):  # type: ignore[no-untyped-def]
    nights, treatments, columns = y.size, dose.shape[0], fixed.shape[0]
    p = 1 + treatments + columns
    gradient = np.zeros(x.size)
    log_sigma, logit_rho, log_k, log_h = x[p], x[p + 1], x[p + 2], x[p + 3]
    sigma, k, h = np.exp(log_sigma), np.exp(log_k), np.exp(log_h)
    rho = 1.0 / (1.0 + np.exp(-logit_rho))
    phi = k**-2.0
    value = 0.0
    for i in range(p):
        gap = (x[i] - coef_mean[i]) / coef_sd[i]
        value -= 0.5 * gap * gap
        gradient[i] = -gap / coef_sd[i]
    # half-normal priors with the Jacobians of their logs
    value += -0.5 * (sigma / 0.7) ** 2 + log_sigma - 0.5 * (k / 0.7) ** 2 + log_k
    gradient[p] = 1.0 - (sigma / 0.7) ** 2
    gradient[p + 2] = 1.0 - (k / 0.7) ** 2
    value -= 0.5 * (logit_rho - 1.0) ** 2 + 0.5 * ((log_h - np.log(5.0)) / 0.6) ** 2
    gradient[p + 1] = -(logit_rho - 1.0)
    gradient[p + 3] = -(log_h - np.log(5.0)) / 0.36
    kept = 2.0 ** (-1.0 / h)
    s = np.zeros((treatments, nights))
    for j in range(treatments):
        last = 0.0
        for t in range(nights):
            last = kept * last + (1.0 - kept) * dose[j, t]
            s[j, t] = last
    u, pull = np.zeros(nights), np.zeros(nights)
    root = np.sqrt(1.0 - rho * rho)
    dphi = 0.0
    for t in range(nights):
        noise = x[p + 4 + t]
        value -= 0.5 * noise * noise
        u[t] = sigma * noise if t == 0 else rho * u[t - 1] + sigma * root * noise
        if seen[t] == 0.0:
            continue
        eta = x[0] + u[t] + log_e[t]
        for j in range(treatments):
            eta += x[1 + j] * s[j, t]
        for c in range(columns):
            eta += x[1 + treatments + c] * fixed[c, t]
        mu = np.exp(eta)
        soft = np.log1p(mu / phi)
        share = mu / (phi + mu)
        value += y[t] * eta - (y[t] + phi) * soft
        pull[t] = y[t] - (y[t] + phi) * share
        dphi += (y[t] + phi) * share / phi - soft
    for i in range(more_than.size):
        value += more_than[i] * np.log1p(i / phi)
        dphi -= more_than[i] * i / (phi * (phi + i))
    gradient[p + 2] += -2.0 * phi * dphi
    later, drho = 0.0, 0.0
    for t in range(nights - 1, -1, -1):
        gradient[0] += pull[t]
        gradient[p] += pull[t] * u[t]
        for j in range(treatments):
            gradient[1 + j] += pull[t] * s[j, t]
        for c in range(columns):
            gradient[1 + treatments + c] += pull[t] * fixed[c, t]
        later = pull[t] + rho * later
        noise = x[p + 4 + t]
        if t == 0:
            gradient[p + 4] = -noise + later * sigma
        else:
            gradient[p + 4 + t] = -noise + later * sigma * root
            drho += later * (u[t - 1] - sigma * rho / root * noise)
    gradient[p + 1] += drho * rho * (1.0 - rho)
    for j in range(treatments):
        back = 0.0
        for t in range(nights - 1, -1, -1):
            back = x[1 + j] * pull[t] + kept * back
            before = s[j, t - 1] if t > 0 else 0.0
            gradient[p + 3] += back * (before - dose[j, t]) * kept * np.log(2.0) / h
    return value, gradient


def sample(model: CrampModel, seed: int) -> tuple[Array, int, float]:
    """Draws of coefficients and (log_sigma, logit_rho, log_inv_sqrt_phi, log_half_life), (chains, draws, p + 4)."""
    import nutpie
    from nutpie.compiled_pyfunc import from_pyfunc

    seen_counts = model.counts[model.recorded > 0].astype(int)
    largest = int(seen_counts.max(initial=0))
    more_than = np.array([(seen_counts > i).sum() for i in range(largest)], dtype=float)
    data = (model.counts, model.recorded, model.log_exposure, model.washed, model.fixed, model.coef_mean, model.coef_sd)
    p = model.coefficients

    def make_density() -> Any:
        return lambda x: log_density(np.asarray(x), *data, more_than)

    def make_expand(*_: Any) -> Any:
        return lambda x: {"theta": np.asarray(x)[: p + 4].copy()}

    compiled = from_pyfunc(
        p + 4 + model.nights, make_density, make_expand, [np.dtype(np.float64)], [(p + 4,)], ["theta"]
    )
    began = time.perf_counter()
    trace = nutpie.sample(
        compiled,
        draws=DRAWS,
        tune=TUNE,
        chains=CHAINS,
        cores=1,
        seed=seed,
        progress_bar=False,
        save_warmup=False,
        target_accept=0.95,
    )
    draws = trace.posterior["theta"].to_numpy()
    return draws, int(trace.sample_stats["diverging"].sum()), time.perf_counter() - began


def summary(draws: Array) -> dict[str, Any]:
    """Five numbers of (chains, draws) values, each with its Monte-Carlo error from twenty blocks."""
    blocks = draws.reshape(BLOCKS, -1)

    def with_error(statistic: Any) -> tuple[float, float]:
        return float(statistic(draws.ravel())), float(np.std([statistic(b) for b in blocks], ddof=1) / BLOCKS**0.5)

    numbers = {"mean": with_error(np.mean), "sd": with_error(np.std)}
    numbers |= {name: with_error(lambda d, q=q: np.quantile(d, q)) for name, q in LEVELS.items()}
    return {name: round(v, 6) for name, (v, _) in numbers.items()} | {
        "mcse": {name: round(e, 6) for name, (_, e) in numbers.items()}
    }


def probability(draws: Array, below: float) -> dict[str, float]:
    """P(value < below) with its Monte-Carlo error."""
    hits = (draws < below).reshape(BLOCKS, -1).mean(axis=1)
    return {"p": round(float(hits.mean()), 6), "mcse": round(float(hits.std(ddof=1) / BLOCKS**0.5), 6)}


def worst_rhat(draws: Array) -> float:
    """The largest split R-hat (Gelman and others 2013) over all columns."""
    halves = draws.reshape(2 * CHAINS, -1, draws.shape[2])
    within = halves.var(axis=1, ddof=1).mean(axis=0)
    between = halves.mean(axis=1).var(axis=0, ddof=1)
    return float(np.sqrt(1.0 + between / within).max())


def reference(setting: Setting) -> dict[str, Any]:
    """Diary and posterior of one setting."""
    model = diary(setting)
    draws, divergences, seconds = sample(model, setting.seed)
    p, treatments = model.coefficients, len(model.washed)
    hyper = ("log_sigma", "logit_rho", "log_inv_sqrt_phi", "log_half_life")
    return {
        "name": setting.name,
        "made_with": {key: value for key, value in vars(setting).items() if key != "name"},
        "data": {
            "y": [int(c) if s else None for c, s in zip(model.counts, model.recorded, strict=True)],
            "exposure": np.exp(model.log_exposure).round(2).tolist(),
            "dose": model.washed.tolist(),
            "x": model.fixed.round(6).tolist(),
        },
        "sampler": {
            "kind": "NUTS (nutpie), non-centred, by hand",
            "chains": CHAINS,
            "draws_per_chain": DRAWS,
            "divergences": divergences,
            "worst_rhat": round(worst_rhat(draws), 5),
            "seconds": round(seconds, 1),
        },
        "treatments": [
            {
                "log_rate_ratio": summary(draws[:, :, 1 + j]),
                "p_below_1": probability(draws[:, :, 1 + j], 0.0),
                "p_below_0_8": probability(draws[:, :, 1 + j], float(np.log(0.8))),
            }
            for j in range(treatments)
        ],
        "alpha": summary(draws[:, :, 0]),
        "hyper": {name: summary(draws[:, :, p + i]) for i, name in enumerate(hyper)},
    }


def main(names: list[str]) -> None:
    """Write the references asked for, or all."""
    for setting in SETTINGS:
        if names and setting.name not in names:
            continue
        found = reference(setting)
        text = (
            json.dumps(found, separators=(",", ":")).replace('"sampler"', '\n"sampler"').replace('"data"', '\n"data"')
        )
        (FOLDER / f"{setting.name}.json").write_text(text + "\n")
        print(setting.name, found["sampler"], flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
