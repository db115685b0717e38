"""What a first visit costs: bytes over the wire, requests, and the time to the first paint, in Chromium.

    .venv/bin/python benchmarks/paint.py [--times 9]

Serves the made-up person as anybody would and opens each page on a phone's screen in a fresh browser context: nothing
is kept from an earlier visit, and no service worker helps. The goal for the night's page is under 100 kB and under
100 ms on the machine itself. The first round is not counted: the server compiles its templates in it.
"""

import argparse
import os
import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from support.serving import FLAGS, chromium, served  # noqa: E402

PAGES = {
    "tonight": "/",
    "cramp now": "/now/",
    "check-in": "/check-in/morning/",
    "history": "/history/",
    "plan": "/plan/",
    "insight": "/insight/",
    "routine": "/routines/bedtime-stretch/",
    "food": "/food/",
    "learn": "/learn/",
}
#: The goals for the night's page.
MOST_BYTES, MOST_MS = 100_000, 100

MEASURE = """() => {
    const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    const [page] = performance.getEntriesByType("navigation");
    return { requests: all.length, bytes: all.reduce((sum, each) => sum + each.transferSize, 0),
             answer: page.responseStart - page.requestStart,
             paint: performance.getEntriesByName("first-contentful-paint")[0].startTime };
}"""


def visit(browser: Browser, address: str) -> dict[str, Any]:
    """One first visit."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, service_workers="block")
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    found: dict[str, Any] = page.evaluate(MEASURE)
    context.close()
    return found


def main() -> int:
    """Measure, print, and say whether the night's page keeps its goals."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--times", type=int, default=9)
    times = ask.parse_args().times
    good = True
    with (
        TemporaryDirectory() as folder,
        served(Path(folder) / "data", command="demo") as running,
        sync_playwright() as run,
    ):
        browser = run.chromium.launch(executable_path=chromium(), args=FLAGS)
        print(
            f"{'':12}{'bytes':>9}{'requests':>10}{'answer ms':>12}{'first paint ms: median':>24}{'least':>7}{'most':>7}"
        )
        for name, path in PAGES.items():
            visit(browser, running.address + path)
            seen = [visit(browser, running.address + path) for _ in range(times)]
            paints, answers = [each["paint"] for each in seen], [each["answer"] for each in seen]
            size, requests = max(each["bytes"] for each in seen), max(each["requests"] for each in seen)
            middle = statistics.median(paints)
            print(
                f"{name:12}{size:9,}{requests:10}{statistics.median(answers):12.0f}"
                f"{middle:24.0f}{min(paints):7.0f}{max(paints):7.0f}"
            )
            if name == "tonight":
                good = size < MOST_BYTES and middle < MOST_MS
        browser.close()
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"\n{os.cpu_count()} cores, load over 1, 5 and 15 minutes {load}; each page {times} times")
    kept = "keeps" if good else "does NOT keep"
    print(f"tonight {kept} its goals: under {MOST_BYTES:,} bytes, median under {MOST_MS} ms")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
