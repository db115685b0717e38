"""Operating characteristics of trials: how often each verdict is given, and how often the 95 % interval is right.

    .venv/bin/python benchmarks/trials.py                 # about six minutes on two cores
    .venv/bin/python benchmarks/trials.py --quick         # a tenth of the trials

Prints the tables of docs/explanation/trials.md.
"""

import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from charley.services.trials import thought_of
from charley.trials.decision import Rule
from charley.trials.power import RATIOS, Asked, Assumed, Layout, table

SIMULATIONS = 2000
DESIGNS = ((7, 4), (14, 3), (14, 6), (21, 4), (28, 3), (28, 6))
RATES = (0.3, 1.0, 2.0)
#: How else cramps may come and go, for the trials in which the treatment does nothing.
OTHER = {
    "calm": Assumed(sigma=0.2, rho=0.5, phi=20.0),
    "as assumed": Assumed(),
    "stormy, long spells": Assumed(sigma=0.8, rho=0.9, phi=2.0),
    "slow build-up, half of the nights missed": Assumed(half_life_days=12.0, missing=0.5),
}


def main() -> None:
    simulations = SIMULATIONS // 10 if "--quick" in sys.argv else SIMULATIONS
    designs = [thought_of(Layout(baseline=14, period=period, pairs=pairs), Rule()) for period, pairs in DESIGNS]
    began = time.perf_counter()
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as executor:
        print(f"{simulations} simulated trials a cell\n")
        print(
            "| period x pairs | weeks | cramps a night | true ratio | helps | not enough | cannot tell | 95 % holds |"
        )
        print("|---|---|---|---|---|---|---|---|")
        asked = [Asked(rate=rate, rate_ratio=ratio) for rate in RATES for ratio in RATIOS]
        rows = table(designs, asked, assumed=Assumed(), simulations=simulations, seed=1, executor=executor)
        for design, row in zip(designs, rows, strict=True):
            for each in row:
                v = each.verdicts
                print(
                    f"| {design.period_days} d x {design.blocks} | {design.nights / 7:.0f} | {each.rate:g} "
                    f"| {each.rate_ratio:g} | {v.helps:.1%} | {v.does_not_help_enough:.1%} | {v.cannot_tell_yet:.1%} "
                    f"| {each.coverage:.1%} |"
                )
        print("\nNo effect, but cramps that come and go otherwise\n")
        print("| how | period x pairs | cramps a night | false “helps” | 95 % holds |")
        print("|---|---|---|---|---|")
        none = [Asked(rate=rate, rate_ratio=1.0) for rate in RATES]
        for how, assumed in OTHER.items():
            rows = table(designs, none, assumed=assumed, simulations=simulations, seed=2, executor=executor)
            for design, row in zip(designs, rows, strict=True):
                for each in row:
                    print(
                        f"| {how} | {design.period_days} d x {design.blocks} | {each.rate:g} "
                        f"| {each.verdicts.helps:.1%} | {each.coverage:.1%} |"
                    )
    print(f"\n{time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
