"""Common foods: what 100 g of each holds, its household portions, and how to find one by a half-remembered name."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Annotated, NamedTuple

from msgspec import Meta
from rapidfuzz import fuzz, process

from charley.knowledge.nutrients import UNITS, Nutrient
from charley.knowledge.sources import Fact
from charley.knowledge.tables import load

Per100g = Annotated[float, Meta(ge=0, le=100_000)] | None


class Portion(NamedTuple):
    """A household measure of one food, such as ("1 cup, sliced", 92.0)."""

    words: str
    grams: float


class Food(Fact, frozen=True, kw_only=True):
    """One food. Every figure is for 100 g of the edible part; None is not known and never zero.

    Attributes:
        id: ``fdc:`` and the FoodData Central id, or ``fndds:`` and the survey food code.
        name: short, for people.
        also: other words people use for it.
        plainly: everyday words that, alone, mean this food before others: "milk" is cow's milk.
        group: as in a shop or a cookbook.
        contains: of meat, fish, egg, milk, nut, peanut, honey; ``?`` says that there may be more.
        cheap: usually among the cheaper foods of a shop, by our own coarse judgement.
        as_eaten: eaten as it is named; 0 for what is cooked or baked first (dry beans, flour, raw fish).
        listed: its heading in the list of foods that advice on magnesium names most; empty for the others.
        cocoa_from: least share of cocoa in percent, for chocolate.
        cocoa_to: most share of cocoa in percent.
        portions: ``words=grams`` joined by bars, the usual portion first.
    """

    name: str
    also: str = ""
    plainly: str = ""
    group: str
    contains: str = ""
    cheap: int = 0
    as_eaten: int = 1
    listed: str = ""
    cocoa_from: float | None = None
    cocoa_to: float | None = None
    portions: str = ""
    energy_kcal: Per100g = None
    magnesium_mg: Per100g = None
    potassium_mg: Per100g = None
    calcium_mg: Per100g = None
    sodium_mg: Per100g = None
    fibre_g: Per100g = None
    vitamin_d_mcg: Per100g = None
    vitamin_b6_mg: Per100g = None
    vitamin_b12_mcg: Per100g = None
    folate_mcg: Per100g = None
    vitamin_e_mg: Per100g = None
    thiamine_mg: Per100g = None

    def per_100g(self, nutrient: Nutrient) -> float | None:
        """The amount of a nutrient in 100 g, in its unit of :data:`~charley.knowledge.nutrients.UNITS`."""
        found: float | None = getattr(self, f"{nutrient}_{UNITS[nutrient]}")
        return found

    @property
    def household(self) -> tuple[Portion, ...]:
        """Its household portions, the usual one first."""
        parts = (part.rpartition("=") for part in self.portions.split("|") if part)
        return tuple(Portion(words, float(grams)) for words, _, grams in parts)

    @property
    def portion(self) -> Portion:
        """The usual portion; 100 g where none is known."""
        return self.household[0] if self.portions else Portion("100 g", 100.0)

    @property
    def magnesium_per_portion_mg(self) -> float | None:
        """Magnesium in the usual portion."""
        return None if self.magnesium_mg is None else self.magnesium_mg * self.portion.grams / 100

    @property
    def is_water(self) -> bool:
        """Whether it is water, whose bottle prints what is in it."""
        return self.group == "Water"

    def free_of(self, parts: Iterable[str]) -> bool:
        """Whether it surely contains none of ``parts``; what is not known for sure counts as contained."""
        held = set(self.contains.split())
        return "?" not in held and not held & set(parts)


PerLitre = Annotated[float, Meta(ge=0, le=5000)]


class Water(Fact, frozen=True, kw_only=True):
    """One mineral water by what is printed of it, per litre; None is not known.

    Attributes:
        name: for people.
        cure: drunk by the small glass as a remedy; not counted as an everyday water.
    """

    name: str
    cure: bool = False
    magnesium_mg_per_l: PerLitre
    calcium_mg_per_l: PerLitre | None = None
    sodium_mg_per_l: PerLitre | None = None

    def as_food(self) -> Food:
        """The water as a food of which a litre weighs a kilogram."""
        calcium, sodium = self.calcium_mg_per_l, self.sodium_mg_per_l
        return Food(
            id=f"water:{self.id}",
            name=self.name,
            also="sparkling bottle",
            group="Water",
            as_eaten=0 if self.cure else 1,
            portions="1 glass=250|1 fl oz=29.57|1 bottle=500",
            energy_kcal=0.0,
            magnesium_mg=self.magnesium_mg_per_l / 10,
            calcium_mg=None if calcium is None else calcium / 10,
            sodium_mg=None if sodium is None else sodium / 10,
            confidence=self.confidence,
            sources=self.sources,
            reviewed=self.reviewed,
            review_by=self.review_by,
            note=self.note,
        )


@cache
def foods() -> dict[str, Food]:
    """Every food by its id, mineral waters among them."""
    found = {food.id: food for food in load(Food, "foods")}
    waters = (water.as_food() for water in load(Water, "waters"))
    return {**found, **{food.id: food for food in waters}}


class OxalateRich(Fact, frozen=True, kw_only=True):
    """Words in the names of foods rich in oxalate."""

    words: tuple[str, ...]


@cache
def _oxalate_words() -> tuple[str, ...]:
    return tuple(word for row in load(OxalateRich, "oxalate") for word in row.words)


def rich_in_oxalate(food: Food) -> bool:
    """Whether lists for people who form oxalate stones name it among the first."""
    name = food.name.lower()
    return any(word in name for word in _oxalate_words())


class Hit(NamedTuple):
    """One answer of a search: the food and how well it fits, 0 to 100."""

    food: Food
    score: float


class NameIndex:
    """Finds names by words that may be misspelt, cut short or in another order.

    Args:
        texts: for each key, the name and other words for it.
    """

    def __init__(self, texts: Iterable[tuple[str, str, str]]) -> None:
        self._keys: list[str] = []
        self._heads: list[str] = []
        self._lengths: list[int] = []
        self._holders: dict[str, dict[int, float]] = {}
        for row, (key, name, also) in enumerate(texts):
            words = tokens(name)
            self._keys.append(key)
            self._lengths.append(len(words))
            self._heads.append((tokens(name.split(",")[0].split("(")[0]) or ("",))[-1])
            for word in tokens(also):
                self._holders.setdefault(word, {})[row] = 0.95
            for word in words:
                self._holders.setdefault(word, {})[row] = 1.0
        self._vocabulary = sorted(self._holders)

    def search(self, written: str, limit: int) -> list[tuple[str, float]]:
        """Keys with their scores (0 to 100), best first; those far behind the best are left out."""
        wanted = [part for word in tokens(written) for part in self._parted(word)]
        if not wanted:
            return []
        fits = [(self._fits(word), DESCRIBES if word in _DESCRIBING else 1.0) for word in wanted]
        whole = sum(weight for _, weight in fits)
        rows = set().union(*(fit for fit, _ in fits))
        scores = {row: sum(fit.get(row, 0.0) * weight for fit, weight in fits) / whole for row in rows}
        least = max(50.0, max(scores.values(), default=0.0) - 20)
        kept = [row for row, score in scores.items() if score >= least]
        kept.sort(key=lambda row: (-scores[row], self._heads[row] not in wanted, self._lengths[row], row))
        return [(self._keys[row], scores[row]) for row in kept[:limit]]

    def _parted(self, word: str) -> tuple[str, ...]:
        """A word that is known only as two written together: "peanutbutter"."""
        if word not in self._holders:
            for place in range(3, len(word) - 2):
                if word[:place] in self._holders and word[place:] in self._holders:
                    return word[:place], word[place:]
        return (word,)

    def _fits(self, word: str) -> dict[int, float]:
        """For each row, how well its best word fits ``word``, 0 to 100."""
        best: dict[int, float] = {}
        for near, likeness in self._near(word):
            for row, weight in self._holders[near].items():
                best[row] = max(best.get(row, 0.0), likeness * weight)
        return best

    def _near(self, word: str) -> list[tuple[str, float]]:
        if word in self._holders:
            return [(word, 100.0)]
        if word.isdigit():
            return []
        starts = [(known, 90.0) for known in self._vocabulary if len(word) >= 3 and known.startswith(word)]
        alike = process.extract(word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=70, limit=8)
        return starts + [(known, score * 0.95) for known, score, _ in alike]


_WORD = re.compile(r"[^\W\d_]+|\d+")
_FILLERS = frozenset({"a", "an", "and", "of", "the", "with", "in", "or", "some", "fresh"})
#: Words that say how a food is, and weigh less than those that say what it is.
_DESCRIBING = frozenset(
    {"raw", "dry", "dried", "cooked", "boiled", "baked", "roasted", "grilled", "canned", "frozen", "whole", "plain"}
    | {"unsalted", "salted", "sliced", "chopped", "ground", "ripe", "large", "small", "medium", "organic", "regular"}
)
DESCRIBES = 0.3


@cache
def tokens(text: str) -> tuple[str, ...]:
    """The words of a name in a comparable shape: lower case, no plural s, no little words."""
    return tuple(_singular(word) for word in _WORD.findall(text.lower()) if word not in _FILLERS)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("oes"):
        return word[:-2]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


@cache
def _index() -> NameIndex:
    return NameIndex((food.id, food.name, f"{food.also} {food.plainly}") for food in foods().values())


_COCOA = re.compile(r"(\d{2,3})\s*%")


def search(written: str, limit: int = 10) -> list[Hit]:
    """Foods by name, best first; spelling is forgiven, and "70% chocolate" looks at the share of cocoa.

    Args:
        written: as a person types it.
        limit: at most so many.
    """
    share = _COCOA.search(written)
    text = _COCOA.sub(" ", written) if share else written
    hits = [Hit(foods()[key], score) for key, score in _index().search(text, limit if share is None else 60)]
    if share is not None:
        percent = float(share[1])
        hits.sort(key=lambda hit: not _holds_share(hit.food, percent))
    return hits[:limit]


def richest(nutrient: Nutrient, limit: int = 20) -> list[Food]:
    """Foods with the most of a nutrient in their usual portion, best first; those without a figure are left out."""
    known = [(food.per_100g(nutrient), food) for food in foods().values() if food.as_eaten and _is_served(food)]
    ranked = [(amount * food.portion.grams, food) for amount, food in known if amount]
    ranked.sort(key=lambda pair: -pair[0])
    return [food for _, food in ranked[:limit]]


def _is_served(food: Food) -> bool:
    """Whether a household portion is known: 100 g of spices or wafers are no helping."""
    return any(words != "100 g" for words, _ in food.household)


def sources_of(nutrient: Nutrient, limit: int = 20) -> list[Food]:
    """Foods that bring a nutrient, from many groups: the best of each group, then the second of each, and so on."""
    places: dict[str, int] = {}
    ordered = []
    for rank, food in enumerate(richest(nutrient, len(foods()))):
        place = places[food.group] = places.get(food.group, -1) + 1
        ordered.append((place, rank, food))
    ordered.sort(key=lambda item: item[:2])
    return [food for _, _, food in ordered[:limit]]


@cache
def kindred(name: str, group: str | None = None) -> tuple[Food, ...]:
    """Foods of the same kind as one that is not in the table, to say how much such a food may hold at most.

    They are the groups of the foods with nearly the same name, together with the group that ``group`` names; else the
    groups that share a word with ``group``; else those of the food named first ("Spinach" in "Spinach, creamed"); else
    all foods that are eaten as they are. Rather too many than too few: the most among them is an upper end.
    """
    groups = _groups_named(name)
    if group is not None:
        groups |= {food.group for food in foods().values() if food.group.lower() == group.lower()}
    if not groups:
        words = set(tokens(group or ""))
        groups = {food.group for food in foods().values() if words & set(tokens(food.group))}
    groups = groups or _groups_named(name.split(",")[0])
    return tuple(food for food in foods().values() if food.as_eaten and (food.group in groups or not groups))


def _groups_named(name: str) -> set[str]:
    return {hit.food.group for hit in search(name, limit=8) if hit.score >= 90}


def magnesium_list() -> dict[str, list[Food]]:
    """The foods that advice on magnesium names most, by heading, the most in a usual portion first."""
    found: dict[str, list[Food]] = {}
    for food in foods().values():
        if food.listed and food.as_eaten:
            found.setdefault(food.listed, []).append(food)
    for under in found.values():
        under.sort(key=lambda food: -(food.magnesium_per_portion_mg or 0.0))
    return found


def _holds_share(food: Food, percent: float) -> bool:
    return food.cocoa_from is not None and food.cocoa_to is not None and food.cocoa_from <= percent <= food.cocoa_to
