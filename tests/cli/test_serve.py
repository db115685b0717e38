"""``charley serve`` and ``charley demo`` as a person starts them."""

import os
import resource
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from support.serving import Served, clean_environment, free_port, served, wait_until_ready


def charley(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a command that is expected to end by itself."""
    return subprocess.run(
        [sys.executable, "-m", "charley", *words], capture_output=True, text=True, timeout=60, env=clean_environment()
    )


def get(address: str) -> tuple[int, str, dict[str, str]]:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.status, answer.read().decode(), dict(answer.headers)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory):
    with served(tmp_path_factory.mktemp("served") / "new folder") as app:
        yield app


def test_it_makes_a_private_folder_with_the_diary_and_its_key(running: Served) -> None:
    assert mode(running.folder) == 0o700
    assert mode(running.folder / "charley.sqlite3") == 0o600
    assert mode(running.folder / "secret.key") == 0o600


def test_nothing_it_writes_can_be_read_by_anybody_else(running: Served) -> None:
    written = list(running.folder.rglob("*"))
    assert running.folder / "static.stamp" in written
    assert {each.name: oct(mode(each)) for each in written if mode(each) & 0o077} == {}


def test_it_answers_when_ready_and_shows_the_first_page(running: Served) -> None:
    assert get(f"{running.address}/healthz")[0] == 200
    assert "Cramp now" in get(f"{running.address}/")[1]


def test_static_files_have_names_of_their_content_and_may_be_kept_for_ever(running: Served) -> None:
    page = get(f"{running.address}/")[1]
    sheet = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    request = urllib.request.Request(running.address + sheet, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Encoding"] == "gzip"


def test_it_listens_on_this_machine_only(running: Served) -> None:
    port = int(running.address.rpartition(":")[2])
    with socket.socket() as other:
        other.settimeout(2)
        assert other.connect_ex(("127.0.0.2", port)) != 0


def test_a_second_start_is_quick_and_ctrl_c_stops_it_quietly(running: Served) -> None:
    port = free_port()
    words = [
        sys.executable,
        "-m",
        "charley",
        "serve",
        "--no-browser",
        "--port",
        str(port),
        "--data",
        str(running.folder),
    ]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(
        words,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=clean_environment(),
        start_new_session=True,
    )
    wait_until_ready(f"http://127.0.0.1:{port}/healthz", process)
    get(f"http://127.0.0.1:{port}/")
    time.sleep(0.3)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the whole group
    out, err = process.communicate(timeout=15)
    assert process.returncode == 0
    assert f"Charley is open at http://127.0.0.1:{port}/" in out
    assert err == ""
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    work = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert work < 3  # seconds of work, from the first line to the end: a busy machine may make one wait longer


def test_a_port_in_use_is_said_plainly(running: Served, tmp_path: Path) -> None:
    port = running.address.rpartition(":")[2]
    told = charley("serve", "--no-browser", "--port", port, "--data", str(tmp_path / "data"))
    assert told.returncode == 3
    assert f"Port {port} is in use" in told.stderr
    assert "Traceback" not in told.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("port", ["0", "80", "65536", "-1", "x", "8000.5", "٨٠٠٠", "8e3", "+8000"])
def test_a_port_that_cannot_be_is_bad_input(port: str, tmp_path: Path) -> None:
    told = charley("serve", "--no-browser", "--port", port, "--data", str(tmp_path))
    assert told.returncode == 2
    assert "port" in told.stderr.lower()


def test_a_folder_that_cannot_be_used_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file, not a folder")
    told = charley("serve", "--no-browser", "--port", str(free_port()), "--data", str(tmp_path / "file"))
    assert told.returncode == 3
    assert "is a file" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_damaged_diary_is_named_and_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "charley.sqlite3"
    file.write_bytes(b"SQLite format 3\x00" + b"rubbish" * 2000)
    before = file.read_bytes()
    told = charley("serve", "--no-browser", "--port", str(free_port()), "--data", str(tmp_path))
    assert told.returncode == 3
    assert "is damaged" in " ".join(told.stderr.split())
    assert file.read_bytes() == before


def test_the_demo_is_labelled_on_its_page_and_never_mixes_with_a_real_diary(running: Served, tmp_path: Path) -> None:
    told = charley("demo", "--no-browser", "--port", str(free_port()), "--data", str(running.folder))
    assert told.returncode == 2
    assert "not made up" in told.stderr
    with served(tmp_path / "demo", command="demo") as app:
        assert "made-up person" in get(f"{app.address}/")[1]
        # Linear algebra in the server's own threads once overflowed their small stacks and killed the worker.
        with ThreadPoolExecutor(8) as eight:
            answers = list(eight.map(get, [f"{app.address}/insight/"] * 40))
        assert {status for status, _, _ in answers} == {200}
    with sqlite3.connect(tmp_path / "demo" / "charley.sqlite3") as database:
        entries = database.execute("SELECT count(*) FROM charley_journalentry").fetchone()[0]
    assert entries > 100
    with served(tmp_path / "demo") as app:  # also when served as if it were a diary
        assert "made-up person" in get(f"{app.address}/")[1]
