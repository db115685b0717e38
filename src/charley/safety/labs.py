"""Laboratory values: what a result means for the plan. No dose is ever computed from one."""

from collections.abc import Iterator

from charley.knowledge.labs import LabReading, in_any_unit, knows_unit, title
from charley.knowledge.words import Topic
from charley.language import number, said
from charley.safety.case import KIDNEYS_WELL_FROM, Case, egfr_from_creatinine
from charley.safety.findings import Finding, Status, cite, severity_of, strength_of
from charley.safety.saying import say

#: Results that a clinician should see before any magnesium is taken.
_CLINICIAN_FIRST: frozenset[Topic] = frozenset(
    {
        "low_magnesium",
        "low_calcium",
        "low_potassium",
        "high_potassium",
        "lithium_toxicity",
        "rhabdomyolysis",
        "kidney",
        "fluid_restriction",
    }
)


def labs(case: Case) -> Iterator[Finding]:
    """One finding for each topic of each result. The kidney value has its own rule."""
    for reading in case.labs.values():
        for topic in _topics(reading, kidneys_known=case.egfr_ml_min is not None):
            if topic == "kidney" and reading.name in ("egfr", "creatinine") and case.egfr_ml_min is not None:
                continue
            yield _finding(reading, topic)


def unread_labs(case: Case) -> Iterator[Finding]:
    """A result that cannot be read for want of its unit, and that in one of them would stand in the way of a plan.

    A number that cannot be right in the unit that is told is asked about. Creatinine holds the plan then too: 168 mg/dL
    are 168 µmol/L, and weak kidneys.
    """
    for reading in case.labs.values():
        if reading.canonical is not None or reading.value is None:
            continue
        if reading.name != "creatinine" and knows_unit(reading.name, reading.unit):
            continue
        meant = in_any_unit(reading.name, reading.value, age=case.profile.age_years)
        if any(_may_stand_in_the_way(case, each) for each in meant):
            yield say(
                "lab-unread",
                about=reading.name,
                status="clinician_first",
                shows_amount=True,
                test=title(reading.name),
                value=f"{number(reading.value)} {reading.unit or ''}".strip(),
            )


def _may_stand_in_the_way(case: Case, reading: LabReading) -> bool:
    if reading.name == "creatinine" and reading.canonical:
        return any(egfr < KIDNEYS_WELL_FROM for egfr in egfr_from_creatinine(case.profile, reading.canonical))
    return any(_status(reading, topic) != "ok" for topic in _topics(reading, kidneys_known=False))


def _topics(reading: LabReading, *, kidneys_known: bool) -> tuple[Topic, ...]:
    """The reading's own topics, and one where a value without any still stands in the way of a plan.

    A value that cannot wait (high calcium), or that is only harmless with good kidneys (magnesium at the upper edge),
    is one for the kidneys. Whose lithium is measured takes lithium, listed or not.
    """
    if reading.topics:
        return reading.topics
    if reading.name == "lithium" and reading.band is not None:
        return ("lithium_toxicity",)
    waits_for_kidneys = reading.level == "raised" and not kidneys_known
    if "kidney_function" in reading.asks_for and (reading.urgency is not None or waits_for_kidneys):
        return ("kidney",)
    return ()


def _finding(reading: LabReading, topic: Topic) -> Finding:
    status = _status(reading, topic)
    words = (f"{_plain(reading)}: {reading.reading}.", reading.do or "", reading.caveat or "")
    sources = reading.band.sources if reading.band is not None else ()
    return Finding(
        topic=topic,
        severity=severity_of(status, at_least="info" if topic == "rbc_magnesium_limits" else "caution"),
        about=reading.name,
        message=" ".join(word for word in words if word),
        sources=cite(sources),
        strength=strength_of(sources),
        confidence=reading.band.confidence if reading.band is not None else "read",
        status=status,
        asks_for=reading.asks_for,
        refers_to=reading.refers_to,
        stops_current=topic == "hypermagnesaemia_present",
    )


def _status(reading: LabReading, topic: Topic) -> Status:
    if reading.urgency == "emergency":
        return "emergency"
    if reading.urgency == "urgent":
        return "urgent"
    if topic == "hypermagnesaemia_present":
        return "refuse"
    return "clinician_first" if topic in _CLINICIAN_FIRST else "ok"


def _plain(reading: LabReading) -> str:
    title = said(reading.name.replace("_", " ").capitalize())
    return f"{title} {number(reading.value or 0.0)} {reading.unit or ''}".strip()
