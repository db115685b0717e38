"""``charley backup`` and ``charley restore``: copies of the whole diary, locked or plain."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

from cyclopts import Parameter

from charley.cli import output
from charley.cli.asking import passphrase as asked_passphrase
from charley.errors import BadInput, Problem

if TYPE_CHECKING:
    from charley.db.locking import Lock

Flag: TypeAlias = Annotated[bool, Parameter(negative=())]
#: Where a script puts the passphrase, so that it stands in no list of processes.
PASSPHRASE = "CHARLEY_PASSPHRASE"  # noqa: S105


def backup(
    file: Path | None = None,
    /,
    *,
    passphrase: Flag = False,
    show_key: Flag = False,
    data: Path | None = None,
    json: Flag = False,
) -> int:
    """Copy the whole diary into one file, checked; also while Charley is running.

    Without FILE a locked copy is added to the backups Charley makes by itself. FILE is a plain copy, or with
    --passphrase a locked one. That of an encrypted diary is encrypted in any case.

    Parameters
    ----------
    file
        The backup. It is put there whole or not at all.
    passphrase
        Lock FILE with a passphrase, which is asked for (or taken from CHARLEY_PASSPHRASE).
    show_key
        Show the key that opens Charley's own backups, to be written down and kept elsewhere.
    data
        The data folder, in place of the usual one.
    json
        Answer with one JSON document.
    """
    from charley.db.connection import configure

    folder = configure(data)
    if show_key:
        return _show_key(folder, as_json=json)
    from charley.db import rotation
    from charley.db.backup import back_up
    from charley.db.folder import see_place
    from charley.db.locking import Lock

    if file is None:
        copy = rotation.add(folder, datetime.now(UTC))
        rotation.thin_out(folder)
    elif passphrase:
        see_place(folder, file)
        copy = rotation.locked_copy(folder, file, Lock(passphrase=asked_passphrase(PASSPHRASE, twice=True)))
    else:
        copy = back_up(folder, file)
    if json:
        output.print_json({"written": str(copy.file), "entries": copy.entries, "bytes": copy.bytes})
    else:
        sentence = (
            f"Backed up {copy.entries} entries to {copy.file} ({copy.bytes / 1e6:.1f} MB), read back and found whole"
        )
        output.console.print(sentence, markup=False, soft_wrap=True)
    return output.DONE


def restore(
    file: Path,
    /,
    *,
    key: Path | None = None,
    data: Path | None = None,
    json: Flag = False,
) -> int:
    """Put a backup in the place of the present diary, which is kept aside.

    Parameters
    ----------
    file
        A backup of Charley's, plain or locked. It is checked first; a damaged one changes nothing.
    key
        A file with the key of a locked or encrypted backup; the data folder's own where none is given. A backup locked
        with a passphrase asks for it (or takes it from CHARLEY_PASSPHRASE).
    data
        The data folder, in place of the usual one.
    json
        Answer with one JSON document.
    """
    from charley.db.connection import configure

    folder = configure(data)
    from charley.db import rotation
    from charley.db.backup import restore as put_back
    from charley.db.locking import is_locked
    from charley.db.secrecy import key_in

    if file.is_file() and is_locked(file):
        opens = _lock(folder, file, key)
        with rotation.opened(file, opens) as within:
            done = put_back(folder, within, key=opens.secret)
    else:
        done = put_back(folder, file, key=None if key is None else key_in(key))
    if json:
        aside = None if done.aside is None else str(done.aside)
        output.print_json({"entries": done.entries, "aside": aside, "aside_entries": done.aside_entries})
        return output.DONE
    output.console.print(f"The diary now holds the {done.entries} entries of {file}.", markup=False, soft_wrap=True)
    if done.aside is not None:
        held = "could not be read" if done.aside_entries is None else f"held {done.aside_entries} entries"
        sentence = f"The diary that was there before ({held}) is kept as {done.aside}"
        output.console.print(sentence, markup=False, soft_wrap=True)
    return output.DONE


def _show_key(folder: Path, *, as_json: bool) -> int:
    from charley.db.locking import backup_key
    from charley.db.rotation import backups_folder

    key = backup_key(folder)
    if as_json:
        output.print_json({"key": key, "backups": str(backups_folder(folder))})
        return output.DONE
    output.console.print(str(key), markup=False, soft_wrap=True)
    output.errors.print(
        "Whoever has this key and a backup can read the diary; without the key nobody can, not even you. Write it down "
        f"and keep it away from this machine. The backups are in {backups_folder(folder)}.",
        markup=False,
    )
    return output.DONE


def _lock(folder: Path, file: Path, key: Path | None) -> "Lock":
    from charley.db.locking import Lock, backup_key, wants_passphrase
    from charley.db.secrecy import key_in

    if key is not None:
        return Lock(key=key_in(key))
    if wants_passphrase(file):
        return Lock(passphrase=asked_passphrase(PASSPHRASE))
    own = backup_key(folder, make=False)
    if own is None:
        raise BadInput([Problem("key", "it is locked with the key of another data folder; give it with --key FILE")])
    return Lock(key=own)
