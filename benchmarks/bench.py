"""Measured speed and memory of the engine, beside the goals, the physical limit and the peers installed here.

    python benchmarks/bench.py [--peers-up-to 365] [--no-peers]

CPU time of a complete fit with all summaries, one thread, warm: median of 25, and the fastest in brackets, for on a
machine with other work CPU time is longer too (cores that share their units and caches). The peers (``bench`` group)
draw 4 x (1000 + 1000) from the same model; their time includes compiling, as a person waits for it too.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
import peers
from diaries import Setting, diary

from charley.inference.bulk import engine, fit_many
from charley.inference.model import CrampModel
from charley.inference.posterior import Posterior, fit
from charley.inference.quadrature import Engine

ROOT = Path(__file__).resolve().parents[1]
FOUR = ("season", "habit", "weekend", "weather")
SETTINGS = {
    "56 nights, 1 treatment": Setting("a", 1, 56, ("blocks",), (0.6,), 1.0),
    "365 nights, 1 treatment": Setting("b", 2, 365, ("blocks",), (0.6,), 1.0),
    "365 nights, 2 treatments, 4 covariates": Setting(
        "c", 3, 365, ("blocks", "spells"), (0.6, 1.0), 1.0, FOUR, (0.2, 0.2, 0.0, -0.1)
    ),
    "730 nights, 2 treatments, 4 covariates": Setting(
        "d", 4, 730, ("blocks", "spells"), (0.6, 1.0), 1.0, FOUR, (0.2, 0.2, 0.0, -0.1)
    ),
}
#: Milliseconds asked for: plain, compiled, far goal.
GOALS = {56: (8, 2.5, 1), 365: (30, 8, 3), (365, 2): (70, 16, 6), 730: (140, 32, 12)}
#: Double-precision operations a second of one core, as measured for the notes on the engine.
FLOPS = 35.6e9


def everything(model: CrampModel, chosen: Engine) -> Posterior:
    """A fit with all its summaries."""
    posterior = fit(model, chosen)
    if posterior.reason is not None:
        raise RuntimeError(posterior.reason)
    posterior.coefficients(), posterior.hyper(), posterior.level()
    for k in range(1, 1 + len(model.washed)):
        mixture = posterior.coefficient(k)
        mixture.below(0.0), mixture.below(float(np.log(0.8)))
        posterior.avoided_per_week(k), posterior.avoided_per_week_typical_day(k)
    return posterior


class Took(NamedTuple):
    """CPU milliseconds of repeated runs."""

    median: float
    fastest: float


def milliseconds(work: Callable[[], object], repeats: int = 25) -> Took:
    """CPU time, after one run to warm up."""
    work()
    times = []
    for _ in range(repeats):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return Took(1e3 * float(np.median(times)), 1e3 * min(times))


def limit(model: CrampModel, points: int) -> float:
    """Milliseconds of bare arithmetic: 4.5 passes a point and night of 55 + 10 p + 2 p^2 operations."""
    p = model.coefficients
    return 1e3 * points * 4.5 * model.nights * (55 + 10 * p + 2 * p**2) / FLOPS


def speed(engines: dict[str, Engine], others: dict[str, Callable[[CrampModel], float]], longest: int) -> None:
    head = "".join(f"{name:>16s} goal" for name in engines)
    print("CPU ms of a complete fit, median (fastest)  " + head + "   limit  points")
    for name, setting in SETTINGS.items():
        model = diary(setting)
        goal = GOALS[(365, 2) if len(setting.schedules) == 2 and setting.nights == 365 else setting.nights]
        took = {label: milliseconds(lambda m=model, e=chosen: everything(m, e)) for label, chosen in engines.items()}
        points = fit(model).weights.size
        cells = "".join(
            f"{ms.median:9.1f} ({ms.fastest:4.1f}) {wanted:4g}" for ms, wanted in zip(took.values(), goal, strict=False)
        )
        print(f"{name:44s}" + cells + f"  {limit(model, points):6.1f}  {points:5d}", flush=True)
        for peer, run in others.items():
            if setting.nights <= longest:
                seconds = run(model)
                ratio = {label: 1e3 * seconds / ms.median for label, ms in took.items()}
                said = ", ".join(f"{value:,.0f} times the {label} engine" for label, value in ratio.items())
                print(f"    {peer}: {seconds:.1f} s, {said}", flush=True)


def growth(engines: dict[str, Engine]) -> None:
    nights = (28, 56, 112, 224, 448, 896, 1792, 3650)
    print("\nCost by length, 1 treatment (CPU ms, in brackets microseconds a night and point)")
    for label, chosen in engines.items():
        row = []
        for size in nights:
            model = diary(Setting("growth", 9, size, ("blocks",), (0.6,), 0.5))
            ms = milliseconds(lambda m=model, e=chosen: everything(m, e), 5).median
            row.append(f"{size}: {ms:.1f} ({1e3 * ms / size / fit(model).weights.size:.2f})")
        print(f"  {label}: " + "  ".join(row), flush=True)


def bulk(engines: dict[str, Engine]) -> None:
    print("\nYear-long diaries a minute a core, in bulk (goals 2,000 plain, 7,500 compiled, far goal 20,000)")
    models = [diary(Setting("bulk", 100 + i, 365, ("blocks",), (0.7,), 0.5)) for i in range(60)]
    for label in engines:
        began = time.process_time()
        done = sum(result.reason is None for result in fit_many(models, engine_name=label))  # type: ignore[arg-type]
        print(f"  {label}: {60 * len(models) / (time.process_time() - began):,.0f} ({done} of {len(models)} healthy)")


def memory() -> None:
    print("\nMemory of one fit (peak of arrays, MB; goal under 50)")
    for nights, setting in ((730, SETTINGS["730 nights, 2 treatments, 4 covariates"]), (3650, Setting("m", 5, 3650))):
        model = diary(setting)
        tracemalloc.start()
        everything(model, engine("plain"))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(f"  {nights} nights: {peak / 1e6:.0f}")
    print(f"  whole process so far: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f}")


def cold() -> None:
    command = ROOT / ".venv" / "bin" / "charley"
    if not command.exists():
        print("\nCold command: not measured, there is no .venv here")
        return
    model = diary(SETTINGS["365 nights, 1 treatment"])
    first = np.datetime64("2025-01-01")
    rows = ["date,cramps,dose:magnesium"] + [
        f"{first + t},{int(count) if seen else ''},{dose:g}"
        for t, (count, seen, dose) in enumerate(zip(model.counts, model.recorded, model.washed[0], strict=True))
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "year.csv"
        path.write_text("\n".join(rows) + "\n")
        walls, cpus = [], []
        for _ in range(7):
            before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            subprocess.run([command, "analyse", path, "--json"], check=True, stdout=subprocess.DEVNULL)
            walls.append(time.perf_counter() - began)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            cpus.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    print(
        f"\nCold command, year-long diary: {np.median(walls):.2f} s wall, {np.median(cpus):.2f} s CPU"
        " (goal 0.6, far goal 0.4)"
    )


def main(arguments: list[str]) -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--peers-up-to", type=int, default=365, metavar="NIGHTS")
    chosen = parser.parse_args(arguments)
    engines = {"plain": engine("plain")}
    if find_spec("numba"):
        engines["compiled"] = engine("compiled")
        fit(next(islice((diary(s) for s in SETTINGS.values()), 1)), engines["compiled"])  # compile, or load the cache
    others = {} if chosen.no_peers else peers.found()
    print(f"{os.cpu_count()} cores; peers installed: {', '.join(others) or 'none (see the bench group)'}")
    speed(engines, others, chosen.peers_up_to)
    growth(engines)
    bulk(engines)
    memory()
    cold()


if __name__ == "__main__":
    main(sys.argv[1:])
