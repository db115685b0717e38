"""A week of meals at a glance: is it likely to be low in magnesium?

Counted is how often foods that carry magnesium (whole grains, pulses, greens, nuts and seeds) were eaten, against what
is mostly refined or sweet. It is a hint, no measurement, and a thin log gets no hint.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from charley.knowledge.foods import Food, foods, search
from charley.nutrition.ledger import Day, Line

#: Fewer foods than this in the log say nothing about a week.
ENOUGH_LINES = 10
#: Rich foods a day below which the flag goes up, and from which it is down whatever else is eaten.
FEW_A_DAY, GOOD_A_DAY = 1.0, 2.5
#: The share of refined or sweet foods that raises the flag where rich ones are neither few nor many.
MOSTLY = 0.5

_RICH_GROUPS = frozenset({"Leafy greens", "Nuts and seeds", "Legumes and soya"})
_WHOLE = (
    "whole",
    "oat",
    "brown rice",
    "quinoa",
    "bran",
    "buckwheat",
    "barley",
    "millet",
    "bulgur",
    "rye",
    "wheat germ",
)
_REFINED_GROUPS = frozenset({"Sweets, chocolate and snacks", "Bread and bakery", "Soups, broths and dishes"})
_REFINED = ("cola", "white bread", "pizza", "fries", "chips", "burger", "cake", "biscuit", "cookie", "candy", "soda")


class Quality(NamedTuple):
    """What the log looks like.

    Attributes:
        flag: ``low``: likely low in magnesium; ``good``; ``mixed``; ``unknown``: too little logged.
        rich_a_day: foods rich in magnesium a day.
        refined_share: share of refined or sweet foods among all.
        message: for people.
    """

    flag: Literal["low", "mixed", "good", "unknown"]
    rich_a_day: float
    refined_share: float
    message: str


def quality(days: Sequence[Day]) -> Quality:
    """Rate the recorded days."""
    lines = [line for day in days for line in day.lines if line.eaten]
    if len(lines) < ENOUGH_LINES:
        message = "There is too little in the food log for a hint. A few days with all meals would do."
        return Quality("unknown", 0.0, 0.0, message)
    kinds = [_kind(line) for line in lines]
    rich, refined = kinds.count("rich") / len(days), kinds.count("refined") / len(kinds)
    if rich >= GOOD_A_DAY:
        message = "Whole grains, greens, pulses, nuts and seeds come up often: that is where magnesium is."
        return Quality("good", rich, refined, message)
    if rich < FEW_A_DAY or refined > MOSTLY:
        message = (
            "Few whole grains, greens, pulses, nuts or seeds stand in your log, so your food may be low in magnesium. "
            "One handful of seeds or one helping of beans a day changes a lot."
        )
        return Quality("low", rich, refined, message)
    return Quality("mixed", rich, refined, "Some foods with magnesium are there; one more a day would help.")


def _kind(line: Line) -> Literal["rich", "refined", "other"]:
    row = foods().get(line.food) if line.food else None
    if row is None:
        near = search(line.name, limit=1)
        row = near[0].food if near and near[0].score >= 85 else None
    name = line.name.lower()
    if (row is not None and _is_rich(row)) or any(word in name for word in _WHOLE):
        return "rich"
    if (row is not None and row.group in _REFINED_GROUPS) or any(word in name for word in _REFINED):
        return "refined"
    return "other"


def _is_rich(food: Food) -> bool:
    return food.group in _RICH_GROUPS or bool(food.listed) or any(word in food.name.lower() for word in _WHOLE)
