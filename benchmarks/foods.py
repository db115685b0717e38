"""How long the food tables take: importing USDA's releases, and searching the embedded and the full tables.

    .venv/bin/python benchmarks/foods.py FOLDER

FOLDER holds the releases as downloaded (the CSV zips of SR Legacy and Foundation Foods, the FNDDS workbooks). Every
figure is printed with what it rests on; searches are of words as people type them, slips among them.
"""

import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from charley.interop.food_store import FoodStore
from charley.interop.usda import import_release
from charley.knowledge import foods
from charley.services.intake import find_foods

WORDS = (
    *("pumpkin seeds", "punkin seed", "chard", "swis chard", "70% chocolate", "spinach", "spinnach", "oats", "milk"),
    *("chedar", "yoghurt", "black beans", "brown rice", "salmon", "mackrel", "banana", "avocado", "almonds", "tofu"),
    *("whole wheat bread", "chickpeas", "lentil soup", "chicken curry with rice", "orange juice", "qqqqxyz"),
)
ROUNDS = 5


def releases(folder: Path) -> list[Path]:
    """The files that are imported by themselves; the sisters of the workbook are read along."""
    zips = sorted(folder.rglob("*food_csv*.zip"))
    return [*zips, *sorted(folder.rglob("*FNDDS Nutrient Values.xlsx"))]


def told(what: str, milliseconds: list[float]) -> None:
    """Median and slowest of a set of searches."""
    print(f"{what}: median {statistics.median(milliseconds):.1f} ms, slowest {max(milliseconds):.1f} ms")


def main() -> None:
    with tempfile.TemporaryDirectory() as kept:
        store = FoodStore(Path(kept))
        for file in releases(Path(sys.argv[1])):
            begin = time.perf_counter()
            done = import_release(file, store, today=date.today())
            took = time.perf_counter() - begin
            print(f"import {done.release}: {done.foods:,} foods, {done.rows:,} figures in {took:.1f} s")
        foods.search("warm")
        embedded, full, fresh = [], [], []
        for _ in range(ROUNDS):
            for word in WORDS:
                begin = time.perf_counter()
                foods.search(word)
                embedded.append(1e3 * (time.perf_counter() - begin))
                begin = time.perf_counter()
                find_foods(word, more=store.search)
                full.append(1e3 * (time.perf_counter() - begin))
                begin = time.perf_counter()
                FoodStore(Path(kept)).search(word)
                fresh.append(1e3 * (time.perf_counter() - begin))
        told(f"search of {len(foods.foods())} embedded foods", embedded)
        told("search of the embedded and all imported foods", full)
        told("search of the imported foods by a store just opened, as a page does it", fresh)


if __name__ == "__main__":
    main()
