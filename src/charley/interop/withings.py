"""Withings' JSON: days of activity and nights of sleep, each with the time zone it was lived in."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from charley.errors import BadInput
from charley.interop import steps
from charley.interop.importer import Item, Progress, Skipped
from charley.interop.opening import Head, json_document, number_of, refused
from charley.interop.slept import Slept, one_a_night
from charley.interop.stamps import by_epoch

KIND = "withings"


def recognises(head: Head) -> bool:
    """Whether a file looks like an answer of Withings'."""
    text = head.text.lstrip("\ufeff \r\n\t")
    shape = text.startswith("{") and '"status"' in text and '"body"' in text
    return shape and ('"series"' in text or '"activities"' in text or '"measuregrps"' in text)


def read(path: Path, *, zone: str | None = None, progress: Progress | None = None) -> Iterator[Item]:
    """Read an answer of Withings'; see :class:`charley.interop.importer.Reader`."""
    document = json_document(path, progress)
    body = document.get("body") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(body, dict):
        raise refused("this is not one of the files that Withings writes")
    if document.get("status") != 0:
        raise refused(f"Withings answered with an error (status {document.get('status')}), so there is no data in it")
    if body.get("more") is True:
        yield Skipped("the rest", "Withings says that more data follows in a further file")
    yield from _activities(_rows(body, "activities"), zone)
    yield from _sleeps(_rows(body, "series"), zone)
    weights = _rows(body, "measuregrps")
    if weights:
        yield Skipped("measures", "the diary keeps no weights and no blood pressures", len(weights))


def _rows(body: Mapping[str, Any], name: str) -> list[Any]:
    rows = body.get(name, [])
    if not isinstance(rows, list):
        raise refused(f"“{name}” should be a list")
    return rows


def _activities(rows: list[Any], zone: str | None) -> Iterator[Item]:
    for number, raw in enumerate(rows, start=1):
        row = f"activity {number}"
        try:
            count = number_of(raw.get("steps")) if isinstance(raw, dict) else None
            if count is None:
                raise refused("has no steps")
            try:
                day = date.fromisoformat(str(raw.get("date")))
            except ValueError:
                raise refused(f"“{str(raw.get('date'))[:40]}” is not a date") from None
            yield steps.of_day(row, day, count, kind=KIND, key=("steps", day), zone=_zone(raw, zone))
        except BadInput as fault:
            yield Skipped(row, str(fault))


def _sleeps(rows: list[Any], zone: str | None) -> Iterator[Item]:
    sleeps: list[Slept] = []
    for number, raw in enumerate(rows, start=1):
        row = f"sleep {number}"
        try:
            if not isinstance(raw, dict):
                raise refused("is not a group of named fields")
            began, ended, lived_in = number_of(raw.get("startdate")), number_of(raw.get("enddate")), _zone(raw, zone)
            if began is None or ended is None:
                raise refused("has no beginning or no end")
            if lived_in is None:
                raise refused("does not say in which time zone it was slept")
            start, end = by_epoch(began, lived_in), by_epoch(ended, lived_in)
            sleeps.append(Slept(row, (raw["startdate"], raw["enddate"]), start, end, note=_note(raw.get("data"))))
        except BadInput as fault:
            yield Skipped(row, str(fault))
    yield from one_a_night(sleeps, kind=KIND)


def _note(data: object) -> str | None:
    """How often and how long the person was awake; for what reason is not known, so it is no count of cramps."""
    if not isinstance(data, dict):
        return None
    count, seconds = number_of(data.get("wakeupcount")), number_of(data.get("wakeupduration"))
    parts = (f"woke {count:g} times" if count else "", f"awake for {seconds / 60:g} minutes" if seconds else "")
    return ", ".join(filter(None, parts)) or None


def _zone(raw: Mapping[str, Any], zone: str | None) -> str | None:
    named = raw.get("timezone")
    return named if isinstance(named, str) else zone
