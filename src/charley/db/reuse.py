"""Connections that are kept from one request to the next, and let go where the file beneath them was replaced.

Opening SQLite for each request costs more than most requests: as the last connection closes, the log is written back
and removed, and each of these steps waits for the disk. But an open connection goes on writing into a file that has
been erased or set aside, and what it confirms would be lost. So each connection knows which file it opened, and a
request begins by looking whether that is still the one in the folder.
"""

from pathlib import Path
from typing import Any

from django.core.signals import request_started
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


def begin() -> None:
    """Look at every connection as it is opened, and at every request as it begins."""
    connection_created.connect(_note_file, dispatch_uid="charley.db.reuse")
    request_started.connect(_let_go, dispatch_uid="charley.db.reuse")


def _note_file(connection: BaseDatabaseWrapper, **_: Any) -> None:
    connection.charley_file = _file(connection)  # type: ignore[attr-defined]


def _let_go(**_: Any) -> None:
    """Close this thread's connection where its file is not the one in its place any more."""
    if connection.connection is not None and getattr(connection, "charley_file", None) != _file(connection):
        connection.close()


def _file(connection: Any) -> tuple[int, int] | None:
    """Which file is in the database's place; None where it is not a file, or none is there."""
    if connection.vendor != "sqlite":
        return None
    try:
        found = Path(connection.settings_dict["NAME"]).stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino
