"""Is the engine's uncertainty right? Prints the tables of docs/explanation/engine.md.

    python benchmarks/calibrate.py [--diaries 1000] [--jobs 2]

Truths are drawn from the prior and diaries from the truths (Talts and others 2018, arXiv:1804.06788): a 95 % interval
should then hold the truth in 95 of 100 diaries, and the truth's place in its posterior should be uniform. A diary with
more than 1,000 cramps a night, which the program refuses, is drawn again; that selects on the data alone and leaves
the test exact.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import calibrate_extensions
import numpy as np
from diaries import Setting, covariate, diary, schedule
from scipy.special import chdtrc

from charley.inference.bulk import fit_many
from charley.inference.model import Array, CrampModel
from charley.inference.posterior import Posterior
from charley.inference.simulate import Truth, draw_diary, draw_truth

MOST_CRAMPS = 1000
BINS = 10
SCHEDULES = ("second-half", "abba", "blocks", "spells")
COVARIATES = ("season", "habit", "weekend", "weather")
COORDINATES = ("sigma", "rho", "inv_sqrt_phi", "half_life")


def prior_drawn(nights: int, size: int, seed: int) -> Iterator[tuple[CrampModel, Truth]]:
    """Diaries of all kinds with their truths."""
    random = np.random.default_rng([seed, nights])
    for _ in range(size):
        doses = [schedule(kind, nights, random) for kind in random.choice(SCHEDULES, 1 + (random.random() < 0.3))]
        columns = [covariate(kind, nights, random) for kind in random.choice(COVARIATES, random.integers(3), False)]
        seen = np.where(random.random(nights) < random.uniform(0.0, 0.25), np.nan, 0.0)
        seen[random.integers(nights)] = 0.0
        blank = CrampModel.of(seen, None, doses, columns or None)
        while True:
            truth = draw_truth(blank, random)
            drawn = draw_diary(blank, truth, random)
            if drawn.counts.max() <= MOST_CRAMPS:
                yield drawn, truth
                break


def places(posterior: Posterior) -> tuple[Array, Array, Array, Array, str | None]:
    """What is needed to place a truth: mixtures of the coefficients, the hyperparameters' grid, health."""
    sds = np.sqrt(np.diagonal(posterior.points.cov, axis1=1, axis2=2))
    grid = np.stack(posterior.points.fine_hyper)
    return (
        np.stack([posterior.points.mean, sds]),
        posterior.weights,
        grid,
        posterior.points.fine_weights,
        posterior.reason,
    )


def prior_table(nights: int, size: int, seed: int, pool: ProcessPoolExecutor | None) -> list[str]:
    """Coverage and ranks over prior-drawn diaries."""
    from scipy.special import ndtr

    drawn = list(prior_drawn(nights, size, seed))
    began = time.perf_counter()
    ranks: dict[str, list[float]] = {name: [] for name in ("alpha", "beta", "gamma", *COORDINATES)}
    sick = 0
    for (model, truth), (coefficients, weights, grid, shares, reason) in zip(
        drawn, fit_many((m for m, _ in drawn), places, executor=pool), strict=True
    ):
        if reason is not None:
            sick += 1
            continue
        means, sds = coefficients
        treatments = len(model.washed)
        for k, value in enumerate(truth.coefficients):
            name = "alpha" if k == 0 else "beta" if k <= treatments else "gamma"
            ranks[name].append(float(weights @ ndtr((value - means[:, k]) / sds[:, k])))
        for name, row, value in zip(COORDINATES, grid, truth.hyper, strict=True):
            ranks[name].append(float(shares @ (row < value[0]) + 0.5 * shares @ (row == value[0])))
    lines = [f"prior-drawn, {nights} nights, {size} diaries, {sick} not computed, {time.perf_counter() - began:.0f} s"]
    lines.append("  parameter      n     95 % holds   ranks in ten bins                                  chi2 p")
    for name, found in ranks.items():
        if found:
            r = np.array(found)
            counts = np.bincount(np.minimum((r * BINS).astype(int), BINS - 1), minlength=BINS)
            chi = float(((counts - r.size / BINS) ** 2).sum() / (r.size / BINS))
            held = float(((r > 0.025) & (r < 0.975)).mean())
            bins = " ".join(f"{c:4d}" for c in counts)
            lines.append(f"  {name:12s} {r.size:5d}   {held:.3f}        {bins}  {chdtrc(BINS - 1, chi):.3f}")
    return lines


def null_diary(nights: int, seed: int) -> CrampModel:
    """A diary in which the treatment does nothing."""
    return diary(Setting("null", seed, nights, ("blocks",), (1.0,), 0.5))


def below_one(posterior: Posterior) -> tuple[float, str | None]:
    """P(RR < 1) and health."""
    return posterior.coefficient(1).below(0.0), posterior.reason


def null_table(nights: int, size: int, pool: ProcessPoolExecutor | None) -> str:
    """How often a treatment without effect looks like one."""
    found = list(fit_many((null_diary(nights, 10_000 + i) for i in range(size)), below_one, executor=pool))
    p = np.array([value for value, reason in found if reason is None])
    shares = [(p > 0.975).mean(), (p < 0.025).mean(), (p > 0.95).mean(), ((p > 0.025) & (p < 0.975)).mean()]
    return f"  {nights:5d}  {p.size:5d}   " + "   ".join(f"{share:.3f}" for share in shares)


def main(arguments: list[str]) -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--diaries", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    pool = ProcessPoolExecutor(chosen.jobs) if chosen.jobs > 1 else None
    for nights in (56, 182, 365):
        print("\n".join(prior_table(nights, chosen.diaries, chosen.seed, pool)), flush=True)
    print("no effect (rate ratio 1), blocks of 14 nights, 0.5 cramps a night")
    print("  nights  diaries  P>.975  P<.025  P>.95   95 % holds 1")
    for nights in (56, 182, 365):
        print(null_table(nights, max(1, chosen.diaries // 2), pool), flush=True)
    for line in calibrate_extensions.tables(max(1, chosen.diaries // 2), pool):
        print(line, flush=True)
    if pool is not None:
        pool.shutdown()


if __name__ == "__main__":
    main(sys.argv[1:])
