"""A backup is whole or is not there; a restore puts a sound one in place and keeps what was there."""

import os
import sqlite3
import threading
from contextlib import closing

import pytest

from charley.db.backup import back_up, check_copy, restore
from charley.db.connection import configure, setup
from charley.db.folder import database_file
from charley.db.repository import local_person, store_for
from charley.errors import BadInput, StorageFault
from support.diary import NOW, cramp

pytestmark = pytest.mark.embedded


@pytest.fixture
def store(folder):
    setup()
    return store_for(local_person(made_at=NOW.utc))


def keep(store, number: int = 1) -> None:
    store.append(entries=[cramp() for _ in range(number)], received_at=NOW.utc)


def test_a_backup_holds_every_entry_in_one_private_file(store, folder, tmp_path):
    keep(store, 30)
    copy = back_up(folder, tmp_path / "copy.sqlite3")

    assert copy.entries == 30
    assert check_copy(copy.file) == copy
    assert copy.file.stat().st_mode & 0o077 == 0
    assert {file.name for file in tmp_path.iterdir()} == {"data", "copy.sqlite3"}


def test_a_backup_while_somebody_writes_is_whole(store, folder, tmp_path):
    keep(store, 500)
    stop = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(database_file(folder), timeout=10, isolation_level=None)) as other:
            while not stop.is_set():
                other.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('other', 'x', '2026-01-01')")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies = [back_up(folder, tmp_path / f"{n}.sqlite3") for n in range(3)]
    finally:
        stop.set()
        writer.join()
    assert [check_copy(copy.file).entries for copy in copies] == [500] * 3


def test_a_restore_brings_back_that_day_and_keeps_the_present_aside(store, folder, tmp_path):
    keep(store, 3)
    copy = back_up(folder, tmp_path / "copy.sqlite3")
    keep(store, 2)

    done = restore(folder, copy.file)

    assert (done.entries, done.aside_entries) == (3, 5)
    assert store.count() == 3
    assert check_copy(done.aside).entries == 5
    keep(store)
    assert store.count() == 4


def test_a_restore_is_seen_by_a_program_that_has_the_diary_open(store, folder, tmp_path):
    keep(store, 3)
    copy = back_up(folder, tmp_path / "copy.sqlite3")
    keep(store, 2)
    with closing(sqlite3.connect(database_file(folder), timeout=10, isolation_level=None)) as running:
        counted = "SELECT count(*) FROM charley_journalentry"
        assert running.execute(counted).fetchone() == (5,)
        restore(folder, copy.file)
        assert running.execute(counted).fetchone() == (3,)
        running.execute("DELETE FROM charley_journalentry WHERE id = (SELECT min(id) FROM charley_journalentry)")
    assert store.count() == 2


def test_into_an_empty_folder(store, folder, tmp_path):
    keep(store, 3)
    copy = back_up(folder, tmp_path / "copy.sqlite3")
    empty = configure(tmp_path / "new")

    done = restore(empty, copy.file)
    assert (done.entries, done.aside) == (3, None)


def test_a_backup_of_a_newer_charley_changes_nothing(store, folder, tmp_path):
    keep(store, 3)
    copy = back_up(folder, tmp_path / "copy.sqlite3")
    with closing(sqlite3.connect(copy.file)) as newer:
        newer.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('charley', '9999_later', '2030-01-01')"
        )
        newer.commit()
    keep(store)
    with pytest.raises(BadInput, match="newer version"):
        restore(folder, copy.file)
    assert store.count() == 4


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.9])
def test_a_cut_backup_is_named_and_changes_nothing(store, folder, tmp_path, share):
    keep(store, 300)
    copy = back_up(folder, tmp_path / "copy.sqlite3")
    whole = copy.file.read_bytes()
    copy.file.write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(BadInput) as refused:
        restore(folder, copy.file)
    assert refused.value.fields == ("file",)
    assert store.count() == 300
    assert not list(folder.glob("*before-restore*"))


def test_a_backup_that_lacks_its_last_bytes_is_named(store, folder, tmp_path):
    """SQLite itself reads zeros for them and finds nothing wrong."""
    keep(store, 300)
    copy = back_up(folder, tmp_path / "copy.sqlite3")
    copy.file.write_bytes(copy.file.read_bytes()[:-170])

    with pytest.raises(BadInput, match="cut off"):
        restore(folder, copy.file)
    assert store.count() == 300


def test_a_backup_with_one_changed_letter_is_named(store, folder, tmp_path):
    """SQLite itself has no sum over what a page says."""
    keep(store, 3)
    copy = back_up(folder, tmp_path / "copy.sqlite3")
    copy.file.write_bytes(copy.file.read_bytes().replace(b'"calf"', b'"half"', 1))

    with pytest.raises(BadInput, match="damaged"):
        restore(folder, copy.file)
    assert store.count() == 3


def test_a_diary_with_a_damaged_entry_is_not_backed_up_as_if_it_were_whole(store, folder, tmp_path):
    from django.db import connection

    keep(store, 3)
    connection.close()
    file = database_file(folder)
    file.write_bytes(file.read_bytes().replace(b'"calf"', b'"half"', 1))
    (tmp_path / "copy.sqlite3").write_bytes(b"last week's")

    with pytest.raises(StorageFault, match="damaged") as refused:
        back_up(folder, tmp_path / "copy.sqlite3")
    assert str(file) in str(refused.value)
    assert (tmp_path / "copy.sqlite3").read_bytes() == b"last week's"


def test_the_diary_itself_is_neither_a_place_for_a_backup_nor_one(store, folder, tmp_path):
    keep(store, 3)
    (tmp_path / "link").symlink_to(database_file(folder))
    for name in (database_file(folder), folder / "charley.sqlite3-wal", folder / "secret.key", tmp_path / "link"):
        with pytest.raises(BadInput, match="belongs to the diary"):
            back_up(folder, name)
        with pytest.raises(BadInput, match="belongs to the diary"):
            restore(folder, name)
    assert store.count() == 3


def test_a_folder_or_a_pipe_is_no_backup_and_no_place_for_one(store, folder, tmp_path):
    keep(store, 3)
    os.mkfifo(tmp_path / "pipe")
    for name in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(BadInput, match="no place for a file"):
            back_up(folder, name)
        with pytest.raises(BadInput, match="is not a file"):
            restore(folder, name)


def test_a_place_that_cannot_be_written_is_named_and_not_taken_for_the_data_folder(store, folder, tmp_path):
    keep(store, 3)
    (tmp_path / "file").touch()
    for name in (tmp_path / "nowhere" / "copy", tmp_path / "file" / "copy"):
        with pytest.raises(StorageFault, match="could not be written") as refused:
            back_up(folder, name)
        assert str(name) in str(refused.value)


def test_another_program_s_database_is_no_backup(store, folder, tmp_path):
    with closing(sqlite3.connect(tmp_path / "other.sqlite3")) as other:
        other.execute("CREATE TABLE letters (text)")
        other.commit()
    with pytest.raises(BadInput, match="no diary of Charley"):
        restore(folder, tmp_path / "other.sqlite3")
    with pytest.raises(BadInput, match="cannot be read"):
        restore(folder, tmp_path / "nothing.sqlite3")


def test_a_damaged_diary_is_moved_aside_and_the_backup_takes_its_place(store, folder, tmp_path):
    from django.db import connection

    keep(store, 300)
    copy = back_up(folder, tmp_path / "copy.sqlite3")
    connection.close()
    damaged = bytearray(database_file(folder).read_bytes())
    damaged[4096 * 5 : 4096 * 9] = b"\xff" * (4096 * 4)
    database_file(folder).write_bytes(damaged)

    with pytest.raises(StorageFault, match="damaged"):
        back_up(folder, tmp_path / "late.sqlite3")
    assert not (tmp_path / "late.sqlite3").exists()

    done = restore(folder, copy.file)
    assert (done.entries, done.aside_entries) == (300, None)
    assert done.aside.read_bytes() == bytes(damaged)
    assert len(store.journal()) == 300


def test_a_locked_diary_is_not_waited_for_without_end(store, folder, tmp_path, monkeypatch):
    keep(store, 3)
    copy = back_up(folder, tmp_path / "copy.sqlite3")
    monkeypatch.setattr("charley.db.backup.PATIENCE_S", 0.3)
    with closing(sqlite3.connect(database_file(folder), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageFault, match="Another program is writing"):
            restore(folder, copy.file)
        other.execute("ROLLBACK")
    assert store.count() == 3


def test_without_a_diary_there_is_nothing_to_back_up(folder, tmp_path):
    folder.mkdir()
    with pytest.raises(StorageFault, match="nothing to back up"):
        back_up(folder, tmp_path / "copy.sqlite3")
