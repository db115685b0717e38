"""Today on one page: medicines where they are, magnesium, meals, water, stretching and rest."""

from collections.abc import Iterable, Iterator

from charley.dates import minute_of
from charley.dosing.plan import Event, Step
from charley.dosing.schedule import Hours, hours_of
from charley.language import listed, marked, number, said
from charley.profile import WEEKDAYS, Taken
from charley.safety.case import Case
from charley.safety.fluids import fluid_goal
from charley.safety.routines import Offered

STRETCH_BEFORE_BED_MIN, WIND_DOWN_BEFORE_BED_MIN = 15, 45
WEEKDAY_NAMES = {
    "mon": marked("Monday"),
    "tue": marked("Tuesday"),
    "wed": marked("Wednesday"),
    "thu": marked("Thursday"),
    "fri": marked("Friday"),
    "sat": marked("Saturday"),
    "sun": marked("Sunday"),
}
AFTER_WAKING_MIN, BETWEEN_DRINKS_MIN = 15, 180


def timetable(case: Case, step: Step | None, routines: Iterable[Offered] = ()) -> tuple[Event, ...]:
    """The day's events from waking to bed, as they are on the day the plan is made.

    Args:
        case: the person.
        step: the first one; None where nothing is to be taken. Its doses stand in the day if it begins today, and not
            while it waits for a course.
        routines: as screened for this person. Those they gave a place stand there; one that is held back does not.
    """
    hours = hours_of(case)
    own = [*_routines(case, routines)]
    placed = {event.kind for event in own}
    usual = [event for event in _evening(hours) if event.kind not in placed]
    events = [*_fixed(case, hours), *usual, *own, *_drinks(case, hours)]
    if step is not None and step.from_day == 1 and not step.after_course_of:
        for dose in step.doses:
            what = said(
                "{mg} mg magnesium ({form}), with a meal or a small snack",
                mg=number(dose.elemental_mg),
                form=said(dose.form),
            )
            events.append(Event(time=dose.time, kind="magnesium", what=what))
    day = hours.day
    return tuple(sorted(events, key=lambda event: day.since_waking(minute_of(event.time))))


def _fixed(case: Case, hours: Hours) -> Iterator[Event]:
    """What does not move; medicines whose course is over are not there any more."""
    yield Event(time=hours.wake, kind="wake", what=said("Up"))
    for meal in hours.meals:
        yield Event(time=meal, kind="meal", what=said("Meal"))
    for taken in case.medicines:
        if not taken.over:
            for time in taken.entry.times or ():
                kind = "supplement" if taken.is_supplement else "medicine"
                yield Event(time=time, kind=kind, what=_named(taken.entry), days=taken.entry.days or None)
    yield Event(time=hours.bed, kind="bed", what=said("Bed"))


def _named(entry: Taken) -> str:
    """Its name; with the days where it is not for every day, so that no list of a day makes a weekly tablet daily."""
    if not entry.days:
        return entry.name
    days = listed([said(WEEKDAY_NAMES[day]) for day in WEEKDAYS if day in entry.days])
    return said("{medicine} ({days} only)", medicine=entry.name, days=days)


def _evening(hours: Hours) -> Iterator[Event]:
    """The usual end of a day that is long enough for it."""
    day = hours.day
    if day.length > 2 * WIND_DOWN_BEFORE_BED_MIN:
        clock = day.clock(day.length - WIND_DOWN_BEFORE_BED_MIN)
        yield Event(time=clock, kind="wind_down", what=said("Wind down: dim light, no screen"))
        clock = day.clock(day.length - STRETCH_BEFORE_BED_MIN)
        yield Event(time=clock, kind="stretch", what=said("Stretch calves and thighs, both legs"))


#: Routines that take the place of a usual event of the evening.
_IN_PLACE_OF = {"bedtime-stretch": "stretch", "wind-down": "wind_down"}


def _routines(case: Case, routines: Iterable[Offered]) -> Iterator[Event]:
    """What the person put into the day, as far as the screen lets it stand there."""
    open_ones = {each.routine.id: each.routine for each in routines if each.held_back is None}
    for planned in case.profile.routines or ():
        if planned.name in open_ones:
            kind = _IN_PLACE_OF.get(planned.name, "routine")
            yield Event(time=planned.time, kind=kind, what=said(open_ones[planned.name].name), routine=planned.name)


def _drinks(case: Case, hours: Hours) -> Iterator[Event]:
    """A glass of water now and then; not where the amount is not ours to give."""
    if fluid_goal(case).high_ml is None:
        return
    day = hours.day
    for minute in range(AFTER_WAKING_MIN, max(AFTER_WAKING_MIN, day.length - BETWEEN_DRINKS_MIN), BETWEEN_DRINKS_MIN):
        yield Event(time=day.clock(minute), kind="water", what=said("A glass of water"))
