"""The diary as a CSV of nights, contract section 3: read strictly, written exactly.

    date,cramps,observed,dose:magnesium,x:alcohol
    2026-03-01,2,1,0,0
    2026-03-02,,,1,0

An empty ``cramps`` is a night that was not recorded. Dates left out are nights not recorded too. What an empty dose or
covariate is taken for is said in the notes that come with the table. ``dose_mg:NAME`` instead of ``dose:NAME`` gives a
treatment in mg, to be looked at amount by amount.
"""

import csv
import io
import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from charley.dates import nights
from charley.diary.nights import MAX_MG, MAX_NIGHTS, NightTable
from charley.diary.unknowns import carried, filled_with_mean
from charley.errors import BadInput, Problem
from charley.reading import describe

DOSE, DOSE_MG, COVARIATE = "dose:", "dose_mg:", "x:"
#: No diary of ten years comes near it.
MAX_BYTES = 5_000_000
#: Nor is so much noted of one night.
MOST_COLUMNS = 200
#: More faults than this are counted and not listed.
MOST_FAULTS = 50
#: What a text in UTF-16 begins with, as spreadsheets save it.
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class NightsFile(NamedTuple):
    """A diary as read, and what had to be assumed for it, in words for the person."""

    table: NightTable
    notes: tuple[str, ...]


def read_nights(data: bytes) -> NightsFile:
    """Read a diary.

    Args:
        data: the file. UTF-8 with or without byte order mark, or UTF-16 with one; lines may end in CRLF or LF.

    Raises:
        BadInput: naming every faulty cell by its row (the header is row 1) and column.
    """
    rows = _cells(data)
    header = [cell.strip() for cell in rows[0]]
    _check_header(header)
    problems: list[Problem] = []
    days: list[date] = []
    columns: dict[str, list[float | None]] = {name: [] for name in header if name != "date"}
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(header):
            problems.append(Problem(f"row {number}", f"has {len(row)} cells, the header has {len(header)}"))
            continue
        for name, cell in zip(header, row, strict=True):
            place = f"row {number}, {name}"
            if name == "date":
                _take_date(cell, place, days, problems)
            else:
                columns[name].append(_take_number(name, cell, place, problems))
    if not problems and not days:
        problems.append(Problem("row 2", "is missing: there is a header but no night"))
    if not problems and (days[-1] - days[0]).days >= MAX_NIGHTS:
        problems.append(Problem("date", f"the diary spans more than {MAX_NIGHTS} nights; is one of the years wrong?"))
    if problems:
        raise BadInput(_shortened(problems))
    return _table(days, columns)


def write_nights(table: NightTable) -> str:
    """The diary as text, one row a night, lines ending in LF. Reading it gives the same table.

    Raises:
        BadInput: for a table without dates, or a name that cannot stand in a header.
    """
    if table.start is None:
        raise BadInput([Problem("start", "the diary has no dates, so its nights cannot be named")])
    rows = {DOSE + name: row for name, row in table.doses.items()}
    rows |= {DOSE_MG + name: row for name, row in table.doses_mg.items()}
    rows |= {COVARIATE + name: row for name, row in table.covariates.items()}
    bad = [name for name in rows if name != name.strip() or not name.split(":", 1)[1] or _CONTROL.search(name)]
    if bad:
        raise BadInput([Problem(name, "cannot be the name of a column") for name in bad])
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["date", "cramps", "observed", *rows])
    for i, day in enumerate(table.dates):
        count = table.cramps[i]
        numbers = [table.observed[i], *(row[i] for row in rows.values())]
        writer.writerow([day.isoformat(), "" if count is None else count, *map(_written, numbers)])
    return out.getvalue()


_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def _written(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _cells(data: bytes) -> list[list[str]]:
    if len(data) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 1_000_000} MB; it is not a diary of nights"
        raise BadInput([Problem("", message)])
    wide = data.startswith(_UTF_16)
    if b"\x00" in data and not wide:
        raise BadInput([Problem("", "this is not a text file")])
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as fault:
        message = f"this is not text in UTF-8 or UTF-16 (byte {fault.start} cannot be read)"
        raise BadInput([Problem("", message)]) from None
    if "\x00" in text:
        raise BadInput([Problem("", "this is not a text file")])
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as fault:
        raise BadInput([Problem("", f"this is not a whole CSV file: {fault}")]) from None
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if not rows:
        raise BadInput([Problem("", "the file is empty")])
    return rows


def _check_header(header: Sequence[str]) -> None:
    if len(header) > MOST_COLUMNS:
        raise BadInput([Problem("row 1", f"has {len(header)} columns; a diary of nights has {MOST_COLUMNS} at most")])
    if len(header) == 1 and ";" in header[0]:
        raise BadInput([Problem("row 1", "the columns are parted by semicolons; they should be parted by commas")])
    if len(header) == 1 and "\t" in header[0]:
        raise BadInput([Problem("row 1", "the columns are parted by tabs; they should be parted by commas")])
    problems = [Problem("row 1", f"the column {name} is missing") for name in ("date", "cramps") if name not in header]
    for name in dict.fromkeys(header):
        if header.count(name) > 1:
            problems.append(Problem("row 1", f"the column {describe(name)} stands twice"))
        if not (name in ("date", "cramps", "observed") or _named(name)):
            known = "date, cramps, observed, dose:NAME, dose_mg:NAME or x:NAME"
            problems.append(Problem("row 1", f"the column {describe(name)} is not known; it should be {known}"))
    if problems:
        raise BadInput(problems)


def _named(name: str) -> bool:
    return any(name.startswith(kind) and name[len(kind) :].strip() for kind in (DOSE, DOSE_MG, COVARIATE))


def _take_date(cell: str, place: str, days: list[date], problems: list[Problem]) -> None:
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", cell.strip(), re.ASCII):
            raise ValueError
        day = date.fromisoformat(cell.strip())
    except ValueError:
        problems.append(Problem(place, f"should be a date such as 2026-03-14, not {describe(cell)}"))
        return
    if not 1900 <= day.year <= 2200:
        problems.append(Problem(place, f"should lie between the years 1900 and 2200, not {day}"))
        return
    if days and day == days[-1]:
        problems.append(Problem(place, f"the night of {day} stands twice"))
    elif days and day < days[-1]:
        wrong = "stands twice" if day in days else f"comes after {days[-1]}; put them in order"
        problems.append(Problem(place, f"{day} {wrong}"))
    days.append(day)


def _take_number(name: str, cell: str, place: str, problems: list[Problem]) -> float | None:
    text = cell.strip()
    if not text:
        return None
    rule, sentence = _RULES.get(name) or _RULES[name.split(":", 1)[0] + ":"]
    try:
        value = float(text) if _PLAIN_NUMBER.fullmatch(text) else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or not rule(value):
        problems.append(Problem(place, f"{sentence}, not {describe(cell)}"))
        return None
    return value


_PLAIN_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)

Rule = tuple[Callable[[float], bool], str]
_RULES: Mapping[str, Rule] = {
    "cramps": (
        lambda v: v == math.floor(v) and 0 <= v <= 1000,
        "should be a whole number from 0 to 1000, or empty where the night was not recorded",
    ),
    "observed": (lambda v: 0 < v <= 1, "should be a share above 0 and up to 1"),
    DOSE: (lambda v: 0 <= v <= 1, "should be a share of the target dose from 0 to 1"),
    DOSE_MG: (lambda v: 0 <= v <= MAX_MG, f"should be an amount in mg from 0 to {MAX_MG}"),
    COVARIATE: (lambda v: abs(v) <= 1e9, "should be a number"),
}


def _shortened(problems: list[Problem]) -> list[Problem]:
    more = len(problems) - MOST_FAULTS
    return problems if more <= 0 else [*problems[:MOST_FAULTS], Problem("", f"and {more} more faults of this kind")]


def _table(days: list[date], columns: Mapping[str, list[float | None]]) -> NightsFile:
    every = list(nights(days[0], days[-1]))
    place = {day: i for i, day in enumerate(days)}
    notes: list[str] = []
    if len(every) > len(days):
        left_out = len(every) - len(days)
        notes.append(f"{left_out} dates are not in the file; they count as nights not recorded.")

    def spread(name: str) -> list[float | None]:
        row = columns.get(name) or [None] * len(days)
        return [row[place[day]] if day in place else None for day in every]

    empty = [name for name in columns if name.startswith(COVARIATE) and all(v is None for v in columns[name])]
    if empty:
        raise BadInput([Problem(name, "has no value on any night; leave the column out") for name in empty])

    def named(kind: str) -> dict[str, list[float | None]]:
        return {name.removeprefix(kind).strip(): spread(name) for name in columns if name.startswith(kind)}

    table = NightTable(
        start=days[0],
        cramps=tuple(None if count is None else int(count) for count in spread("cramps")),
        observed=tuple(1.0 if share is None else share for share in spread("observed")),
        doses={name: carried(name, row, notes) for name, row in named(DOSE).items()},
        covariates={name: filled_with_mean(name, row, notes) for name, row in named(COVARIATE).items()},
        doses_mg={name: carried(name, row, notes) for name, row in named(DOSE_MG).items()},
    )
    return NightsFile(table, tuple(notes))
