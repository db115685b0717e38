"""A person's entries, in order and append-only.

A journal is a set of entries: merging two is their union, so the order in which phones, files and pages deliver does
not matter and nothing can be lost. Two entries with one id and different content are both kept and named as a
conflict. Corrections are entries too; :meth:`Journal.effective` shows what stands after them.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Literal, NamedTuple, TypeVar

from charley.dates import Moment
from charley.diary.records import Amendment, AnyEntry, Entry, Observation, content, written
from charley.errors import BadInput, Problem

E = TypeVar("E", bound=Entry)

#: What became of an entry that was to be kept: it is new; the same was there; its id was there with other content.
Outcome = Literal["kept", "already", "conflict"]


class Conflict(NamedTuple):
    """One id with several contents, in a fixed order. The first of them is the one in force."""

    id: str
    versions: tuple[AnyEntry, ...]


def instant(moment: Moment) -> datetime:
    """The moment on one common line: UTC where the offset is known, else the wall clock taken as UTC."""
    return moment.utc or moment.wall.replace(tzinfo=UTC)


class Journal:
    """Entries of one person. Immutable: :meth:`add` and :meth:`merge` give a new journal.

    Args:
        entries: in any order; the same entry twice counts once.
    """

    def __init__(self, entries: Iterable[AnyEntry] = ()) -> None:
        self._by_id: dict[str, dict[bytes, AnyEntry]] = {}
        for entry in entries:
            self._by_id.setdefault(entry.id, {})[written(entry)] = entry

    def __len__(self) -> int:
        return sum(map(len, self._by_id.values()))

    def __iter__(self) -> Iterator[AnyEntry]:
        return iter(self.entries)

    def __contains__(self, entry_id: str) -> bool:
        return entry_id in self._by_id

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Journal) and self._by_id == other._by_id

    __hash__ = None  # type: ignore[assignment]

    @cached_property
    def entries(self) -> tuple[AnyEntry, ...]:
        """Every entry ever made, by the instant it speaks of, then by id."""
        rows = [(instant(e.at), e.id, text, e) for found in self._by_id.values() for text, e in found.items()]
        return tuple(entry for *_, entry in sorted(rows, key=lambda row: row[:3]))

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The ids that several writers filled differently; when each wrote does not matter."""
        several = ((i, _ranked(found)) for i, found in sorted(self._by_id.items()) if len(found) > 1)
        return tuple(Conflict(i, versions) for i, versions in several if len(set(map(content, versions))) > 1)

    def get(self, entry_id: str) -> AnyEntry | None:
        """The entry as it was written first, before any correction."""
        found = self._by_id.get(entry_id)
        return _ranked(found)[0] if found else None

    def add(self, *entries: AnyEntry) -> "Journal":
        """This journal and ``entries``. Adding what is there already changes nothing."""
        return Journal([*self, *entries])

    def merge(self, other: "Journal") -> "Journal":
        """All entries of both. The order of merging does not matter, and merging again changes nothing."""
        return Journal([*self, *other])

    def amendments(self, entry_id: str) -> tuple[Amendment, ...]:
        """The corrections of one entry, oldest first. The last one is in force."""
        return self._amendments.get(entry_id, ())

    def current(self, entry_id: str) -> Observation | None:
        """The entry after its corrections; None where it is unknown, withdrawn or itself a correction."""
        first = self.get(entry_id)
        if first is None or isinstance(first, Amendment):
            return None
        corrections = self.amendments(entry_id)
        return corrections[-1].replacement if corrections else first

    @cached_property
    def effective(self) -> tuple[Observation, ...]:
        """What stands after all corrections, by instant, then by id. A correction of an unknown id waits for it."""
        standing = [current for entry_id in self._by_id if (current := self.current(entry_id)) is not None]
        return tuple(sorted(standing, key=lambda e: (instant(e.at), e.id)))

    def of(self, kind: type[E]) -> tuple[E, ...]:
        """The standing entries of one kind."""
        return tuple(e for e in self.effective if isinstance(e, kind))

    def between(self, first: date, last: date) -> tuple[Observation, ...]:
        """The standing entries of the nights ``first`` to ``last``, both included."""
        return tuple(e for e in self.effective if first <= e.night <= last)

    def check(self, amendment: Amendment) -> None:
        """Whether a correction can be made here.

        Raises:
            BadInput: where it speaks of an entry that is not here, or of another correction.
        """
        target = self.get(amendment.of)
        if target is None:
            raise BadInput([Problem("of", f"there is no entry with the id “{amendment.of}”")])
        if isinstance(target, Amendment):
            raise BadInput([Problem("of", f"is a correction itself; correct the entry “{target.of}” again instead")])

    @cached_property
    def _amendments(self) -> dict[str, tuple[Amendment, ...]]:
        found: dict[str, list[Amendment]] = {}
        for entry in self.entries:
            if isinstance(entry, Amendment):
                found.setdefault(entry.of, []).append(entry)
        return {of: tuple(rows) for of, rows in found.items()}


def _ranked(versions: dict[bytes, AnyEntry]) -> tuple[AnyEntry, ...]:
    """The versions of one entry, the first written first; the same everywhere, whoever asks."""
    if len(versions) == 1:
        return tuple(versions.values())
    rows = sorted((instant(e.entered or e.at), text) for text, e in versions.items())
    return tuple(versions[text] for _, text in rows)
