"""A number as a paper prints it: its digits are part of the fact, for they say how far it was rounded."""

import math
from typing import Annotated, NamedTuple

from msgspec import Meta

#: "86.0" is not "86": the first was rounded to a tenth, the second to a whole. No paper prints more digits than these.
Printed = Annotated[
    str, Meta(pattern=r"^-?\d{1,7}(\.\d{1,8})?$", extra={"say": "should be a number as printed, in quotes"})
]

#: A p value as printed: a number, or a bound.
PrintedP = Annotated[
    str, Meta(pattern=r"^[<>]?(0\.\d+|1(\.0+)?)$", extra={"say": "should be a p value such as 0.67 or <0.05"})
]


class Span(NamedTuple):
    """The values a rounded number may stand for; ``low`` to ``high``."""

    low: float
    high: float

    def meets(self, other: "Span", slack: float = 1e-9) -> bool:
        """Whether the two have a value in common."""
        return self.low <= other.high + slack and other.low <= self.high + slack


def value(printed: str) -> float:
    """The number itself."""
    return float(printed)


def decimals(printed: str) -> int:
    """Digits after the point."""
    return len(printed.partition(".")[2])


def span(printed: str) -> Span:
    """What the number may have been before it was rounded, half up or half to even."""
    half = 0.5 * 10.0 ** -decimals(printed)
    return Span(float(printed) - half, float(printed) + half)


def p_span(printed: str) -> Span:
    """What a p value may have been: rounded, or anywhere on its side of a bound."""
    if printed.startswith("<"):
        return Span(0.0, float(printed[1:]))
    if printed.startswith(">"):
        return Span(float(printed[1:]), 1.0)
    around = span(printed)
    return Span(max(around.low, 0.0), min(around.high, 1.0))


def rounded(number: float, places: int) -> str:
    """A number with ``places`` digits after the point, halves away from zero, and no minus before a zero.

    >>> rounded(-0.125, 2), rounded(-0.001, 1)
    ('-0.13', '0.0')
    """
    scaled = math.floor(abs(number) * 10**places + 0.5 + 1e-9) / 10**places
    return f"{math.copysign(scaled, number) if scaled else 0.0:.{places}f}"
