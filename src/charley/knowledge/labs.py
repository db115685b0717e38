"""Laboratory values: units converted, absurd values asked about, and a plain reading of each."""

from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import Meta

from charley.knowledge.sources import Fact
from charley.knowledge.words import AsksFor, RefersTo, Topic, Urgency
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
        ask: a question about it, where unit or value cannot be right; then nothing else is said.
        canonical: the value in ``canonical_unit``; None where it could not be taken.
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
        value: the number; finite.
        unit: as the laboratory prints it.
        sex: "female" or "male", where ranges differ.
        age: in years; ranges here are for adults, and a child's value is not judged.
        albumin_g_l: adjusts calcium.
    """
    raise NotImplementedError


def read_all(
    values: Mapping[str, tuple[float | None, str | None]], *, sex: str | None = None, age: float | None = None
) -> dict[str, LabReading]:
    """Read values that belong together: calcium is adjusted for albumin where both are given."""
    raise NotImplementedError
