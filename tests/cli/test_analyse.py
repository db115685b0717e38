"""``charley analyse`` as a person or a script meets it."""

import io
import json
import re
import sys
from pathlib import Path

import jsonschema
import pytest

from charley.cli.main import run
from charley.services.insight import posterior_schema

ROWS = ["date,cramps,dose:magnesium", *(f"2026-03-{day:02d},{day % 3},{int(day > 15)}" for day in range(1, 31))]


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    path = tmp_path / "nights.csv"
    path.write_text("\n".join(ROWS) + "\n")
    return path


def test_json_is_one_document(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["analyse", str(diary), "--json"]) == 0
    out, err = capsys.readouterr()
    document = json.loads(out)
    jsonschema.validate(document, posterior_schema())
    assert err == ""
    assert document["trend"][0]["date"] == "2026-03-01"


def test_people_get_sentences_a_table_and_a_plot(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["analyse", str(diary)]) == 0
    said = re.sub(r"\s+", " ", capsys.readouterr().out)
    assert "30 nights recorded of 30" in said
    assert "This diary cannot tell yet whether magnesium changes your cramps." in said
    assert "with magnesium" in said
    assert "█" in said
    assert "not medical advice" in said


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\n".join(ROWS).encode())))
    assert run(["analyse", "-", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["nights"]["total"] == 30


def test_nothing_recorded_is_status_one_and_still_a_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "silent.csv"
    path.write_text("date,cramps\n2026-03-01,\n2026-03-02,\n")
    assert run(["analyse", str(path), "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["healthy"] is False
    assert document["treatments"] == {}
    assert run(["analyse", str(path)]) == 1
    assert "no night has been recorded yet" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"\x89PNG\x00", b"date;cramps\n", b"{", b"date,cramps\n2026-03-01,-3\n"])
def test_bad_files_are_status_two_with_named_fields(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad"
    path.write_bytes(content)
    assert run(["analyse", str(path), "--json"]) == 2
    assert "message" in json.loads(capsys.readouterr().out)["error"]


def test_a_missing_file_is_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["analyse", str(tmp_path / "none.csv")]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_names_are_printed_as_they_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "nights.csv"
    path.write_text("date,cramps,dose:[red]iron[/red]\n2026-03-01,1,0\n2026-03-02,0,1\n")
    assert run(["analyse", str(path)]) == 0
    assert "[red]iron[/red]" in capsys.readouterr().out


def test_a_name_between_colons_is_no_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "nights.csv"
    path.write_text("date,cramps,dose:A\n2026-03-01,1,2\n")
    assert run(["analyse", str(path)]) == 2
    assert "row 2, dose:A: should be a share" in re.sub(r"\s+", " ", capsys.readouterr().err)


def test_the_stronger_check(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["analyse", str(diary), "--check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["engine"]["check"]["pareto_k"] is not None
    assert run(["analyse", str(diary), "--check"]) == 0
    assert "Weighed against the exact one with 4,000 draws" in " ".join(capsys.readouterr().out.split())


@pytest.mark.shared
def test_reference_cases_are_read(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in sorted((shared / "reference" / "cases").glob("*.json"))[:2]:
        assert run(["analyse", str(path), "--json"]) == 0
        document = json.loads(capsys.readouterr().out)
        wanted = json.loads(path.read_text())["reference"]["treatments"][0]["p_rr_below_1"]["p"]
        assert document["treatments"]["treatment 1"]["p_below_1"] == pytest.approx(wanted, abs=0.015)


def test_everything_that_can_be_asked_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "nights.csv"
    rows = [f"2026-{3 + d // 28:02d}-{1 + d % 28:02d},{d % 3},{int(d // 7 % 2)},{int(d % 5 == 0)}" for d in range(84)]
    rows[10] = "2026-03-11,,0,0"
    path.write_text("date,cramps,dose:magnesium,x:alcohol\n" + "\n".join(rows) + "\n")
    flags = ["--trend", "--weekdays", "--priors", "all", "--missing-nights", "--model-check", "--patterns"]
    assert run(["analyse", str(path), *flags]) == 0
    said = re.sub(r"\s+", " ", capsys.readouterr().out)
    for words in ("By themselves cramps", "Friday", "Starting from doubt", "left out", "Patterns", "3 possible links"):
        assert words in said
    assert re.search(r"Green:|Amber:|Red:", said)
    assert not re.search(r"caus", said)
    assert run(["analyse", str(path), *flags, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    jsonschema.validate(document, posterior_schema())
    assert set(document["priors"]["magnesium"]) == {"sceptical", "trials", "flat"}


def test_flat_doses_are_no_dose_shown_to_help(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "nights.csv"
    rows = [f"2026-{3 + d // 28:02d}-{1 + d % 28:02d},{d % 3},{100 * (1 + d // 14 % 3)}" for d in range(84)]
    path.write_text("date,cramps,dose_mg:magnesium\n" + "\n".join(rows) + "\n")
    assert run(["analyse", str(path)]) == 0
    said = re.sub(r"\s+", " ", capsys.readouterr().out)
    assert "No dose of magnesium is shown to help" in said
    assert "smallest dose" not in said


def test_weekdays_of_a_diary_without_dates_are_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "case.json"
    data = {"T": 3, "y": [1, 0, 2], "exposure": [1, 1, 1]}
    path.write_text(json.dumps({"format": 1, "id": "x", "data": data}))
    assert run(["analyse", str(path), "--weekdays", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["fields"] == ["start"]
