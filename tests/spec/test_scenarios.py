"""Clinical scenarios as plain tables that a pharmacist can check: ``tests/spec/scenarios/*.md``.

One table a subject. A row changes the healthy man of ``tests/support/people.py``; what must come out stands beside it,
with its source. Every plan also goes before the independent judge.
"""

import json
from pathlib import Path

import pytest

from support.checker import judge
from support.drawn import rows
from support.people import plan_for, someone

FOLDER = Path(__file__).parent / "scenarios"
SUBJECTS = sorted(path.stem for path in FOLDER.glob("*.md"))


def table(subject: str) -> list[dict[str, str]]:
    text = (FOLDER / f"{subject}.md").read_text("utf-8")
    return rows("\n".join(line for line in text.splitlines() if line.startswith("|")))


CASES = [pytest.param(row, id=f"{subject}: {row['who']}") for subject in SUBJECTS for row in table(subject)]


@pytest.mark.parametrize("row", CASES)
def test_each_scenario(row: dict[str, str]) -> None:
    given = json.loads(row["profile"])
    plan = plan_for(**given)
    raised = {finding.topic for finding in plan.findings}
    said = row["raised"].split()
    assert plan.status == row["status"]
    assert {word for word in said if not word.startswith("!")} <= raised
    assert not {word[1:] for word in said if word.startswith("!")} & raised
    amounts = [] if row["doses"] == "-" else [float(mg) for mg in row["doses"].split(",")]
    assert [step.mg_per_day for step in plan.steps] == pytest.approx(amounts, abs=1)
    if plan.steps:
        assert [dose.time for dose in plan.steps[0].doses] == row["times"].split()
        assert plan.steps[0].doses[0].form == (row.get("form") or "glycinate")
    assert judge(someone(**given), plan.as_dict()) == []


def test_there_are_enough_and_each_is_told_once() -> None:
    told = [(row["profile"]) for subject in SUBJECTS for row in table(subject)]
    assert len(told) >= 120
    assert len(told) == len(set(told))


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_source_in_brackets_has_its_address(subject: str) -> None:
    text = (FOLDER / f"{subject}.md").read_text("utf-8")
    named = {word for row in table(subject) for word in _bracketed(row["source"])}
    listed = {line[1 : line.index("]:")] for line in text.splitlines() if line.startswith("[") and "]: " in line}
    assert named == listed


def _bracketed(cell: str) -> list[str]:
    return [part.split("]")[0] for part in cell.split("[")[1:]]
