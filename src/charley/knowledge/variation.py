"""How intake varies from day to day within a person, and needs between people."""

from functools import cache
from typing import Annotated

from msgspec import Meta

from charley.knowledge.nutrients import Nutrient
from charley.knowledge.sources import Fact
from charley.knowledge.tables import load

Share = Annotated[float, Meta(gt=0, lt=1)]


class Variation(Fact, frozen=True, kw_only=True):
    """The variation of one nutrient.

    Attributes:
        nutrient: which.
        day_to_day_share: standard deviation of one day's intake, as a share of the average requirement.
        requirement_cv: coefficient of variation of needs.
    """

    nutrient: Nutrient
    day_to_day_share: Share
    requirement_cv: Share


@cache
def variation() -> dict[Nutrient, Variation]:
    """By nutrient, for those it was read for."""
    return {row.nutrient: row for row in load(Variation, "intake_variation")}
