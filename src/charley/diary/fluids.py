"""Drinks of a day against a goal, and what a urine colour says."""

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from charley.diary.records import Drink, Entry, UrineColour

#: The three palest of the eight shades of the card (Armstrong and others, 1994) are read as well hydrated.
PALE = 3


class Fluids(NamedTuple):
    """What was drunk on one day.

    Attributes:
        litres: of all drinks written down.
        drinks: how many were written down; none of them is not the same as nothing drunk.
        share: of the goal; None where there is no goal.
    """

    litres: float
    drinks: int
    share: float | None


def fluids(entries: Iterable[Entry], day: date, goal_litres: float | None = None) -> Fluids:
    """What the diary holds of one day's drinks.

    Args:
        goal_litres: above 0; None where the person has set none.
    """
    drinks = [e for e in entries if isinstance(e, Drink) and e.day == day]
    litres = sum(d.ml for d in drinks) / 1000
    return Fluids(litres, len(drinks), litres / goal_litres if goal_litres else None)


Cue = Literal["well_hydrated", "drink_more", "follow_your_clinician"]


def cue(colour: UrineColour, *, fluid_restriction: bool) -> Cue:
    """What a shade says. With a fluid restriction the clinician's word stands, whatever the shade."""
    if colour.shade <= PALE:
        return "well_hydrated"
    return "follow_your_clinician" if fluid_restriction else "drink_more"
