"""Trials of magnesium and of other measures, arm by arm, with exactly what was read of each."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Literal

from msgspec import Meta

from charley.errors import BadInput, Problem
from charley.knowledge.printed import Printed, PrintedP, value
from charley.knowledge.sources import Fact
from charley.knowledge.tables import load, parse
from charley.reading import Record

#: Who was studied; a person may belong to several.
Population = Literal[
    "adults",
    "older-adults",
    "pregnant",
    "athletes",
    "quinine-users",
    "dialysis",
    "cirrhosis",
    "restless-legs",
    "diabetes",
    "gut-surgery",
    "healthy-volunteers",
]

Treatment = Literal[
    "magnesium", "stretching", "vitamin-k2", "quinine", "pickle-juice", "vitamin-b6", "vitamin-e", "vitamins-e-and-c"
]
Condition = Literal[
    "night-cramps",
    "pregnancy-cramps",
    "restless-legs",
    "induced-cramps",
    "dialysis-cramps",
    "cirrhosis-cramps",
    "absorption",
]
Design = Literal["parallel", "crossover", "before-after"]

#: What the figure after ± is. Papers often do not say.
Spread = Literal["sd", "se", "unknown"]
Risk = Literal["low", "some", "high", "unclear"]
Reported = Literal["MD", "RR", "OR", "HR"]


class Arm(Record, frozen=True, kw_only=True):
    """One group of a trial, or one period of a crossover.

    Attributes:
        role: which side of the comparison.
        what: what was taken or done, with the dose.
        n: people analysed.
        mean: of the outcome.
        sd: the figure printed beside it; ``spread`` says what it is.
        spread: see :data:`Spread`.
        events: people with the outcome.
        percent: the same as the paper prints it.
    """

    role: Literal["treatment", "control"]
    what: Annotated[str, Meta(min_length=3)]
    n: Annotated[int, Meta(ge=1, le=10_000_000)]
    mean: Printed | None = None
    sd: Printed | None = None
    spread: Spread = "sd"
    events: Annotated[int, Meta(ge=0)] | None = None
    percent: Printed | None = None

    def faults(self) -> Iterator[Problem]:
        if self.sd is not None and self.mean is None:
            yield Problem("mean", "is missing beside its spread")
        if self.sd is not None and value(self.sd) <= 0:
            yield Problem("sd", "should be more than 0")
        if self.events is not None and self.events > self.n:
            yield Problem("events", "cannot be more than the people in the arm")


class Result(Record, frozen=True, kw_only=True):
    """The comparison as the paper prints it; ratios as ratios.

    Attributes:
        measure: what is compared.
        estimate: treatment against control.
        low: lower end of the 95 % interval.
        high: upper end.
        spread: the figure in brackets or after ±, where there is no interval.
        spread_is: what the paper calls it.
        p: two-sided.
        wald: whether the interval is meant to lie evenly about the estimate (on the log scale for ratios); False for
            exact and Bayesian ones.
    """

    measure: Reported
    estimate: Printed | None = None
    low: Printed | None = None
    high: Printed | None = None
    spread: Printed | None = None
    spread_is: Spread = "unknown"
    p: PrintedP | None = None
    wald: bool = True

    def faults(self) -> Iterator[Problem]:
        if (self.low is None) != (self.high is None):
            yield Problem("high", "an interval has two ends")
        if self.low is not None and self.high is not None and value(self.low) > value(self.high):
            yield Problem("low", "the ends are the wrong way round")


class Outcome(Record, frozen=True, kw_only=True):
    """One thing a trial measured.

    Attributes:
        id: short name, unique in the study; the same thing has the same name in every study.
        name: in plain words.
        unit: of the means.
        weeks: when it was measured, from the start.
        per_week: what the means are divided by to be "a week"; None where that makes no sense or is not known.
        change: whether the means are changes from the start of the trial.
        records_each: counts taken from each person that the means run over, where there are several.
        arms: the treatment arm first.
        result: as printed.
    """

    id: Annotated[str, Meta(pattern=r"^[a-z0-9-]+$")]
    name: Annotated[str, Meta(min_length=3)]
    unit: str = ""
    weeks: Annotated[float, Meta(gt=0, le=520)] | None = None
    per_week: Annotated[float, Meta(gt=0)] | None = None
    change: bool = False
    records_each: Annotated[int, Meta(ge=2)] | None = None
    arms: tuple[Arm, ...] = ()
    result: Result | None = None

    def faults(self) -> Iterator[Problem]:
        roles = [arm.role for arm in self.arms]
        if roles not in (["treatment", "control"], ["treatment"], []):
            yield Problem("arms", "should be the treatment arm and then the control arm")
        if not self.arms and self.result is None:
            yield Problem("arms", "an outcome needs arms or a result")


class Study(Fact, frozen=True, kw_only=True):
    """One trial.

    Attributes:
        name: first author and year.
        year: of publication.
        treatment: what was tried.
        condition: against what.
        population: who took part.
        people: how many were randomised, or began.
        country: where; empty if not read.
        mean_age: in years.
        design: see :data:`Design`.
        blinded: whether neither side knew; None if not read.
        elemental_mg: magnesium a day; None where there was none or it is not known.
        form: the salt or product, in words.
        bias: risk of bias, graded by us from what was read or by the review named in the sources.
        bias_why: what the grade rests on.
        funded_by_maker: whether the product's maker paid; None if not read.
        read_as: how much of it was read.
        outcomes: what was measured, as far as it was read; empty where only the design was.
    """

    name: Annotated[str, Meta(min_length=3, max_length=120)]
    year: Annotated[int, Meta(ge=1900, le=2100)]
    treatment: Treatment
    condition: Condition
    population: Annotated[tuple[Population, ...], Meta(min_length=1)]
    people: Annotated[int, Meta(ge=1, le=10_000_000)]
    country: str = ""
    mean_age: Annotated[float, Meta(gt=0, le=120)] | None = None
    design: Design
    blinded: bool | None = None
    elemental_mg: Annotated[float, Meta(gt=0, le=5000)] | None = None
    form: str = ""
    bias: Risk
    bias_why: Annotated[str, Meta(min_length=8)]
    funded_by_maker: bool | None = None
    read_as: Literal["full text", "abstract", "table", "summary"]
    outcomes: tuple[Outcome, ...] = ()

    def faults(self) -> Iterator[Problem]:
        yield from super().faults()
        names = [outcome.id for outcome in self.outcomes]
        if len(set(names)) < len(names):
            yield Problem("outcomes", "two outcomes have the same id")
        if not self.name.isprintable():
            yield Problem("name", "holds signs that cannot be printed")
        arms = [[arm.n for arm in outcome.arms] for outcome in self.outcomes]
        if any((sum if self.design == "parallel" else max)([0, *each]) > self.people for each in arms):
            yield Problem("people", "are fewer than those in its arms")
        if self.design == "crossover" and any(len({arm.n for arm in o.arms}) > 1 for o in self.outcomes):
            yield Problem("outcomes", "both periods of a crossover hold the same people")

    def outcome(self, name: str) -> Outcome | None:
        """The outcome of that id."""
        return next((outcome for outcome in self.outcomes if outcome.id == name), None)


#: More trials than these are no table that a person keeps. Each is left out once, so the work grows with their square.
MOST_TRIALS = 300


@cache
def shipped() -> tuple[Study, ...]:
    """Every usable trial that comes with the program."""
    return load(Study, "studies")


def extended(name: str, text: str) -> tuple[Study, ...]:
    """The shipped trials and those of a table of the user's, which is read as strictly.

    Args:
        name: of the table, for messages.
        text: TOML of the same shape as ``data/studies.toml``.

    Raises:
        BadInput: with every fault of the table, and where an id is already in use.
    """
    rows, faults = parse(Study, name, text)
    if len(rows) > MOST_TRIALS:
        raise BadInput([Problem(name, f"should hold {MOST_TRIALS} trials or fewer, not {len(rows)}")])
    taken = {study.id for study in shipped()}
    twice = [f"{name}: {row.id}: this id is already a shipped trial" for row in rows if row.id in taken]
    if faults or twice:
        raise BadInput([Problem(name, fault.removeprefix(f"{name}: ")) for fault in (*faults, *twice)])
    return (*shipped(), *(row for row in rows if row.usable))
