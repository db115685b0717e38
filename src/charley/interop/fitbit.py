"""Fitbit's JSON: sleep, activities and steps, as its web interface answers and as its archive keeps them.

Stamps are the person's wall clock without a zone.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from charley.diary.records import Activity
from charley.errors import BadInput
from charley.interop import steps
from charley.interop.importer import NO_WEIGHTS, Item, Progress, Skipped, entry
from charley.interop.opening import Head, json_document, number_of, refused
from charley.interop.slept import Slept, one_a_night
from charley.interop.stamps import NO_TIME, by_wall, whole_day
from charley.interop.tables import number_in

KIND = "fitbit"
#: Exercises of the archive have stamps such as 03/14/26 17:45:00.
NO_ZONE = "Fitbit's archive does not say whether the times of exercises are local, so their nights are not known"
_MARKS = ('"dateOfSleep"', '"activities-steps"', '"activityParentName"', '"totalSleepRecords"', '"minutesAsleep"')


def recognises(head: Head) -> bool:
    """Whether a file looks like Fitbit's."""
    text = head.text.lstrip("\ufeff \r\n\t")
    if not text.startswith(("{", "[")):
        return False
    logged = '"logId"' in text and ('"activityName"' in text or ('"weight"' in text and '"bmi"' in text))
    return logged or any(mark in text for mark in _MARKS)


def read(path: Path, *, zone: str | None = None, progress: Progress | None = None) -> Iterator[Item]:
    """Read a file of Fitbit's; see :class:`charley.interop.importer.Reader`."""
    document = json_document(path, progress)
    if isinstance(document, list):
        sleeps = [raw for raw in document if not _is_exercise(raw)]
        if len(sleeps) < len(document):
            yield Skipped("exercises", NO_ZONE, len(document) - len(sleeps))
        document = {"sleep": sleeps}
    if not isinstance(document, dict):
        raise refused("this is not one of the files that Fitbit writes")
    known = {"sleep": _sleeps, "activities": _activities, "activities-steps": _steps, "weight": _weights}
    if not known.keys() & document.keys():
        raise refused("this file of Fitbit's holds none of sleep, activities, steps and weight")
    for name, read_rows in known.items():
        if name in document:
            rows = document[name]
            if not isinstance(rows, list):
                raise refused(f"“{name}” should be a list")
            yield from read_rows(rows, zone)
    minutes = document.get("activities-steps-intraday")
    if isinstance(minutes, dict) and isinstance(minutes.get("dataset"), list) and minutes["dataset"]:
        yield Skipped("steps of each minute", "the diary keeps the steps of a whole day", len(minutes["dataset"]))


def _is_exercise(raw: object) -> bool:
    return isinstance(raw, dict) and "activityName" in raw


def _sleeps(rows: list[Any], zone: str | None) -> Iterator[Item]:
    sleeps: list[Slept] = []
    for number, raw in enumerate(rows, start=1):
        row = f"sleep {number}"
        try:
            found = _fields(raw, "logId", "startTime", "endTime")
            if found.get("isMainSleep", found.get("mainSleep")) is False:
                yield Skipped(row, "not the main sleep of its night, as Fitbit says")
                continue
            start = by_wall(_wall(found["startTime"]), zone)
            end = by_wall(_wall(found["endTime"]), zone)
            awake = number_of(found.get("minutesAwake"))
            note = f"awake for {awake:g} minutes" if awake else None
            sleeps.append(Slept(row, (found["logId"],), start, end, note=note))
        except BadInput as fault:
            yield Skipped(row, str(fault))
    yield from one_a_night(sleeps, kind=KIND)


def _activities(rows: list[Any], zone: str | None) -> Iterator[Item]:
    for number, raw in enumerate(rows, start=1):
        row = f"activity {number}"
        try:
            found = _fields(raw, "logId", "name", "startDate")
            day = _wall(found["startDate"])
            timed = bool(found.get("hasStartTime")) and isinstance(found.get("startTime"), str)
            at = by_wall(_wall(f"{found['startDate']}T{found['startTime']}"), zone) if timed else whole_day(day, zone)
            length = number_of(found.get("duration"))
            yield entry(
                row,
                Activity,
                kind=KIND,
                key=(found["logId"],),
                at=at,
                what=found["name"],
                minutes=None if length is None else length / 60_000,
                note=None if timed else NO_TIME,
            )
        except BadInput as fault:
            yield Skipped(row, str(fault))


def _steps(rows: list[Any], zone: str | None) -> Iterator[Item]:
    for number, raw in enumerate(rows, start=1):
        row = f"steps {number}"
        try:
            found = _fields(raw, "dateTime", "value")
            day: date = _wall(found["dateTime"]).date()
            count = number_in(str(found["value"]))
            if count is None:
                raise refused("has no number of steps")
            yield steps.of_day(row, day, count, kind=KIND, key=("steps", day), zone=zone)
        except BadInput as fault:
            yield Skipped(row, str(fault))


def _weights(rows: list[Any], zone: str | None) -> Iterator[Item]:  # noqa: ARG001 - one shape for all
    if rows:
        yield Skipped("weights", NO_WEIGHTS, len(rows))


def _fields(raw: object, *needed: str) -> Mapping[str, Any]:
    if not isinstance(raw, dict):
        raise refused("is not a group of named fields")
    missing = [name for name in needed if raw.get(name) is None]
    if missing:
        raise refused(f"lacks {', '.join(missing)}")
    return raw


def _wall(written: object) -> datetime:
    try:
        wall = datetime.fromisoformat(str(written))
    except ValueError:
        raise refused(f"“{str(written)[:40]}” is not a date and time") from None
    return wall.replace(tzinfo=None, microsecond=0)
