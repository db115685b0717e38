"""Bearable's CSV: ``date,weekday,time of day,category,rating/amount,detail,notes``.

A symptom or dose with a clock time is an entry at that time; "am", "mid" and the like are not clock times. A strength
of 1 to 4 is not a pain score of 0 to 10: it is kept in words.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

from charley.dates import Moment
from charley.diary.records import DoseTaken, MagnesiumForm, Note, Severity
from charley.interop.importer import Item, Progress, Skipped, entry, not_kept
from charley.interop.opening import Head, opened, refused
from charley.interop.stamps import NO_TIME, by_wall, whole_day
from charley.interop.tables import Row, each_row, lines, number_in, table
from charley.interop.tags import meaning, observed
from charley.units import mass_unit, to_mg

KIND = "bearable"
COLUMNS = ("date", "time of day", "category", "rating/amount", "detail")
#: What Bearable calls the parts of a day when no clock time was given.
PARTS = ("pre", "am", "mid", "pm", "all day", "")


def recognises(head: Head) -> bool:
    """Whether a file begins like Bearable's."""
    return set(COLUMNS) <= set(head.header)


def read(path: Path, *, zone: str | None = None, progress: Progress | None = None) -> Iterator[Item]:
    """Read a Bearable export; see :class:`charley.interop.importer.Reader`."""
    with opened(path, progress=progress) as stream:
        yield from each_row(table(lines(stream), columns=COLUMNS), lambda row: _entries(row, zone))


def _entries(row: Row, zone: str | None) -> Iterator[Item]:
    written = row.cells
    at, timed = _when(written["date"], written["time of day"], zone)
    key = tuple(written[name] for name in COLUMNS)
    category = written["category"].lower()
    details = [d.strip() for d in written["detail"].split("|") if d.strip()]
    if category.startswith("med"):
        for detail in details:
            yield _dose(row.row, detail, written["rating/amount"], at, timed, (*key, detail))
    elif category.startswith(("symptom", "factor", "food diary", "activit")):
        for detail in details:
            yield _observed(row.row, detail, written, at, timed, (*key, detail))
    else:
        yield Skipped(row.row, f"Charley does not keep what Bearable calls “{written['category'][:40]}”")
    if written.get("notes"):
        yield entry(row.row, Note, kind=KIND, key=(*key, written["notes"]), at=at, text=written["notes"])


_BRACKETS = re.compile(r"^(?P<name>.*?)\s*\((?P<inner>[^()]*)\)\s*$")


def _observed(row: str, detail: str, written: dict[str, str], at: Moment, timed: bool, key: tuple[str, ...]) -> Item:
    found = _BRACKETS.match(detail)
    name, strength = (found["name"], found["inner"].strip()) if found else (detail, "")
    tag = meaning(name)
    if tag is None:
        return Skipped(row, not_kept(name))
    severity: Severity | None = next((s for s in get_args(Severity) if s == strength.lower()), None)
    rated = written["rating/amount"]
    says = ", ".join(filter(None, (strength, f"Bearable's rating: {rated}" if rated else "")))
    return observed(tag, name, row=row, kind=KIND, key=key, at=at, timed=timed, severity=severity, says=says or None)


def _dose(row: str, detail: str, amount: str, at: Moment, timed: bool, key: tuple[str, ...]) -> Item:
    found = _BRACKETS.match(detail)
    name, unit = (found["name"], found["inner"].strip()) if found else (detail, "")
    words = re.findall(r"[a-z0-9]+", name.lower())
    substance = "magnesium" if "magnesium" in words else "_".join(words)[:60]
    form = next((f for f in get_args(MagnesiumForm) if f in words), None) if substance == "magnesium" else None
    value = number_in(amount)
    fields: dict[str, Any] = {}
    if value is not None and words == ["magnesium"] and mass_unit(unit) is not None:
        fields["elemental_mg"] = to_mg(value, unit, "magnesium")
    elif value is not None and value > 0 and unit.lower().rstrip("s") in ("tablet", "capsule", "pill", "sachet"):
        fields["tablets"] = value
    said = f"{amount} {unit}".strip() if value is not None and not fields else None
    if said and form:
        said += ", of the compound or of magnesium itself is not known"
    note = "; ".join(filter(None, (said, None if timed else NO_TIME))) or None
    return entry(
        row,
        DoseTaken,
        kind=KIND,
        key=key,
        at=at,
        substance=substance,
        product=name,
        form=form,
        note=note,
        **fields,
    )


_DATE = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3})[a-z]*\s+(\d{4})$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _when(day: str, part: str, zone: str | None) -> tuple[Moment, bool]:
    """The moment, and whether its clock time is known."""
    found = _DATE.match(day)
    try:
        if found is None:
            at = date.fromisoformat(day)
        else:
            at = date(int(found[3]), _MONTHS.index(found[2].lower()) + 1, int(found[1]))
    except ValueError:
        raise refused(f"“{day[:40]}” is not a date such as 22nd Sep 2026") from None
    if part.lower() in PARTS:
        return whole_day(at, zone), False
    try:
        clock = datetime.strptime(part, "%H:%M").time()  # noqa: DTZ007 - the wall clock, on purpose
    except ValueError:
        raise refused(f"“{part[:40]}” is neither a clock time nor a part of the day") from None
    return by_wall(datetime.combine(at, clock), zone), True
