"""A plan's doses as a calendar (RFC 5545): one repeating event for each dose of each step, at floating local time.

Identifiers depend only on whose plan it is and on the place of the dose in it, so that a calendar that takes in a newer
plan replaces the old events instead of doubling them: its SEQUENCE is higher. What an older file held and the newer
plan does not is cancelled in the newer file.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from charley.dates import minute_of
from charley.dosing.plan import Dose, Plan, Step
from charley.errors import BadInput, Problem

#: How long a dose blocks the calendar.
DOSE_MIN = 5
#: A last step lasts at least this long, so that the next review falls into it.
LAST_STEP_DAYS = 14
#: How the ids of our events end.
OURS = "@charley.invalid"
#: SEQUENCE counts minutes from here, so that a later file always has a higher one without any memory of the earlier.
_COUNTED_FROM = datetime(2020, 1, 1, tzinfo=UTC)


def calendar(plan: Plan, *, owner: str = "charley", before: Sequence[bytes] = ()) -> bytes:
    """The plan as the bytes of an ``.ics`` file.

    Args:
        plan: a plan; steps that wait for a course without a known end cannot be put on days and are left out.
        owner: a word without personal meaning that keeps two people's plans apart in one calendar.
        before: older files of this person; whatever of them the plan no longer holds is cancelled. A plan that was
            stopped has no doses, so all of it is.
    """
    made_at = datetime.fromisoformat(plan.made_at)
    dated = [step for step in plan.steps if step.counts_from == "today"]
    return book(_events(dated, plan.review_week, made_at, owner), made_at=made_at, before=before)


def book(events: Iterable[Event], *, made_at: datetime, before: Sequence[bytes] = ()) -> bytes:
    """Events as one file, each stamped with when it was written.

    Args:
        events: with id, start and summary.
        made_at: now, by the person's clock; later files must carry a later time.
        before: older files; their events that are no longer there are cancelled.

    Raises:
        BadInput: where an older file is no calendar.
    """
    found = Calendar()
    found.add("prodid", "-//Charley//Charley//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    standing = list(events)
    there = {str(event["UID"]) for event in standing}
    for event in (*standing, *_cancelled(before, there)):
        event.add("dtstamp", made_at.astimezone(UTC))
        event.add("sequence", (made_at.astimezone(UTC) - _COUNTED_FROM) // timedelta(minutes=1))
        found.add_component(event)
    ics: bytes = found.to_ical()
    return ics


def holds_events(ics: bytes) -> bool:
    """Whether a file of ours holds any event."""
    return b"BEGIN:VEVENT" in ics


def _cancelled(before: Sequence[bytes], there: set[str]) -> Iterator[Event]:
    gone: dict[str, Event] = {}
    for older in before:
        try:
            events = Calendar.from_ical(older).events
        except ValueError:
            raise BadInput([Problem("", "the older file is no calendar; nothing was written over it")]) from None
        for event in events:
            uid = str(event.get("UID"))
            if uid.endswith(OURS) and uid not in there:
                gone[uid] = event
    for uid, event in sorted(gone.items()):
        left = Event()
        left.add("uid", uid)
        left.add("summary", str(event["SUMMARY"]))
        left.add("dtstart", event.decoded("dtstart"))
        left.add("status", "CANCELLED")
        yield left


def _events(steps: Sequence[Step], review_week: int | None, made_at: datetime, owner: str) -> Iterator[Event]:
    if not steps:
        return
    review_day = 7 * (review_week or 0) + steps[0].from_day
    for number, step in enumerate(steps):
        is_last = number + 1 == len(steps)
        until = max(review_day, step.from_day + LAST_STEP_DAYS) if is_last else steps[number + 1].from_day
        for place, dose in enumerate(step.doses):
            event = _dose(dose, step.from_day, until - step.from_day, made_at)
            event.add("uid", f"{owner}-step-{number + 1}-dose-{place + 1}{OURS}")
            yield event
    if review_week is not None:
        day = (made_at + timedelta(days=review_day - 1)).date()
        event = Event()
        event.add("summary", "Look back with Charley: keep, change or stop")
        event.add("dtstart", day)
        event.add("uid", f"{owner}-review{OURS}")
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
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "Magnesium")
    alarm.add("trigger", timedelta(0))
    event.add_component(alarm)
    return event
