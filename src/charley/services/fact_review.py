"""Keeping the fact tables in order: what is broken or overdue, and every fact as a row for a reviewer."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

from charley.errors import BadInput, Problem
from charley.knowledge import tables

#: The largest tables are lists of contents and words, which nobody reviews row by row.
NOT_ROW_BY_ROW = frozenset({"foods", "medicine_words"})

Decides = Literal["the plan", "what is told", "food and drink", "other things"]
#: What the tables decide, in the order in which a pharmacist should read them: what could harm comes first.
IN_ORDER: Mapping[Decides, tuple[str, ...]] = {
    "the plan": (
        "medicine_rules", "conditions", "red_flags", "lab_bands", "advice", "symptom_signs", "magnesium_products",
        "cramp_causes", "medicine_classes", "medicine_products", "lab_tests", "forms", "compounds", "elements",
    ),
    "what is told": (
        "figures", "claims", "answers", "studies", "remedies", "lessons", "routines", "habits", "triggers",
        "protocols", "absorption", "uptake_points", "uptake_linear", "heard_ratings",
    ),
    "food and drink": (
        "reference_intakes", "daily_values", "products", "waters", "drinks", "diet_screen", "tips", "oxalate",
        "intake_variation",
    ),
}  # fmt: skip


class Complaint(NamedTuple):
    """Something about a table that somebody should look at.

    Attributes:
        table: its name.
        row: id of the row, or name of the source.
        grade: ``overdue`` and ``broken`` are to be mended; ``look`` is worth a look.
        what: in words.
    """

    table: str
    row: str
    grade: Literal["overdue", "broken", "look"]
    what: str


def check(today: date) -> tuple[Complaint, ...]:
    """Broken and overdue sources of every table. Addresses are judged by their look; nothing is fetched."""
    return tuple(found for name in tables.names() for found in _complaints(name, today))


def _complaints(name: str, today: date) -> Iterator[Complaint]:
    head, rows = tables.unread(name)
    known: Mapping[str, Any] = head.get("sources", {})
    for key, source in known.items():
        for grade, what in _faults_of_address(str(source.get("url", ""))):
            yield Complaint(name, key, grade, what)
        if "year" not in source:
            yield Complaint(name, key, "look", "the page shows no year")
    for row in rows:
        row_id = str(row.get("id", "?"))
        due = row.get("review_by")
        if isinstance(due, date) and due < today:
            yield Complaint(name, row_id, "overdue", f"its review was due on {due}")
        missing = [key for key in row.get("sources", ()) if key not in known]
        if missing:
            yield Complaint(
                name, row_id, "broken", f"names sources that are not listed: {', '.join(map(str, missing))}"
            )


_HAS_NUMBERS_ONLY = re.compile(r"^[\d.]+$")
_FREE_PAGES = ("blogspot.", "wordpress.", "blogg.se", "wixsite.", "substack.")


def _faults_of_address(url: str) -> Iterator[tuple[Literal["broken", "look"], str]]:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or "." not in host or " " in url:
        yield "broken", f"is not a web address: {url!r}"
    elif _HAS_NUMBERS_ONLY.match(host) or parts.port not in (None, 80, 443):
        yield "look", f"leads to a machine and not to a named site: {host}"
    elif any(piece in host for piece in _FREE_PAGES):
        yield "look", f"is a personal page: {host}"


def reviewed_tables() -> tuple[str, ...]:
    """The tables for a reviewer, in the order of :data:`IN_ORDER`; what stands nowhere in it comes last."""
    return tuple(name for names in _groups().values() for name in names)


def _groups() -> dict[Decides, tuple[str, ...]]:
    listed = {name for names in IN_ORDER.values() for name in names} | NOT_ROW_BY_ROW
    return {**IN_ORDER, "other things": tuple(sorted(set(tables.names()) - listed))}


def review_rows(only: Collection[str] = ()) -> Iterator[tuple[str, ...]]:
    """The tables for a reviewer, one fact a row, the head first. A cell never begins as a formula would.

    What could harm comes first, and within a table what was not read at first hand. The last two columns are empty, for
    the reviewer's word.

    Args:
        only: names of tables; all of them if empty.

    Raises:
        BadInput: for a name of no table.
    """
    unknown = set(only) - set(reviewed_tables())
    if unknown:
        choose = f"should be one of {', '.join(reviewed_tables())}"
        raise BadInput([Problem("table", choose)])
    return _review_rows(only or reviewed_tables())


def _review_rows(only: Collection[str]) -> Iterator[tuple[str, ...]]:
    yield (
        *("table", "decides", "id", "confidence", "kinds", "what", "sources", "note"),
        *("reviewed", "review_by", "agreed", "remark"),
    )
    for decides, names in _groups().items():
        for name in names:
            if name in only:
                head, rows = tables.unread(name)
                known = head.get("sources", {})
                for row in sorted(rows, key=lambda row: row.get("confidence") == "read"):
                    yield tuple(_cell(cell) for cell in _cells(name, decides, row, known))


def _cells(name: str, decides: str, row: Mapping[str, Any], known: Mapping[str, Any]) -> tuple[object, ...]:
    cited = [(known.get(key, {}), key) for key in row.get("sources", ())]
    kinds = dict.fromkeys(source["kind"] for source, _ in cited if "kind" in source)
    sources = " | ".join(_cited(source, key) for source, key in cited)
    said = (name, decides, row.get("id"), row.get("confidence"), ", ".join(kinds), _said(row), sources, row.get("note"))
    return (*said, row.get("reviewed"), row.get("review_by"), "", "")


_APART = {"id", "confidence", "reviewed", "review_by", "sources", "note"}


def _said(row: Mapping[str, Any]) -> str:
    return "; ".join(f"{key}: {_plain(value)}" for key, value in row.items() if key not in _APART)


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return "(" + ", ".join(f"{key} {_plain(each)}" for key, each in value.items()) + ")"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_plain(each) for each in value)
    return str(value)


def _cited(source: Mapping[str, Any], key: object) -> str:
    kind = f"[{source['kind']}] " if "kind" in source else ""
    return f"{kind}{source.get('title', key)} ({source.get('year', 'no year')}) {source.get('url', '')}"


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return "'" + text if text[:1] in ("=", "+", "-", "@") else text
