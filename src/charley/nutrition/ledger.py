"""What a person really took in: food, drinks, supplements and medicines of a day, with the unknown part shown.

Every amount is a range. A figure that is missing adds nothing to the lower end and to the upper end the most that a
food of its kind can hold, so that a gap widens the answer and never lowers it. Supplements and medicines are counted
apart: the upper level of magnesium is for them alone.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, NamedTuple

from charley.diary.records import DoseTaken, Drink, Entry, Food
from charley.knowledge import foods, medicines
from charley.knowledge.nutrients import UNITS, Nutrient, Reference, UpperLevel
from charley.nutrition import labels
from charley.reading import Record

Kind = Literal["food", "drink", "supplement", "medicine"]


class Range(NamedTuple):
    """From ``low`` to ``high``; no upper end is known where ``high`` is None."""

    low: float
    high: float | None

    def __add__(self, other: object) -> "Range":
        if not isinstance(other, Range):
            return NotImplemented
        return Range(self.low + other.low, None if self.high is None or other.high is None else self.high + other.high)

    @property
    def exact(self) -> bool:
        """Whether nothing is unknown in it."""
        return self.high is not None and self.high - self.low <= 1e-9 * max(1.0, self.high)

    def within(self, outer: "Range") -> bool:
        """Whether it lies inside ``outer``."""
        above = outer.high is None or (self.high is not None and self.high <= outer.high + 1e-9)
        return above and outer.low <= self.low + 1e-9


NOTHING = Range(0.0, 0.0)
#: Nothing was written down, and nobody lives on air.
NOT_NOTED = Range(0.0, None)

#: The group of an entry that stands for all food of a day; foods logged one by one take its place.
DAY_TOTAL = "day total"


class Line(Record, frozen=True, kw_only=True):
    """One thing taken in.

    Attributes:
        entry: the id of the diary entry.
        kind: food and drink on the one side, supplement and medicine on the other.
        name: as logged.
        grams: how much of it, where known.
        amounts: for each nutrient its range.
        unknown: the nutrients whose figure is missing.
        food: the row of the food table its figures come from.
    """

    entry: str
    kind: Kind
    name: str
    grams: float | None
    amounts: Mapping[Nutrient, Range]
    unknown: tuple[Nutrient, ...]
    food: str | None = None

    @property
    def eaten(self) -> bool:
        """Whether it is food or drink."""
        return self.kind in ("food", "drink")

    @property
    def tells_of_food(self) -> bool:
        """Whether it says what was eaten. A drink of which nothing but the amount is known does not: it may hold no
        mineral or many."""
        return self.kind == "food" or (self.kind == "drink" and len(self.unknown) < len(UNITS))


class Total(Record, frozen=True, kw_only=True):
    """The day's sum of one nutrient.

    Attributes:
        food: from food and drink; from nothing to no known end where none was noted.
        supplements: from supplements and medicines.
        unknown: the names of what has no figure for it.
    """

    nutrient: Nutrient
    unit: str
    food: Range
    supplements: Range
    unknown: tuple[str, ...]

    @property
    def total(self) -> Range:
        """Food and supplements together."""
        return self.food + self.supplements


class Day(Record, frozen=True, kw_only=True):
    """One day of the ledger."""

    day: date
    lines: tuple[Line, ...]

    @property
    def food_noted(self) -> bool:
        """Whether any food stands in it, or a drink that is known. A day of tablets, or of so much to drink, is no day
        without food."""
        return any(line.tells_of_food for line in self.lines)

    def total(self, nutrient: Nutrient) -> Total:
        """The sum of one nutrient over the day."""
        eaten = [line.amounts[nutrient] for line in self.lines if line.eaten and nutrient in line.amounts]
        added = [line.amounts[nutrient] for line in self.lines if not line.eaten and nutrient in line.amounts]
        return Total(
            nutrient=nutrient,
            unit=UNITS[nutrient],
            food=sum(eaten, NOTHING) if self.food_noted else NOT_NOTED,
            supplements=sum(added, NOTHING),
            unknown=tuple(line.name for line in self.lines if nutrient in line.unknown),
        )


def days(entries: Iterable[Entry]) -> list[Day]:
    """The ledger of every day that holds anything taken in, in order. A day runs from 04:00 to 04:00.

    A sum of a whole day, as some exports give it, counts only where no food of that day was logged by itself.
    """
    by_day: dict[date, list[Line]] = {}
    sums: dict[date, Line] = {}
    for entry in entries:
        line = line_of(entry)
        if line is not None and isinstance(entry, Food) and entry.group == DAY_TOTAL:
            sums[entry.day] = line
        elif line is not None:
            by_day.setdefault(entry.day, []).append(line)
    for day, line in sums.items():
        if not any(other.eaten for other in by_day.get(day, [])):
            by_day.setdefault(day, []).append(line)
    return [Day(day=day, lines=tuple(by_day[day])) for day in sorted(by_day)]


def line_of(entry: Entry) -> Line | None:
    """The ledger line of a diary entry; None for an entry that is nothing taken in."""
    if isinstance(entry, Food):
        return _eaten(entry.id, "food", entry.name, entry.amount_g, entry.nutrients, entry.food, entry.group)
    if isinstance(entry, Drink):
        return _eaten(entry.id, "drink", entry.what, entry.ml, entry.nutrients, entry.food, "Drinks")
    if isinstance(entry, DoseTaken):
        return _dose(entry)
    return None


def _eaten(
    entry: str,
    kind: Kind,
    name: str,
    grams: float | None,
    logged: Mapping[str, float | None],
    food_id: str | None,
    group: str | None,
) -> Line:
    known = {nutrient: amount(logged, nutrient) for nutrient in UNITS}
    row = foods.foods().get(food_id) if food_id is not None else None
    if row is not None and grams is not None:
        for nutrient in UNITS:
            per_100g = row.per_100g(nutrient)
            if known[nutrient] is None and per_100g is not None:
                known[nutrient] = per_100g * grams / 100
    missing = tuple(nutrient for nutrient in UNITS if known[nutrient] is None)
    like = foods.kindred(name, group) if missing and grams else ()
    ranges = {
        nutrient: Range(value, value) if value is not None else Range(0.0, _most(like, nutrient, grams))
        for nutrient, value in known.items()
    }
    return Line(entry=entry, kind=kind, name=name, grams=grams, amounts=ranges, unknown=missing, food=food_id)


def _most(like: Iterable[foods.Food], nutrient: Nutrient, grams: float | None) -> float | None:
    """The most of a nutrient that so many grams of a food of this kind can hold."""
    if grams is None:
        return None
    if grams == 0:
        return 0.0
    return max((food.per_100g(nutrient) or 0.0 for food in like), default=0.0) * grams / 100


#: Micrograms of vitamin D in one international unit.
VITAMIN_D_MCG_PER_IU = 0.025
_TO_MG = {"mg": 1.0, "mcg": 0.001, "g": 1000.0}


def amount(logged: Mapping[str, float | None], nutrient: Nutrient) -> float | None:
    """A nutrient's amount among logged ones, whatever its unit, in the unit of the ledger; None where it is missing."""
    unit = UNITS[nutrient]
    for other, factor in _TO_MG.items():
        value = logged.get(f"{nutrient}_{other}")
        if value is not None:
            return value * factor / _TO_MG[unit]
    units = logged.get("vitamin_d_iu") if nutrient == "vitamin_d" else None
    return None if units is None else units * VITAMIN_D_MCG_PER_IU


def _dose(dose: DoseTaken) -> Line | None:
    nutrient = _nutrient_of(dose)
    if nutrient is None:
        return None
    unit = UNITS[nutrient]
    if dose.elemental_mg is not None:
        each = dose.elemental_mg / _TO_MG[unit]
        found = Range(each, each)
    elif nutrient == "magnesium":
        read = labels.elemental(_Label(dose))
        found = Range(read.low_mg or 0.0, read.high_mg)
    else:
        found = Range(0.0, None)
    return Line(
        entry=dose.id,
        kind="supplement" if dose.substance in UNITS else "medicine",
        name=dose.product or dose.substance,
        grams=None,
        amounts={nutrient: found},
        unknown=() if found.exact else (nutrient,),
    )


def _nutrient_of(dose: DoseTaken) -> Nutrient | None:
    """Which nutrient a dose brings: what it is logged as, or magnesium where the product holds it or may hold it."""
    named = next((nutrient for nutrient in UNITS if nutrient == dose.substance), None)
    if named is not None:
        return named
    product = medicines.recognise(dose.product or dose.substance.replace("_", " ")).magnesium
    holds = product is not None and product.contains != "no" and product.swallowed
    return "magnesium" if holds or dose.form is not None else None


class _Label:
    """A logged dose as the label reader wants it: its weights are of the whole dose."""

    def __init__(self, dose: DoseTaken) -> None:
        self.name = dose.product or dose.substance
        self.form = dose.form
        self.elemental_mg = None
        self.compound_mg = dose.compound_mg
        self.tablets = None if dose.compound_mg is not None else dose.tablets
        self.amount = None


Standing = Literal["within", "over", "may_be_over", "no_limit"]


def standing(total: Total, person: Reference) -> Standing:
    """How a day's amount of any nutrient stands to its upper level, which counts all intake or supplements only.

    Args:
        total: the day's sum.
        person: the reference that holds; a guidance level stands in where there is no upper level.
    """
    limit = person.ul if person.ul is not None else person.guidance
    if limit is None:
        return "no_limit"
    counted = total.supplements if person.scope == "supplements" else total.total
    if counted.low > limit:
        return "over"
    return "may_be_over" if counted.high is None or counted.high > limit else "within"


class LimitCheck(NamedTuple):
    """How the supplements of a day stand to the upper level.

    Attributes:
        standing: ``may_be_over`` where the unknown part decides.
        taken: from supplements and medicines.
        limit_mg: the limit.
        message: for people.
    """

    standing: Standing
    taken: Range
    limit_mg: float | None
    message: str


def against_limit(day: Day, level: UpperLevel) -> LimitCheck:
    """Hold the supplements and medicines of a day, and nothing else, against the upper level of magnesium."""
    taken, limit = day.total("magnesium").supplements, level.limit_mg
    if limit is None:
        found: Standing = "no_limit" if taken.high == 0 else "over"
        message = level.why
    elif taken.low > limit:
        found = "over"
        message = (
            f"{taken.low:.0f} mg of magnesium came from tablets and medicines; the upper level is {limit:g} mg a day. "
            "Food does not count here. Please take less, or speak with a pharmacist or doctor."
        )
    elif taken.high is None or taken.high > limit:
        found = "may_be_over"
        message = (
            f"At least {taken.low:.0f} mg came from tablets and medicines; an unclear label leaves open whether it was "
            f"more than {limit:g} mg. Please look for the elemental magnesium on the label."
        )
    else:
        found = "within"
        message = f"{taken.high:.0f} mg came from tablets and medicines; the upper level is {limit:g} mg a day."
    return LimitCheck(found, taken, limit, message)
