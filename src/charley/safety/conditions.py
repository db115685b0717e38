"""Illnesses and situations: each row of the table says what it means."""

from collections.abc import Iterator

from charley.knowledge.conditions import Condition, PlannerAction
from charley.safety.case import Case
from charley.safety.findings import Finding, Status, cite, severity_of, strength_of, with_strength

_STATUS: dict[PlannerAction, Status] = {
    "block": "refuse",
    "clinician-first": "clinician_first",
    "pause": "clinician_first",
    "limit-days": "ok",
    "avoid-form": "ok",
    "note": "ok",
}


def conditions(case: Case) -> Iterator[Finding]:
    """What each condition present means."""
    for named in case.conditions:
        for row in named.meaning.conditions:
            yield from of_row(row, about=named.meaning.written)


def notes(case: Case) -> Iterator[str]:
    """Advice of rows that carry no topic and yet send to somebody: heart, veins, liver and the like."""
    for named in case.conditions:
        for row in named.meaning.conditions:
            if not row.topics and row.refers_to:
                yield with_strength(row.message, row)


def for_a_clinician(case: Case) -> tuple[str, ...]:
    """The illnesses, as written, with which a clinician should know of cramps and magnesium: heart, kidney, thyroid…"""
    found = (each.meaning for each in case.conditions)
    named = (each.written for each in found if any("clinician" in row.refers_to for row in each.conditions))
    return tuple(dict.fromkeys(named))


def of_row(row: Condition, *, about: str) -> Iterator[Finding]:
    """One finding for each topic of a row; none where it is worth a note only.

    With weak kidneys magnesium that is taken already pauses too, until somebody who knows them was asked.
    """
    status = _STATUS[row.planner_action]
    for topic in row.topics:
        yield Finding(
            topic=topic,
            severity=severity_of(status, at_least="info" if row.planner_action == "note" else "caution"),
            about=about,
            message=row.message,
            sources=cite(row.sources),
            strength=strength_of(row.sources),
            confidence=row.confidence,
            status=status,
            asks_for=row.asks_for,
            refers_to=row.refers_to,
            stops_current=row.planner_action in ("block", "pause") or (status != "ok" and "kidney" in row.topics),
        )
