"""Garmin's FIT files: activities and days of steps. Read with fitdecode; a damaged file is refused as a whole.

FIT counts in UTC and says in a stamp or two what the watch showed; where it does not, the person's zone is needed. A
watch that was never set counts seconds since it was switched on: then the day is not known.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import fitdecode

from charley.dates import Moment
from charley.diary.records import Activity
from charley.errors import BadInput
from charley.interop import steps
from charley.interop.importer import NO_WEIGHTS, Item, Progress, Skipped, entry, not_kept
from charley.interop.opening import Head, refused
from charley.interop.stamps import by_instant, needed

KIND = "garmin_fit"
#: A day of one-second readings comes to a few MB.
MOST_BYTES = 100_000_000
#: FIT counts seconds from here.
EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
WALKED = frozenset({"walking", "running"})
#: FIT profile, message “monitoring”.
STEPS_A_CYCLE = 2
#: Messages without anything for a diary.
FRAME = frozenset({"file_id", "file_creator", "event", "lap", "activity", "device_info", "monitoring_info"})


def recognises(head: Head) -> bool:
    """Whether a file carries FIT's mark."""
    return head.data[8:12] == b".FIT"


def read(path: Path, *, zone: str | None = None, progress: Progress | None = None) -> Iterator[Item]:
    """Read a FIT file; see :class:`charley.interop.importer.Reader`."""
    if path.stat().st_size > MOST_BYTES:
        raise refused("this FIT file is larger than any that a watch writes")
    messages = _messages(path)
    if progress is not None:
        progress(path.stat().st_size, path.stat().st_size)
    offset = _offset(messages)
    serial = next((m.get("serial_number") for name, m in messages if name == "file_id"), None)
    days = _Days(serial)
    left_out: Counter[str] = Counter()
    for number, (name, fields) in enumerate(messages, start=1):
        try:
            if name == "session":
                yield _session(f"session (message {number})", fields, serial, offset, zone)
            elif name in ("monitoring", "monitoring_info"):
                days.add(fields, name, offset, zone)
            elif name == "weight_scale":
                left_out[NO_WEIGHTS] += 1
            elif name == "record":
                left_out["the diary keeps no second-by-second readings"] += 1
            elif name not in FRAME:
                left_out[not_kept(name)] += 1
        except BadInput as fault:
            yield Skipped(f"message {number}", str(fault))
    yield from days.items(zone)
    for reason, rows in left_out.items():
        yield Skipped("messages", reason, rows)


Message = tuple[str, dict[str, Any]]


def _messages(path: Path) -> list[Message]:
    """Every data message. The file's end is read before the first is used, for only there stands its checksum."""
    found: list[Message] = []
    try:
        with fitdecode.FitReader(
            str(path), check_crc=fitdecode.CrcCheck.RAISE, error_handling=fitdecode.ErrorHandling.RAISE
        ) as reader:
            for frame in reader:
                if isinstance(frame, fitdecode.FitDataMessage):
                    found.append((str(frame.name), {field.name: field.value for field in frame.fields}))
    except fitdecode.FitCRCError:
        raise refused("this FIT file is damaged: its checksum does not fit. Copy it from the watch again.") from None
    except fitdecode.FitEOFError:
        raise refused("this FIT file ends too early. Copy it from the watch again.") from None
    except Exception:  # what a decoder makes of damaged bytes is not foreseeable
        raise refused("this FIT file is damaged and cannot be read. Copy it from the watch again.") from None
    if not found:
        raise refused("this FIT file holds nothing")
    return found


def _offset(messages: list[Message]) -> int | None:
    """Minutes east of UTC, where the watch says both what it showed and what UTC was."""
    for name, fields in messages:
        utc, shown = fields.get("timestamp"), fields.get("local_timestamp")
        if name in ("activity", "monitoring_info") and isinstance(utc, datetime) and isinstance(shown, datetime):
            minutes = round((shown - utc).total_seconds() / 60)
            if -14 * 60 <= minutes <= 14 * 60:
                return minutes
    return None


def _moment(instant: datetime, offset: int | None, zone: str | None) -> Moment:
    """A moment by what the watch showed, else by the zone the person named."""
    if offset is None:
        return by_instant(instant, needed(zone, "This watch does not say in which time zone it was worn."))
    wall = (instant + timedelta(minutes=offset)).replace(tzinfo=None, microsecond=0)
    return Moment(wall=wall, offset_min=offset)


def _session(row: str, fields: dict[str, Any], serial: object, offset: int | None, zone: str | None) -> Item:
    start = fields.get("start_time")
    if not isinstance(start, datetime):
        return Skipped(row, "the watch's clock was not set, so the day is not known")
    seconds = fields.get("total_timer_time") or fields.get("total_elapsed_time")
    return entry(
        row,
        Activity,
        kind=KIND,
        key=(serial, start),
        at=_moment(start, offset, zone),
        what=str(fields.get("sport") or "exercise").replace("_", " "),
        minutes=round(float(seconds) / 60, 2) if isinstance(seconds, int | float) else None,
    )


class _Days:
    """Running totals of a day, by kind of movement; the last of each counts."""

    def __init__(self, serial: object) -> None:
        self._serial = serial
        self._now: datetime | None = None
        self._steps: dict[date, dict[str, float]] = {}
        self._rows: Counter[date] = Counter()
        self._undated = 0

    def add(self, fields: dict[str, Any], name: str, offset: int | None, zone: str | None) -> None:
        """Take one message into account."""
        stamp, short = fields.get("timestamp"), fields.get("timestamp_16")
        if isinstance(stamp, datetime):
            self._now = stamp
        elif isinstance(short, int) and self._now is not None:
            seconds = int((self._now - EPOCH).total_seconds())
            self._now += timedelta(seconds=(short - seconds) & 0xFFFF)
        if name == "monitoring_info":
            return
        if self._now is None:
            self._undated += 1
            return
        # The total of a day is written when it is over, on the stroke of midnight.
        day = (_moment(self._now, offset, zone).wall - timedelta(seconds=1)).date()
        self._rows[day] += 1
        moved, walked = fields.get("activity_type"), _steps(fields)
        if isinstance(moved, str) and moved in WALKED and walked is not None:
            found = self._steps.setdefault(day, {})
            found[moved] = max(found.get(moved, 0), walked)

    def items(self, zone: str | None) -> Iterator[Item]:
        """The steps of each day."""
        if self._undated:
            yield Skipped("messages", "the watch's clock was not set, so the day is not known", self._undated)
        for day, rows in sorted(self._rows.items()):
            walked = sum(self._steps.get(day, {}).values())
            key = ("steps", day, self._serial)
            yield steps.of_day(f"steps of {day}", day, walked, kind=KIND, key=key, zone=zone, rows=rows)


def _steps(fields: dict[str, Any]) -> float | None:
    """The running total: as steps, or as cycles of two steps each."""
    whole, cycles = fields.get("steps"), fields.get("cycles")
    if isinstance(whole, int | float):
        return whole
    return cycles * STEPS_A_CYCLE if isinstance(cycles, int | float) else None
