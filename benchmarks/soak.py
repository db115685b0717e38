"""Random people through the planner, each plan before the independent judge. Ctrl-C and go on later with --from.

    python benchmarks/soak.py [--people 1000000] [--from 0] [--jobs 2] [--changes]

Prints every broken rule with its seed (``support.profiles.draft(seed)`` is the person) and ends with exit status 1 if
there was any. ``--changes`` also compares each person with changed ones (docs/explanation/monotonicity.md).
"""

import argparse
import itertools
import os
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from charley.services import planning
from support import monotonicity
from support.checker import judge
from support.people import NOW
from support.profiles import draft

PORTION = 2_000
SHOWN = 3


def portion(first: int, last: int, changes: bool) -> tuple[int, Counter[str], list[str]]:
    """The people of these seeds: where they end, how many plans of each status, what is broken."""
    statuses: Counter[str] = Counter()
    broken: list[str] = []
    for seed in range(first, last):
        person = draft(seed)
        plan = planning.plan(person.profile, now=NOW)
        statuses[plan.status] += 1
        statuses["with a dose to start"] += bool(plan.steps)
        faults = judge(person.profile, plan.as_dict(), person.meant, person.red_flags)
        broken += [f"seed {seed}: {fault}" for fault in faults]
        if changes:
            broken += itertools.chain(monotonicity.more(seed), monotonicity.unknown(seed))
    return last, statuses, broken


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--from", dest="first", type=int, default=0, help="seed to begin with")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--changes", action="store_true", help="compare with changed people too (six times slower)")
    wanted = parser.parse_args()

    end = wanted.first + wanted.people
    starts = range(wanted.first, end, PORTION)
    statuses: Counter[str] = Counter()
    broken: list[str] = []
    done, began = wanted.first, time.monotonic()
    with ProcessPoolExecutor(wanted.jobs) as pool:
        stops = [min(start + PORTION, end) for start in starts]
        try:
            for done, some, faults in pool.map(portion, starts, stops, itertools.repeat(wanted.changes)):
                statuses += some
                broken += faults
                rate = (done - wanted.first) / (time.monotonic() - began)
                left = (end - done) / rate / 60
                line = (
                    f"{done - wanted.first:,} people, {rate:,.0f} a second, {len(broken)} broken, {left:.0f} min left"
                )
                print(f"\r{line}   ", end="", file=sys.stderr, flush=True)
        except KeyboardInterrupt:
            pool.shutdown(cancel_futures=True)
            print(f"\nstopped; go on with --from {done}", file=sys.stderr)
    print(file=sys.stderr)
    people = done - wanted.first
    print(f"{people:,} people (seeds {wanted.first} to {done - 1}) in {time.monotonic() - began:.0f} s")
    for name, count in statuses.most_common():
        print(f"  {name:24}{count:>12,}{count / max(1, people):8.1%}")
    print(f"broken rules: {len(broken)}")
    by_rule: dict[str, list[str]] = {}
    for fault in broken:
        by_rule.setdefault(fault.split(": ")[1], []).append(fault)
    for faults in by_rule.values():
        print(f"  {len(faults)} like", *faults[:SHOWN], sep="\n    ")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
