"""The data folder: where it is, and that only its owner can look into it.

Given by ``--data``, else by ``CHARLEY_DATA``, else the system's place for a program's data.
"""

import os
import re
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path

from charley.errors import BadInput, Problem, StorageFault

DATABASE = "charley.sqlite3"
SECRET = "secret.key"  # noqa: S105
BACKUP_KEY = "backup.key"
PUSH_KEY = "push.key"
#: What the names of files begin with that Charley itself keeps: the database, its log, keys, locked or not.
OWN = (DATABASE, SECRET, BACKUP_KEY, PUSH_KEY)
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


def data_folder(given: Path | None = None, environ: Mapping[str, str] | None = None) -> Path:
    """Where the data live. Nothing is made yet.

    Args:
        given: the person's own choice on the command line.
        environ: the environment; the process's own where None.

    Raises:
        BadInput: where it lies in a home folder that this system does not know.
    """
    env = os.environ if environ is None else environ
    try:
        return _chosen(given, env)
    except RuntimeError:  # a user without a home folder, or ~NAME of nobody
        message = "the home folder is not known here; name the data folder in full, with --data or CHARLEY_DATA"
        raise BadInput([Problem("data", message)]) from None


def _chosen(given: Path | None, env: Mapping[str, str]) -> Path:
    if given is not None:
        return given.expanduser().absolute()
    if env.get("CHARLEY_DATA"):
        return Path(env["CHARLEY_DATA"]).expanduser().absolute()
    if env.get("XDG_DATA_HOME"):
        return Path(env["XDG_DATA_HOME"]).expanduser().absolute() / "charley"
    if sys.platform == "win32" and env.get("LOCALAPPDATA"):
        return Path(env["LOCALAPPDATA"]) / "Charley"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Charley"
    return Path.home() / ".local" / "share" / "charley"


def prepare(folder: Path) -> Path:
    """Make the folder if it is not there, private to its owner, and see that it can be written.

    A folder that was there keeps the mode its owner gave it; the files made in it are private all the same.

    Raises:
        StorageFault: in a sentence that names the folder.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        probe = folder / f".write-test-{secrets.token_hex(4)}"
        probe.touch(mode=PRIVATE_FILE)
        probe.unlink()
    except OSError as fault:
        raise folder_fault(folder, fault) from None
    return folder


def secret_key(folder: Path) -> str:
    """The key that signs this folder's sessions; made once, readable by its owner only.

    A damaged one is made anew: nothing but the sessions hangs on it.

    Raises:
        StorageFault: where it can be neither read nor made.
    """
    place = folder / SECRET
    try:
        if place.exists() and not _KEY.fullmatch(_read(place)):
            place.unlink()
        if not place.exists():
            draft = folder / f"{SECRET}.{secrets.token_hex(4)}"
            try:
                draft.touch(mode=PRIVATE_FILE)
                draft.write_text(secrets.token_urlsafe(48), "utf-8")
                settle(draft, place)
            finally:
                draft.unlink(missing_ok=True)
        return place.read_text("utf-8").strip()
    except OSError as fault:
        raise folder_fault(folder, fault) from None


def _read(place: Path) -> bytes:
    try:
        return place.read_bytes()
    except OSError as fault:
        reason = (fault.strerror or "unknown reason").lower()
        raise StorageFault(
            f"The file {place} cannot be read ({reason}). It signs who is logged in here and nothing else: "
            "make it readable, or take it away and a new one is made."
        ) from None


_KEY = re.compile(rb"[A-Za-z0-9_-]{50,}\s*")


def settle(draft: Path, place: Path) -> None:
    """Put the draft in its place; of two starts at once one key wins, whole."""
    try:
        os.link(draft, place)
    except FileExistsError:
        pass
    except OSError:  # a disk without links, such as a memory stick
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)


def database_file(folder: Path) -> Path:
    """The database's file in a data folder."""
    return folder / DATABASE


def is_own(folder: Path, file: Path) -> bool:
    """Whether a name is that of a file Charley itself keeps in a data folder, there already or not."""
    place = Path(os.path.realpath(file))
    if place.parent == Path(os.path.realpath(folder)) and place.name.startswith(OWN):
        return True
    return place in [Path(os.path.realpath(folder / name)) for name in OWN]  # one of them may itself be a link


def see_place(folder: Path, target: Path) -> None:
    """See that a copy of the diary may be put somewhere.

    Raises:
        BadInput: where the name is a folder's, a device's, or that of a file Charley itself keeps.
    """
    if is_own(folder, target):
        message = f"{target} belongs to the diary itself; choose another place for the backup"
    elif target.is_dir() or (target.exists() and not target.is_file()):
        message = f"{target} is no place for a file; name a file, in a folder of your own"
    else:
        return
    raise BadInput([Problem("file", message)])


def folder_fault(folder: Path, fault: OSError) -> StorageFault:
    """What went wrong with the folder, what it means and what to do."""
    what = {
        "FileExistsError": "is a file, not a folder",
        "NotADirectoryError": "is a file, or lies inside one",
        "PermissionError": "cannot be written by this user",
    }.get(type(fault).__name__) or f"cannot be used ({(fault.strerror or 'unknown reason').lower()})"
    return StorageFault(
        f"The data folder {folder} {what}. Nothing was changed. "
        "Make it writable, or choose another with --data FOLDER or CHARLEY_DATA."
    )
