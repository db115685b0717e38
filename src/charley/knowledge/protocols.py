"""Ready questions for a trial of one's own: what is compared, what makes it fair, and what cannot be hidden."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Literal

from msgspec import Meta

from charley.errors import Problem
from charley.knowledge.sources import Fact
from charley.knowledge.tables import load
from charley.reading import Record

Sentence = Annotated[str, Meta(min_length=8)]

#: What the person does in one arm. ``plan``: the first step of the plan; ``next_step``: its second; ``halves``: the
#: first step's amount morning and evening; ``other_form``: the same amount as another salt; ``measure``: something that
#: is not swallowed magnesium.
Doing = Literal["nothing", "placebo", "plan", "next_step", "halves", "other_form", "measure", "placebo_measure"]

#: Parts of an arm that may act: the answer is about one of them, the one in which the arms differ.
Part = Annotated[str, Meta(pattern=r"^[a-z][a-z_]*$")]


class ArmOf(Record, frozen=True, kw_only=True):
    """One arm of a protocol.

    Attributes:
        name: for the person.
        doing: see :data:`Doing`.
        measure: id of the remedy, where the arm is one that the protocol fixes.
        parts: what may act in it. A dummy tablet shares the part ``pill`` with a real one.
    """

    name: Annotated[str, Meta(min_length=3)]
    doing: Doing
    measure: str | None = None
    parts: tuple[Part, ...] = ()


class Protocol(Fact, frozen=True, kw_only=True):
    """One question and how to ask it.

    Attributes:
        name: short.
        question: as a person asks it.
        arms: two or three; the one it is held against comes first.
        answer: the part the verdict is about.
        fair: what makes the comparison fair, and what it cannot tell.
        blindable: whether a helper at home can hide the arms.
        blinding: how to hide them, or why that cannot be done and what it costs.
        least_period_days: shortest period that makes sense.
        slow: whether effects build up and wear off over days, so that first days of a period are left out.
        trials_prior: whether pooled trials say something about the answer beforehand.
    """

    name: Annotated[str, Meta(min_length=3)]
    question: Sentence
    arms: Annotated[tuple[ArmOf, ...], Meta(min_length=2, max_length=3)]
    answer: Part
    fair: Sentence
    blindable: bool
    blinding: Sentence
    least_period_days: Annotated[int, Meta(ge=7, le=28)] = 14
    slow: bool = True
    trials_prior: bool = False

    def faults(self) -> Iterator[Problem]:
        yield from super().faults()
        holding = [arm for arm in self.arms if self.answer in arm.parts]
        if len(holding) != 1 or self.arms[0] in holding:
            yield Problem("answer", "should be a part of exactly one arm, and not of the first")
        if self.blindable and any(arm.doing == "nothing" for arm in self.arms[:2]) and len(self.arms) == 2:
            yield Problem("blindable", "nobody can hide taking something from taking nothing")
        for i, arm in enumerate(self.arms):
            if arm.measure is not None and arm.doing != "measure":
                yield Problem(f"arms[{i}].measure", "belongs to an arm that is a measure")


@cache
def protocols() -> dict[str, Protocol]:
    """Every usable protocol by its id."""
    return {row.id: row for row in load(Protocol, "protocols")}
