"""The verbs of products: find one by its name, read a label, see which box is the cheapest for its magnesium."""

from collections.abc import Sequence
from typing import NamedTuple

from charley.errors import BadInput, Problem
from charley.knowledge import compounds, nutrients, products
from charley.knowledge.compounds import FormName
from charley.knowledge.products import Product as Product
from charley.nutrition import labels, prices
from charley.nutrition.labels import Elemental as Elemental
from charley.nutrition.prices import Priced as Priced
from charley.profile import Profile


class Label(NamedTuple):
    """What somebody reads from a label; what is not printed is None.

    Attributes:
        name: as on the box.
        form: the salt, where it is said apart from the name.
        elemental_mg: magnesium itself.
        compound_mg: weight of the salt.
        tablets: how many are taken each time.
    """

    name: str
    form: str | None = None
    elemental_mg: float | None = None
    compound_mg: float | None = None
    tablets: float | None = None
    amount: None = None


class BoxSeen(NamedTuple):
    """A box in a shop: what one unit holds, what the pack costs in any currency, and how many units are in it."""

    name: str
    elemental_mg: float
    price: float
    units: float

    @property
    def forms(self) -> tuple[FormName, ...]:
        """The salts that its name tells."""
        return compounds.recognise(self.name).forms


def find_products(written: str, *, limit: int = 8) -> list[Product]:
    """Products of our table by likeness of their names, best first."""
    return products.named(written, limit) if written.strip() else []


def checklist(product: Product) -> list[str]:
    """What to look at on a product; see :func:`charley.nutrition.prices.checklist`."""
    return prices.checklist(product)


def read_label(label: Label, profile: Profile) -> Elemental:
    """How much magnesium one intake gives by its label; nothing is guessed.

    Raises:
        BadInput: for a label without a name, or an amount that cannot be.
    """
    if not label.name.strip():
        raise BadInput([Problem("name", "should be what stands on the box")])
    return labels.elemental(label, setting=profile.setting)


def read_facts(text: str, profile: Profile, *, units: float | None = None) -> Elemental:
    """How much magnesium one intake gives by the facts panel, as typed or copied from the box.

    Args:
        text: such as "Serving size 2 capsules. Magnesium (as bisglycinate) 200 mg".
        profile: where the person lives decides what a percentage means.
        units: how many are taken each time; None for as many as the panel speaks of.

    Raises:
        BadInput: for a text without any amount of magnesium.
    """
    return labels.of_facts(text, units=units, setting=profile.setting)


def limit_mg(profile: Profile) -> float | None:
    """The upper level for products of people like this one; None where none is set."""
    return nutrients.upper_level_mg(profile.setting, profile.age_years).limit_mg


def cheapest_first(boxes: Sequence[BoxSeen]) -> list[Priced]:
    """The boxes by the price of 100 mg magnesium.

    Raises:
        BadInput: naming the boxes whose price, pack or magnesium is nothing.
    """
    return prices.ranked(prices.Offer(box, box.price, box.units) for box in boxes)
