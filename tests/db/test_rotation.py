"""Backups that make themselves: when they are due, which of them stay, and that each opens again."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charley.db import rotation
from charley.db.backup import back_up
from charley.db.connection import configure, setup
from charley.db.folder import database_file
from charley.db.locking import Lock, backup_key
from charley.db.repository import local_person, store_for
from charley.errors import BadInput
from support.diary import NOW, cramp

pytestmark = pytest.mark.embedded

DAY = timedelta(days=1)
THEN = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)


@pytest.fixture
def store(folder):
    setup()
    return store_for(local_person(made_at=NOW.utc))


def keep(store, number: int = 1) -> None:
    store.append(entries=[cramp() for _ in range(number)], received_at=NOW.utc)


def test_a_backup_is_made_once_a_day_locked_and_private(store, folder):
    keep(store, 5)
    made = rotation.keep_safe(folder, THEN)
    assert made is not None
    assert made.entries == 5
    assert made.file.read_bytes().startswith(b"age-encryption.org/v1")
    assert made.file.stat().st_mode & 0o077 == 0
    assert rotation.keep_safe(folder, THEN + timedelta(hours=10)) is None
    assert rotation.keep_safe(folder, THEN + DAY) is not None
    assert [each.made_at for each in rotation.kept(folder)] == [THEN + DAY, THEN]
    assert {file.name[0] for file in rotation.backups_folder(folder).iterdir()} == {"c"}  # no draft is left


def test_before_the_first_entry_there_is_nothing_to_back_up(folder):
    configure()
    assert rotation.keep_safe(folder, THEN) is None


def test_a_year_of_days_leaves_days_weeks_and_months(store, folder, monkeypatch):
    monkeypatch.setattr(rotation, "try_out", lambda *_: None)
    ring = rotation.backups_folder(folder)
    ring.mkdir()
    for day in range(365):
        (ring / f"charley-{THEN + day * DAY:%Y%m%d-%H%M%S}.sqlite3.age").touch()
    rotation.thin_out(folder)
    left = [each.made_at for each in rotation.kept(folder)]
    assert left[:7] == [THEN + day * DAY for day in range(364, 357, -1)]
    assert len(left) <= rotation.DAYS + rotation.WEEKS + rotation.MONTHS
    assert len({(moment.year, moment.month) for moment in left}) == 12


@given(st.lists(st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1)), max_size=60))
def test_thinning_out_keeps_the_newest_and_is_done_after_once(times):
    needed = rotation.worth_keeping(times)
    assert needed <= set(times)
    assert not times or max(times) in needed
    assert rotation.worth_keeping(needed) == needed


def test_trying_out_compares_entry_by_entry(store, folder):
    keep(store, 3)
    rotation.keep_safe(folder, THEN)
    tried = rotation.last_tried(folder)
    assert tried is not None
    assert (tried.entries, tried.missing, tried.fault) == (3, 0, None)
    keep(store, 2)
    later = rotation.try_out(folder, THEN)
    assert later is not None
    assert later.fault is None  # what is new in the diary is no loss


def test_an_entry_that_vanished_from_the_diary_is_noticed(store, folder):
    import sqlite3

    keep(store, 3)
    rotation.add(folder, THEN)
    with closing(sqlite3.connect(database_file(folder))) as database:
        database.execute("DROP TRIGGER IF EXISTS charley_journalentry_no_delete")
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute("DELETE FROM charley_journalentry WHERE id = 2")
        database.commit()
    tried = rotation.try_out(folder, THEN)
    assert tried is not None
    assert tried.missing == 1
    assert "1 entries" in str(tried.fault)


def test_a_damaged_backup_is_named_when_it_is_tried(store, folder):
    keep(store)
    made = rotation.add(folder, THEN)
    made.file.write_bytes(made.file.read_bytes()[:-40])
    tried = rotation.try_out(folder, THEN)
    assert tried is not None
    assert tried.entries is None
    assert "does not open" in str(tried.fault)


def test_another_folder_for_the_ring(store, folder, tmp_path, monkeypatch):
    monkeypatch.setenv("CHARLEY_BACKUPS", str(tmp_path / "stick"))
    keep(store)
    assert rotation.add(folder, THEN).file.parent == tmp_path / "stick"
    assert not (folder / "backups").exists()


def test_what_a_killed_run_left_is_swept_up(store, folder):
    keep(store)
    ring = rotation.backups_folder(folder)
    ring.mkdir()
    (ring / ".charley-abc.part").write_bytes(b"half a diary")
    rotation.add(folder, THEN)
    assert not list(ring.glob(".charley*"))


def test_without_the_key_it_stays_shut(store, folder, tmp_path):
    keep(store)
    made = rotation.add(folder, THEN)
    with pytest.raises(BadInput), rotation.opened(made.file, Lock(key=backup_key(tmp_path))):
        pass


def test_what_restores_set_aside_goes_after_three_months_and_a_damaged_diary_never(store, folder):
    keep(store)
    whole = back_up(folder, folder / "copy.sqlite3").file
    names = [
        f"charley.before-restore-{THEN - age * DAY:%Y%m%d-%H%M%S}-{text}.sqlite3"
        for age, text in ((200, "aaaa"), (91, "bbbb"), (80, "cccc"), (300, "dddd"))
    ]
    for name in names[:3]:
        (folder / name).write_bytes(whole.read_bytes())
    (folder / names[3]).write_bytes(b"SQLite format 3\x00" + bytes(5000))
    (folder / "charley.before-restore-by-hand.sqlite3").write_bytes(whole.read_bytes())
    rotation.keep_safe(folder, THEN)
    left = {file.name for file in rotation.set_aside(folder)}
    assert left == {names[2], names[3], "charley.before-restore-by-hand.sqlite3"}
