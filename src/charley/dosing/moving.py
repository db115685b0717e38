"""A week of moderate activity for one person (S84), and when in the day it has its place (S85)."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from charley.dates import minute_of
from charley.diary.bedtime import CLOSE_MIN
from charley.diary.records import Activity, Entry
from charley.dosing.schedule import Hours
from charley.knowledge.habits import habit
from charley.language import said
from charley.profile import WEEKDAYS, Weekday
from charley.reading import Record
from charley.safety.case import Case
from charley.safety.findings import Finding
from charley.safety.routines import offered

#: Sessions on these days, so that no two rest days follow each other and none needs a whole weekend.
DAYS: tuple[Weekday, ...] = ("mon", "tue", "thu", "fri", "sun")
SHORTEST_MIN, STEP_MIN = 10, 5
#: Before going to bed, well clear of the last hours; earlier in the day is as good.
BEFORE_BED_MIN = 330

_SORE_JOINTS = re.compile(
    r"\b(?:osteo)?arthr(?:itis|osis)\b|\b(?:knee|hip|ankle|joint)s?\b[^.;\n]{0,20}\b(?:pain\w*|hurts?|sore|ache\w*|bad)\b"
    r"|\b(?:sore|bad|painful|aching)\s+(?:knee|hip|ankle|joint)s?\b|\b(?:knee|hip) replacement\b",
    re.IGNORECASE,
)


class Outing(Record, frozen=True, kw_only=True):
    """One session of the week.

    Attributes:
        day: of the week.
        time: a clock time that keeps clear of bedtime.
        minutes: how long.
        what: in words.
    """

    day: Weekday
    time: str
    minutes: int
    what: str


class Week(Record, frozen=True, kw_only=True):
    """A week of moderate activity.

    Attributes:
        outings: none where it is held back.
        held_back: why; None where it is not.
        gentle: whether sore joints are spared.
        aim_min: minutes a week to grow towards.
    """

    outings: tuple[Outing, ...]
    held_back: str | None
    gentle: bool
    aim_min: int


def sore_joints(case: Case) -> bool:
    """Whether the person told of joints that hurt."""
    profile = case.profile
    return any(map(_SORE_JOINTS.search, [*(profile.conditions or ()), *(profile.symptoms or ()), profile.goal or ""]))


def week(case: Case, hours: Hours, findings: Iterable[Finding], entries: Iterable[Entry], today: date) -> Week:
    """Sessions for a week: as much as was done lately and a little more, up to the usual aim.

    Args:
        case: the person.
        hours: their day.
        findings: of their screening.
        entries: the diary.
        today: the day; the seven days before it are looked at.
    """
    walk = next(each for each in offered(case, findings) if each.routine.id == "walk")
    gentle = sore_joints(case)
    aim = habit("move-gently" if gentle else "move").minutes_per_week or 0
    if walk.held_back is not None:
        return Week(outings=(), held_back=walk.held_back, gentle=gentle, aim_min=aim)
    minutes = _minutes(_done_min(entries, today), aim)
    what = said("water, or a bicycle without load") if gentle else said("a brisk walk, or a bicycle")
    outings = tuple(Outing(day=day, time=place_for(hours, minutes), minutes=minutes, what=what) for day in DAYS)
    return Week(outings=outings, held_back=None, gentle=gentle, aim_min=aim)


def place_for(hours: Hours, minutes: float) -> str:
    """A clock time at which a session of this length ends well before bed; at waking in a day too short for that."""
    day = hours.day
    return day.clock(max(0, min(day.length - BEFORE_BED_MIN, day.length - CLOSE_MIN - round(minutes))))


def weekday_of(day: date) -> Weekday:
    """The day of the week."""
    return WEEKDAYS[day.weekday()]


def _done_min(entries: Iterable[Entry], today: date) -> float:
    """Minutes of the last seven days; an activity without a length counts as the shortest session."""
    since = today - timedelta(days=7)
    done = [e for e in entries if isinstance(e, Activity) and since <= e.day < today]
    return sum(e.minutes if e.minutes is not None else SHORTEST_MIN for e in done)


def _minutes(done_min: float, aim_min: int) -> int:
    """Of one session: a step more than lately, no less than the shortest, no more than the aim's share."""
    lately = int(done_min / len(DAYS) / STEP_MIN) * STEP_MIN
    return max(SHORTEST_MIN, min(lately + STEP_MIN, aim_min // len(DAYS)))


def ends_at(activity: Activity) -> str:
    """The clock time at which it ended; its start where the length is not known."""
    minute = minute_of(f"{activity.at.wall:%H:%M}") + round(activity.minutes or 0)
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"
