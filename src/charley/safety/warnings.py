"""Red flags: what is said before anything else."""

from collections.abc import Iterator

from charley.knowledge.advice import advice
from charley.knowledge.red_flags import RedFlagHit
from charley.knowledge.words import Topic, Urgency
from charley.safety.case import Case
from charley.safety.findings import Finding, Status, cite, severity_of, strength_of

_STATUS: dict[Urgency, Status] = {
    "emergency": "emergency",
    "urgent": "urgent",
    "soon": "clinician_first",
    "routine": "ok",
}

#: Worth an appointment, and no reason to hold back a plan.
_NO_HINDRANCE: frozenset[Topic] = frozenset({"restless_legs", "iron_low", "evidence_weak", "drug_induced_cramps"})


def warnings(case: Case) -> Iterator[Finding]:
    """One finding for each warning that the person's own words raise."""
    for hit in case.symptoms.hits:
        flag = hit.flag
        if hit.aside:
            yield from _aside(hit)
            continue
        status = _STATUS[flag.urgency]
        if flag.urgency == "soon" and flag.topic in _NO_HINDRANCE:
            status = "ok"
        if flag.topic == "diarrhoea" and status == "ok":
            status = "clinician_first"
        yield Finding(
            topic=flag.topic,
            severity=severity_of(status, at_least="caution"),
            about=", ".join(hit.written),
            message=flag.message,
            sources=cite(flag.sources),
            strength=strength_of(flag.sources),
            confidence=flag.confidence,
            status=status,
            asks_for=flag.asks_for,
            refers_to=flag.refers_to,
            stops_current=flag.topic in ("hypermagnesaemia_present", "diarrhoea"),
        )


def _aside(hit: RedFlagHit) -> Iterator[Finding]:
    """A warning of long ago, or only asked about in general: an appointment, and words for if it is there now."""
    if hit.flag.urgency not in ("emergency", "urgent"):
        return
    row = advice("warning-aside")
    yield Finding(
        topic=hit.flag.topic,
        severity=severity_of("clinician_first"),
        about=", ".join(hit.written),
        message=row.message(written=", ".join(hit.written)),
        sources=cite(hit.flag.sources),
        strength=strength_of(hit.flag.sources),
        confidence=hit.flag.confidence,
        status="clinician_first",
        asks_for=hit.flag.asks_for,
        refers_to=("clinician",),
    )
