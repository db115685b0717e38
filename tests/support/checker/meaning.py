"""What a written name means, by looking it up letter for letter in the tables: no likeness, no guess.

A generator of profiles knows what it wrote, also where it wrote it wrongly. It hands that over as ``meant``, which maps
the written words to a name that stands in the tables, or to None for words that mean nothing.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from support.checker.tables import Row, by_id, rows

#: Words in a name or dose that say it is not swallowed.
ELSEWHERE = re.compile(
    r"\b(eye|eyes|ear|eyedrops?|inhaler|puffer|puffs?|nasal|nose|spray|bath|soak|cream|gel|ointment|patch(es)?|injections?|infusion|"
    r"suppositor(y|ies)|pessar(y|ies)|vaginal|skin|lotion|iv)\b"
)
WHOLE_BODY = ("injection", "injections", "infusion", "iv", "patch", "patches", "under_tongue", "spray")
STRENGTH = re.compile(r"\b\d+([.,/]\d+)*\s*(mg|mcg|µg|ug|g|ml|iu|mmol|%)?(\s*/\s*\d*\s*(ml|mg))?(?=\s|$)")
PACKING = re.compile(r"\b(tablets?|tabs?|capsules?|caps?|daily|once|twice|a day|at night|bedtime|at|xl|mr|sr|er)\b")


@dataclass(frozen=True)
class Meaning:
    """What stands behind a written name.

    Attributes:
        ingredients: names of the active ingredients.
        rules: the rows of ``medicine_rules`` that speak of them.
        swallowed: whether it goes through the gut.
        local: whether it stays where it is put, as drops and creams do.
        magnesium: the row of ``magnesium_products`` where it is one.
        condition: the row of ``conditions`` where it is an illness.
    """

    ingredients: frozenset[str] = frozenset()
    rules: tuple[Row, ...] = ()
    swallowed: bool = True
    local: bool = False
    magnesium: Row | None = None
    condition: Row | None = None


def plain(text: str) -> str:
    """Small letters, plain apostrophes, single spaces."""
    text = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    return " ".join(text.split())


@cache
def _rules_of() -> dict[str, tuple[Row, ...]]:
    found: dict[str, list[Row]] = {}
    for rule in rows("medicine_rules"):
        for ingredient in rule["ingredients"]:
            found.setdefault(plain(ingredient), []).append(rule)
    return {name: tuple(rules) for name, rules in found.items()}


def of_ingredients(names: list[str], route: str | None = None) -> Meaning:
    ingredients = frozenset(plain(name) for name in names)
    rules = tuple(rule for name in sorted(ingredients) for rule in _rules_of().get(name, ()))
    return Meaning(ingredients, rules, swallowed=route is None, local=route not in (None, *WHOLE_BODY))


@cache
def medicines() -> dict[str, Meaning]:
    """Every medicine and product name of the tables."""
    book: dict[str, Meaning] = {}
    for row in rows("medicine_classes"):
        routes = {plain(name): route for name, route in row.get("routes", {}).items()}
        for member, names in row["members"].items():
            for name in (member, *names):
                book[plain(name)] = of_ingredients([member], routes.get(plain(name)) or routes.get(plain(member)))
    for row in rows("medicine_products"):
        routes = {plain(name): route for name, route in row.get("routes", {}).items()}
        for name, ingredients in row["products"].items():
            products = [by_id("magnesium_products").get(ingredient) for ingredient in ingredients]
            magnesium = next((product for product in products if product), None)
            book[plain(name)] = replace(of_ingredients(ingredients, routes.get(plain(name))), magnesium=magnesium)
    for row in rows("medicine_words"):
        known = tuple(by_id("medicine_rules")[rule] for rule in row.get("rules", ()))
        for name in row["words"]:
            book[plain(name)] = Meaning(frozenset({row["id"]}), known, swallowed=not ELSEWHERE.search(name))
    for row in rows("magnesium_products"):
        for name in (row["name"], *row["names"]):
            book[plain(name)] = Meaning(magnesium=row, swallowed=row.get("swallowed", True))
    return book


@cache
def conditions() -> dict[str, Meaning]:
    """Every name of an illness or situation."""
    return {plain(name): Meaning(condition=row) for row in rows("conditions") for name in (row["name"], *row["names"])}


def _exact(written: str) -> Meaning | None:
    text = plain(written)
    for candidate in (text, " ".join(PACKING.sub(" ", STRENGTH.sub(" ", text)).split())):
        if candidate in medicines():
            return medicines()[candidate]
    return None


def _together(parts: list[Meaning | None]) -> Meaning | None:
    """Several medicines written in one line; None where one of them is not in the tables."""
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    return Meaning(
        ingredients=frozenset().union(*(part.ingredients for part in known)),
        rules=tuple(rule for part in known for rule in part.rules),
        swallowed=any(part.swallowed for part in known),
        local=all(part.local for part in known),
        magnesium=next((part.magnesium for part in known if part.magnesium), None),
    )


def stands(written: str) -> bool:
    """Whether the tables hold the words as they are."""
    return _exact(written) is not None or plain(written) in conditions()


def of_medicine(written: str, meant: Mapping[str, str | None], dose: str | None = None) -> Meaning | None:
    """The meaning of a medicine or product; None where the tables do not hold the name."""
    name = meant.get(written, written)
    found = None if name is None else _exact(name) or _together([_exact(part) for part in name.split(" + ")])
    route = ELSEWHERE.search(plain(f"{written} {dose or ''}"))
    if found is not None and found.swallowed and route:
        return replace(found, swallowed=False, local=route.group() not in WHOLE_BODY)
    return found


def of_condition(written: str, meant: Mapping[str, str | None]) -> Meaning | None:
    """The meaning of an illness; None where the tables do not hold the name."""
    name = meant.get(written, written)
    return None if name is None else conditions().get(plain(name))
