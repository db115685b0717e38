"""A trial as a calendar (RFC 5545): its baseline, its periods by number, its pauses, and the day to look at the answer.

No event names an arm, so that the calendar keeps a blind trial blind.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from icalendar import Event

from charley.interop.ical import OURS, book
from charley.trials.design import Design
from charley.trials.timeline import Stand, last_night, timeline


def trial_calendar(
    design: Design, *, start: date, made_at: datetime, owner: str = "charley", before: Sequence[bytes] = ()
) -> bytes:
    """The trial as the bytes of an ``.ics`` file; while a pause without an end lasts, only what lies before it.

    Args:
        design: as sealed, with its amendments.
        start: the first night.
        made_at: now, by the person's clock.
        owner: see :func:`charley.interop.ical.calendar`.
        before: older files of this trial; what is no longer in it is cancelled.
    """
    return book(_events(design, start, owner), made_at=made_at, before=before)


def stopped(*, made_at: datetime, before: Sequence[bytes]) -> bytes:
    """The file that cancels a trial that was stopped."""
    return book((), made_at=made_at, before=before)


def _events(design: Design, start: date, owner: str) -> Iterator[Event]:
    end = last_night(design, start)
    reach = end or max([start, *(a.on for a in design.amendments if a.what == "pause")])
    for piece, (stands, name) in enumerate(_pieces(timeline(design, start, reach)), 1):
        yield _days(name, stands[0].night, stands[-1].night, f"{owner}-trial-piece-{piece}{OURS}")
    if end is not None:
        told = end + timedelta(days=1)
        yield _days("Trial: see the answer with Charley", told, told, f"{owner}-trial-answer{OURS}")


def _pieces(stands: Sequence[Stand]) -> Iterator[tuple[list[Stand], str]]:
    names = {"baseline": "Trial: baseline, as usual", "pause": "Trial: pause", "after": "Trial: over"}
    for (phase, period), piece in groupby(stands, key=lambda stand: (stand.phase, stand.period)):
        yield list(piece), f"Trial: period {period}" if phase == "period" else names[phase]


def _days(summary: str, first: date, last: date, uid: str) -> Event:
    """Whole days; the end is the day after the last, as the standard has it."""
    event = Event()
    event.add("uid", uid)
    event.add("summary", summary)
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event
