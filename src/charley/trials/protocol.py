"""From a question of the library to the arms of a trial: each a cleared regimen, a harmless measure, or nothing.

Doses are never worked out here. They are those of the person's own plan, which exist only with a clearance.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import msgspec

from charley.dosing.plan import Dose, Plan
from charley.knowledge.protocols import ArmOf, Protocol
from charley.knowledge.remedies import Remedy, remedies
from charley.knowledge.words import Form
from charley.trials.design import ARMS, Arm


class Person(NamedTuple):
    """What the arms depend on.

    Attributes:
        plan: made for this very profile, today.
        halves: the plan's first step as two halves, with their times; empty where they find no place.
        forms: other salts that nothing speaks against.
        conditions, ingredients: ids, for the cautions of measures.
        pregnant: as told.
    """

    plan: Plan
    halves: tuple[Dose, ...]
    forms: tuple[Form, ...]
    conditions: frozenset[str]
    ingredients: frozenset[str]
    pregnant: bool | None


class Choice(NamedTuple):
    """What the person chose beyond the question.

    Attributes:
        measure: id of a remedy, for the question about any one thing.
        form: the other salt, for the question about salts.
    """

    measure: str | None = None
    form: Form | None = None


class Refused(NamedTuple):
    """Why a trial is not opened, in words for the person."""

    reason: str


Doses = tuple[Dose, ...]


def arms(protocol: Protocol, person: Person, choice: Choice) -> tuple[Arm, ...] | Refused:
    """The arms, or why there are none."""
    refused = _alarm(person) or _pregnancy(protocol, person)
    if refused:
        return refused
    made = []
    for name, arm in zip(ARMS, protocol.arms, strict=False):
        what = _what(arm, person, choice)
        if isinstance(what, Refused):
            return what
        made.append(Arm(id=name, parts=arm.parts, **what._asdict()))
    return tuple(made)


def swallows(arm: ArmOf) -> bool:
    """Whether the arm holds magnesium by mouth, or a capsule made to look like it."""
    return arm.doing in _DOSES or arm.doing == "placebo"


class _What(NamedTuple):
    name: str
    doses: Doses = ()
    measure: str | None = None
    how: tuple[str, ...] = ()


def _what(arm: ArmOf, person: Person, choice: Choice) -> _What | Refused:
    if arm.doing in _DOSES:
        refused = _not_cleared(person.plan)
        doses = refused or _DOSES[arm.doing](person, choice)
        return doses if isinstance(doses, Refused) else _What(_named(arm, choice), doses)
    if arm.doing == "measure":
        return _measure(arm, person, choice)
    return _What(arm.name)


def _alarm(person: Person) -> Refused | None:
    if person.plan.status in ("urgent", "emergency"):
        return Refused(_because(person.plan, "First see to this; a trial can wait."))
    return None


def _pregnancy(protocol: Protocol, person: Person) -> Refused | None:
    if person.pregnant and any(arm.doing != "nothing" for arm in protocol.arms):
        return Refused("In pregnancy there are no trials of one's own. Please ask your midwife or doctor about cramps.")
    return None


def _not_cleared(plan: Plan) -> Refused | None:
    if plan.status != "ok":
        return Refused(_because(plan, "So no trial with magnesium can be opened now."))
    if not plan.steps:
        return Refused("There is nothing to take on your plan, so there is nothing to try. Food comes first.")
    if plan.steps[0].after_course_of:
        courses = " and ".join(plan.steps[0].after_course_of)
        return Refused(f"Your plan waits until the course of {courses} is over. Open the trial after that.")
    return None


def _because(plan: Plan, then: str) -> str:
    """What the screening said that stands in the way, then what follows."""
    said = [finding.message for finding in plan.findings if finding.status == plan.status][:1]
    return " ".join([*said, then])


def _plan(person: Person, choice: Choice) -> Doses:  # noqa: ARG001
    return person.plan.steps[0].doses


def _next_step(person: Person, choice: Choice) -> Doses | Refused:  # noqa: ARG001
    if len(person.plan.steps) < 2:
        return Refused("Your plan has one step only, so there is no larger amount to compare it with.")
    return person.plan.steps[1].doses


def _halves(person: Person, choice: Choice) -> Doses | Refused:  # noqa: ARG001
    if len(person.plan.steps[0].doses) > 1:
        return Refused("Your plan takes two doses a day already, because all at once would be too much.")
    return person.halves or Refused("Your medicines leave no place in the day for two doses.")


def _other_form(person: Person, choice: Choice) -> Doses | Refused:
    own = person.plan.steps[0].doses[0].form
    if choice.form is None:
        return Refused(f"Say which salt to compare with: {', '.join(f for f in person.forms if f != own)}.")
    if choice.form == own:
        return Refused(f"Your plan has {own} already. Glycinate and bisglycinate are one salt under two names.")
    if choice.form not in person.forms:
        return Refused(f"Something in what you told speaks against {choice.form}.")
    return tuple(msgspec.structs.replace(dose, form=choice.form) for dose in person.plan.steps[0].doses)


_DOSES: Mapping[str, Callable[[Person, Choice], Doses | Refused]] = {
    "plan": _plan,
    "next_step": _next_step,
    "halves": _halves,
    "other_form": _other_form,
}


def _named(arm: ArmOf, choice: Choice) -> str:
    return choice.form if arm.doing == "other_form" and choice.form is not None else arm.name


def _measure(arm: ArmOf, person: Person, choice: Choice) -> _What | Refused:
    wanted = arm.measure or choice.measure
    triable = {each.id: each for each in remedies().values() if each.may_be_tried}
    if wanted is None:
        return Refused(f"Say which thing to try: {', '.join(sorted(triable))}.")
    remedy: Remedy | None = triable.get(wanted)
    if remedy is None:
        return Refused(
            f"“{wanted}” is not something Charley can help to try. You can try: {', '.join(sorted(triable))}."
        )
    cautions = remedy.cautions_for(person.conditions, person.ingredients)
    against = [caution.say for caution in cautions if caution.leave_it]
    if against:
        return Refused(against[0])
    name = arm.name if arm.measure is not None else remedy.name
    return _What(name, measure=remedy.id, how=(*remedy.how, *(caution.say for caution in cautions)))
