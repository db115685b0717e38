"""What is asked at a terminal: typed unseen, and Ctrl-D or nobody to ask are answers like any other."""

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from support.serving import clean_environment

CTRL_D = "\x04"
Typed = Callable[..., tuple[int, str]]

#: Makes the terminal the program's own, so that /dev/tty leads there, and begins as the command does.
AT_IT = "import fcntl, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); from charley.__main__ import main; main()"


@pytest.fixture
def typed(tmp_path: Path) -> Typed:
    """Run a command at a terminal of its own and answer what it asks: its exit status and all that was shown."""

    def run(*words: object, answers: list[tuple[str, str]]) -> tuple[int, str]:
        ours, theirs = pty.openpty()
        environment = clean_environment() | {"CHARLEY_DATA": str(tmp_path / "data"), "COLUMNS": "200"}
        program = subprocess.Popen(
            [sys.executable, "-c", AT_IT, *map(str, words)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            env=environment,
        )
        os.close(theirs)
        shown = ""
        for question, answer in answers:
            while question not in shown:
                shown += os.read(ours, 4096).decode()
            os.write(ours, answer.encode())
            shown = shown.replace(question, "", 1)
        try:
            while read := os.read(ours, 4096):
                shown += read.decode()
        except OSError:  # the program has closed its side
            pass
        os.close(ours)
        return program.wait(timeout=60), shown

    return run


def test_a_passphrase_is_typed_twice_and_unseen(typed: Typed, tmp_path: Path) -> None:
    assert typed("log", "quiet night", "--yes", answers=[])[0] == 0
    copy = tmp_path / "copy.age"
    both = [("Passphrase: ", "three quiet nights\n"), ("The same again: ", "three quiet nights\n")]
    status, shown = typed("backup", copy, "--passphrase", answers=both)
    assert (status, copy.exists()) == (0, True)
    assert "quiet" not in shown
    status, shown = typed("backup", copy, "--passphrase", answers=[both[0], (both[1][0], "another one\n")])
    assert status == 2
    assert "the two are not the same" in shown


@pytest.mark.parametrize("answer", [CTRL_D, "\n"])
def test_nothing_typed_writes_nothing_and_says_so(typed: Typed, tmp_path: Path, answer: str) -> None:
    copy = tmp_path / "copy.age"
    status, shown = typed("backup", copy, "--passphrase", answers=[("Passphrase: ", answer)])
    assert (status, copy.exists()) == (2, False)
    assert "passphrase: none was typed" in shown


def test_ctrl_d_instead_of_the_word_erases_nothing(typed: Typed, tmp_path: Path) -> None:
    assert typed("log", "quiet night", "--yes", answers=[])[0] == 0
    status, shown = typed("erase", answers=[("Type erase to go on: ", CTRL_D)])
    assert (status, (tmp_path / "data" / "charley.sqlite3").exists()) == (2, True)
    assert "nothing was erased" in shown


def test_where_nobody_can_be_asked_the_variable_is_named(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "charley", "backup", str(tmp_path / "copy.age"), "--passphrase"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        start_new_session=True,
        timeout=60,
        env=clean_environment() | {"CHARLEY_DATA": str(tmp_path / "data")},
    )
    assert told.returncode == 2
    assert "give it in CHARLEY_PASSPHRASE" in told.stderr
    assert not (tmp_path / "copy.age").exists()
