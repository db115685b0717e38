"""``charley encrypt`` as a person types it, and the app opened with a passphrase at a terminal."""

import json
import os
import select
import signal
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from support.diary import Run
from support.serving import clean_environment, free_port

PHRASE = "vier kluge Esel"
WITHIN_S = 60


@pytest.fixture
def diary(charley: Run, folder: Path) -> Path:
    assert charley("log", "cramp left calf 7/10 90 s", "--data", folder)[0] == 0
    return folder


def test_with_a_key_file_every_command_goes_on_and_doctor_finds_all_well(
    charley: Run, diary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = charley("export", "--csv", "-", "--data", diary)[1]
    status, said, _ = charley("encrypt", "--key-file", tmp_path / "stick.key", "--data", diary)
    assert status == 0
    assert "1 entries, read back and found whole" in said
    assert f"CHARLEY_KEY_FILE={tmp_path / 'stick.key'}" in said
    assert not (diary / "charley.sqlite3").read_bytes().startswith(b"SQLite format 3")
    monkeypatch.setenv("CHARLEY_KEY_FILE", str(tmp_path / "stick.key"))
    assert charley("export", "--csv", "-", "--data", diary)[1] == before
    assert charley("log", "quiet night", "--data", diary)[0] == 0
    assert charley("backup", "--data", diary)[0] == 0
    told = json.loads(charley("doctor", "--json", "--data", diary)[1])
    assert told["well"]
    assert {"check": "Diary: encryption", "ok": True, "told": "the file is encrypted"} in told["checks"]
    [backup] = (diary / "backups").glob("*.age")
    assert charley("restore", backup, "--data", diary)[0] == 0
    assert json.loads(charley("encrypt", "--undo", "--json", "--data", diary)[1])["entries"] == 2
    assert (diary / "charley.sqlite3").read_bytes().startswith(b"SQLite format 3")


def test_a_key_beside_the_diary_is_no_lock_and_doctor_says_so(
    charley: Run, diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHARLEY_NEW_PASSPHRASE", PHRASE)
    assert charley("encrypt", "--data", diary)[0] == 0
    key = charley("backup", "--show-key", "--data", diary)[1]
    (diary / "backup.key").write_text(key)
    checks = json.loads(charley("doctor", "--json", "--data", diary)[1])["checks"]
    [found] = [check for check in checks if check["check"] == "Diary: encryption"]
    assert found["ok"] is False
    assert "take that file away" in found["told"]


def test_where_nobody_can_be_asked_the_way_is_named(charley: Run, diary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from charley.db import secrecy

    monkeypatch.setenv("CHARLEY_NEW_PASSPHRASE", PHRASE)
    assert charley("encrypt", "--data", diary)[0] == 0
    secrecy.forget(diary)
    status, _, errors = charley("export", "--csv", "-", "--data", diary)
    assert status == 2
    assert "CHARLEY_KEY_FILE" in errors
    status, said, _ = charley("erase", "--yes", "--json", "--data", diary)
    assert status == 0  # taking it away needs no passphrase
    assert {Path(file).name for file in json.loads(said)["erased"]} >= {"backup.key.age", "backup.key.public"}
    assert not diary.exists()


def test_a_backup_locked_with_a_passphrase_asks_for_it_also_beside_a_key(
    charley: Run, diary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    charley("backup", "--data", diary)  # makes the folder's own key
    monkeypatch.setenv("CHARLEY_PASSPHRASE", "noch ein Satz")
    assert charley("backup", tmp_path / "copy.age", "--passphrase", "--data", diary)[0] == 0
    monkeypatch.delenv("CHARLEY_PASSPHRASE")
    status, _, errors = charley("restore", tmp_path / "copy.age", "--data", diary)
    assert status == 2
    assert "CHARLEY_PASSPHRASE" in errors
    monkeypatch.setenv("CHARLEY_PASSPHRASE", "noch ein Satz")
    assert charley("restore", tmp_path / "copy.age", "--data", diary)[0] == 0


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="a terminal of one's own is made as POSIX has it")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_the_app_asks_once_at_the_terminal_and_its_worker_reads_the_diary(
    charley: Run, diary: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    """However the system starts the worker: with the memory of its parent, or without."""
    import pty

    monkeypatch.setenv("CHARLEY_NEW_PASSPHRASE", PHRASE)
    assert charley("encrypt", "--data", diary)[0] == 0
    port = free_port()
    words = ["serve", "--no-browser", "--port", str(port), "--data", str(diary)]
    script = (
        f"import multiprocessing, sys; multiprocessing.set_start_method({method!r})\n"
        f"from charley.cli.main import run\nsys.exit(run({words!r}))"
    )
    process, terminal = pty.fork()
    if process == 0:
        os.execve(sys.executable, [sys.executable, "-c", script], clean_environment())
    try:
        assert "Passphrase of the diary" in shown(terminal, "Passphrase of the diary")
        os.write(terminal, f"{PHRASE}\n".encode())
        said = shown(terminal, "is open at")
        assert "is open at" in said
        assert PHRASE not in said
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/data/", timeout=30) as page:
            assert "1 entry, in a folder on this machine" in page.read().decode()
    finally:
        os.kill(process, signal.SIGINT)
        shown(terminal, "never said")
        os.waitpid(process, 0)
        os.close(terminal)


def shown(terminal: int, words: str) -> str:
    """What a terminal shows until these words stand there, or its program ends."""
    seen, ends = b"", time.monotonic() + WITHIN_S
    while words.encode() not in seen and time.monotonic() < ends:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                seen += os.read(terminal, 4096)
            except OSError:  # it ended
                break
    return seen.decode()
