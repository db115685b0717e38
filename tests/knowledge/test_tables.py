"""The reader of fact tables reports everything that is wrong, at once, and lets nothing unverified through."""

from datetime import date
from typing import Annotated

import pytest
from msgspec import Meta

from charley.knowledge import tables
from charley.knowledge.sources import Fact


class Limit(Fact, frozen=True, kw_only=True):
    limit_mg: Annotated[float, Meta(gt=0, le=1000)]
    label: str = ""


HEAD = """
reviewed = 2026-11-21
review_by = 2027-11-21

[sources.iom]
title = "Dietary reference intakes"
url = "https://example.org/dri"
year = 1997
"""

GOOD = (
    HEAD
    + """
[[rows]]
id = "child-1-3y"
limit_mg = 65
confidence = "read"
sources = ["iom"]

[[rows]]
id = "rumour"
limit_mg = 999
confidence = "unverified"
"""
)

BAD = (
    'colour = "blue"\n'
    + HEAD
    + """

[[rows]]
id = "Not A Name"
limit_mg = -5
confidence = "read"
sources = []

[[rows]]
id = "a"
limit_mg = 10
confidence = "read"
sources = ["nobody"]

[[rows]]
id = "b"
limitt_mg = 10
confidence = "surely"
sources = ["iom"]

[[rows]]
id = "c"
limit_mg = 10
confidence = "read"
sources = ["iom"]

[[rows]]
id = "c"
limit_mg = 11
confidence = "read"
sources = ["iom"]
review_by = 2026-11-22
"""
)


def test_a_right_table_is_read_with_its_sources() -> None:
    rows, faults = tables.parse(Limit, "limits", GOOD)
    assert faults == ()
    assert [row.id for row in rows] == ["child-1-3y", "rumour"]
    assert rows[0].sources[0].year == 1997


def test_the_unverified_never_loads(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    (folder / "limits.toml").write_text(GOOD, "utf-8")
    monkeypatch.setattr(tables, "data_folder", lambda: folder)
    assert [row.id for row in tables.load(Limit, "limits")] == ["child-1-3y"]


def test_every_fault_is_reported_at_once() -> None:
    _, faults = tables.parse(Limit, "limits", BAD, today=date(2026, 12, 1))
    text = "\n".join(faults)
    for piece in (
        "unknown key colour",
        "Not A Name: id",
        "limit_mg: should be more than 0",
        "'nobody' is not listed",
        "a: sources: a fact needs at least one source",
        "limitt_mg: is not a known field",
        "b: limit_mg: is missing",
        "b: confidence",
        "c: this id stands twice",
        "c: its review was due on 2026-11-22",
    ):
        assert piece in text, piece


def test_a_source_nobody_uses_is_a_fault() -> None:
    _, faults = tables.parse(Limit, "limits", GOOD.replace('sources = ["iom"]', 'sources = ["nice"]'))
    assert any("source iom is not used" in fault for fault in faults)


def test_an_empty_cell_is_unknown_and_not_zero() -> None:
    side = HEAD + '\n[table]\nconfidence = "read"\nsources = ["iom"]\n'
    rows, faults = tables.parse(Limit, "limits", side, "id,limit_mg,label\na,5,\nb,,x\n")
    assert [row.label for row in rows] == [""]
    assert faults == ("limits: b: limit_mg: is missing",)


@pytest.mark.parametrize("text", ["", "rows = 3", "[[rows]", HEAD])
def test_a_table_that_is_none_is_a_fault(text: str) -> None:
    rows, faults = tables.parse(Limit, "limits", text)
    assert rows == ()
    assert faults


def test_the_version_changes_with_the_facts(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    (folder / "limits.toml").write_text(GOOD, "utf-8")
    monkeypatch.setattr(tables, "data_folder", lambda: folder)
    tables.facts_version.cache_clear()
    before = tables.facts_version()
    (folder / "limits.toml").write_text(GOOD + "\n", "utf-8")
    tables.facts_version.cache_clear()
    assert tables.facts_version() != before
    tables.facts_version.cache_clear()
