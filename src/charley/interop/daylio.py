"""Daylio's CSV: ``full_date,date,weekday,time,mood,activities,note_title,note``.

Known activities become entries of their own. The mood, the other activities and the words become one note, so that
nothing written there is lost.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

from charley.diary.records import Note
from charley.interop.importer import Item, Progress, entry
from charley.interop.opening import Head, opened, refused
from charley.interop.stamps import by_wall, whole_day
from charley.interop.tables import Row, each_row, lines, table
from charley.interop.tags import meaning, observed

KIND = "daylio"
COLUMNS = ("full_date", "time", "mood", "activities")


def recognises(head: Head) -> bool:
    """Whether a file begins like Daylio's."""
    return set(COLUMNS) <= set(head.header)


def read(path: Path, *, zone: str | None = None, progress: Progress | None = None) -> Iterator[Item]:
    """Read a Daylio export; see :class:`charley.interop.importer.Reader`."""
    with opened(path, progress=progress) as stream:
        yield from each_row(table(lines(stream), columns=COLUMNS), lambda row: _entry(row, zone))


def _entry(row: Row, zone: str | None) -> Iterator[Item]:
    written = row.cells
    day, clock = _day(written["full_date"]), _clock(written["time"])
    at = whole_day(day, zone) if clock is None else by_wall(datetime.combine(day, clock), zone)
    key = tuple(written.get(name, "") for name in (*COLUMNS, "note_title", "note"))
    rest = []
    for number, activity in enumerate(filter(None, map(str.strip, written["activities"].split("|")))):
        tag = meaning(activity)
        if tag is None:
            rest.append(activity)
            continue
        yield observed(tag, activity, row=row.row, kind=KIND, key=(*key, number), at=at, timed=clock is not None)
    mood = f"mood: {written['mood']}" if written["mood"] else ""
    text = "\n".join(filter(None, (mood, ", ".join(rest), written.get("note_title"), written.get("note"))))
    if text:
        yield entry(row.row, Note, kind=KIND, key=key, at=at, text=text)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise refused(f"“{written[:40]}” is not a date such as 2026-03-14") from None


_CLOCK = re.compile(r"^(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:\s*(?P<half>[ap])\.?\s*m\.?)?$", re.IGNORECASE)


def _clock(written: str) -> time | None:
    """``6:50 pm`` or ``14:58``; None where nothing is written."""
    if not written:
        return None
    found = _CLOCK.match(written)
    hour = int(found["hour"]) if found else 24
    if found and found["half"]:
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0) if 1 <= hour <= 12 else 24
    if found is None or hour > 23 or int(found["minute"]) > 59:
        raise refused(f"“{written[:40]}” is not a clock time")
    return time(hour, int(found["minute"]))
