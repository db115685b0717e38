"""``charley report``: a page on paper or as data, from what is stored."""

import json
from datetime import UTC, datetime
from pathlib import Path

from jsonschema import Draft202012Validator

from charley.report.document import schema
from support.diary import Run


def test_an_empty_diary_gives_a_page_that_says_so(charley: Run, folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "page.pdf"
    status, said, _ = charley("report", "--pdf", str(target), "--data", str(folder))
    assert status == 0
    assert "Nobody else has seen it" in said
    assert target.read_bytes().startswith(b"%PDF-")
    assert target.stat().st_mode & 0o077 == 0


def test_the_data_follow_the_published_schema(charley: Run, folder: Path) -> None:
    charley("log", "cramp left calf 7/10 90 s", "--data", str(folder))
    status, said, _ = charley("report", "--json", "--data", str(folder))
    assert status == 0
    document = json.loads(said)
    Draft202012Validator(schema()).validate(document)
    assert document["run"]["entries"] == 1
    status, said, _ = charley("schema", "cramp-profile")
    assert json.loads(said) == json.loads(json.dumps(schema()))


def test_a_list_of_medicines_and_a_plan_are_kinds_of_their_own(charley: Run, folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "list.pdf"
    assert charley("report", "--kind", "medicines", "--pdf", str(target), "--data", str(folder))[0] == 0
    assert target.exists()
    status, _, said = charley("report", "--kind", "plan", "--pdf", str(tmp_path / "plan.pdf"), "--data", str(folder))
    assert status == 2
    assert "no plan to print yet" in said
    assert not (tmp_path / "plan.pdf").exists()


def test_without_a_name_the_file_is_named_after_kind_and_day(charley: Run, folder: Path, monkeypatch, tmp_path) -> None:
    monkeypatch.chdir(tmp_path)
    assert charley("report", "--data", str(folder))[0] == 0
    [made] = tmp_path.glob("charley-profile-*.pdf")
    datetime.strptime(made.stem.removeprefix("charley-profile-"), "%Y-%m-%d").replace(tzinfo=UTC)
