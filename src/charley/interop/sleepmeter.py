"""Sleepmeter's CSV: ``wake,sleep,bedtime,holes,type,dreams,aid,hindrances,tags,quality,notes``.

A table of the person's own aids and hindrances may stand before it. The app does not mark quotation marks inside notes,
so a record is told by its three stamps at the beginning and not by counting quotation marks.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from charley.dates import Moment
from charley.errors import BadInput
from charley.interop.importer import Item, Progress, Skipped, not_kept
from charley.interop.opening import Head, opened, refused
from charley.interop.slept import Slept, one_a_night
from charley.interop.stamps import with_offset
from charley.interop.tables import cells, lines, number_in
from charley.interop.tags import meaning, observed

KIND = "sleepmeter"
HEADER = "wake,sleep,bedtime,holes,type,dreams,aid,hindrances,tags,quality,notes"
_STAMP = r"\d{4}-\d\d-\d\d \d\d:\d\d[+-]\d{4}"
_BEGINS = re.compile(rf'^"{_STAMP}","{_STAMP}"')
_RECORD = re.compile(
    rf'^"(?P<wake>{_STAMP})","(?P<sleep>{_STAMP})","(?P<bedtime>{_STAMP})",(?P<holes>[\d|-]*),(?P<type>\w*),'
    r"(?P<dreams>[^,]*),(?P<aid>[^,]*),(?P<hindrances>[^,]*),(?P<tags>[^,]*),(?P<quality>-?[\d.]*),(?P<notes>.*)$",
    re.DOTALL,
)
#: What the list of own words may hold; more is no diary.
MOST_OWN_WORDS = 10_000
#: The quality runs from 0 to 10, a rating from 1 to 5.
STEPS = 10 / 4


def recognises(head: Head) -> bool:
    """Whether a file begins like Sleepmeter's, with or without its list of own words."""
    return HEADER in head.text and head.text.lstrip("\ufeff").startswith((HEADER, "custom_aid_id,"))


def read(path: Path, *, zone: str | None = None, progress: Progress | None = None) -> Iterator[Item]:  # noqa: ARG001
    """Read a Sleepmeter export; see :class:`charley.interop.importer.Reader`. Its stamps carry their offset."""
    sleeps: list[Slept] = []
    with opened(path, progress=progress) as stream:
        source = lines(stream)
        own = _own_words(source)
        for number, record in enumerate(_records(source), start=1):
            row = f"record {number}"
            try:
                yield from _record(row, record, own, sleeps)
            except BadInput as fault:
                yield Skipped(row, str(fault))
    yield from one_a_night(sleeps, kind=KIND)


def _own_words(source: Iterator[str]) -> dict[str, str]:
    """The names behind ``CUSTOM_0002`` and the like; reads on to the header of the sleeps."""
    own: dict[str, str] = {}
    above = []
    for line in source:
        if line.strip().lstrip("\ufeff") == HEADER:
            break
        above.append(line)
        if len(above) > MOST_OWN_WORDS:
            raise refused("the list of own words has no end")
    else:
        raise refused("the table of sleeps is missing")
    table = ""
    for found in cells(iter(above)):
        if found and found[0].startswith("custom_"):
            table = found[0]
        elif len(found) == 3:
            own[table.removesuffix("_id") + found[0]] = found[2]
    return own


def _records(source: Iterator[str]) -> Iterator[str]:
    record = ""
    for line in source:
        if _BEGINS.match(line):
            if record.strip():
                yield record
            record = line
        else:
            record += line
    if record.strip():
        yield record


def _record(row: str, text: str, own: dict[str, str], sleeps: list[Slept]) -> Iterator[Item]:
    found = _RECORD.match(text)
    if found is None:
        raise refused("cannot be read as a sleep")
    start, end = with_offset(found["sleep"]), with_offset(found["wake"])
    key = (found["wake"], found["sleep"], found["bedtime"])
    if found["type"] == "NAP":
        yield Skipped(row, "a nap; the diary keeps how nights were slept")
    else:
        quality = number_in(found["quality"])
        rating = None if quality is None or not 0 <= quality <= 10 else 1 + int(quality / STEPS + 0.5)
        note = _note(found["bedtime"], found["holes"], found["notes"])
        sleeps.append(Slept(row, key, start, end, rating, note))
    for column, table in (("aid", "custom_aid"), ("hindrances", "custom_hindrance"), ("tags", "custom_tag")):
        for word in filter(None, found[column].split("|")):
            if word != "NONE":
                yield _word(row, own.get(table + word, word), start, (*key, column, word))


def _word(row: str, written: str, at: Moment, key: tuple[str, ...]) -> Item:
    tag = meaning(written)
    if tag is None:
        return Skipped(row, not_kept(written))
    if tag.kind == "cramp":
        return observed(tag, written, row=row, kind=KIND, key=key, at=at, timed=False)
    return observed(tag, written, row=row, kind=KIND, key=key, at=at, timed=True, says="around this sleep")


def _note(bedtime: str, holes: str, notes: str) -> str | None:
    awake = ", ".join(f"from minute {hole.replace('-', ' to ')}" for hole in holes.split("|") if hole)
    words = notes.strip().removeprefix('"').removesuffix('"').strip()
    parts = (f"to bed {bedtime[:16]}", f"awake {awake}" if awake else "", words)
    return "; ".join(part for part in parts if part) or None
