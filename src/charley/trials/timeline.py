"""Which night of the calendar stands where in a trial, with its pauses."""

from datetime import date, timedelta
from typing import Literal, NamedTuple

from charley.trials.design import Design


class Stand(NamedTuple):
    """Where a calendar night stands in the trial.

    Attributes:
        night: its date.
        number: night of the trial, from 1; None on a paused night, or after the last.
        period: number of the period; None in the baseline and on paused nights.
        into: nights of the period since it began, or since a pause in it ended, from 1.
        phase: ``after`` is behind the last night.
    """

    night: date
    number: int | None
    period: int | None
    into: int | None
    phase: Literal["baseline", "period", "pause", "after"]


def timeline(design: Design, start: date, last: date) -> tuple[Stand, ...]:
    """Every night from the trial's first to ``last``. Paused nights do not count, so a pause extends its period."""
    pauses = [(first, end or date.max) for first, end in design.pauses]
    stands: list[Stand] = []
    number, into = 0, 0
    for days in range((last - start).days + 1):
        night = start + timedelta(days=days)
        if number == design.nights:
            stands.append(Stand(night=night, number=None, period=None, into=None, phase="after"))
        elif any(first <= night <= end for first, end in pauses):
            into = 0
            stands.append(Stand(night=night, number=None, period=None, into=None, phase="pause"))
        else:
            number += 1
            at = number - design.baseline_days - 1
            if at < 0:
                stands.append(Stand(night=night, number=number, period=None, into=None, phase="baseline"))
                continue
            into = 1 if at % design.period_days == 0 else into + 1
            period = at // design.period_days + 1
            stands.append(Stand(night=night, number=number, period=period, into=into, phase="period"))
    return tuple(stands)


def last_night(design: Design, start: date) -> date | None:
    """Date of the last night; None while a pause without an end lasts."""
    paused = 0
    for first, end in design.pauses:
        if end is None:
            return None
        paused += (end - first).days + 1
    reach = start + timedelta(days=design.nights - 1 + paused)
    counted = [stand.night for stand in timeline(design, start, reach) if stand.number == design.nights]
    return counted[0] if counted else None
