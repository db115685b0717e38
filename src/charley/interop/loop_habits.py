"""Loop Habit Tracker: the table Checkmarks of its CSV export, or its backup, which is an SQLite database.

A tick says that a habit was done on a day. No tick says nothing: an older Loop writes 0 for a day that nobody answered,
so a 0 is never read as a quiet night or a day without alcohol. -1 is no answer, 1 a tick that Loop set by itself, 3 a
day meant to be skipped; a counted habit holds thousandths.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from charley.diary.records import Exposure
from charley.errors import BadInput
from charley.interop.importer import Item, Progress, Skipped, entry
from charley.interop.opening import Head, delimiter_of, opened, refused
from charley.interop.stamps import whole_day
from charley.interop.tables import cells, lines, number_in
from charley.interop.tags import Tag, meaning, observed

KIND = "loop_habits"
SQLITE = b"SQLite format 3\0"
UNANSWERED, NO, TICKED_BY_LOOP, TICKED, SKIPPED_DAY = -1, 0, 1, 2, 3
#: From here on a value is a count: the app keeps thousandths.
COUNTED = 100
#: A view in a strange database could count for ever. In millions of SQLite's steps; ten years of habits take four.
MOST_STEPS = 100


def recognises(head: Head) -> bool:
    """Whether a file begins like Loop's: its zip, its table of ticks, or its database."""
    if head.members is not None:
        return any(_is_checkmarks(name) for name in head.members)
    if head.data.startswith(SQLITE):
        return b"Repetitions" in head.data and b"Habits" in head.data
    first, *rest = head.text.lstrip("\ufeff").splitlines()[:3] or [""]
    rows = [row.split(",") for row in rest]
    days = [_day(row[0]) for row in rows]
    if not first.startswith("Date,") or len(days) < 2 or days[0] is None or days[1] is None:
        return False
    # Loop alone writes every day, the newest first, and whole numbers for them.
    whole = all(re.fullmatch(r"-?\d*", cell.strip()) for row in rows for cell in row[1:])
    return days[0] - days[1] == timedelta(days=1) and whole


def read(path: Path, *, zone: str | None = None, progress: Progress | None = None) -> Iterator[Item]:
    """Read Loop's table or database; see :class:`charley.interop.importer.Reader`."""
    with path.open("rb") as file:
        is_database = file.read(len(SQLITE)) == SQLITE
    marks = _database(path) if is_database else _checkmarks(path, progress)
    yield from _entries(marks, zone)


class _Mark(NamedTuple):
    """One value of one habit on one day."""

    row: str
    day: date
    habit: str
    value: float


def _entries(marks: Iterable[_Mark | Skipped], zone: str | None) -> Iterator[Item]:
    unanswered = 0
    unknown: dict[str, int] = {}
    for mark in marks:
        if isinstance(mark, Skipped):
            yield mark
        elif mark.value == UNANSWERED:
            unanswered += 1
        elif (tag := meaning(mark.habit)) is None:
            unknown[mark.habit] = unknown.get(mark.habit, 0) + 1
        else:
            try:
                yield _entry(mark, tag, zone)
            except BadInput as fault:
                yield Skipped(mark.row, str(fault))
    for habit, rows in unknown.items():
        yield Skipped(f"habit “{habit[:60]}”", "Charley does not know what this habit means", rows)
    if unanswered:
        yield Skipped("all habits", "no answer on that day, which is neither yes nor no", unanswered)


def _entry(mark: _Mark, tag: Tag, zone: str | None) -> Item:
    at, key = whole_day(mark.day, zone), (mark.day, mark.habit, mark.value)
    if mark.value == TICKED:
        return observed(tag, mark.habit, row=mark.row, kind=KIND, key=key, at=at, timed=False)
    if mark.value == NO:
        return Skipped(mark.row, "not ticked, which does not say that it did not happen")
    if mark.value == TICKED_BY_LOOP:
        return Skipped(mark.row, "the tick was set by Loop and not by the person")
    if mark.value == SKIPPED_DAY:
        return Skipped(mark.row, "the person skipped this day")
    count = mark.value / 1000
    if tag.kind == "exposure":
        return entry(
            mark.row, Exposure, kind=KIND, key=key, at=at, what=tag.what, amount=count, unit="times", note=mark.habit
        )
    return observed(tag, mark.habit, row=mark.row, kind=KIND, key=key, at=at, timed=False, says=f"{count:g}")


def _is_checkmarks(name: str) -> bool:
    return name == "Checkmarks.csv" or (name.endswith("/Checkmarks.csv") and not re.search(r"\d{3} ", name))


def _checkmarks(path: Path, progress: Progress | None) -> Iterator[_Mark | Skipped]:
    with opened(path, member=_is_checkmarks, wanted="Checkmarks.csv", progress=progress) as stream:
        source = lines(stream)
        first = next(source, "")
        [habits] = cells(iter([first]), delimiter_of(first))
        for number, found in enumerate(cells(source, delimiter_of(first)), start=2):
            row = f"row {number}"
            if not found:
                continue
            day = _day(found[0])
            if day is None:
                yield Skipped(row, f"“{found[0][:40]}” is not a date that Loop writes")
                continue
            if len(found) != len(habits):
                yield Skipped(row, f"has {len(found)} cells where the header has {len(habits)}")
                continue
            for habit, cell in zip(habits[1:], found[1:], strict=True):
                try:
                    value = number_in(cell.strip())
                except BadInput as fault:
                    yield Skipped(f"{row}, {habit[:60]}", str(fault))
                    continue
                if value is not None:
                    yield _Mark(f"{row}, {habit[:60]}", day, habit, value)


def _day(written: str) -> date | None:
    """``2024-06-16``, or ``06-16-24``: month, day, year."""
    try:
        if len(written) == len("06-16-24"):
            month, day, year = written.split("-")
            return date(2000 + int(year), int(month), int(day))
        return date.fromisoformat(written)
    except ValueError:
        return None


def _database(path: Path) -> Iterator[_Mark | Skipped]:
    where = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    steps = iter(range(MOST_STEPS))
    try:
        with closing(sqlite3.connect(where, uri=True)) as base:
            base.execute("PRAGMA trusted_schema = OFF")
            base.execute("PRAGMA query_only = ON")
            base.set_progress_handler(lambda: next(steps, None) is None, 1_000_000)
            columns = {name for _, name, *_ in base.execute("PRAGMA table_info(Repetitions)")}
            value = "r.value" if "value" in columns else str(TICKED)
            question = (
                f"SELECT r.Id, h.name, r.timestamp, {value} FROM Repetitions r "  # noqa: S608 - both words are ours
                "JOIN Habits h ON h.Id = r.habit"
            )
            for number, habit, stamp, mark in base.execute(question):
                row = f"repetition {number}"
                if not (isinstance(habit, str) and isinstance(stamp, int) and isinstance(mark, int)):
                    yield Skipped(row, "holds something else than a habit, a day and a value")
                    continue
                try:
                    day = (datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=stamp)).date()
                except OverflowError:
                    yield Skipped(row, "its day lies beyond the calendar")
                    continue
                yield _Mark(f"{row}, {habit[:60]}", day, habit, mark)
    except sqlite3.Error as fault:
        raise refused(f"this database cannot be read as Loop's backup ({fault})") from None
