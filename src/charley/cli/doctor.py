"""``charley doctor``: is everything well with diary, backups, facts and engine?"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import charley
from charley.cli import output
from charley.cli.clock import now
from charley.cli.writing import write_whole
from charley.errors import BadInput, StorageFault

if TYPE_CHECKING:
    from charley.services.self_test import Check

#: A newest backup older than this means that they are not being made.
STALE = timedelta(days=7)
MARKS = {True: "[green]✓[/green]", False: "[red]✗[/red]", None: "–"}


def doctor(*, pdf: Path | None = None, data: Path | None = None, json: bool = False) -> int:
    """Look whether the diary is whole, its backups open, and facts and engine give the answers they should.

    Example: charley doctor --pdf validation.pdf

    Parameters
    ----------
    pdf
        Also write the validation sheet.
    data
        The data folder, in place of the usual one.
    json
        Answer with one JSON document.
    """
    from charley.db.connection import configure
    from charley.services import self_test

    folder = configure(data)
    moment = now()
    found = [*_diary(folder), *_backups(folder), *self_test.checks(moment.wall.date())]
    if pdf is not None:
        from charley.report.sheet import pdf as typeset

        made = typeset(self_test.sheet(found, program=charley.__version__, made_at=moment.wall))
        write_whole(pdf, lambda file: file.write(made))
    well = all(check.ok is not False for check in found)
    if json:
        rows = [{"check": check.name, "ok": check.ok, "told": check.told} for check in found]
        output.print_json({"well": well, "program": charley.__version__, "checks": rows})
    else:
        for check in found:
            output.console.print(MARKS[check.ok], end=" ")
            output.console.print(f"{check.name}: {check.told}", markup=False, soft_wrap=True)
        output.console.print("All is well." if well else "Not all is well; see the lines marked ✗.", markup=False)
    return output.DONE if well else output.NO


def _diary(folder: Path) -> "Iterator[Check]":
    from charley.db.backup import check_copy
    from charley.db.folder import BACKUP_KEY, database_file
    from charley.db.secrecy import is_encrypted, secret
    from charley.services.self_test import Check

    place = database_file(folder)
    if not place.exists():
        yield Check("Diary", None, "there is none yet")
        return
    try:
        copy = check_copy(place, secret(folder))
        yield Check("Diary: file", True, f"whole, {copy.entries} entries, {copy.bytes / 1e6:.1f} MB")
    except BadInput as fault:
        yield Check("Diary: file", False, str(fault))
        return
    yield _rows()
    loose = place.stat().st_mode & 0o077
    told = "others on this machine can read it: chmod 600 would stop that" if loose else "only its owner can read it"
    yield Check("Diary: access", not loose, told)
    if is_encrypted(folder):
        beside = (folder / BACKUP_KEY).exists()
        told = f"its key lies beside it, in {BACKUP_KEY}: take that file away" if beside else "the file is encrypted"
        yield Check("Diary: encryption", not beside, told)


def _rows() -> "Check":
    """Every row against its digest: SQLite itself has none."""
    from charley.db.people import everybody
    from charley.db.repository import store_for
    from charley.services.self_test import Check

    try:
        conflicts = sum(len(store_for(person).journal().conflicts) for person in everybody())
    except StorageFault as fault:
        return Check("Diary: entries", False, str(fault))
    told = f"{conflicts} with two meanings" if conflicts else "each is as it was written"
    return Check("Diary: entries", True, told)


def _backups(folder: Path) -> "Iterator[Check]":
    from charley.db import rotation
    from charley.db.folder import database_file
    from charley.services.self_test import Check

    ring, moment = rotation.kept(folder), datetime.now(UTC)
    yield from _set_aside(rotation.set_aside(folder))
    if not database_file(folder).exists():
        return
    if not ring:
        yield Check("Backups", None, "none yet; charley serve makes them by itself, and charley backup makes one now")
        return
    age = moment - ring[0].made_at
    told = f"{len(ring)} in {rotation.backups_folder(folder)}, the newest {_ago(age)}"
    yield Check("Backups: ring", age < STALE, told)
    tried = rotation.try_out(folder, moment)
    if tried is not None:
        told = tried.fault or f"the newest opened and gave back {tried.entries} entries, each as in the diary"
        yield Check("Backups: trial restore", tried.fault is None, told)


def _set_aside(files: list[Path]) -> "Iterator[Check]":
    """Diaries from before a restore: whole, most often not locked, and easily forgotten."""
    from charley.db.rotation import ASIDE_KEPT
    from charley.db.secrecy import is_plain
    from charley.services.self_test import Check

    if files:
        told = ", ".join(file.name for file in files)
        how = "not locked" if any(map(is_plain, files)) else "encrypted"
        after = f"they go {ASIDE_KEPT.days} days after it, unless damaged; what you no longer need you may delete"
        yield Check("Backups: set aside by a restore", None, f"{len(files)}, {how}: {told}; {after}")


def _ago(age: timedelta) -> str:
    hours = age.total_seconds() / 3600
    return f"{hours:.0f} hours old" if hours < 48 else f"{hours / 24:.0f} days old"
