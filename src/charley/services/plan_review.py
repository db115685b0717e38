"""Looking back at a plan at set times: keep it, change it or stop, each with its reason (S115)."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from charley.diary.journal import Journal
from charley.diary.records import DAY_BEGINS
from charley.dosing.adapt import Choice, review_dates
from charley.dosing.plan import Plan
from charley.services.following import follow_up, standing

#: After the reviews of the first weeks the plan is looked at again every so often.
LATER = timedelta(weeks=12)
#: A review nobody answered is let go after so long; the next one comes by itself.
OPEN = timedelta(weeks=4)


class Review(NamedTuple):
    """One look back.

    Attributes:
        due: the day it came up.
        since: first day of the plan.
        choices: keep, change and stop, the one the notes speak for first.
        amounts: mg a day that may be changed to; 0 is to stop.
        next: the day of the next look.
    """

    due: date
    since: date
    choices: tuple[Choice, ...]
    amounts: tuple[float, ...]
    next: date


def review_due(journal: Journal, plan: Plan, *, now: datetime) -> Review | None:
    """The review that is due and was not answered yet.

    Args:
        journal: one person's diary, at least of the last four weeks, with every change of the plan.
        plan: made today.
        now: by the clock on the wall.

    Returns:
        None where no plan is followed, none is due, or the last that was due was answered.
    """
    place = standing(journal, plan, now=now)
    if place is None:
        return None
    today = (now - DAY_BEGINS).date()
    past = [day for day in dates(place.course.started, until=today) if day <= today]
    if not past or today - past[-1] >= OPEN or journal.current(entry_id(past[-1])) is not None:
        return None
    choices = follow_up(journal, place.course, today=today).choices
    coming = next(day for day in dates(place.course.started, until=today) if day > today)
    return Review(past[-1], place.course.started, choices, place.choices, coming)


def dates(started: date, *, until: date) -> list[date]:
    """The days of all reviews of a plan up to the first one after ``until``."""
    found = list(review_dates(started))
    while found[-1] <= until:
        found.append(found[-1] + LATER)
    return found


def entry_id(due: date) -> str:
    """The id of the note that answers the review of this day: said twice, it is written once."""
    return f"plan-review-{due}"
