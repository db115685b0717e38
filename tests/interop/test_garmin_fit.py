"""Garmin's FIT: read whole or refused by name; the watch's own local stamp decides the night."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charley.errors import BadInput
from charley.interop.importer import Taken
from support import fit_files
from support.imports import entries, read, reasons

START = datetime(2026, 3, 14, 23, 30, tzinfo=UTC)


@pytest.fixture
def write(tmp_path):
    def _write(data: bytes):
        path = tmp_path / "file.fit"
        path.write_bytes(data)
        return path

    return _write


def test_a_session_is_an_activity_on_the_watchs_wall_clock(write):
    path = write(fit_files.activity(START, minutes=42.5, offset_min=-300))

    [run] = entries(read(path))

    assert (run.what, run.minutes, run.at.text()) == ("running", 42.5, "2026-03-14T18:30:00-05:00")
    assert run.night == date(2026, 3, 14)
    assert reasons(read(path)) == {"messages": "the diary keeps no second-by-second readings"}


def test_what_the_watch_showed_counts_more_than_the_zone_named(write):
    path = write(fit_files.activity(START, minutes=42.5, offset_min=-300))

    assert entries(read(path, zone="Asia/Tokyo")) == entries(read(path))


def test_without_a_local_stamp_the_zone_is_asked_for(write):
    path = write(fit_files.activity(START, minutes=42.5, offset_min=None))

    assert "Say which time zone" in next(iter(reasons(read(path)).values()))
    [run] = entries(read(path, zone="Europe/Berlin"))
    assert run.at.text() == "2026-03-15T00:30:00+01:00[Europe/Berlin]"


def test_running_totals_give_the_days_steps(write):
    midnight = datetime(2026, 3, 14, 5, tzinfo=UTC)
    totals = [(400, 100), (600, 900), (1100, 4200), (1439, 4600), (1440, 4601)]

    [steps] = entries(read(write(fit_files.monitoring(midnight, offset_min=-300, totals=totals))))

    assert (steps.day, steps.amount) == (date(2026, 3, 14), 4601)


def test_totals_written_as_cycles_of_two_steps_are_steps(write):
    midnight = datetime(2026, 3, 14, 5, tzinfo=UTC)
    totals = [(400, 100), (1100, 4200), (1440, 0)]

    [steps] = entries(read(write(fit_files.monitoring(midnight, offset_min=-300, totals=totals))))

    assert steps.amount == 4200


def test_a_clock_that_was_never_set_is_a_reason_and_no_day(write):
    uptime = datetime(1990, 7, 8, tzinfo=UTC)
    path = write(fit_files.activity(uptime, minutes=10, offset_min=None))

    items = read(path)

    assert entries(items) == []
    assert "clock was not set" in next(iter(reasons(items).values()))


def test_a_wrong_checksum_and_an_early_end_are_named(write):
    whole = fit_files.activity(START, minutes=42.5, offset_min=60)

    with pytest.raises(BadInput, match="checksum does not fit"):
        read(write(whole[:-1] + bytes([whole[-1] ^ 1])))
    with pytest.raises(BadInput, match="ends too early"):
        read(write(whole[:-3]))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_damage_gives_a_traceback_or_half_a_file(tmp_path_factory, data):
    whole = bytearray(fit_files.activity(START, minutes=42.5, offset_min=60))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("fit") / "bent.fit"
    path.write_bytes(bytes(whole[: data.draw(st.integers(1, len(whole)))]))

    try:
        items = read(path, kind="garmin_fit", zone="UTC")
    except BadInput:
        return
    untouched = entries(read_whole(path))
    assert [i.entry for i in items if isinstance(i, Taken)] == untouched


def read_whole(path):
    """What the undamaged file gives: a checksum of 16 bits lets nothing else through in these few tries."""
    path.write_bytes(fit_files.activity(START, minutes=42.5, offset_min=60))
    return read(path, kind="garmin_fit", zone="UTC")
