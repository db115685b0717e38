"""The app killed again and again while a phone sends a thousand entries: what was confirmed is there."""

import http.client
import json
import os
import re
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from charley.db.folder import database_file
from support.serving import Served, served

ENTRIES, KILLS_AFTER = 1000, (60, 300, 500)


class Sender:
    """A phone that sends one entry after the other, and again what was not answered."""

    def __init__(self, address: str) -> None:
        self.line = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
        self.line.request("GET", "/")
        page = self.line.getresponse()
        self.cookie = re.search(r"csrftoken=([^;]+)", str(page.headers))[0]
        page.read()

    def begin(self, number: int) -> None:
        at = {"wall": f"2026-11-14T03:{number % 60:02d}:00", "offset_min": 60}
        entry = {"kind": "cramp", "id": f"phone-{number:08d}", "at": at, "note": "calf " * 40}
        headers = {
            "Content-Type": "application/json",
            "Cookie": self.cookie,
            "X-CSRFToken": self.cookie.partition("=")[2],
        }
        self.line.request("POST", "/api/entries", json.dumps({"entries": [entry]}), headers)

    def answer(self) -> str:
        answer = self.line.getresponse()
        assert answer.status == 200
        [receipt] = json.loads(answer.read())["answers"]
        return receipt["outcome"]


def kill(running: Served) -> None:
    """As a power cut would: the parent and its worker at once, without a word."""
    parent = running.process.pid
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    for pid in (parent, *map(int, children)):
        os.kill(pid, signal.SIGKILL)
    running.process.wait(10)


def kept(folder: Path) -> set[str]:
    with closing(sqlite3.connect(database_file(folder))) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {row[0] for row in database.execute("SELECT entry_id FROM charley_journalentry")}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="finds the worker through /proc")
def test_a_thousand_entries_through_a_server_that_is_killed(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    confirmed: set[str] = set()
    for kill_after in (*KILLS_AFTER, None):
        with served(folder) as running:
            phone = Sender(running.address)
            for number in range(len(confirmed), ENTRIES):
                phone.begin(number)
                if len(confirmed) == kill_after:
                    kill(running)  # with this entry on its way: it may be kept, but nobody was told
                    break
                assert phone.answer() in ("kept", "already")
                confirmed.add(f"phone-{number:08d}")
        assert confirmed <= kept(folder)
    print(f"killed {len(KILLS_AFTER)} times; {len(confirmed)} of {ENTRIES} confirmed entries are there")
    assert len(kept(folder)) == len(confirmed) == ENTRIES
