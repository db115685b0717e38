"""The magnesium a person takes already, from everything that is not food: one ledger for supplements, antacids and
laxatives, wherever they were written.

An amount that is not known is kept apart; it is never zero. Where a label leaves a range, the upper end counts.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from charley.knowledge import compounds, products
from charley.knowledge.compounds import FormName
from charley.knowledge.medicines import MagnesiumProduct, RecognisedMedicine
from charley.language import number, said
from charley.nutrition import labels
from charley.profile import Medicine, Profile, Supplement, Taken, counted_unit
from charley.reading import Record

Kind = Literal["supplement", "antacid", "laxative", "bowel-prep", "medicine", "bath", "skin"]

#: What a written name was taken to be.
Recognise = Callable[[Taken], RecognisedMedicine]


class Item(Record, frozen=True, kw_only=True):
    """One product with magnesium in it, or perhaps in it.

    Attributes:
        field: where it stands in the profile.
        written: its name as written.
        kind: what sort of product it is.
        form: the salt.
        mg_per_intake: elemental mg each time, upper end; None = not known.
        times: when it is taken, as far as known.
        intakes: how often on a day it is taken.
        how: the arithmetic, or why there is none.
        asks: what to ask the person where something is open.
        weighed_as: how sure the label is, see :data:`charley.nutrition.labels.Status`.
        blend: whether several salts are in it.
        suggestion: a salt that a misspelt word may mean.
    """

    field: str
    written: str
    kind: Kind
    form: FormName
    mg_per_intake: float | None
    times: tuple[str, ...] = ()
    intakes: int = 1
    how: str
    asks: str | None = None
    weighed_as: labels.Status
    blend: bool = False
    suggestion: FormName | None = None

    @property
    def mg_per_day(self) -> float | None:
        """Elemental mg on a day it is taken; None = not known."""
        return None if self.mg_per_intake is None else self.mg_per_intake * self.intakes

    @property
    def swallowed(self) -> bool:
        """False for baths, oils and sprays, of which nothing counts."""
        return self.weighed_as != "on_skin"


class Ledger(Record, frozen=True, kw_only=True):
    """All of them."""

    items: tuple[Item, ...] = ()

    @property
    def counted_mg(self) -> float:
        """Elemental mg per day of all items whose amount is known."""
        return sum(item.mg_per_day or 0.0 for item in self.items)

    @property
    def open_items(self) -> tuple[Item, ...]:
        """The items whose amount is not known."""
        return tuple(item for item in self.items if item.mg_per_day is None)


def take_stock(profile: Profile, recognise: Recognise, ended: Callable[[Taken], bool]) -> Ledger:
    """List every product with magnesium in a profile.

    Args:
        profile: the person.
        recognise: gives the meaning of an entry's name as a medicine.
        ended: whether an entry's course is over; it is then left out.
    """
    entries: list[tuple[str, Taken]] = [(f"medicines[{i}]", m) for i, m in enumerate(profile.medicines or ())]
    entries += [(f"supplements[{i}]", s) for i, s in enumerate(profile.supplements or ())]
    return Ledger(items=tuple(_items(profile, entries, recognise, ended)))


def _items(
    profile: Profile,
    entries: Sequence[tuple[str, Taken]],
    recognise: Recognise,
    ended: Callable[[Taken], bool],
) -> Iterator[Item]:
    for field, entry in entries:
        if ended(entry):
            continue
        meaning = recognise(entry)
        product = meaning.magnesium
        says_none = isinstance(entry, Supplement) and entry.elemental_mg == 0
        if product is not None and (product.contains == "no" or (product.contains == "perhaps" and says_none)):
            product = None
        supplement = _as_supplement(entry)
        if product is None and (_is_another_salt(supplement, meaning) or not holds_magnesium(supplement)):
            continue
        yield _item(field, entry, supplement, product, profile)


def holds_magnesium(entry: Supplement) -> bool:
    """Whether the words or figures of an entry say that it holds magnesium."""
    words = f"{entry.name} {entry.form or ''}"
    return bool(
        entry.elemental_mg
        or entry.compound_mg is not None
        or _SAYS_MAGNESIUM.search(words)
        or compounds.recognise(words).forms
        or products.find(entry.name)
    )


def _is_another_salt(entry: Supplement, meaning: RecognisedMedicine) -> bool:
    """Whether a salt in the name belongs to a medicine: morphine sulphate, or esomeprazole magnesium."""
    if entry.elemental_mg or entry.compound_mg is not None or not meaning.ingredients:
        return False
    return meaning.sure or not _SAYS_MAGNESIUM.search(f"{entry.name} {entry.form or ''}")


#: Units that one tablet, capsule or sachet is counted in.
_PIECES = ("tablet", "capsule", "piece", "sachet")
_SAYS_MAGNESIUM = re.compile(r"magn[eé]s|\bmag[\s-]|\bmg2\+|epsom", re.IGNORECASE)


def _as_supplement(entry: Taken) -> Supplement:
    """A label to be read. Counting units become pieces, and a medicine's strength joins its name.

    A magnesium product cannot hold 0 mg: such a figure is taken for an empty box.
    """
    if isinstance(entry, Medicine):
        return Supplement(name=f"{entry.name} {entry.dose}"[:300] if entry.dose else entry.name, times=entry.times)
    if not isinstance(entry, Supplement):
        raise TypeError("a profile lists medicines and supplements only")
    unit = None if entry.amount is None else counted_unit(entry.amount.unit)
    if (entry.amount is None or unit is None) and entry.elemental_mg != 0:
        return entry
    pieces = entry.amount.value if entry.amount is not None and unit in _PIECES else entry.tablets
    return Supplement(
        name=entry.name,
        form=entry.form,
        elemental_mg=entry.elemental_mg or None,
        compound_mg=entry.compound_mg,
        amount=entry.amount if unit is None else None,
        tablets=pieces,
        times=entry.times,
    )


def _item(field: str, entry: Taken, supplement: Supplement, product: MagnesiumProduct | None, profile: Profile) -> Item:
    found = labels.elemental(supplement, setting=profile.setting)
    kind: Kind = "supplement" if product is None else product.kind
    times = tuple(entry.times or ())
    mg, how, asks, weighed_as = found.counted_mg, found.how, found.asks, found.status
    form: FormName = found.form
    if product is not None and product.contains == "perhaps" and not _says_how_much(supplement):
        mg, how, asks, weighed_as = (
            None,
            said("the figures in its name may be those of anything in it"),
            None,
            "unknown",
        )
    elif product is not None and found.product is None and supplement.elemental_mg is None:
        form = found.form if found.form != "other" else product.form or "other"
        if not product.swallowed:
            mg, how, asks, weighed_as = 0.0, said(product.say), None, "on_skin"
        elif product.mg_per_unit is not None and product.unit is not None:
            units = _units_taken(entry, product.unit)
            mg = None if units is None else units * product.mg_per_unit
            weighed_as = "unknown" if units is None else "exact"
            how = said(
                "{product}: {mg} mg in one {unit}",
                product=product.name,
                mg=number(product.mg_per_unit),
                unit=said(product.unit),
            )
            asks = None
            if units is None:
                asks = said("How much of it do you take each time ({unit})?", unit=said(product.unit))
    return Item(
        field=field,
        written=entry.name,
        kind=kind,
        form=form,
        mg_per_intake=mg,
        times=times,
        intakes=max(1, len(times)),
        how=how,
        asks=asks,
        weighed_as=weighed_as,
        blend=found.blend,
        suggestion=found.suggestion,
    )


def _says_how_much(entry: Supplement) -> bool:
    """Whether a figure is said to be of magnesium: in its own field, or in a name with the word."""
    fields = (entry.elemental_mg, entry.compound_mg, entry.amount)
    return any(field is not None for field in fields) or bool(_SAYS_MAGNESIUM.search(entry.name))


_COUNT = re.compile(r"(?P<count>\d+(?:[.,]\d+)?)\s*(?:x\s*)?(?P<unit>[^\W\d]+)")
#: Household spoons, as pharmacies count them.
_SPOON_ML = {"teaspoon": 5.0, "tablespoon": 15.0}


def _units_taken(entry: Taken, unit: str) -> float | None:
    """How many of a product's units ("tablet", "5 ml") one intake is; None where it is not said."""
    size = _COUNT.match(unit)
    per_unit = float(size["count"].replace(",", ".")) if size else 1.0
    unit_name = counted_unit(size["unit"] if size else unit)
    for count, name in _amounts_said(entry):
        millilitres = count * _SPOON_ML[name] if name in _SPOON_ML else count
        if unit_name == "ml" and name in ("ml", *_SPOON_ML):
            return millilitres / per_unit
        if name == unit_name or (unit_name in _PIECES and name in _PIECES):
            return count / per_unit
    return None


def _amounts_said(entry: Taken) -> Iterator[tuple[float, str]]:
    if isinstance(entry, Supplement):
        if entry.tablets is not None:
            yield entry.tablets, "tablet"
        if entry.amount is not None and (unit := counted_unit(entry.amount.unit)) is not None:
            yield entry.amount.value, unit
    words = f"{entry.name} {entry.dose or ''}" if isinstance(entry, Medicine) else entry.name
    for match in _COUNT.finditer(words):
        if (unit := counted_unit(match["unit"])) is not None:
            yield float(match["count"].replace(",", ".")), unit
