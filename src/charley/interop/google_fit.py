"""Google Fit: JSON points, of its interface or of Google Takeout, and Takeout's table of days.

Points count nanoseconds in UTC, so they can be read only with the zone the person lived in. The table of days also
holds places; they are not read.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from charley.dates import Moment
from charley.diary.journal import instant
from charley.diary.records import Activity
from charley.errors import BadInput
from charley.interop import steps
from charley.interop.importer import NO_WEIGHTS, Item, Progress, Skipped, entry, not_kept
from charley.interop.opening import Head, json_document, number_of, opened, refused
from charley.interop.slept import Slept, one_a_night
from charley.interop.stamps import by_epoch, needed
from charley.interop.tables import Row, each_row, lines, number_in, table

KIND = "google_fit"
ACTIVITY, STEPS, WEIGHTS = "com.google.activity.segment", "com.google.step_count.delta", "com.google.weight"
#: Sleep and its stages (72, 109 light, 110 deep, 111 REM) as Google numbers them; 112 is awake in bed.
ASLEEP = frozenset({72, 109, 110, 111})
AWAKE = 112
#: Not a bodily effort: in a vehicle, still, unknown, tilting, lift, escalator, meditation, breathing.
NO_EFFORT = frozenset({0, 3, 4, 5, 45, 117, 118, 122})
#: Google's numbers for activities (its reference page “activity types”, read November 2026).
ACTIVITIES = {
    1: "biking", 2: "on foot", 7: "walking", 8: "running", 9: "aerobics", 10: "badminton", 11: "baseball",
    12: "basketball", 13: "biathlon", 14: "handbiking", 15: "mountain biking", 16: "road biking", 17: "spinning",
    18: "stationary biking", 19: "utility biking", 20: "boxing", 21: "calisthenics", 22: "circuit training",
    23: "cricket", 24: "dancing", 25: "elliptical", 26: "fencing", 27: "American football", 28: "Australian football",
    29: "football", 30: "frisbee", 31: "gardening", 32: "golf", 33: "gymnastics", 34: "handball", 35: "hiking",
    36: "hockey", 37: "horseback riding", 38: "housework", 39: "jumping rope", 40: "kayaking",
    41: "kettlebell training", 42: "kickboxing", 44: "martial arts", 46: "mixed martial arts", 49: "pilates",
    51: "racquetball", 52: "rock climbing", 53: "rowing", 54: "rowing machine", 55: "rugby", 56: "jogging",
    57: "running on sand", 58: "running on a treadmill", 59: "sailing", 60: "scuba diving", 61: "skateboarding",
    62: "skating", 64: "inline skating", 65: "skiing", 66: "back-country skiing", 67: "cross-country skiing",
    68: "downhill skiing", 73: "snowboarding", 75: "snowshoeing", 76: "squash", 77: "stair climbing",
    78: "stair-climbing machine", 80: "strength training", 81: "surfing", 82: "swimming",
    85: "table tennis", 87: "tennis", 88: "treadmill", 89: "volleyball", 93: "fitness walking",
    94: "nordic walking", 95: "walking on a treadmill", 97: "weightlifting", 100: "yoga", 101: "zumba",
    103: "ergometer", 104: "ice skating", 108: "exercise", 113: "crossfit", 114: "interval training",
    115: "interval training",
}  # fmt: skip
#: Stages of one sleep lie closer together than this.
GAP = timedelta(hours=2)


def recognises(head: Head) -> bool:
    """Whether a file looks like Google Fit's."""
    text = head.text.lstrip("\ufeff \r\n\t")
    if text.startswith("{"):
        return '"com.google.' in text and any(mark in text for mark in ('"point"', '"dataSourceId"', '"Data Points"'))
    return {"Date", "Step count"} <= set(head.header)


def read(path: Path, *, zone: str | None = None, progress: Progress | None = None) -> Iterator[Item]:
    """Read a file of Google Fit's; see :class:`charley.interop.importer.Reader`."""
    with path.open("rb") as file:
        begins = file.read(64).lstrip(b"\xef\xbb\xbf \r\n\t")
    if not begins.startswith(b"{"):
        yield from _days(path, zone, progress)
        return
    document = json_document(path, progress)
    points = document.get("point", document.get("Data Points")) if isinstance(document, dict) else None
    if not isinstance(points, list):
        raise refused("this is not one of the files that Google Fit writes")
    yield from _points(points, needed(zone, "Google Fit counts time in UTC, so the days cannot be told from it."))


def _days(path: Path, zone: str | None, progress: Progress | None) -> Iterator[Item]:
    with opened(path, progress=progress) as stream:
        yield from each_row(table(lines(stream), columns=("Date", "Step count")), lambda row: [_day(row, zone)])


def _day(row: Row, zone: str | None) -> Item:
    try:
        day = date.fromisoformat(row.cells["Date"])
    except ValueError:
        raise refused(f"“{row.cells['Date'][:40]}” is not a date such as 2026-03-14") from None
    count = number_in(row.cells["Step count"])
    if count is None:
        raise refused("no steps were counted on that day")
    return steps.of_day(row.row, day, count, kind=KIND, key=("steps", day), zone=zone)


class _Point(NamedTuple):
    row: str
    start_s: float
    end_s: float
    type: str
    value: Any


class _Stage(NamedTuple):
    """A stretch of sleep."""

    row: str
    start: Moment
    end: Moment


def _points(raw: list[Any], zone: str) -> Iterator[Item]:
    walked: dict[date, list[int]] = defaultdict(list)
    asleep: list[_Stage] = []
    weights = 0
    for number, one in enumerate(raw, start=1):
        row = f"point {number}"
        try:
            point = _point(row, one)
            if point.type == STEPS:
                # A stretch over midnight counts for the day on which it ended.
                walked[by_epoch(point.end_s, zone).wall.date()].append(_whole(point))
            elif point.type == ACTIVITY and _whole(point) in ASLEEP:
                asleep.append(_Stage(row, by_epoch(point.start_s, zone), by_epoch(point.end_s, zone)))
            elif point.type == ACTIVITY:
                yield _activity(point, zone)
            elif point.type == WEIGHTS:
                weights += 1
            else:
                yield Skipped(row, not_kept(point.type))
        except BadInput as fault:
            yield Skipped(row, str(fault))
    if weights:
        yield Skipped("weights", NO_WEIGHTS, weights)
    for day, counts in sorted(walked.items()):
        yield steps.of_day(
            f"steps of {day}", day, sum(counts), kind=KIND, key=("steps", day), zone=zone, rows=len(counts)
        )
    yield from one_a_night(_joined(asleep), kind=KIND)


def _point(row: str, raw: object) -> _Point:
    try:
        if not isinstance(raw, dict):
            raise ValueError
        start, end = int(raw["startTimeNanos"]) / 1e9, int(raw["endTimeNanos"]) / 1e9
        value = raw["value"][0] if "value" in raw else raw["fitValue"][0]["value"]
        return _Point(row, start, end, str(raw["dataTypeName"]), value)
    except (KeyError, IndexError, TypeError, ValueError, OverflowError):
        raise refused("is not a point with a beginning, an end, a type and a value") from None


def _whole(point: _Point) -> int:
    value = number_of(point.value.get("intVal")) if isinstance(point.value, dict) else None
    if value is None or not value.is_integer():
        raise refused("its value is not a whole number")
    return int(value)


def _activity(point: _Point, zone: str) -> Item:
    number = _whole(point)
    if number in NO_EFFORT or number == AWAKE:
        return Skipped(point.row, "not a bodily effort")
    if number not in ACTIVITIES:
        return Skipped(point.row, f"Charley does not know Google's activity {number}")
    return entry(
        point.row,
        Activity,
        kind=KIND,
        key=(point.type, point.start_s, point.end_s, number),
        at=by_epoch(point.start_s, zone),
        what=ACTIVITIES[number],
        minutes=(point.end_s - point.start_s) / 60,
    )


def _joined(stages: list[_Stage]) -> Iterator[Slept]:
    """Stages that follow each other, as one sleep."""
    together: list[_Stage] = []
    for stage in sorted(stages, key=lambda s: instant(s.start)):
        if together and instant(stage.start) - max(instant(s.end) for s in together) > GAP:
            yield _sleep(together)
            together = []
        together.append(stage)
    if together:
        yield _sleep(together)


def _sleep(stages: list[_Stage]) -> Slept:
    start, end = stages[0].start, max((s.end for s in stages), key=instant)
    row = stages[0].row if len(stages) == 1 else f"{stages[0].row} and {len(stages) - 1} more"
    return Slept(row, (instant(start), instant(end)), start, end, rows=len(stages))
