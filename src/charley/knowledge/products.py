"""Magnesium products by what their labels print."""

from functools import cache
from typing import Annotated

from msgspec import Meta
from rapidfuzz import fuzz, process, utils

from charley.knowledge.compounds import FormName
from charley.knowledge.sources import Fact
from charley.knowledge.tables import load


class Product(Fact, frozen=True, kw_only=True):
    """One product.

    Attributes:
        brand: whose.
        name: with the brand, as people look for it.
        forms: the salts in it; several for a blend.
        salt_as_written: the salt in the label's own words.
        unit: what is counted: tablet, capsule, gummy, sachet, gram, millilitre …
        elemental_mg: elemental magnesium in one unit.
        compound_mg: the salt in one unit, where the label prints it.
        units_per_serving: how many the label calls a serving.
        setting: where the label is from.
    """

    brand: str
    name: str
    forms: tuple[FormName, ...]
    salt_as_written: str
    unit: str
    elemental_mg: Annotated[float, Meta(gt=0, le=3000)]
    compound_mg: Annotated[float, Meta(gt=0, le=30_000)] | None = None
    units_per_serving: Annotated[float, Meta(gt=0, le=60)] = 1
    setting: str = "US"

    @property
    def blend(self) -> bool:
        """Whether more than one salt is in it."""
        return len(self.forms) > 1


@cache
def products() -> dict[str, Product]:
    """Every product by its id."""
    return {product.id: product for product in load(Product, "products")}


def _plain(written: str) -> str:
    """Small letters and single words; an apostrophe parts none."""
    return str(utils.default_process(written.replace("'", "").replace("’", "")))


@cache
def _names() -> dict[str, str]:
    return {product.id: _plain(product.name) for product in products().values()}


def find(written: str) -> Product | None:
    """The product meant by a name, where only one can be; a brand or a salt alone never is enough."""
    near = search(written, limit=2)
    if near and near[0][1] >= 92 and (len(near) == 1 or near[1][1] <= near[0][1] - 3):
        return near[0][0]
    wanted = _telling(_plain(written))
    fits = [key for key, name in _names().items() if wanted and _told(wanted, _telling(name))]
    return products()[fits[0]] if len(fits) == 1 else None


#: Words that stand on many labels and so tell no product from another.
_COMMON = frozenset(
    [
        *("magnesium", "citrate", "glycinate", "bisglycinate", "oxide", "chloride", "lactate", "malate", "taurate"),
        *(
            "threonate",
            "aspartate",
            "l",
            "mg",
            "mmol",
            "tablet",
            "tablets",
            "capsule",
            "capsules",
            "softgels",
            "powder",
        ),
        *("liquid", "veg", "for", "oral", "solution", "with", "calcium", "chewable", "kapseln", "400", "200"),
        *("brausetabletten", "brausegranulat", "granulat", "kautabletten", "filmtabletten", "hartkapseln", "film"),
        *("coated", "comprimé", "comprimidos", "poudre", "en", "sachet", "ampoule", "ampoules", "drinking", "vials"),
    ]
)
#: The share of a product's own words that a name has to hold.
ENOUGH = 0.75


def _telling(name: str) -> frozenset[str]:
    return frozenset(name.split()) - _COMMON


def _told(wanted: frozenset[str], own: frozenset[str]) -> bool:
    return bool(own) and wanted <= own and len(wanted) >= ENOUGH * len(own) and len(wanted) >= 2


def search(written: str, limit: int = 10) -> list[tuple[Product, float]]:
    """Products by likeness of name, best first, with a score from 0 to 100."""
    wanted = _plain(written)
    hits = process.extract(wanted, _names(), scorer=fuzz.token_sort_ratio, limit=limit, score_cutoff=55)
    return [(products()[key], score) for _, score, key in hits]


#: The likeness that the whole name of a brand stands for, as in "now foods": below a name that holds every word.
OF_THE_BRAND = 80.0


def named(written: str, limit: int = 10) -> list[Product]:
    """Products whose names hold the words or whose brand is named, best first: a list to choose from, where
    :func:`find` is too strict."""
    wanted = _plain(written)
    near = process.extract(wanted, _names(), scorer=fuzz.token_set_ratio, limit=None, score_cutoff=60)
    scores = {key: score for _, score, key in near}
    for product in products().values():
        brand = _plain(product.brand).split()
        if brand and set(brand) <= set(wanted.split()):
            scores[product.id] = max(scores.get(product.id, 0.0), OF_THE_BRAND)
    best = sorted(scores, key=lambda key: -scores[key])
    return [products()[key] for key in best[:limit]]
