"""Charley served by a process whose clock a test turns: the app's own ``world_clock`` reads the hour from a file.

    python tests/support/turned_clock.py PORT FOLDER CLOCK

CLOCK holds one time in ISO 8601 with its offset from UTC.
"""

import sys
from datetime import datetime
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


class Server(ThreadingMixIn, WSGIServer):
    """Answers several requests at once, as a page asks for its parts."""

    daemon_threads = True


class Silent(WSGIRequestHandler):
    """Writes no log."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


def main(port: int, folder: Path, clock_file: Path) -> None:
    from charley.cli.serve import _prepare

    _prepare(folder, demo=False)
    from charley.web import clock
    from charley.web.wsgi import application

    clock.world_clock = lambda: datetime.fromisoformat(clock_file.read_text("utf-8").strip())
    with make_server("127.0.0.1", port, application, server_class=Server, handler_class=Silent) as server:
        server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
