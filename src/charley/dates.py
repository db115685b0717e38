"""Nights, clock times and moments.

A night runs from noon to noon, is named by the date it begins, and so holds 23:50 and the 03:10 after it. A moment is
what the clock on the wall showed, with its offset from UTC where that is known: the wall decides the night, also when
clocks change.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec

from charley.errors import BadInput, Problem
from charley.language import said
from charley.reading import Record

NOON = timedelta(hours=12)
MINUTES_A_DAY = 1440

#: From noon until this hour "the night" is still the one that has just ended; then it is the one that begins.
EVENING = 19

#: A local clock time, "HH:MM".
ClockTime = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$",
        extra={"say": "should be a clock time from 00:00 to 23:59, such as 07:30"},
        description="local clock time, HH:MM",
    ),
]


def minute_of(clock: str) -> int:
    """Minutes after midnight of a clock time: ``"07:30"`` is 450."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def clock_of(minute: int) -> str:
    """The clock time of a minute, counted round the day: 1470 is ``"00:30"``."""
    hours, minutes = divmod(minute % MINUTES_A_DAY, 60)
    return f"{hours:02d}:{minutes:02d}"


def night_of(wall: datetime) -> date:
    """The night a wall-clock moment belongs to: 03:10 on the 14th is the night of the 13th."""
    return (wall.replace(tzinfo=None) - NOON).date()


def night_spoken_of(wall: datetime) -> date:
    """The night people mean when they say how the night was: until the evening the one that has just ended."""
    night = night_of(wall)
    return night - timedelta(days=1) if 12 <= wall.hour < EVENING else night


def nights(first: date, last: date) -> Iterator[date]:
    """Every night from ``first`` to ``last``, both included."""
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


class Moment(Record, frozen=True, kw_only=True, order=True):
    """What the wall clock showed, and how far it was from UTC.

    Attributes:
        wall: the local date and time, without zone, to the second.
        offset_min: minutes east of UTC; None where it is not known (an imported diary without zone).
        zone: the zone's name, such as ``Europe/Berlin``; None where it is not known.
    """

    wall: datetime
    offset_min: Annotated[int, msgspec.Meta(ge=-14 * 60, le=14 * 60)] | None = None
    zone: str | None = None

    def faults(self) -> Iterator[Problem]:
        if self.wall.tzinfo is not None:
            yield Problem("wall", "should be a local time without a zone")
        if not 1900 <= self.wall.year <= 2200:
            yield Problem("wall", "should lie between the years 1900 and 2200")
        if self.zone is not None and zone_named(self.zone) is None:
            yield Problem("zone", said("is not a known time zone (“{zone}”)", zone=self.zone))

    @property
    def night(self) -> date:
        """The night it belongs to."""
        return night_of(self.wall)

    @property
    def utc(self) -> datetime | None:
        """The same instant in UTC, where the offset is known."""
        if self.offset_min is None:
            return None
        return (self.wall - timedelta(minutes=self.offset_min)).replace(tzinfo=UTC)

    def text(self) -> str:
        """As in RFC 9557: ``2026-03-14T03:10:00+01:00[Europe/Berlin]``; without what is not known."""
        written = self.wall.isoformat(timespec="seconds")
        if self.offset_min is not None:
            hours, minutes = divmod(abs(self.offset_min), 60)
            written += f"{'-' if self.offset_min < 0 else '+'}{hours:02d}:{minutes:02d}"
        return written + (f"[{self.zone}]" if self.zone else "")

    @classmethod
    def parse(cls, text: str, at: str = "") -> "Moment":
        """Read what :meth:`text` writes; seconds, offset (or Z) and zone may be missing.

        Raises:
            BadInput: for a date that does not exist, a time that the zone skipped, or an offset the zone never had.
        """
        match = _MOMENT.match(text.strip())
        if match is None:
            message = said("should be a date and time such as 2026-03-14T03:10 or 2026-03-14T03:10:00+01:00")
            raise BadInput([Problem(at, message)])
        try:
            wall = datetime.combine(date.fromisoformat(match["date"]), time.fromisoformat(match["time"]))
        except ValueError:
            raise BadInput([Problem(at, said("this date or time does not exist (“{text}”)", text=text))]) from None
        offset = _offset_min(match["offset"])
        zone = match["zone"]
        if zone is None:
            return cls(wall=wall, offset_min=offset)
        return cls.local(wall, zone, offset_min=offset, at=at)

    @classmethod
    def local(cls, wall: datetime, zone: str, *, offset_min: int | None = None, at: str = "") -> "Moment":
        """The moment when clocks in ``zone`` showed ``wall``.

        Args:
            wall: local time without zone.
            zone: the zone's name.
            offset_min: needed only for the hour that happens twice when clocks go back; it says which one.
            at: the field's name, for errors.

        Raises:
            BadInput: for an unknown zone, a time that was skipped when clocks went forward, the repeated hour without
                an offset, or an offset that the zone did not have then.
        """
        rules = zone_named(zone)
        if rules is None:
            raise BadInput([Problem(at, said("is not a known time zone (“{zone}”)", zone=zone))])
        offers = possible_offsets(wall, rules)
        shown = wall.strftime("%Y-%m-%d %H:%M")
        if not offers:
            message = said("{time} did not exist in {zone}: clocks went forward over it", time=shown, zone=zone)
            raise BadInput([Problem(at, message)])
        if offset_min is None:
            if len(offers) > 1:
                either = said(" or ").join(f"{o // 60:+03d}:{o % 60:02d}" for o in offers)
                message = said(
                    "{time} happened twice in {zone} as clocks went back: add the offset ({either})",
                    time=shown,
                    zone=zone,
                    either=either,
                )
                raise BadInput([Problem(at, message)])
            offset_min = offers[0]
        elif offset_min not in offers:
            raise BadInput(
                [Problem(at, said("{zone} was not at that distance from UTC on {time}", zone=zone, time=shown))]
            )
        return cls(wall=wall, offset_min=offset_min, zone=zone)


_MOMENT = re.compile(
    r"^(?P<date>\d{4}-\d\d-\d\d)[T ](?P<time>\d\d:\d\d(?::\d\d)?)(?:\.\d+)?"
    r"(?P<offset>Z|[+-]\d\d:?\d\d)?(?:\[(?P<zone>[A-Za-z0-9_+\-/]+)\])?$"
)


def _offset_min(written: str | None) -> int | None:
    if written is None:
        return None
    if written == "Z":
        return 0
    digits = written[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return -minutes if written[0] == "-" else minutes


@lru_cache(maxsize=64)
def zone_named(name: str) -> ZoneInfo | None:
    """The zone, or None where the name is not known."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def machine_zone(environ: Mapping[str, str], localtime: Path) -> ZoneInfo | None:
    """The zone a machine is set to; None where its setting names none.

    Args:
        environ: the environment; ``CHARLEY_ZONE`` goes before ``TZ``.
        localtime: the system's own setting, a link into the zone files.
    """
    linked = str(localtime.resolve()).partition("zoneinfo/")[2] if localtime.is_symlink() else ""
    written = (environ.get("CHARLEY_ZONE", ""), environ.get("TZ", "").removeprefix(":"), linked)
    return next((zone for name in written if name and (zone := zone_named(name)) is not None), None)


def moment_at(now: datetime, zone: ZoneInfo) -> Moment:
    """What the clocks of ``zone`` show at the instant ``now``, which knows its own zone; to the second."""
    there = now.astimezone(zone).replace(microsecond=0)
    offset = there.utcoffset() or timedelta()
    wall = there.replace(tzinfo=None, fold=0)
    return Moment(wall=wall, offset_min=round(offset.total_seconds() / 60), zone=zone.key)


def possible_offsets(wall: datetime, zone: ZoneInfo) -> list[int]:
    """The offsets (minutes east of UTC) at which the zone's clocks showed ``wall``: none, one or two of them."""
    offers = []
    for fold in (0, 1):
        aware = wall.replace(tzinfo=zone, fold=fold)
        back = aware.astimezone(UTC).astimezone(zone)
        offset = aware.utcoffset()
        if back.replace(tzinfo=None) == wall.replace(fold=0) and offset is not None:
            minutes = round(offset.total_seconds() / 60)
            if minutes not in offers:
                offers.append(minutes)
    return offers
