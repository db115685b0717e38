"""More illness never loosens, and not knowing is never bolder than knowing that all is well: one person at a time.

What holds exactly, and what does not, stands in ``docs/explanation/monotonicity.md``; the exceptions there are the ones
here and no others.
"""

import random
from collections.abc import Callable, Iterator
from typing import Any

from charley.dosing.plan import Plan
from charley.services import planning
from support.checker.case import RANKS
from support.checker.tables import rows
from support.people import NOW
from support.profiles import Draft, a_condition, a_medicine, a_supplement, a_symptom, draft

Maker = Callable[[random.Random, Draft], Any]
MORE: dict[str, Maker] = {
    "medicines": a_medicine,
    "supplements": a_supplement,
    "conditions": a_condition,
    "symptoms": a_symptom,
}
#: Values that give no reason for care; knowing them is the boldest case that not knowing is held against.
NORMAL: dict[str, Any] = {
    "age_years": 40,
    "sex": "male",
    "pregnant": False,
    "lactating": False,
    "egfr_ml_min": 95,
    "setting": "US",
    "weight_kg": 70,
    "conditions": [],
    "medicines": [],
    "supplements": [],
    "symptoms": [],
    "schedule": {"wake": "07:00", "bed": "22:30", "meals": ["07:30", "12:30", "19:00"]},
    "goal": "fewer night cramps",
}


#: A kidney value is a field of its own, calcium is read with albumin, a lithium level tells of a medicine.
NOT_ALONE = ("egfr", "calcium", "lithium")


def plan(profile: dict[str, Any]) -> Plan:
    return planning.plan(profile, now=NOW)


def largest(made: Plan) -> float:
    """The largest amount of any day, what is only to discuss included."""
    steps = (*made.steps, *made.provisional_steps)
    return max((sum(dose.elemental_mg for dose in step.doses) for step in steps), default=0.0)


def waits(made: Plan) -> set[str]:
    """The courses that the plan lets end first: the days after them may hold a second dose."""
    return {name for step in (*made.steps, *made.provisional_steps) for name in step.after_course_of}


def said(made: Plan) -> set[str]:
    """Topics, tests to ask for, people to go to. Of "no place is left in the day" only what others say too."""
    topics = {finding.topic for finding in made.findings}
    return topics | {f"asks {name}" for name in made.asks_for} | {f"sends to {name}" for name in made.refers_to}


def more(seed: int) -> Iterator[str]:
    """Faults after something is added to each list of a person in turn."""
    chance, person = random.Random(-seed - 1), draft(seed)
    before = plan(person.profile)
    for field, make in MORE.items():
        one = make(chance, person)
        if isinstance(one, dict):
            one.pop("duration_days", None)  # a course may delay a plan into days that are less crowded
        after = plan(person.profile | {field: [*(person.profile[field] or ()), one]})
        what = f"seed {seed}, {field} + {one}"
        if RANKS[after.status] < RANKS[before.status] and not (before.no_slot and not after.steps):
            yield f"{what}: {before.status} becomes {after.status}"
        if largest(after) > largest(before) and waits(after) <= waits(before):
            yield f"{what}: {largest(before)} mg becomes {largest(after)} mg"
        lost = said(before) - said(after)
        if before.no_slot and not after.no_slot:
            lost -= {"drug_binding", "sends to pharmacist"}
        if after.status == "refuse":
            lost -= {"asks kidney_function"}  # known now: somebody on dialysis is not asked for it
        if lost:
            yield f"{what}: {', '.join(sorted(lost))} is no longer said"


def unknown(seed: int) -> Iterator[str]:
    """Faults where something is not told, beside the same person of whom it is known to be normal."""
    chance, person = random.Random(-seed - 1), draft(seed)
    field = chance.choice(sorted(NORMAL))
    labs = person.profile.get("labs") or {}
    if field == "age_years" and labs.get("creatinine"):
        return  # with an age the creatinine becomes a kidney value, which may be anything but normal
    yield from bolder(
        f"seed {seed}, {field}", plan(person.profile | {field: NORMAL[field]}), plan(person.profile | {field: None})
    )
    test = chance.choice([row for row in rows("lab_bands") if row["level"] == "usual" and row["lab"] not in NOT_ALONE])
    usual = test["low"] if "low" in test else test["high"] * 0.5
    for name in ("usual", "nothing"):
        without = {"value": usual} if name == "usual" else None
        known = labs | {test["lab"]: {"value": usual, "unit": _unit(test["lab"])}}
        yield from bolder(
            f"seed {seed}, {test['lab']} {name}",
            plan(person.profile | {"labs": known}),
            plan(person.profile | {"labs": labs | {test["lab"]: without}}),
        )


def _unit(test: str) -> str:
    return str(next(row["unit"] for row in rows("lab_tests") if row["id"] == test))


def bolder(what: str, known: Plan, untold: Plan) -> Iterator[str]:
    """Whether not knowing has made a plan bolder than knowing."""
    nothing_to_place = known.no_slot and not untold.steps
    if RANKS[untold.status] < RANKS[known.status] and not nothing_to_place:
        yield f"{what}: {known.status} when known to be normal, {untold.status} when not told"
    if largest(untold) > largest(known):
        yield f"{what}: {largest(known)} mg when known to be normal, {largest(untold)} mg when not told"
    if (untold.limit_mg or 0.0) > (known.limit_mg or 0.0):
        yield f"{what}: limit {known.limit_mg} when known to be normal, {untold.limit_mg} when not told"
