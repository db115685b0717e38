"""The questions of the quick diet estimate, and the foods each stands for."""

from functools import cache
from typing import Annotated, NamedTuple

from msgspec import Meta

from charley.knowledge.foods import Food, foods
from charley.knowledge.sources import Fact
from charley.knowledge.tables import load


class Helping(NamedTuple):
    """A food and a usual helping of it."""

    food: Food
    grams: float


class Question(Fact, frozen=True, kw_only=True):
    """How often something is eaten.

    Attributes:
        ask: for people.
        stands_for: ``food id=grams of a helping``.
        most_a_day: the most helpings a day that are reckoned with where nobody answered.
    """

    ask: str
    stands_for: Annotated[tuple[str, ...], Meta(min_length=2)]
    most_a_day: Annotated[float, Meta(gt=0, le=20)]

    @property
    def helpings(self) -> tuple[Helping, ...]:
        """The foods it stands for."""
        parts = (part.partition("=") for part in self.stands_for)
        return tuple(Helping(foods()[food], float(grams)) for food, _, grams in parts)


@cache
def questions() -> dict[str, Question]:
    """The questions in the order they are asked."""
    return {question.id: question for question in load(Question, "diet_screen")}
