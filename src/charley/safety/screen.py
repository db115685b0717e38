"""The one door to a dose: every rule runs, and only a screening without a blocking finding holds a clearance."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from typing import Literal, NoReturn

import msgspec

from charley.errors import NotCleared
from charley.knowledge.tables import facts_version
from charley.profile import Profile
from charley.reading import Record
from charley.safety import (
    conditions,
    expectations,
    interactions,
    kidneys,
    labs,
    life_stages,
    limits,
    names,
    orders,
    warnings,
)
from charley.safety.case import Case
from charley.safety.findings import Finding, Status, in_order, strictest
from charley.safety.orders import OrderTaken

Rule = Callable[[Case], Iterator[Finding]]

#: Every rule, red flags first. A rule is a small function; a pharmacist can read the list.
RULES: tuple[Rule, ...] = (
    warnings.warnings,
    labs.labs,
    labs.unread_labs,
    kidneys.kidney_function,
    conditions.conditions,
    life_stages.age,
    life_stages.pregnancy,
    interactions.interactions,
    interactions.courses,
    interactions.unknown_times,
    interactions.cramp_medicines,
    names.unknown_names,
    names.unlisted_medicines,
    limits.over_limit,
    limits.labels,
    limits.products,
    limits.threonate,
    expectations.diet,
    expectations.no_benefit,
    expectations.evidence,
)

#: ``take``: a dose may be taken; ``discuss``: amounts may only be shown to a clinician.
Scope = Literal["take", "discuss"]


#: What is screened here.
MAGNESIUM = "magnesium"
#: Held by this module alone, so that nothing else can make a clearance by accident.
_KEY = object()


class Clearance:
    """Leave to work out doses, for one person as understood on one day, one substance and one state of the facts.

    Only :func:`screen` makes one. It cannot be changed, copied, stored or read back: whoever needs one screens again.

    Attributes:
        scope: see :data:`Scope`.
        substance: what it was given for.
        fingerprint: see :func:`fingerprint`.
    """

    __slots__ = ("_case", "fingerprint", "scope", "substance")
    scope: Scope
    substance: str
    fingerprint: str
    _case: Case

    def __init__(self, key: object, scope: Scope, substance: str, case: Case) -> None:
        if key is not _KEY:
            raise NotCleared("only the screening makes a clearance")
        values = {"scope": scope, "substance": substance, "_case": case}
        for name, value in {**values, "fingerprint": fingerprint(case.profile, substance, case.today)}.items():
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> None:
        raise NotCleared("a clearance cannot be changed: screen again")

    def __delattr__(self, name: str) -> None:
        raise NotCleared("a clearance cannot be changed: screen again")

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise NotCleared("a clearance is neither copied nor stored: screen again")

    def check(self, case: Case, substance: str = MAGNESIUM) -> None:
        """Refuse to be used for anything it was not given for.

        Raises:
            NotCleared: the person, the day, the substance or the facts are not those that were screened.
        """
        if self.substance != substance:
            raise NotCleared(f"this clearance was made for {self.substance}, not for {substance}: screen again")
        if case is not self._case or self.fingerprint != fingerprint(case.profile, substance, case.today):
            raise NotCleared("this clearance was made for another profile, or the facts have changed: screen again")


class Screening(Record, frozen=True, kw_only=True):
    """What the rules found.

    Attributes:
        status: the strictest demand of all findings.
        findings: what matters most first.
        order: the clinician's order and what it opened; None where there is none.
        clearance: None where no amount may be shown.
    """

    status: Status
    findings: tuple[Finding, ...]
    order: OrderTaken | None
    clearance: Clearance | None


def fingerprint(profile: Profile, substance: str, day: date) -> str:
    """Changes with any word of the profile, with the substance, with the day, and with any table of facts.

    On another day a course may be over, or a kidney value too old.
    """
    digest = hashlib.sha256(msgspec.json.encode(profile))
    digest.update(f"\0{substance}\0{day.isoformat()}\0{facts_version()}".encode())
    return digest.hexdigest()


def screen(case: Case) -> Screening:
    """Run every rule; they are those of magnesium, and so is the clearance."""
    raised = in_order(finding for rule in RULES for finding in rule(case))
    findings = in_order(orders.opened(case, finding) for finding in raised)
    status = strictest(finding.status for finding in findings)
    blocking = [finding for finding in findings if finding.status != "ok"]
    scope: Scope | None = None
    if not blocking:
        scope = "take"
    elif status == "clinician_first" and all(finding.shows_amount for finding in blocking):
        scope = "discuss"
    clearance = None if scope is None else Clearance(_KEY, scope, MAGNESIUM, case)
    order = orders.taken(case, raised, findings)
    return Screening(status=status, findings=findings, order=order, clearance=clearance)
