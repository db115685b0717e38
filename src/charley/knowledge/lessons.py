"""Short pages on how it works, and how popular articles rate the forms. Figures are filled in from other tables."""

from functools import cache
from typing import Annotated, Literal

from msgspec import Meta

from charley.knowledge.sources import Fact
from charley.knowledge.tables import load
from charley.reading import Record

Sentence = Annotated[str, Meta(min_length=8)]
Picture = Literal["nerve", "stores", "kidneys", "blood", "uptake", "luck", "none"]


class Section(Record, frozen=True, kw_only=True):
    """A head and what stands under it."""

    head: Annotated[str, Meta(min_length=3)]
    text: Sentence


class Lesson(Fact, frozen=True, kw_only=True):
    """One page.

    Attributes:
        title: in a list.
        question: the page's head.
        picture: what is drawn on it.
        sections: in reading order.
        claims: ids of the cards to read on.
    """

    title: Annotated[str, Meta(min_length=3)]
    question: Sentence
    picture: Picture
    sections: Annotated[tuple[Section, ...], Meta(min_length=1)]
    claims: tuple[str, ...] = ()


class HeardRating(Fact, frozen=True, kw_only=True):
    """How popular articles rate the uptake of a form (its ``id``), each rating once. No evidence."""

    heard: Annotated[tuple[str, ...], Meta(min_length=1)]


@cache
def lessons() -> dict[str, Lesson]:
    """Every usable page by its id, in reading order."""
    return {row.id: row for row in load(Lesson, "lessons")}


@cache
def heard_ratings() -> dict[str, tuple[str, ...]]:
    """Ratings that people meet, by the form's id."""
    return {row.id: row.heard for row in load(HeardRating, "heard_ratings")}
