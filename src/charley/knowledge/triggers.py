"""What may bring a cramp on, in plain words: each with how well it is known, and what to do with the thought."""

from functools import cache
from typing import Annotated

from msgspec import Meta

from charley.knowledge.claims import Evidence
from charley.knowledge.sources import Fact
from charley.knowledge.tables import load

Sentence = Annotated[str, Meta(min_length=8)]


class Trigger(Fact, frozen=True, kw_only=True):
    """One trigger; its id is the word a cramp is tagged with.

    Attributes:
        name: as people call it.
        evidence: that it has to do with cramps.
        say: what is known of it.
        do: what to do with the thought.
    """

    name: Annotated[str, Meta(min_length=3)]
    evidence: Evidence
    say: Sentence
    do: Sentence


@cache
def triggers() -> dict[str, Trigger]:
    """Every usable trigger by its id, in the order of the table."""
    return {row.id: row for row in load(Trigger, "triggers")}
