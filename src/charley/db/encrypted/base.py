"""The backend: Django's own for SQLite, with the connection opened by SQLCipher and the secret given to it first."""

import datetime
import decimal
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import _functions, base  # type: ignore[attr-defined]
from django.utils.dateparse import parse_date, parse_datetime, parse_time

from charley.db.secrecy import cipher, quoted, secret

Database: Any = cipher()

# What Django tells the standard library's module once, this one has to be told too.
Database.register_converter("bool", b"1".__eq__)
for _name, _read in (
    ("date", parse_date),
    ("time", parse_time),
    ("datetime", parse_datetime),
    ("timestamp", parse_datetime),
):
    Database.register_converter(_name, base.decoder(_read))
Database.register_adapter(decimal.Decimal, str)
Database.register_adapter(datetime.date, base.adapt_date)
Database.register_adapter(datetime.datetime, base.adapt_datetime)


class Cursor(Database.Cursor):  # type: ignore[misc]
    """Django's ``%s`` turned into SQLite's ``?``, as its own cursor does."""

    def execute(self, query: str, params: Any = None) -> Any:
        """Run one statement."""
        if params is None:
            return super().execute(query)
        names = list(params) if isinstance(params, dict) else None
        return super().execute(base.SQLiteCursorWrapper.convert_query(self, query, param_names=names), params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        """Run one statement with each row of parameters."""
        rows = list(param_list)
        names = list(rows[0]) if rows and isinstance(rows[0], dict) else None
        return super().executemany(base.SQLiteCursorWrapper.convert_query(self, query, param_names=names), rows)


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection to an encrypted diary. The secret stands in no setting; it is asked for as the file is opened."""

    Database = Database

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open the file; see the backend this one stands on."""
        key = secret(Path(self.settings_dict["NAME"]).parent)
        opened = Database.connect(**conn_params)
        if key is not None:
            opened.execute(f"PRAGMA key = {quoted(key)}")
        _functions.register(opened)
        for command in ("PRAGMA foreign_keys = ON", "PRAGMA legacy_alter_table = OFF", *self.init_commands):  # type: ignore[attr-defined]
            if command.strip():
                opened.execute(command.strip())
        return opened

    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ARG002
        """A cursor that takes Django's parameters."""
        return self.connection.cursor(factory=Cursor)
