"""How the database is opened, for the app and for the command line alike.

It is SQLite in the data folder, unless ``CHARLEY_DATABASE`` holds the address of a PostgreSQL, for a server of many
people: ``postgresql://user:password@host/database``.
"""

import os
import secrets
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from charley.db.folder import PRIVATE_FILE, data_folder, database_file, prepare, secret_key
from charley.db.secrecy import cipher, is_encrypted
from charley.errors import BadInput, Problem

#: Where the address of a PostgreSQL is looked for.
ADDRESS = "CHARLEY_DATABASE"

#: How long to wait for another writer, in seconds.
PATIENCE_S = 10.0

#: So long a start waits, again and again, for another one that makes the same tables, before it gives up: seconds.
WAITS_S = (0.02, 0.05, 0.1, 0.2, 0.4, 0.4)

#: Readers and one writer at once; a write that was confirmed outlives a power cut.
PRAGMAS = "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON"


#: A connection is kept by its thread for so long, for opening one costs more than most pages; see
#: :mod:`charley.db.reuse`. Windows would not let an open file be erased.
KEPT_S = 600
KEPT_OF_FILE_S = KEPT_S if os.name == "posix" else 0


def databases(
    folder: Path, *, patience_s: float = PATIENCE_S, environ: Mapping[str, str] | None = None
) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: the PostgreSQL of the environment, else the embedded database in ``folder``.

    Raises:
        BadInput: where the address cannot be read, or the driver is not installed.
    """
    address = (os.environ if environ is None else environ).get(ADDRESS)
    if address:
        return {"default": _postgres(address)}
    return {
        "default": {
            "ENGINE": _engine(folder),
            "NAME": str(database_file(folder)),
            "CONN_MAX_AGE": KEPT_OF_FILE_S,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": patience_s, "init_command": PRAGMAS},
        }
    }


def _engine(folder: Path) -> str:
    """Django's backend for the file of a folder.

    Raises:
        StorageFault: where the file is encrypted and what that needs is not installed.
    """
    if not is_encrypted(folder):
        return "django.db.backends.sqlite3"
    cipher()
    return "charley.db.encrypted"


def is_embedded() -> bool:
    """Whether the database is the file in the data folder: only that one Charley itself copies and puts back."""
    from django.db import connection

    return connection.vendor == "sqlite"


def _postgres(address: str) -> dict[str, Any]:
    try:
        from psycopg import Error
        from psycopg.conninfo import conninfo_to_dict
    except ImportError:
        message = "names a PostgreSQL, and its driver is not installed here; install psycopg[binary]"
        raise BadInput([Problem(ADDRESS, message)]) from None
    try:
        parts = {name: str(value) for name, value in conninfo_to_dict(address).items()}
    except Error:
        message = "should be an address such as postgresql://user:password@host/database"
        raise BadInput([Problem(ADDRESS, message)]) from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": KEPT_S,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": parts,
    }


def setup(data: Path | None = None) -> Path:
    """Make the command line ready to use the database: folder, Django, tables.

    Args:
        data: the folder the person chose; None for the usual place.

    Returns:
        the data folder.

    Raises:
        StorageFault: where the folder or the database cannot be used.
    """
    folder = configure(data)
    migrate()
    return folder


def configure(data: Path | None = None, *, make: bool = True) -> Path:
    """Make folder and Django ready, and leave the database as it is; see :func:`setup`.

    Args:
        data: the folder the person chose; None for the usual place.
        make: whether folder and key are made where they are missing; without it nothing is written.
    """
    import django
    from django.conf import settings

    folder = prepare(data_folder(data)) if make else data_folder(data)
    if settings.configured:
        _point_at(folder)
    else:
        settings.configure(
            INSTALLED_APPS=["charley.db"],
            DATABASES=databases(folder),
            SECRET_KEY=secret_key(folder) if make else secrets.token_urlsafe(48),
            USE_TZ=True,
            TIME_ZONE="UTC",
            LOGGING_CONFIG=None,
        )
        django.setup()
    return folder


def _point_at(folder: Path) -> None:
    """Let a process whose Django is configured already use another data folder, or one that was encrypted meanwhile."""
    from django.db import connections

    if not is_embedded():
        return
    wanted = {"NAME": str(database_file(folder)), "ENGINE": _engine(folder)}
    held = connections["default"].settings_dict
    if any(held[name] != value for name, value in wanted.items()):
        connections["default"].close()
        connections.databases["default"] |= wanted
        del connections["default"]  # the next use makes a new one


def migrate() -> None:
    """Bring the tables up to this version of Charley.

    Raises:
        StorageFault: where the database cannot be written, or was made by a newer version.
    """
    from django.db import OperationalError, connection
    from django.db.migrations.exceptions import MigrationSchemaMissing
    from django.db.migrations.executor import MigrationExecutor

    from charley.db.faults import named

    file = connection.settings_dict["NAME"]
    with named(file):
        if is_embedded() and not _in_memory(file):
            Path(file).touch(mode=PRIVATE_FILE)  # before SQLite makes it readable for others
        for wait_s in (*WAITS_S, None):
            try:
                executor = MigrationExecutor(connection)
                _refuse_newer(executor, file)
                plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
                if plan:
                    executor.migrate(executor.loader.graph.leaf_nodes(), plan=plan)
                break
            except (OperationalError, MigrationSchemaMissing):  # another start makes them too: look again
                if wait_s is None:
                    raise
                connection.close()
                time.sleep(wait_s)


def _in_memory(file: str) -> bool:
    return file.startswith("file:") or ":memory:" in file


def _refuse_newer(executor: Any, file: str) -> None:
    from charley.errors import StorageFault

    applied = {name for app, name in executor.loader.applied_migrations if app == "charley"}
    known = {name for app, name in executor.loader.disk_migrations if app == "charley"}
    if applied - known:
        raise StorageFault(
            f"The diary file {file} was made by a newer version of Charley. Nothing was changed. "
            "Update Charley, then start it again."
        )
