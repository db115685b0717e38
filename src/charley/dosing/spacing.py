"""Where in the day magnesium may be taken: away from every medicine by its own hours, and never asleep.

Clock time is a circle of 1440 minutes. Each intake of a medicine forbids the open stretch from ``before`` minutes
ahead of it to ``after`` minutes behind it; what is left of the waking day is the answer, exact to the minute. A
medicine taken on some days of the week is treated as if it were taken on all, so that one timetable holds every day.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from charley.dates import MINUTES_A_DAY, clock_of, minute_of
from charley.reading import Record


class Keepout(Record, frozen=True, kw_only=True):
    """One intake of a medicine and the distance magnesium keeps from it.

    Attributes:
        medicine: its name as written.
        field: where it stands in the profile.
        at: clock time of the intake, minutes after midnight.
        before_min: magnesium at least this long before it.
        after_min: magnesium at least this long after it.
    """

    medicine: str
    field: str
    at: int
    before_min: int
    after_min: int

    def forbids(self, minute: int) -> bool:
        """Whether magnesium may not be taken at this minute of the day."""
        since_medicine = (minute - self.at) % MINUTES_A_DAY
        until_medicine = (self.at - minute) % MINUTES_A_DAY
        return since_medicine < self.after_min or until_medicine < self.before_min

    @property
    def at_clock(self) -> str:
        """The clock time of the intake."""
        return clock_of(self.at)


class Span(NamedTuple):
    """Minutes since waking, both ends included."""

    first: int
    last: int


class WakingDay(NamedTuple):
    """The part of the clock in which doses may lie.

    Attributes:
        wake: minutes after midnight.
        length: minutes from waking to going to bed.
    """

    wake: int
    length: int

    @classmethod
    def between(cls, wake: str, bed: str) -> "WakingDay":
        """From clock times; a bedtime after midnight is understood."""
        return cls(minute_of(wake), (minute_of(bed) - minute_of(wake)) % MINUTES_A_DAY)

    def since_waking(self, minute: int) -> int:
        """A clock minute counted from waking; beyond :attr:`length` the person is asleep."""
        return (minute - self.wake) % MINUTES_A_DAY

    def clock(self, since_waking: int) -> str:
        """The clock time of a minute counted from waking."""
        return clock_of(self.wake + since_waking)


def free_spans(day: WakingDay, keepouts: Iterable[Keepout]) -> tuple[Span, ...]:
    """The stretches of the waking day in which magnesium may be taken, in order.

    Args:
        day: when the person is awake.
        keepouts: every intake of every medicine.
    """
    forbidden: list[Span] = []
    for keepout in keepouts:
        if keepout.before_min <= 0 and keepout.after_min <= 0:
            continue
        if keepout.before_min + keepout.after_min > MINUTES_A_DAY:
            return ()
        start = day.since_waking(keepout.at - max(0, keepout.before_min - 1))
        end = start + max(0, keepout.before_min - 1) + max(0, keepout.after_min - 1)
        forbidden.append(Span(start, end))
        forbidden.append(Span(start - MINUTES_A_DAY, end - MINUTES_A_DAY))
    free, begin = [], 0
    for span in sorted(forbidden):
        if span.first > begin:
            free.append(Span(begin, min(span.first - 1, day.length)))
        begin = max(begin, span.last + 1)
        if begin > day.length:
            return tuple(free)
    return (*free, Span(begin, day.length))


def blockers(day: WakingDay, keepouts: Sequence[Keepout]) -> tuple[str, ...]:
    """The medicines that leave no place in the day: those without one of which there would be one, else all that count.

    Args:
        day: when the person is awake.
        keepouts: a set that leaves no free span.
    """
    names = tuple(dict.fromkeys(keepout.medicine for keepout in keepouts))
    alone = tuple(name for name in names if free_spans(day, [k for k in keepouts if k.medicine != name]))
    if alone:
        return alone
    whole = free_spans(day, ())
    return tuple(name for name in names if free_spans(day, [k for k in keepouts if k.medicine == name]) != whole)
