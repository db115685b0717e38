"""Medicines and magnesium: what each does to the other, and medicines that cramps have been linked with."""

from collections.abc import Iterator

from charley.knowledge import cramp_causes
from charley.knowledge.medicines import OTHER_MAGNESIUM, Action, MedicineRule
from charley.language import number, said
from charley.safety.case import Case, TakenMedicine
from charley.safety.findings import Finding, Severity, Status, cite, severity_of, strength_of
from charley.safety.saying import say

_STATUS: dict[Action, Status] = {
    "separate": "ok",
    "monitor": "ok",
    "clinician-first": "clinician_first",
    "avoid": "refuse",
}
_LEAST: dict[str, Severity] = {"major": "caution", "moderate": "caution", "minor": "info"}


def interactions(case: Case) -> Iterator[Finding]:
    """One finding for each topic of each rule of each medicine that is taken now."""
    for taken in case.medicines:
        if not taken.meaning.known:
            continue
        for rule in taken.rules:
            if rule.id != OTHER_MAGNESIUM:  # the ledger counts it, and says so
                yield from _of_rule(rule, taken)


def _of_rule(rule: MedicineRule, taken: TakenMedicine) -> Iterator[Finding]:
    status = status_of(rule)
    for topic in rule.topics:
        yield Finding(
            topic=topic,
            severity=severity_of(status, at_least=_LEAST[rule.severity]),
            about=", ".join(taken.meaning.ingredients) or taken.entry.name,
            message=rule.message,
            sources=cite(rule.sources),
            strength=strength_of(rule.sources),
            confidence=rule.confidence,
            status=status,
            asks_for=rule.asks_for,
            refers_to=rule.refers_to,
            shows_amount="diuretic_losses" in rule.topics,
            stops_current=status == "refuse",
        )


def status_of(rule: MedicineRule) -> Status:
    """What a rule demands.

    Where only some salts are to be avoided, another may be possible, with agreement. Water tablets that lose magnesium
    and those that keep it both ask for a clinician before any dose.
    """
    if rule.action == "avoid" and rule.avoid_forms:
        return "clinician_first"
    if rule.action == "monitor" and "diuretic_losses" in rule.topics:
        return "clinician_first"
    return _STATUS[rule.action]


def needs_times(taken: TakenMedicine) -> bool:
    """Whether its clock times decide where magnesium may stand: it has hours to keep, and is not simply waited for.

    A name that may be either of two medicines, of which only one is waited for, may be the other.
    """
    waited_for = any(rule.pause_during_course for rule in taken.rules) and not taken.meaning.alternatives
    return not waited_for and any(
        (rule.mg_before_min or rule.mg_after_min) and not rule.pause_during_course for rule in taken.rules
    )


def unknown_times(case: Case) -> Iterator[Finding]:
    """Medicines with hours to keep whose times were not told."""
    for taken in case.medicines:
        if taken.meaning.known and needs_times(taken) and not taken.entry.times:
            before = max(rule.mg_before_min or 0 for rule in taken.rules)
            after = max(rule.mg_after_min or 0 for rule in taken.rules)
            yield say(
                "times-unknown",
                about=taken.entry.name,
                status="clinician_first",
                waits_for=(f"{taken.field}.times",),
                medicine=taken.entry.name,
                before=hours(before),
                after=hours(after),
            )


def courses(case: Case) -> Iterator[Finding]:
    """Courses during which magnesium waits."""
    for taken in case.medicines:
        if any(rule.pause_during_course for rule in taken.rules):
            yield say("course-first", about=taken.entry.name, at_least="caution", medicine=taken.entry.name)


def cramp_medicines(case: Case) -> Iterator[Finding]:
    """Medicines that cramps have been linked with: a question for the clinician, never a reason to stop alone."""
    for taken in case.medicines:
        if taken.over:
            continue
        for cause in cramp_causes.for_ingredients(taken.meaning.ingredients):
            for topic in cause.topics:
                yield Finding(
                    topic=topic,
                    severity="info" if cause.strength == "weak" else "caution",
                    about=", ".join(taken.meaning.ingredients) or taken.entry.name,
                    message=cause.message,
                    sources=cite(cause.sources),
                    strength=strength_of(cause.sources),
                    confidence=cause.confidence,
                    asks_for=cause.asks_for,
                    refers_to=("clinician",),
                )


def hours(minutes: int) -> str:
    """Minutes in words: ``240`` is "4 hours"."""
    if minutes < 60:
        return said("{minutes} minutes", minutes=minutes)
    return said("1 hour") if minutes == 60 else said("{hours} hours", hours=number(minutes / 60))
