"""The days of a trial as the diary has them: what one tap notes today, and what was taken so far of what was planned.

Nothing here tells the arms of a blind trial apart.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from charley.diary.journal import Journal
from charley.diary.records import (
    DAY_BEGINS,
    CrampEpisode,
    DoseTaken,
    Entry,
    Measure,
    NightCount,
    Note,
    PlanChange,
    QuietNight,
)
from charley.services.following import dose_due, doses_fulfilled
from charley.services.trial_book import late_nights
from charley.services.trial_doings import hidden_measure, is_capsule, is_done, noting
from charley.trials.design import Arm, Design, Key, opened
from charley.trials.dossier import Dossier
from charley.trials.running import Today
from charley.trials.timeline import timeline

#: A change so recent may still be at work when a trial begins.
RECENT = timedelta(days=28)
_CHANGES = frozenset({"diet_change", "medicine_change"})


class ToNote(NamedTuple):
    """Something today asks for.

    Attributes:
        time: by the clock; None for what has no hour.
        words: what it is, in a few words; empty for a capsule whose content is hidden.
        entry: what one tap writes into the diary.
        noted: whether it was written down already.
    """

    time: str | None
    words: str
    entry: dict[str, Any]
    noted: bool


class SoFar(NamedTuple):
    """What the diary holds of a running trial up to last night; the arms are not told apart.

    Attributes:
        planned, taken: doses or doings, in the periods that have any.
        passed, recorded, late: nights of the trial, those somebody spoke of, and those written down late.
    """

    planned: int
    taken: int
    passed: int
    recorded: int
    late: int


def to_note(design: Design, told: Today, entries: Iterable[Entry], on: date) -> tuple[ToNote, ...]:
    """What today asks for, dose by dose.

    Args:
        design: of the trial.
        told: what the day asks for.
        entries: the diary.
        on: the day.
    """
    today = [entry for entry in entries if isinstance(entry, DoseTaken | Measure) and entry.day == on]
    measure = _measure(design, told)
    if measure is not None:
        return (ToNote(None, "", noting(measure), any(is_done(entry, measure) for entry in today)),)
    taken = {dose.time for dose in doses_fulfilled(told.doses, _of_trial(told, today))}
    found = []
    for dose in told.doses:
        entry: dict[str, Any] = {"kind": "dose", "planned": dose.time}
        if told.container is None:
            entry |= {"form": dose.form, "elemental_mg": dose.elemental_mg, "with_food": dose.with_food}
        else:  # what it holds is not known, and is not to be known
            entry |= {"product": f"container {told.container}", "tablets": 1}
        words = "" if told.container is not None else f"{dose.elemental_mg:g} mg {dose.form}"
        found.append(ToNote(dose.time, words, entry, dose.time in taken))
    return tuple(found)


def hour_due(told: Today, entries: Iterable[Entry], now: datetime) -> str | None:
    """The hour of the dose to be offered now, as by :func:`charley.services.following.dose_due`; None where none is.

    Args:
        told: what the day asks for.
        entries: the diary.
        now: by the clock on the wall.
    """
    day = (now - DAY_BEGINS).date()
    due = dose_due(told.doses, _of_trial(told, (entry for entry in entries if entry.day == day)), now)
    return None if due is None else due.time


def _of_trial(told: Today, entries: Iterable[Entry]) -> list[DoseTaken]:
    """The doses of the trial among those noted: by their hour, or written by hand with the amount of one of them."""
    amounts = set() if told.container is not None else {dose.elemental_mg for dose in told.doses}
    return [
        entry
        for entry in entries
        if isinstance(entry, DoseTaken) and is_capsule(entry)
        if entry.planned is not None or entry.elemental_mg in amounts
    ]


def so_far(journal: Journal, dossier: Dossier, on: date) -> SoFar:
    """What was noted up to the night before ``on``."""
    design = dossier.design
    start, last = design.start, on - timedelta(days=1)
    if start is None or last < start:
        return SoFar(0, 0, 0, 0, 0)
    entries = list(journal.effective)
    stands = [stand for stand in timeline(design, start, last) if stand.number is not None]
    spoken = _spoken(entries)
    nights = {stand.night for stand in stands}
    planned = taken = 0
    for stand in stands:
        a_day, measure = _asked(dossier, stand.period)
        done = [e for e in entries if isinstance(e, DoseTaken | Measure) and e.day == stand.night]
        planned += a_day
        if measure is not None:
            taken += any(is_done(entry, measure) for entry in done)
        else:
            taken += min(a_day, sum(map(is_capsule, done)))
    return SoFar(planned, taken, len(stands), len(nights & spoken), len(late_nights(journal, start, last) & nights))


def lately_changed(entries: Iterable[Entry], on: date) -> date | None:
    """The last day of the recent weeks on which something else was changed, as the diary has it."""
    found = [
        entry.day
        for entry in entries
        if isinstance(entry, PlanChange) or (isinstance(entry, Note) and entry.about in _CHANGES)
    ]
    return max((day for day in found if on - RECENT < day <= on), default=None)


def _asked(dossier: Dossier, period: int | None) -> tuple[int, str | None]:
    """How often a day something is to be done in a period, and the measure where it is one."""
    if period is None or dossier.order is None:
        return 0, None
    design, arm = dossier.design, dossier.design.arm(dossier.order[period - 1])
    if design.blind and arm.parts:
        return max(1, len(design.hours)), hidden_measure(design)
    return (1, arm.measure) if arm.measure else (len(arm.doses), None)


def _measure(design: Design, told: Today) -> str | None:
    """The measure of today; in a blind trial the one of any arm, so that nothing is told."""
    if told.container is not None:
        return hidden_measure(design)
    arm: Arm | None = next((each for each in design.arms if each.name == told.arm), None)
    return None if arm is None else arm.measure


def _spoken(entries: Iterable[Entry]) -> set[date]:
    return {entry.night for entry in entries if isinstance(entry, CrampEpisode | NightCount | QuietNight)}


class OpenedContainer(NamedTuple):
    """What a container held: the number of its period and the arm's name."""

    number: int
    held: str


def checked_key(design: Design, key: Key) -> tuple[OpenedContainer, ...]:
    """The order that was hidden, checked against the promise made at sealing.

    Raises:
        BadInput: where the key is not the one that was sealed.
    """
    order = opened(design, key)
    return tuple(OpenedContainer(number, design.arm(arm).name) for number, arm in enumerate(order, start=1))
