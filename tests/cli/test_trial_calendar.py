"""``charley trial calendar``: a calendar of the periods that keeps a blind trial blind."""

import json
from datetime import date

import msgspec
import pytest
from icalendar import Calendar

from charley.cli.main import run
from support.trials import opened

START = date(2026, 12, 1)


@pytest.fixture
def blind(tmp_path):
    """A blind trial as a file."""
    path = tmp_path / "design.json"
    path.write_bytes(msgspec.json.encode(opened(protocol="magnesium-or-placebo", nonce="secret").design))
    return path


def test_every_period_and_the_day_of_the_answer_without_an_arm(blind, tmp_path, capsys):
    ics = tmp_path / "trial.ics"
    assert run(["trial", "calendar", str(blind), "--ics", str(ics), "--start", str(START), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["start"] == "2026-12-01"
    events = Calendar.from_ical(ics.read_bytes()).events
    assert [str(event["SUMMARY"]) for event in events][:3] == [
        "Trial: baseline, as usual",
        "Trial: period 1",
        "Trial: period 2",
    ]
    assert events[0]["DTSTART"].dt == START
    assert "magnesium" not in ics.read_text("utf-8")


def test_without_a_first_night_it_is_asked_for(blind, tmp_path, capsys):
    assert run(["trial", "calendar", str(blind), "--ics", str(tmp_path / "trial.ics")]) == 2
    assert "the design does not name its first night" in capsys.readouterr().err
    assert not (tmp_path / "trial.ics").exists()


def test_a_stopped_trial_takes_its_days_back(blind, tmp_path):
    first, later, over = tmp_path / "first.ics", tmp_path / "later.ics", tmp_path / "stopped.json"
    assert run(["trial", "calendar", str(blind), "--ics", str(first), "--start", str(START)]) == 0
    design = msgspec.json.decode(blind.read_bytes(), type=type(opened().design))
    stopped = design.amended("start", START, "begins").amended("stop", START, "enough")
    over.write_bytes(msgspec.json.encode(stopped))
    assert run(["trial", "calendar", str(over), "--ics", str(later), "--before", str(first)]) == 0
    assert {str(event["STATUS"]) for event in Calendar.from_ical(later.read_bytes()).events} == {"CANCELLED"}
