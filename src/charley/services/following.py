"""Following a plan up from the diary: what to do next, what the hours of the cramps suggest, what a medicine may do."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from charley.diary.journal import Journal
from charley.diary.nights import night_by_night, span
from charley.diary.records import CrampEpisode, SideEffect
from charley.dosing.adapt import ENOUGH_NIGHTS, Choice, Course, NotedDay, Proposal, propose, review
from charley.dosing.plan import Plan
from charley.profile import Medicine

#: Signs of the gut that speak for less magnesium.
GUT_SIGNS = frozenset({"diarrhoea", "loose_stool", "nausea", "vomiting", "abdominal_cramp"})
PRESSURE_SIGNS = frozenset({"low_blood_pressure", "dizziness"})
#: Signs that can come from far too much.
SEVERE_SIGNS = frozenset({"muscle_weakness", "trouble_breathing", "irregular_heartbeat", "fainting", "drowsiness"})

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
        course: where the person is in the plan, see :func:`course_of`.
        today: the day of asking.
    """
    days = noted_days(journal, last=today)
    return FollowUp(propose(days, course, today), review(days, course, today))


def course_of(plan: Plan, *, today: date, goal_per_week: float | None = None) -> Course | None:
    """Where somebody who began a plan on the day it was made stands today.

    Returns:
        None where nothing has begun: no steps, a course still waited for, or one whose end is not known.
    """
    made = datetime.fromisoformat(plan.made_at).date()
    day = (today - made).days + 1
    begun = [step for step in plan.steps if step.counts_from == "today" and step.from_day <= day]
    if not begun:
        return None
    coming = plan.steps[len(begun) :]
    return Course(
        started=made + timedelta(days=begun[0].from_day - 1),
        step_since=made + timedelta(days=begun[-1].from_day - 1),
        mg_per_day=begun[-1].mg_per_day,
        before_mg=begun[-2].mg_per_day if len(begun) > 1 else None,
        next_mg=coming[0].mg_per_day if coming else None,
        form=begun[-1].doses[0].form,
        goal_per_week=goal_per_week,
    )


def noted_days(journal: Journal, *, last: date) -> tuple[NotedDay, ...]:
    """The diary as the rules of adaptation read it: a silent night stays unknown."""
    told = span(journal.effective)
    if told is None:
        return ()
    signs: dict[date, set[str]] = {}
    for effect in journal.of(SideEffect):
        signs.setdefault(effect.day, set()).add(effect.sign)
    first = min([told[0], *signs])
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
    when = "an evening dose" if share >= MOST else "an earlier dose"
    return (
        f"About {round(10 * share)} in 10 of your cramps come at night, so {when} is worth trying. Whether the hour "
        "matters is for a trial to show."
    )


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
            yield (
                f"Since {medicine.name} there are more cramps in your notes. Ask whoever prescribed it whether it can "
                "be the cause, and do not stop it on your own."
            )


def _rate(journal: Journal, first: date, last: date) -> float | None:
    counts = [n.cramps for n in night_by_night(journal.effective, first, last) if n.cramps is not None]
    return sum(counts) / len(counts) if len(counts) >= ENOUGH_NIGHTS else None
