"""What a plan says where no medicine, illness or laboratory row speaks: limits, age, labels, unknowns, signs to stop.

The words stand in ``data/advice.toml`` with their sources; a rule above decides whether they are true of a person.
"""

from functools import cache
from typing import Annotated

from msgspec import Meta

from charley.knowledge.sources import Fact
from charley.knowledge.tables import load
from charley.knowledge.words import AsksFor, RefersTo, Topic
from charley.language import said

Sentence = Annotated[str, Meta(min_length=8)]


class Advice(Fact, frozen=True, kw_only=True):
    """One thing to say. Words in braces, such as ``{limit_mg}``, are filled in by the rule.

    Attributes:
        topic: finding topic of the contract; None for a sign to stop, which is no finding.
        asks_for: what should be known or measured.
        refers_to: whom to ask.
        what: what is the case, one plain sentence.
        why: why it matters.
        do: what to do.
    """

    topic: Topic | None = None
    asks_for: tuple[AsksFor, ...] = ()
    refers_to: tuple[RefersTo, ...] = ()
    what: Sentence
    why: Sentence
    do: Sentence

    def message(self, **values: object) -> str:
        """What, why and what to do, filled in."""
        return f"{said(self.what)} {said(self.why)} {said(self.do)}".format(**values)


@cache
def _rows() -> dict[str, Advice]:
    return {row.id: row for row in load(Advice, "advice")}


def advice(name: str) -> Advice:
    """The row of that id.

    Raises:
        KeyError: for a name that is in no row, a programmer's mistake.
    """
    return _rows()[name]


def names() -> tuple[str, ...]:
    """The ids of all rows."""
    return tuple(_rows())
