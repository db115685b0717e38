"""What changes the uptake of magnesium: for understanding, and for why doses are split. Never for raising a dose."""

from functools import cache
from typing import Annotated, Literal

from msgspec import Meta

from charley.knowledge.nutrients import Nutrient
from charley.knowledge.sources import Fact
from charley.knowledge.tables import load

Share = Annotated[float, Meta(gt=0, lt=1)]


class Uptake(Fact, frozen=True, kw_only=True):
    """One thing that is known about uptake.

    Attributes:
        topic: what it is about.
        say: for people.
        evidence: how well it is supported.
        share_from: the least share taken up that was seen, where there is a figure.
        share_to: the most.
    """

    topic: Literal["dose", "food", "form", "minerals", "tips", "time"]
    say: str
    evidence: Literal["strong", "moderate", "weak"]
    share_from: Share | None = None
    share_to: Share | None = None


class Variation(Fact, frozen=True, kw_only=True):
    """How intake varies within a person and needs between people.

    Attributes:
        nutrient: which.
        day_to_day_share: standard deviation of one day's intake, as a share of the average requirement.
        requirement_cv: coefficient of variation of needs.
    """

    nutrient: Nutrient
    day_to_day_share: Share
    requirement_cv: Share


@cache
def uptake() -> dict[str, Uptake]:
    """Every fact by its id."""
    return {row.id: row for row in load(Uptake, "absorption")}


@cache
def variation() -> dict[Nutrient, Variation]:
    """How intake and needs vary, for the nutrients it was read for."""
    return {row.nutrient: row for row in load(Variation, "intake_variation")}
