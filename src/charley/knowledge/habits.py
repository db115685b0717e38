"""What is said of habits: coffee, alcohol, sport, sleep, circulation, and the hour of a dose."""

from functools import cache
from typing import Annotated

from msgspec import Meta

from charley.knowledge.claims import Evidence
from charley.knowledge.sources import Fact
from charley.knowledge.tables import load
from charley.language import said

Sentence = Annotated[str, Meta(min_length=8)]


class HabitRow(Fact, frozen=True, kw_only=True):
    """One habit. Words in braces, such as ``{days}``, are filled in by the rule.

    Attributes:
        title: in a few words.
        evidence: for cramps.
        limit_mg_per_day: of caffeine, where the row is about that.
        minutes_per_week: of moderate activity, where the row is about that.
        what: what is the case.
        why: why it matters, with the doubt.
        do: what to do.
    """

    title: Annotated[str, Meta(min_length=3)]
    evidence: Evidence
    limit_mg_per_day: Annotated[float, Meta(gt=0, le=1000)] | None = None
    minutes_per_week: Annotated[int, Meta(gt=0, le=1000)] | None = None
    what: Sentence
    why: Sentence
    do: Sentence

    def message(self, **values: object) -> str:
        """What, why and what to do, filled in."""
        return f"{said(self.what)} {said(self.why)} {said(self.do)}".format(**values)


@cache
def _rows() -> dict[str, HabitRow]:
    return {row.id: row for row in load(HabitRow, "habits")}


def habit(name: str) -> HabitRow:
    """The row of that id.

    Raises:
        KeyError: for a name that is in no row, a programmer's mistake.
    """
    return _rows()[name]


def names() -> tuple[str, ...]:
    """The ids of all rows."""
    return tuple(_rows())
