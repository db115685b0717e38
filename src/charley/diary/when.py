"""The time words of a typed line: clock times, dates, and the words people have for nights.

At midday "3am" is this morning's, and so belongs to the night that has just ended.
"""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from charley.dates import Moment, night_of
from charley.diary.words import Words
from charley.errors import BadInput, Problem

#: A clock that runs a little ahead is not the future.
SLACK = timedelta(minutes=5)
#: Until this hour after midnight "last night" may mean the night that is running or the one before.
EARLY = 4


class When(NamedTuple):
    """What a line says of time: a night, a moment, both or nothing."""

    night: date | None
    moment: Moment | None


def unclear(message: str) -> BadInput:
    """The line cannot be taken, with the reason."""
    return BadInput([Problem("line", message)])


class _Clock(NamedTuple):
    """A clock time, and the distance from UTC that was written behind it (02:30+01:00) to say which of two it is."""

    time: time
    offset_min: int | None = None


def when(words: Words, now: Moment) -> When:
    """Take the time words out of a line.

    Raises:
        BadInput: for a time that does not exist, that is still to come, or that could mean two.
    """
    clock = _clock(words)
    named = words.take(r"(\d{4}-\d\d-\d\d)")
    if named:
        return _on_day(_date(named[1]), clock, now)
    if words.take("last night"):
        return _in_night(_last_night(now), clock, now)
    if words.take("tonight"):
        return _in_night(now.night, clock, now)
    if words.take("yesterday"):
        return _on_day(now.wall.date() - timedelta(days=1), clock, now)
    if words.take("this morning|today"):
        return _on_day(now.wall.date(), clock, now)
    if clock is None:
        return When(None, None)
    wall = datetime.combine(now.wall.date(), clock.time)
    return When(None, _moment(wall if wall <= now.wall + SLACK else wall - timedelta(days=1), clock, now))


def _clock(words: Words) -> _Clock | None:
    found = words.take(r"(?:at )?(1[0-2]|0?[1-9])(?:[:.]([0-5]\d))? ?(am|pm|a\.m|p\.m)")
    if found:
        return _Clock(time(int(found[1]) % 12 + (12 if found[3].startswith("p") else 0), int(found[2] or 0)))
    if words.take("(?:at )?midnight"):
        return _Clock(time(0))
    found = words.take(r"(?:at )?(\d{1,2}):(\d\d)(?:([+-])(\d\d):(\d\d))?")
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2])
    if hour > 23 or minute > 59:
        raise unclear(f"there is no such time as {found[1]}:{found[2]}")
    if found[3] is None:
        return _Clock(time(hour, minute))
    east = int(found[4]) * 60 + int(found[5])
    return _Clock(time(hour, minute), -east if found[3] == "-" else east)


def _date(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise unclear(f"there is no such date as {written}") from None


def _on_day(day: date, clock: _Clock | None, now: Moment) -> When:
    return When(day, None) if clock is None else When(None, _moment(datetime.combine(day, clock.time), clock, now))


def _last_night(now: Moment) -> date:
    if now.wall.hour < EARLY:
        raise unclear("at this hour “last night” can mean two nights; write the date, such as 2026-03-14")
    return now.night if now.wall.hour < 12 else now.night - timedelta(days=1)


def _in_night(night: date, clock: _Clock | None, now: Moment) -> When:
    if clock is None:
        return When(night, None)
    wall = datetime.combine(night, clock.time)
    return When(night, _moment(wall if night_of(wall) == night else wall + timedelta(days=1), clock, now))


def _moment(wall: datetime, clock: _Clock, now: Moment) -> Moment:
    if wall > now.wall + SLACK:
        raise unclear(f"{wall:%Y-%m-%d %H:%M} has not come yet")
    if now.zone is None:
        return Moment(wall=wall, offset_min=now.offset_min if clock.offset_min is None else clock.offset_min)
    return Moment.local(wall, now.zone, offset_min=clock.offset_min, at="line")
