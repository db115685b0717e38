"""Which tips fit a person's day. Each rule looks at one thing; the list at the end says which run.

A tip never changes an amount. Nothing that raises potassium, salt or fluid is shown where that may do harm.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Literal, NamedTuple

from charley.diary.records import Activity, DoseTaken, Entry, Exposure, Food
from charley.knowledge import conditions
from charley.knowledge.tips import Tip, tips
from charley.nutrition import potassium
from charley.nutrition.ledger import NOTHING, Day, amount, days
from charley.profile import Profile

#: A meal with this much fibre (grams) within an hour of a dose is a fibrous one.
FIBROUS_G = 8.0
NEAR = timedelta(hours=1)
#: Calcium tablets and magnesium are kept this far apart, as the plan keeps them.
APART = timedelta(hours=2)
#: Less vitamin D than this on an average day (micrograms), with nothing unknown, is hardly any.
HARDLY_ANY_D_MCG = 2.0
#: A portion with this much vitamin D (micrograms) is a source of it.
NOTICEABLE_D_MCG = 1.0
#: Fewer recorded days say nothing about a habit.
ENOUGH_DAYS = 3
#: Effort from here on (minutes) is long.
LONG_MIN = 60.0
#: Illnesses in which salt is often limited.
SALT_LIMITED = frozenset({"hypertension", "heart-failure", "heart-disease", "liver-severe", "dialysis"})


#: As :data:`charley.safety.fluids.Level`: ``none`` asks for no drink, ``steady`` for none beyond the usual.
Drinking = Literal["usual", "steady", "none"]


class Picture(NamedTuple):
    """What the rules look at.

    Attributes:
        entries: the diary of the days in question.
        days: their ledger.
        profile: the person.
        fluid: what the screen says of their drinking.
        vegan: whether the person eats nothing from animals; None where that is not known.
        lately: the diary of more days, for what is a habit.
    """

    entries: Sequence[Entry]
    days: Sequence[Day]
    profile: Profile
    fluid: Drinking
    vegan: bool | None = None
    lately: Sequence[Entry] = ()


def fitting(
    entries: Iterable[Entry],
    profile: Profile,
    *,
    fluid: Drinking,
    vegan: bool | None = None,
    lately: Iterable[Entry] | None = None,
) -> list[Tip]:
    """The tips that fit, in the order of the rules.

    Args:
        entries: the diary of one day or several.
        profile: the person.
        fluid: what the screen says of their drinking.
        vegan: None where it is not known.
        lately: the diary of more days, in which a habit may be seen; ``entries`` if None.
    """
    listed = list(entries)
    picture = Picture(listed, days(listed), profile, fluid, vegan, listed if lately is None else list(lately))
    return [tips()[name] for rule in RULES for name in rule(picture)]


def bran_with_dose(picture: Picture) -> Iterator[str]:
    """A dose within an hour of a meal full of fibre. The foods stay on the list; no amount is taken off."""
    meals = [entry for entry in picture.entries if isinstance(entry, Food)]
    for dose in picture.entries:
        if not isinstance(dose, DoseTaken) or dose.substance != "magnesium":
            continue
        near = [meal for meal in meals if abs(meal.at.wall - dose.at.wall) <= NEAR]
        if sum(amount(meal.nutrients, "fibre") or 0.0 for meal in near) >= FIBROUS_G:
            yield "bran-with-dose"
            return


def calcium_tablet_with_dose(picture: Picture) -> Iterator[str]:
    """A calcium tablet close to a dose of magnesium. Of meals nothing is said: their calcium is welcome."""
    taken = [entry for entry in picture.entries if isinstance(entry, DoseTaken)]
    calcium = [dose.at.wall for dose in taken if dose.substance == "calcium" and dose.elemental_mg != 0]
    magnesium = [dose.at.wall for dose in taken if dose.substance == "magnesium" and dose.elemental_mg != 0]
    if any(abs(one - other) < APART for one in calcium for other in magnesium):
        yield "calcium-tablet-with-dose"


def no_vitamin_d(picture: Picture) -> Iterator[str]:
    """Several days without any source of vitamin D, all figures known: a question for the doctor, never a dose."""
    noted = [day for day in days(picture.lately) if day.food_noted]
    sources = vitamin_d_sources(picture.lately)
    if len(noted) < ENOUGH_DAYS or sources.foods or sources.sun_days:
        return
    highs = [day.total("vitamin_d").total.high for day in noted]
    if all(high is not None and high < HARDLY_ANY_D_MCG for high in highs):
        yield "no-vitamin-d"


class VitaminDSources(NamedTuple):
    """What of a diary brings vitamin D.

    Attributes:
        foods: names of what was eaten, drunk or taken with a noticeable amount in it.
        sun_days: on how many days time in the sun is noted.
    """

    foods: tuple[str, ...]
    sun_days: int


def vitamin_d_sources(entries: Iterable[Entry]) -> VitaminDSources:
    """The sources of vitamin D in a diary: foods, tablets, and days in the sun."""
    listed = list(entries)
    lines = [line for day in days(listed) for line in day.lines]
    held = [line for line in lines if line.amounts.get("vitamin_d", NOTHING).low >= NOTICEABLE_D_MCG]
    sun = {entry.day for entry in listed if isinstance(entry, Exposure) and entry.what == "sunlight"}
    return VitaminDSources(tuple(dict.fromkeys(line.name for line in held)), len(sun))


def ask_b12(picture: Picture) -> Iterator[str]:
    """A vegan is asked to raise vitamin B12 with the clinician."""
    if picture.vegan:
        yield "ask-b12"


def hot_or_long(picture: Picture) -> Iterator[str]:
    """Heat, sweat or long effort: watery foods, and a salted drink, each only where it is safe."""
    hot = any(isinstance(entry, Exposure) and entry.what in ("heat", "sweating") for entry in picture.entries)
    long = any(isinstance(entry, Activity) and (entry.minutes or 0) >= LONG_MIN for entry in picture.entries)
    if not (hot or long):
        return
    named = [row for written in picture.profile.conditions or () for row in conditions.recognise(written).conditions]
    if picture.fluid == "none":
        return
    yield "watery-foods" if potassium.gate(picture.profile).open else "watery-foods-low-potassium"
    if (
        picture.fluid == "usual"
        and picture.profile.conditions is not None
        and not any(row.id in SALT_LIMITED for row in named)
    ):
        yield "electrolyte-drink"


def always(_: Picture) -> Iterator[str]:
    """Two sayings that people ask about, with how little stands behind them."""
    yield "vitamin-d-food"
    yield "healthy-fats"


Rule = Callable[[Picture], Iterator[str]]
RULES: tuple[Rule, ...] = (bran_with_dose, calcium_tablet_with_dose, no_vitamin_d, ask_b12, hot_or_long, always)
