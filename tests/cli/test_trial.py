"""``charley trial`` as a person or a script meets it."""

import importlib
import json
import os
import signal
import subprocess
import sys

import jsonschema
import msgspec
import pytest

from charley.cli.main import run
from charley.cli.trial import MORE
from charley.interop.nights_csv import write_nights
from charley.services import trials
from support.people import someone
from support.serving import clean_environment
from support.trials import kept, sealed


@pytest.fixture
def profile(tmp_path):
    """Writes a profile and gives its path."""

    def write(**changes):
        path = tmp_path / "profile.json"
        path.write_text(json.dumps(someone(**changes)), "utf-8")
        return str(path)

    return write


def design_words(profile, *more):
    return ["trial", "design", "--profile", profile, "--baseline", "14", "--period", "14", "--pairs", "4",
            "--seed", "7", *more]  # fmt: skip


def test_a_design_fits_the_schema_and_is_the_same_each_time(profile, capsys):
    assert run(design_words(profile(), "--json")) == 0
    first = capsys.readouterr()
    document = json.loads(first.out)
    jsonschema.validate(document, trials.design_schema())
    assert len(document["sequence"]) == 8
    assert first.err == ""
    run(design_words(profile(), "--json"))
    assert capsys.readouterr().out == first.out


def test_every_reader_gets_the_same_bytes(profile, capsys, tmp_path):
    run(design_words(profile(), "--json"))
    written = capsys.readouterr().out
    (tmp_path / "design.json").write_text(written, "utf-8")
    assert run(["trial", "show", str(tmp_path / "design.json"), "--json"]) == 0
    assert capsys.readouterr().out == written


def test_without_clearance_status_one_and_the_reason(profile, capsys):
    assert run(design_words(profile(egfr_ml_min=20), "--json")) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["design"] is None
    assert document["status"] != "ok"
    assert document["reason"]
    assert run(design_words(profile(egfr_ml_min=20))) == 1
    assert "No trial can be opened now" in capsys.readouterr().out


def test_faulty_lengths_are_all_named(profile, capsys):
    words = ["trial", "design", "--profile", profile(), "--baseline", "3", "--period", "90", "--pairs", "0", "--json"]
    assert run(words) == 2
    assert json.loads(capsys.readouterr().out)["error"]["fields"] == ["baseline", "period", "pairs"]


@pytest.mark.parametrize(
    ("more", "field"),
    [(["--protocol", "homeopathy"], "protocol"), (["--worthwhile", "1.5"], "worthwhile")],
)
def test_other_faults_are_named_too(profile, capsys, more, field):
    assert run(design_words(profile(), *more, "--json")) == 2
    assert json.loads(capsys.readouterr().out)["error"]["fields"] == [field]


def test_people_see_the_order_and_what_is_taken(profile, capsys):
    assert run(design_words(profile())) == 0
    said = capsys.readouterr().out
    assert "Nights 15 to 28" in said
    assert "magnesium" in said
    assert "Sealed: " in said


def test_a_tampered_design_is_refused(profile, capsys, tmp_path):
    run(design_words(profile(), "--json"))
    changed = capsys.readouterr().out.replace('"seed": 7', '"seed": 8')
    (tmp_path / "design.json").write_text(changed, "utf-8")
    assert run(["trial", "show", str(tmp_path / "design.json"), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["fields"] == ["fingerprint"]


def test_a_blind_design_hides_its_order_in_a_key_of_its_own(profile, capsys, tmp_path):
    key = tmp_path / "key.json"
    words = design_words(profile(), "--protocol", "magnesium-or-placebo", "--blind", str(key), "--json")
    assert run(words) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["sequence"] is None
    assert json.loads(key.read_text())["sequence"]
    assert key.stat().st_mode & 0o077 == 0
    assert run(words) == 2  # never over another key


def test_what_cannot_be_hidden_cannot_be_blind(profile, capsys, tmp_path):
    words = design_words(profile(), "--protocol", "stretching-or-nothing", "--blind", str(tmp_path / "k"), "--json")
    assert run(words) == 2
    assert not (tmp_path / "k").exists()


def test_the_library_of_questions_is_listed(capsys):
    assert run(["trial", "questions", "--json"]) == 0
    ids = {row["id"] for row in json.loads(capsys.readouterr().out)["questions"]}
    assert {"magnesium-or-nothing", "bedtime-or-split", "stretching-or-nothing", "one-measure"} <= ids


def test_a_verdict_from_design_and_diary(profile, capsys, tmp_path):
    run(design_words(profile(), "--json"))
    written = capsys.readouterr().out
    (tmp_path / "design.json").write_text(written, "utf-8")
    design = trials.read_design(written.encode())
    (tmp_path / "nights.csv").write_text(write_nights(kept(design, ratio=0.2, rate=1.5)), "utf-8")
    words = ["trial", "verdict", str(tmp_path / "design.json"), str(tmp_path / "nights.csv")]
    assert run([*words, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    jsonschema.validate(document, trials.verdict_schema())
    assert document["verdict"] == "helps"
    assert document["fingerprint"] == design.fingerprint
    assert run(words) == 0
    assert "It helps you." in capsys.readouterr().out


def test_too_early_is_status_one(profile, capsys, tmp_path):
    run(design_words(profile(), "--json"))
    written = capsys.readouterr().out
    (tmp_path / "design.json").write_text(written, "utf-8")
    table = kept(trials.read_design(written.encode()), nights=50)
    (tmp_path / "nights.csv").write_text(write_nights(table), "utf-8")
    words = ["trial", "verdict", str(tmp_path / "design.json"), str(tmp_path / "nights.csv"), "--json"]
    assert run(words) == 1
    assert json.loads(capsys.readouterr().out)["state"] == "too_early"


@pytest.fixture
def design_file(tmp_path):
    path = tmp_path / "design.json"
    path.write_bytes(msgspec.json.encode(sealed(period=7, pairs=2)))
    return str(path)


def test_power_says_how_likely_each_verdict_is(design_file, capsys):
    words = ["trial", "power", design_file, "--rate", "0.6", "--rate-ratio", "0.6", "--simulations", "100", "--json"]
    assert run(words) == 0
    out, err = capsys.readouterr()
    document = json.loads(out)
    jsonschema.validate(document, trials.power_schema())
    assert sum(document["verdicts"].values()) == pytest.approx(1.0)
    assert document["block_level_possible"] is False
    assert "simulated trials" in err


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ([], "rate"),
        (["--rate", "-1"], "rate"),
        (["--rate", "1", "--simulations", "3"], "simulations"),
        (["--rate", "1", "--rate-ratio", "0"], "rate_ratio[0]"),
    ],
)
def test_power_names_what_it_cannot_take(design_file, capsys, words, field):
    assert run(["trial", "power", design_file, *words, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["fields"] == [field]


def test_the_sheets_of_a_blind_trial(profile, capsys, tmp_path):
    key = tmp_path / "key.json"
    run(design_words(profile(), "--protocol", "magnesium-or-placebo", "--blind", str(key), "--json"))
    (tmp_path / "design.json").write_text(capsys.readouterr().out, "utf-8")
    words = ["trial", "kit", str(tmp_path / "design.json"), "--key", str(key)]
    assert run([*words, "--sheet", "helper"]) == 0
    assert "Container 1: 16 capsules" in capsys.readouterr().out
    assert run([*words, "--sheet", "person"]) == 0
    said = capsys.readouterr().out
    assert "container 1, one capsule at" in said
    assert "dummy" not in said
    assert "Loose stools" in said


def test_an_open_trial_has_no_sheets(design_file, capsys, tmp_path):
    (tmp_path / "key.json").write_text('{"seed": 7, "sequence": ["A", "B"], "nonce": ""}', "utf-8")
    assert run(["trial", "kit", design_file, "--key", str(tmp_path / "key.json"), "--json"]) == 2


@pytest.mark.parametrize("word", MORE)
def test_a_command_says_the_first_sentence_of_its_help_in_the_list(word):
    place, sentence = MORE[word]
    module, _, name = place.partition(":")
    documented = getattr(importlib.import_module(module), name).__doc__
    assert " ".join(documented.partition("\n\n")[0].split()) == sentence


def test_ctrl_c_ends_the_simulations_and_all_their_processes(profile, capsys, tmp_path):
    run(["trial", "design", "--profile", profile(), "--baseline", "14", "--period", "7", "--pairs", "1", "--json"])
    design = tmp_path / "design.json"
    design.write_text(capsys.readouterr().out, "utf-8")
    words = ["trial", "power", str(design), "--rate", "0.6", "--simulations", "100000"]
    program = subprocess.Popen(
        [sys.executable, "-m", "charley", *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=clean_environment(),
    )
    assert program.stderr.readline().endswith("of 400000 simulated trials\n")
    os.killpg(program.pid, signal.SIGINT)  # as a terminal does: to the whole group
    _, told = program.communicate(timeout=60)  # which lasts until the last process has let go of the line
    assert program.returncode == 130
    assert told.endswith("Stopped. Nothing was left half-written.\n")
    assert "Traceback" not in told


def test_every_limit_that_cannot_be_is_named_at_once(capsys):
    words = [
        "trial",
        "advise",
        "--weeks",
        "0",
        "--rate",
        "-1",
        "--shortest",
        "99",
        "--simulations",
        "0",
        "--seed",
        "-1",
    ]
    assert run([*words, "--json"]) == 2
    fields = json.loads(capsys.readouterr().out)["error"]["fields"]
    assert sorted(fields) == ["rate", "seed", "shortest", "simulations", "weeks"]


def test_changes_too_few_for_both_sides_are_named_and_not_the_weeks(capsys):
    assert run(["trial", "advise", "--weeks", "26", "--rate", "1", "--most-changes", "0", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["fields"] == ["most_changes"]


def test_a_wrong_question_wrong_lengths_and_a_wrong_profile_are_named_at_once(profile, capsys):
    lengths = ["--baseline", "1", "--period", "99", "--pairs", "0"]
    words = ["trial", "design", "--profile", profile(age_years=-1), "--protocol", "nope", *lengths, "--json"]
    assert run(words) == 2
    fields = json.loads(capsys.readouterr().out)["error"]["fields"]
    assert sorted(fields) == ["age_years", "baseline", "pairs", "period", "protocol"]


def test_a_wrong_design_and_a_wrong_diary_are_named_at_once(capsys, tmp_path):
    (tmp_path / "nights.csv").write_text("date,cramps\n2026-03-01,-1\n", "utf-8")
    (tmp_path / "design.json").write_text("nothing", "utf-8")
    assert run(["trial", "verdict", str(tmp_path / "design.json"), str(tmp_path / "nights.csv"), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["fields"] == ["design", "row 2, cramps"]
