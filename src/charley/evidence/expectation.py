"""What to expect before starting: of 100 people, how many were better on placebo, and how many on magnesium."""

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

from scipy.special import ndtri

from charley.knowledge.figures import Figure, figures
from charley.knowledge.printed import value
from charley.knowledge.studies import Population

#: Where the person may stand beside the people of the trials, as the screening sees it. Nobody measured how far; the
#: direction is all that is known.
Lean = Literal["lower", "average", "higher"]


class HundredPeople(NamedTuple):
    """Of 100 people: how many were better, with the ends of a 95 % range."""

    better: int
    low: int
    high: int


class Expectation(NamedTuple):
    """What the trials let this person expect.

    Attributes:
        placebo: of 100 people on placebo.
        magnesium: of 100 people on magnesium.
        lean: whether the person may gain less or more than those studied.
        like_you: whether people like this one were studied.
        title: what the picture shows, as a sentence.
        text: the whole in plain words, each number with its range.
        why_lean: what the direction rests on.
        figures: ids of the figures behind it.
    """

    placebo: HundredPeople
    magnesium: HundredPeople
    lean: Lean
    like_you: bool
    title: str
    text: str
    why_lean: str
    figures: tuple[str, ...]


#: In words, what each direction says.
_LEANS: dict[Lean, str] = {
    "lower": "You eat enough magnesium, and nothing we know of drains it. So there is less to make up for: expect less "
    "than the trials found, which was close to nothing. No trial has tested this.",
    "average": "We cannot tell whether you have more or less to gain than the people in the trials.",
    "higher": "Something in your answers can lower magnesium. Then a supplement may do more, but no trial has "
    "tested that for cramps. Ask about a blood test first.",
}


def expectation(
    *, lean: Lean = "average", risk_factors: Sequence[str] = (), people_like: Sequence[Population] = ("adults",)
) -> Expectation:
    """What this person may expect.

    Args:
        lean: whether this person has less or more to gain than others.
        risk_factors: what is known to lower magnesium in this person, in words.
        people_like: the populations the person belongs to.
    """
    on_placebo, on_magnesium = figures()["placebo-quarter"], figures()["mg-quarter-share"]
    placebo, magnesium = _of_placebo(on_placebo), _of_hundred(on_magnesium)
    like_you = bool(set(people_like) & set(on_placebo.population))
    text = (
        f"Of 100 people on placebo, about {placebo.better} had at least a quarter fewer cramps after 4 weeks "
        f"(range {placebo.low} to {placebo.high}). Of 100 on magnesium, about {magnesium.better} "
        f"(range {magnesium.low} to {magnesium.high}). So most of those who felt better would have felt better anyway."
    )
    if not like_you:
        text += " People like you were not studied in these trials."
    why = _LEANS[lean]
    if risk_factors and lean == "higher":
        why += " What counts here: " + ", ".join(risk_factors) + "."
    return Expectation(
        placebo=placebo,
        magnesium=magnesium,
        lean=lean,
        like_you=like_you,
        title=f"{placebo.better} of 100 were better on placebo, {magnesium.better} on magnesium",
        text=text,
        why_lean=why,
        figures=(on_placebo.id, on_magnesium.id),
    )


def _of_hundred(figure: Figure) -> HundredPeople:
    """A figure printed "in 1000", of 100."""
    better, low, high = (round(value(text or figure.value) / 10) for text in (figure.value, figure.low, figure.high))
    return HundredPeople(better, low, high)


def _of_placebo(figure: Figure) -> HundredPeople:
    """The review prints no range for the placebo share; Wilson's, for half of the people, stands in."""
    share, n = value(figure.value) / 1000, (figure.people or 2) / 2
    z2 = float(ndtri(0.975)) ** 2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    reach = math.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n**2))) / (1 + z2 / n)
    return HundredPeople(round(100 * share), round(100 * (middle - reach)), round(100 * (middle + reach)))
