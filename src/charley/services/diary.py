"""The verbs of the diary: log, add, amend, withdraw, look back.

A bad entry in a batch is answered by itself and the good ones go on. Nothing here asks the clock: the caller says what
time it is.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, Protocol

from charley.dates import Moment, night_spoken_of
from charley.diary.journal import Journal, Outcome, instant
from charley.diary.nights import Night, night_by_night, span
from charley.diary.rates import Stretch, weekly
from charley.diary.records import (
    Amendment,
    AnyEntry,
    CrampEpisode,
    DoseTaken,
    Entry,
    Observation,
    QuietNight,
    questions,
    read_entry,
)
from charley.errors import BadInput, Problem
from charley.language import said

#: A phone's clock and a server's may differ by a zone; further ahead is a slip of the date.
AHEAD = timedelta(hours=24)


class Store(Protocol):
    """What the diary asks of storage; one person's only."""

    def append(self, *, entries: Sequence[AnyEntry], received_at: datetime) -> list[Outcome]:
        """Keep all entries in one transaction and say what became of each."""

    def journal(self, *, first: date | None = None, last: date | None = None) -> Journal:
        """The journal, or what concerns some nights of it."""

    def find(self, entry_id: str) -> AnyEntry | None:
        """The entry with this id, as it was written at first."""


class Receipt(NamedTuple):
    """What became of one entry.

    Attributes:
        id: the entry's id; empty where none could be read.
        outcome: ``kept``; ``already``: it was there; ``conflict``: its id stands for something else, which stays;
            ``refused``: it could not be taken.
        entry: as it stands; None where it was refused.
        problems: why it was refused or conflicts, field by field.
        questions: what looks unusual; the entry is kept all the same.
    """

    id: str
    outcome: str
    entry: AnyEntry | None
    problems: tuple[Problem, ...] = ()
    questions: tuple[Problem, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """As JSON."""
        return {
            "id": self.id,
            "outcome": self.outcome,
            "problems": [p._asdict() for p in self.problems],
            "questions": [q._asdict() for q in self.questions],
        }


class Line(NamedTuple):
    """One entry as the history shows it.

    Attributes:
        entry: as it stands after its corrections; None where it was withdrawn.
        first: as it was written at first.
        amendments: its corrections, oldest first.
    """

    entry: Observation | None
    first: Observation
    amendments: tuple[Amendment, ...]


class Diary:
    """One person's diary at one moment.

    Args:
        store: that person's store.
        now: this moment by the person's clock, with its offset from UTC.
    """

    def __init__(self, store: Store, *, now: Moment) -> None:
        self._store = store
        self._now = now

    def log_cramp(self, *, id: str, at: Moment | None = None, **details: Any) -> Receipt:
        """One cramp, now unless ``at`` says when.

        Args:
            id: made by the writer; sending it again changes nothing.
            details: the other fields of :class:`CrampEpisode`.
        """
        return self._log(CrampEpisode, id, at, details)

    def log_quiet_night(self, *, id: str, night: date | None = None, **details: Any) -> Receipt:
        """A night without a leg cramp: the one named, else the one people mean at this hour."""
        return self._log(QuietNight, id, None, {"night": night or night_spoken_of(self._now.wall), **details})

    def log_dose(self, *, id: str, at: Moment | None = None, **details: Any) -> Receipt:
        """One dose taken, now unless ``at`` says when; ``details`` are the other fields of :class:`DoseTaken`."""
        return self._log(DoseTaken, id, at, details)

    def add(self, entries: Iterable[object]) -> list[Receipt]:
        """Keep many entries, each answered by itself.

        Args:
            entries: records, or decoded JSON of entries as phones and forms send them.

        Returns:
            one receipt for each, in the order given.
        """
        read = [self._read(raw) for raw in entries]
        good = [r.entry for r in read if r.entry is not None]
        if any(isinstance(e, Amendment) for e in good):
            journal = self._store.journal().add(*good)
            read = [_checked(receipt, journal) for receipt in read]
            good = [r.entry for r in read if r.entry is not None]
        if not good:
            return read
        outcomes = iter(self._store.append(entries=good, received_at=instant(self._now)))
        return [_answered(r, next(outcomes)) if r.entry is not None else r for r in read]

    def amend(self, *, id: str, replacement: Observation, reason: str | None = None) -> Receipt:
        """Correct an entry: ``replacement`` carries its id and stands in its place. The first writing is kept."""
        return self._correct(id, replacement.id, replacement, reason)

    def withdraw(self, *, id: str, of: str, reason: str | None = None) -> Receipt:
        """Take an entry back. It stays in the journal and counts no longer."""
        return self._correct(id, of, None, reason)

    def history(self, first: date, last: date) -> list[Line]:
        """The entries of some nights with their corrections, the latest first; withdrawn ones are shown as such."""
        journal = self._store.journal(first=first, last=last)
        lines = []
        for entry in reversed(journal.entries):
            if isinstance(entry, Amendment) or journal.get(entry.id) is not entry:
                continue
            current = journal.current(entry.id)
            if first <= (current or entry).night <= last:
                lines.append(Line(current, entry, journal.amendments(entry.id)))
        return lines

    def nights(self, first: date, last: date) -> tuple[Night, ...]:
        """Night by night, silent nights included."""
        return night_by_night(self._store.journal(first=first, last=last).effective, first, last)

    def weeks(self, first: date | None = None, last: date | None = None) -> tuple[Stretch, ...]:
        """The figures of each week; of the whole diary where no nights are named. Empty for an empty diary."""
        journal = self._store.journal(first=first, last=last)
        told = span(journal.effective)
        if told is None:
            return ()
        return weekly(journal.effective, first or told[0], last or told[1])

    def journal(self) -> Journal:
        """Everything."""
        return self._store.journal()

    def _log(self, kind: type[Entry], id: str, at: Moment | None, details: dict[str, Any]) -> Receipt:
        """Keep one entry. Where no time was given, an entry with this id that is there already is the same tap."""
        fields = {"entered": self._now, **details, "id": id, "at": at or self._now}
        try:
            entry = kind(**fields)
        except BadInput as fault:
            return Receipt(id, "refused", None, fault.problems)
        if at is None:
            before = self._store.find(id)
            if isinstance(before, kind):
                return Receipt(id, "already", before)
        return self.add([entry])[0]

    def _correct(self, id: str, of: str, replacement: Observation | None, reason: str | None) -> Receipt:
        try:
            amendment = Amendment(id=id, at=self._now, of=of, replacement=replacement, reason=reason or None)
        except BadInput as fault:
            return Receipt(id, "refused", None, fault.problems)
        return self.add([amendment])[0]

    def _read(self, raw: object) -> Receipt:
        try:
            entry = read_entry(raw)
            if instant(entry.at) > instant(self._now) + AHEAD:
                words = said("{time} lies in the future; is the date right?", time=f"{entry.at.wall:%Y-%m-%d %H:%M}")
                problem = Problem("at", words)
                raise BadInput([problem])
        except BadInput as fault:
            return Receipt(_id_in(raw), "refused", None, fault.problems)
        return Receipt(entry.id, "kept", entry, (), tuple(questions(entry)))


def _checked(receipt: Receipt, journal: Journal) -> Receipt:
    if isinstance(receipt.entry, Amendment):
        try:
            journal.check(receipt.entry)
        except BadInput as fault:
            return Receipt(receipt.id, "refused", None, fault.problems)
    return receipt


def _answered(receipt: Receipt, outcome: Outcome) -> Receipt:
    if outcome == "conflict":
        message = said(
            "another entry with this id says something else; that one was left as it is, and this was not kept"
        )
        return receipt._replace(outcome=outcome, problems=(Problem("id", message),))
    return receipt._replace(outcome=outcome)


def _id_in(raw: object) -> str:
    found = raw.id if isinstance(raw, Entry) else raw.get("id") if isinstance(raw, dict) else None
    return found if isinstance(found, str) else ""
