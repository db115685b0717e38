"""The plan of contract section 2: what a person may take and when, what was found, and what is still open."""

from typing import Any, Literal

import msgspec

from charley.knowledge.sources import Confidence
from charley.knowledge.words import AsksFor, Form, RefersTo
from charley.profile import Days
from charley.reading import Record
from charley.safety.findings import Finding, Status, Strength
from charley.safety.fluids import FluidGoal
from charley.safety.names import Question
from charley.safety.orders import OrderTaken
from charley.safety.risk import Risk


class Dose(Record, frozen=True, kw_only=True):
    """One dose, every day at the same time.

    Attributes:
        time: clock time.
        elemental_mg: magnesium itself.
        form: the salt.
        with_food: with a meal or a small snack.
    """

    time: str
    elemental_mg: float
    form: Form
    with_food: bool = True


class Step(Record, frozen=True, kw_only=True):
    """A stretch of days with the same doses; it holds until the next step begins.

    Attributes:
        from_day: first day of the step; what day 1 is, ``counts_from`` says.
        doses: of each day.
        after_course_of: medicines whose course has to be over first.
        counts_from: day 1 is the day the plan is made, or, where a course has no known end, the day after it ends.
    """

    from_day: int
    doses: tuple[Dose, ...]
    after_course_of: tuple[str, ...] = ()
    counts_from: Literal["today", "end_of_course"] = "today"

    @property
    def mg_per_day(self) -> float:
        """Elemental mg a day."""
        return sum(dose.elemental_mg for dose in self.doses)


class CurrentItem(Record, frozen=True, kw_only=True):
    """A product with magnesium that is taken already.

    Attributes:
        written: its name.
        form: the salt.
        elemental_mg_per_day: upper end; None = not known.
        kept: whether the plan counts on its being taken further.
        how: how the amount was worked out.
    """

    written: str
    form: Form
    elemental_mg_per_day: float | None
    kept: bool
    how: str


class Conflict(Record, frozen=True, kw_only=True):
    """A product with magnesium that is taken too near to a medicine.

    Attributes:
        item: the product.
        item_time: when it is taken.
        medicine: the medicine, which is never moved.
        medicine_time: when that is taken.
        move_to: a time that keeps every distance, or None where there is none or the course is waited for.
        message: in words.
    """

    item: str
    item_time: str | None
    medicine: str
    medicine_time: str | None
    move_to: str | None
    message: str


class Current(Record, frozen=True, kw_only=True):
    """What is taken already from everything that is not food."""

    counted_mg: float
    kept_mg: float
    items: tuple[CurrentItem, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    advises_stop: bool = False


class StopRule(Record, frozen=True, kw_only=True):
    """A sign at which to stop or lower the dose. Trials seal it, so it gains no field; see :class:`StopSign`."""

    sign: str
    message: str


class StopSign(StopRule, frozen=True, kw_only=True):
    """A sign to stop as a plan shows it.

    Attributes:
        strength: how firm its ground is; see :data:`charley.safety.findings.Strength`.
        confidence: ``secondary`` where it was read in a quotation.
        sources: where it comes from.
    """

    strength: Strength
    confidence: Confidence
    sources: tuple[str, ...]

    @property
    def rule(self) -> StopRule:
        """The sign and its words alone, to be sealed."""
        return StopRule(sign=self.sign, message=self.message)


class Need(Record, frozen=True, kw_only=True):
    """The day's need and what food gives.

    Attributes:
        reference_mg: usual need, food included; None where none is set.
        diet_mg: from food; None = not known.
        gap_mg: what food and kept products leave open; None where food is not known.
    """

    reference_mg: float | None
    diet_mg: float | None
    gap_mg: float | None


class FormChoice(Record, frozen=True, kw_only=True):
    """The salt that was chosen.

    Attributes:
        form: its name.
        reason: why, with the doubt.
        evidence: strong, some, weak or none, for cramps.
        caution: what to watch, or None.
    """

    form: Form
    reason: str
    evidence: str
    caution: str | None = None


class LabResult(Record, frozen=True, kw_only=True):
    """A laboratory value as it was read.

    Attributes:
        value: as written.
        unit: as written.
        value_mmol_l: the same in mmol/L, for tests kept in that unit.
        reading: in plain words.
        do: what to do, or None.
        caveat: what the test cannot tell, or None.
    """

    value: float | None
    unit: str | None
    value_mmol_l: float | None
    reading: str
    do: str | None = None
    caveat: str | None = None


class Habit(Record, frozen=True, kw_only=True):
    """One thing to know of one's habits; it changes no dose.

    Attributes:
        id: of its row.
        title: in a few words.
        message: what, why and what to do.
        evidence: strong, some, weak or none, for cramps.
        seen: whether the person's own answers or diary show it.
        sources: where it comes from.
    """

    id: str
    title: str
    message: str
    evidence: str
    seen: bool
    sources: tuple[str, ...]


class Event(Record, frozen=True, kw_only=True):
    """One line of the day's timetable.

    Attributes:
        time: clock time.
        kind: wake, meal, medicine, supplement, magnesium, water, wind_down, stretch, routine or bed.
        what: in words.
        routine: id of the routine that it is; None for all else.
        days: the days of the week it is for, which its words say too; None for every day.
    """

    time: str
    kind: str
    what: str
    routine: str | None = None
    days: Days | None = None


class Plan(Record, frozen=True, kw_only=True):
    """Everything; see contract section 2. Fields beyond it:

    Attributes:
        need: the day's need, food and gap.
        form: the salt chosen, with the reason.
        limit_why: whose limit it is.
        no_slot_because: the medicines that leave no place in the day.
        assumptions: what was taken for granted because it was not told.
        timetable: today, with medicines, meals, water, stretching and rest, and the first step's doses once it begins.
        diet_step: what to try with food before any dose; None where food is enough, or no plan may be made.
        notes: advice on illnesses that do not bear on the dose.
        risk: what speaks for low magnesium, and how much may be expected.
        questions: what to ask a clinician.
        clinician_order: a dose set by a clinician as it was taken, and what it opened. ``limit_mg`` stays the limit.
        habits: coffee, sport, sleep and the like, each with its source and strength.
        fluid: how much to drink, as a range that obeys every restriction; None where nobody has looked.
    """

    status: Status
    steps: tuple[Step, ...]
    provisional_steps: tuple[Step, ...]
    current: Current
    limit_mg: float | None
    findings: tuple[Finding, ...]
    asks_for: tuple[AsksFor, ...]
    refers_to: tuple[RefersTo, ...]
    stop_rules: tuple[StopSign, ...]
    review_week: int | None
    recognised: dict[str, str]
    confirm: tuple[Question, ...]
    not_understood: tuple[str, ...]
    waits_for: tuple[str, ...]
    no_slot: bool
    labs: dict[str, LabResult]
    facts_version: str
    made_at: str
    need: Need
    form: FormChoice | None = None
    limit_why: str = ""
    no_slot_because: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    timetable: tuple[Event, ...] = ()
    diet_step: str | None = None
    notes: tuple[str, ...] = ()
    risk: Risk | None = None
    questions: tuple[str, ...] = ()
    clinician_order: OrderTaken | None = None
    habits: tuple[Habit, ...] = ()
    fluid: FluidGoal | None = None

    def as_dict(self) -> dict[str, Any]:
        """The JSON document of contract section 2."""
        document: dict[str, Any] = msgspec.to_builtins(self)
        return document
