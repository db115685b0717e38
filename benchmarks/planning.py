"""How long a plan takes, and how many people are screened in bulk, on one core.

    python benchmarks/planning.py [--people 20000]

The people are those of ``tests/support/profiles.py``: every spelling, up to five medicines, laboratory values. The
first plan of a program builds the indexes of names too. Goals: 20 ms for a plan, warm; 100,000 screened in 2 minutes.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from charley.services import planning
from support.people import HEALTHY, NOW
from support.profiles import draft

GOAL_MS, GOAL_SECONDS = 20.0, 120.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=20_000)
    people = parser.parse_args().people

    began = time.perf_counter()
    planning.plan(HEALTHY, now=NOW)
    cold = (time.perf_counter() - began) * 1000

    profiles = [draft(seed).profile for seed in range(10_000_000, 10_000_000 + people)]
    plans = []
    for profile in profiles[:1000]:
        began = time.process_time()
        planning.plan(profile, now=NOW).as_dict()
        plans.append((time.process_time() - began) * 1000)
    began = time.process_time()
    for profile in profiles:
        planning.check(profile, now=NOW)
    bulk = (time.process_time() - began) / people * 100_000

    slow = sorted(plans)[int(len(plans) * 0.99)]
    print(f"{'first plan of a program, tables read':44}{cold:9.0f} ms")
    print(f"{'a plan as JSON, warm, median':44}{statistics.median(plans):9.2f} ms   goal {GOAL_MS:.0f} ms")
    print(f"{'the same, slowest of 100':44}{slow:9.2f} ms")
    print(f"{f'100,000 screened (measured with {people:,})':44}{bulk:9.1f} s    goal {GOAL_SECONDS:.0f} s")
    return 0 if slow < GOAL_MS and bulk < GOAL_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
