"""``charley trial before-after`` as a person or a script meets it."""

import json

import pytest

from charley.cli.main import run

HEAD = "date,cramps,dose:magnesium\n"


@pytest.fixture
def diary(tmp_path):
    rows = [f"2026-{3 + i // 28:02d}-{1 + i % 28:02d},{1 if i < 28 else i % 2},{int(i >= 28)}\n" for i in range(56)]
    path = tmp_path / "nights.csv"
    path.write_text(HEAD + "".join(rows), "utf-8")
    return str(path)


def test_counts_on_both_sides_and_no_verdict(diary, capsys, tmp_path):
    picture = tmp_path / "picture.svg"
    assert run(["trial", "before-after", diary, "--begun", "2026-04-01", "--svg", str(picture)]) == 0
    said = capsys.readouterr().out
    assert "fewer cramps after than before" in said
    assert "dummy pill" in said
    assert "no verdict" in said
    assert "http" in said
    assert picture.read_text("utf-8").startswith('<svg xmlns="http://www.w3.org/2000/svg"')


def test_one_json_document_and_the_first_dose_says_the_day(diary, capsys):
    assert run(["trial", "before-after", diary, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["begun"] == "2026-04-01"
    assert document["change"] == pytest.approx(-0.5, abs=0.05)
    assert document["placebo"]["sources"]


def test_too_little_is_status_one(capsys, tmp_path):
    path = tmp_path / "short.csv"
    path.write_text(HEAD + "2026-03-01,1,0\n2026-03-02,0,1\n", "utf-8")
    assert run(["trial", "before-after", str(path), "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["change"] is None
    assert "14 are needed" in document["reason"]


@pytest.mark.parametrize("words", [["--begun", "2031-01-01"], ["--begun", "2026-03-01"]])
def test_a_day_outside_the_diary_is_a_named_fault(diary, capsys, words):
    assert run(["trial", "before-after", diary, *words, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["fields"] == ["begun"]


def test_a_diary_that_is_none_is_a_named_fault(capsys, tmp_path):
    path = tmp_path / "nights.csv"
    path.write_bytes(b"\xff\xfe\x00nonsense")
    for file in (path, tmp_path / "none.csv"):
        assert run(["trial", "before-after", str(file), "--json"]) == 2
        assert json.loads(capsys.readouterr().out)["error"]["message"]
