"""Charley served with a clock that a test turns, for days that are acted out in a browser."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from support.serving import clean_environment, free_port, wait_until_ready

BERLIN = ZoneInfo("Europe/Berlin")
SERVER = Path(__file__).resolve().parent / "turned_clock.py"


class Turned:
    """Charley whose clock is turned from here.

    Attributes:
        address: without the last slash.
        folder: of its diary.
    """

    def __init__(self, address: str, folder: Path, clock: Path) -> None:
        self.address, self.folder, self._clock = address, folder, clock

    def to(self, wall: datetime) -> None:
        """It is this hour in Berlin. The file is put in its place whole, for the app reads it at any moment."""
        new = self._clock.with_suffix(".new")
        new.write_text(wall.replace(tzinfo=BERLIN).isoformat(), "utf-8")
        new.replace(self._clock)


@contextmanager
def turned(folder: Path, wall: datetime, *, names: str = "") -> Iterator[Turned]:
    """Charley with an empty diary in ``folder``, at this hour in Berlin, until the block ends.

    Args:
        folder: empty; the diary and the clock are in it.
        wall: the hour.
        names: further host names to answer to, as on a server of one's own.
    """
    port, clock = free_port(), folder / "clock"
    charley = Turned(f"http://127.0.0.1:{port}", folder / "data", clock)
    charley.to(wall)
    environment = clean_environment() | ({"CHARLEY_HOSTS": names} if names else {})
    words = [sys.executable, str(SERVER), str(port), str(charley.folder), str(clock)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    try:
        wait_until_ready(f"{charley.address}/healthz", process)
        yield charley
    finally:
        process.terminate()
        process.communicate(timeout=30)
