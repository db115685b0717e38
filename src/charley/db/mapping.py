"""Between a record and its row, both ways, without loss."""

import hashlib
from datetime import datetime

from charley.db.models import JournalEntry, Person
from charley.diary.records import AnyEntry, read_written, written
from charley.errors import BadInput, StorageFault, UnreadProfile
from charley.profile import Profile
from charley.reading import decode_json, read


def row_of(person: Person, entry: AnyEntry, received_at: datetime) -> JournalEntry:
    """The row of an entry."""
    payload = written(entry).decode()
    return JournalEntry(
        person=person,
        entry_id=entry.id,
        kind=entry.kind,
        night=entry.night,
        at=entry.at.text(),
        payload=payload,
        digest=digest_of(payload),
        received_at=received_at,
    )


def digest_of(payload: str) -> str:
    """What tells a damaged payload from a whole one."""
    return hashlib.sha256(payload.encode()).hexdigest()[:32]


def whole_payload(name: str, payload: str, digest: str) -> str:
    """The payload, unless it was damaged on the disk.

    Raises:
        StorageFault: where it was.
    """
    if digest_of(payload) != digest:
        raise StorageFault(
            f"The entry “{name}” of the diary has been damaged on the disk. Charley has not changed it. "
            "Keep the file, and put your last backup in its place with: charley restore BACKUP"
        )
    return payload


def profile_of(payload: str) -> str:
    """A profile document as it was kept, once it is seen that this version can read it.

    Raises:
        UnreadProfile: where it cannot.
    """
    try:
        read(Profile, decode_json(payload))
    except BadInput as fault:
        named = ", ".join(field for field in fault.fields if field) or "the whole of it"
        raise UnreadProfile(
            f"What was told about this person cannot be read by this version of Charley ({named}). Nothing was changed "
            "and the diary is whole. Update Charley, or tell it once more under “What should a plan know about me?”."
        ) from None
    return payload


def entry_of(entry_id: str, payload: str, digest: str) -> AnyEntry:
    """The entry a row holds.

    Raises:
        StorageFault: where the row is damaged, or this version cannot read it.
    """
    whole_payload(entry_id, payload, digest)
    try:
        return read_written(payload.encode())
    except BadInput as fault:
        raise StorageFault(
            f"The entry “{entry_id}” of the diary cannot be read by this version of Charley "
            f"({', '.join(fault.fields) or 'unknown kind'}). Nothing was changed. Update Charley, or restore a backup."
        ) from None
