"""Which noted things go with more or fewer cramps, with names and refusals; an association, whatever it looks like."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from charley.diary.nights import NightTable
from charley.inference import patterns as engine
from charley.inference.machine import one_thread
from charley.reading import Record
from charley.services.cramp_model import Probability, Spread, named_model, spread

NOTHING_RECORDED = "no night has been recorded yet"


class Needed(NamedTuple):
    """Below this nothing is asked: recorded nights, cramps on them, and nights with a thing noted and without."""

    nights: int
    cramps: int
    each_way: int


NEEDED = Needed(engine.FEWEST_NIGHTS, engine.FEWEST_CRAMPS, engine.FEWEST_EACH_WAY)


class Link(Record, frozen=True, kw_only=True):
    """One noted thing at one lag, adjusted for all the others.

    Attributes:
        exposure: its name.
        lag: nights from it to the cramps: 0 the same night, 1 the next one.
        rate_ratio: cramps with it against without; for what is not yes or no, for one standard deviation more.
        yes_or_no: whether it was noted as 0 or 1.
        p_more: probability that cramps are more with it.
        p_no_link: probability that there is no link.
        shown: whether it is among the links to be shown.
    """

    exposure: str
    lag: int
    rate_ratio: Spread
    yes_or_no: bool
    p_more: Probability
    p_no_link: Probability
    shown: bool


class Patterns(Record, frozen=True, kw_only=True):
    """What was found.

    Attributes:
        links: all that were asked about; empty where the diary says too little.
        left_out: what was noted, or not noted, on too few nights.
        expected_false_share: of the links shown, the share that may be luck.
        reason: why nothing was asked; null where it was.
        notes: what was assumed on the way, in words for the person.
    """

    links: list[Link]
    left_out: list[str]
    expected_false_share: Probability
    reason: str | None
    notes: list[str] = msgspec.field(default_factory=list)

    @property
    def shown(self) -> list[Link]:
        """The links to be shown, the surest first."""
        return sorted((link for link in self.links if link.shown), key=lambda link: link.p_no_link)


def patterns_table(table: NightTable, notes: Sequence[str] = ()) -> Patterns:
    """Ask a diary about each of its covariates, beside its treatments.

    Args:
        table: the nights.
        notes: what its reader had to assume; handed on.
    """
    if not table.recorded:
        return Patterns(links=[], left_out=[], expected_false_share=0.0, reason=NOTHING_RECORDED)
    names = list(table.covariates)
    rows = np.array([table.covariates[name] for name in names], dtype=np.float64).reshape(len(names), len(table))
    with one_thread():
        found = engine.patterns(named_model(table, covariates=False).model, rows)
    links = [
        Link(
            exposure=names[link.exposure],
            lag=link.lag,
            rate_ratio=spread(link.effect.exponential()),
            yes_or_no=set(table.covariates[names[link.exposure]]) <= {0.0, 1.0},
            p_more=1.0 - link.effect.below(0.0),
            p_no_link=link.none,
            shown=link.shown,
        )
        for link in found.links
    ]
    left_out = [names[k] for k in found.too_rare]
    return Patterns(
        links=links,
        left_out=left_out,
        expected_false_share=found.false_share,
        reason=found.reason,
        notes=list(notes),
    )
