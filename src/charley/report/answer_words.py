"""The answer to "does it work for me?" in plain sentences: every number with how unsure it is, never 0 or 100 %."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

#: Before so many recorded nights nothing is said of what works, and no level is drawn.
BASELINE_NIGHTS = 14
#: Chances at which the wording changes.
CLEAR, LEANING = 0.975, 0.9


class Range(NamedTuple):
    """A middle value and the limits that hold it with 95 % probability."""

    low: float
    middle: float
    high: float


def chance(p: float) -> str:
    """A probability as a count of people or nights: 0.9 is "about 9 in 10"; the ends never reach none or all."""
    if p < 0.01:
        return "less than 1 in 100"
    if p > 0.99:
        return "more than 99 in 100"
    hundredths = round(100 * p)
    if p < 0.1 or p > 0.9:
        return f"about {hundredths} in 100"
    return f"about {min(9, max(1, round(10 * p)))} in 10"


def fewer_a_week(avoided: Range) -> str:
    """Cramps avoided a week: "about 1 cramp a week fewer; it could be 2.3 fewer or 0.2 more"."""
    middle = "about the same number of cramps"
    if _rounded(avoided.middle) != "0":
        word = "cramp" if _rounded(avoided.middle) == "1" else "cramps"
        middle = f"about {_rounded(avoided.middle)} {word} a week {_side(avoided.middle)}"
    best, worst = _side_phrase(avoided.high), _side_phrase(avoided.low)
    return f"{middle}; it could be {best} or {worst}" if best != worst else f"{middle}, give or take a little"


def verdict(name: str, p_fewer: float) -> str:
    """Which way the diary leans, as one sentence."""
    if p_fewer > CLEAR:
        return f"With {name} you seem to have fewer cramps, and luck alone would rarely look like this."
    if p_fewer > LEANING:
        return f"With {name} there may be fewer cramps, but this diary cannot tell for sure yet."
    if p_fewer < 1 - CLEAR:
        return f"With {name} you seem to have more cramps, and luck alone would rarely look like this."
    if p_fewer < 1 - LEANING:
        return f"With {name} there may be more cramps, but this diary cannot tell for sure yet."
    return f"This diary cannot tell yet whether {name} changes your cramps."


def effect(name: str, *, avoided: Range, p_fewer: float, p_fifth_fewer: float) -> list[str]:
    """What the diary says of one treatment.

    Args:
        name: the treatment.
        avoided: cramps avoided a week once it is fully built up.
        p_fewer: probability of fewer cramps with it.
        p_fifth_fewer: probability that it takes away more than a fifth.
    """
    return [
        verdict(name, p_fewer),
        f"Our best guess is {fewer_a_week(avoided)}.",
        f"The chance of fewer cramps with it is {chance(p_fewer)}; of at least a fifth fewer, {chance(p_fifth_fewer)}.",
    ]


def not_computed(reason: str) -> str:
    """Why there is no answer, and what helps."""
    return f"There is no answer yet: {reason}. Nothing is shown rather than a number that cannot be trusted."


def held(*, total: int, recorded: int, cramps: int) -> str:
    """What the diary holds."""
    nights = "1 night" if recorded == 1 else f"{recorded} nights"
    return f"{nights} recorded of {total}, with {cramps} {'cramp' if cramps == 1 else 'cramps'}."


CAUTION = "This is what your own diary shows, not medical advice. Cramps come and go by themselves."


def sparkline(values: Sequence[float], width: int = 60) -> str:
    """A row of block characters, the highest value the tallest; neighbours are averaged to fit the width."""
    if not values:
        return ""
    size = min(width, len(values))
    cuts = [round(i * len(values) / size) for i in range(size + 1)]
    means = [sum(values[a:b]) / (b - a) for a, b in pairwise(cuts)]
    top = max(means) or 1.0
    return "".join("▁▂▃▄▅▆▇█"[min(7, int(8 * value / top))] for value in means)


def _rounded(value: float) -> str:
    size = abs(value)
    return f"{size:.0f}" if size >= 9.5 else f"{size:.1f}".removesuffix(".0")


def _side(value: float) -> str:
    return "fewer" if value > 0 else "more"


def _side_phrase(value: float) -> str:
    return "no change" if _rounded(value) == "0" else f"{_rounded(value)} {_side(value)}"
