"""Opening the diary of this machine's person, for the commands that need it."""

from pathlib import Path
from typing import TYPE_CHECKING

from charley.dates import Moment
from charley.diary.journal import instant

if TYPE_CHECKING:
    from charley.db.repository import PersonStore


def open_store(data: Path | None, now: Moment) -> "PersonStore":
    """The store of the local person; folder, tables and person are made where they are not there yet.

    Args:
        data: the folder the person chose; None for the usual place.
        now: this moment.

    Raises:
        StorageFault: where it cannot be opened.
    """
    from charley.db.connection import setup

    setup(data)
    from charley.db.repository import local_person, store_for

    return store_for(local_person(made_at=instant(now)))
