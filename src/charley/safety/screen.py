"""The one door to a dose: every rule runs, and only a screening without a blocking finding holds a clearance."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Literal

import msgspec

from charley.errors import NotCleared
from charley.knowledge.tables import facts_version
from charley.profile import Profile
from charley.reading import Record
from charley.safety import conditions, expectations, interactions, kidneys, labs, life_stages, limits, names, warnings
from charley.safety.case import Case
from charley.safety.findings import Finding, Status, in_order, strictest

Rule = Callable[[Case], Iterator[Finding]]

#: Every rule, red flags first. A rule is a small function; a pharmacist can read the list.
RULES: tuple[Rule, ...] = (
    warnings.warnings,
    labs.labs,
    kidneys.kidney_function,
    conditions.conditions,
    life_stages.age,
    life_stages.pregnancy,
    interactions.interactions,
    interactions.courses,
    interactions.unknown_times,
    interactions.cramp_medicines,
    names.unknown_names,
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


class Clearance(Record, frozen=True, kw_only=True):
    """Leave to work out doses, for one profile, one substance and one state of the facts.

    Only :func:`screen` makes one.
    """

    scope: Scope
    substance: str
    fingerprint: str

    def check(self, profile: Profile) -> None:
        """Refuse to be used for anything it was not given for.

        Raises:
            NotCleared: the profile, the substance or the facts are not those that were screened.
        """
        if self.fingerprint != fingerprint(profile, self.substance):
            raise NotCleared("this clearance was made for another profile, or the facts have changed: screen again")


class Screening(Record, frozen=True, kw_only=True):
    """What the rules found.

    Attributes:
        status: the strictest demand of all findings.
        findings: what matters most first.
        clearance: None where no amount may be shown.
    """

    status: Status
    findings: tuple[Finding, ...]
    clearance: Clearance | None


def fingerprint(profile: Profile, substance: str) -> str:
    """Changes with any word of the profile, with the substance, and with any table of facts."""
    digest = hashlib.sha256(msgspec.json.encode(profile))
    digest.update(f"\0{substance}\0{facts_version()}".encode())
    return digest.hexdigest()


def screen(case: Case, substance: str = "magnesium") -> Screening:
    """Run every rule."""
    findings = in_order(finding for rule in RULES for finding in rule(case))
    status = strictest(finding.status for finding in findings)
    blocking = [finding for finding in findings if finding.status != "ok"]
    scope: Scope | None = None
    if not blocking:
        scope = "take"
    elif status == "clinician_first" and all(finding.shows_amount for finding in blocking):
        scope = "discuss"
    clearance = None
    if scope is not None:
        clearance = Clearance(scope=scope, substance=substance, fingerprint=fingerprint(case.profile, substance))
    return Screening(status=status, findings=findings, clearance=clearance)
