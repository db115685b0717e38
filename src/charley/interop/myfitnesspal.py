"""MyFitnessPal's nutrition summary: one row a meal, and no column for magnesium.

Magnesium is therefore unknown here, never 0. A written 0 is unknown too: it stands wherever the food list holds no
figure. Vitamins, calcium and iron are shares of a daily value that the file does not name, so they are left out.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from charley.diary.records import Food
from charley.interop.importer import Item, Progress, entry
from charley.interop.opening import Head, opened, refused
from charley.interop.stamps import whole_day
from charley.interop.tables import Row, each_row, lines, number_in, table

KIND = "myfitnesspal"
COLUMNS = ("Date", "Meal", "Calories")
#: Our name -> how its column begins. Units as in brackets there, else as on the app's own page.
NUTRIENTS = {
    "energy_kcal": "Calories",
    "fat_g": "Fat",
    "carbohydrate_g": "Carbohydrates",
    "fibre_g": "Fiber",
    "sugar_g": "Sugar",
    "protein_g": "Protein",
    "sodium_mg": "Sodium",
    "potassium_mg": "Potassium",
}


def recognises(head: Head) -> bool:
    """Whether a file is MyFitnessPal's zip, or begins like the nutrition summary in it."""
    if head.members is not None:
        return any(_is_summary(name) for name in head.members)
    return set(COLUMNS) <= set(head.header)


def read(path: Path, *, zone: str | None = None, progress: Progress | None = None) -> Iterator[Item]:
    """Read a nutrition summary; see :class:`charley.interop.importer.Reader`."""
    with opened(path, member=_is_summary, wanted="nutrition summary", progress=progress) as stream:
        yield from each_row(table(lines(stream), columns=COLUMNS), lambda row: [_meal(row, zone)])


def _is_summary(name: str) -> bool:
    return Path(name).name.startswith("Nutrition-Summary") and name.endswith(".csv")


def _meal(row: Row, zone: str | None) -> Item:
    try:
        day = date.fromisoformat(row.cells["Date"])
    except ValueError:
        raise refused(f"“{row.cells['Date'][:40]}” is not a date such as 2026-03-14") from None
    nutrients: dict[str, float | None] = {"magnesium_mg": None}
    for name, begins in NUTRIENTS.items():
        column = next((c for c in row.cells if c == begins or c.startswith(f"{begins} (")), None)
        if column is not None:
            nutrients[name] = number_in(row.cells[column]) or None
    meal = row.cells["Meal"] or "Meal"
    return entry(
        row.row,
        Food,
        kind=KIND,
        key=row.cells.values(),
        at=whole_day(day, zone),
        name=f"{meal}, as summed up by MyFitnessPal",
        nutrients=nutrients,
        group=meal,
    )
