"""Illnesses and situations: each row of the table says what it means."""

from collections.abc import Iterator

from charley.knowledge.conditions import Condition, PlannerAction
from charley.safety.case import Case
from charley.safety.findings import Finding, Status, cite, severity_of

_STATUS: dict[PlannerAction, Status] = {
    "block": "refuse",
    "clinician-first": "clinician_first",
    "pause": "clinician_first",
    "limit-days": "ok",
    "avoid-form": "ok",
    "note": "ok",
}


def conditions(case: Case) -> Iterator[Finding]:
    """One finding for each topic of each condition present."""
    for named in case.conditions:
        for row in named.meaning.conditions:
            yield from _of_row(row, named.meaning.written)


def _of_row(row: Condition, written: str) -> Iterator[Finding]:
    status = _STATUS[row.planner_action]
    for topic in row.topics:
        yield Finding(
            topic=topic,
            severity=severity_of(status, at_least="info" if row.planner_action == "note" else "caution"),
            about=written,
            message=row.message,
            sources=cite(row.sources),
            status=status,
            asks_for=row.asks_for,
            refers_to=row.refers_to,
            stops_current=row.planner_action in ("block", "pause"),
        )
