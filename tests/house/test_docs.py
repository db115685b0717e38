"""The docs are true today: every command they name can be typed, every page they point to is there."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from tools import commands

from charley.cli.main import COMMANDS, build

HOUSE = Path(__file__).parents[2]
DOCS = sorted([HOUSE / "README.md", HOUSE / "CHANGELOG.md", *(HOUSE / "docs").rglob("*.md")])
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?://|#)([^)\s#]+)(?:#[^)\s]*)?\)")
#: Words of the entry script, not of the program: they set up, test and clean.
_ENTRY = {"install", "test", "lint", "python"}


def typed(text: str) -> Iterator[str]:
    """Lines of a document that a reader would type: in fences, set in by four blanks, and after "Example:"."""
    lines = [line for _, block in _FENCE.findall(text) for line in block.splitlines()]
    lines += [line.strip() for line in text.splitlines() if line.startswith("    ")]
    lines += [line.removeprefix("Example: ") for line in text.splitlines() if line.startswith("Example: ")]
    for line in lines:
        found = re.match(r"(?:\$ )?(?:[A-Z_]+=\S+ )*(?:\./)?charley ([a-z].*)", line)
        if found:
            yield re.split(r"\s+(?:#|\||>)\s?", found[1])[0]


def examples() -> list[tuple[str, str]]:
    """Every such line with its document; the usage lines of the reference stand for words, and are none."""
    found = []
    for document in DOCS:
        text = document.read_text(encoding="utf-8")
        lines = typed(text if document != commands.TARGET else "\n".join(re.findall(r"^Example: .*$", text, re.M)))
        found += [(document.name, line) for line in lines if line.split()[0] not in _ENTRY]
    return found


def test_the_reference_of_commands_is_up_to_date() -> None:
    assert commands.TARGET.read_text(encoding="utf-8") == commands.reference(), "run: python tools/commands.py"


def test_there_are_examples_to_try() -> None:
    assert len(examples()) > 60


@pytest.mark.parametrize(("document", "line"), examples())
def test_every_command_the_docs_show_can_be_typed(document: str, line: str) -> None:
    function, bound, _ = build(*COMMANDS).parse_args(shlex.split(line), exit_on_error=False, print_error=False)
    assert callable(function), document
    assert bound is not None


@pytest.mark.parametrize("document", DOCS, ids=lambda path: path.name)
def test_every_file_a_document_points_to_is_there(document: Path) -> None:
    missing = [
        link
        for link in _LINK.findall(document.read_text(encoding="utf-8"))
        if not (document.parent / link).resolve().exists()
    ]
    assert missing == []


def test_every_document_can_be_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    to_read = [(HOUSE / "README.md").resolve()]
    while to_read:
        document = to_read.pop()
        if document in reached or document.suffix != ".md":
            continue
        reached.add(document)
        to_read += [(document.parent / link).resolve() for link in _LINK.findall(document.read_text(encoding="utf-8"))]
    assert sorted(path.name for path in {each.resolve() for each in DOCS} - reached) == []


def test_every_json_example_can_be_read() -> None:
    for document in DOCS:
        for language, block in _FENCE.findall(document.read_text(encoding="utf-8")):
            if language == "json":
                json.loads(block)
