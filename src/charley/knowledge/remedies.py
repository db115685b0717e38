"""Things people try besides magnesium by mouth: what they are, what is known, and when to leave them alone."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Literal

from msgspec import Meta

from charley.errors import Problem
from charley.knowledge.claims import Evidence
from charley.knowledge.sources import Fact
from charley.knowledge.tables import load
from charley.reading import Record

Sentence = Annotated[str, Meta(min_length=8)]


class Caution(Record, frozen=True, kw_only=True):
    """When to be careful.

    Attributes:
        conditions: ids of illnesses it holds for.
        ingredients: ids of medicines' ingredients it holds for.
        leave_it: whether the remedy is not offered then, or offered with the words beside it.
        say: what to do, one plain sentence.
    """

    conditions: tuple[str, ...] = ()
    ingredients: tuple[str, ...] = ()
    leave_it: bool = False
    say: Sentence


class Remedy(Fact, frozen=True, kw_only=True):
    """One thing to try.

    Attributes:
        name: as people call it.
        names: other names.
        kind: what sort of thing it is.
        evidence: for cramps.
        what: what it is and what is known, in one or two sentences.
        how: steps, in order; empty where we give none.
        cautions: for everybody (no ids) or for some.
        may_be_tried: whether it can be the one thing tested in a personal trial.
        we_dose: whether Charley may ever name an amount.
        counts_mg: whether it counts as magnesium by mouth.
        claim: id of the card.
    """

    name: Annotated[str, Meta(min_length=3)]
    names: tuple[str, ...] = ()
    kind: Literal["movement", "warmth", "skin", "food", "vitamin", "calm"]
    evidence: Evidence
    what: Sentence
    how: tuple[Sentence, ...] = ()
    cautions: Annotated[tuple[Caution, ...], Meta(min_length=1)]
    may_be_tried: bool = True
    we_dose: bool = False
    counts_mg: bool = False
    claim: str

    def faults(self) -> Iterator[Problem]:
        yield from super().faults()
        if self.we_dose and self.kind == "vitamin":
            yield Problem("we_dose", "a vitamin is a question for a clinician and never dosed")

    def cautions_for(self, conditions: frozenset[str], ingredients: frozenset[str]) -> tuple[Caution, ...]:
        """Those that hold for everybody or for this person; those that forbid it come first."""
        mine = [
            caution
            for caution in self.cautions
            if not (caution.conditions or caution.ingredients)
            or conditions & set(caution.conditions)
            or ingredients & set(caution.ingredients)
        ]
        return tuple(sorted(mine, key=lambda caution: not caution.leave_it))


@cache
def remedies() -> dict[str, Remedy]:
    """Every usable remedy by its id."""
    return {row.id: row for row in load(Remedy, "remedies")}
