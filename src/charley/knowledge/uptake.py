"""What share of magnesium by mouth was taken up, as measured in people at different doses."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated

from msgspec import Meta

from charley.errors import Problem
from charley.knowledge.sources import Fact
from charley.knowledge.tables import load

Share = Annotated[float, Meta(ge=0, le=1)]


class UptakePoint(Fact, frozen=True, kw_only=True):
    """One measurement.

    Attributes:
        dose_mg: elemental magnesium at one time; None where it was not read.
        share: taken up.
        low: lower end of what was found, or of what the printed figure may stand for.
        high: upper end.
        what: what was swallowed, and by whom.
        people: how many; None if not read.
        anchors: whether the curve is drawn through it.
    """

    dose_mg: Annotated[float, Meta(gt=0, le=5000)] | None = None
    share: Share
    low: Share | None = None
    high: Share | None = None
    what: Annotated[str, Meta(min_length=8)]
    people: Annotated[int, Meta(ge=1)] | None = None
    anchors: bool = False

    def faults(self) -> Iterator[Problem]:
        yield from super().faults()
        if self.anchors and self.dose_mg is None:
            yield Problem("dose_mg", "a curve cannot pass through an unknown dose")


class LinearShare(Fact, frozen=True, kw_only=True):
    """The part of any dose that is taken up in proportion, beside the part that saturates."""

    share: Share


@cache
def points() -> tuple[UptakePoint, ...]:
    """Every usable measurement."""
    return load(UptakePoint, "uptake_points")


@cache
def linear_share() -> LinearShare:
    """The proportional part."""
    return load(LinearShare, "uptake_linear")[0]
