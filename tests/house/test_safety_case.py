"""The hazard log is whole: numbered, rated by its own matrix, and every control and proof it names exists."""

import ast
import itertools
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "safety-case.md").read_text("utf-8")
COLUMNS = ("id", "hazard", "cause", "severity", "likelihood", "risk", "control", "proof", "remains")


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


LINES = [cells(line) for line in TEXT.splitlines() if line.startswith("|")]
HAZARDS = [dict(zip(COLUMNS, row, strict=True)) for row in LINES if re.fullmatch(r"H\d\d", row[0])]
_head, *_rows = (row for row in LINES if row[0] in ("likelihood", "very high", "high", "medium", "low", "very low"))
MATRIX = {(row[0], severity): int(risk) for row in _rows for severity, risk in zip(_head[1:], row[1:], strict=True)}


@cache
def functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def named_tests(text: str) -> list[str]:
    return re.findall(r"tests/[\w/]+\.py::test_\w+", text)


def test_there_are_enough_hazards_numbered_without_a_gap() -> None:
    assert len(HAZARDS) >= 40
    assert [hazard["id"] for hazard in HAZARDS] == [f"H{number:02d}" for number in range(1, len(HAZARDS) + 1)]
    assert len({hazard["hazard"] for hazard in HAZARDS}) == len(HAZARDS)


@pytest.mark.parametrize("hazard", HAZARDS, ids=lambda hazard: hazard["id"])
def test_the_risk_is_that_of_the_matrix_and_falls_to_three_at_most(hazard: dict[str, str]) -> None:
    likelihoods = hazard["likelihood"].split(" → ")
    risks = [int(risk) for risk in hazard["risk"].split(" → ")]
    assert risks == [MATRIX[likelihood, hazard["severity"]] for likelihood in likelihoods]
    before, after = risks
    assert after <= before
    assert after <= 3
    assert after < 3 or hazard["remains"] != "-", "a risk of 3 says what remains"


@pytest.mark.parametrize("hazard", HAZARDS, ids=lambda hazard: hazard["id"])
def test_its_control_and_its_proof_exist(hazard: dict[str, str]) -> None:
    assert (ROOT / "src" / "charley" / hazard["control"]).is_file()
    (proof,) = named_tests(hazard["proof"])
    path, name = proof.split("::")
    assert name in functions(ROOT / path)


def test_whatever_else_the_page_names_exists() -> None:
    for proof in named_tests(TEXT):
        path, name = proof.split("::")
        assert name in functions(ROOT / path), proof
    for path in re.findall(r"`((?:tests|benchmarks|docs)/[\w/.-]+)`", TEXT):
        assert (ROOT / path).exists(), path


def test_the_matrix_never_falls_with_severity_or_likelihood() -> None:
    severities, likelihoods = _head[1:], [row[0] for row in _rows]
    for likelihood in likelihoods:
        risks = [MATRIX[likelihood, severity] for severity in severities]
        assert risks == sorted(risks)
    for severity, (likelier, rarer) in itertools.product(severities, itertools.pairwise(likelihoods)):
        assert MATRIX[likelier, severity] >= MATRIX[rarer, severity]
