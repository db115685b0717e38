"""The walks of docs/explanation/three-walks.md are those that the code takes, and they go downwards."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import charley as package
from support.diary import Run, charley, folder  # noqa: F401
from support.people import someone

HOUSE = Path(__file__).resolve().parents[2]
ROOMS = Path(package.__file__).parent
DOCUMENT = HOUSE / "docs" / "explanation" / "three-walks.md"

#: A file of ours and the function in it, without what stands inside of a function.
Place = tuple[str, str]
Call = tuple[Place, Place]
#: What may be called upwards: a record's own check, and what was handed down: store, meaning of a name, reading.
UPWARDS = {("reading", "faults"), ("services", "PersonStore"), ("nutrition", "understand"), ("errors", "_read")}


def floors() -> dict[str, int]:
    """Room -> how high it lies, from the contract that import-linter holds."""
    layers = re.search(r"layers =\n((?:    .+\n)+)", (HOUSE / ".importlinter").read_text("utf-8"))
    assert layers
    rows = layers[1].split("\n")
    return {room.strip(): -height for height, row in enumerate(rows) for room in row.split("|") if room.strip()}


def walks() -> dict[str, list[Call]]:
    """Word of the command -> the calls of its table."""
    found = {}
    for part in DOCUMENT.read_text("utf-8").split("\n## ")[1:]:
        word = re.search(r"^`charley (\w+)", part, re.MULTILINE)
        assert word, part[:40]
        rows = re.findall(r"^\| `([\w/.]+): ([\w.]+)` \| `([\w/.]+): ([\w.]+)` \|", part, re.MULTILINE)
        assert len(rows) == sum(line.startswith("| `") for line in part.splitlines()), f"a row of {word[1]} is not read"
        found[word[1]] = [((row[0], row[1]), (row[2], row[3])) for row in rows]
    return found


def place(frame: FrameType | None) -> Place | None:
    """The nearest function of ours that a frame is in or was called from."""
    while frame is not None:
        file, name = Path(frame.f_code.co_filename), frame.f_code.co_qualname.split(".<locals>")[0]
        if file.is_relative_to(ROOMS) and not name.startswith("<"):
            return file.relative_to(ROOMS).as_posix(), name
        frame = frame.f_back
    return None


@contextmanager
def watched() -> Iterator[dict[Call, None]]:
    """Every call from one function of ours to another, in the order in which they were made first."""
    calls: dict[Call, None] = {}

    def watch(frame: FrameType, event: str, _arg: Any) -> None:
        ours = frame.f_code.co_filename.startswith(str(ROOMS))
        if event == "call" and ours and frame.f_code.co_name != "<genexpr>":  # rows that are handed down are no call
            here, there = place(frame), place(frame.f_back)
            if here and there and here != there:
                calls.setdefault((there, here))

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        yield calls
    finally:
        sys.setprofile(before)


def command(word: str, at: Path) -> tuple[str, ...]:
    """The words of a walk, with files of its own."""
    if word == "log":
        return ("log", "left calf 7/10 3am", "--yes")
    file = at / word
    if word == "plan":
        file.write_text(json.dumps(someone(medicines=[{"name": "levothyroxine", "times": ["07:00"]}])), "utf-8")
        return ("plan", str(file), "--json")
    first = date(2026, 3, 1)
    rows = [f"{first + timedelta(night)},{night % 3},1,{int(night > 20)}\n" for night in range(42)]
    file.write_text("date,cramps,observed,dose:magnesium\n" + "".join(rows), "utf-8")
    return ("analyse", str(file))


@pytest.fixture
def walk(charley: Run, tmp_path: Path) -> Callable[[str], list[Call]]:  # noqa: F811
    def taken(word: str) -> list[Call]:
        words = command(word, tmp_path)
        with watched() as calls:
            assert charley(*words)[0] == 0
        return list(calls)

    return taken


@pytest.mark.parametrize("word", ["log", "plan", "analyse"])
def test_the_walk_is_as_it_is_written(word: str, walk: Callable[[str], list[Call]]) -> None:
    calls = walk(word)
    written = walks()[word]
    assert len(written) > 8
    assert [call for call in written if call not in calls] == []
    assert written == sorted(written, key=calls.index), "in another order"


@pytest.mark.parametrize("word", ["log", "plan", "analyse"])
def test_it_goes_downwards(word: str, walk: Callable[[str], list[Call]]) -> None:
    height = floors()
    upwards = set()
    for (caller, _), (called, name) in walk(word):
        above, below = (file.split("/")[0].removesuffix(".py") for file in (caller, called))
        if height[above] < height[below]:
            parts = name.split(".")
            upwards.add((above, parts[0] if below == "db" else parts[-1]))
    assert upwards <= UPWARDS


def test_each_walk_reaches_the_ground_and_has_its_table() -> None:
    assert list(walks()) == ["log", "plan", "analyse"]
    rooms = {file.split("/")[0].removesuffix(".py") for rows in walks().values() for call in rows for file, _ in call}
    assert rooms >= {"cli", "db", "services", "interop", "report", "dosing", "safety", "nutrition", "diary"}
    assert rooms >= {"knowledge", "inference", "dates", "reading"}
