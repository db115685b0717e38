"""Locked copies: a backup in the age format, which the plain ``age`` program opens too, should Charley be gone.

A copy is locked to this installation's key (``backup.key`` in the data folder) or to a passphrase. Locking is done in a
stream, so that a large diary needs no large memory; with a passphrase the whole copy is held in memory once.
"""

import os
import secrets
from pathlib import Path
from typing import NamedTuple

from charley.db.faults import named
from charley.db.folder import BACKUP_KEY, PRIVATE_FILE, settle
from charley.db.secrecy import secret
from charley.errors import BadInput, Problem, StorageFault

KEY = BACKUP_KEY
#: What every age file begins with.
MAGIC = b"age-encryption.org/v1"


class Lock(NamedTuple):
    """What opens a copy: the text of a key, or a passphrase; one of them.

    Attributes:
        key: as in ``backup.key``: ``AGE-SECRET-KEY-1…``.
        passphrase: as the person chose it.
    """

    key: str | None = None
    passphrase: str | None = None

    @property
    def secret(self) -> str | None:
        """Key or passphrase: what opens the copy of an encrypted diary within the lock."""
        return self.passphrase if self.key is None else self.key


def backup_key(folder: Path, *, make: bool = True) -> str | None:
    """The key of this installation; made at the first use, readable by its owner only.

    Where the diary is encrypted it is the secret that opens it, and does not lie in the folder.

    Args:
        folder: the data folder.
        make: whether to make one where there is none; else None is given back.

    Raises:
        StorageFault: where it can be neither read nor made, or what is there is no key.
    """
    held = secret(folder)
    if held is not None:
        return held
    place = folder / KEY
    with named(place):
        if place.exists() and not place.stat().st_size:  # of a disk that was full; it has locked nothing
            place.unlink()
        if not place.exists():
            if not make:
                return None
            _make(folder, place)
        return _sound(place)


def _make(folder: Path, place: Path) -> None:
    from pyrage import x25519

    draft = folder / f"{KEY}.{secrets.token_hex(4)}"
    try:
        draft.touch(mode=PRIVATE_FILE)
        with draft.open("r+", encoding="ascii") as opened:
            opened.write(str(x25519.Identity.generate()) + "\n")
            opened.flush()
            os.fsync(opened.fileno())
        settle(draft, place)
    finally:
        draft.unlink(missing_ok=True)


def _sound(place: Path) -> str:
    """The key, seen to be one: a copy must not be locked with what opens nothing."""
    import pyrage

    text = place.read_bytes().decode("ascii", "replace").strip()
    try:
        pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError:
        raise StorageFault(
            f"The file {place} holds no key of Charley's any more. Put the key you wrote down back into it; without "
            "one, take the file away: a new key is made then, and earlier backups stay shut."
        ) from None
    return text


def is_locked(file: Path) -> bool:
    """Whether a file is in the age format.

    Raises:
        BadInput: where it cannot be read.
    """
    try:
        with file.open("rb") as opened:
            return opened.read(len(MAGIC)) == MAGIC
    except OSError as fault:
        reason = (fault.strerror or "unknown reason").lower()
        raise _unopened(f"the file {file} cannot be read ({reason}); the diary in use was not touched") from None


def wants_passphrase(file: Path) -> bool:
    """Whether a locked file was locked with a passphrase, as its first lines say."""
    with file.open("rb") as opened:
        return b"\n-> scrypt " in opened.read(256)


def lock(plain: Path, locked: Path, lock: Lock) -> None:
    """Write a locked copy of a file over ``locked``."""
    import pyrage

    if lock.passphrase is not None:
        locked.write_bytes(pyrage.passphrase.encrypt(plain.read_bytes(), lock.passphrase))
        return
    recipient = pyrage.x25519.Identity.from_str(lock.key).to_public()
    with plain.open("rb") as source, locked.open("wb") as target:
        pyrage.encrypt_io(source, target, [recipient])


def unlock(locked: Path, plain: Path, lock: Lock) -> None:
    """Write what is in a locked copy over ``plain``.

    Raises:
        BadInput: where key or passphrase does not fit, or the file is damaged; nothing usable is in ``plain`` then.
    """
    import pyrage

    try:
        if lock.passphrase is not None:
            plain.write_bytes(pyrage.passphrase.decrypt(locked.read_bytes(), lock.passphrase))
            return
        if lock.key is None:
            raise _unopened("it is locked; give the key it was locked with (--key FILE), or its passphrase")
        identity = pyrage.x25519.Identity.from_str(lock.key)
        with locked.open("rb") as source, plain.open("wb") as target:
            pyrage.decrypt_io(source, target, [identity])
    except pyrage.IdentityError:
        raise _unopened("the key is no key of Charley's; it begins with AGE-SECRET-KEY-1") from None
    except (pyrage.DecryptError, OSError):
        raise _unopened(
            "it does not open: another key or passphrase locked it, or it is damaged or was cut off. The diary in use "
            "was not touched"
        ) from None


def _unopened(message: str) -> BadInput:
    return BadInput([Problem("file", message)])
