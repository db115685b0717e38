"""When a profile changes under a running plan: screen at once, and say what is new.

A clearance belongs to one profile, so the old plan's doses must not be shown again; only the new plan's may.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from charley.dosing.plan import Plan, Step
from charley.profile import Profile
from charley.reading import Record
from charley.safety.findings import STATUSES, Finding
from charley.services import planning


class Change(Record, frozen=True, kw_only=True):
    """What a changed profile does to a plan.

    Attributes:
        plan: the new plan; the old one is void.
        new_findings: findings that were not there before, by topic and what they are about.
        stricter: whether the status is stricter than before.
        stop_today: whether doses that were allowed are no longer.
        moved: whether doses stand at other times or in other amounts than before.
    """

    plan: Plan
    new_findings: tuple[Finding, ...]
    stricter: bool
    stop_today: bool
    moved: bool


def rescreen(before: Plan, profile: Mapping[str, Any] | Profile, *, now: datetime | None = None) -> Change:
    """Make the plan anew and compare.

    Args:
        before: the plan that was followed so far.
        profile: as it is now.
        now: as for :func:`charley.services.planning.plan`.

    Raises:
        BadInput: naming every faulty field.
    """
    after = planning.plan(profile, now=now)
    known = {(finding.topic, finding.about) for finding in before.findings}
    return Change(
        plan=after,
        new_findings=tuple(f for f in after.findings if (f.topic, f.about) not in known),
        stricter=STATUSES.index(after.status) > STATUSES.index(before.status),
        stop_today=_starts_now(before) and not _starts_now(after),
        moved=[_day(step) for step in before.steps] != [_day(step) for step in after.steps],
    )


def _starts_now(plan: Plan) -> bool:
    return any(not step.after_course_of for step in plan.steps)


def _day(step: Step) -> tuple[object, ...]:
    return (step.doses, step.after_course_of)
