"""From "2 cups" to grams, for one food: only by a portion that is known for it, never by a guess."""

import math
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from charley.errors import BadInput, Problem
from charley.knowledge.foods import Food, Portion, tokens

#: More of one food at once than anybody eats; most likely a slip of the unit.
MOST_G = 5000.0
#: Less than this is kept as nothing.
LEAST_G = 0.01

GRAMS = {"g": 1.0, "gram": 1.0, "kg": 1000.0, "kilogram": 1000.0, "mg": 0.001, "oz": 28.35, "ounce": 28.35, "lb": 453.6}
MILLILITRES = {"ml": 1.0, "millilitre": 1.0, "milliliter": 1.0, "cl": 10.0, "dl": 100.0, "l": 1000.0, "litre": 1000.0}
MILLILITRES["liter"] = 1000.0
#: Volumes of American kitchen measures, to weigh a volume of a food that has one of them.
KITCHEN_ML = {"cup": 236.6, "fl oz": 29.57, "tbsp": 14.79, "tablespoon": 14.79, "tsp": 4.93, "teaspoon": 4.93}
SPELT = {"tablespoon": "tbsp", "teaspoon": "tsp", "pound": "lb", "pint": "pt"}
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_COUNT = re.compile(r"^\s*(?:(\d+)\s+)?(\d+)\s*/\s*(\d+)|^\s*(\d+(?:[.,]\d+)?)\s*([½¼¾⅓⅔])?|^\s*([½¼¾⅓⅔])")
_NUMBERS = {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "half": 0.5, "four": 4.0, "five": 5.0}


_HOW_MANY = r"(?:(?:\d+\s+)?\d+\s*/\s*\d+|\d+(?:[.,]\d+)?\s*[½¼¾⅓⅔]?|[½¼¾⅓⅔])"
_MEASURES = sorted(
    {*GRAMS, *MILLILITRES, *KITCHEN_ML, "slice", "piece", "glass", "can", "bottle", "bowl", "bar", "packet", "handful"}
    | {"portion", "serving", "small", "medium", "large"},
    key=len,
    reverse=True,
)
_WITH_AMOUNT = re.compile(
    rf"^\s*(?P<amount>(?:{_HOW_MANY}\s*|(?:{'|'.join(_NUMBERS)})\s+)(?:an?\s+)?(?:{'|'.join(_MEASURES)})(?:e?s)?)\.?"
    rf"\s+(?:of\s+)?(?P<food>\S.*)$",
    re.IGNORECASE,
)
_WITH_COUNT = re.compile(rf"^\s*{_HOW_MANY}\s+(?P<food>[^\W\d].*)$")


def amount_and_food(written: str) -> tuple[str, str]:
    """ "2 cups of milk" as ("2 cups", "milk"). A number alone, as in "3 almonds", is left away: of what, nobody said.

    Returns:
        the amount, empty where none is written, and the rest.
    """
    found = _WITH_AMOUNT.match(written)
    if found is not None:
        return found["amount"], found["food"]
    counted = _WITH_COUNT.match(written)
    return "", written if counted is None else counted["food"]


class Weighed(NamedTuple):
    """An amount of a food in grams, and the portion that was used, in words."""

    grams: float
    by: str


def weigh(food: Food, written: str) -> Weighed:
    """How many grams an amount of a food is.

    Args:
        food: which.
        written: such as "2 cups", "1 1/2 oz", "30 g", "250 ml", "a slice", "1 medium", "portion".

    Raises:
        BadInput: for no amount, an amount of zero or less, more than 5 kg, or a measure this food has no portion for;
            the message names the portions it has.
    """
    count, words = _split(written)
    if not math.isfinite(count) or count <= 0:
        raise BadInput([Problem("amount", f"should be more than nothing, not “{written.strip()}”")])
    found = _mass(count, words) or _portion(food, count, words) or _volume(food, count, words)
    if found is None:
        raise BadInput([Problem("amount", f"{food.name} has no portion “{words}”; {_offers(food)}")])
    return checked(found)


def checked(weighed: Weighed) -> Weighed:
    """The same amount, if a person can eat it at once.

    Raises:
        BadInput: for more than 5 kg, or less than a hundredth of a gram.
    """
    if weighed.grams < LEAST_G:
        raise BadInput([Problem("amount", "is less than can be weighed")])
    if weighed.grams > MOST_G:
        message = f"{weighed.grams / 1000:g} kg of one food at once is more than can be right"
        raise BadInput([Problem("amount", message)])
    return weighed


def _split(written: str) -> tuple[float, str]:
    text = written.strip().lower()
    match = _COUNT.match(text)
    if match is None:
        first, _, rest = text.partition(" ")
        if text.startswith("-"):
            raise BadInput([Problem("amount", f"should be more than nothing, not “{text}”")])
        if first in _NUMBERS:
            count, more = _NUMBERS[first], rest.removeprefix("a ").removeprefix("an ")
            return count, more.strip()
        return 1.0, text
    whole, top, bottom, plain, fraction, alone = match.groups()
    words = text[match.end() :].strip()
    if bottom is not None:
        if float(bottom) == 0:
            raise BadInput([Problem("amount", f"“{text}” divides by zero")])
        return float(whole or 0) + float(top) / float(bottom), words
    if alone is not None:
        return _FRACTIONS[alone], words
    return float(plain.replace(",", ".")) + _FRACTIONS.get(fraction or "", 0.0), words


def _unit(words: str) -> str:
    word = words.strip(" .")
    word = SPELT.get(word.removesuffix("s"), word)
    return word if word in GRAMS or word in MILLILITRES else word.removesuffix("s")


def _mass(count: float, words: str) -> Weighed | None:
    factor = GRAMS.get(_unit(words))
    return None if factor is None else Weighed(count * factor, f"{count:g} {_unit(words)}")


def _portion(food: Food, count: float, words: str) -> Weighed | None:
    """The first of the food's portions that names all the words; the portion's own number is taken into account."""
    if words in ("", "portion", "portions", "serving", "servings"):
        return Weighed(count * food.portion.grams, food.portion.words)
    wanted = {SPELT.get(word, word) for word in tokens(words)} - set(tokens(food.name))
    for portion, number, named in _measures(food):
        if wanted and wanted <= {SPELT.get(word, word) for word in tokens(named)}:
            return Weighed(count * portion.grams / number, portion.words)
    return None


def _measures(food: Food) -> Iterator[tuple[Portion, float, str]]:
    """The food's portions with their number and words; one of nothing, as an imported table may have, measures none."""
    for portion in food.household:
        with suppress(BadInput):
            number, named = _split(portion.words)
            if number > 0:
                yield portion, number, named


def _volume(food: Food, count: float, words: str) -> Weighed | None:
    """A volume, weighed by one of the food's own kitchen measures."""
    factor = MILLILITRES.get(_unit(words)) or KITCHEN_ML.get(_unit(words))
    if factor is None:
        return None
    for portion, number, named in _measures(food):
        for measure, millilitres in KITCHEN_ML.items():
            if re.match(rf"{measure}s?\b", named):
                per_ml = portion.grams / (number * millilitres)
                return Weighed(count * factor * per_ml, f"by {portion.words} = {portion.grams:g} g")
    return None


def _offers(food: Food) -> str:
    words = [portion.words for portion in food.household[:4]]
    return ("it has: " + "; ".join(words) + "; or give grams") if words else "please give grams"
