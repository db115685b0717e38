"""Routines done step by step: stretching, massage, warmth, breathing. What to do, how long, and who should not.

No routine holds magnesium that counts, and none promises fewer cramps: each carries the evidence there is.
"""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Literal, get_args

from msgspec import Meta

from charley.errors import Problem
from charley.knowledge.claims import Evidence
from charley.knowledge.remedies import Caution
from charley.knowledge.sources import Fact
from charley.knowledge.tables import load
from charley.reading import Record

Sentence = Annotated[str, Meta(min_length=8)]

#: What it is noted as in the diary; the same words as there.
Noted = Literal["stretch", "massage", "heat", "warm_bath", "foot_soak", "walking", "relaxation"]
#: Where it stands in the list.
Shelf = Literal["Before bed", "In a cramp", "For calm", "By day"]
SHELVES: tuple[Shelf, ...] = get_args(Shelf)
#: A drawing of the app.
Picture = Literal["calf", "hamstring", "thigh", "foot", "raise", "massage", "heat", "soak", "breath", "walk", "rest"]


class Bar(Caution, frozen=True, kw_only=True):
    """When to be careful with a routine, or to leave it.

    Attributes:
        signs: ids of signs it holds for, beside illnesses and medicines.
        ask: the same in short, for people who told us nothing to ask themselves; empty where it holds for everybody.
    """

    signs: tuple[str, ...] = ()
    ask: str = ""

    @property
    def for_everybody(self) -> bool:
        """Whether it holds for anybody."""
        return not (self.conditions or self.ingredients or self.signs)

    def faults(self) -> Iterator[Problem]:
        if self.leave_it and self.for_everybody:
            yield Problem("leave_it", "nobody could do a routine that everybody should leave")
        if not self.for_everybody and not self.ask:
            yield Problem("ask", "is needed: those who told us nothing have to ask themselves")


class Move(Record, frozen=True, kw_only=True):
    """One thing to do.

    Attributes:
        name: in a word or two, as the timer shows it.
        say: how, one or two sentences.
        seconds: how long once; 0 where no clock is needed. With ``chosen`` it is the usual length.
        chosen: whether the person may choose the length (``lengths_s`` of the routine).
        times: how often.
        rest_s: pause after each time.
        rest_name: what the pause is called.
        each_leg: whether it is done with one leg and then the other.
        picture: which drawing shows it.
    """

    name: Annotated[str, Meta(min_length=2, max_length=40)]
    say: Sentence
    seconds: Annotated[int, Meta(ge=0, le=3600)] = 0
    chosen: bool = False
    times: Annotated[int, Meta(ge=1, le=60)] = 1
    rest_s: Annotated[int, Meta(ge=0, le=120)] = 0
    rest_name: str = "Let go"
    each_leg: bool = False
    picture: Picture | None = None

    def lasts_s(self, length_s: int | None = None) -> int:
        """Both legs and all pauses together, in seconds."""
        once = length_s if self.chosen and length_s else self.seconds
        return (once + self.rest_s) * self.times * (2 if self.each_leg else 1)


class Routine(Fact, frozen=True, kw_only=True):
    """One routine.

    Attributes:
        shelf: where it stands in the list.
        name: as people call it.
        noted: what it is in the diary.
        purpose: what it is for.
        evidence: for cramps.
        known: what is known of it for cramps, in one or two sentences.
        when: when in the day.
        before_bed_min: minutes before going to bed at which it stands in the day; None where no hour is its own.
        moves: in order.
        lengths_s: lengths to choose from for the moves that leave it open, the usual one first; may be empty.
        bars: cautions of its own, beside those of ``remedy``.
        remedy: id of the remedy whose cautions hold too, or None.
        claim: id of the card to read on.
    """

    shelf: Shelf
    name: Annotated[str, Meta(min_length=3)]
    noted: Noted
    purpose: Literal["prevent", "stop"]
    evidence: Evidence
    known: Sentence
    when: Sentence
    before_bed_min: Annotated[int, Meta(ge=0, le=240)] | None = None
    moves: Annotated[tuple[Move, ...], Meta(min_length=1)]
    lengths_s: tuple[Annotated[int, Meta(ge=5, le=3600)], ...] = ()
    bars: tuple[Bar, ...] = ()
    remedy: str | None = None
    claim: str

    def faults(self) -> Iterator[Problem]:
        yield from super().faults()
        open_lengths = {move.seconds for move in self.moves if move.chosen}
        if bool(self.lengths_s) != bool(open_lengths) or not open_lengths <= set(self.lengths_s[:1]):
            yield Problem("lengths_s", "the first should be the usual length of the moves that leave it open")

    def lasts_s(self, length_s: int | None = None) -> int:
        """The whole routine at one of its lengths, in seconds; 0 where no clock is needed."""
        return sum(move.lasts_s(length_s) for move in self.moves)


@cache
def routines() -> dict[str, Routine]:
    """Every usable routine by its id."""
    return {row.id: row for row in load(Routine, "routines")}
