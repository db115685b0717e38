"""The table of capabilities is whole, well formed, and names only things that exist."""

import re
from pathlib import Path

import pytest

from support import capabilities

ROOT = Path(__file__).resolve().parents[2]
WANTED = [f"S{n:02d}" for n in range(1, 121)] + [f"C{n:02d}" for n in range(1, 39)]


def test_every_capability_has_exactly_one_row() -> None:
    assert [row.id for row in capabilities.rows()] == WANTED


def test_states_are_known_and_done_rows_name_their_proof() -> None:
    for row in capabilities.rows():
        assert row.state in capabilities.STATES, row
        if row.state == "done":
            assert row.modules, f"{row.id} names no module"
            assert row.tests, f"{row.id} names no test"


def test_named_modules_and_tests_exist() -> None:
    for row in capabilities.rows():
        for module in row.modules:
            assert (ROOT / "src" / "charley" / module).exists(), f"{row.id}: {module}"
        for name in row.tests:
            path, _, function = name.partition("::")
            text = (ROOT / path).read_text("utf-8")
            last = function.split("::")[-1]
            assert re.search(rf"^\s*(async )?def {re.escape(last)}\(", text, re.MULTILINE), f"{row.id}: {name}"


@pytest.mark.parametrize(
    ("outcomes", "faults"),
    [
        ({"tests/x.py::test_a": "passed"}, 0),
        ({"tests/x.py::test_a": "failed"}, 1),
        ({"tests/x.py::test_a": "skipped"}, 1),
        ({}, 1),
    ],
)
def test_done_without_a_passing_test_is_a_fault(outcomes: dict[str, str], faults: int) -> None:
    table = capabilities.rows("| S01 | Record a cramp | done | diary/records.py | `tests/x.py::test_a` |")
    assert len(capabilities.unproved(table, outcomes)) == faults


def test_a_row_without_tests_cannot_be_done() -> None:
    table = capabilities.rows("| S01 | Record a cramp | done | diary/records.py | |")
    assert capabilities.unproved(table, {}) == ["S01 is called done and names no test"]
