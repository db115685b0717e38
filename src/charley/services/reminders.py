"""What a person may be reminded of now: today's next dose, at its time, once, and never one that was missed."""

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import NamedTuple, Protocol

from charley.dates import Moment, minute_of
from charley.diary.journal import Journal
from charley.diary.records import DAY_BEGINS
from charley.dosing.plan import Dose
from charley.services import planning
from charley.services.following import is_followed, standing
from charley.services.trial_days import to_note

#: A dose is spoken of from its time on for so long; later it counts as missed and is left out for good.
WINDOW_MIN = 30
PAUSING = ("pause", "stop", "step_down", "switch_form")


class Store(Protocol):
    """What a reminder asks of storage; one person's only."""

    def journal(self, *, first: date | None = None, last: date | None = None) -> Journal:
        """The diary."""

    def profile(self) -> str | None:
        """The profile document in force."""

    def trial_rows(self) -> list[tuple[datetime, str, str]]:
        """Every row of every trial, oldest first."""

    def undisturbed(self) -> AbstractContextManager[None]:
        """Nobody else adds rows meanwhile: what was read inside still holds when it is written."""

    def keep_trial_rows(self, rows: Sequence[tuple[datetime, str, str]]) -> list[bool]:
        """Add rows of trials."""


class Due(NamedTuple):
    """A dose whose time it is.

    Attributes:
        time: as the plan says it, ``HH:MM``.
        what: the dose in words; empty where a blind trial gives it.
    """

    time: str
    what: str


def due_now(store: Store, *, now: Moment, made_at: datetime) -> Due | None:
    """The dose to remind of at this moment.

    Args:
        store: the person's.
        now: this moment by the person's clock.
        made_at: the same moment, with its zone.

    Returns:
        None where none is due, the day has had its magnesium, or nothing is to be taken just now. A running trial alone
        says what is taken; the plan is silent then.
    """
    if store.trial_rows():
        runs, due = _of_trial(store, now, made_at)
        if runs:
            return due
    return _of_plan(store, now)


def _of_plan(store: Store, now: Moment) -> Due | None:
    document, journal = store.profile(), store.journal()
    if document is None or not is_followed(journal):
        return None
    place = standing(journal, planning.plan(json.loads(document), now=now.wall), now=now.wall)
    if place is None or place.due is None or place.proposal.decision in PAUSING:
        return None
    return Due(place.due.time, _words(place.due)) if _is_time(place.due.time, now) else None


def _of_trial(store: Store, now: Moment, made_at: datetime) -> tuple[bool, Due | None]:
    """Whether a trial runs, and what it asks for now."""
    from charley.services.trial_book import TrialBook  # brings in the numerics

    book = TrialBook(store, now=now, made_at=made_at)
    found = book.open_one()
    today = (now.wall - DAY_BEGINS).date()
    if found is None or not found.running(today):
        return False, None
    asked = to_note(found.design, book.running(found).today, store.journal().effective, today)
    left = (each for each in asked if not each.noted and each.time is not None and _is_time(each.time, now))
    return True, next((Due(str(each.time), each.words) for each in left), None)


def _is_time(time: str, now: Moment) -> bool:
    """Whether a dose's time was up to half an hour ago; midnight does not part the two."""
    return (now.wall.hour * 60 + now.wall.minute - minute_of(time)) % 1440 < WINDOW_MIN


def _words(dose: Dose) -> str:
    food = ", with food" if dose.with_food else ""
    return f"{dose.elemental_mg:g} mg magnesium ({dose.form}){food}"
