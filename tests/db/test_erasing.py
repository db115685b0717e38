"""Erasing: nothing of the person is left in the folder, and nothing of anybody else is touched."""

from datetime import UTC, datetime

import pytest

from charley.db import rotation
from charley.db.connection import setup
from charley.db.erasing import erase, found_in
from charley.db.push_key import key_file
from charley.db.repository import local_person, store_for
from charley.db.rotation import backups_folder
from support.diary import NOW, cramp

pytestmark = pytest.mark.embedded

THEN = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
MARK = "a-word-that-nobody-else-writes"


def filled(folder):
    setup()
    store = store_for(local_person(made_at=NOW.utc))
    store.append(entries=[cramp(note=MARK)], received_at=NOW.utc)
    store.keep_profile(document=f'{{"goal": "{MARK}"}}', made_at=NOW.utc)
    rotation.keep_safe(folder, THEN)
    key_file(folder)


def test_everything_charley_made_is_found_and_goes(folder):
    filled(folder)
    found = found_in(folder)
    assert {file.name for file in found.files} >= {"charley.sqlite3", "backup.key", "push.key", "checked.json"}
    assert len(found.backups) == 1
    assert erase(folder, found) == []
    assert not folder.exists()


def test_what_somebody_else_put_there_stays(folder):
    filled(folder)
    (folder / "letter.txt").write_text("mine")
    erase(folder, found_in(folder))
    assert [file.name for file in folder.iterdir()] == ["letter.txt"]


def test_a_ring_elsewhere_goes_along(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("CHARLEY_BACKUPS", str(tmp_path / "stick"))
    filled(folder)
    assert list(backups_folder(folder).glob("*.age"))
    erase(folder, found_in(folder))
    assert not (tmp_path / "stick").exists()


def test_the_bytes_are_overwritten_before_the_name_is_gone(folder, tmp_path, monkeypatch):
    filled(folder)
    place = folder / "charley.sqlite3"
    beside = tmp_path / "same-bytes"
    beside.hardlink_to(place)
    assert MARK.encode() in beside.read_bytes() + (folder / "charley.sqlite3-wal").read_bytes()
    erase(folder, found_in(folder))
    assert set(beside.read_bytes()) == {0}


def test_a_file_that_does_not_go_is_named(folder, monkeypatch):
    filled(folder)
    found = found_in(folder)
    stuck = folder / "charley.sqlite3"
    real = type(stuck).unlink

    def unlink(self, missing_ok=False):
        if self == stuck:
            raise PermissionError
        real(self, missing_ok=missing_ok)

    monkeypatch.setattr(type(stuck), "unlink", unlink)
    assert erase(folder, found) == [stuck]
