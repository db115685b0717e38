"""Who the person is, as far as they told us: the profile of contract section 1.

Every field may be missing, and then it is unknown: not zero, not safe, not false. An empty list is an answer ("none").
Names stay as they were written; what they mean is decided above, by the knowledge tables.
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, get_args

from msgspec import Meta, field

from charley.dates import ClockTime
from charley.errors import Problem
from charley.knowledge.routines import routines
from charley.language import said
from charley.reading import Record
from charley.units import to_mg

Setting = Literal["US", "EU", "UK"]
Sex = Literal["female", "male", "other"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)

#: Something other than blanks, and no control signs, which could change what a terminal shows.
_READABLE = r"^(?=[\s\S]*\S)[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+$"
Written = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=300,
        pattern=_READABLE,
        extra={"say": "should be 1 to 300 letters, without control signs"},
    ),
]
Account = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=2000,
        pattern=_READABLE,
        extra={"say": "should be 1 to 2000 letters, without control signs"},
    ),
]
Times = Annotated[tuple[ClockTime, ...], Meta(max_length=24)]
Days = Annotated[tuple[Weekday, ...], Meta(max_length=7)]
SaltMg = Annotated[float, Meta(gt=0, le=30_000)]

#: Units that count a product instead of weighing it; how much magnesium one holds is for its label to say.
COUNTED_UNITS = (
    "ml",
    "tablet",
    "capsule",
    "sachet",
    "drop",
    "spray",
    "scoop",
    "teaspoon",
    "tablespoon",
    "piece",
)


def counted_unit(written: str) -> str | None:
    """The plain name of a counting unit (``Tablets`` is ``tablet``), or None."""
    word = written.strip().lower().rstrip(".")
    word = {"tab": "tablet", "tabs": "tablet", "cap": "capsule", "caps": "capsule", "tsp": "teaspoon"}.get(word, word)
    word = {"tbsp": "tablespoon", "millilitre": "ml", "milliliter": "ml", "packet": "sachet"}.get(word, word)
    return next((unit for unit in COUNTED_UNITS if word in (unit, unit + "s")), None)


class Taken(Record, frozen=True, kw_only=True):
    """When something is taken.

    Attributes:
        name: as written.
        times: clock times of each intake; None or empty = not known.
        days: days of the week; None or empty = every day.
        since: first day of taking it.
        duration_days: length of a course; None = no end known.
    """

    name: Written
    times: Times | None = None
    days: Days | None = None
    since: date | None = None
    duration_days: Annotated[int, Meta(ge=1, le=3660)] | None = None

    def days_left(self, today: date) -> int | None:
        """Days until the course has ended, today included; 0 if it has, None where no end is known.

        A course whose first day is not known is taken to begin today: the longest it can last.
        """
        if self.duration_days is None:
            return None
        begun = self.since if self.since is not None else today
        return max(0, (begun - today).days + self.duration_days)


class Medicine(Taken, frozen=True, kw_only=True):
    """A medicine the person takes.

    Attributes:
        dose: strength and amount as written.
    """

    dose: Written | None = None


class Amount(Record, frozen=True, kw_only=True):
    """An amount with its unit: a mass, mmol, mEq, a share of the daily value (%), or a counting unit such as ml."""

    value: Annotated[float, Meta(gt=0, le=100_000)]
    unit: Written

    def faults(self) -> Iterator[Problem]:
        known = self.unit.strip().startswith("%") or counted_unit(self.unit) is not None
        if not known and to_mg(1.0, self.unit, "magnesium") is None:
            yield Problem(
                "unit", said("is not a unit we know (“{unit}”); use mg, g, mmol, mEq, %, ml or tablets", unit=self.unit)
            )
        elif (mg := to_mg(self.value, self.unit, "magnesium")) is not None and mg > 30_000:
            yield Problem(
                "value", said("{amount} is more than anyone can take in one go", amount=f"{self.value:g} {self.unit}")
            )


class Supplement(Taken, frozen=True, kw_only=True):
    """A product the person takes without prescription. Amounts are of one intake.

    Attributes:
        form: the salt as written on the label.
        elemental_mg: magnesium itself.
        compound_mg: weight of the salt.
        amount: an amount in another unit.
        tablets: how many pieces are taken each time.
    """

    form: Written | None = None
    elemental_mg: Annotated[float, Meta(ge=0, le=5000)] | None = None
    compound_mg: SaltMg | None = None
    amount: Amount | None = None
    tablets: Annotated[float, Meta(gt=0, le=50)] | None = None

    def faults(self) -> Iterator[Problem]:
        if self.elemental_mg is not None and self.compound_mg is not None and self.elemental_mg > self.compound_mg:
            yield Problem(
                "elemental_mg", said("is more than the weight of the whole salt; perhaps the two are swapped")
            )


class LabValue(Record, frozen=True, kw_only=True):
    """A result as the laboratory printed it. A missing unit is asked about, never guessed."""

    value: Annotated[float, Meta(ge=0, le=1_000_000)]
    unit: Written | None = None
    taken: date | None = field(default=None, name="date")


class Labs(Record, frozen=True, kw_only=True):
    """Results by test; see :data:`charley.knowledge.labs.LabName`."""

    serum_magnesium: LabValue | None = None
    rbc_magnesium: LabValue | None = None
    ionised_magnesium: LabValue | None = None
    urine_magnesium: LabValue | None = None
    potassium: LabValue | None = None
    calcium: LabValue | None = None
    albumin: LabValue | None = None
    sodium: LabValue | None = None
    creatinine: LabValue | None = None
    egfr: LabValue | None = None
    ck: LabValue | None = None
    tsh: LabValue | None = None
    ferritin: LabValue | None = None
    vitamin_d: LabValue | None = None
    vitamin_b12: LabValue | None = None
    hba1c: LabValue | None = None
    lithium: LabValue | None = None

    def given(self) -> dict[str, LabValue]:
        """The results there are, by test."""
        values = ((name, getattr(self, name)) for name in self.__struct_fields__)
        return {name: value for name, value in values if value is not None}


class DayHours(Record, frozen=True, kw_only=True):
    """The person's day: awake from ``wake`` to ``bed``, which may lie after midnight (night shift)."""

    wake: ClockTime | None = None
    bed: ClockTime | None = None
    meals: Annotated[tuple[ClockTime, ...], Meta(max_length=12)] | None = None

    def faults(self) -> Iterator[Problem]:
        if self.wake is not None and self.wake == self.bed:
            yield Problem("bed", said("is the same as the time of waking"))


class Fluid(Record, frozen=True, kw_only=True):
    """How much to drink in a day, all drinks together: a goal of one's own, and an amount that was set by a clinic.

    Attributes:
        goal_low_ml, goal_high_ml: the person's own range.
        limit_ml: not to be passed; it overrides every goal.
    """

    goal_low_ml: Annotated[float, Meta(ge=200, le=6000)] | None = None
    goal_high_ml: Annotated[float, Meta(ge=200, le=6000)] | None = None
    limit_ml: Annotated[float, Meta(ge=200, le=6000)] | None = None

    def faults(self) -> Iterator[Problem]:
        if self.goal_low_ml is not None and self.goal_high_ml is not None and self.goal_low_ml > self.goal_high_ml:
            yield Problem("goal_low_ml", "is more than the upper end of the goal")


class PlannedRoutine(Record, frozen=True, kw_only=True):
    """A routine that has a place in the person's day.

    Attributes:
        name: id of the routine; see :mod:`charley.knowledge.routines`.
        time: clock time.
    """

    name: Annotated[str, Meta(pattern=r"^[a-z][a-z-]{1,40}$", extra={"say": "should be the name of a routine"})]
    time: ClockTime

    def faults(self) -> Iterator[Problem]:
        if self.name not in routines():
            yield Problem("name", f"is no routine we know (“{self.name}”)")


class ClinicianOrder(Record, frozen=True, kw_only=True):
    """A dose that a clinician has set. It counts only with who and when; see :mod:`charley.safety.orders`.

    Attributes:
        elemental_mg_per_day: magnesium from all products together.
        by: the clinician's name and what they are.
        date: the day of the order.
        note: what it was set for, and what was known: kidneys, pregnancy, medicines.
    """

    elemental_mg_per_day: Annotated[float, Meta(gt=0, le=5000)]
    by: Written
    date: date
    note: Account | None = None


class Profile(Record, frozen=True, kw_only=True):
    """All that a plan is made from.

    Attributes:
        setting: whose reference values and limits hold.
        age_years: completed years, or a fraction for infants.
        egfr_ml_min: kidney function, mL/min/1.73 m².
        diet_magnesium_mg: magnesium from food and drink on an ordinary day.
        wanted_mg_per_day: the person's wish for the whole day's magnesium, food included.
        clinician_order: a dose set by a clinician.
        fluid: how much to drink.
        routines: routines that have a place in the day.
    """

    setting: Setting | None = None
    age_years: Annotated[float, Meta(ge=0, le=120)] | None = None
    sex: Sex | None = None
    pregnant: bool | None = None
    lactating: bool | None = None
    weight_kg: Annotated[float, Meta(ge=1, le=500)] | None = None
    conditions: Annotated[tuple[Written, ...], Meta(max_length=100)] | None = None
    egfr_ml_min: Annotated[float, Meta(ge=0, le=250)] | None = None
    medicines: Annotated[tuple[Medicine, ...], Meta(max_length=100)] | None = None
    supplements: Annotated[tuple[Supplement, ...], Meta(max_length=100)] | None = None
    diet_magnesium_mg: Annotated[float, Meta(ge=0, le=5000)] | None = None
    symptoms: Annotated[tuple[Account, ...], Meta(max_length=100)] | None = None
    labs: Labs | None = None
    schedule: DayHours | None = None
    goal: Account | None = None
    wanted_mg_per_day: Annotated[float, Meta(gt=0, le=5000)] | None = None
    clinician_order: ClinicianOrder | None = None
    fluid: Fluid | None = None
    routines: Annotated[tuple[PlannedRoutine, ...], Meta(max_length=20)] | None = None
