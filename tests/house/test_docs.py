"""The docs are true today: every command they name can be typed, every page they point to is there."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tools import commands

from charley.cli.main import COMMANDS, build, run

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


@pytest.fixture
def examples_of_documents() -> dict[str, str]:
    """Name of a fence's language -> the example in docs/reference/documents.md."""
    return dict(_FENCE.findall((HOUSE / "docs" / "reference" / "documents.md").read_text(encoding="utf-8")))


def test_the_profile_of_the_docs_fits_its_schema_and_its_plan_the_other(
    examples_of_documents: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "profile.json"
    file.write_text(examples_of_documents["json"], encoding="utf-8")
    jsonschema.validate(json.loads(examples_of_documents["json"]), printed(capsys, "schema", "profile"))
    plan = printed(capsys, "plan", str(file), "--json")
    jsonschema.validate(plan, printed(capsys, "schema", "plan"))
    told = (HOUSE / "docs" / "reference" / "documents.md").read_text(encoding="utf-8").split("## Plan")[1]
    fields = re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`.*?) \|", told, re.MULTILINE)))
    assert len(fields) > 10
    assert set(fields) <= set(plan)


def test_the_diary_of_the_docs_is_read_and_its_answer_fits_the_schema(
    examples_of_documents: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "diary.csv"
    file.write_text(examples_of_documents["csv"], encoding="utf-8")
    jsonschema.validate(printed(capsys, "analyse", str(file), "--json"), printed(capsys, "schema", "posterior"))


def test_the_lines_of_python_in_the_readme_run() -> None:
    [lines] = [
        block
        for language, block in _FENCE.findall((HOUSE / "README.md").read_text(encoding="utf-8"))
        if language == "python"
    ]
    named: dict[str, Any] = {}
    exec(lines, named)
    assert named["plan"].as_dict()["status"] == "ok"
    assert named["answer"].as_dict()["nights"]["recorded"] == 3


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert run(words) in (0, 1)
    return json.loads(capsys.readouterr().out)


def test_every_json_example_can_be_read() -> None:
    for document in DOCS:
        for language, block in _FENCE.findall(document.read_text(encoding="utf-8")):
            if language == "json":
                json.loads(block)
