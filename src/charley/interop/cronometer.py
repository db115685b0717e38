"""Cronometer's two exports: servings (one row for each food eaten) and the daily summary (one row for a day).

Columns are found by name, for their set and order change with the year and the settings. A cell with nothing in it is a
figure Cronometer does not have: it stays unknown.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TypeAlias

from charley.dates import Moment
from charley.diary.records import DoseTaken, Drink, Food
from charley.errors import BadInput, Problem
from charley.interop.importer import Item, Progress, Skipped, entry
from charley.interop.opening import Head, opened, refused
from charley.interop.stamps import by_wall, whole_day
from charley.interop.tables import Row, lines, number_in, table
from charley.nutrition.ledger import DAY_TOTAL

KIND = "cronometer"
#: Larger than any log of one person: some fifty years of servings.
MOST_BYTES = 400_000_000

_NUTRIENTS = {
    "energy": "energy",
    "alcohol": "alcohol",
    "caffeine": "caffeine",
    "water": "water",
    "b1 (thiamine)": "thiamine",
    "b6 (pyridoxine)": "vitamin_b6",
    "b12 (cobalamin)": "vitamin_b12",
    "folate": "folate",
    "vitamin d": "vitamin_d",
    "vitamin e": "vitamin_e",
    "calcium": "calcium",
    "magnesium": "magnesium",
    "potassium": "potassium",
    "sodium": "sodium",
    "fiber": "fibre",
    "fibre": "fibre",
}
_UNITS = {
    "mg": "mg",
    "g": "g",
    "µg": "mcg",
    "μg": "mcg",
    "ug": "mcg",
    "mcg": "mcg",
    "iu": "iu",
    "kcal": "kcal",
    "kj": "kj",
}
_HEADER = re.compile(r"^(?P<name>.+?)\s*\((?P<unit>[^()]+)\)$")
_AMOUNT = re.compile(r"^(?P<count>-?\d+(?:[.,]\d+)?)\s*(?P<unit>.*)$")
_GRAMS = {"g": 1.0, "gram": 1.0, "grams": 1.0, "kg": 1000.0, "oz": 28.35, "ml": 1.0}


def recognises(head: Head) -> bool:
    """Whether a file begins like one of the two exports."""
    return _layout(head.header) is not None


def read(path: Path, *, zone: str | None = None, progress: Progress | None = None) -> Iterator[Item]:
    """Read a servings or a daily-summary export; see :class:`charley.interop.importer.Reader`."""
    seen: Counter[tuple[str, ...]] = Counter()
    columns: dict[str, str] = {}
    with opened(path, most_bytes=MOST_BYTES, progress=progress) as stream:
        for row in table(lines(stream)):
            if isinstance(row, Skipped):
                yield row
                continue
            columns = columns or _columns(tuple(row.cells))
            if all(name == cell for name, cell in row.cells.items()):
                seen.clear()  # the same file pasted behind itself: its rows then say the same as the first ones
                yield Skipped(row.row, "is the header again")
                continue
            try:
                read_row = _layout(tuple(row.cells)) or _serving
                yield read_row(row, _figures(row, columns), seen, zone)
            except BadInput as fault:
                yield Skipped(row.row, str(fault))
    if not columns:
        raise refused("the export holds no rows")


_ReadRow: TypeAlias = Callable[[Row, dict[str, float | None], "Counter[tuple[str, ...]]", str | None], Item]


def _layout(header: tuple[str, ...]) -> _ReadRow | None:
    """How the rows below a header are read; None where it is none of Cronometer's."""
    if {"Food Name", "Amount"} <= set(header) and {"Day", "Date"} & set(header):
        return _serving
    if "Date" in header and "Food Name" not in header and any(_HEADER.match(cell) for cell in header):
        return _summary if any(cell.startswith("Energy (") for cell in header) else None
    return None


def _columns(header: tuple[str, ...]) -> dict[str, str]:
    """For each column that is wanted, the nutrient with its unit as the diary writes it."""
    if _layout(header) is None:
        raise refused("this is not a Cronometer export: columns such as Day, Food Name and Amount are missing")
    columns = {}
    for cell in header:
        match = _HEADER.match(cell)
        if match is None:
            continue
        nutrient, unit = _NUTRIENTS.get(match["name"].lower()), _UNITS.get(match["unit"].lower())
        if nutrient is not None and unit is not None:
            columns[cell] = f"{nutrient}_{unit}"
    if not any(name.startswith("magnesium_") for name in columns.values()):
        raise refused("there is no magnesium column; turn magnesium on in Cronometer’s nutrient settings, export again")
    return columns


def _figures(row: Row, columns: Mapping[str, str]) -> dict[str, float | None]:
    figures: dict[str, float | None] = {}
    for column, name in columns.items():
        amount = number_in(row.cells[column])
        if amount is not None and amount < 0:
            raise BadInput([Problem(name, f"{amount:g} is less than nothing")])
        figures[name] = amount
    return figures


def _day(cell: str) -> date:
    try:
        return date.fromisoformat(cell.strip())
    except ValueError:
        raise BadInput([Problem("day", f"“{cell[:30]}” is not a date such as 2026-03-14")]) from None


def _clock(cell: str) -> time | None:
    text = cell.strip().upper()
    if not text:
        return None
    for form in ("%H:%M", "%H:%M:%S", "%I:%M %p"):
        try:
            return datetime.strptime(text, form).time()  # noqa: DTZ007 - a wall clock has no zone
        except ValueError:
            continue
    raise BadInput([Problem("time", f"“{cell[:30]}” is not a time of day")])


def _serving(row: Row, figures: dict[str, float | None], seen: "Counter[tuple[str, ...]]", zone: str | None) -> Item:
    cells = row.cells
    day, clock = _day(cells.get("Day") or cells.get("Date") or ""), _clock(cells.get("Time", ""))
    name, written, group = cells["Food Name"], cells["Amount"], cells.get("Group", "")
    category = cells.get("Category", "")
    if not name:
        return Skipped(row.row, "names no food")
    count, unit = _amount(written)
    if count == 0:
        return Skipped(row.row, f"{name}: an amount of 0, nothing was eaten")
    at = whole_day(day, zone) if clock is None else by_wall(datetime.combine(day, clock), zone)
    same = (day.isoformat(), cells.get("Time", ""), group, name, written)
    seen[same] += 1
    key = (*same, seen[same])
    grams = count * _GRAMS[unit] if unit in _GRAMS else None
    if "supplement" in f"{category} {group}".lower():
        return _supplement(row.row, name, figures, key, at, count, unit)
    common: dict[str, Any] = {"kind": KIND, "key": key, "at": at, "nutrients": figures}
    if grams is not None and (category == "Beverages" or (not category and group == "Drinks")):
        return entry(row.row, Drink, ml=grams, what=name[:200], **common)
    kind_of_food = (category or group)[:200] or None
    return entry(row.row, Food, name=name[:200], amount_g=grams, portion=written[:200], group=kind_of_food, **common)


def _amount(written: str) -> tuple[float, str]:
    match = _AMOUNT.match(written)
    if match is None:
        raise BadInput([Problem("amount", f"“{written[:30]}” is not an amount with its unit")])
    count = float(match["count"].replace(",", "."))
    if count < 0:
        raise BadInput([Problem("amount", f"{written[:30]} is less than nothing")])
    return count, match["unit"].strip().lower()


def _supplement(
    where: str,
    name: str,
    figures: Mapping[str, float | None],
    key: tuple[Any, ...],
    at: Moment,
    count: float,
    unit: str,
) -> Item:
    magnesium = figures.get("magnesium_mg")
    if not magnesium and "magnesium" not in name.lower():
        return Skipped(where, f"{name}: a supplement without magnesium")
    tablets = count if unit not in _GRAMS and count <= 50 else None
    return entry(
        where, DoseTaken, kind=KIND, key=key, at=at, product=name[:200], elemental_mg=magnesium, tablets=tablets
    )


def _summary(row: Row, figures: dict[str, float | None], seen: "Counter[tuple[str, ...]]", zone: str | None) -> Item:
    day = _day(row.cells["Date"])
    seen[(day.isoformat(),)] += 1
    if seen[(day.isoformat(),)] > 1:
        return Skipped(row.row, f"{day} stands in this file already")
    done = row.cells.get("Completed", "").lower()
    portion = "the whole day" + (", not marked as complete" if done == "false" else "")
    return entry(
        row.row,
        Food,
        kind=KIND,
        key=("summary", day.isoformat()),
        at=whole_day(day, zone),
        name="All food of the day (Cronometer)",
        portion=portion,
        nutrients=figures,
        group=DAY_TOTAL,
    )
