"""The command line itself: its list of commands, and that it prints anything anywhere without a traceback."""

import json
import os
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from cyclopts import App

from charley.cli.main import COMMANDS
from support.serving import clean_environment


def charley(*words: str, shell: str = 'exec "$@"', **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a person does, by way of a shell that may do something with its output."""
    return subprocess.run(
        ["/bin/sh", "-c", shell, "sh", sys.executable, "-m", "charley", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=60,
        env=clean_environment() | environment,
    )


@pytest.mark.parametrize("word", COMMANDS)
def test_each_command_is_listed_with_the_first_sentence_of_its_own_page(word: str):
    place, sentence = COMMANDS[word]
    module, _, name = place.partition(":")
    found = getattr(import_module(module), name)
    page = found.help if isinstance(found, App) else found.__doc__
    assert " ".join(page.split("\n\n")[0].split()) == sentence


def test_the_list_imports_no_command():
    code = (
        "import sys; from charley.cli.main import run; run(['--help']); "
        "print(sorted(m for m in sys.modules if m.startswith('charley.') and m.count('.') > 1))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "['charley.cli.main', 'charley.cli.output']" in told
    assert all(f"│ {word} " in told for word in COMMANDS)


def test_the_page_of_a_command_says_more_than_the_list():
    told = charley("log", "--help").stdout
    assert "Words it does not understand are given back" in " ".join(told.split())


def test_letters_that_a_terminal_does_not_have_are_replaced_and_json_stays_whole(tmp_path: Path):
    words = ("log", "note: ä “x” 😀", "--yes", "--data", str(tmp_path))
    plain = charley(*words, PYTHONIOENCODING="ascii")
    assert (plain.returncode, plain.stderr) == (0, "")
    assert "? ?x? ?" in plain.stdout

    document = charley(*words, "--json", PYTHONIOENCODING="ascii")
    assert document.returncode == 0
    assert json.loads(document.stdout)["entry"]["text"] == "ä “x” 😀"


def test_a_file_s_name_of_any_bytes_is_named_in_json(tmp_path: Path):
    name = os.fsdecode(bytes(tmp_path) + b"/\xff.csv")
    told = charley("import", name, "--data", str(tmp_path), "--json", LC_ALL="C.UTF-8")
    assert told.returncode == 2
    assert json.loads(told.stdout)["error"]["fields"] == ["\udcff.csv"]


def test_a_file_s_name_cannot_steer_the_terminal(tmp_path: Path):
    told = charley("import", str(tmp_path / "\x1b[2J.csv"), "--data", str(tmp_path))
    assert told.returncode == 2
    assert "\x1b" not in told.stderr


def test_sentences_are_not_broken_where_they_go_into_a_file(tmp_path: Path):
    folder = tmp_path / "with a long name that goes far beyond the width of a terminal" / "file"
    folder.parent.mkdir()
    folder.write_text("a letter")
    assert (
        f"The data folder {folder} is a file, not a folder. Nothing"
        in charley("log", "quiet night", "--data", str(folder)).stderr
    )


@pytest.mark.parametrize("words", [("schema", "profile"), ("foods", "search", "egg"), ("--help",)])
def test_an_answer_that_finds_no_room_is_said(words: tuple[str, ...]):
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    told = charley(*words, shell='exec "$@" >/dev/full')
    assert told.returncode == 3
    assert told.stderr.startswith("The ")
    assert "no space left" in told.stderr
    assert "Exception" not in told.stderr


@pytest.mark.parametrize("words", [("schema", "profile"), ("foods", "search", "egg"), ("--help",)])
def test_a_reader_that_goes_early_and_a_closed_output_are_no_fault(words: tuple[str, ...]):
    gone = charley(*words, shell='{ "$@"; echo "status $?" >&2; } | true')
    assert gone.stderr == "status 0\n"
    closed = charley(*words, shell='exec "$@" >&-')
    assert (closed.returncode, closed.stderr) == (0, "")


@pytest.mark.parametrize(
    ("words", "field"),
    [(("serve", "--port", "x"), "port"), (("restore",), "file"), (("serve", "--prt", "1"), "prt"), (("nope",), None)],
)
def test_words_that_are_not_understood_are_named(words: tuple[str, ...], field: str | None):
    told = charley(*words, "--json")
    assert told.returncode == 2
    error = json.loads(told.stdout)["error"]
    assert error["fields"] == ([field] if field else [])
    assert error["message"]


def test_ctrl_c_while_modules_load_ends_it_without_a_word() -> None:
    program = """
import os, signal, sys
class Pressed:
    def find_spec(self, name, path=None, target=None):
        if name == "charley.cli.main":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Pressed())
from charley.__main__ import main
main()
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert ended.returncode in (130, -signal.SIGINT)
    assert ended.stdout + ended.stderr == ""


def test_ctrl_c_during_an_import_keeps_nothing_of_the_file_and_says_so(tmp_path: Path) -> None:
    """Pressed after rows have been kept, within the transaction."""
    program = """
import os, signal
from charley.interop import keeping, taking
keeping.BATCH = 10
whole = keeping.keep_items
def pressed(items, *more, **named):
    def until():
        for item in items:
            yield item
        os.kill(os.getpid(), signal.SIGINT)
        yield from ()
    whole(until(), *more, **named)
taking.keep_items = pressed
from charley.__main__ import main
main()
"""
    nights = "date,cramps\n" + "".join(f"2026-03-{day:02},1\n" for day in range(1, 29))
    (tmp_path / "nights.csv").write_text(nights, "utf-8")
    environment = clean_environment() | {"CHARLEY_DATA": str(tmp_path / "data")}
    ended = subprocess.run(
        [sys.executable, "-c", program, "import", str(tmp_path / "nights.csv")],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
    )
    assert (ended.returncode, ended.stdout) == (130, "")
    assert ended.stderr == "\nStopped. Nothing was left half-written.\n"
    told = charley("export", "--csv", "-", CHARLEY_DATA=str(tmp_path / "data"))
    assert told.returncode == 1
    assert "no night yet" in told.stderr
