"""Drafts: private, gone afterwards, and those of a run that was killed are swept up by the next one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from charley.db.drafts import draft


def over() -> int:
    """The number of a process that is over."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
        return process.pid


def test_a_draft_is_private_and_gone_afterwards_with_all_that_sqlite_put_beside_it(tmp_path: Path) -> None:
    with draft(tmp_path, "a.zip") as made:
        assert made.stat().st_mode & 0o077 == 0
        made.with_name(made.name + "-wal").touch()
    assert list(tmp_path.iterdir()) == []


def test_a_draft_that_was_put_into_its_place_stays_there(tmp_path: Path) -> None:
    with draft(tmp_path, "a.zip") as made:
        made.write_bytes(b"whole")
        made.replace(tmp_path / "a.zip")
    assert [file.name for file in tmp_path.iterdir()] == ["a.zip"]


def test_what_a_killed_run_left_goes_with_the_next_draft_for_the_same_name(tmp_path: Path) -> None:
    dead, alive = over(), os.getpid()
    for run in (dead, alive):
        (tmp_path / f".a.zip.{run}-00ff.part").touch()
    (tmp_path / f".a.zip.{dead}-00ff.part-wal").touch()
    for other in (f".b.zip.{dead}-00ff.part", "a.zip.part", ".a.zip.swp"):
        (tmp_path / other).touch()
    with draft(tmp_path, "a.zip"):
        pass
    left = {file.name for file in tmp_path.iterdir()}
    assert left == {f".a.zip.{alive}-00ff.part", f".b.zip.{dead}-00ff.part", "a.zip.part", ".a.zip.swp"}


@pytest.mark.parametrize("name", ["[a].zip", "a*.zip", "ä ö.zip"])
def test_a_name_is_no_pattern(tmp_path: Path, name: str) -> None:
    (tmp_path / f".{name}.{over()}-00ff.part").touch()
    (tmp_path / ".aXY.zip.1-00ff.part").touch()
    with draft(tmp_path, name):
        pass
    assert [file.name for file in tmp_path.iterdir()] == [".aXY.zip.1-00ff.part"]


def test_an_export_that_was_killed_half_way_leaves_nothing_behind_for_long(tmp_path: Path) -> None:
    """A process that is killed within write_whole, and then one that is not."""
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom charley.cli.writing import write_whole\n"
        "die = sys.argv[2] == 'die'\n"
        "def write(file):\n    file.write(b'half')\n    file.flush()\n    die and os.kill(os.getpid(), 9)\n"
        "write_whole(Path(sys.argv[1]), write)\n"
    )
    target = tmp_path / "all.zip"
    for end in ("die", "live"):
        subprocess.run([sys.executable, "-c", script, str(target), end], check=end == "live")
        names = {file.name for file in tmp_path.iterdir()}
        assert len(names) == 1
        assert (names == {"all.zip"}) == (end == "live")
