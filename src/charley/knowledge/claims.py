"""What people hear about cramps and magnesium, what is known of it, and the questions they ask.

Texts hold no figures of their own: a name in braces, such as ``{mg-count}``, is filled in from a sourced table.
"""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Literal, get_args

from msgspec import Meta

from charley.errors import Problem
from charley.knowledge.figures import Certainty
from charley.knowledge.sources import Fact
from charley.knowledge.studies import Population
from charley.knowledge.tables import load
from charley.knowledge.words import Form

#: How much speaks for the claim as it is made.
Evidence = Literal["strong", "some", "weak", "none"]

#: What the card says of the claim. ``rule`` is a rule of care and not a finding.
Stance = Literal["holds", "partly", "unclear", "not shown", "wrong", "rule"]

Shelf = Literal[
    "Does magnesium work?",
    "Which form?",
    "How much and when?",
    "Is it safe?",
    "Food and drink",
    "Other things people try",
    "The body and tests",
]
SHELVES: tuple[Shelf, ...] = get_args(Shelf)

Sentence = Annotated[str, Meta(min_length=8)]
Item = Annotated[str, Meta(pattern=r"^C\d\d$")]


class Claim(Fact, frozen=True, kw_only=True):
    """One claim as people meet it.

    Attributes:
        claim: in the words people hear.
        also: other words somebody may look for.
        forms: forms of magnesium that it is about.
        items: numbers of the contradictions of the requirements that it settles.
        shelf: where it stands.
        stance: see :data:`Stance`.
        verdict: the answer, short.
        effect: ids of the figures that measure it, the most telling first.
        unstudied: where there is no such figure: that it was not studied, and what that leaves.
        certainty: of the effect (GRADE).
        evidence: for the claim as made.
        population: who was studied; empty where nobody was.
        not_known: what nobody has found out.
        do: what to make of it.
    """

    claim: Sentence
    also: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()
    items: tuple[Item, ...] = ()
    shelf: Shelf
    stance: Stance
    verdict: Sentence
    effect: tuple[str, ...] = ()
    unstudied: str = ""
    certainty: Certainty = "not graded"
    evidence: Evidence
    population: tuple[Population, ...] = ()
    not_known: Sentence
    do: Sentence

    def faults(self) -> Iterator[Problem]:
        yield from super().faults()
        if bool(self.effect) == bool(self.unstudied):
            yield Problem("effect", "a card has figures, or says that there are none")
        if self.unstudied and not self.unstudied.startswith("Not studied"):
            yield Problem("unstudied", "should begin with: Not studied")
        if self.evidence == "strong" and self.certainty not in ("high", "moderate"):
            yield Problem("evidence", "strong evidence needs high or moderate certainty")


class Answer(Fact, frozen=True, kw_only=True):
    """One question people ask, and its answer.

    Attributes:
        question: as people ask it.
        also: other ways to ask it.
        say: the answer; names in braces are filled in from the same tables that the plan uses.
        cards: ids of the claims to read on, at least one.
    """

    question: Sentence
    also: tuple[str, ...] = ()
    say: Sentence
    cards: Annotated[tuple[str, ...], Meta(min_length=1)]


@cache
def claims() -> dict[str, Claim]:
    """Every usable claim by its id."""
    return {row.id: row for row in load(Claim, "claims")}


@cache
def answers() -> dict[str, Answer]:
    """Every usable answer by its id."""
    return {row.id: row for row in load(Answer, "answers")}
