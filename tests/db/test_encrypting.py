"""The diary's file encrypted as a whole: nothing of it can be read, nothing is lost, and all goes on as before."""

import os
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from charley.db import encrypting, rotation, secrecy
from charley.db.backup import back_up, check_copy, restore
from charley.db.connection import configure, setup
from charley.db.folder import database_file
from charley.db.locking import Lock, backup_key
from charley.db.repository import PersonStore, local_person, store_for
from charley.diary.records import Note
from charley.errors import BadInput, StorageFault
from support.diary import NOW, at, cramp

pytestmark = pytest.mark.embedded
WORDS = "Zwiebelkuchen bei Tante Erna"
PHRASE = "vier kluge Esel"
THEN = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nobody_to_ask() -> None:
    secrecy.ask_with(None)


@pytest.fixture
def store(folder: Path) -> PersonStore:
    setup()
    store = store_for(local_person(made_at=NOW.utc))
    store.append(
        entries=[*(cramp() for _ in range(200)), Note(id="note-0001", at=at("2026-03-14 08:00"), text=WORDS)],
        received_at=NOW.utc,
    )
    return store


@pytest.fixture
def shut(store: PersonStore, folder: Path) -> Path:
    """A folder whose diary was encrypted with a passphrase, opened again as by a new start."""
    assert encrypting.encrypt(folder, passphrase=PHRASE).entries == 201
    start_anew(folder)
    secrecy.ask_with(lambda: PHRASE)
    configure()
    return folder


def start_anew(folder: Path) -> None:
    """As another process would find it."""
    from django.db import connections

    connections["default"].close()
    secrecy.forget(folder)


def readable(folder: Path) -> list[str]:
    """The files in which the words of the note stand."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert files
    return [file.name for file in files if WORDS.encode() in file.read_bytes()]


def held(folder: Path) -> set[str]:
    configure()
    return {entry.id for _, entry in store_for(local_person(made_at=NOW.utc)).rows()}


def test_no_file_holds_a_readable_word_and_before_it_did(store: PersonStore, folder: Path, tmp_path: Path) -> None:
    assert readable(folder)
    before = held(folder)
    test_of_old_pages = tmp_path / "same file by another name"
    os.link(database_file(folder), test_of_old_pages)
    encrypting.encrypt(folder, passphrase=PHRASE)
    start_anew(folder)
    secrecy.ask_with(lambda: PHRASE)
    assert held(folder) == before
    store_for(local_person(made_at=NOW.utc)).append(
        entries=[Note(id="note-0002", at=at("2026-03-14 09:00"), text=WORDS)], received_at=NOW.utc
    )
    back_up(folder, folder / "copy.sqlite3")
    rotation.add(folder, THEN)
    restore(folder, folder / "copy.sqlite3")  # sets one aside
    rotation.locked_copy(folder, folder / "copy.age", Lock(passphrase="noch ein Satz"))
    assert database_file(folder).with_name("charley.sqlite3-wal").exists()
    assert readable(folder) == []
    assert not (folder / "backup.key").exists()
    assert WORDS.encode() not in test_of_old_pages.read_bytes()  # what lay there was overwritten


def test_the_key_file_lies_elsewhere_and_alone_opens_the_diary(
    store: PersonStore, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, stick = held(folder), tmp_path / "stick.key"
    encrypting.encrypt(folder, key_file=stick)
    assert stick.stat().st_mode & 0o077 == 0
    start_anew(folder)
    with pytest.raises(BadInput, match="CHARLEY_KEY_FILE"):
        held(folder)
    other = tmp_path / "other.key"
    other.write_text(backup_key(tmp_path) or "")
    monkeypatch.setenv(secrecy.KEY_FILE, str(other))
    with pytest.raises(BadInput, match="key of another diary"):
        held(folder)
    monkeypatch.setenv(secrecy.KEY_FILE, str(stick))
    assert held(folder) == before


def test_another_passphrase_opens_nothing(shut: Path) -> None:
    start_anew(shut)
    secrecy.ask_with(lambda: "fünf kluge Esel")
    with pytest.raises(BadInput, match="not the passphrase"):
        held(shut)
    secrecy.ask_with(lambda: PHRASE)
    assert len(held(shut)) == 201


def test_undone_it_is_as_it_was(shut: Path) -> None:
    before = held(shut)
    encrypting.decrypt(shut)
    secrecy.ask_with(None)
    start_anew(shut)
    assert held(shut) == before
    assert readable(shut) == ["charley.sqlite3"]
    assert {file.name for file in shut.glob("backup.key*")} == {"backup.key"}
    with pytest.raises(BadInput, match="not encrypted"):
        encrypting.decrypt(shut)


def test_backups_open_are_tried_and_come_back(shut: Path) -> None:
    rotation.keep_safe(shut, THEN)
    tried = rotation.last_tried(shut)
    assert tried is not None
    assert (tried.entries, tried.missing, tried.fault) == (201, 0, None)
    [newest] = rotation.kept(shut)
    key = secrecy.secret(shut)
    with rotation.opened(newest.file, Lock(key=key)) as within:
        assert WORDS.encode() not in within.read_bytes()
        assert restore(shut, within, key=key).entries == 201


def test_a_backup_from_before_still_opens_with_the_key(store: PersonStore, folder: Path) -> None:
    rotation.add(folder, THEN)
    encrypting.encrypt(folder, passphrase=PHRASE)
    configure()
    tried = rotation.try_out(folder, THEN)
    assert tried is not None
    assert (tried.entries, tried.fault) == (201, None)


@pytest.mark.parametrize("how", ["plain", "encrypted", "under a passphrase"])
@pytest.mark.parametrize("into", ["encrypted", "plain"])
def test_every_kind_of_backup_comes_back_into_every_kind_of_folder(
    store: PersonStore, folder: Path, tmp_path: Path, how: str, into: str
) -> None:
    copy, key = tmp_path / "copy.sqlite3", None
    if how == "plain":
        back_up(folder, copy)
    encrypting.encrypt(folder, passphrase=PHRASE)
    configure()
    if how == "encrypted":
        back_up(folder, copy)
        key = secrecy.secret(folder)
    elif how == "under a passphrase":
        key = "noch ein Satz"
        back_up(folder, copy, key=key)
        with pytest.raises(BadInput, match="another key"):
            check_copy(copy, secrecy.secret(folder))
    if into == "plain":
        encrypting.decrypt(folder)
        configure()
    assert restore(folder, copy, key=key).entries == 201
    assert len(held(folder)) == 201
    assert secrecy.is_plain(database_file(folder)) == (into == "plain")


def test_one_bit_that_was_changed_on_the_disk_is_noticed(shut: Path) -> None:
    start_anew(shut)
    file = database_file(shut)
    pages = bytearray(file.read_bytes())
    pages[len(pages) // 2] ^= 1
    file.write_bytes(pages)
    with pytest.raises(BadInput, match="damaged"):
        check_copy(file, secrecy.secret(shut))


def test_a_copy_that_was_cut_off_is_refused(shut: Path, tmp_path: Path) -> None:
    copy = back_up(shut, tmp_path / "copy.sqlite3").file
    whole = copy.read_bytes()
    for end in (len(whole) - 1, len(whole) // 2, 20_000):
        copy.write_bytes(whole[:end])
        with pytest.raises(BadInput, match="cut off"):
            restore(shut, copy)
    assert len(held(shut)) == 201


def test_nothing_is_changed_while_the_diary_is_open_elsewhere(store: PersonStore, folder: Path) -> None:
    holding = (
        "import sqlite3, sys; held = sqlite3.connect(sys.argv[1]); held.execute('PRAGMA journal_mode').fetchone();"
        "held.execute('SELECT count(*) FROM charley_journalentry').fetchone(); print('open', flush=True); input()"
    )
    command = [sys.executable, "-c", holding, str(database_file(folder))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(StorageFault, match="open elsewhere"):
            encrypting.encrypt(folder, passphrase=PHRASE)
        other.communicate("\n")
    assert len(held(folder)) == 201
    assert {file.name for file in folder.iterdir()} >= {"backup.key"}
    assert encrypting.encrypt(folder, passphrase=PHRASE).entries == 201


def test_a_program_that_was_started_before_says_so_and_does_not_speak_of_damage(
    store: PersonStore, folder: Path
) -> None:
    from django.db import connections

    before = connections["default"]
    encrypting.encrypt(folder, passphrase=PHRASE)
    assert connections["default"] is before  # as in a server that goes on
    with pytest.raises(StorageFault, match="start it again"):
        store.count()
    configure()
    assert len(held(folder)) == 201


@pytest.mark.parametrize("place", ["data/inside.key", "there.key", "no such folder/a.key"])
def test_a_key_goes_neither_into_the_folder_nor_over_something_else(
    store: PersonStore, folder: Path, tmp_path: Path, place: str
) -> None:
    (tmp_path / "there.key").write_text("a shopping list")
    with pytest.raises(BadInput):
        encrypting.encrypt(folder, key_file=tmp_path / place)
    assert secrecy.is_plain(database_file(folder))
    assert (tmp_path / "there.key").read_text() == "a shopping list"


def test_a_short_passphrase_and_a_second_time_are_refused(store: PersonStore, folder: Path) -> None:
    with pytest.raises(BadInput, match="8 letters"):
        encrypting.encrypt(folder, passphrase="Esel")
    encrypting.encrypt(folder, passphrase=PHRASE)
    with pytest.raises(BadInput, match="encrypted already"):
        encrypting.encrypt(folder, passphrase=PHRASE)


#: Everything that is done to a disk on the way, in turn; the process is killed before the nth of them.
KILLED = """
import os, sys
from pathlib import Path
from charley.db.connection import configure
folder = configure()
from charley.db import encrypting, secrecy
left = int(sys.argv[1])
def dying(step):
    def call(*words, **more):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), 9)
        return step(*words, **more)
    return call
for name in ("_write", "_blank", "put", "write_under", "forget", "remember"):
    setattr(encrypting, name, dying(getattr(encrypting, name)))
if sys.argv[2] == "on":
    encrypting.encrypt(folder, passphrase=sys.argv[3])
else:
    secrecy.ask_with(lambda: sys.argv[3])
    encrypting.decrypt(folder)
"""


@pytest.mark.parametrize("way", ["on", "off"])
def test_killed_at_any_step_the_diary_opens_as_before_or_as_after(store: PersonStore, folder: Path, way: str) -> None:
    before = held(folder)
    if way == "off":
        encrypting.encrypt(folder, passphrase=PHRASE)
    start_anew(folder)
    outcomes = []
    for step in range(12):
        words = [sys.executable, "-c", KILLED, str(step), way, PHRASE]
        done = subprocess.run(words, check=False, timeout=60, env={**os.environ, "PYTHONPATH": ""})
        start_anew(folder)
        secrecy.ask_with(lambda: PHRASE)
        assert held(folder) == before
        outcomes.append(secrecy.is_plain(database_file(folder)))
        start_anew(folder)
        if outcomes[-1] != (way == "on"):
            break
        assert done.returncode == -9
    print(f"{way}: killed before each of {len(outcomes)} steps, {len(before)} of {len(before)} entries there each time")
    assert 3 <= len(outcomes) < 12
    assert outcomes[-1] == (way == "off")


def test_without_the_library_a_sentence_says_what_to_install(
    store: PersonStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    with pytest.raises(StorageFault, match="pip install sqlcipher3"):
        encrypting.encrypt(folder, passphrase=PHRASE)
    assert len(held(folder)) == 201


def test_the_public_part_tells_nothing_of_the_key(shut: Path) -> None:
    key = secrecy.secret(shut)
    assert key is not None
    for file in shut.iterdir():
        if file.is_file():
            assert key.encode() not in file.read_bytes(), file
    with closing(secrecy.connect(database_file(shut), key, read_only=True)) as database:
        assert database.execute("SELECT count(*) FROM charley_journalentry").fetchone() == (201,)
