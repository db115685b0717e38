"""Taking people off the machine: every file Charley made, or the copies in which somebody who left still stands.

Only what Charley made is touched; other files somebody put into the folder stay, and then the folder stays too.
"""

import os
import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from charley.db import rotation
from charley.db.backup import ASIDE
from charley.db.connection import is_embedded
from charley.db.folder import DATABASE, PUSH_KEY, SECRET
from charley.db.locking import KEY
from charley.db.models import Person
from charley.db.rotation import CHECKED, ENDING, FOLDER, STEM, backups_folder
from charley.interop.food_store import FILE as FOODS

#: What Charley puts into its folder, beside the backups. A restore keeps the earlier diary aside.
PATTERNS = (
    f"{DATABASE}*",
    f".{DATABASE}*",
    f"{Path(DATABASE).stem}{ASIDE}*",
    f".{Path(DATABASE).stem}{ASIDE}*",
    f"{FOODS}*",
    f"{SECRET}*",
    f"{KEY}*",
    f"{PUSH_KEY}*",
    "made-up-person",
)
#: The pages' own files, which hold nothing of a person and which a running app still needs.
STATIC = ("static", "static.stamp")
#: Overwritten in pieces of this size.
PIECE = 1 << 20


class Found(NamedTuple):
    """What there is of a person.

    Attributes:
        files: every file that would go, backups among them.
        backups: the backups of the ring, and diaries kept aside by a restore.
    """

    files: list[Path]
    backups: list[Path]


def found_in(folder: Path) -> Found:
    """List what Charley made in a data folder and in its place of backups. Nothing is changed."""
    own = [file for pattern in PATTERNS for file in folder.glob(pattern) if file.is_file()]
    ring = backups_folder(folder)
    copies = [file for pattern in (f"{STEM}*{ENDING}", f".{STEM}*") for file in ring.glob(pattern) if file.is_file()]
    aside = [file for file in own if ASIDE in file.name]
    noted = [file for file in (ring / CHECKED,) if file.is_file()]
    return Found(sorted({*own, *copies, *noted}), sorted({*copies, *aside}))


def copies_of(folder: Path) -> list[Path]:
    """The copies of the database in which somebody who was erased still stands: the ring, and diaries set aside."""
    return [file for file in found_in(folder).backups if not file.name.startswith(".")]


def replace_copies(folder: Path, now: datetime) -> list[Path]:
    """Make one new backup of what is left, and take away every earlier copy.

    Returns:
        those that could not be taken away.

    Raises:
        StorageFault: where the new one cannot be made; the earlier ones stay then.
    """
    before = found_in(folder).backups
    made = rotation.add(folder, now).file
    return _remove([file for file in before if file != made])


def erase(folder: Path, found: Found, *, running: bool = False) -> list[Path]:
    """Overwrite and remove; give back what could not be. Of a PostgreSQL, everybody's rows go.

    Args:
        folder: the data folder.
        found: what is to go.
        running: whether the app goes on in this folder, with an empty diary.
    """
    if not is_embedded():
        Person.objects.all().delete()
    left = _remove(found.files)
    if not running:
        shutil.rmtree(folder / STATIC[0], ignore_errors=True)
        (folder / STATIC[1]).unlink(missing_ok=True)
    for place in (backups_folder(folder), folder / FOLDER, folder):
        with suppress(OSError):  # something else is in it, or it is not there
            place.rmdir()
    return left


def _remove(files: list[Path]) -> list[Path]:
    """Overwrite and remove; give back what could not be."""
    left = []
    for file in files:
        try:
            _overwrite(file)
            file.unlink()
        except OSError:
            left.append(file)
    return left


def _overwrite(file: Path) -> None:
    """Once with zeros: enough for a disk that writes in place; one that does not may keep old pages for a while."""
    size = file.stat().st_size
    with file.open("rb+") as opened:
        for start in range(0, size, PIECE):
            opened.write(bytes(min(PIECE, size - start)))
        opened.flush()
        os.fsync(opened.fileno())
