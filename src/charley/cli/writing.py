"""Files that a command writes: whole or not at all, and readable by their owner only."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import IO

from charley.db.drafts import draft
from charley.db.folder import OWN
from charley.errors import BadInput, Problem, StorageFault

#: What every SQLite file begins with: a diary, or a backup of one.
MAGIC = b"SQLite format 3\x00"


def write_whole(target: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Write a file whole or not at all, readable by its owner only.

    A link stays a link, and a pipe or a device takes the bytes as they come.

    Raises:
        BadInput: where the name is a folder's, a database's, which may be a diary, or that of a file beside a diary.
        StorageFault: where it cannot be written.
    """
    place = Path(os.path.realpath(target))
    try:
        _refuse(target, place)
        if target.exists() and not target.is_file():  # by its own name: what /dev/stdout leads to has no other
            with target.open("wb") as device:
                write(device)
            return
        with draft(place.parent, place.name) as made:
            with made.open("r+b") as file:
                write(file)
                file.flush()
                os.fsync(file.fileno())
            made.replace(place)
    except OSError as fault:
        reason = (fault.strerror or "unknown reason").lower()
        raise StorageFault(f"{target} could not be written ({reason}). The diary itself is as it was.") from None


def _refuse(target: Path, place: Path) -> None:
    if place.is_dir():
        raise BadInput([Problem("path", f"{target} is a folder; name a file in it")])
    if place.name.startswith(OWN):
        raise BadInput([Problem("path", f"{target} has the name of a file of Charley's own; choose another name")])
    if place.is_file():
        with place.open("rb") as there:
            if there.read(len(MAGIC)) == MAGIC:
                message = f"{target} is a database and may be a diary, so it is not written over; choose another name"
                raise BadInput([Problem("path", message)])
