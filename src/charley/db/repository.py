"""The doors to stored data. A store is handed out for one person and sees nobody else's rows."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Min, Q

from charley.db.faults import named
from charley.db.mapping import digest_of, entry_of, profile_of, row_of, whole_payload
from charley.db.models import JournalEntry, Person, ProfileVersion, TrialRow
from charley.diary.journal import Journal, Outcome
from charley.diary.records import Amendment, AnyEntry, content
from charley.errors import StorageFault

#: The person of an installation that one person uses.
LOCAL = "me"

#: What :func:`entry_of` takes.
_FIELDS = ("entry_id", "payload", "digest")

#: SQLite takes a limited number of values in one question.
CHUNK = 500


def local_person(*, made_at: datetime) -> Person:
    """The one person of a local installation; made at the first use."""
    return person_named(LOCAL, made_at=made_at)


def person_named(key: str, *, made_at: datetime) -> Person:
    """The person with this key; made at the first use."""
    with _named():
        return Person.objects.get_or_create(key=key, defaults={"made_at": made_at})[0]


def forget_person(key: str) -> None:
    """Remove a person and all that was kept about them. There is no way back; nobody of this key is no fault."""
    with _named():
        Person.objects.filter(key=key).delete()


def store_for(person: Person) -> "PersonStore":
    """The store of one person."""
    return PersonStore(person)


class PersonStore:
    """One person's journal and profile. Every method may raise StorageFault."""

    def __init__(self, person: Person) -> None:
        self._person = person

    def append(self, *, entries: Sequence[AnyEntry], received_at: datetime) -> list[Outcome]:
        """Keep entries that came in just now; see :meth:`keep`."""
        return self.keep([(received_at, entry) for entry in entries])

    def keep(self, rows: Sequence[tuple[datetime, AnyEntry]]) -> list[Outcome]:
        """Keep entries, all in one transaction: after an interruption either all are there or none.

        Args:
            rows: when each came in (with its zone), and the entry.

        Returns:
            for each entry ``kept``, ``already`` (the same is there, whenever it was written down) or ``conflict`` (its
            id is there with other content, which stays as it is).
        """
        outcomes: list[Outcome] = []
        with self.whole():
            there = {e.id: e for e in self._entries_named([entry.id for _, entry in rows])}
            fresh = []
            for received_at, entry in rows:
                before = there.get(entry.id)
                if before is None:
                    there[entry.id] = entry
                    fresh.append(row_of(self._person, entry, received_at))
                    outcomes.append("kept")
                else:
                    outcomes.append("already" if content(before) == content(entry) else "conflict")
            JournalEntry.objects.bulk_create(fresh, batch_size=CHUNK)
        return outcomes

    @contextmanager
    def whole(self) -> Iterator[None]:
        """What is kept inside is kept together or not at all."""
        with _named(), transaction.atomic():
            yield

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        """Nobody else does so for this person meanwhile: what was read inside still holds when it is written.

        SQLite lets one transaction write at a time; PostgreSQL waits for the person's own row.
        """
        with self.whole():
            Person.objects.select_for_update().filter(pk=self._person.pk).first()
            yield

    def rows(self) -> list[tuple[datetime, AnyEntry]]:
        """Every entry and when it came in, in the order of coming in."""
        with _named():
            rows = JournalEntry.objects.filter(person=self._person).order_by("received_at", "entry_id")
            return [
                (received_at, entry_of(*fields)) for received_at, *fields in rows.values_list("received_at", *_FIELDS)
            ]

    def journal(self, *, first: date | None = None, last: date | None = None, whole: Collection[str] = ()) -> Journal:
        """The journal, or the part of it that concerns the nights ``first`` to ``last``, both included.

        Corrections always come along, with what they correct, and so do the kinds of entry named by ``whole``.
        """
        with _named():
            rows = JournalEntry.objects.filter(person=self._person)
            if first is None and last is None:
                return Journal(_entries(rows.values_list(*_FIELDS)))
            within = Q() if first is None else Q(night__gte=first)
            within &= Q() if last is None else Q(night__lte=last)
            part = Journal(_entries(rows.filter(within | Q(kind__in=["amendment", *whole])).values_list(*_FIELDS)))
            missing = {e.of for e in part if isinstance(e, Amendment)} - {e.id for e in part}
            return part.add(*self._entries_named(sorted(missing)))

    def find(self, entry_id: str) -> AnyEntry | None:
        """The entry with this id, as it was written at first; None where there is none."""
        with _named():
            return next(iter(self._entries_named([entry_id])), None)

    def first_night(self) -> date | None:
        """The earliest night that anything was written down for, without reading the diary; None for an empty one."""
        with _named():
            found: date | None = JournalEntry.objects.filter(person=self._person).aggregate(first=Min("night"))["first"]
            return found

    def count(self) -> int:
        """How many entries are kept."""
        with _named():
            return JournalEntry.objects.filter(person=self._person).count()

    def profile(self) -> str | None:
        """The latest profile document; None where there is none yet. StorageFault where this version cannot read it."""
        with _named():
            row = ProfileVersion.objects.filter(person=self._person).last()
            return profile_of(row.payload) if row else None

    def readable_profiles(self) -> list[str]:
        """Every profile document that this version can read, oldest first."""
        found = []
        for _, document in self.profiles():
            with suppress(StorageFault):
                found.append(profile_of(document))
        return found

    def profiles(self) -> list[tuple[datetime, str]]:
        """Every profile document with the time it was kept, oldest first."""
        with _named():
            rows = ProfileVersion.objects.filter(person=self._person)
            return list(rows.values_list("made_at", "payload"))

    def keep_profile(self, *, document: str, made_at: datetime) -> bool:
        """Add a version of the profile, unless it equals the latest. Says whether it was added."""
        with self.whole():
            latest = ProfileVersion.objects.filter(person=self._person).last()
            if latest is not None and latest.payload == document:
                return False
            ProfileVersion.objects.create(person=self._person, payload=document, made_at=made_at)
            return True

    def keep_profiles(self, rows: Sequence[tuple[datetime, str]]) -> list[bool]:
        """Add versions of the profile, with when each was made. Says of each whether it was new."""
        with self.whole():
            there = set(self.profiles())
            fresh = [row not in there for row in rows]
            ProfileVersion.objects.bulk_create(
                ProfileVersion(person=self._person, made_at=made_at, payload=document)
                for (made_at, document), new in zip(rows, fresh, strict=True)
                if new
            )
        return fresh

    def trial_rows(self) -> list[tuple[datetime, str, str]]:
        """Every row of every trial as they were added: when it was made, the trial's fingerprint, the row.

        Not by the clock: where it was set back, a change would stand before the trial it changes, and be lost.
        """
        with _named():
            rows = TrialRow.objects.filter(person=self._person).order_by("id")
            return [
                (made_at, trial, whole_payload(f"trial {trial[:12]}", text, sum_))
                for made_at, trial, text, sum_ in rows.values_list("made_at", "trial", "payload", "digest")
            ]

    def keep_trial_rows(self, rows: Sequence[tuple[datetime, str, str]]) -> list[bool]:
        """Add rows of trials: when each was made, the trial's fingerprint, the row. Says of each whether it was new."""
        with self.whole():
            there = set(TrialRow.objects.filter(person=self._person).values_list("digest", flat=True))
            fresh = []
            for made_at, trial, payload in rows:
                digest = digest_of(payload)
                fresh.append(digest not in there)
                if digest not in there:
                    there.add(digest)
                    TrialRow.objects.create(
                        person=self._person, trial=trial, payload=payload, digest=digest, made_at=made_at
                    )
        return fresh

    def _entries_named(self, ids: Sequence[str]) -> list[AnyEntry]:
        found: list[AnyEntry] = []
        for start in range(0, len(ids), CHUNK):
            rows = JournalEntry.objects.filter(person=self._person, entry_id__in=ids[start : start + CHUNK])
            found += _entries(rows.values_list(*_FIELDS))
        return found


def _entries(rows: Iterable[tuple[str, str, str]]) -> list[AnyEntry]:
    return [entry_of(*row) for row in rows]


def _named() -> AbstractContextManager[None]:
    return named(connection.settings_dict["NAME"])
