"""One sleep as five programs would write it: each importer puts it into the same night, clocks changing or not."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from charley.dates import night_of
from charley.diary.records import Sleep
from support.imports import entries, read

ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]
#: Falling asleep between 19:00 and 04:00, for three and a half to twelve hours.
EVENINGS = st.builds(
    lambda day, minute: datetime(2020, 1, 1, 19) + timedelta(days=day, minutes=minute),
    st.integers(0, 3000),
    st.integers(0, 9 * 60),
)


def instants(wall: datetime, zone: str, minutes: int) -> tuple[datetime, datetime]:
    start = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return start, start + timedelta(minutes=minutes)


def write(folder: Path, kind: str, zone: str, start: datetime, end: datetime) -> Path:
    """The sleep as that program writes it."""
    path = folder / f"{kind}.{'json' if kind in ('withings', 'google_fit') else 'txt'}"
    rules = ZoneInfo(zone)
    local, ended = start.astimezone(rules), end.astimezone(rules)
    ms = int(start.timestamp() * 1000)
    if kind == "withings":
        series = {"startdate": ms // 1000, "enddate": int(end.timestamp()), "timezone": zone}
        path.write_text(json.dumps({"status": 0, "body": {"series": [series]}}))
    elif kind == "google_fit":
        point = {"dataTypeName": "com.google.activity.segment", "value": [{"intVal": 72}]}
        stamps = {"startTimeNanos": str(ms * 10**6), "endTimeNanos": str(int(end.timestamp()) * 10**9)}
        path.write_text(json.dumps({"point": [point | stamps]}))
    elif kind == "apple_health":
        shown = [t.strftime("%Y-%m-%d %H:%M:%S %z") for t in (local, ended)]
        record = 'type="HKCategoryTypeIdentifierSleepAnalysis" value="HKCategoryValueSleepAnalysisAsleepCore"'
        path.write_text(f'<HealthData><Record {record} startDate="{shown[0]}" endDate="{shown[1]}"/></HealthData>')
    elif kind == "sleep_as_android":
        shown = [f"{t.day}. {t.month}. {t.year} {t.hour}:{t.minute:02d}" for t in (local, ended)]
        hours = (end - start).total_seconds() / 3600
        path.write_text(
            f'Id,Tz,From,To,Sched,Hours,Rating,Comment\n"{ms}","{zone}","{shown[0]}","{shown[1]}","",{hours},"0.0",""\n'
        )
    else:
        header = "wake,sleep,bedtime,holes,type,dreams,aid,hindrances,tags,quality,notes"
        shown = [t.strftime("%Y-%m-%d %H:%M%z") for t in (local, ended)]
        path.write_text(f'{header}\n"{shown[1]}","{shown[0]}","{shown[0]}",,NIGHT_SLEEP,NONE,NONE,NONE,NONE,5,""\n')
    return path


@pytest.mark.parametrize("kind", ["withings", "google_fit", "apple_health", "sleep_as_android", "sleepmeter"])
@settings(max_examples=60, deadline=None)
@given(wall=EVENINGS, zone=st.sampled_from(ZONES), minutes=st.integers(210, 720))
@example(wall=datetime(2026, 10, 25, 2, 30), zone="Europe/Berlin", minutes=300)
@example(wall=datetime(2026, 10, 25, 1, 30), zone="Europe/Berlin", minutes=400)
@example(wall=datetime(2026, 3, 28, 23, 30), zone="Europe/Berlin", minutes=400)
@example(wall=datetime(2026, 11, 1, 1, 59), zone="America/New_York", minutes=300)
@example(wall=datetime(2026, 4, 5, 1, 45), zone="Australia/Lord_Howe", minutes=300)
def test_a_sleep_belongs_to_its_evening_whoever_wrote_it_down(tmp_path_factory, kind, wall, zone, minutes):
    start, end = instants(wall, zone, minutes)
    shown = start.astimezone(ZoneInfo(zone)).replace(tzinfo=None)

    [sleep] = entries(read(write(tmp_path_factory.getbasetemp(), kind, zone, start, end), kind=kind, zone=zone))

    assert isinstance(sleep, Sleep)
    assert sleep.night == night_of(shown)
    assert (sleep.start.wall, sleep.start.utc, sleep.end.utc) == (shown.replace(fold=0), start, end)
