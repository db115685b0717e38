"""Profiles nobody should send, through the command line: always a named error, one document, never a traceback."""
# ruff: noqa: E501 - one attack a line

import io
import json
import sys

import pytest

from charley.cli.main import run
from support.people import someone

DEEP = 100_000


def asked(monkeypatch, capsys, data: bytes, command: str = "plan") -> tuple[int, dict]:
    """The exit status and the one JSON document, with the profile on standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))
    status = run([command, "-", "--json"])
    out = capsys.readouterr().out
    assert "Traceback" not in out
    return status, json.loads(out)


def of(**changes) -> bytes:
    return json.dumps(someone(**changes)).encode()


#: What is sent -> the fields that have to be named.
BAD = {
    "no JSON": (b"age: 45", [""]),
    "nothing": (b"", [""]),
    "only blanks": (b"  \n ", [""]),
    "no text": (b"\xff\xfe\x00\x01", [""]),
    "a list": (b"[]", [""]),
    "a word": (b'"profile"', [""]),
    "null": (b"null", [""]),
    "two documents": (b"{} {}", [""]),
    "nested deeply": (b'{"medicines":' + b"[" * DEEP + b"]" * DEEP + b"}", [""]),
    "not a number": (b'{"age_years": NaN, "agee": 3}', ["agee", "age_years"]),
    "without end": (b'{"weight_kg": -Infinity}', ["weight_kg"]),
    "a huge number": (b'{"age_years": 1e999}', ["age_years"]),
    "too many digits": (b'{"age_years": ' + b"9" * 5000 + b"}", [""]),
    "keys twice": (b'{"age_years": 5, "medicines": [{"name": "a", "name": "b"}], "age_years": 6}', ["age_years", "medicines[0].name"]),
    "keys nobody knows": (of(agee=3, Labs={}), ["agee", "Labs"]),
    "wrong kinds": (of(age_years="45", pregnant="no", medicines={}, symptoms="cramps"), ["age_years", "pregnant", "medicines", "symptoms"]),
    "true as a number": (of(age_years=True), ["age_years"]),
    "out of range": (of(age_years=-1, egfr_ml_min=900, diet_magnesium_mg=-5, wanted_mg_per_day=0), ["age_years", "egfr_ml_min", "diet_magnesium_mg", "wanted_mg_per_day"]),
    "impossible times": (of(schedule={"wake": "25:00", "bed": "7:5", "meals": ["noon", 12]}), ["schedule.wake", "schedule.bed", "schedule.meals[0]", "schedule.meals[1]"]),
    "impossible days": (of(medicines=[{"name": "a", "since": "2026-02-30", "days": ["Monday"], "duration_days": 0}]), ["medicines[0].since", "medicines[0].days[0]", "medicines[0].duration_days"]),
    "empty names": (of(medicines=[{"name": ""}, {"name": "   "}, {}], conditions=[""]), ["medicines[0].name", "medicines[1].name", "medicines[2].name", "conditions[0]"]),
    "control signs": (of(medicines=[{"name": "a\u001b[31m"}], goal="\u0000"), ["medicines[0].name", "goal"]),
    "half a letter": (b'{"goal": "\\ud800"}', ["goal"]),
    "unknown country": (of(setting="FR"), ["setting"]),
    "unknown units": (of(supplements=[{"name": "a", "amount": {"value": 5, "unit": "spoonfuls of joy"}}]), ["supplements[0].amount.unit"]),
    "more magnesium than salt": (of(supplements=[{"name": "a", "elemental_mg": 500, "compound_mg": 100}]), ["supplements[0].elemental_mg"]),
    "tests nobody knows": (of(labs={"magnesium": {"value": 1}}), ["labs.magnesium"]),
    "labs without a number": (of(labs={"potassium": {"value": "4.1 mmol/L"}}), ["labs.potassium.value"]),
    "ten thousand medicines": (of(medicines=[{"name": f"m{i}"} for i in range(10_000)]), ["medicines"]),
    "a hundred thousand illnesses": (of(conditions=["asthma"] * 100_000), ["conditions"]),
    "a book as a symptom": (of(symptoms=["x" * 2001]), ["symptoms[0]"]),
    "more than a file may hold": (b" " * 5_000_001, ["-"]),
}  # fmt: skip


@pytest.mark.parametrize("command", ["plan", "check"])
@pytest.mark.parametrize("name", BAD)
def test_bad_input_names_every_field_in_one_document(monkeypatch, capsys, name, command):
    data, fields = BAD[name]
    status, document = asked(monkeypatch, capsys, data, command)
    assert status == 2
    assert set(document) == {"error"}
    assert set(fields) <= set(document["error"]["fields"])
    assert document["error"]["message"]


#: Strange and yet somebody's own words: taken, and never thrown.
STRANGE = (
    "cramps 💊🦵",
    "تشنج في الساق",
    "\u202eabc",
    "ﬁbre ½ tablet",
    "עווית",
    "İıẞ",
    "\u200b\u200bcramp",
    "<b>cramp</b>",
    "%s {0} $(x)",
    "'; DROP TABLE--",
)


@pytest.mark.parametrize("written", STRANGE)
def test_strange_letters_are_taken_and_come_back_as_written(monkeypatch, capsys, written):
    data = of(
        symptoms=[written],
        conditions=[written],
        medicines=[{"name": written}],
        supplements=[{"name": written}],
        goal=written,
    )
    status, document = asked(monkeypatch, capsys, data)
    assert status == 1
    assert document["steps"] == []
    assert written in document["not_understood"] or written in document["recognised"]


@pytest.mark.parametrize(
    "words",
    [
        ["plan"],
        ["plan", "/nowhere.json", "--json"],
        ["plan", "-", "--jsn"],
        ["check", "-", "--ics", "x", "--json"],
        ["plan", ".", "--json"],
    ],
)
def test_a_command_that_cannot_be_followed_is_bad_input(monkeypatch, capsys, words):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"{}"), "utf-8"))
    assert run(words) == 2
    out = capsys.readouterr().out
    if "--json" in words:
        assert set(json.loads(out)) == {"error"}


def test_a_hundred_of_everything_is_answered(monkeypatch, capsys):
    data = of(
        medicines=[{"name": f"levothyroxin {i}", "times": ["07:00"]} for i in range(100)],
        supplements=[{"name": f"magnesium citrate {i} mg"} for i in range(100)],
        conditions=["kindey diseas, hart blok and no asthma"] * 100,
        symptoms=["not swollen and no pain but cramps " * 50] * 100,
    )
    status, document = asked(monkeypatch, capsys, data)
    assert status == 1
    assert document["steps"] == []
