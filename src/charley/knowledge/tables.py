"""The one strict reader of fact tables.

A table is a TOML file in ``knowledge/data`` for facts that a person reviews one by one::

    reviewed = 2026-11-21
    review_by = 2027-11-21

    [sources.iom]
    title = "..."
    url = "https://..."
    year = 1997

    [[rows]]
    id = "child-1-3y"
    limit_mg = 65
    confidence = "read"
    sources = ["iom"]

or a CSV with a sidecar ``NAME.toml`` of the same head, whose ``[table]`` holds the confidence and sources of all rows.
All faults of a table are reported at once: unknown keys, missing sources, values out of range, ids twice, source names
that nobody uses, reviews that are overdue.
"""

import csv
import hashlib
import io
import math
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import msgspec

from charley.errors import BadInput, FactsFault
from charley.knowledge.sources import Fact
from charley.reading import read

F = TypeVar("F", bound=Fact)

_HEAD = {"reviewed", "review_by", "sources", "rows", "table", "about"}


def data_folder() -> Traversable:
    """The folder with the tables, wherever the package is installed."""
    return files("charley.knowledge") / "data"


def load(kind: type[F], name: str) -> tuple[F, ...]:
    """The usable rows of a shipped table; unverified ones stay behind.

    Raises:
        FactsFault: naming every fault of the table. Overdue reviews do not stop a user's program: a test reports them.
    """
    rows, faults = parse(kind, name, (data_folder() / f"{name}.toml").read_text("utf-8"), csv_text(name))
    if faults:
        raise FactsFault(faults)
    return tuple(row for row in rows if row.usable)


def names() -> tuple[str, ...]:
    """Every shipped table, by name."""
    files_there = (entry.name for entry in data_folder().iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in files_there if name.endswith(".toml")))


def unread(name: str) -> tuple[Mapping[str, Any], list[Mapping[str, Any]]]:
    """A shipped table as it stands, for listing and checking and never for rules: its head, and its rows with dates."""
    document = tomllib.loads((data_folder() / f"{name}.toml").read_text("utf-8"))
    text = csv_text(name)
    rows = document.get("rows", []) if text is None else list(_csv_rows(document, text))
    dates = {key: document.get(key) for key in ("reviewed", "review_by")}
    return document, [{**dates, **row} for row in rows]


def csv_text(name: str) -> str | None:
    """The text of the table's CSV, where it has one."""
    path = data_folder() / f"{name}.csv"
    return path.read_text("utf-8") if path.is_file() else None


def parse(
    kind: type[F], name: str, toml: str, table_csv: str | None = None, *, today: date | None = None
) -> tuple[tuple[F, ...], tuple[str, ...]]:
    """Read a table and list all that is wrong with it.

    Args:
        kind: the row's class.
        name: for messages.
        toml: the text of the TOML file.
        table_csv: the text of the CSV beside it, where the rows stand there.
        today: if given, reviews due before it are faults too.

    Returns:
        the rows that could be read, unverified ones included, and the faults.
    """
    try:
        document = tomllib.loads(toml, parse_float=_finite)
    except tomllib.TOMLDecodeError as fault:
        return (), (f"{name}: not TOML: {fault}",)
    except RecursionError:
        return (), (f"{name}: lists within lists too deep to be read",)
    faults: list[str] = [f"{name}: unknown key {key}" for key in sorted(set(document) - _HEAD)]
    known = document.get("sources", {})
    used: set[str] = set()
    rows: dict[str, F] = {}
    raw_rows = document.get("rows", []) if table_csv is None else list(_csv_rows(document, table_csv))
    if not raw_rows or not isinstance(raw_rows, list):
        return (), (*faults, f"{name}: holds no rows")
    for number, raw in enumerate(raw_rows, start=1):
        label = f"{name}: {raw.get('id', f'row {number}')}"
        filled = {"reviewed": document.get("reviewed"), "review_by": document.get("review_by"), **raw}
        filled["sources"] = [_source(key, known, used, label, faults) for key in raw.get("sources", [])]
        filled["sources"] = [source for source in filled["sources"] if source is not None]
        try:
            row = _row(kind, filled)
        except BadInput as fault:
            faults.extend(f"{label}: {p.field}: {p.message}" for p in fault.problems)
            continue
        if row.id in rows:
            faults.append(f"{label}: this id stands twice")
        if today is not None and row.review_by < today:
            faults.append(f"{label}: its review was due on {row.review_by}")
        rows[row.id] = row
    faults.extend(f"{name}: source {key} is not used by any row" for key in sorted(set(known) - used))
    return tuple(rows.values()), tuple(faults)


def _row(kind: type[F], filled: Mapping[str, Any]) -> F:
    """One row. The compiled reader comes first: tables load at every start; the slow one can name all that is wrong."""
    try:
        return msgspec.convert(filled, kind, strict=True)
    except (msgspec.ValidationError, BadInput):
        return read(kind, filled)


def _source(key: object, known: Mapping[str, Any], used: set[str], label: str, faults: list[str]) -> object:
    if not isinstance(key, str) or key not in known:
        faults.append(f"{label}: sources: {key!r} is not listed under [sources]")
        return None
    used.add(key)
    return known[key]


def _csv_rows(document: Mapping[str, Any], text: str) -> Iterator[dict[str, Any]]:
    """Rows of the CSV with the sidecar's defaults; an empty cell is a key left out, and so unknown."""
    for row in csv.DictReader(io.StringIO(text)):
        cells: dict[str, Any] = dict(document.get("table", {}))
        for key, cell in row.items():
            if key is not None and cell is not None and cell.strip():
                cells[key] = _number(cell.strip())
        if "sources" in cells and isinstance(cells["sources"], str):
            cells["sources"] = cells["sources"].split()
        yield cells


def _number(cell: str) -> object:
    try:
        return int(cell)
    except ValueError:
        pass
    try:
        return _finite(cell)
    except ValueError:
        return cell


def _finite(written: str) -> float | str:
    """A number, but not NaN or infinity: those stay text, which no field for a number takes."""
    value = float(written)
    return value if math.isfinite(value) else written


@cache
def facts_version() -> str:
    """Twelve letters that change whenever any table does."""
    digest = hashlib.sha256()
    for entry in sorted(data_folder().iterdir(), key=lambda e: e.name):
        if entry.name.endswith((".toml", ".csv")):
            digest.update(entry.name.encode() + b"\0" + entry.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
