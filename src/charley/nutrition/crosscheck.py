"""Another program's figures beside our own table's, food by food, so that a difference of sums can be explained."""

from collections.abc import Iterable
from typing import NamedTuple

from charley.diary.records import Drink, Entry, Food
from charley.knowledge.foods import Food as TableFood
from charley.knowledge.foods import search, tokens
from charley.knowledge.nutrients import Nutrient
from charley.nutrition.ledger import amount

#: From this likeness of names on a food of the table is held beside the logged one.
LIKE = 85.0
#: Figures within this share of each other agree: both are rounded, and harvests differ.
AGREE_SHARE = 0.15


class Beside(NamedTuple):
    """One logged food.

    Attributes:
        name: as logged.
        grams: how much of it.
        theirs: the logged amount; None where the other program has no figure.
        ours: by our table; None where the food is not in it or USDA gives no figure.
        food: the food of our table that was held beside it.
    """

    name: str
    grams: float
    theirs: float | None
    ours: float | None
    food: TableFood | None

    @property
    def agrees(self) -> bool | None:
        """Whether both figures say the same; None where one is missing."""
        if self.theirs is None or self.ours is None:
            return None
        return abs(self.theirs - self.ours) <= max(1.0, AGREE_SHARE * max(self.theirs, self.ours))

    @property
    def why(self) -> str:
        """What lies behind a difference, for people."""
        if self.food is None:
            return "Our table has no food of this name."
        if self.theirs is None:
            return f"The other program gives no figure; ours is that of {self.food.name}."
        if self.ours is None:
            return f"USDA gives no figure for {self.food.name}."
        if self.agrees:
            return f"Both agree; ours is that of {self.food.name}."
        return f"Ours is that of {self.food.name}: another variety, preparation or analysis."


def beside(entries: Iterable[Entry], nutrient: Nutrient) -> list[Beside]:
    """Every food and drink with a weight, with both figures for a nutrient."""
    found = []
    for entry in entries:
        if isinstance(entry, Food) and entry.amount_g:
            found.append(_held(entry.name, entry.amount_g, amount(entry.nutrients, nutrient), nutrient))
        elif isinstance(entry, Drink):
            found.append(_held(entry.what, entry.ml, amount(entry.nutrients, nutrient), nutrient))
    return found


def _same_food(name: str) -> TableFood | None:
    """The table's food of a name whose parts go from the general to the special, as "Milk, whole, 3.25% milkfat".

    The name is tried whole, then by its first parts; among the foods that fit, the one that shares most words wins.
    """
    parts, words = name.split(","), set(tokens(name))
    for count in (len(parts), 2, 1):
        first = set(tokens(parts[0]))
        hits = search(",".join(parts[:count]), limit=8)
        near = [hit.food for hit in hits if hit.score >= LIKE and first & _called(hit.food)]
        if near:
            return max(near, key=lambda food: len(words & set(tokens(food.name))))
    return None


def _called(food: TableFood) -> set[str]:
    """What a food is, without how it is: "milk" for "Reduced-fat milk (2%)", and its other name in brackets."""
    name, _, other = food.name.split(",")[0].partition("(")
    return set(tokens(name)[-1:]) | set(tokens(other))


def _held(name: str, grams: float, theirs: float | None, nutrient: Nutrient) -> Beside:
    food = _same_food(name)
    per_100g = None if food is None else food.per_100g(nutrient)
    return Beside(name, grams, theirs, None if per_100g is None else per_100g * grams / 100, food)
