"""What a screening says: findings, and the status they add up to."""

from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from charley.knowledge.sources import KINDS, Confidence, Fact, Kind, Source
from charley.knowledge.words import AsksFor, RefersTo, Topic
from charley.language import marked, said
from charley.reading import Record

#: ``ok``: a plan may start now; ``clinician_first``: no dose now; ``refuse``: do not take it; ``urgent``: same-day
#: assessment; ``emergency``: emergency department now. From the mildest to the strictest.
Status = Literal["ok", "clinician_first", "refuse", "urgent", "emergency"]
STATUSES: tuple[Status, ...] = get_args(Status)

Severity = Literal["info", "caution", "serious", "urgent", "emergency"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)

#: How firm the ground of a finding is: the firmest kind of its sources, or our own caution where it has none.
Strength = Kind | Literal["own caution"]

_STRENGTH_WORDS: dict[Strength, str] = {
    "official guidance": marked("From a health authority or a guideline."),
    "product information": marked("From the official text of a medicine."),
    "pooled trials": marked("From several trials counted together."),
    "research": marked("From research; no official rule was read."),
    "reference work": marked("From a handbook for professionals; no official text was read."),
    "own caution": marked("Our own caution; no source says it in so many words."),
}

_SEVERITY_OF: dict[Status, Severity] = {
    "ok": "info",
    "clinician_first": "serious",
    "refuse": "serious",
    "urgent": "urgent",
    "emergency": "emergency",
}


class Finding(Record, frozen=True, kw_only=True):
    """One thing a person should know, and what follows from it.

    Attributes:
        topic: see :data:`charley.knowledge.words.Topic`.
        severity: how much it matters.
        about: whom or what it concerns: a medicine, a condition, a product.
        message: what, why and what to do.
        sources: where it comes from.
        strength: how firm that ground is; see :data:`Strength`.
        confidence: ``secondary`` where it was read in a quotation, or carried over from a medicine's class.
        status: what it demands of the plan.
        asks_for: what should be known or measured.
        refers_to: whom to ask.
        shows_amount: whether an amount may be shown to discuss with a clinician although none may be taken now.
        waits_for: fields of the profile whose filling in would settle it.
        stops_current: whether magnesium that is taken already should stop too.
    """

    topic: Topic
    severity: Severity
    about: str
    message: str
    sources: tuple[str, ...]
    strength: Strength
    confidence: Confidence
    status: Status = "ok"
    asks_for: tuple[AsksFor, ...] = ()
    refers_to: tuple[RefersTo, ...] = ()
    shows_amount: bool = False
    stops_current: bool = False
    waits_for: tuple[str, ...] = ()


def severity_of(status: Status, *, at_least: Severity = "info") -> Severity:
    """How much a finding matters that demands a status."""
    return max(_SEVERITY_OF[status], at_least, key=SEVERITIES.index)


def strictest(statuses: Iterable[Status]) -> Status:
    """The status that rules: emergency over urgent over refuse over clinician_first over ok."""
    return max(statuses, key=STATUSES.index, default="ok")


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, what matters most first."""
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=lambda f: (-STATUSES.index(f.status), -SEVERITIES.index(f.severity))))


def cite(sources: Sequence[Source]) -> tuple[str, ...]:
    """Sources as footnotes: title, year and address."""
    return tuple(f"{s.title}{f' ({s.year})' if s.year else ''}. {s.url}" for s in sources)


def strength_of(sources: Sequence[Source]) -> Strength:
    """How firm the ground is: that of the firmest source."""
    return min((source.kind for source in sources if source.kind is not None), key=KINDS.index, default="own caution")


def strength_words(finding: Finding) -> str:
    """How firm the ground of a finding is, in words."""
    return firmness_words(finding.strength, finding.confidence)


def with_strength(message: str, fact: Fact) -> str:
    """A message that is no finding, and how firm the ground of the row behind it is."""
    return f"{message} {firmness_words(strength_of(fact.sources), fact.confidence)}"


def firmness_words(strength: Strength, confidence: Confidence) -> str:
    """How firm some ground is, and whether it was read at first hand, in words."""
    firm = said(_STRENGTH_WORDS[strength])
    if confidence == "read":
        return firm
    return f"{firm} {said('Read at second hand, or carried over from something similar.')}"
