"""Opening one person's diary, for the commands that need it."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from charley.cli.asking import passphrase
from charley.dates import Moment
from charley.diary.journal import instant
from charley.errors import BadInput, Problem

if TYPE_CHECKING:
    from charley.db.models import Person
    from charley.db.repository import PersonStore

#: Where a script puts the passphrase of a locked diary, so that it stands in no list of processes.
PASSPHRASE = "CHARLEY_DIARY_PASSPHRASE"  # noqa: S105


def open_store(data: Path | None, now: Moment, person: str | None = None) -> "PersonStore":
    """The store of one person; folder, tables and the first person are made where they are not there yet.

    Args:
        data: the folder the person chose; None for the usual place.
        now: this moment.
        person: whose diary, by name; None for the first person, or the only one there is.

    Raises:
        BadInput: where nobody is called so, or their passphrase is not given.
        StorageFault: where it cannot be opened.
    """
    from charley.db.connection import setup

    setup(data)
    from charley.db.people import whom
    from charley.db.repository import store_for

    found = whom(person, made_at=instant(now))
    see_passphrase(found)
    return store_for(found)


def see_passphrase(person: "Person") -> None:
    """Ask for the passphrase of a locked diary.

    Raises:
        BadInput: where it is not given, or is another.
    """
    from charley.db.people import called, open_with

    if not person.is_locked:
        return
    if not os.environ.get(PASSPHRASE) and not sys.stdin.isatty():
        raise BadInput(
            [Problem("person", f"the diary of {called(person)} is locked; give its passphrase in {PASSPHRASE}")]
        )
    typed = passphrase(PASSPHRASE, f"Passphrase of {called(person)}: ")
    open_with(person, typed, now=datetime.now(UTC))
