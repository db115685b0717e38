"""Every package we lean on stands in the decision about them, with its reason."""

import re
import tomllib
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
DECISION = HOUSE / "docs" / "adr" / "0002-dependencies.md"


def leaned_on() -> set[str]:
    """The packages of the project file: those of a run, of its options, and of the developers."""
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))
    several = [
        project["build-system"]["requires"],
        project["project"]["dependencies"],
        *project["project"]["optional-dependencies"].values(),
        *project["dependency-groups"].values(),
    ]
    return {re.split(r"[\[<>=! ]", each)[0].lower() for group in several for each in group}


def test_each_is_named_with_its_reason() -> None:
    taken = "\n".join(line for line in DECISION.read_text("utf-8").lower().splitlines() if line.startswith("| "))
    missing = [name for name in leaned_on() if not re.search(rf"\b{re.escape(name)}\b", taken)]
    assert missing == []
