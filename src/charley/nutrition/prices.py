"""What a product costs for the magnesium in it."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from charley.errors import BadInput, Problem
from charley.knowledge.absorption import factors
from charley.knowledge.compounds import FormName
from charley.knowledge.products import Product


class Box(Protocol):
    """What is looked at on a box: a product of our table, or what somebody reads from a label."""

    @property
    def name(self) -> str: ...
    @property
    def forms(self) -> tuple[FormName, ...]: ...
    @property
    def elemental_mg(self) -> float: ...


class Offer(NamedTuple):
    """A product at a price.

    Attributes:
        product: which; its magnesium is that of one unit.
        price: of the pack, in any currency.
        units: tablets, capsules or grams in the pack.
    """

    product: Box
    price: float
    units: float


class Priced(NamedTuple):
    """What an offer costs.

    Attributes:
        offer: which.
        per_100_mg: price of 100 mg elemental magnesium.
        per_100_mg_taken_up: from the least to the most that 100 mg taken up may cost, by the widest measured range.
    """

    offer: Offer
    per_100_mg: float
    per_100_mg_taken_up: tuple[float, float]


def ranked(offers: Iterable[Offer]) -> list[Priced]:
    """Offers by the price of 100 mg elemental magnesium, the cheapest first.

    Raises:
        BadInput: for a price or a pack of nothing.
    """
    found = []
    for i, offer in enumerate(offers):
        if not (offer.price > 0 and offer.units > 0 and offer.product.elemental_mg > 0):
            raise BadInput([Problem(f"offers[{i}]", "price, pack and magnesium should be more than nothing")])
        each = offer.price / (offer.units * offer.product.elemental_mg) * 100
        low, high = _shares(offer.product)
        found.append(Priced(offer, each, (each / high, each / low)))
    return sorted(found, key=lambda priced: priced.per_100_mg)


def _shares(product: Box) -> tuple[float, float]:
    """The widest range of shares taken up that was measured: oxide's own for oxide, else that of any dose."""
    seen = factors()["oxide" if product.forms == ("oxide",) else "dose-share"]
    return seen.share_from or 1.0, seen.share_to or 1.0


def checklist(product: Product) -> list[str]:
    """What to look at on a product, in plain sentences."""
    from charley.knowledge.compounds import forms

    lines = [f"One {product.unit} gives {product.elemental_mg:g} mg of magnesium itself."]
    for form in product.forms:
        card = forms()[form]
        lines.append(f"{card.name}: {card.absorption}")
        lines += card.cautions[:1]
    if product.blend:
        lines.append("It is a blend: part of the magnesium comes from each salt.")
    return lines
