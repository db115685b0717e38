"""How much adults drink in a day, and more of it in an hour of effort, as sourced ranges."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Literal

from msgspec import Meta

from charley.errors import Problem
from charley.knowledge.sources import Fact
from charley.knowledge.tables import load

Millilitres = Annotated[int, Meta(ge=100, le=5000)]


class DrinkRange(Fact, frozen=True, kw_only=True):
    """One range.

    Attributes:
        per: a day's drinks, or what an hour of effort adds.
        sex: whom it is for; None for both.
        low_ml, high_ml: all drinks together, without the water in food.
    """

    per: Literal["day", "hour_of_effort"]
    sex: Literal["female", "male"] | None = None
    low_ml: Millilitres
    high_ml: Millilitres

    def faults(self) -> Iterator[Problem]:
        yield from super().faults()
        if self.low_ml >= self.high_ml:
            yield Problem("high_ml", "should lie above the low end")


@cache
def drink_ranges() -> tuple[DrinkRange, ...]:
    """Every usable range."""
    return load(DrinkRange, "drinks")


def day_range(sex: str | None) -> DrinkRange:
    """A day's range; the smaller one where the sex is not known."""
    fitting = [row for row in drink_ranges() if row.per == "day" and (row.sex == sex or sex not in ("female", "male"))]
    return min(fitting, key=lambda row: row.high_ml)


def hour_of_effort() -> DrinkRange:
    """What an hour of effort adds at most."""
    return next(row for row in drink_ranges() if row.per == "hour_of_effort")
