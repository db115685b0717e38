"""From a profile to a plan: understand, screen, and only with a clearance work out doses and times."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from charley.dosing import form as forms
from charley.dosing import habits, regimen, schedule, stock, timetable
from charley.dosing.plan import Dose, FormChoice, LabResult, Plan, Step, StopRule
from charley.dosing.plan import Event as Event
from charley.dosing.schedule import Timing
from charley.dosing.stop_signs import ground_of_rule, stop_signs
from charley.knowledge.advice import advice
from charley.knowledge.conditions import Condition
from charley.knowledge.labs import LabReading
from charley.knowledge.tables import facts_version
from charley.knowledge.words import AsksFor, RefersTo
from charley.language import marked, said
from charley.profile import Profile
from charley.reading import read
from charley.report import clinician_questions
from charley.safety import conditions, expectations, names, orders, risk
from charley.safety.case import Case, understand
from charley.safety.findings import Finding, Status, in_order, strength_words, strictest
from charley.safety.fluids import fluid_goal
from charley.safety.routines import offered
from charley.safety.saying import say
from charley.safety.screen import Clearance, screen

#: When to look back: keep, change or stop.
REVIEW_WEEK = 4


def plan(profile: Mapping[str, Any] | Profile, *, now: datetime | None = None) -> Plan:
    """Make a plan.

    Args:
        profile: as in contract section 1; every field may be missing, and then it is unknown.
        now: the local time of the person; the computer's own if it is not given.

    Returns:
        the plan, refusals and referrals included.

    Raises:
        BadInput: naming every faulty field.
    """
    return _plan(profile, now=now, with_steps=True)


def check(profile: Mapping[str, Any] | Profile, *, now: datetime | None = None) -> Plan:
    """The screening alone: the same document without steps. Arguments and errors as for :func:`plan`."""
    return _plan(profile, now=now, with_steps=False)


def day_as_told(profile: Mapping[str, Any] | Profile, *, now: datetime) -> tuple[Event, ...]:
    """The day of somebody for whom no magnesium is planned: their medicines, meals and routines in order, water and
    rest. Nothing where they told nothing of their day. Arguments and errors as for :func:`plan`."""
    case = understand(_checked(profile), now.date())
    if not (case.medicines or case.profile.routines or case.profile.schedule):
        return ()
    return timetable.timetable(case, None, offered(case, screen(case).findings))


def profile_schema() -> dict[str, Any]:
    """JSON Schema of a profile."""
    return msgspec.json.schema(Profile)


def plan_schema() -> dict[str, Any]:
    """JSON Schema of a plan."""
    return msgspec.json.schema(Plan)


def _plan(profile: Mapping[str, Any] | Profile, *, now: datetime | None, with_steps: bool) -> Plan:
    made_at = now if now is not None else datetime.now(tz=UTC).astimezone()
    case = understand(_checked(profile), made_at.date())
    screening = screen(case)
    current = stock.current(case, screening.findings)
    timing, form = Timing(()), None
    if screening.clearance is not None:
        timing, form = _timed(case, screening.clearance, current.kept_mg)
    findings = in_order([*screening.findings, *_no_place(timing)])
    status = strictest(finding.status for finding in findings)
    may_take = screening.clearance is not None and screening.clearance.scope == "take"
    steps = timing.steps if with_steps else ()
    picture = risk.risk(case)
    return Plan(
        status=status,
        steps=steps if may_take else (),
        provisional_steps=() if may_take else steps,
        current=current,
        limit_mg=case.limit.limit_mg,
        limit_why=case.limit.why,
        findings=findings,
        asks_for=_asks_for(case, findings),
        refers_to=_refers_to(case, findings, status),
        stop_rules=stop_signs(findings),
        review_week=REVIEW_WEEK if steps and may_take else None,
        recognised=names.recognised(case),
        confirm=names.questions(case),
        not_understood=names.not_understood(case),
        waits_for=tuple(dict.fromkeys(field for finding in findings for field in finding.waits_for)),
        no_slot=bool(timing.no_slot_because),
        no_slot_because=timing.no_slot_because,
        labs={name: _lab(case, name) for name in case.labs},
        facts_version=facts_version(),
        made_at=made_at.isoformat(timespec="seconds"),
        need=regimen.need(case, current.kept_mg),
        form=form if steps else None,
        assumptions=_assumptions(case, amounts=bool(steps)),
        timetable=timetable.timetable(case, steps[0], offered(case, findings)) if steps and may_take else (),
        diet_step=expectations.diet_step(case) if status == "ok" else None,
        notes=_notes(case, starts=bool(steps) and may_take),
        risk=picture,
        questions=clinician_questions.questions(findings, picture, names.not_understood(case)),
        clinician_order=screening.order,
        habits=habits.habits(case, doses=steps[0].doses if steps and may_take else (), today=made_at.date()),
        fluid=fluid_goal(case),
    )


def _checked(profile: Mapping[str, Any] | Profile) -> Profile:
    """The profile, read strictly: also one that was built in code, where nothing looks at its annotations."""
    return read(Profile, msgspec.to_builtins(profile) if isinstance(profile, Profile) else profile)


def _timed(case: Case, clearance: Clearance, kept_mg: float) -> tuple[Timing, FormChoice]:
    form = forms.choose(case)
    rungs = regimen.regimen(clearance, case, kept_mg)
    return schedule.time_doses(case, rungs, form.form), form


def _no_place(timing: Timing) -> Iterable[Finding]:
    if timing.no_slot_because:
        medicines = said(" and ").join(timing.no_slot_because)
        yield say("no-slot", about=medicines, status="clinician_first", medicines=medicines)


def _asks_for(case: Case, findings: Iterable[Finding]) -> tuple[AsksFor, ...]:
    """What findings and notes ask for; a value that is known is not asked for by a mere note."""
    known = {name for name, reading in case.labs.items() if reading.canonical is not None}
    if case.egfr_ml_min is not None:
        known.add("kidney_function")
    noted = (what for note in _noted(case) for what in note.asks_for if what not in known)
    return tuple(dict.fromkeys([*(what for finding in findings for what in finding.asks_for), *noted]))


def _refers_to(case: Case, findings: Iterable[Finding], status: Status) -> tuple[RefersTo, ...]:
    """Whom to ask, by findings and notes; a finding that stands in the way and names nobody is the clinician's."""
    whom: dict[RefersTo, None] = {"emergency": None} if status == "emergency" else {}
    for finding in findings:
        whom |= dict.fromkeys(finding.refers_to or (("clinician",) if finding.status != "ok" else ()))
    return tuple(whom | dict.fromkeys(who for note in _noted(case) for who in note.refers_to))


def _noted(case: Case) -> tuple[Condition | LabReading, ...]:
    """Illnesses and results that make no finding: they do not bear on the dose, and may still be worth a question."""
    notes: list[Condition | LabReading] = [row for named in case.conditions for row in named.meaning.conditions]
    notes += case.labs.values()
    return tuple(note for note in notes if not note.topics)


def _lab(case: Case, name: str) -> LabResult:
    reading = case.labs[name]
    in_mmol = reading.canonical_unit == "mmol/L"
    return LabResult(
        value=reading.value,
        unit=reading.unit,
        value_mmol_l=reading.canonical if in_mmol else None,
        reading=reading.reading,
        do=reading.do,
        caveat=reading.caveat,
    )


def _notes(case: Case, *, starts: bool) -> tuple[str, ...]:
    tell = [advice("tell-somebody").message()] if starts else []
    return tuple(dict.fromkeys([*orders.notes(case), *conditions.notes(case), *expectations.notes(case), *tell]))


#: Field of the profile -> what is taken for granted when it was left out.
_UNTOLD = {
    "setting": marked("You have not told us your country: the lowest limit that may hold is kept."),
    "medicines": marked("You have not told us your medicines: this holds only if you take none."),
    "conditions": marked("You have not told us your illnesses: this holds only if you have none."),
    "supplements": marked("You have not told us your supplements: this holds only if you take none."),
}
_UNTOLD_FOOD = marked("The magnesium in your food is not known, so the plan stays low.")


def _assumptions(case: Case, *, amounts: bool) -> tuple[str, ...]:
    """What was taken for granted; food and hours only where they bear on amounts that are shown."""
    untold = [said(words) for field, words in _UNTOLD.items() if getattr(case.profile, field) is None]
    over = [
        said("The course of {medicine} is over, so it is left out.", medicine=taken.entry.name)
        for taken in case.medicines
        if taken.over
    ]
    if not amounts:
        return (*untold, *over)
    food = [said(_UNTOLD_FOOD)] if case.profile.diet_magnesium_mg is None else []
    apart = [
        said("Keep magnesium two hours away from {medicine}: we do not know when you take it.", medicine=name)
        for name in schedule.untimed(case)
    ]
    return (*untold, *over, *food, *apart, *schedule.hours_of(case).assumptions)


__all__ = [
    "Dose", "Finding", "Plan", "Step", "StopRule", "check", "ground_of_rule", "plan", "plan_schema", "profile_schema",
    "strength_words",
]  # fmt: skip
