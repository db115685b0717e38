"""The diary's file encrypted as a whole, where a person turned that on: how to see that it is, and what opens it.

The secret is the installation's key (``backup.key``), the same that locks its backups. While the file is encrypted
the key does not lie beside it: either it lies there locked with a passphrase (``backup.key.age``), or the person keeps
it in a file elsewhere. What lies there always is its public part (``backup.key.public``), to tell a wrong key from
damage.

The file's pages are encrypted by SQLCipher (``charley[encryption]``), under a key made from the secret.
"""

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from charley.db.folder import BACKUP_KEY, DATABASE, database_file
from charley.errors import BadInput, Problem, StorageFault

if TYPE_CHECKING:
    import sqlite3

#: The key under a passphrase, and its public part.
SHUT, PUBLIC = f"{BACKUP_KEY}.age", f"{BACKUP_KEY}.public"
#: Names a file in which the person keeps the key.
KEY_FILE = "CHARLEY_KEY_FILE"
#: Where a program hands the secret to a worker that it starts and that does not share its memory.
HANDED = "CHARLEY_HANDED_KEY"
#: What every SQLite file begins with that is not encrypted.
MAGIC = b"SQLite format 3\x00"

#: What was opened in this process: data folder -> secret.
_opened: dict[Path, str] = {}
_ask: Callable[[], str] | None = None
_one_at_a_time = threading.Lock()


def ask_with(ask: Callable[[], str] | None) -> None:
    """Say how a passphrase is asked for; a program without anybody to ask says nothing."""
    global _ask
    _ask = ask


def is_plain(file: Path) -> bool:
    """Whether a file is a database that anybody can read.

    Raises:
        OSError: where it cannot be looked at.
    """
    with file.open("rb") as opened:
        return opened.read(len(MAGIC)) == MAGIC


def is_encrypted(folder: Path) -> bool:
    """Whether the diary of a folder is encrypted: as was turned on there, and as its file is."""
    if not (folder / PUBLIC).exists():
        return False
    try:
        return not is_plain(database_file(folder))
    except OSError:  # there is none yet, or none that can be read: then it is as was turned on
        return True


def secret(folder: Path) -> str | None:
    """What opens the diary of a folder; asked for once in a process. None where it is not encrypted.

    Raises:
        BadInput: where it is not given, or does not fit.
        StorageFault: where the files beside the diary cannot be used.
    """
    if not is_encrypted(folder):
        return None
    with _one_at_a_time:
        if folder not in _opened:
            _opened[folder] = _find(folder)
        return _opened[folder]


def hand_over(folder: Path) -> None:
    """Put the secret where a worker finds it that is started with this process's environment and not its memory."""
    held = secret(folder)
    if held is not None:
        os.environ[HANDED] = held


def taken_over() -> None:
    """Take it out of the environment again, before anything else is started with it."""
    os.environ.pop(HANDED, None)


def remember(folder: Path, key: str) -> None:
    """Hold the secret for as long as this process lives."""
    _opened[folder] = key


def forget(folder: Path) -> None:
    """Ask again next time."""
    _opened.pop(folder, None)


def public_part(key: str) -> str:
    """What may be known of a key.

    Raises:
        BadInput: where it is none.
    """
    import pyrage

    try:
        return str(pyrage.x25519.Identity.from_str(key).to_public())
    except pyrage.IdentityError:
        raise _shut("what was given is no key of Charley's; one begins with AGE-SECRET-KEY-1") from None


def key_in(file: Path) -> str:
    """The key that stands in a file.

    Raises:
        BadInput: where none does.
    """
    try:
        text = file.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise _shut(f"no key can be read from {file}") from None
    public_part(text)
    return text


def connect(
    file: Path, key: str | None = None, *, read_only: bool = False, timeout_s: float = 5.0
) -> "sqlite3.Connection":
    """Open a database file as it is: plain, or with the secret where it is encrypted.

    Args:
        file: the database.
        key: the secret; None for a plain one.
        read_only: whether nothing may be written.
        timeout_s: how long to wait for another writer.
    """
    import sqlite3

    address = f"{file.absolute().as_uri()}?mode=ro" if read_only else str(file)
    if key is None:
        return sqlite3.connect(address, uri=read_only, timeout=timeout_s)
    opened = cipher().connect(address, uri=read_only, timeout=timeout_s)
    opened.execute(f"PRAGMA key = {quoted(key)}")
    return cast("sqlite3.Connection", opened)


def quoted(key: str) -> str:
    """The key of the pages as SQLCipher is told it. The secret is long and of chance, or opened a slow lock before."""
    import hashlib
    import hmac

    return f"\"x'{hmac.new(b'charley database 1', key.encode(), hashlib.sha256).hexdigest()}'\""


def cipher() -> Any:
    """SQLCipher's library.

    Raises:
        StorageFault: where it is not installed.
    """
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        raise StorageFault(
            "The diary is encrypted, or should be, and what that needs is not installed here: pip install sqlcipher3"
        ) from None
    return dbapi2


def _find(folder: Path) -> str:
    handed = os.environ.pop(HANDED, None)
    if handed is not None:
        return _fitting(folder, handed, "what was handed over")
    if os.environ.get(KEY_FILE):
        file = Path(os.environ[KEY_FILE]).expanduser()
        return _fitting(folder, key_in(file), str(file))
    if (folder / SHUT).exists() and _ask is not None:
        return _fitting(folder, opened_with(folder, _ask()), "the passphrase")
    way = f"give its passphrase at the terminal, or name the file with its key in {KEY_FILE}"
    if not (folder / SHUT).exists():
        way = f"name the file with its key in {KEY_FILE}"
    raise _shut(f"the diary {folder / DATABASE} is encrypted; {way}. Nothing was changed")


def opened_with(folder: Path, passphrase: str) -> str:
    """The key that lies locked beside the diary.

    Raises:
        BadInput: where the passphrase does not open it.
    """
    import pyrage

    try:
        return str(pyrage.passphrase.decrypt((folder / SHUT).read_bytes(), passphrase).decode("ascii"))
    except (pyrage.DecryptError, OSError, UnicodeDecodeError):
        raise _shut("this is not the passphrase of this diary, or its locked key is damaged") from None


def _fitting(folder: Path, key: str, what: str) -> str:
    """The key, seen to be this diary's.

    Raises:
        BadInput: where it is another's.
    """
    try:
        wanted = (folder / PUBLIC).read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise StorageFault(f"The file {folder / PUBLIC} cannot be read. The diary was not touched.") from None
    if public_part(key) != wanted:
        raise _shut(f"{what} holds the key of another diary, not of {folder / DATABASE}")
    return key


def _shut(message: str) -> BadInput:
    return BadInput([Problem("key", message)])
