"""Whatever happens to program, disk or folder: every entry that was confirmed is there, or its loss is named.

Each test counts. ``pytest -rP`` prints the counts.
"""

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from charley.db.backup import check_copy
from charley.db.folder import database_file
from charley.errors import StorageFault
from support import writer
from support.diary import NOW, cramp

pytestmark = pytest.mark.embedded


class Heard(NamedTuple):
    """What a writer said before it ended."""

    confirmed: list[str]
    fault: str
    status: int


def write(folder: Path, prefix: str, first: int, last: int, **how: object) -> subprocess.Popen[str]:
    words = [sys.executable, writer.__file__, str(folder), prefix, str(first), str(last)]
    before: Sequence[str] = how.pop("before", ())  # type: ignore[assignment]
    return subprocess.Popen([*before, *words], stdout=subprocess.PIPE, text=True, **how)  # type: ignore[call-overload]


def hear(process: subprocess.Popen[str], kill_after: int | None = None) -> Heard:
    """Listen to a writer, and kill it as soon as it has confirmed so many."""
    confirmed, fault = [], ""
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("FAULT "):
            fault = line.removeprefix("FAULT ").strip()
        else:
            confirmed.append(line.strip())
        if len(confirmed) == kill_after:
            process.kill()
    return Heard(confirmed, fault, process.wait())


def kept(folder: Path) -> set[str]:
    """The ids in the database, once it is seen to be whole."""
    with closing(sqlite3.connect(database_file(folder))) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {row[0] for row in database.execute("SELECT entry_id FROM charley_journalentry")}


def test_a_thousand_writes_killed_again_and_again(tmp_path):
    confirmed: list[str] = []
    kills = 0
    for stop_after in (1, 150, 90, 210, 5, None):
        heard = hear(write(tmp_path, "killed", len(confirmed), 1000), stop_after)
        kills += heard.status == -signal.SIGKILL
        there = kept(tmp_path)
        confirmed = sorted(set(confirmed) | set(heard.confirmed))
        assert set(confirmed) <= there
        # the one write that was under way may have been kept without an answer
        confirmed = sorted(there)
    print(f"killed {kills} times; {len(confirmed)} of 1000 confirmed entries are there")
    assert kills == 5
    assert len(confirmed) == 1000


def test_a_full_disk(tmp_path):
    """The file may grow no further, as on a full disk."""
    ready = hear(write(tmp_path, "before", 0, 1))
    room = database_file(tmp_path).stat().st_size + 200_000

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    heard = hear(write(tmp_path, "full", 0, 5000, preexec_fn=little_room))

    there = kept(tmp_path)
    print(f"{len(heard.confirmed)} entries were confirmed before the disk was full; {len(there) - 1} are there")
    assert 10 < len(heard.confirmed) < 5000
    assert heard.status == 3
    assert "disk" in heard.fault
    assert "this was not kept" in heard.fault
    assert there == {*ready.confirmed, *heard.confirmed}
    assert hear(write(tmp_path, "after", 0, 1)).confirmed == ["after-00000000"]


def test_a_truly_full_disk(tmp_path):
    """A file system of one megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here; the limit on the file's size stands in for it")
    try:
        heard = hear(write(disk / "data", "full", 0, 5000))
        there = kept(disk / "data")
        print(f"{len(heard.confirmed)} entries were confirmed before the disk was full; {len(there)} are there")
        assert heard.status == 3
        assert "full" in heard.fault
        assert set(heard.confirmed) == there
        assert len(there) > 10
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_folder_that_cannot_be_written(tmp_path):
    ready = hear(write(tmp_path, "before", 0, 3))
    #: Root may write everywhere, unless it gives that right away.
    bounded = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    for place in (*tmp_path.iterdir(), tmp_path):
        place.chmod(0o500 if place.is_dir() else 0o400)
    try:
        heard = hear(write(tmp_path, "late", 0, 5, before=bounded))
    finally:
        tmp_path.chmod(0o700)
        for place in tmp_path.iterdir():
            place.chmod(0o600)
    assert (heard.confirmed, heard.status) == ([], 3)
    assert f"{tmp_path} cannot be written by this user" in heard.fault
    assert kept(tmp_path) == set(ready.confirmed)


def test_two_programs_at_once_from_the_very_first_start(tmp_path):
    both = [write(tmp_path, prefix, 0, 200) for prefix in ("one", "two")]
    heard = [hear(process) for process in both]

    there = kept(tmp_path)
    print(f"{sum(len(h.confirmed) for h in heard)} entries were confirmed by two programs; {len(there)} are there")
    assert [(h.status, h.fault, len(h.confirmed)) for h in heard] == [(0, "", 200)] * 2
    assert there == {entry_id for h in heard for entry_id in h.confirmed}


@pytest.mark.parametrize("damage", [b"\xff", b"\x00", b"\x2a"])
def test_no_damaged_page_loses_an_entry_in_silence(folder, damage):
    from django.db import connection

    from charley.db.connection import setup
    from charley.db.repository import local_person, store_for

    setup()
    store = store_for(local_person(made_at=NOW.utc))
    entries = [cramp(note="calf " * 40) for _ in range(60)]
    store.append(entries=entries, received_at=NOW.utc)
    connection.close()
    file = database_file(folder)
    whole = file.read_bytes()
    pages = len(whole) // 4096
    named, unharmed = 0, 0
    for page in range(pages):
        file.write_bytes(whole[: page * 4096] + damage * 4096 + whole[(page + 1) * 4096 :])
        try:
            assert set(store.journal()) == set(entries)
            unharmed += 1
        except StorageFault as fault:
            named += "damaged" in str(fault)
        connection.close()
    file.write_bytes(whole)
    print(f"of {pages} pages damaged one by one, {named} were named and {unharmed} held no entry; none was lost unsaid")
    assert named >= 5
    assert named + unharmed == pages


def test_an_import_stopped_by_ctrl_c_leaves_all_or_nothing(tmp_path):
    data, nights = tmp_path / "data", tmp_path / "nights.csv"
    days = [date(2016, 1, 1) + timedelta(days=n) for n in range(3650)]
    nights.write_text("date,cramps\n" + "".join(f"{day},{day.day % 3}\n" for day in days))
    assert charley("log", "quiet", "2015-12-31", "--data", data).wait() == 0
    whole_s = seconds("import", nights, "--data", tmp_path / "measured")
    nothing, everything = 0, 0
    for share in (0.4, 0.6, 0.7, 0.8, 0.9):
        shutil.copytree(data, tmp_path / f"stopped-{share}")
        process = charley("import", nights, "--data", tmp_path / f"stopped-{share}")
        time.sleep(share * whole_s)
        process.send_signal(signal.SIGINT)
        process.wait()
        held = len(kept(tmp_path / f"stopped-{share}"))
        nothing, everything = nothing + (held == 1), everything + (held == 3651)
    print(
        f"an import of 3650 nights was stopped 5 times: {nothing} times none of them was kept, {everything} times all"
    )
    assert nothing + everything == 5
    assert nothing


def filled(folder: Path, prefix: str, number: int) -> None:
    """A diary with many entries, quickly."""
    hear(write(folder, prefix, 0, 1))
    with closing(sqlite3.connect(database_file(folder))) as database:
        same = "person_id, kind, night, at, payload, digest, received_at"
        database.executemany(
            f"INSERT INTO charley_journalentry (entry_id, {same}) SELECT ?, {same} FROM charley_journalentry LIMIT 1",
            [(f"{prefix}-{n:08d}",) for n in range(1, number)],
        )
        database.commit()


def charley(*words: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "charley", *map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def seconds(*words: object) -> float:
    """How long a command takes, uncut."""
    begun = time.monotonic()
    assert charley(*words).wait() == 0
    return time.monotonic() - begun


def cut(after_s: float, *words: object) -> bool:
    """Run a command and kill it after some seconds; says whether it had to be killed."""
    process = charley(*words)
    try:
        process.wait(after_s)
    except subprocess.TimeoutExpired:
        process.kill()
    return process.wait() == -signal.SIGKILL


def test_a_backup_cut_half_way_is_not_there_or_whole(tmp_path):
    data, target = tmp_path / "data", tmp_path / "copy.sqlite3"
    filled(data, "many", 20_000)
    whole_s = seconds("backup", target, "--data", data)
    killed, whole = 0, 0
    for share in (0.5, 0.7, 0.8, 0.9, 0.95):
        target.unlink(missing_ok=True)
        killed += cut(share * whole_s, "backup", target, "--data", data)
        if target.exists():
            whole += 1
            assert check_copy(target).entries == 20_000
    print(f"a backup was killed {killed} times of 5; {whole} files were there, each with all 20000 entries")
    assert killed
    assert len(kept(data)) == 20_000


def test_a_restore_cut_half_way_leaves_the_one_or_the_other(tmp_path):
    data, other, target = tmp_path / "data", tmp_path / "other", tmp_path / "copy.sqlite3"
    filled(other, "other", 20_000)
    assert charley("backup", target, "--data", other).wait() == 0
    filled(data, "mine", 10_000)
    mine = database_file(data).read_bytes()
    whole_s = seconds("restore", target, "--data", data)
    killed, old, new = 0, 0, 0
    for share in (0.5, 0.7, 0.8, 0.9):
        shutil.rmtree(data)
        data.mkdir()
        database_file(data).write_bytes(mine)
        killed += cut(share * whole_s, "restore", target, "--data", data)
        ids = kept(data)
        assert len(ids) == (10_000 if "mine-00000001" in ids else 20_000)
        old, new = old + ("mine-00000001" in ids), new + ("other-00000001" in ids)
    print(
        f"a restore was killed {killed} times of 4; {old} times the old diary was there whole, {new} times the new one"
    )
    assert killed
    assert old + new == 4
