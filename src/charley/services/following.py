"""Following a plan up from the diary: where the person stands in it, today's next dose, and what to do next.

Also what the hours of the cramps suggest, and what a new medicine may do.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

import msgspec

from charley.dates import minute_of
from charley.diary.journal import Journal
from charley.diary.nights import night_by_night, span
from charley.diary.records import DAY_BEGINS, CrampEpisode, DoseTaken, NoneOf, PlanChange, SideEffect
from charley.dosing.adapt import ENOUGH_NIGHTS, SOON_DAYS, Choice, Course, NotedDay, Proposal, propose, review
from charley.dosing.plan import Dose, Plan, Step
from charley.language import said
from charley.profile import Medicine

#: Signs of the gut that speak for less magnesium.
GUT_SIGNS = frozenset({"diarrhoea", "loose_stool", "nausea", "vomiting", "abdominal_cramp"})
PRESSURE_SIGNS = frozenset({"low_blood_pressure", "dizziness"})
#: Signs that can come from far too much.
SEVERE_SIGNS = frozenset({"muscle_weakness", "trouble_breathing", "irregular_heartbeat", "fainting", "drowsiness"})

#: A sign so soon after the dose was raised is laid to the rise.
SOON_AFTER = timedelta(days=SOON_DAYS)

#: Fewer cramps say nothing about their time.
ENOUGH_CRAMPS = 10
#: From this share on most cramps are night cramps; up to one less it, most are not.
MOST = 0.7
#: A cramp at such an hour counts as a night cramp where nothing else was said.
NIGHT_FROM_HOUR, NIGHT_TO_HOUR = 22, 7

#: How long before and after a new medicine is compared, and how much more is worth a question.
WINDOW = timedelta(days=28)
TIMES_MORE = 1.5


class FollowUp(NamedTuple):
    """What the notes say about going on.

    Attributes:
        proposal: what to do next.
        choices: keep, change and stop, each with its reason, for a review.
    """

    proposal: Proposal
    choices: tuple[Choice, ...]


def follow_up(journal: Journal, course: Course, *, today: date) -> FollowUp:
    """What to do next.

    Args:
        journal: one person's diary.
        course: where the person is in the plan, see :func:`course_followed`.
        today: the day of asking.
    """
    days = noted_days(journal, last=today)
    return FollowUp(propose(days, course, today), review(days, course, today))


def course_followed(journal: Journal, plan: Plan) -> Course | None:
    """Where somebody stands who has said in the diary when they began, raised or lowered their plan.

    Nothing rises by the calendar alone: a step is the person's own, and one the plan of today does not hold any more
    counts as the highest it still holds below.

    Args:
        journal: one person's diary.
        plan: made today, so that what has changed since the beginning is seen.

    Returns:
        None where no plan is followed, or where today's plan lets nothing be taken today.
    """
    steps = [step for step in plan.steps if step.counts_from == "today" and not step.after_course_of]
    changes = _present_course(journal)
    if not changes or not steps or plan.steps[0].from_day > 1:
        return None
    lowest = min(step.mg_per_day for step in steps)
    allowed = [step.mg_per_day for step in steps if step.mg_per_day <= changes[-1].mg_per_day]
    mg_now = max(allowed, default=min(lowest, changes[-1].mg_per_day))
    before = changes[-2].mg_per_day if len(changes) > 1 else None
    return Course(
        started=changes[0].day,
        step_since=changes[-1].day,
        mg_per_day=mg_now,
        before_mg=before if before is not None and before < mg_now else None,
        next_mg=min((step.mg_per_day for step in steps if step.mg_per_day > mg_now), default=None),
        form=steps[0].doses[0].form,
    )


def is_followed(journal: Journal) -> bool:
    """Whether the person has begun a plan and not stopped it."""
    return bool(_present_course(journal))


def _present_course(journal: Journal) -> list[PlanChange]:
    """The changes since the plan was begun the last time; none where it is not followed now."""
    present: list[PlanChange] = []
    for change in sorted(journal.of(PlanChange), key=lambda change: change.at.wall):
        present = [*present, change] if change.mg_per_day > 0 else []
    return present


def rise_days(journal: Journal) -> tuple[date, ...]:
    """The days on which a plan that was being followed was raised."""
    changes = sorted(journal.of(PlanChange), key=lambda change: change.at.wall)
    return tuple(after.day for before, after in pairwise(changes) if after.mg_per_day > before.mg_per_day > 0)


def doses_of_day(plan: Plan, course: Course) -> tuple[Dose, ...]:
    """The doses of a day at the person's present step; a halved step keeps its times and halves each dose."""
    high_enough = [step for step in plan.steps if step.mg_per_day >= course.mg_per_day]
    step: Step = min(high_enough, key=lambda step: step.mg_per_day)
    share = course.mg_per_day / step.mg_per_day
    return tuple(msgspec.structs.replace(dose, elemental_mg=dose.elemental_mg * share) for dose in step.doses)


def dose_due(doses: Sequence[Dose], taken: Sequence[DoseTaken], now: datetime) -> Dose | None:
    """The dose of today to be offered now; None where the day has had its magnesium.

    The dose nearest to this hour is offered, of those that come after the last one taken. An earlier one that was
    missed is left out for good: it is never made up for, and the day's sum is never passed.

    Args:
        doses: of the day.
        taken: the magnesium noted on this day, in any order.
        now: by the clock on the wall.
    """
    fulfilled = doses_fulfilled(doses, taken)
    last = max((_since_day_began(dose.time) for dose in fulfilled), default=-1)
    due = _nearest([dose for dose in doses if _since_day_began(dose.time) > last], f"{now:%H:%M}")
    known = sum(each.elemental_mg or 0.0 for each in taken)
    if due is None or known + due.elemental_mg > sum(dose.elemental_mg for dose in doses) + 1e-9:
        return None
    return due


class Standing(NamedTuple):
    """Where somebody who follows a plan stands at one moment.

    Attributes:
        course: the present step.
        doses: of each day at this step.
        fulfilled: those of them that what was noted today stands for.
        due: the dose to be offered now; None where the day has had its magnesium.
        proposal: what the notes say about going on.
        choices: the amounts a day the person may go to from here, without the present one; 0 is to stop.
    """

    course: Course
    doses: tuple[Dose, ...]
    fulfilled: tuple[Dose, ...]
    due: Dose | None
    proposal: Proposal
    choices: tuple[float, ...]


def standing(journal: Journal, plan: Plan, *, now: datetime) -> Standing | None:
    """Where somebody stands in their plan now, and what may come next.

    Args:
        journal: one person's diary, at least of the last four weeks before the plan was begun.
        plan: made today.
        now: by the clock on the wall.

    Returns:
        None where no plan is followed, or where today's plan lets nothing be taken today.
    """
    course = course_followed(journal, plan)
    if course is None:
        return None
    today = (now - DAY_BEGINS).date()
    proposal = propose(noted_days(journal, last=today), course, today)
    doses = doses_of_day(plan, course)
    taken = [each for each in journal.of(DoseTaken) if each.substance == "magnesium" and each.day == today]
    due = None if proposal.decision in ("pause", "stop") else dose_due(doses, taken, now)
    return Standing(course, doses, doses_fulfilled(doses, taken), due, proposal, _open_choices(plan, course, proposal))


def _open_choices(plan: Plan, course: Course, proposal: Proposal) -> tuple[float, ...]:
    """Less is always open; more only where the notes speak for it, and then only the plan's next step."""
    lower = {step.mg_per_day for step in plan.steps if step.mg_per_day < course.mg_per_day}
    named = {proposal.mg_per_day, 0.0} - {course.mg_per_day}
    return tuple(sorted(lower | named, reverse=True))


def beginning(plan: Plan) -> float | None:
    """The amount a day with which the plan may be begun today; None where it may not."""
    if not plan.steps or plan.steps[0].from_day > 1 or plan.steps[0].after_course_of:
        return None
    return plan.steps[0].mg_per_day


def from_here(plan: Plan, course: Course, *, today: date) -> Plan:
    """The same plan with its days counted from today: the present step, then those above it at the earliest."""
    present, *later = (step for step in plan.steps if step.mg_per_day >= course.mg_per_day)
    done = (today - course.step_since).days
    shift = present.from_day - 1 + done
    steps = [msgspec.structs.replace(present, from_day=1, doses=doses_of_day(plan, course))]
    for place, step in enumerate(later, start=2):
        steps.append(msgspec.structs.replace(step, from_day=max(place, step.from_day - shift)))
    return msgspec.structs.replace(plan, steps=tuple(steps))


def doses_fulfilled(doses: Sequence[Dose], taken: Sequence[DoseTaken]) -> tuple[Dose, ...]:
    """The doses of the day that what was noted stands for: the one it names, else the nearest that is still to come."""
    left, found = sorted(doses, key=lambda dose: _since_day_began(dose.time)), list[Dose]()
    for each in sorted(taken, key=lambda each: each.at.wall):
        meant = next((dose for dose in left if dose.time == each.planned), None)
        nearest = meant or _nearest(left, f"{each.at.wall:%H:%M}")
        if nearest is not None:
            found.append(nearest)
            left = left[left.index(nearest) + 1 :]
    return tuple(found)


def _nearest(doses: Sequence[Dose], time: str) -> Dose | None:
    here = _since_day_began(time)
    return min(doses, key=lambda dose: abs(_since_day_began(dose.time) - here), default=None)


def _since_day_began(time: str) -> int:
    """Minutes since 04:00, when a day of doses begins."""
    return (minute_of(time) - int(DAY_BEGINS.total_seconds()) // 60) % 1440


def noted_days(journal: Journal, *, last: date) -> tuple[NotedDay, ...]:
    """The diary as the rules of adaptation read it: a silent night stays unknown."""
    told = span(journal.effective)
    signs: dict[date, set[str]] = {}
    for effect in journal.of(SideEffect):
        signs.setdefault(effect.day, set()).add(effect.sign)
    for none in journal.of(NoneOf):
        if "side_effects" in none.what:
            signs.setdefault(none.on, set())
    first = min([*(told or ())[:1], *signs], default=None)
    if first is None:
        return ()
    return tuple(
        NotedDay(
            night=night.night,
            cramps=night.cramps,
            gut_trouble=bool(GUT_SIGNS & signs[night.night]) if night.night in signs else None,
            low_pressure=bool(PRESSURE_SIGNS & signs[night.night]) if night.night in signs else None,
            severe_sign=bool(SEVERE_SIGNS & signs.get(night.night, set())),
        )
        for night in night_by_night(journal.effective, first, last)
    )


def time_hint(journal: Journal) -> str | None:
    """What the hours of the cramps suggest for the time of the dose: a guess to try, not a finding."""
    cramps = [episode for episode in journal.of(CrampEpisode) if episode.in_leg]
    if len(cramps) < ENOUGH_CRAMPS:
        return None
    share = sum(map(_by_night, cramps)) / len(cramps)
    if 1 - MOST < share < MOST:
        return None
    if share >= MOST:
        hint = said(
            "About {n} in 10 of your cramps come at night, so an evening dose is worth trying.", n=round(10 * share)
        )
    else:
        hint = said(
            "About {n} in 10 of your cramps come at night, so an earlier dose is worth trying.", n=round(10 * share)
        )
    return f"{hint} {said('Whether the hour matters is for a trial to show.')}"


def _by_night(episode: CrampEpisode) -> bool:
    if episode.doing is not None:
        return episode.doing == "asleep"
    return not NIGHT_TO_HOUR <= episode.at.wall.hour < NIGHT_FROM_HOUR


def after_new_medicine(journal: Journal, medicines: tuple[Medicine, ...], *, today: date) -> tuple[str, ...]:
    """Medicines after whose first day the cramps grew: a question for the clinician, never a reason to stop one.

    Args:
        journal: one person's diary.
        medicines: as in the profile; those without a first day are passed over.
        today: the day of asking.
    """
    return tuple(_questions(journal, medicines, today))


def _questions(journal: Journal, medicines: tuple[Medicine, ...], today: date) -> Iterator[str]:
    for medicine in medicines:
        if medicine.since is None or medicine.since > today:
            continue
        before = _rate(journal, medicine.since - WINDOW, medicine.since - timedelta(days=1))
        since = _rate(journal, medicine.since, min(today, medicine.since + WINDOW))
        if before is not None and since is not None and since > TIMES_MORE * before:
            yield said(
                "Since {medicine} there are more cramps in your notes. Ask whoever prescribed it whether it can be the "
                "cause, and do not stop it on your own.",
                medicine=medicine.name,
            )


def _rate(journal: Journal, first: date, last: date) -> float | None:
    counts = [n.cramps for n in night_by_night(journal.effective, first, last) if n.cramps is not None]
    return sum(counts) / len(counts) if len(counts) >= ENOUGH_NIGHTS else None
