"""Laboratory values: units converted, absurd values asked about, and a plain reading of each."""

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta, field

from charley.errors import Problem
from charley.knowledge.sources import Fact
from charley.knowledge.tables import load
from charley.knowledge.words import AsksFor, RefersTo, Topic, Urgency
from charley.language import said
from charley.reading import Record

LabName = Literal[
    "serum_magnesium",
    "rbc_magnesium",
    "ionised_magnesium",
    "urine_magnesium",
    "potassium",
    "calcium",
    "albumin",
    "sodium",
    "creatinine",
    "egfr",
    "ck",
    "tsh",
    "ferritin",
    "vitamin_d",
    "vitamin_b12",
    "hba1c",
    "lithium",
]

Sentence = Annotated[str, Meta(min_length=8)]


class LabTest(Fact, frozen=True, kw_only=True):
    """One test (its id is the contract's name) and the units laboratories print for it.

    Attributes:
        name: for people.
        unit: the unit all its values are kept in.
        possible_low: the lowest value that can be real, in ``unit``; below it unit or number is wrong.
        possible_high: the highest.
        factors: unit as printed -> number to multiply with to come to ``unit``.
        offsets: unit as printed -> number to add after that.
        caveat: what the test cannot tell.
    """

    name: Annotated[str, Meta(min_length=3)]
    unit: str
    possible_low: float
    possible_high: float
    factors: dict[str, float]
    offsets: dict[str, float] = field(default_factory=dict)
    caveat: str | None = None

    def faults(self) -> Iterator[Problem]:
        yield from super().faults()
        if self.factors.get(self.unit) != 1.0:
            yield Problem("factors", "the test's own unit belongs among them, with the factor 1")
        if not self.possible_low < self.possible_high:
            yield Problem("possible_low", "should lie below possible_high")


class LabBand(Fact, frozen=True, kw_only=True):
    """What a value between two bounds means.

    Attributes:
        lab: which test.
        low: the band begins here, this value included; None = no lower bound. In the test's own unit.
        high: and ends before this value; None = no upper bound.
        sex: holds only for this sex; None = both.
        level: the word for it.
        reading: short words for the value ("within the usual range").
        do: what to do, one plain sentence.
        topics: finding topics of the contract.
        urgency: how soon; None = nothing to do.
        asks_for: what to measure or find out.
        refers_to: whom to ask.
    """

    lab: LabName
    low: float | None = None
    high: float | None = None
    sex: Literal["female", "male"] | None = None
    level: Literal["very_low", "low", "borderline", "usual", "raised", "high", "very_high", "not_judged"]
    reading: Sentence
    do: Sentence
    topics: tuple[Topic, ...] = ()
    urgency: Urgency | None = None
    asks_for: tuple[AsksFor, ...] = ()
    refers_to: tuple[RefersTo, ...] = ()


class LabReading(Record, frozen=True, kw_only=True):
    """One laboratory value as it was taken.

    Attributes:
        name: the test; any text where it is not known.
        value: as written.
        unit: as written.
        ask: a question about it. Where unit or value cannot be right nothing else is said; where the value is only
            unlikely in this unit, the reading stands until the question is answered.
        canonical: the value in ``canonical_unit``; None where it could not be taken.
        judged: the value that was held against the ranges: ``canonical``, or calcium adjusted for albumin.
        canonical_unit: one unit per test: mmol/L for minerals, µmol/L creatinine, µg/L ferritin, and so on.
        reading: in plain words.
        do: what to do, or None.
        level: see :class:`LabBand`; None where it could not be taken.
        topics: finding topics of the contract.
        urgency: how soon; None = nothing to do.
        asks_for: what to measure or find out.
        refers_to: whom to ask.
        caveat: what the test cannot tell, or None.
        band: the row used, with its sources.
    """

    name: str
    value: float | None
    unit: str | None
    ask: str | None = None
    canonical: float | None = None
    canonical_unit: str | None = None
    judged: float | None = None
    reading: str
    do: str | None = None
    level: str | None = None
    topics: tuple[Topic, ...] = ()
    urgency: Urgency | None = None
    asks_for: tuple[AsksFor, ...] = ()
    refers_to: tuple[RefersTo, ...] = ()
    caveat: str | None = None
    band: LabBand | None = None


def read(
    name: str,
    value: float | None,
    unit: str | None,
    *,
    sex: str | None = None,
    age: float | None = None,
    albumin_g_l: float | None = None,
) -> LabReading:
    """Convert and read one value.

    Args:
        name: a test of the contract.
        value: the number.
        unit: as the laboratory prints it.
        sex: picks the range where a table has one for each sex.
        age: in years; ranges here are for adults, and a child's value is only judged where it is dangerous.
        albumin_g_l: adjusts calcium.
    """
    test = _book().tests.get(name)
    if test is None:
        known = ", ".join(sorted(_book().tests))
        question = said("We do not know the test “{name}”. Known are: {known}.", name=name[:60], known=known)
        return _asked(name, value, unit, question)
    if value is None or not math.isfinite(value) or value < 0:
        return _asked(name, value, unit, said("Please enter the number for {test}.", test=said(test.name)))
    factor = _factor(test, unit)
    if factor is None:
        return _asked(name, value, unit, _which_unit(test, unit))
    canonical = _rounded(value * factor + test.offsets.get(_printed(test, unit) or "", 0.0))
    if not test.possible_low <= canonical <= test.possible_high:
        shown = f"{value:g} {unit or test.unit}"
        question = said(
            "{shown} cannot be right for {test}. Please check number and unit.", shown=shown, test=said(test.name)
        )
        return _asked(name, value, unit, question)
    judged = _adjusted_calcium(canonical, albumin_g_l, age) if name == "calcium" else canonical
    band = _band(name, judged, sex)
    if age is not None and age < _ADULT and band.urgency not in ("emergency", "urgent"):
        return _child(test, value, unit, canonical)
    return LabReading(
        name=name,
        value=value,
        unit=unit,
        ask=_no_unit(test, unit) or _other_unit(test, value, unit, band),
        canonical=canonical,
        canonical_unit=test.unit,
        judged=judged,
        reading=said(band.reading) if judged == canonical else _adjusted(band, f"{judged:g} {test.unit}"),
        do=said(band.do),
        level=band.level,
        topics=band.topics,
        urgency=band.urgency,
        asks_for=band.asks_for,
        refers_to=band.refers_to,
        caveat=_caveat(test),
        band=band,
    )


def read_all(
    values: Mapping[str, tuple[float | None, str | None]], *, sex: str | None = None, age: float | None = None
) -> dict[str, LabReading]:
    """Read values that belong together: calcium is adjusted for albumin where both are given."""
    albumin = read("albumin", *values["albumin"], age=age).canonical if "albumin" in values else None
    return {name: read(name, *given, sex=sex, age=age, albumin_g_l=albumin) for name, given in values.items()}


def title(name: str) -> str:
    """What a test is called, in the language spoken."""
    return said(_book().tests[name].name)


def knows_unit(name: str, unit: str | None) -> bool:
    """Whether a test is known to be printed in this unit."""
    return _printed(_book().tests[name], unit) is not None


def in_any_unit(name: str, value: float | None, *, age: float | None = None) -> tuple[LabReading, ...]:
    """What a number may mean: it, read in every unit in which it could stand on a report. Empty for an unknown test."""
    test = _book().tests.get(name)
    readings = () if test is None or value is None else (read(name, value, unit, age=age) for unit in test.factors)
    return tuple(reading for reading in readings if reading.canonical is not None)


def tests() -> tuple[LabTest, ...]:
    """Every test, in the order of the table."""
    return tuple(_book().tests.values())


#: Adjusted calcium = calcium + 0.02 x (40 - albumin in g/L), mmol/L (RCEM; Medscape). Not valid in children.
_CALCIUM_PER_G_ALBUMIN = 0.02
_USUAL_ALBUMIN_G_L = 40.0
_ADULT = 18


class _Book(NamedTuple):
    tests: Mapping[str, LabTest]
    bands: Mapping[str, tuple[LabBand, ...]]
    units: Mapping[str, Mapping[str, str]]


@cache
def _book() -> _Book:
    tests = {test.id: test for test in load(LabTest, "lab_tests")}
    bands: dict[str, list[LabBand]] = {}
    for band in load(LabBand, "lab_bands"):
        bands.setdefault(band.lab, []).append(band)
    units = {name: {_unit_word(unit): unit for unit in test.factors} for name, test in tests.items()}
    return _Book(tests, {name: tuple(each) for name, each in bands.items()}, units)


def _unit_word(unit: str) -> str:
    """A unit in one spelling: ``mIU / l`` and ``mU/L`` are the same, so are ``umol/l``, ``mcmol/L`` and ``µmol/L``."""
    word = unicodedata.normalize("NFKC", unit).casefold().replace("μ", "u").replace("µ", "u")
    word = re.sub(r"\s+|\^|\*|\.(?=\s|$)", "", word.replace("per", "/").replace("litre", "l").replace("liter", "l"))
    word = re.sub(r"iu(?=/)", "u", re.sub(r"^mc(?=g|mol|u)", "u", word))
    if word.startswith("ml/min"):
        return "ml/min"
    return re.sub(r"/(?:24h(?:rs?|ours?)?|d(?:ay)?)$", "/day", word)


def _printed(test: LabTest, unit: str | None) -> str | None:
    """The unit as the table prints it, or None if it is missing or not known for this test."""
    return _book().units[test.id].get(_unit_word(unit)) if unit else None


def _factor(test: LabTest, unit: str | None) -> float | None:
    printed = _printed(test, unit)
    if printed is not None:
        return test.factors[printed]
    all_the_same = len(set(test.factors.values())) == 1 and not test.offsets
    return 1.0 if all_the_same and (unit is None or not unit.strip()) else None


def _band(name: str, value: float, sex: str | None = None) -> LabBand:
    return next(
        band
        for band in _book().bands[name]
        if (band.sex is None or band.sex == sex)
        and (band.low is None or value >= band.low)
        and (band.high is None or value < band.high)
    )


def _adjusted_calcium(calcium: float, albumin_g_l: float | None, age: float | None) -> float:
    if albumin_g_l is None or (age is not None and age < _ADULT):
        return calcium
    return _rounded(calcium + _CALCIUM_PER_G_ALBUMIN * (_USUAL_ALBUMIN_G_L - albumin_g_l))


def _caveat(test: LabTest) -> str | None:
    return None if test.caveat is None else said(test.caveat)


def _adjusted(band: LabBand, value: str) -> str:
    return said("{reading} (adjusted for albumin: {value})", reading=said(band.reading), value=value)


def _which_unit(test: LabTest, unit: str | None) -> str:
    """Asks for the unit, where none was given or one that is not known."""
    units = said(" or ").join(test.factors)
    if unit is None or not unit.strip():
        return said(
            "The value for {test} has no unit. Which one stands on the report: {units}?",
            test=said(test.name),
            units=units,
        )
    return said(
        "The value for {test} has a unit we do not know (“{unit}”). Which one stands on the report: {units}?",
        test=said(test.name),
        unit=unit[:20],
        units=units,
    )


def _no_unit(test: LabTest, unit: str | None) -> str | None:
    """Asks for the unit where all that are in use mean the same, so that the value is read meanwhile."""
    if unit is not None and unit.strip():
        return None
    return said(
        "The value for {test} has no unit. We read it as {unit}; does the report say the same?",
        test=said(test.name),
        unit=test.unit,
    )


def _other_unit(test: LabTest, value: float, unit: str | None, band: LabBand) -> str | None:
    """Asks whether another unit was meant, where this one makes the value dangerous and the other makes it usual."""
    if band.urgency not in ("emergency", "urgent"):
        return None
    printed = _printed(test, unit)
    for other, factor in test.factors.items():
        if printed is not None and factor == test.factors[printed]:
            continue
        elsewhere = _rounded(value * factor + test.offsets.get(other, 0.0))
        possible = test.possible_low <= elsewhere <= test.possible_high
        if possible and _band(test.id, elsewhere).level in ("usual", "borderline"):
            return said(
                "{shown} would be unusual for {test}. Does the report perhaps say {other}?",
                shown=f"{value:g} {unit}",
                test=said(test.name),
                other=other,
            )
    return None


def _asked(name: str, value: float | None, unit: str | None, question: str) -> LabReading:
    return LabReading(name=name, value=value, unit=unit, ask=question, reading=said("not read: a question is open"))


def _child(test: LabTest, value: float, unit: str | None, canonical: float) -> LabReading:
    return LabReading(
        name=test.id,
        value=value,
        unit=unit,
        ask=_no_unit(test, unit),
        canonical=canonical,
        canonical_unit=test.unit,
        judged=canonical,
        reading=said("stored; the ranges here are for adults"),
        do=said("Show it to the child’s doctor."),
        level="not_judged",
        refers_to=("clinician",),
        caveat=_caveat(test),
    )


def _rounded(value: float) -> float:
    """Four figures after the first: what a laboratory could print, without the dust of a conversion."""
    return float(f"{value:.5g}")
