"""Published figures a page may show: each with its range, what it counts, in whom, and its sources.

No text of a card, an answer or a page holds such a number itself: it names the figure, and the number is filled in.
"""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Literal

from msgspec import Meta

from charley.errors import Problem
from charley.knowledge.printed import Printed, value
from charley.knowledge.sources import Fact
from charley.knowledge.studies import Population
from charley.knowledge.tables import load

#: How sure a group of experts, or we by their rules (GRADE), are that the estimate is near the truth.
Certainty = Literal["high", "moderate", "low", "very low", "not graded"]

#: ``difference``: treatment less control; ``ratio``: treatment over control; ``share``: of people or of an amount;
#: ``amount``: a plain quantity.
Kind = Literal["difference", "ratio", "share", "amount"]


class Figure(Fact, frozen=True, kw_only=True):
    """One published number.

    Attributes:
        kind: see :data:`Kind`.
        what: what it counts, in plain words, to stand after the number.
        value: as printed.
        low: lower end of its range.
        high: upper end.
        range_is: what the range holds.
        wald: whether the range is meant to lie evenly about the value (on the log scale for ratios).
        less: the word for a value below zero ("fewer", "shorter").
        more: the word for a value above zero.
        who: who was studied, in plain words.
        population: the same as codes.
        people: how many.
        trials: how many trials are pooled.
        certainty: see :data:`Certainty`.
        included: ids of the pooled trials that we hold, where it is a pool.
        outcome: where it is one trial's result: the outcome of the included trial whose arms give it again.
        measure: what those arms are compared by.
        question: name of the question under which we pool the same ourselves, where we do.
        difference: why our own pool of the trials we hold is not the same, in plain words.
    """

    kind: Kind
    what: Annotated[str, Meta(min_length=1)]
    value: Printed
    low: Printed | None = None
    high: Printed | None = None
    range_is: Literal["95 % range", "range found", "two values"] = "95 % range"
    wald: bool = True
    less: str = "less"
    more: str = "more"
    who: str = ""
    population: tuple[Population, ...] = ()
    people: Annotated[int, Meta(ge=1)] | None = None
    trials: Annotated[int, Meta(ge=1)] | None = None
    certainty: Certainty = "not graded"
    included: tuple[str, ...] = ()
    outcome: str = ""
    measure: Literal["MD", "RR", "OR"] | None = None
    question: str = ""
    difference: str = ""

    def faults(self) -> Iterator[Problem]:
        yield from super().faults()
        if (self.low is None) != (self.high is None):
            yield Problem("high", "a range has two ends")
        if self.low is not None and self.high is not None:
            if value(self.low) > value(self.high):
                yield Problem("low", "the ends are the wrong way round")
            if not value(self.low) <= value(self.value) <= value(self.high):
                yield Problem("value", "lies outside its own range")


@cache
def figures() -> dict[str, Figure]:
    """Every usable figure by its id."""
    return {row.id: row for row in load(Figure, "figures")}
