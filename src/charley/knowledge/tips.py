"""Tips beside the food log, each with how well it is supported. None of them changes a figure."""

from functools import cache
from typing import Literal

from charley.knowledge.sources import Fact
from charley.knowledge.tables import load


class Tip(Fact, frozen=True, kw_only=True):
    """One tip.

    Attributes:
        say: for people.
        evidence: how well it is supported; ``unsupported``: nothing found for magnesium itself.
    """

    say: str
    evidence: Literal["moderate", "weak", "unsupported"]


@cache
def tips() -> dict[str, Tip]:
    """Every tip by its id."""
    return {tip.id: tip for tip in load(Tip, "tips")}
