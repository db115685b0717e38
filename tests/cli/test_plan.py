"""``charley plan`` and ``charley check`` as a person or a script meets them."""

import json
import os

import jsonschema
import pytest

from charley.cli.main import run
from charley.services import planning
from support.people import HEALTHY, someone


@pytest.fixture
def profile(tmp_path):
    """Writes a profile and gives its path."""

    def write(**changes):
        path = tmp_path / "profile.json"
        path.write_text(json.dumps(someone(**changes)), "utf-8")
        return str(path)

    return write


def printed(capsys):
    return capsys.readouterr().out


def test_json_is_one_document_that_fits_the_published_schema(profile, capsys):
    assert run(["plan", profile(), "--json"]) == 0
    document = json.loads(printed(capsys))
    jsonschema.validate(document, planning.plan_schema())
    assert document["status"] == "ok"
    assert document["steps"][0]["doses"][0].keys() >= {"time", "elemental_mg", "form", "with_food"}


@pytest.mark.parametrize(
    "changes", [{}, {"egfr_ml_min": 20}, {"age_years": None}, {"symptoms": ["chest pain"]}, {"setting": None}]
)
def test_every_plan_fits_the_schema_and_every_profile_too(profile, capsys, changes):
    jsonschema.validate(someone(**changes), planning.profile_schema())
    run(["plan", profile(**changes), "--json"])
    jsonschema.validate(json.loads(printed(capsys)), planning.plan_schema())


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({}, "ok", 0),
        ({"medicines": [{"name": "furosemide", "times": ["08:00"]}]}, "clinician_first", 1),
        ({"egfr_ml_min": 20}, "refuse", 1),
        ({"symptoms": ["my left calf is swollen and hot"]}, "urgent", 1),
        ({"symptoms": ["chest pain"]}, "emergency", 1),
    ],
)
def test_the_exit_status_says_whether_a_plan_may_start(profile, capsys, changes, status, code):
    assert run(["plan", profile(**changes), "--json"]) == code
    assert json.loads(printed(capsys))["status"] == status


def test_check_is_the_same_document_without_steps(profile, capsys):
    path = profile()
    assert run(["check", path, "--json"]) == 0
    checked = json.loads(printed(capsys))
    run(["plan", path, "--json"])
    planned = json.loads(printed(capsys))
    assert checked["steps"] == []
    assert planned["steps"]
    assert checked["findings"] == planned["findings"]


def test_people_read_findings_first_in_lines_of_eighty(profile, capsys):
    run(["plan", profile(egfr_ml_min=20)])
    text = printed(capsys)
    assert text.startswith("Please take no magnesium supplement.")
    assert max(map(len, text.splitlines())) <= 80
    assert "your doctor or clinic" in text


def test_a_plan_for_people_shows_doses_day_and_stop_signs(profile, capsys):
    run(["plan", profile()])
    text = printed(capsys)
    assert max(map(len, text.splitlines())) <= 80
    assert text.index("Step 0: Food comes first") < text.index("From day 1")
    for words in ("21:30  200 mg glycinate", "A day on one page", "Stop signs", "information, not medical advice"):
        assert words in text


def test_what_is_taken_already_is_spoken_of_and_has_its_stop_signs(profile, capsys):
    oxide = [{"name": "magnesium oxide", "elemental_mg": 100, "times": ["21:00"]}]
    run(["plan", profile(supplements=oxide, diet_magnesium_mg=400)])
    text = " ".join(printed(capsys).split())
    assert "Your plan" not in text
    assert "If you take it, take it with a meal and start low." in text
    assert "Stop signs: • Loose stools" in text


def test_in_an_emergency_nothing_stands_before_the_action(profile, capsys):
    run(["plan", profile(symptoms=["chest pain"], egfr_ml_min=20)])
    text = printed(capsys)
    assert text.startswith("Call the emergency number now")
    assert "Kidney" not in text
    assert "dummy pill" not in text


@pytest.mark.parametrize(
    ("content", "fields"),
    [
        (b"", [""]),
        (b"\xff\xfe\x00\x01", [""]),
        (b"[1, 2]", [""]),
        (b'{"age_years": 40', [""]),
        (b'{"age_years": NaN, "pregnant": 3}', ["age_years", "pregnant"]),
        (b'{"age_years": 40, "age_years": 41}', ["age_years"]),
        (
            b'{"age_years": "x", "medicines": [{"name": "y", "times": ["25:61"]}]}',
            ["age_years", "medicines[0].times[0]"],
        ),
        (b'{"weight": 70}', ["weight"]),
    ],
)
def test_bad_input_names_every_field_and_never_a_traceback(tmp_path, capsys, content, fields):
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    assert run(["plan", str(path), "--json"]) == 2
    assert json.loads(printed(capsys))["error"]["fields"] == fields
    assert run(["plan", str(path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err


def test_a_missing_file_is_said(tmp_path, capsys):
    assert run(["plan", str(tmp_path / "none.json"), "--json"]) == 2
    assert "no such file" in json.loads(printed(capsys))["error"]["message"]


def test_a_dash_reads_standard_input(monkeypatch, capsys):
    class Typed:
        class buffer:  # noqa: N801 - named as sys.stdin's own
            @staticmethod
            def read(size=-1):
                return json.dumps(HEALTHY).encode()

    monkeypatch.setattr("sys.stdin", Typed)
    assert run(["plan", "-", "--json"]) == 0
    assert json.loads(printed(capsys))["status"] == "ok"


def test_the_calendar_is_written_whole_or_not_at_all(profile, tmp_path, capsys):
    ics = tmp_path / "plan.ics"
    assert run(["plan", profile(), "--ics", str(ics), "--json"]) == 0
    assert ics.read_bytes().startswith(b"BEGIN:VCALENDAR")
    json.loads(printed(capsys))
    assert run(["plan", profile(), "--ics", str(tmp_path / "no" / "plan.ics")]) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan.ics", "profile.json"]


def test_without_doses_no_calendar_is_written_and_that_is_said(profile, tmp_path, capsys):
    ics = tmp_path / "plan.ics"
    run(["plan", profile(egfr_ml_min=20), "--ics", str(ics)])
    assert not ics.exists()
    assert "No calendar was written" in capsys.readouterr().err


def test_a_calendar_written_over_an_older_one_cancels_what_the_plan_no_longer_holds(profile, tmp_path):
    ics = tmp_path / "plan.ics"
    run(["plan", profile(), "--ics", str(ics)])
    assert b"STATUS:CANCELLED" not in ics.read_bytes()
    run(["plan", profile(egfr_ml_min=20), "--ics", str(ics)])
    assert ics.read_bytes().count(b"STATUS:CANCELLED") == ics.read_bytes().count(b"BEGIN:VEVENT") > 0


def test_a_pipe_takes_the_calendar_and_stays_a_pipe(profile, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    assert run(["plan", profile(), "--ics", str(pipe)]) == 0
    assert os.read(reader, 100).startswith(b"BEGIN:VCALENDAR")
    os.close(reader)
    assert pipe.is_fifo()


def test_a_file_that_is_no_calendar_is_not_written_over(profile, tmp_path):
    other = tmp_path / "letter.txt"
    other.write_text("Dear doctor")
    assert run(["plan", profile(), "--ics", str(other)]) == 2
    assert other.read_text() == "Dear doctor"


def test_the_sentences_speak_the_language_asked_for_and_the_codes_stay(profile, capsys, monkeypatch):
    file = profile(age_years=71, medicines=[{"name": "Euthyrox", "times": ["07:00"]}])
    run(["check", file, "--json"])
    english = json.loads(printed(capsys))
    monkeypatch.setenv("CHARLEY_LANGUAGE", "es")
    run(["check", file, "--json"])
    spanish = json.loads(printed(capsys))
    codes = ("topic", "severity", "about", "sources", "status", "asks_for", "refers_to")
    assert [[f[c] for c in codes] for f in spanish["findings"]] == [[f[c] for c in codes] for f in english["findings"]]
    pairs = list(zip(english["findings"], spanish["findings"], strict=True))
    assert pairs
    assert all(one["message"] != other["message"] for one, other in pairs)
    assert spanish["status"] == english["status"]


def test_the_machines_own_language_changes_nothing(profile, capsys, monkeypatch):
    run(["check", profile(), "--json"])
    before = json.loads(printed(capsys))["findings"]
    for name in ("LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.setenv(name, "es_ES.UTF-8")
    run(["check", profile(), "--json"])
    assert json.loads(printed(capsys))["findings"] == before
