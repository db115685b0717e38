"""When it happened: the stamps of foreign files as moments on the wall clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from charley.dates import Moment, possible_offsets, zone_named
from charley.errors import BadInput, Problem

#: A figure for a whole day stands at noon: then its day and its night carry the same date.
NOON = 12
#: Kept with an entry whose file gave the day alone.
NO_TIME = "time of day not known"


def by_wall(wall: datetime, zone: str | None, *, at: str = "") -> Moment:
    """What the wall clock showed, in the person's zone where one is named.

    Raises:
        BadInput: for a time that clocks skipped in that zone.
    """
    if zone is None:
        return Moment(wall=wall)
    rules = known_zone(zone)
    if len(possible_offsets(wall, rules)) > 1:
        return Moment(wall=wall)  # the hour that came twice: which one it was is not known, the night is
    return Moment.local(wall, zone, at=at)


def by_instant(instant: datetime, zone: str) -> Moment:
    """What clocks in ``zone`` showed at an instant.

    Args:
        instant: aware of its distance from UTC.
        zone: the zone's name.

    Raises:
        BadInput: for an unknown zone or an instant beyond the calendar.
    """
    try:
        local = instant.astimezone(known_zone(zone))
    except OverflowError:
        raise BadInput([Problem("", f"{instant} lies beyond the calendar")]) from None
    offset = local.utcoffset() or timedelta(0)
    wall = local.replace(tzinfo=None, microsecond=0, fold=0)
    return Moment(wall=wall, offset_min=round(offset.total_seconds() / 60), zone=zone)


def by_epoch(seconds: float, zone: str) -> Moment:
    """What clocks in ``zone`` showed so many seconds after the beginning of 1970 in UTC.

    Raises:
        BadInput: for an unknown zone or a number beyond the calendar.
    """
    try:
        return by_instant(datetime.fromtimestamp(seconds, UTC), zone)
    except (OverflowError, ValueError, OSError):
        raise BadInput([Problem("", f"{seconds:g} seconds after 1970 lies beyond the calendar")]) from None


def with_offset(text: str) -> Moment:
    """A stamp that carries its distance from UTC, such as ``2014-09-13 10:27:54 +0100``.

    Raises:
        BadInput: where it has another form.
    """
    try:
        read = datetime.fromisoformat(text.strip().replace(" +", "+").replace(" -", "-"))
    except ValueError:
        raise BadInput([Problem("", f"“{text[:40]}” is not a date and time that can be read")]) from None
    offset = read.utcoffset()
    if offset is None:
        raise BadInput([Problem("", f"“{text[:40]}” does not say how far it is from UTC")])
    return Moment(wall=read.replace(tzinfo=None, microsecond=0), offset_min=round(offset.total_seconds() / 60))


def whole_day(day: date, zone: str | None) -> Moment:
    """The moment a figure of a whole day stands at."""
    return by_wall(datetime(day.year, day.month, day.day, NOON), zone)  # noqa: DTZ001 - the wall, on purpose


def known_zone(zone: str) -> ZoneInfo:
    """The zone of that name.

    Raises:
        BadInput: where there is none.
    """
    rules = zone_named(zone)
    if rules is None:
        raise BadInput([Problem("zone", f"is not a known time zone (“{zone[:60]}”)")])
    return rules


def needed(zone: str | None, why: str) -> str:
    """The zone, where a file cannot be read without one.

    Raises:
        BadInput: where none was named.
    """
    if zone is None:
        message = f"{why} Say which time zone you lived in, such as --zone Europe/Berlin."
        raise BadInput([Problem("zone", message)])
    known_zone(zone)
    return zone
