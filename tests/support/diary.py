"""Entries, a store in memory and a data folder of one's own, for tests of the diary."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from charley.dates import Moment
from charley.diary.journal import Journal, Outcome
from charley.diary.records import AnyEntry, CrampEpisode, DoseTaken, Entry, QuietNight, content

BERLIN = "Europe/Berlin"
#: Midday of a plain day in March, in Berlin.
NOW = Moment.local(datetime(2026, 3, 14, 12, 5), BERLIN)

_numbers = count(1)


def new_id() -> str:
    return f"test-{next(_numbers):08d}"


def at(text: str) -> Moment:
    """``"2026-03-14 02:14"`` by the clocks of Berlin."""
    return Moment.local(datetime.fromisoformat(text), BERLIN)


def cramp(when: str = "2026-03-14 02:14", **details: Any) -> CrampEpisode:
    return CrampEpisode(**{"id": new_id(), "at": at(when), "site": "calf", "side": "left", **details})


def quiet(night: str, **details: Any) -> QuietNight:
    morning = datetime.fromisoformat(night) + timedelta(days=1, hours=7)
    return QuietNight(
        **{"id": new_id(), "at": Moment.local(morning, BERLIN), "night": date.fromisoformat(night), **details}
    )


def dose(when: str, mg: float | None = 200, **details: Any) -> DoseTaken:
    return DoseTaken(**{"id": new_id(), "at": at(when), "elemental_mg": mg, **details})


class MemoryStore:
    """What the diary and the importers ask of storage, kept in a list."""

    def __init__(self) -> None:
        self.kept: list[tuple[datetime, AnyEntry]] = []
        self.documents: list[tuple[datetime, str]] = []

    def append(self, *, entries: list[AnyEntry], received_at: datetime) -> list[Outcome]:
        return self.keep([(received_at, entry) for entry in entries])

    def keep(self, rows: list[tuple[datetime, AnyEntry]]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        for received_at, entry in rows:
            before = self.find(entry.id)
            if before is None:
                self.kept.append((received_at, entry))
            same = before is not None and content(before) == content(entry)
            outcomes.append("kept" if before is None else "already" if same else "conflict")
        return outcomes

    def journal(self, *, first: date | None = None, last: date | None = None) -> Journal:
        return Journal(entry for _, entry in self.kept)

    def find(self, entry_id: str) -> AnyEntry | None:
        return next((entry for _, entry in self.kept if entry.id == entry_id), None)


def fields(entry: Entry) -> dict[str, Any]:
    """What an entry says, without its id, its origin and its times."""
    hidden = ("id", "at", "entered", "origin")
    names = [name for name in entry.__struct_fields__ if name not in hidden]
    return {name: getattr(entry, name) for name in names if getattr(entry, name) not in (None, (), {})}


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any) -> Iterator[Path]:
    """A data folder of this test's own, used through the same door as by the command line."""
    from django.db import connections

    before, settings = connections["default"], dict(connections.databases["default"])
    place = tmp_path / "data"
    monkeypatch.setenv("CHARLEY_DATA", str(place))
    monkeypatch.setenv("CHARLEY_ZONE", BERLIN)
    connections["default"] = connections.create_connection("default")
    with django_db_blocker.unblock():
        _empty_the_server()
        yield place
        connections["default"].close()
    connections.databases["default"] |= {name: settings[name] for name in ("NAME", "ENGINE")}
    connections["default"] = before


def _empty_the_server() -> None:
    """On PostgreSQL (``make test-postgres``) the folder holds no database: each test begins with empty tables."""
    from django.db import connection

    from charley.db.connection import is_embedded

    if not is_embedded():
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")


@pytest.fixture
def charley(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process: its exit status, what it wrote, and what it wrote to standard error."""
    from charley.cli.main import run

    def call(*words: object) -> tuple[int, str, str]:
        status = run([str(word) for word in words])
        written = capsys.readouterr()
        return status, written.out, written.err

    return call
