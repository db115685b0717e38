"""Turning the encryption of the diary's file on and off. Cut off half-way, the diary opens as before or as after.

The file is written once more beside its place, seen to hold the same entries, and put there in one step. What lay there
before is overwritten. Nobody else may have the diary open meanwhile: what they wrote would be lost.
"""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection

from charley.db.backup import embedded_only, entries_of, put, write_under
from charley.db.drafts import BESIDE, draft
from charley.db.faults import named, sqlite_errors
from charley.db.folder import BACKUP_KEY, PRIVATE_FILE, database_file
from charley.db.locking import backup_key
from charley.db.rotation import set_aside
from charley.db.secrecy import (
    PUBLIC,
    SHUT,
    cipher,
    forget,
    is_encrypted,
    is_plain,
    key_in,
    public_part,
    quoted,
    remember,
    secret,
)
from charley.errors import BadInput, Problem, StorageFault

#: Overwritten in pieces of this size.
PIECE = 1 << 20
FEWEST_LETTERS = 8


class Turned(NamedTuple):
    """What was done.

    Attributes:
        entries: how many entries the diary holds, before and after.
        readable: diaries that restores set aside, which anybody can still read.
    """

    entries: int
    readable: list[Path]


def encrypt(folder: Path, *, passphrase: str | None = None, key_file: Path | None = None) -> Turned:
    """Encrypt the diary's file under the installation's key, and put that key out of reach.

    Args:
        folder: the data folder.
        passphrase: locks the key, which then stays in the folder; or
        key_file: where the key goes instead, outside of the folder.

    Raises:
        BadInput: where it is encrypted already, or the key cannot be put there.
        StorageFault: where there is no diary, it is open elsewhere, or the library is missing; nothing was changed.
    """
    embedded_only()
    if is_encrypted(folder):
        raise _not_now("the diary is encrypted already; to change what opens it, first: charley encrypt --undo")
    if passphrase is not None and len(passphrase.strip()) < FEWEST_LETTERS:
        raise _not_now(f"the passphrase should have at least {FEWEST_LETTERS} letters; a few words are best")
    cipher()
    key = backup_key(folder)
    assert key is not None
    if key_file is not None:
        _see_place(folder, key_file, key)
    with _written_anew(folder, None, key) as entries:
        if key_file is not None:
            _write(key_file, f"{key}\n".encode())
            (folder / SHUT).unlink(missing_ok=True)
        else:
            import pyrage

            _write(folder / SHUT, pyrage.passphrase.encrypt(key.encode(), passphrase))
        _write(folder / PUBLIC, f"{public_part(key)}\n".encode())
    remember(folder, key)
    with named(folder / BACKUP_KEY), (folder / BACKUP_KEY).open("rb+") as plain:
        _blank(plain)
    (folder / BACKUP_KEY).unlink()
    return Turned(entries, [file for file in set_aside(folder) if is_plain(file)])


def decrypt(folder: Path) -> Turned:
    """Write the diary's file in the plain again, and lay its key beside it.

    Raises:
        BadInput: where it is not encrypted, or what opens it is not given.
        StorageFault: where it is open elsewhere; nothing was changed.
    """
    embedded_only()
    key = secret(folder)
    if key is None:
        raise _not_now("the diary is not encrypted")
    with _written_anew(folder, key, None) as entries:
        _write(folder / BACKUP_KEY, f"{key}\n".encode())
    for beside in (SHUT, PUBLIC):
        (folder / beside).unlink(missing_ok=True)
    forget(folder)
    return Turned(entries, [])


@contextmanager
def _written_anew(folder: Path, key: str | None, new_key: str | None) -> Iterator[int]:
    """The diary under another key, put into its place once what is done inside is done; gives its number of entries."""
    place = database_file(folder)
    if not place.exists() or not place.stat().st_size:
        raise StorageFault(f"There is no diary in {folder} yet.")
    connection.close()
    with named(place), place.open("rb+") as before:  # opened first: closing a file lets go of the process's locks on it
        with draft(folder, place.name) as made, closing(_alone(place, key)) as database:
            write_under(new_key, database, made)
            entries = entries_of(made, new_key, known_as=place)
            yield entries
            put(made, place, new_key)
        _blank(before)
        for ending in BESIDE[1:]:
            place.with_name(place.name + ending).unlink(missing_ok=True)


def _alone(place: Path, key: str | None) -> Any:
    """The database, closed to everybody else until this connection ends."""
    database = cipher().connect(str(place), timeout=1.0, isolation_level=None)
    try:
        if key is not None:
            database.execute(f"PRAGMA key = {quoted(key)}")
        database.execute("PRAGMA locking_mode = EXCLUSIVE")
        database.execute("PRAGMA journal_mode = DELETE")
        database.execute("BEGIN EXCLUSIVE")
        database.execute("COMMIT")
    except sqlite_errors() as fault:
        database.close()
        if "locked" in str(fault):
            raise StorageFault(
                f"The diary {place} is open elsewhere. Nothing was changed. Stop Charley there, then try again."
            ) from None
        raise
    return database


def _see_place(folder: Path, key_file: Path, key: str) -> None:
    """See that a key may be put there: not into the folder it protects, and over nothing but itself."""
    if folder.resolve() in key_file.resolve().parents:
        raise _not_now(f"{key_file} lies in the data folder, where it would protect nothing; name a place elsewhere")
    if key_file.exists() and (not key_file.is_file() or key_in(key_file) != key):
        raise _not_now(f"{key_file} is there already and holds something else; name a new file")
    if not key_file.parent.is_dir():
        raise _not_now(f"there is no folder {key_file.parent}")


def _write(file: Path, text: bytes) -> None:
    """Write a small file whole or not at all, for its owner only."""
    with named(file), draft(file.parent, file.name) as made:
        made.chmod(PRIVATE_FILE)
        with made.open("rb+") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        made.replace(file)


def _blank(opened: Any) -> None:
    """Overwrite an open file once with zeros."""
    size = os.fstat(opened.fileno()).st_size
    opened.seek(0)
    for start in range(0, size, PIECE):
        opened.write(bytes(min(PIECE, size - start)))
    opened.flush()
    os.fsync(opened.fileno())


def _not_now(message: str) -> BadInput:
    return BadInput([Problem("encrypt", message)])
