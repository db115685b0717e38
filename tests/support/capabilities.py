"""Holds docs/capabilities.md against the tests of this very run: "done" means that its tests passed."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs" / "capabilities.md"
STATES = ("done", "part", "open")

_outcomes: dict[str, str] = {}


class Row(NamedTuple):
    id: str
    what: str
    state: str
    modules: list[str]
    tests: list[str]


def rows(text: str | None = None) -> list[Row]:
    """The table's rows: | id | what | state | modules | tests |, several modules or tests parted by <br> or commas."""
    found = []
    for line in (TABLE.read_text("utf-8") if text is None else text).splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == 5 and re.fullmatch(r"[SC]\d{2,3}", cells[0]):
            split = [[p.strip(" `") for p in re.split(r",|<br>", c) if p.strip(" `")] for c in cells[3:]]
            found.append(Row(cells[0], cells[1], cells[2], split[0], split[1]))
    return found


def note(report: pytest.TestReport) -> None:
    """Remember how a test ended; a parametrised one passes only if all its cases do."""
    name = report.nodeid.split("[")[0]
    if report.failed or (report.skipped and report.when != "teardown"):
        _outcomes[name] = report.outcome
    elif report.when == "call":
        _outcomes.setdefault(name, "passed")


def unproved(table: list[Row], outcomes: dict[str, str]) -> list[str]:
    """The rows that claim to be done while a test they name did not pass."""
    faults = []
    for row in table:
        if row.state != "done":
            continue
        if not row.tests:
            faults.append(f"{row.id} is called done and names no test")
        faults += [
            f"{row.id} is called done, but {name} {outcomes.get(name, 'was not run')}"
            for name in row.tests
            if outcomes.get(name) != "passed"
        ]
    return faults


def verdict(session: pytest.Session, exitstatus: int) -> None:
    """At the end of a whole run, fail if a row is called done without its proof."""
    whole = not session.config.getoption("keyword") and not session.config.getoption("markexpr")
    whole = whole and [str(a) for a in session.config.args] in (["tests"], [str(ROOT / "tests")])
    if not whole or exitstatus not in (0, 1) or session.config.getoption("collectonly"):
        return
    faults = unproved(rows(), _outcomes)
    if faults:
        reporter = session.config.pluginmanager.get_plugin("terminalreporter")
        if reporter is not None:
            reporter.section("capabilities called done without proof", red=True)
            for fault in faults:
                reporter.line(fault)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
