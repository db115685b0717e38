"""Between a record and its row, both ways, without loss."""

from datetime import datetime

from charley.db.models import JournalEntry, Person
from charley.diary.records import AnyEntry, read_written, written
from charley.errors import BadInput, StorageFault


def row_of(person: Person, entry: AnyEntry, received_at: datetime) -> JournalEntry:
    """The row of an entry."""
    return JournalEntry(
        person=person,
        entry_id=entry.id,
        kind=entry.kind,
        night=entry.night,
        at=entry.at.text(),
        payload=written(entry).decode(),
        received_at=received_at,
    )


def entry_of(entry_id: str, payload: str) -> AnyEntry:
    """The entry a row holds.

    Raises:
        StorageFault: where this version cannot read it.
    """
    try:
        return read_written(payload.encode())
    except BadInput as fault:
        raise StorageFault(
            f"The entry “{entry_id}” of the diary cannot be read by this version of Charley "
            f"({', '.join(fault.fields) or 'unknown kind'}). Nothing was changed. Update Charley, or restore a backup."
        ) from None
