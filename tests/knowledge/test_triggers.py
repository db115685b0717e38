"""The library of triggers: whole, sourced, plain, and each a word that a cramp can be tagged with."""

import re
from datetime import date

from charley.diary.records import CrampEpisode
from charley.knowledge.tables import data_folder, parse
from charley.knowledge.triggers import Trigger, triggers
from support.diary import NOW
from support.readability import grade

#: What the requirements name.
NAMED = {
    "dehydration",
    "low_minerals",
    "overuse",
    "poor_circulation",
    "long_sitting",
    "long_standing",
    "heat",
    "pregnancy",
    "medicine",
    "hormones",
    "stress",
    "inflammation",
}


def test_the_table_is_whole_and_not_overdue():
    text = (data_folder() / "triggers.toml").read_text("utf-8")
    rows, faults = parse(Trigger, "triggers", text, today=date(2027, 1, 1))
    assert faults == ()
    assert {row.id for row in rows} >= NAMED


def test_every_trigger_can_tag_a_cramp():
    tagged = CrampEpisode(id="tagged-with-all", at=NOW, triggers=tuple(triggers()))
    assert set(tagged.triggers) == set(triggers())


def test_each_has_a_source_and_is_read_at_twelve():
    for row in triggers().values():
        assert row.sources, row.id
        assert grade(f"{row.say} {row.do}") <= 9, row.id


def test_none_claims_a_cause_or_blames():
    said = [f"{row.say} {row.do}" for row in triggers().values()]
    assert not [text for text in said if re.search(r"\b(proves?|proven|always|should have|deficien\w+)\b", text)]
    assert "does not mend" in triggers()["poor_circulation"].do
