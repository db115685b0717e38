"""The one face of every importer: a file goes in, entries of the diary come out, and every row says what became of it.

An importer is a function of the shape :class:`Reader`. It yields as it reads, so that memory stays flat however long
the file is. What is wrong with one row is a :class:`Skipped`; what is wrong with the whole file is raised as
:class:`BadInput`, and that may come late (a zip that was cut off): whoever keeps the entries keeps none of them then.

An entry's id is made from the source's own words, so that a second import of the same file changes nothing.
"""

import hashlib
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeAlias

from charley.dates import Moment
from charley.diary.records import Entry, written
from charley.errors import BadInput

#: Fixed for ever: another one would make every entry new at the next import.
_IDS = uuid.UUID("7d1f3a3e-52f0-5c1e-9a64-1f5f0c7f8b21")


class Taken(NamedTuple):
    """An entry that a row became.

    Attributes:
        row: where it stands in the file, in words for a person.
        entry: what the diary would keep.
        rows: how many rows went into it, where a day's rows are added up.
    """

    row: str
    entry: Entry
    rows: int = 1


class Skipped(NamedTuple):
    """A row, or a part of one, that became no entry.

    Attributes:
        row: where it stands in the file, in words for a person.
        reason: why, in words for a person.
        rows: how many rows share this fate, where there are too many to name each.
    """

    row: str
    reason: str
    rows: int = 1


class Answers(NamedTuple):
    """Answers to questions on health, which belong into the profile.

    Attributes:
        row: where they stand in the file, in words for a person.
        at: when they were given, with its offset from UTC.
        told: field of the profile -> what it holds from then on; a field that is not there was not answered.
        whole: the whole profile they were made from, where the file carries it.
        rows: how many rows went into it.
    """

    row: str
    at: datetime
    told: dict[str, Any]
    whole: dict[str, Any] | None = None
    rows: int = 1


Item: TypeAlias = Taken | Skipped | Answers

#: Told now and then how many bytes of how many have been read.
Progress: TypeAlias = Callable[[int, int], None]


class Reader(Protocol):
    """What every importer is."""

    def __call__(self, path: Path, *, zone: str | None = None, progress: Progress | None = None) -> Iterator[Item]:
        """Read one file.

        Args:
            path: the file.
            zone: the time zone the person lived in, such as ``Europe/Berlin``; used only where the file names none.
            progress: told how far it is.

        Raises:
            BadInput: what is wrong with the file as a whole.
        """


#: A device's clock and ours may differ by a zone; further ahead is a wrong date.
AHEAD = timedelta(hours=24)
#: A clock that was never set counts from the beginning of 1970, or from earlier.
EARLIEST = datetime(1971, 1, 1)  # noqa: DTZ001 - compared with what the wall showed

#: Why weighings are left out.
NO_WEIGHTS = "the diary keeps no weights; write your weight into your profile"


def not_kept(what: str) -> str:
    """Why something the diary has no place for is left out."""
    return f"Charley does not keep “{what[:60]}”"


def entry_id(kind: str, *key: object) -> str:
    """The id of the entry made from one row of a file of this kind.

    Args:
        kind: the format's name.
        key: the source's own id of the row, or else the row's content.
    """
    return str(uuid.uuid5(_IDS, "\x1f".join((kind, *map(str, key)))))


def entry(
    row: str, record: type[Entry], *, kind: str, key: Iterable[object], at: Moment, rows: int = 1, **fields: Any
) -> Item:
    """The entry a row becomes; skipped with the reason where the diary cannot hold it.

    Args:
        row: where it stands.
        record: the kind of entry.
        kind: the format's name.
        key: what makes its id, see :func:`entry_id`.
        at: when it happened.
        rows: how many rows went into it.
        fields: the record's other fields.
    """
    try:
        made = record(id=entry_id(kind, record.__name__, *key), at=at, origin=f"import:{kind}", **fields)
    except BadInput as fault:
        return Skipped(row, str(fault), rows)
    return Taken(row, made, rows)


def once(items: Iterable[Item]) -> Iterator[Item]:
    """The same items, where a row that an earlier one speaks for is skipped and says so."""
    seen: dict[str, tuple[str, bytes]] = {}
    for item in items:
        if isinstance(item, Taken):
            said = hashlib.blake2b(written(item.entry), digest_size=8).digest()
            row, first = seen.setdefault(item.entry.id, (item.row, said))
            if row is not item.row:
                same = f"says the same as {row}"
                other = f"speaks of the same thing as {row}, but otherwise; the first was taken"
                yield Skipped(item.row, same if said == first else other, item.rows)
                continue
        yield item


def dated(items: Iterable[Item], now: datetime) -> Iterator[Item]:
    """The same items, without those whose date no diary can have: a device's clock was wrong.

    Args:
        items: what an importer yields.
        now: this moment, with its offset from UTC.
    """
    latest = (now + AHEAD).replace(tzinfo=None)
    for item in items:
        wall = _wall(item)
        if wall is not None and wall > latest:
            yield Skipped(item.row, f"dated {wall:%Y-%m-%d}, which is still to come", item.rows)
        elif wall is not None and wall < EARLIEST:
            yield Skipped(item.row, f"dated {wall:%Y-%m-%d}: a clock that was never set", item.rows)
        else:
            yield item


def _wall(item: Item) -> datetime | None:
    """What the wall clock showed; None for what is left out anyway."""
    if isinstance(item, Taken):
        return item.entry.at.wall
    return item.at.replace(tzinfo=None) if isinstance(item, Answers) else None
