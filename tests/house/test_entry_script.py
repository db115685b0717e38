"""The entry script sets itself up on any machine, notices what changed, and recovers from whatever interrupted it.

A stand-in for Python makes and fills the environment here, so that no test needs a network.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]

#: Answers what the script asks of a Python: may it be used, its version, a lock, an environment, packages.
STAND_IN = """#!/bin/sh
case "$*" in
    *ensurepip*) exit "${OLD:-0}" ;;
    *fcntl*) exec "$REAL" "$@" ;;
    *version_info*) echo "${VERSION:-(3, 11)}" ;;
    "-m venv "*)
        echo venv >> "$LOG"
        mkdir -p "$3/bin"
        cp "$0" "$3/bin/python"
        [ "${DIES_IN:-}" = venv ] && kill -9 $PPID
        exit 0 ;;
    "-m pip "*" -r "*)
        echo packages >> "$LOG"
        [ "${DIES_IN:-}" = packages ] && kill -9 $PPID
        sleep "${SLOW:-0}"
        exit "${OFFLINE:-0}" ;;
    "-m pip "*" -e "*)
        printf '#!/bin/sh\\necho started in "$PWD" with "$@"\\n' > "${0%/*}/charley"
        chmod +x "${0%/*}/charley" ;;
esac
"""


class Checkout(NamedTuple):
    """A copy of what the script reads, and the log of what it did."""

    folder: Path
    log: Path
    environment: dict[str, str]

    def start(self, *words: str, script: Path | None = None, cwd: Path | None = None, **more: str):
        return subprocess.run(
            [script or self.folder / "charley", *words],
            capture_output=True,
            text=True,
            env=self.environment | more,
            cwd=cwd,
            timeout=30,
        )

    def done(self) -> list[str]:
        """What was made and installed since the last question."""
        words = self.log.read_text().split() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return words


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    folder = tmp_path / "a folder, ä"
    (folder / "requirements").mkdir(parents=True)
    for name in ("charley", "pyproject.toml", "requirements/run.lock", "requirements/dev.lock"):
        shutil.copy(ROOT / name, folder / name)
    python = tmp_path / "python of mine"
    python.write_text(STAND_IN)
    python.chmod(0o755)
    log = tmp_path / "log"
    environment = {"PATH": os.environ["PATH"], "PYTHON": str(python), "REAL": sys.executable, "LOG": str(log)}
    return Checkout(folder, log, environment)


def test_the_first_start_makes_everything_and_the_second_nothing(checkout: Checkout, tmp_path: Path):
    first = checkout.start("plan", "my profile.json", cwd=tmp_path)
    assert (first.returncode, first.stdout) == (0, f"started in {tmp_path} with plan my profile.json\n")
    assert checkout.done() == ["venv", "packages"]

    second = checkout.start(cwd=tmp_path)
    assert (second.stdout, second.stderr) == (f"started in {tmp_path} with serve\n", "")
    assert checkout.done() == []


@pytest.mark.parametrize("changed", ["pyproject.toml", "requirements/run.lock"])
def test_a_changed_lock_or_project_file_is_noticed(checkout: Checkout, changed: str):
    checkout.start()
    checkout.done()
    with (checkout.folder / changed).open("a") as file:
        file.write("# changed\n")

    assert checkout.start().returncode == 0
    assert checkout.done() == ["packages"]


def test_what_the_tests_need_serves_a_run_too(checkout: Checkout):
    checkout.start("lint")
    checkout.done()

    assert checkout.start().returncode == 0
    assert checkout.done() == []


@pytest.mark.parametrize("lost", ["bin/python", "bin/charley", ".installed-run", ".made-for"])
def test_a_damaged_environment_is_mended(checkout: Checkout, lost: str):
    checkout.start()
    checkout.done()
    (checkout.folder / ".venv" / lost).unlink()

    assert checkout.start().returncode == 0
    assert "packages" in checkout.done()


@pytest.mark.parametrize("where", ["venv", "packages"])
def test_a_start_that_was_killed_is_begun_again_by_the_next(checkout: Checkout, where: str):
    assert checkout.start(DIES_IN=where).returncode == -signal.SIGKILL
    checkout.done()

    assert checkout.start().returncode == 0
    assert checkout.done() == ["venv", "packages"]


def test_a_moved_folder_and_another_python_get_an_environment_of_their_own(checkout: Checkout):
    checkout.start()
    checkout.done()
    assert checkout.start(VERSION="(3, 14)").returncode == 0
    assert checkout.done() == ["venv", "packages"]

    moved = checkout._replace(folder=checkout.folder.rename(checkout.folder.with_name("moved")))
    assert moved.start(VERSION="(3, 14)").returncode == 0
    assert moved.done() == ["venv", "packages"]


def test_it_can_be_called_through_links(checkout: Checkout, tmp_path: Path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "first").symlink_to(checkout.folder / "charley")
    (tmp_path / "bin" / "second").symlink_to("first")

    assert checkout.start(script=tmp_path / "bin" / "second").returncode == 0
    assert (checkout.folder / ".venv").is_dir()
    assert not (tmp_path / "bin" / ".venv").exists()


def test_two_first_starts_at_once_install_once(checkout: Checkout):
    words, environment = [checkout.folder / "charley"], checkout.environment | {"SLOW": "1"}
    both = []
    for _ in range(2):
        both.append(subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment))
        time.sleep(0.3)
    told = [process.communicate(timeout=30) for process in both]

    assert [process.returncode for process in both] == [0, 0]
    assert checkout.done() == ["venv", "packages"]
    assert "another terminal is installing" in told[1][1]


def test_without_a_network_it_says_so_and_the_next_start_tries_again(checkout: Checkout):
    failed = checkout.start(OFFLINE="1")
    assert (failed.returncode, failed.stdout) == (3, "")
    assert "Is there a network" in failed.stderr
    checkout.done()

    assert checkout.start().returncode == 0
    assert checkout.done() == ["packages"]


def test_an_old_python_is_named(checkout: Checkout, tmp_path: Path):
    tools = only(tmp_path, "dirname", "readlink")
    told = checkout.start(OLD="1", PATH=str(tools))
    assert told.returncode == 3
    assert "needs Python 3.11 or newer" in told.stderr


def test_it_needs_no_program_that_only_linux_has(checkout: Checkout, tmp_path: Path):
    tools = only(tmp_path, "dirname", "readlink", "cat", "cut", "cksum", "rm", "mkdir", "cp", "chmod", "sleep")
    first = checkout.start(PATH=str(tools))
    assert (first.returncode, checkout.done()) == (0, ["venv", "packages"])
    assert "not found" not in first.stderr

    assert checkout.start(PATH=str(tools)).returncode == 0
    assert checkout.done() == []


def only(tmp_path: Path, *programs: str) -> Path:
    """A folder with these programs and no others."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in programs:
        (tools / name).symlink_to(str(shutil.which(name)))
    return tools


def test_every_target_of_the_makefile_calls_a_word_of_the_script_or_a_file_that_is_there():
    lines = (ROOT / "Makefile").read_text().splitlines()
    called = [line.split() for line in lines if line.startswith("\t./charley")]
    words = {words[1] for words in called if len(words) > 1}
    script = (ROOT / "charley").read_text()

    assert len(called) >= 9
    assert words <= {"demo", "install", "test", "lint", "lock", "python"}
    assert all(f"\n    {word})" in script for word in words - {"demo"})
    assert all((ROOT / words[2]).is_file() for words in called if words[1:2] == ["python"])
