"""Operating characteristics of trials: how often each verdict is given, and how often the 95 % interval is right.

    .venv/bin/python benchmarks/trials.py                 # half an hour on two busy cores
    .venv/bin/python benchmarks/trials.py --quick         # a tenth of the trials
    .venv/bin/python benchmarks/trials.py --only looks    # one of: plain, otherwise, looks

Prints the tables of docs/explanation/trials.md.
"""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context

from charley.services.trials import thought_of
from charley.trials.decision import Rule
from charley.trials.power import Asked, Assumed, Cell, Design, Layout, table

SIMULATIONS = 2000
DESIGNS = ((7, 4), (14, 3), (14, 6), (21, 4), (28, 3), (28, 6))
RATES = (0.3, 1.0, 2.0)
TRUTHS = (1.0, 0.6, 0.4)
BASELINE = 14
#: How else cramps may come and go, for the trials in which the treatment does nothing.
OTHER = {
    "calm": Assumed(sigma=0.2, rho=0.5, phi=20.0),
    "as assumed": Assumed(),
    "stormy, long spells": Assumed(sigma=0.8, rho=0.9, phi=2.0),
    "slow build-up, half of the nights missed": Assumed(half_life_days=12.0, missing=0.5),
}
#: Designs that are also tried with looks before the end, and at how many cramps a night.
LOOKED_AT = ((14, 6), (28, 3), (28, 6))
LOOK_RATES = (0.3, 1.0)


def main() -> None:
    words = sys.argv[1:]
    simulations = SIMULATIONS // 10 if "--quick" in words else SIMULATIONS
    only = words[words.index("--only") + 1] if "--only" in words else None
    began = time.perf_counter()
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as executor:
        print(f"{simulations} simulated trials a cell")
        for name, part in (("plain", plain), ("otherwise", otherwise), ("looks", looks)):
            if only in (None, name):
                print()
                for line in part(simulations, executor):
                    print(line, flush=True)
    print(f"\n{time.perf_counter() - began:.0f} s")


def plain(simulations: int, executor: Executor) -> Iterator[str]:
    """Every design at every rate, under each truth."""
    yield (
        "| periods | weeks | cramps a night | no effect: false “helps” | no effect: “not enough” | 40 % fewer: “helps” "
        "| 60 % fewer: “helps” | 40 % fewer: wrong “not enough” | 95 % holds: no effect / 40 % / 60 % fewer |"
    )
    yield "|---|---|---|---|---|---|---|---|---|"
    designs = [_design(period, pairs) for period, pairs in DESIGNS]
    for design, row in zip(designs, _cells(designs, RATES, TRUTHS, simulations, executor), strict=True):
        for none, less, much in zip(row[0::3], row[1::3], row[2::3], strict=True):
            holds = " / ".join(f"{each.coverage:.1%}" for each in (none, less, much))
            yield (
                f"| {_named(design)} | {design.nights / 7:.0f} | {none.rate:g} | {none.verdicts.helps:.1%} "
                f"| {none.verdicts.does_not_help_enough:.1%} | {less.verdicts.helps:.1%} | {much.verdicts.helps:.1%} "
                f"| {less.verdicts.does_not_help_enough:.1%} | {holds} |"
            )


def otherwise(simulations: int, executor: Executor) -> Iterator[str]:
    """No effect, and cramps that come and go otherwise: the worst of all designs and rates."""
    yield "| how cramps come and go | largest false “helps” | in | smallest share of 95 % intervals that hold |"
    yield "|---|---|---|---|"
    designs = [_design(period, pairs) for period, pairs in DESIGNS]
    for how, assumed in OTHER.items():
        rows = _cells(designs, RATES, (1.0,), simulations, executor, assumed=assumed, seed=2)
        cells = [(design, each) for design, row in zip(designs, rows, strict=True) for each in row]
        design, worst = max(cells, key=lambda cell: cell[1].verdicts.helps)
        holds = min(each.coverage for _, each in cells)
        yield (
            f"| {how} | {worst.verdicts.helps:.1%} | {_named(design)}, {worst.rate:g} cramps a night | {holds:.1%} |"
        )


def looks(simulations: int, executor: Executor) -> Iterator[str]:
    """The same trials without a look, with one half-way, with one after every pair; a firm answer ends a trial."""
    yield (
        "| periods | looks before the end | cramps a night | no effect: false “helps” | no effect: “not enough” "
        "| 40 % fewer: “helps” | 40 % fewer: wrong “not enough” | weeks: no effect / 40 % fewer | 95 % holds |"
    )
    yield "|---|---|---|---|---|---|---|---|---|"
    plans = [(period, pairs, at) for period, pairs in LOOKED_AT for at in _looks(pairs)]
    designs = [_design(period, pairs, at) for period, pairs, at in plans]
    rows = _cells(designs, LOOK_RATES, (1.0, 0.6), simulations, executor)
    for (_, _, at), design, row in zip(plans, designs, rows, strict=True):
        when = "none" if not at else f"{len(at)}, after pair {', '.join(map(str, at))}"
        for none, less in zip(row[0::2], row[1::2], strict=True):
            yield (
                f"| {_named(design)} | {when} | {none.rate:g} | {none.verdicts.helps:.1%} "
                f"| {none.verdicts.does_not_help_enough:.1%} | {less.verdicts.helps:.1%} "
                f"| {less.verdicts.does_not_help_enough:.1%} | {none.weeks:.0f} / {less.weeks:.0f} "
                f"| {none.coverage:.1%} / {less.coverage:.1%} |"
            )


def _looks(pairs: int) -> Iterator[tuple[int, ...]]:
    """After which pairs one looks."""
    yield ()
    yield ((pairs + 1) // 2,)
    if pairs > 3:
        yield tuple(range(1, pairs))


def _design(period: int, pairs: int, looks_after: Sequence[int] = ()) -> Design:
    nights = [BASELINE + 2 * period * pair for pair in looks_after]
    return thought_of(Layout(baseline=BASELINE, period=period, pairs=pairs), Rule(), nights)


def _named(design: Design) -> str:
    return f"{design.period_days} days, {design.blocks} pairs"


def _cells(
    designs: Sequence[Design],
    rates: Sequence[float],
    truths: Sequence[float],
    simulations: int,
    executor: Executor,
    *,
    assumed: Assumed | None = None,
    seed: int = 1,
) -> list[list[Cell]]:
    asked = [Asked(rate=rate, rate_ratio=ratio) for rate in rates for ratio in truths]
    return table(designs, asked, assumed=assumed or Assumed(), simulations=simulations, seed=seed, executor=executor)


if __name__ == "__main__":
    main()
