"""Drafts: what becomes a file is written beside its place first, so that a name never stands for half a file.

A run that was killed leaves its draft behind, with a whole diary in it perhaps. Its name says which run that was; the
next run that writes to the same place takes away the drafts of runs that are over.
"""

import glob
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from charley.db.folder import PRIVATE_FILE

#: What SQLite may put beside a database.
BESIDE = ("", "-wal", "-shm", "-journal")
_RUN = re.compile(r"\.(\d+)-[0-9a-f]+\.part(?:-wal|-shm|-journal)?$")


@contextmanager
def draft(folder: Path, name: str) -> Iterator[Path]:
    """A private file beside the one of this name; gone afterwards, unless it was put into its place.

    Args:
        folder: where both are.
        name: of the file it will become.

    Raises:
        OSError: where it cannot be made.
    """
    sweep(folder, f".{glob.escape(name)}.*.part*")
    file = folder / f".{name}.{os.getpid()}-{secrets.token_hex(4)}.part"
    file.touch(mode=PRIVATE_FILE)
    try:
        yield file
    finally:
        for ending in BESIDE:
            file.with_name(file.name + ending).unlink(missing_ok=True)


def sweep(folder: Path, drafts: str) -> None:
    """Take away the drafts, named by a pattern, whose runs are over; so is one that does not name its run."""
    for file in folder.glob(drafts):
        run = _RUN.search(file.name)
        if run is None or not _goes_on(int(run[1])):
            with suppress(OSError):  # somebody else's, or a system that holds it: it disturbs nobody
                file.unlink()


def _goes_on(process: int) -> bool:
    """Whether a process is there. Windows cannot be asked so, and does not let go of a file that is open."""
    if os.name != "posix":
        return process == os.getpid()
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # it is there, and somebody else's
        return True
    return True
