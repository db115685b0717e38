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


def test_a_bundle_makes_the_same_report_again_to_the_byte(
    charley: Run, folder: Path, tmp_path: Path, monkeypatch
) -> None:
    for line in ("cramp left calf 7/10 90 s", "took 200 mg magnesium citrate"):
        charley("log", line, "--data", str(folder))
    pdf, bundle, again = tmp_path / "page.pdf", tmp_path / "page.zip", tmp_path / "again.pdf"
    assert charley("report", "--pdf", str(pdf), "--bundle", str(bundle), "--data", str(folder))[0] == 0
    charley("log", "cramp right calf", "--data", str(folder))  # what comes later does not matter
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    status, said, _ = charley("rebuild", str(bundle), "--pdf", str(again))
    assert (status, said.strip()) == (0, "The same report, to the last byte.")
    assert again.read_bytes() == pdf.read_bytes()


def test_a_bundle_of_another_version_says_which(charley: Run, folder: Path, tmp_path: Path, monkeypatch) -> None:
    charley("log", "cramp left calf", "--data", str(folder))
    bundle = tmp_path / "page.zip"
    charley("report", "--pdf", str(tmp_path / "page.pdf"), "--bundle", str(bundle), "--data", str(folder))
    monkeypatch.setattr("charley.__version__", "9.9.9")
    status, said, _ = charley("rebuild", str(bundle), "--json")
    document = json.loads(said)
    assert (status, document["same"]) == (1, False)
    assert document["versions"]["program"][1] == "9.9.9"


def test_what_is_no_bundle_is_a_named_fault(charley: Run, tmp_path: Path) -> None:
    (tmp_path / "other.zip").write_bytes(b"PK nonsense")
    for name in ("other.zip", "none.zip"):
        status, said, _ = charley("rebuild", str(tmp_path / name), "--json")
        assert status == 2
        assert json.loads(said)["error"]["message"]
