"""Backups that make themselves: a ring of locked copies beside the diary, thinned out as they age, tried out monthly.

They are kept in ``backups`` of the data folder, or where ``CHARLEY_BACKUPS`` says, such as another disk. Each is made
by SQLite's own copy, read back, locked, and put in its place in one step.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from charley.db.backup import ASIDE, ASIDE_STAMP, Copy, back_up, check_copy
from charley.db.drafts import draft, sweep
from charley.db.faults import named
from charley.db.folder import DATABASE, PRIVATE_FILE, PRIVATE_FOLDER, database_file
from charley.db.locking import Lock, backup_key, lock, unlock
from charley.db.secrecy import connect, is_plain, secret
from charley.errors import BadInput, StorageFault

FOLDER, CHECKED = "backups", "checked.json"
STEM, ENDING, STAMP = "charley-", ".sqlite3.age", "%Y%m%d-%H%M%S"
#: A new copy where the newest is older.
EVERY = timedelta(hours=20)
#: A copy is tried out so often.
CHECK_EVERY = timedelta(days=30)
#: So many of the newest days, weeks and months keep their last copy.
DAYS, WEEKS, MONTHS = 7, 5, 12
#: A diary that a restore set aside is kept for so long.
ASIDE_KEPT = timedelta(days=90)


class Kept(NamedTuple):
    """A backup in the ring.

    Attributes:
        file: where it is.
        made_at: when, in UTC, as its name says.
        bytes: its size.
    """

    file: Path
    made_at: datetime
    bytes: int


class Tried(NamedTuple):
    """What came of trying a backup out.

    Attributes:
        file: the backup's name.
        at: when it was tried, ISO 8601 in UTC.
        entries: how many entries came back; None where it could not be opened.
        missing: how many entries of the backup the diary in use does not hold as they were; these would be a loss.
        fault: what is wrong; None where all is well.
    """

    file: str
    at: str
    entries: int | None
    missing: int
    fault: str | None


def backups_folder(folder: Path, environ: Mapping[str, str] | None = None) -> Path:
    """Where the ring is."""
    chosen = (os.environ if environ is None else environ).get("CHARLEY_BACKUPS")
    return Path(chosen).expanduser().absolute() if chosen else folder / FOLDER


def kept(folder: Path) -> list[Kept]:
    """The ring's backups, newest first."""
    found = []
    for file in backups_folder(folder).glob(f"{STEM}*{ENDING}"):
        made_at = _made_at(file.name)
        if made_at is not None:
            found.append(Kept(file, made_at, file.stat().st_size))
    return sorted(found, key=lambda each: each.made_at, reverse=True)


def keep_safe(folder: Path, now: datetime) -> Copy | None:
    """Make a backup where one is due, thin the ring out, and try the newest one out where that is due.

    Args:
        folder: the data folder.
        now: this moment, with its offset from UTC.

    Returns:
        the new backup; None where none was due, or there is no diary yet.

    Raises:
        StorageFault: where it cannot be made.
    """
    newest = next(iter(kept(folder)), None)
    if not database_file(folder).exists() or (newest and now - newest.made_at < EVERY and newest.made_at <= now):
        return None
    made = add(folder, now)
    thin_out(folder)
    let_go(folder, now)
    tried = last_tried(folder)
    if tried is None or now - datetime.fromisoformat(tried.at) > CHECK_EVERY:
        try_out(folder, now)
    return made


def add(folder: Path, now: datetime) -> Copy:
    """Make a backup now.

    Raises:
        StorageFault: where there is no diary, or it cannot be copied or written.
    """
    ring = backups_folder(folder)
    target = ring / f"{STEM}{now:{STAMP}}{ENDING}"
    with named(target):
        ring.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
        sweep(ring, f".{STEM}*.part*")  # of every moment
    key = backup_key(folder)
    return locked_copy(folder, target, Lock(key=key))


def locked_copy(folder: Path, target: Path, opens: Lock) -> Copy:
    """Copy the diary into one locked file, put in its place in one step.

    Raises:
        StorageFault: where there is no diary, or it cannot be copied or written.
    """
    with _draft(target) as plain, _draft(target) as locked:
        copy = back_up(folder, plain, key=opens.secret)
        with named(target):
            lock(plain, locked, opens)
            with locked.open("rb+") as written:
                os.fsync(written.fileno())
            locked.replace(target)
    return Copy(target, copy.entries, target.stat().st_size)


def thin_out(folder: Path) -> list[Path]:
    """Take away what the ring no longer needs, and say what that was."""
    ring = kept(folder)
    needed = worth_keeping(each.made_at for each in ring)
    gone = [each.file for each in ring if each.made_at not in needed]
    for file in gone:
        with named(file):
            file.unlink(missing_ok=True)
    return gone


def set_aside(folder: Path) -> list[Path]:
    """The diaries that restores have set aside, the latest first. They are not locked."""
    return sorted(folder.glob(f"{Path(DATABASE).stem}{ASIDE}*{Path(DATABASE).suffix}"), reverse=True)


def let_go(folder: Path, now: datetime) -> list[Path]:
    """Take away what restores set aside long ago, and say what that was. A damaged one stays: nothing else holds it."""
    gone = []
    for file in set_aside(folder):
        stamp = file.name.partition(ASIDE)[2][: len(now.strftime(ASIDE_STAMP))]
        try:
            since = datetime.strptime(
                f"{stamp} +0000", f"{ASIDE_STAMP} %z"
            )  # its own clock: a day more or less is nothing
            if now - since < ASIDE_KEPT:
                continue
            check_copy(file, secret(folder))
        except (ValueError, BadInput):
            continue
        with named(file):
            file.unlink(missing_ok=True)
        gone.append(file)
    return gone


def worth_keeping(times: Iterable[datetime]) -> set[datetime]:
    """Of some moments the last of each of the newest days, weeks and months, and so always the newest of all."""
    newest_first = sorted(times, reverse=True)
    needed: set[datetime] = set()
    for form, most in (("%Y-%m-%d", DAYS), ("%G-%V", WEEKS), ("%Y-%m", MONTHS)):
        last: dict[str, datetime] = {}
        for moment in newest_first:
            last.setdefault(moment.strftime(form), moment)
        needed |= set(list(last.values())[:most])
    return needed


def try_out(folder: Path, now: datetime) -> Tried | None:
    """Open the newest backup as a restore would, and compare it entry by entry with the diary in use.

    Returns:
        what came of it, which is also written down; None where there is no backup.
    """
    newest = next(iter(kept(folder)), None)
    if newest is None:
        return None
    entries, missing, fault = None, 0, None
    try:
        key = backup_key(folder, make=False)
        with opened(newest.file, Lock(key=key)) as copy:
            entries = check_copy(copy, key).entries
            missing = len(_rows(copy, key) - _rows(database_file(folder), key))
            if missing:
                fault = f"{missing} entries of the backup are not in the diary as they were"
    except (BadInput, StorageFault) as found:
        fault = str(found)
    tried = Tried(newest.file.name, now.isoformat(), entries, missing, fault)
    place = backups_folder(folder) / CHECKED
    with named(place):
        place.touch(mode=PRIVATE_FILE)
        place.write_text(json.dumps(tried._asdict()), "utf-8")
    return tried


def last_tried(folder: Path) -> Tried | None:
    """What came of the last trying out; None where there was none."""
    try:
        return Tried(**json.loads((backups_folder(folder) / CHECKED).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


@contextmanager
def opened(file: Path, key: Lock) -> Iterator[Path]:
    """What is in a locked backup, as a file that is gone afterwards; that of an encrypted diary is encrypted still.

    Raises:
        BadInput: where it cannot be opened.
    """
    with _draft(file) as plain:
        unlock(file, plain, key)
        yield plain


def _rows(file: Path, key: str | None) -> set[tuple[str, str]]:
    """Id and digest of every entry; the key is used where the file is encrypted."""
    with named(file), closing(connect(file, None if is_plain(file) else key, read_only=True)) as database:
        return set(database.execute("SELECT entry_id, digest FROM charley_journalentry"))


def _made_at(name: str) -> datetime | None:
    try:
        stamp = name.removeprefix(STEM).removesuffix(ENDING)
        return datetime.strptime(f"{stamp} +0000", f"{STAMP} %z")
    except ValueError:
        return None


@contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """A private file beside another that is gone afterwards, whatever happens."""
    with ExitStack() as held:
        with named(target):
            made = held.enter_context(draft(target.parent, target.name))
        yield made
