"""A plan's doses as a calendar (RFC 5545): one repeating event for each dose of each step, at floating local time.

Identifiers depend only on whose plan it is and on the place of the dose in it, so that a calendar that takes in a newer
plan replaces the old events instead of doubling them.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from charley.dates import minute_of
from charley.dosing.plan import Dose, Plan, Step

#: How long a dose blocks the calendar.
DOSE_MIN = 5
#: A last step lasts at least this long, so that the next review falls into it.
LAST_STEP_DAYS = 14


def calendar(plan: Plan, *, owner: str = "charley") -> bytes:
    """The plan as the bytes of an ``.ics`` file.

    Args:
        plan: a plan; steps that wait for a course without a known end cannot be put on days and are left out.
        owner: a word without personal meaning that keeps two people's plans apart in one calendar.
    """
    made_at = datetime.fromisoformat(plan.made_at)
    book = Calendar()
    book.add("prodid", "-//Charley//Magnesium plan//EN")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    dated = [step for step in plan.steps if step.counts_from == "today"]
    for event in _events(dated, plan.review_week, made_at, owner):
        book.add_component(event)
    ics: bytes = book.to_ical()
    return ics


def _events(steps: Sequence[Step], review_week: int | None, made_at: datetime, owner: str) -> Iterator[Event]:
    if not steps:
        return
    review_day = 7 * (review_week or 0) + steps[0].from_day
    for number, step in enumerate(steps):
        is_last = number + 1 == len(steps)
        until = max(review_day, step.from_day + LAST_STEP_DAYS) if is_last else steps[number + 1].from_day
        for place, dose in enumerate(step.doses):
            event = _dose(dose, step.from_day, until - step.from_day, made_at)
            event.add("uid", f"{owner}-step-{number + 1}-dose-{place + 1}@charley.invalid")
            yield event
    if review_week is not None:
        day = (made_at + timedelta(days=review_day - 1)).date()
        event = Event()
        event.add("summary", "Look back with Charley: keep, change or stop")
        event.add("dtstart", day)
        event.add("dtstamp", made_at.astimezone(UTC))
        event.add("uid", f"{owner}-review@charley.invalid")
        yield event


def _dose(dose: Dose, from_day: int, days: int, made_at: datetime) -> Event:
    hour, minute = divmod(minute_of(dose.time), 60)
    start = datetime.combine((made_at + timedelta(days=from_day - 1)).date(), time(hour, minute))
    event = Event()
    event.add("summary", f"Magnesium {dose.elemental_mg:g} mg ({dose.form})")
    event.add("description", "With a meal or a small snack. A missed dose is left out, never doubled.")
    event.add("dtstart", start)
    event.add("duration", timedelta(minutes=DOSE_MIN))
    event.add("rrule", {"freq": "daily", "count": days})
    event.add("dtstamp", made_at.astimezone(UTC))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "Magnesium")
    alarm.add("trigger", timedelta(0))
    event.add_component(alarm)
    return event
