"""What changes the uptake of magnesium: for understanding, and for why doses are split. Never for raising a dose."""

from functools import cache
from typing import Annotated, Literal

from msgspec import Meta

from charley.knowledge.sources import Fact
from charley.knowledge.tables import load

Share = Annotated[float, Meta(gt=0, lt=1)]


class Factor(Fact, frozen=True, kw_only=True):
    """One thing that changes uptake, or is said to.

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


@cache
def factors() -> dict[str, Factor]:
    """Every factor by its id."""
    return {row.id: row for row in load(Factor, "absorption")}
