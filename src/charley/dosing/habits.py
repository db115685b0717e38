"""Habits that bear on sleep and cramps, seen in a person's answers and diary. Each rule looks at one thing.

No rule changes an amount of magnesium (C21). What the diary shows comes first; what is true of everybody follows.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from statistics import median
from typing import NamedTuple

from charley.dates import MINUTES_A_DAY, minute_of
from charley.diary.bedtime import CLOSE_MIN, close_to_bed
from charley.diary.records import Activity, Drink, Entry, Exposure, Sleep
from charley.dosing.moving import ends_at, place_for, sore_joints
from charley.dosing.plan import Dose, Habit
from charley.dosing.schedule import Hours, hours_of
from charley.knowledge.habits import habit
from charley.language import number, said
from charley.safety.case import Case
from charley.safety.expectations import trains_hard
from charley.safety.findings import cite

LOOKED_BACK = timedelta(days=7)
#: Caffeine six hours before bed still took sleep away (Drake and others, 2013); the same span is used for the rest.
EVENING_MIN = 360
#: Fewer nights say nothing of a habit; hours that spread wider than this are called uneven.
ENOUGH_NIGHTS, UNEVEN_MIN, NIGHTS_BACK = 5, 90, timedelta(days=14)
#: From so many hard or long sessions in a fortnight on somebody trains.
TRAINS_FROM, LONG_MIN = 3, 45.0
EAT_WITHIN_MIN, DOSE_BEFORE_MIN = 120, 120


class Look(NamedTuple):
    """What the rules look at.

    Attributes:
        case: the person.
        hours: their day.
        entries: the diary; empty where there is none.
        doses: of a day, as planned.
        today: the day.
    """

    case: Case
    hours: Hours
    entries: Sequence[Entry]
    doses: Sequence[Dose]
    today: date


def habits(case: Case, *, entries: Iterable[Entry] = (), doses: Iterable[Dose] = (), today: date) -> tuple[Habit, ...]:
    """Everything worth saying, what the diary shows first.

    Args:
        case: the person.
        entries: standing entries of their diary.
        doses: of a day of the plan, for the hours of training.
        today: the day.
    """
    look = Look(case, hours_of(case), tuple(entries), tuple(doses), today)
    found = [each for rule in RULES for each in rule(look)]
    return tuple(sorted(found, key=lambda each: not each.seen))


def stimulants(look: Look) -> Iterator[Habit]:
    """Coffee, alcohol and tobacco in the last hours before bed; said in general where the diary shows none."""
    found = list(_evenings(look))
    yield from found or [_say("stimulants")]


def _evenings(look: Look) -> Iterator[Habit]:
    bed = look.hours.bed
    last = look.hours.day.clock(max(0, look.hours.day.length - EVENING_MIN))
    for what, nutrient in (("caffeine", "caffeine_mg"), ("alcohol", "alcohol_g"), ("nicotine", None)):
        days = {
            entry.day
            for entry in _lately(look)
            if _holds(entry, what, nutrient) and _minutes_to(bed, f"{entry.at.wall:%H:%M}") <= EVENING_MIN
        }
        if days:
            yield _say(f"evening-{what}", seen=True, days=len(days), time=last)


def much_caffeine(look: Look) -> Iterator[Habit]:
    """Days with more caffeine than was found to be safe; half of it in pregnancy."""
    name = "much-caffeine-pregnant" if look.case.profile.pregnant else "much-caffeine"
    limit = habit(name).limit_mg_per_day or 0
    of_day: dict[date, float] = defaultdict(float)
    for entry in _lately(look):
        if isinstance(entry, Drink):
            of_day[entry.day] += entry.nutrients.get("caffeine_mg") or 0
    days = sum(1 for mg in of_day.values() if mg > limit)
    if days:
        yield _say(name, seen=True, days=days, limit=number(limit))


def moving(look: Look) -> Iterator[Habit]:
    """Moderate activity on most days; spared joints where they hurt."""
    name = "move-gently" if sore_joints(look.case) else "move"
    yield _say(name, minutes=habit(name).minutes_per_week)


def hard_late(look: Look) -> Iterator[Habit]:
    """Hard exercise that ended close to bed, with another place for it."""
    bed, day = look.hours.bed, look.hours.day
    late = [e for e in _lately(look) if isinstance(e, Activity) and close_to_bed(e, bed)]
    if late:
        last = max(late, key=lambda each: each.at.wall)
        yield _say(
            "hard-late",
            seen=True,
            ended=ends_at(last),
            bed=bed,
            latest=day.clock(max(0, day.length - CLOSE_MIN)),
            begin=place_for(look.hours, last.minutes or 0),
        )


def uneven_hours(look: Look) -> Iterator[Habit]:
    """Bed or rise times that differ much from night to night."""
    since = look.today - NIGHTS_BACK
    nights = [e for e in look.entries if isinstance(e, Sleep) and since <= e.night <= look.today]
    for which, times in (
        (said("time of falling asleep"), [f"{e.start.wall:%H:%M}" for e in nights if e.start is not None]),
        (said("time of getting up"), [f"{e.end.wall:%H:%M}" for e in nights if e.end is not None]),
    ):
        spread = spread_min(times)
        if spread is not None and spread > UNEVEN_MIN:
            yield _say("hours-spread", seen=True, which=which, spread=number(round(spread / 30) / 2))
            return


def spread_min(times: Sequence[str]) -> int | None:
    """Minutes between the second earliest and the second latest clock time; None where there are too few.

    Times are laid around their own middle, so that 23:50 and 00:10 are twenty minutes apart.
    """
    if len(times) < ENOUGH_NIGHTS:
        return None
    minutes = [minute_of(time) for time in times]
    around = min(minutes, key=lambda each: sum(abs(_apart(other, each)) for other in minutes))
    laid_out = sorted(_apart(each, around) for each in minutes)
    return laid_out[-2] - laid_out[1]


def wind_down(look: Look) -> Iterator[Habit]:  # noqa: ARG001 - true of everybody
    """A quiet end of the day."""
    yield _say("wind-down")


def circulation(look: Look) -> Iterator[Habit]:
    """Blood flow is named, and no dose follows from it."""
    yield _say("circulation")
    if look.case.condition_ids & {"venous", "pad"}:
        yield _say("circulation-yours", seen=True)


def with_food(look: Look) -> Iterator[Habit]:  # noqa: ARG001 - true of everybody
    """Tolerance first: with food, and a snack at bedtime."""
    yield _say("with-food")


def oxide(look: Look) -> Iterator[Habit]:
    """Oxide that is taken already: less uptake, the gut, with a meal, and what trials found on both sides."""
    if any(item.swallowed and item.form == "oxide" for item in look.case.ledger.items):
        yield _say("oxide", seen=True)


def training(look: Look) -> Iterator[Habit]:
    """Food, drink and stretching around the hours of training; the dose keeps its amount and its hour."""
    sessions = [e for e in look.entries if isinstance(e, Activity) and _is_training(e, look.today)]
    if len(sessions) < TRAINS_FROM:
        if trains_hard(look.case):
            yield _say("training")
        return
    starts = _middle([f"{e.at.wall:%H:%M}" for e in sessions])
    ends = _middle([ends_at(e) for e in sessions])
    yield _say("training-day", seen=True, ended=_clock(ends), eat_by=_clock(ends + EAT_WITHIN_MIN))
    for dose in look.doses:
        if 0 <= (starts - minute_of(dose.time)) % MINUTES_A_DAY < DOSE_BEFORE_MIN:
            yield _say("training-dose", seen=True, dose=dose.time, begin=_clock(starts))


Rule = Callable[[Look], Iterator[Habit]]
#: Every rule, in the order in which they are shown.
RULES: tuple[Rule, ...] = (
    stimulants,
    much_caffeine,
    hard_late,
    uneven_hours,
    training,
    circulation,
    with_food,
    oxide,
    moving,
    wind_down,
)


def effort_hours(entries: Iterable[Entry], today: date) -> float:
    """Hours of moderate or hard exercise noted today; effort that was not told counts as moderate."""
    minutes = sum(
        entry.minutes or 0
        for entry in entries
        if isinstance(entry, Activity) and entry.day == today and entry.effort != "easy"
    )
    return minutes / 60


def was_hot(entries: Iterable[Entry], today: date) -> bool:
    """Whether heat or much sweat was noted today."""
    return any(isinstance(e, Exposure) and e.what in ("heat", "sweating") and e.day == today for e in entries)


def _say(name: str, *, seen: bool = False, **values: object) -> Habit:
    row = habit(name)
    return Habit(
        id=name,
        title=said(row.title),
        message=row.message(**values),
        evidence=row.evidence,
        seen=seen,
        sources=cite(row.sources),
    )


def _lately(look: Look) -> list[Entry]:
    since = look.today - LOOKED_BACK
    return [entry for entry in look.entries if since < entry.day <= look.today]


def _holds(entry: Entry, what: str, nutrient: str | None) -> bool:
    if isinstance(entry, Exposure):
        return entry.what == what and entry.amount != 0
    return nutrient is not None and isinstance(entry, Drink) and bool(entry.nutrients.get(nutrient))


def _is_training(activity: Activity, today: date) -> bool:
    hard = activity.effort == "hard" or (activity.effort != "easy" and (activity.minutes or 0) >= LONG_MIN)
    return hard and today - NIGHTS_BACK < activity.day <= today


def _minutes_to(bed: str, clock: str) -> int:
    return (minute_of(bed) - minute_of(clock)) % MINUTES_A_DAY


def _apart(minute: int, around: int) -> int:
    """From ``around`` to ``minute`` the short way round the clock, -720 to 719."""
    return (minute - around + MINUTES_A_DAY // 2) % MINUTES_A_DAY - MINUTES_A_DAY // 2


def _middle(times: Sequence[str]) -> int:
    return round(median(minute_of(time) for time in times))


def _clock(minute: int) -> str:
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"
