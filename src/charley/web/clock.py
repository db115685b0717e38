"""The person's own clock: which zone they are in and what their wall clock shows now.

The page's small script sends the browser's zone as a cookie; a form may carry it too. Without either, the zone of the
machine that serves the page is taken.
"""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from charley.dates import Moment, machine_zone, moment_at, zone_named

ZONE_COOKIE = "charley_zone"

#: Between these hours pages are dark whatever the device says, unless the person chose otherwise.
DARK_FROM, DARK_UNTIL = 20, 7

#: Until this hour "the night" on the start page is the one that began the day before; the page's script knows it too.
EVENING = 19


def zone_of(request: HttpRequest) -> ZoneInfo:
    """The zone the person's browser named, or else the machine's own; UTC where neither names one."""
    named = zone_named(request.COOKIES.get(ZONE_COOKIE, "").replace("%2F", "/"))
    return named or machine_zone(os.environ, Path("/etc/localtime")) or ZoneInfo("UTC")


def world_clock() -> datetime:
    """The time as the world has it. A clock with other hands may be put in its place, under this name."""
    return datetime.now(UTC)


def present() -> datetime:
    """The one place where the app asks the world for the time."""
    return world_clock()


def now(request: HttpRequest) -> Moment:
    """This moment, as the person's wall clock shows it, to the second."""
    return moment_at(present(), zone_of(request))


def local_time(request: HttpRequest) -> datetime:
    """This moment with the person's own offset from UTC, to the second."""
    return present().astimezone(zone_of(request)).replace(microsecond=0)


def is_dark_hour(moment: Moment) -> bool:
    """Whether it is late evening or night by the person's clock."""
    return moment.wall.hour >= DARK_FROM or moment.wall.hour < DARK_UNTIL


def night_asked_about(moment: Moment) -> date:
    """The night the start page speaks of: until the evening the one before this day, then the one that begins."""
    today = moment.wall.date()
    return today - timedelta(days=1) if moment.wall.hour < EVENING else today
