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


@cache
def _names() -> dict[str, str]:
    return {product.id: utils.default_process(product.name) for product in products().values()}


def find(written: str) -> Product | None:
    """The product meant by a name, if it is the only one that is nearly the same; a shorter name may fit several."""
    near = search(written, limit=2)
    if not near or near[0][1] < 92 or (len(near) > 1 and near[1][1] > near[0][1] - 3):
        return None
    return near[0][0]


def search(written: str, limit: int = 10) -> list[tuple[Product, float]]:
    """Products by likeness of name, best first, with a score from 0 to 100."""
    wanted = utils.default_process(written)
    hits = process.extract(wanted, _names(), scorer=fuzz.token_sort_ratio, limit=limit, score_cutoff=55)
    return [(products()[key], score) for _, score, key in hits]
