"""``charley log``: what was understood is kept and shown back; what was not is given back."""

import json
import os
import subprocess
import sys

import pytest

from charley.db.repository import local_person, store_for
from support.diary import NOW
from support.serving import clean_environment


def kept():
    return store_for(local_person(made_at=NOW.utc)).journal().entries


def test_a_line_is_kept_and_shown_back(charley):
    status, said, _ = charley("log", "left calf 7/10 3am 2 min")

    assert status == 0
    (entry,) = kept()
    assert (entry.site, entry.side, entry.pain, entry.duration_s) == ("calf", "left", 7, 120)
    assert f"Kept: cramp, {entry.at.wall:%Y-%m-%d} 03:00, night of {entry.night}" in said
    assert "pain 7/10, lasting 120 s" in said


def test_words_need_no_quotation_marks(charley):
    assert charley("log", "quiet", "2026-03-01")[0] == 0
    assert [e.kind for e in kept()] == ["quiet_night"]


def test_a_script_gets_one_json_document(charley):
    status, said, _ = charley("log", "2 x 100 mg citrate 21:30 with food", "--json")
    answer = json.loads(said)
    assert (status, answer["outcome"]) == (0, "kept")
    assert answer["entry"]["elemental_mg"] == 200
    assert answer["entry"]["with_food"] is True


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (["left elbow 3am"], "line"),
        (["calf 25:61"], "line"),
        (["calf", "--at", "2026-02-30T03:00"], "at"),
        (["calf", "--at", "2026-03-29T02:30"], "at"),
        (["calf", "--at", "2025-10-26T02:30"], "at"),
        (["calf", "--at", "2126-03-14T03:00"], "at"),
        (["calf", "--id", "short"], "line.id"),
        ([], "line"),
    ],
)
def test_what_cannot_be_taken_is_named_and_nothing_is_kept(charley, words, field):
    charley("log", "quiet", "2026-03-01")
    status, said, _ = charley("log", *words, "--json")

    assert status == 2
    assert json.loads(said)["error"]["fields"] == [field]
    assert len(kept()) == 1


def test_the_same_id_again_changes_nothing_and_another_meaning_is_named(charley):
    words = ("log", "left calf 3am", "--id", "my-own-id-1")
    assert "Kept" in charley(*words)[1]
    assert "Was there already" in charley(*words)[1]

    status, _, complaint = charley("log", "right calf 3am", "--id", "my-own-id-1")
    assert status == 2
    assert "another entry with this id" in complaint
    assert [e.side for e in kept()] == ["left"]


def test_the_hour_that_came_twice_needs_its_offset(charley):
    assert charley("log", "calf", "--at", "2025-10-26T02:30+01:00")[0] == 0
    assert [e.at.offset_min for e in kept()] == [60]


def test_a_very_long_cramp_is_kept_and_asked_about(charley):
    status, _, asked = charley("log", "calf 40 min 3am")
    assert status == 0
    assert "40 minutes is long" in asked
    assert len(kept()) == 1


def test_a_folder_that_cannot_be_used_is_our_fault_in_one_sentence(charley, tmp_path):
    (tmp_path / "taken").write_text("a letter")
    status, said, _ = charley("log", "calf 3am", "--data", tmp_path / "taken", "--json")
    assert status == 3
    assert "is a file" in json.loads(said)["error"]["message"]


def test_as_a_program_of_its_own(tmp_path):
    words = [sys.executable, "-m", "charley", "log", "left calf 7/10 3am", "--data", str(tmp_path / "data")]
    done = subprocess.run(words, capture_output=True, text=True, check=False, env={**os.environ, "TZ": "Europe/Berlin"})
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Kept: cramp")


def test_letters_are_understood_also_where_no_language_is_set(tmp_path):
    words = [sys.executable, "-m", "charley", "log", "note: Wärme – gut", "--json", "--data", str(tmp_path)]
    plain = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "CHARLEY_ZONE": "Europe/Berlin"}
    told = subprocess.run(words, capture_output=True, text=True, env=clean_environment() | plain)
    assert json.loads(told.stdout)["entry"]["text"] == "Wärme – gut"


def test_bytes_that_are_no_letters_are_given_back(charley):
    status, _, told = charley("log", "note: \udcff")
    assert status == 2
    assert "half a letter" in told
    assert charley("export", "--csv", "-")[0] == 1


def test_the_end_of_the_input_is_no_yes(charley, monkeypatch):
    def ends(_: str) -> str:
        raise EOFError

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", ends)
    status, _, told = charley("log", "quiet night")
    assert (status, told) == (1, "Nothing was kept.\n")
    assert charley("export", "--csv", "-")[0] == 1


def test_a_line_and_a_moment_that_are_both_wrong_are_named_together(charley):
    status, said, _ = charley("log", "left calf 25:61", "--at", "2026-02-30T03:10", "--json")
    assert status == 2
    assert json.loads(said)["error"]["fields"] == ["at", "line"]
