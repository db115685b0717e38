"""Which tips fit a person's day. Each rule looks at one thing; the list at the end says which run.

A tip never changes an amount. Nothing that raises potassium, salt or fluid is shown where that may do harm.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from charley.diary.records import Activity, DoseTaken, Entry, Exposure, Food
from charley.knowledge import conditions
from charley.knowledge.tips import Tip, tips
from charley.nutrition import potassium
from charley.nutrition.ledger import Day, amount, days
from charley.profile import Profile

#: A meal with this much fibre (grams) within an hour of a dose is a fibrous one.
FIBROUS_G = 8.0
NEAR = timedelta(hours=1)
#: Less vitamin D than this on an average day (micrograms), with nothing unknown, is hardly any.
HARDLY_ANY_D_MCG = 2.0
#: Fewer recorded days say nothing about a habit.
ENOUGH_DAYS = 3
#: Effort from here on (minutes) is long.
LONG_MIN = 60.0
#: Illnesses in which salt is often limited.
SALT_LIMITED = frozenset({"hypertension", "heart-failure", "heart-disease", "liver-severe", "dialysis"})


class Picture(NamedTuple):
    """What the rules look at.

    Attributes:
        entries: the diary of the days in question.
        days: their ledger.
        profile: the person.
        vegan: whether the person eats nothing from animals; None where that is not known.
    """

    entries: Sequence[Entry]
    days: Sequence[Day]
    profile: Profile
    vegan: bool | None = None


def fitting(entries: Iterable[Entry], profile: Profile, *, vegan: bool | None = None) -> list[Tip]:
    """The tips that fit, in the order of the rules.

    Args:
        entries: the diary of one day or several.
        profile: the person.
        vegan: None where it is not known.
    """
    listed = list(entries)
    picture = Picture(listed, days(listed), profile, vegan)
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


def no_vitamin_d(picture: Picture) -> Iterator[str]:
    """Several days with hardly any vitamin D, all of it known: a question for the doctor and never a dose."""
    if len(picture.days) < ENOUGH_DAYS:
        return
    highs = [day.total("vitamin_d").total.high for day in picture.days]
    if all(high is not None and high < HARDLY_ANY_D_MCG for high in highs):
        yield "no-vitamin-d"


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
    if any(row.restricts_fluid for row in named):
        return
    yield "watery-foods" if potassium.gate(picture.profile).open else "watery-foods-low-potassium"
    if picture.profile.conditions is not None and not any(row.id in SALT_LIMITED for row in named):
        yield "electrolyte-drink"


def always(_: Picture) -> Iterator[str]:
    """Two sayings that people ask about, with how little stands behind them."""
    yield "vitamin-d-food"
    yield "healthy-fats"


Rule = Callable[[Picture], Iterator[str]]
RULES: tuple[Rule, ...] = (bran_with_dose, no_vitamin_d, ask_b12, hot_or_long, always)
