"""Today on one page: medicines where they are, magnesium, meals, water, stretching and rest."""

from collections.abc import Iterator

from charley.dates import minute_of
from charley.dosing.plan import Event, Step
from charley.dosing.schedule import Hours, hours_of
from charley.language import number, said
from charley.safety.case import Case

STRETCH_BEFORE_BED_MIN, WIND_DOWN_BEFORE_BED_MIN = 15, 45
AFTER_WAKING_MIN, BETWEEN_DRINKS_MIN = 15, 180


def timetable(case: Case, step: Step) -> tuple[Event, ...]:
    """The day's events from waking to bed, as they are on the day the plan is made.

    Args:
        case: the person.
        step: the first one. Its doses stand in the day if it begins today, and not while it waits for a course.
    """
    hours = hours_of(case)
    events = [*_fixed(case, hours), *_drinks(case, hours)]
    if step.from_day == 1 and not step.after_course_of:
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
    day = hours.day
    yield Event(time=hours.wake, kind="wake", what=said("Up"))
    for meal in hours.meals:
        yield Event(time=meal, kind="meal", what=said("Meal"))
    for taken in case.medicines:
        if not taken.over:
            for time in taken.entry.times or ():
                kind = "supplement" if taken.is_supplement else "medicine"
                yield Event(time=time, kind=kind, what=taken.entry.name)
    if day.length > 2 * WIND_DOWN_BEFORE_BED_MIN:
        clock = day.clock(day.length - WIND_DOWN_BEFORE_BED_MIN)
        yield Event(time=clock, kind="wind_down", what=said("Wind down: dim light, no screen"))
        clock = day.clock(day.length - STRETCH_BEFORE_BED_MIN)
        yield Event(time=clock, kind="stretch", what=said("Stretch calves and thighs, both legs"))
    yield Event(time=hours.bed, kind="bed", what=said("Bed"))


def _drinks(case: Case, hours: Hours) -> Iterator[Event]:
    """A glass of water now and then; not where drinking is restricted."""
    restricted = any(row.restricts_fluid for named in case.conditions for row in named.meaning.conditions)
    if restricted:
        return
    day = hours.day
    for minute in range(AFTER_WAKING_MIN, max(AFTER_WAKING_MIN, day.length - BETWEEN_DRINKS_MIN), BETWEEN_DRINKS_MIN):
        yield Event(time=day.clock(minute), kind="water", what=said("A glass of water"))
