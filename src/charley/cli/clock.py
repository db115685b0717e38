"""What the clock on this machine's wall shows."""

import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from charley.dates import Moment, machine_zone, moment_at


def now() -> Moment:
    """This moment, in the zone of ``CHARLEY_ZONE``, ``TZ`` or the system; in UTC where none is set."""
    zone = machine_zone(os.environ, Path("/etc/localtime")) or ZoneInfo("UTC")
    return moment_at(datetime.now(UTC), zone)
