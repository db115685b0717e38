"""Medicines and illnesses that cramps have been linked with. A reason to ask, never to stop a medicine alone."""

from collections.abc import Iterable
from functools import cache
from typing import Annotated, Literal

from msgspec import Meta

from charley.knowledge.sources import Fact
from charley.knowledge.tables import load
from charley.knowledge.words import AsksFor, Topic
from charley.language import said

Sentence = Annotated[str, Meta(min_length=8)]


class CrampCause(Fact, frozen=True, kw_only=True):
    """One link.

    Attributes:
        kind: medicine or condition.
        name: in plain words.
        ingredients: ids of medicines' ingredients.
        conditions: ids of conditions.
        strength: of the link.
        measure: what the figures are; empty where no figure was read.
        value: the figure.
        low: lower end of the 95 % interval.
        high: upper end.
        topics: finding topics of the contract; empty where none fits, and the link is only a question to ask.
        asks_for: what to find out.
        what: the link in one plain sentence, with the figure where there is one.
        do: what to do.
    """

    kind: Literal["medicine", "condition"]
    name: Annotated[str, Meta(min_length=3)]
    ingredients: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    strength: Literal["strong", "moderate", "weak"]
    measure: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    topics: tuple[Topic, ...] = ()
    asks_for: tuple[AsksFor, ...] = ()
    what: Sentence
    do: Sentence

    @property
    def message(self) -> str:
        """The link and what to do about it."""
        return f"{said(self.what)} {said(self.do)}"


def for_ingredients(ingredients: Iterable[str]) -> tuple[CrampCause, ...]:
    """The links of these ingredients, the strongest first."""
    wanted = frozenset(ingredients)
    return tuple(cause for cause in causes() if wanted.intersection(cause.ingredients))


def for_conditions(conditions: Iterable[str]) -> tuple[CrampCause, ...]:
    """The links of these condition ids, the strongest first."""
    wanted = frozenset(conditions)
    return tuple(cause for cause in causes() if wanted.intersection(cause.conditions))


@cache
def causes() -> tuple[CrampCause, ...]:
    """Every usable row, the strongest first."""
    rows = load(CrampCause, "cramp_causes")
    return tuple(sorted(rows, key=lambda cause: ("strong", "moderate", "weak").index(cause.strength)))
