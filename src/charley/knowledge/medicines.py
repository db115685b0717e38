"""Medicines as people write them, and what each means for magnesium taken by mouth."""

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta

from charley.errors import Problem
from charley.knowledge.sources import Fact
from charley.knowledge.words import AsksFor, Form, RefersTo, Topic
from charley.reading import Record

#: ``separate``: fine when kept apart; ``clinician-first``: no plan without agreement; ``avoid``: not together;
#: ``monitor``: may be taken, with something to watch.
Action = Literal["separate", "clinician-first", "avoid", "monitor"]
Severity = Literal["major", "moderate", "minor"]

#: Where a medicine goes in. ``oral`` is only said when it is written; None means that nothing was written, and the
#: medicine is treated as swallowed.
Route = Literal["oral", "eye", "ear", "nose", "skin", "inhaled", "injection", "patch", "rectal", "vaginal"]

Minutes = Annotated[int, Meta(ge=0, le=1440)]
Sentence = Annotated[str, Meta(min_length=8)]


class MedicineRule(Fact, frozen=True, kw_only=True):
    """What one medicine, or a class of medicines, and oral magnesium do to each other.

    Attributes:
        drug_class: the class in plain words.
        ingredients: ids of the ingredients it holds for.
        class_derived: those of them that no cited text names, taken in because they belong to the class.
        action: see :data:`Action`.
        severity: how much it matters, graded by us.
        mg_before_min: magnesium at least this long BEFORE the medicine, minutes; 0 = no timing needed (the problem is
            not in the gut); None = keeping apart does not solve it, or no interval is known.
        mg_after_min: magnesium at least this long AFTER the medicine; likewise.
        pause_during_course: leave magnesium out until a short course has ended.
        effect_on: which of the two suffers.
        meets: ``gut`` if only swallowed medicine is concerned, ``body`` if the way in does not matter.
        avoid_forms: the forms it concerns most; empty = all.
        from_dose_mg: holds only from this single dose upwards; None = any dose. An unknown dose counts as high.
        topics: finding topics of the contract.
        asks_for: what to measure or find out.
        refers_to: whom to ask.
        what: what happens, one plain sentence.
        why: why it matters to the person.
        do: what to do.
        basis: where the interval comes from.
    """

    drug_class: Annotated[str, Meta(min_length=3)]
    ingredients: tuple[str, ...] = ()
    class_derived: tuple[str, ...] = ()
    action: Action
    severity: Severity
    mg_before_min: Minutes | None = None
    mg_after_min: Minutes | None = None
    pause_during_course: bool = False
    effect_on: Literal["medicine", "magnesium", "both"]
    meets: Literal["gut", "body"]
    avoid_forms: tuple[Form, ...] = ()
    from_dose_mg: Annotated[float, Meta(gt=0)] | None = None
    topics: Annotated[tuple[Topic, ...], Meta(min_length=1)]
    asks_for: tuple[AsksFor, ...] = ()
    refers_to: tuple[RefersTo, ...] = ()
    what: Sentence
    why: Sentence
    do: Sentence
    basis: Sentence

    def faults(self) -> Iterator[Problem]:
        yield from super().faults()
        if self.action == "separate" and not (self.mg_before_min and self.mg_after_min):
            yield Problem("mg_before_min", "a rule that separates needs minutes on both sides")
        if not set(self.class_derived) <= set(self.ingredients):
            yield Problem("class_derived", "names an ingredient that is not in the rule")

    @property
    def message(self) -> str:
        """What, why and what to do, as one short paragraph."""
        return f"{self.what} {self.why} {self.do}"


class MagnesiumProduct(Fact, frozen=True, kw_only=True):
    """A shop or pharmacy product that holds magnesium, or is often thought to.

    Attributes:
        name: as it is called.
        names: other spellings.
        kind: what it is used for.
        contains: whether there is magnesium in it; ``perhaps`` where it depends on the variant or brand.
        form: the salt, where known.
        mg_per_unit: elemental mg in one ``unit``; None = unknown, never zero.
        unit: what one unit is ("tablet", "5 ml", "sachet").
        swallowed: False for baths and skin products, which count as zero oral mg.
        max_days: longest use without advice, where a source sets one.
        say: one plain sentence for the person.
    """

    name: Annotated[str, Meta(min_length=3)]
    names: tuple[str, ...] = ()
    kind: Literal["antacid", "laxative", "bowel-prep", "supplement", "medicine", "bath", "skin"]
    contains: Literal["yes", "no", "perhaps"]
    form: Form | None = None
    mg_per_unit: Annotated[float, Meta(ge=0, le=5000)] | None = None
    unit: str | None = None
    swallowed: bool = True
    max_days: Annotated[int, Meta(ge=1)] | None = None
    say: Sentence

    def faults(self) -> Iterator[Problem]:
        yield from super().faults()
        if (self.mg_per_unit is None) != (self.unit is None):
            yield Problem("unit", "an amount and its unit go together")
        if self.contains == "no" and self.mg_per_unit:
            yield Problem("mg_per_unit", "a product without magnesium has no amount")


class Dose(Record, frozen=True, kw_only=True):
    """The strength found in the name or beside it. ``mg`` is None where the unit is no mass (units, ml, %)."""

    written: str
    value: float
    unit: str
    mg: float | None


class RecognisedMedicine(Record, frozen=True, kw_only=True):
    """What a written medicine was taken to be.

    Attributes:
        written: as the person wrote it.
        known: whether any medicine or class word was found; False = a medicine we do not know.
        sure: whether it was found as written. If not, ask about ``suggestion`` and screen as if it were meant.
        suggestion: the name to ask about.
        alternatives: other names that lie just as near; their rules are included.
        ask: a question to put to the person (which water tablet?), or None.
        ingredients: ids of all active ingredients of all readings.
        names: the same ingredients as written for people.
        rules: all rules that hold, the most serious first; for an unknown medicine the general two-hour rule.
        set_aside: rules that would hold if it were swallowed, when the name says for certain that it is not.
        magnesium: the magnesium product it is, or may be.
        keeps_potassium: whether it can raise potassium, so that potassium foods and salt substitutes need advice first.
        antibiotic: whether it is one, or may be.
        route: the way in, where written; None otherwise.
        dose: the strength, where written.
    """

    written: str
    known: bool
    sure: bool
    suggestion: str | None = None
    alternatives: tuple[str, ...] = ()
    ask: str | None = None
    ingredients: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    rules: tuple[MedicineRule, ...] = ()
    set_aside: tuple[MedicineRule, ...] = ()
    magnesium: MagnesiumProduct | None = None
    keeps_potassium: bool = False
    antibiotic: bool = False
    route: Route | None = None
    dose: Dose | None = None


def recognise(written: str, *, dose: str | None = None) -> RecognisedMedicine:
    """Find out which medicine is meant.

    Args:
        written: what the person wrote: a generic or brand name, a combination, a class word, with or without strength.
        dose: the strength, where it was written apart from the name.

    Returns:
        always an answer; an unknown name comes back with ``known=False`` and the general rule for unknown medicines.
    """
    raise NotImplementedError
