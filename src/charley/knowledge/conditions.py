"""Illnesses and situations as people write them, and what each means for a magnesium plan."""

from typing import Annotated, Literal

from msgspec import Meta

from charley.knowledge.sources import Fact
from charley.knowledge.words import AsksFor, Form, RefersTo, Topic
from charley.reading import Record

#: ``block``: no dose; ``clinician-first``: ask before planning; ``pause``: wait until it has passed;
#: ``limit-days`` and ``avoid-form`` narrow the plan; ``note``: something worth saying, the plan goes on.
PlannerAction = Literal["block", "clinician-first", "pause", "limit-days", "avoid-form", "note"]

#: From the strictest to the mildest.
PLANNER_ACTIONS: tuple[PlannerAction, ...] = ("block", "clinician-first", "pause", "limit-days", "avoid-form", "note")

Sentence = Annotated[str, Meta(min_length=8)]


class Condition(Fact, frozen=True, kw_only=True):
    """One illness or situation.

    Attributes:
        name: as it is called.
        names: other ways of writing it.
        planner_action: see :data:`PlannerAction`.
        avoid_forms: forms to leave out, with ``avoid-form``.
        topics: finding topics of the contract; may be empty for a harmless condition that is merely known.
        asks_for: what to measure or find out.
        refers_to: whom to ask.
        keeps_potassium: potassium foods and salt substitutes need advice first.
        restricts_fluid: no drink-more advice.
        needs_kidney_function: an unknown kidney function is a question here.
        low_magnesium_risk: counts as a risk for low magnesium (S71).
        what: what it means for magnesium, one plain sentence.
        why: why it matters.
        do: what to do.
    """

    name: Annotated[str, Meta(min_length=3)]
    names: tuple[str, ...] = ()
    planner_action: PlannerAction
    avoid_forms: tuple[Form, ...] = ()
    topics: tuple[Topic, ...] = ()
    asks_for: tuple[AsksFor, ...] = ()
    refers_to: tuple[RefersTo, ...] = ()
    keeps_potassium: bool = False
    restricts_fluid: bool = False
    needs_kidney_function: bool = False
    low_magnesium_risk: bool = False
    what: Sentence
    why: Sentence
    do: Sentence

    @property
    def message(self) -> str:
        """What, why and what to do, as one short paragraph."""
        return f"{self.what} {self.why} {self.do}"


class RecognisedCondition(Record, frozen=True, kw_only=True):
    """What a written condition was taken to be.

    Attributes:
        written: as the person wrote it.
        known: whether any condition was found, a denied one included.
        sure: whether it was found as written; if not, ask about ``suggestion`` and screen as if it were meant.
        suggestion: the name to ask about.
        conditions: all rows found, the strictest first.
        negated: rows that the text denies ("no kidney disease"). They are not in ``conditions``.
        past: rows the text says are over ("Crohn's in remission"); they stay in ``conditions``, unsure.
    """

    written: str
    known: bool
    sure: bool
    suggestion: str | None = None
    conditions: tuple[Condition, ...] = ()
    negated: tuple[Condition, ...] = ()
    past: tuple[Condition, ...] = ()


def recognise(written: str) -> RecognisedCondition:
    """Find out which conditions are meant. Always answers; an unknown one comes back with ``known=False``."""
    raise NotImplementedError
