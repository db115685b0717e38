"""Django's SQLite backend over SQLCipher, for a diary whose file is encrypted; see :mod:`charley.db.secrecy`."""
