"""``charley trial amend``: changes are recorded beside what was sealed, with date and reason."""

import json
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charley.cli.main import run
from charley.errors import BadInput
from charley.services.trial_changes import WHAT, amended
from charley.trials.design import read_design
from support.trials import sealed

DESIGN = sealed(period=7, pairs=2)
START = date(2026, 12, 1)
BEGUN = DESIGN.amended("start", START, "begins")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "design.json"
    path.write_bytes(msgspec.json.encode(DESIGN))
    return path


def amend(file, *words):
    return run(["trial", "amend", str(file), *words])


def test_amendments_stand_beside_the_sealed_part_which_stays_as_it_was(file, capsys):
    assert amend(file, "--what", "start", "--on", "2026-12-01", "--why", "begins") == 0
    pause = ("--what", "pause", "--on", "2026-12-20", "--until", "2027-01-03", "--why", "away")
    assert amend(file, *pause) == 0
    assert "2026-12-20  pause until 2027-01-03: away" in capsys.readouterr().out
    after = read_design(file.read_bytes())
    assert after.sealed == DESIGN.sealed
    assert after.fingerprint == DESIGN.fingerprint
    assert [(each.what, each.why) for each in after.amendments] == [("start", "begins"), ("pause", "away")]
    assert run(["trial", "show", str(file)]) == 0
    assert "away" in capsys.readouterr().out


def test_as_json_it_is_printed_and_the_file_stays(file, capsys):
    before = file.read_bytes()
    assert amend(file, "--what", "note", "--why", "slept elsewhere", "--on", "2026-12-05", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["amendments"][0]["why"] == "slept elsewhere"
    assert file.read_bytes() == before


def test_every_fault_is_named_at_once_and_nothing_is_written(file, capsys):
    before = file.read_bytes()
    assert amend(file, "--what", "stop", "--why", " ", "--on", "1066-10-14", "--until", "2026-01-01", "--json") == 2
    fields = json.loads(capsys.readouterr().out)["error"]["fields"]
    assert set(fields) == {"why", "on", "until"}
    assert amend(file, "--what", "redraw", "--why", "bad luck", "--json") == 2
    assert amend(file, "--what", "pause", "--why", "x" * 1001, "--json") == 2
    assert file.read_bytes() == before


def test_a_day_beyond_the_calendar_is_a_slip_of_the_pen(file, capsys):
    words = ("--on", "2026-12-05", "--until", "9999-12-31", "--why", "away", "--json")
    amend(file, "--what", "start", "--on", "2026-12-01", "--why", "begins")
    capsys.readouterr()
    assert amend(file, "--what", "pause", *words) == 2
    assert json.loads(capsys.readouterr().out)["error"]["fields"] == ["until"]
    with pytest.raises(BadInput):
        BEGUN.amended("pause", date(2026, 12, 5), "away", date(9999, 12, 31))
    with pytest.raises(BadInput):
        sealed(first_night=date(9999, 12, 31))


def test_a_design_changed_by_hand_takes_no_amendment(file, capsys):
    file.write_bytes(file.read_bytes().replace(b'"period_days":7', b'"period_days":8'))
    assert amend(file, "--what", "note", "--why", "x", "--json") == 2
    assert json.loads(capsys.readouterr().out)["error"]["fields"] == ["fingerprint"]


@pytest.mark.parametrize(
    ("design", "what", "on", "field"),
    [
        (BEGUN, "start", START, "what"),
        (BEGUN, "pause", date(2026, 11, 30), "on"),
        (BEGUN, "resume", date(2026, 12, 9), "what"),
        (BEGUN.amended("pause", date(2026, 12, 5), "flu"), "resume", date(2026, 12, 4), "what"),
        (DESIGN, "pause", START, "what"),
        (BEGUN.amended("pause", date(2026, 12, 5), "flu"), "pause", date(2026, 12, 7), "on"),
        (BEGUN.amended("stop", date(2026, 12, 5), "enough"), "resume", date(2026, 12, 7), "what"),
        (BEGUN.amended("stop", date(2026, 12, 5), "enough"), "stop", date(2026, 12, 7), "what"),
    ],
)
def test_what_makes_no_sense_beside_what_was_recorded_is_refused(design, what, on, field):
    with pytest.raises(BadInput) as caught:
        amended(design, what, on=on, why="because")
    assert field in caught.value.fields


def test_a_pause_tapped_by_mistake_can_be_taken_back_on_the_same_day():
    paused = amended(BEGUN, "pause", on=date(2026, 12, 5), why="by mistake")
    back = amended(paused, "resume", on=date(2026, 12, 5), why="it was a slip")
    assert back.pauses == ()
    assert [each.what for each in back.amendments] == ["start", "pause", "resume"]
    with pytest.raises(BadInput):
        amended(back, "resume", on=date(2026, 12, 5), why="once more")


@given(st.lists(st.tuples(st.sampled_from(WHAT), st.dates(START, date(2027, 6, 1))), max_size=8))
def test_no_amendment_ever_changes_the_order(changes):
    design = DESIGN
    for what, on in changes:
        try:
            design = amended(design, what, on=on, why="because")
        except BadInput:
            continue
    again = read_design(msgspec.json.encode(design))
    assert again.sequence == DESIGN.sequence
    assert again.sealed == DESIGN.sealed
    assert len(again.amendments) == len(design.amendments)
