"""How long a year of diary takes to be drawn: the server's answer, and the page painted in Chromium.

    .venv/bin/python benchmarks/pages.py [--times 15]

Makes a person with a year of cramps, quiet nights, doses, drinks, a plan, side effects and sore legs, serves it as
anybody would and opens each page on a phone's screen, warm. The goal of a year's pictures is 300 ms from the request to
the whole page drawn.
"""

import argparse
import statistics
import sys
import time
import urllib.request
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from support.serving import FLAGS, chromium, served  # noqa: E402

PAGES = {
    "calendar": "/history/",
    "pictures of the year": "/history/pictures/",
    "insight": "/insight/",
    "tonight": "/",
    "evening check-in": "/check-in/evening/",
    "what is noted": "/check-in/noted/{day}/",
}
#: Milliseconds from the request until the frame after everything was loaded has been painted.
DRAWN = """addEventListener("load", () => requestAnimationFrame(() => setTimeout(() => {
    window.drawn = performance.now();
})))"""


def fill(folder: Path, until: date) -> int:
    """A year of diary; says how many entries it has."""
    from charley.db.connection import setup

    setup(folder)
    from charley.dates import Moment
    from charley.db.repository import local_person, store_for
    from charley.diary.records import CrampEpisode, DoseTaken, Drink, PlanChange, QuietNight, SideEffect, Symptom

    chance, entries = Random(11), []
    at = lambda day, hour: Moment(wall=datetime(day.year, day.month, day.day, hour), offset_min=60)  # noqa: E731
    for back in range(365, 0, -1):
        day = until - timedelta(days=back)
        if chance.random() < 0.4:
            place = {"site": chance.choice(("calf", "foot", "toes")), "side": chance.choice(("left", "right"))}
            pain = chance.randint(2, 9)
            entries.append(CrampEpisode(id=f"cramp-{back}-x", at=at(day, chance.randint(0, 5)), pain=pain, **place))
        elif chance.random() < 0.8:
            entries.append(QuietNight(id=f"quiet-{back}-x", at=at(day + timedelta(days=1), 8), night=day))
        if back < 250 and chance.random() < 0.85:
            entries.append(DoseTaken(id=f"dose-{back}-x", at=at(day, 21), elemental_mg=200.0, form="glycinate"))
        entries.append(Drink(id=f"drink-{back}-x", at=at(day, 12), ml=1500))
        entries.append(Symptom(id=f"sore-{back}-x", at=at(day, 20), what="soreness", strength=chance.randint(0, 8)))
        if chance.random() < 0.05:
            entries.append(SideEffect(id=f"loose-{back}-x", at=at(day, 10), sign="loose_stool", severity="mild"))
    for back, mg in ((250, 100), (200, 200)):
        entries.append(PlanChange(id=f"plan-{back}-x", at=at(until - timedelta(days=back), 9), mg_per_day=mg))
    store_for(local_person(made_at=datetime.now(UTC))).append(entries=entries, received_at=datetime.now(UTC))
    return len(entries)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=15)
    times = parser.parse_args().times
    today = datetime.now(UTC).date()
    with TemporaryDirectory() as folder:
        count = fill(Path(folder) / "data", today)
        print(f"{count} entries of 365 days; median of {times}, slowest in brackets, ms")
        print(f"{'page':24}{'server':>16}{'whole page drawn':>20}{'KB':>8}")
        with served(Path(folder) / "data") as app, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chromium(), args=FLAGS)
            page = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="block").new_page()
            page.add_init_script(DRAWN)
            for name, path in PAGES.items():
                address = app.address + path.format(day=today - timedelta(days=2))
                page.goto(address)
                server, drawn, size = [], [], 0
                for _ in range(times):
                    began = time.perf_counter()
                    with urllib.request.urlopen(address) as answer:
                        size = len(answer.read())
                    server.append(1000 * (time.perf_counter() - began))
                    page.goto(address)
                    drawn.append(page.wait_for_function("() => window.drawn").json_value())
                cells = "".join(f"{statistics.median(row):10.0f} ({max(row):.0f})" for row in (server, drawn))
                print(f"{name:24}{cells}{size / 1000:8.0f}")
            browser.close()


if __name__ == "__main__":
    main()
