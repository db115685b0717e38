"""Cronometer's two exports: servings (one row for each food eaten) and the daily summary (one row for a day).

Columns are found by name, for their set and order change with the year and the settings. A cell with nothing in it is a
figure Cronometer does not have: it stays unknown.
"""

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from charley.diary.records import DoseTaken, Drink, Food
from charley.errors import BadInput, Problem
from charley.interop.importer import Item, Progress, Skipped, entry, once
from charley.interop.opening import Head
from charley.interop.stamps import by_wall, whole_day
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
    """Whether a file begins like one of Cronometer's exports."""
    columns = set(head.header)
    return {"Food Name", "Amount"} <= columns or ("Date" in columns and any(c.startswith("Energy (") for c in columns))


def read(path: Path, *, zone: str | None = None, progress: Progress | None = None) -> Iterator[Item]:
    """Read a servings or a daily-summary export; see :class:`charley.interop.importer.Reader`.

    Raises:
        BadInput: for a file that is neither, is not UTF-8 text, or is too large.
    """
    text = _text(path)
    rows = csv.reader(io.StringIO(text, newline=""))
    try:
        header = [cell.strip() for cell in next(rows, [])]
        read_row = _layout(header)
        columns = _columns(header)
        yield from once(_items(rows, header, columns, read_row, zone))
    except csv.Error as fault:
        raise BadInput([Problem("", f"this is not a table that can be read ({fault})")]) from None
    if progress is not None:
        progress(len(text), len(text))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadInput([Problem("", "this file is larger than a Cronometer export can be")])
        raw = path.read_bytes()
    except OSError as fault:
        raise BadInput([Problem("", f"the file cannot be read: {fault.strerror}")]) from None
    if not raw.strip():
        raise BadInput([Problem("", "the file is empty")])
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadInput([Problem("", "the file is UTF-16 text; Cronometer writes UTF-8, so please export it again")])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        message = f"this is not text in UTF-8 (byte {fault.start} cannot be read); please use the file as exported"
        raise BadInput([Problem("", message)]) from None


def _layout(header: list[str]) -> Any:
    if {"Food Name", "Amount"} <= set(header) and {"Day", "Date"} & set(header):
        return _serving
    if "Date" in header and any(cell.startswith("Energy") for cell in header) and "Food Name" not in header:
        return _summary
    message = "this is not a Cronometer export: columns such as Day, Food Name and Amount are missing"
    raise BadInput([Problem("", message)])


def _columns(header: list[str]) -> dict[int, str]:
    """For each column that is wanted, the nutrient with its unit as the diary writes it."""
    columns = {}
    for place, cell in enumerate(header):
        match = _HEADER.match(cell)
        if match is None:
            continue
        nutrient, unit = _NUTRIENTS.get(match["name"].lower()), _UNITS.get(match["unit"].lower())
        if nutrient is not None and unit is not None:
            columns[place] = f"{nutrient}_{unit}"
    if not any(name.startswith("magnesium_") for name in columns.values()):
        message = "there is no magnesium column; turn magnesium on in Cronometer's nutrient settings and export again"
        raise BadInput([Problem("", message)])
    return columns


def _items(
    rows: Iterator[list[str]], header: list[str], columns: Mapping[int, str], read_row: Any, zone: str | None
) -> Iterator[Item]:
    seen: Counter[tuple[str, ...]] = Counter()
    for number, cells in enumerate(rows, start=2):
        where = f"row {number}"
        if not any(cell.strip() for cell in cells):
            continue
        if [cell.strip() for cell in cells] == header:
            seen.clear()  # the same file pasted behind itself: its rows then say the same as the first ones
            yield Skipped(where, "is the header again")
        elif len(cells) != len(header):
            yield Skipped(where, f"has {len(cells)} cells where the header has {len(header)}: it may be cut off")
        else:
            try:
                yield read_row(where, dict(zip(header, cells, strict=True)), _figures(cells, columns), seen, zone)
            except BadInput as fault:
                yield Skipped(where, str(fault))


def _figures(cells: list[str], columns: Mapping[int, str]) -> dict[str, float | None]:
    figures: dict[str, float | None] = {}
    for place, name in columns.items():
        cell = cells[place].strip()
        figures[name] = _number(cell, name) if cell else None
    return figures


def _number(cell: str, name: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        raise BadInput([Problem(name, f"“{cell[:30]}” is not a number")]) from None
    if not math.isfinite(value) or value < 0:
        raise BadInput([Problem(name, f"{cell} is not an amount that can be eaten")])
    return value


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


def _serving(
    where: str,
    row: Mapping[str, str],
    figures: dict[str, float | None],
    seen: Counter[tuple[str, ...]],
    zone: str | None,
) -> Item:
    day, clock = _day(row.get("Day") or row.get("Date") or ""), _clock(row.get("Time", ""))
    name, written, group = row["Food Name"].strip(), row["Amount"].strip(), row.get("Group", "").strip()
    category = row.get("Category", "").strip()
    if not name:
        return Skipped(where, "names no food")
    count, unit = _amount(written)
    if count == 0:
        return Skipped(where, f"{name}: an amount of 0, nothing was eaten")
    at = whole_day(day, zone) if clock is None else by_wall(datetime.combine(day, clock), zone)
    same = (day.isoformat(), row.get("Time", ""), group, name, written)
    seen[same] += 1
    key = (*same, seen[same])
    grams = count * _GRAMS[unit] if unit in _GRAMS else None
    if "supplement" in f"{category} {group}".lower():
        return _supplement(where, name, figures, key, at, count, unit)
    common: dict[str, Any] = {"kind": KIND, "key": key, "at": at, "nutrients": figures}
    if grams is not None and (category == "Beverages" or (not category and group == "Drinks")):
        return entry(where, Drink, ml=grams, what=name[:200], **common)
    return entry(
        where,
        Food,
        name=name[:200],
        amount_g=grams,
        portion=written[:200],
        group=(category or group)[:200] or None,
        **common,
    )


def _amount(written: str) -> tuple[float, str]:
    match = _AMOUNT.match(written)
    if match is None:
        raise BadInput([Problem("amount", f"“{written[:30]}” is not an amount with its unit")])
    count = float(match["count"].replace(",", "."))
    if count < 0:
        raise BadInput([Problem("amount", f"{written[:30]} is less than nothing")])
    return count, match["unit"].strip().lower()


def _supplement(
    where: str, name: str, figures: Mapping[str, float | None], key: tuple[Any, ...], at: Any, count: float, unit: str
) -> Item:
    magnesium = figures.get("magnesium_mg")
    if not magnesium and "magnesium" not in name.lower():
        return Skipped(where, f"{name}: a supplement without magnesium")
    tablets = count if unit not in _GRAMS and count <= 50 else None
    return entry(
        where, DoseTaken, kind=KIND, key=key, at=at, product=name[:200], elemental_mg=magnesium, tablets=tablets
    )


def _summary(
    where: str,
    row: Mapping[str, str],
    figures: dict[str, float | None],
    seen: Counter[tuple[str, ...]],
    zone: str | None,
) -> Item:
    day = _day(row["Date"])
    seen[(day.isoformat(),)] += 1
    if seen[(day.isoformat(),)] > 1:
        return Skipped(where, f"{day} stands in this file already")
    done = row.get("Completed", "").strip().lower()
    portion = "the whole day" + (", not marked as complete" if done == "false" else "")
    return entry(
        where,
        Food,
        kind=KIND,
        key=("summary", day.isoformat()),
        at=whole_day(day, zone),
        name="All food of the day (Cronometer)",
        portion=portion,
        nutrients=figures,
        group=DAY_TOTAL,
    )
