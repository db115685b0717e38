"""Copies of the whole database: made while it is in use, checked before they are trusted, put back whole or not."""

import os
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from charley.db.connection import PATIENCE_S, is_embedded, migrate
from charley.db.drafts import draft
from charley.db.faults import is_damage, named, sqlite_errors, storage_fault
from charley.db.folder import database_file, is_own, see_place
from charley.db.locking import backup_key
from charley.db.mapping import digest_of
from charley.db.secrecy import cipher, connect, is_plain, quoted, secret
from charley.errors import BadInput, Problem, StorageFault

#: Between the diary's name and the moment at which a restore set it aside.
ASIDE = ".before-restore-"
ASIDE_STAMP = "%Y%m%d-%H%M%S"
TABLES = {"charley_person", "charley_journalentry", "charley_profileversion", "django_migrations"}
#: The tables whose rows carry a digest of what they say; the second is younger than the first backups.
WITH_DIGEST = {"charley_journalentry", "charley_trialrow"}


class _Foreign(StorageFault):
    """A sound database that is not ours, or not yet."""


class Copy(NamedTuple):
    """A sound copy of a diary.

    Attributes:
        file: where it is.
        entries: how many entries it holds.
        bytes: its size.
    """

    file: Path
    entries: int
    bytes: int


class Restored(NamedTuple):
    """What a restore did.

    Attributes:
        entries: how many entries the diary holds now.
        aside: where the diary that was there before is kept; None where there was none.
        aside_entries: how many entries that one holds; None where it could not be read.
    """

    entries: int
    aside: Path | None
    aside_entries: int | None


def back_up(folder: Path, target: Path, *, key: str | None = None) -> Copy:
    """Copy the database of ``folder`` to ``target``, also while it is being written to.

    The copy is made beside its place, checked, and then put there in one step: ``target`` is never half a backup. That
    of an encrypted diary is encrypted too.

    Args:
        folder: the data folder.
        target: where to.
        key: what opens the copy of an encrypted diary; what opens the diary itself where it is None.

    Raises:
        BadInput: where the name is a folder's, a device's, or that of the diary itself.
        StorageFault: where there is no database, it is damaged, or the copy cannot be written.
    """
    embedded_only()
    see_place(folder, target)
    source = database_file(folder)
    if not source.exists():
        raise StorageFault(f"There is no diary in {folder} yet, so there is nothing to back up.")
    own = secret(folder)
    with _draft(target) as made:
        _copy(source, made, target, own)
        entries = entries_of(made, own, known_as=source)
        if own is None or key in (None, own):
            put(made, target, own)
        else:
            with _draft(target) as other:
                rewrite(made, other, own, key)
                entries = entries_of(other, key, known_as=source)
                put(other, target, key)
    return Copy(target, entries, target.stat().st_size)


def check_copy(file: Path, key: str | None = None) -> Copy:
    """See that a file is a whole diary that this version can use.

    Args:
        file: the copy.
        key: what opens it where it is encrypted.

    Raises:
        BadInput: saying what is wrong with it.
    """
    try:
        if file.exists() and not file.is_file():
            raise _not_usable(f"{file} is not a file")
        plain = is_plain(file)
    except OSError as fault:
        raise _not_usable(f"the file {file} cannot be read ({(fault.strerror or 'unknown reason').lower()})") from None
    if not plain and key is None:
        raise _not_usable(f"{file} is not a backup of Charley's, or it is encrypted: then give its key (--key FILE)")
    opens = None if plain else key
    try:
        _see_length(file, opens)
        return Copy(file, entries_of(file, opens), file.stat().st_size)
    except _Foreign as fault:
        raise _not_usable(str(fault)) from None
    except StorageFault:
        message = f"{file} is damaged or was cut off; the diary in use was not touched. Try an earlier backup"
        if not plain:
            message = (
                f"{file} does not open: it has another key, is damaged or was cut off; the diary in use was not touched"
            )
        raise _not_usable(message) from None


def restore(folder: Path, file: Path, *, key: str | None = None) -> Restored:
    """Put a backup in the place of the present diary, which is kept aside.

    Works also while the app is running: the change is one transaction of the database in use. The diary stays
    encrypted, or plain, as it is now, whatever the backup is.

    Args:
        folder: the data folder.
        file: the backup.
        key: what opens it where it is encrypted; the folder's own key where it is None.

    Raises:
        BadInput: where the backup is not sound; nothing was changed then.
        StorageFault: where the folder cannot be written; nothing was changed then.
    """
    embedded_only()
    if is_own(folder, file):
        raise _not_usable(f"{file} belongs to the diary that is in use; name a backup of it")
    own = secret(folder)
    given = backup_key(folder, make=False) if key is None else key
    check_copy(file, given)
    opens = None if is_plain(file) else given
    connection.close()
    place = database_file(folder)
    aside, aside_entries = _keep_aside(place, own)
    with ExitStack() as held:
        source = file
        if opens != own:
            first, source = held.enter_context(_draft(place)), held.enter_context(_draft(place))
            _copy(file, first, place, opens)
            rewrite(first, source, opens, own)
        if place.exists():
            _copy(source, place, place, own)
        else:
            made = held.enter_context(_draft(place))
            _copy(source, made, place, own)
            put(made, place, own)
    migrate()
    return Restored(entries_of(place, own), aside, aside_entries)


def rewrite(source: Path, target: Path, key: str | None, new_key: str | None) -> None:
    """Write a database that nobody else has open once more, under another key; None is none.

    Raises:
        StorageFault: where it cannot be read or written.
    """
    with named(target), closing(cipher().connect(str(source))) as database:
        if key is not None:
            database.execute(f"PRAGMA key = {quoted(key)}")
        write_under(new_key, database, target)


def write_under(key: str | None, database: sqlite3.Connection, target: Path) -> None:
    """Write all of a database that SQLCipher has open into an empty file, under a key; None is none."""
    opens = "''" if key is None else quoted(key)
    database.execute(f"ATTACH DATABASE ? AS other KEY {opens}", (str(target),))
    database.execute("SELECT sqlcipher_export('other')")
    database.execute("DETACH DATABASE other")


def _keep_aside(place: Path, key: str | None) -> tuple[Path | None, int | None]:
    """Keep the present diary: a copy where it is sound, else the damaged files themselves, moved away."""
    if not place.exists() or place.stat().st_size == 0:
        return None, None
    aside = place.with_name(f"{place.stem}{ASIDE}{time.strftime(ASIDE_STAMP)}-{secrets.token_hex(2)}{place.suffix}")
    try:
        with _draft(aside) as made:
            _copy(place, made, aside, key)
            entries = entries_of(made, key, known_as=place)
            put(made, aside, key)
        return aside, entries
    except StorageFault:
        if not _damaged(place, key):
            raise
    with named(place):
        for ending in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                place.with_name(place.name + ending).rename(aside.with_name(aside.name + ending))
        place.rename(aside)
    return aside, None


def _damaged(file: Path, key: str | None) -> bool:
    try:
        with closing(connect(file, key, read_only=True)) as database:
            return bool(database.execute("PRAGMA integrity_check").fetchone()[0] != "ok")
    except sqlite_errors() as fault:
        return is_damage(fault)


def _copy(source: Path, target: Path, known_as: Path, key: str | None) -> None:
    """Copy page by page through SQLite, in one transaction of the target, which people know by another name."""
    deadline = time.monotonic() + PATIENCE_S

    def give_up(status: int, remaining: int, total: int) -> None:  # noqa: ARG001
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > deadline:
            raise StorageFault(
                f"Another program is writing to {known_as} and did not finish in time. Nothing was changed. "
                "Close Charley elsewhere, or wait a moment, and try again."
            )

    with (
        named(source),
        closing(connect(source, key, read_only=True)) as taken,
        closing(connect(target, key, timeout_s=PATIENCE_S)) as given,
    ):
        try:
            taken.backup(given, progress=give_up)
        except sqlite_errors() as fault:
            raise storage_fault(source if is_damage(fault) else known_as, fault) from fault


def entries_of(file: Path, key: str | None, *, known_as: Path | None = None) -> int:
    """How many entries a database holds, once it is seen to be whole.

    Args:
        file: the database.
        key: what opens it; None where it is plain.
        known_as: what to call it, where it is a draft made from another.

    Raises:
        StorageFault: where it is damaged, or no diary of ours.
    """
    name = known_as or file
    with named(name), closing(connect(file, key, read_only=True)) as database:
        if key is not None and database.execute("PRAGMA cipher_integrity_check").fetchone() is not None:
            raise StorageFault(_damage(name))
        if database.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise StorageFault(_damage(name))
        found = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not found >= TABLES:
            raise _Foreign(f"{name} is a database, but no diary of Charley's")
        applied = {row[0] for row in database.execute("SELECT name FROM django_migrations WHERE app = 'charley'")}
        if applied - {known for _, known in MigrationLoader(None).disk_migrations}:
            raise _Foreign(f"{name} was made by a newer version of Charley; update Charley first")
        # SQLite sees a page out of place and not a letter that was changed, or zeros where a file was cut off.
        for table in sorted(found & WITH_DIGEST):
            rows = database.execute(f"SELECT payload, digest FROM {table}")  # noqa: S608 - one of our own two names
            if not all(digest_of(payload) == digest for payload, digest in rows):
                raise StorageFault(_damage(name))
        return int(database.execute("SELECT count(*) FROM charley_journalentry").fetchone()[0])


def _damage(file: Path) -> str:
    return (
        f"The diary file {file} is damaged. Charley has not changed it. Keep it, and put your last backup in its place "
        "with: charley restore BACKUP"
    )


def _see_length(file: Path, key: str | None) -> None:
    """See that the last page is whole: SQLite reads zeros for what a cut-off file lacks of it.

    Raises:
        StorageFault: where it is not.
    """
    with named(file), closing(connect(file, key, read_only=True)) as database:
        asked = "PRAGMA page_size" if key is None else "PRAGMA cipher_page_size"
        if file.stat().st_size % int(database.execute(asked).fetchone()[0]):
            raise StorageFault(f"The diary file {file} was cut off.")


@contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """A private file beside ``target`` that is gone afterwards."""
    with ExitStack() as held:
        try:
            made = held.enter_context(draft(target.parent, target.name))
        except OSError as fault:
            reason = (fault.strerror or "unknown reason").lower()
            raise StorageFault(f"{target} could not be written ({reason}). The diary itself is as it was.") from None
        yield made


def put(made: Path, target: Path, key: str | None) -> None:
    """Put a finished draft into its place, to outlive a power cut."""
    with named(target):
        with closing(connect(made, key)) as database:
            database.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
        with made.open("rb+") as written:
            os.fsync(written.fileno())
        made.replace(target)
        with suppress(OSError, AttributeError):  # not every system lets a folder be synced
            folder = os.open(target.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def embedded_only() -> None:
    """Refuse where the diary is no file in the data folder."""
    if not is_embedded():
        raise _not_usable("the diary is in a PostgreSQL, which has its own copies: use pg_dump and pg_restore")


def _not_usable(message: str) -> BadInput:
    return BadInput([Problem("file", message)])
