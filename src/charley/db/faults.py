"""What the database complains of, in sentences for people: what happened, what it means, what to do."""

import errno
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DatabaseError as DjangoDatabaseError
from django.db import connection

from charley.db.folder import folder_fault
from charley.db.secrecy import is_encrypted
from charley.errors import StorageFault

_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_CLOSED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_AUTH}
_DISK_ERRNO = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def named(file: Path | str) -> Iterator[None]:
    """Turn what SQLite or the disk complains of into a :class:`StorageFault`.

    Args:
        file: the database's file, to be named in the sentence.
    """
    try:
        yield
    except DjangoDatabaseError as fault:
        if connection.vendor != "sqlite":
            raise _of_server(fault) from fault
        raise storage_fault(file, fault.__cause__ or fault) from fault
    except sqlite_errors() as fault:
        raise storage_fault(file, fault) from fault
    except OSError as fault:
        if fault.errno in _DISK_ERRNO:
            raise StorageFault(_full(file)) from fault
        raise folder_fault(Path(file).parent, fault) from fault


def sqlite_errors() -> tuple[type[Exception], ...]:
    """What SQLite raises, and what SQLCipher does where it was loaded."""
    loaded = sys.modules.get("sqlcipher3.dbapi2")
    return (sqlite3.Error,) if loaded is None else (sqlite3.Error, loaded.Error)


def is_damage(fault: BaseException) -> bool:
    """Whether a complaint of SQLite's says that what a file holds is damaged, or no database at all."""
    code = getattr(fault, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _DAMAGED


def storage_fault(file: Path | str, fault: BaseException) -> StorageFault:
    """The sentence for one complaint of SQLite."""
    code = getattr(fault, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF
    if primary in _LOCKED:
        return StorageFault(
            f"Another program is writing to {file} and did not finish in time. What was kept before is safe; this was "
            "not kept. Wait a moment and try again."
        )
    if primary == sqlite3.SQLITE_FULL:
        return StorageFault(_full(file))
    if is_damage(fault) and isinstance(fault, sqlite3.Error) and is_encrypted(Path(file).parent):
        return StorageFault(
            f"The diary file {file} was encrypted after this program had been started. Nothing was changed. "
            "Stop Charley and start it again."
        )
    if is_damage(fault):
        return StorageFault(
            f"The diary file {file} is damaged and cannot be read as it is. Charley has not written to it. "
            "Keep the file, and put your last backup in its place with: charley restore BACKUP"
        )
    if primary in _CLOSED:
        return StorageFault(
            f"The diary file {file} cannot be opened or written by this user. Nothing was changed. "
            "Make the file and its folder writable, or choose another folder with --data FOLDER."
        )
    if primary == sqlite3.SQLITE_IOERR:
        return StorageFault(
            f"The disk did not take or give what was asked for {file}. What was confirmed before is safe; this was not "
            "kept. See that the disk has space and is well, then try again."
        )
    kind = getattr(fault, "sqlite_errorname", type(fault).__name__)
    return StorageFault(f"The diary file {file} could not be used ({kind}). Nothing was changed.")


def _of_server(fault: DjangoDatabaseError) -> StorageFault:
    """The sentence where a database server complains; its own words may hold values, so only their kind is named."""
    return StorageFault(
        f"The database server could not be used ({type(fault.__cause__ or fault).__name__}). What was confirmed before "
        "is safe; this was not kept. See that it runs, has space and knows the user, then try again."
    )


def _full(file: Path | str) -> str:
    return (
        f"The disk that holds {file} is full. What was kept before is safe; this was not kept. "
        "Free some space and try again."
    )
