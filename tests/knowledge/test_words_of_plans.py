"""Every sentence that a plan may say: read at about twelve, and none of the words that promise, blame or diagnose."""

import re
from collections.abc import Iterator
from statistics import mean

import pytest

from charley.knowledge import tables
from charley.services import planning
from support.people import NOW
from support.profiles import draft
from support.readability import grade

#: Flesch-Kincaid grade 7 is read at twelve. One message may be harder, for the name of an illness is what it is.
ON_AVERAGE, AT_MOST = 7.0, 10.5
ADVISING = ("advice", "conditions", "cramp_causes", "medicine_rules", "red_flags")
NEVER = re.compile(
    r"\b(proves?|proven to|cures?|guarantee\w*|natural(ly)?|detox\w*|boost\w*|deficien\w*|should have|must take|miracle"
    r"|you suffer from|you have (cancer|kidney disease|a clot))\b",
    re.IGNORECASE,
)
#: "should have" may stand where something was measured or a test is meant; nowhere else.
SPOKEN = ("what", "why", "do", "say", "ask", "reading", "caveat", "answer", "text")


def spoken(name: str) -> Iterator[tuple[str, str]]:
    """The sentences of a table's rows that a person can meet, by row."""
    _, rows = tables.unread(name)
    for row in rows:
        if row.get("confidence") != "unverified":
            for key in SPOKEN:
                if isinstance(row.get(key), str):
                    yield f"{row['id']}: {key}", row[key]


@pytest.mark.parametrize("name", ADVISING)
def test_advice_is_read_at_twelve(name: str) -> None:
    _, rows = tables.unread(name)
    grades = {
        row["id"]: grade(" ".join(row[key] for key in ("what", "why", "do") if key in row))
        for row in rows
        if row["confidence"] != "unverified"
    }
    assert mean(grades.values()) <= ON_AVERAGE
    assert {row: round(value, 1) for row, value in grades.items() if value > AT_MOST} == {}


@pytest.mark.parametrize("name", tables.names())
def test_no_table_promises_blames_or_diagnoses(name: str) -> None:
    assert [where for where, words in spoken(name) if NEVER.search(words)] == []


def test_whole_plans_are_read_at_twelve_and_keep_to_the_words() -> None:
    """What three hundred random people are told, all of it."""
    grades = []
    for seed in range(300):
        plan = planning.plan(draft(seed).profile, now=NOW)
        said = [finding.message for finding in plan.findings if "“" not in finding.message]
        said += [*plan.notes, *plan.questions, *plan.assumptions, *(rule.message for rule in plan.stop_rules)]
        said += [clash.message for clash in plan.current.conflicts]
        said += [plan.diet_step] if plan.diet_step else []
        assert [words for words in said if NEVER.search(words)] == []
        grades.append(grade(" ".join(said)))
    assert mean(grades) <= ON_AVERAGE
    assert max(grades) <= AT_MOST


def test_the_search_would_see_a_forbidden_word() -> None:
    assert NEVER.search("Magnesium cures cramps.")
    assert NEVER.search("A natural boost")
    assert not NEVER.search("Nobody has shown that it works better.")
