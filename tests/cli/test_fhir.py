"""``charley export --fhir`` and back."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from charley.db.connection import setup
from charley.db.repository import local_person, store_for
from support.diary import NOW, Run
from support.page import PERSON


def test_the_command_writes_a_bundle_that_the_import_command_takes_back(
    charley: Run, folder: Path, tmp_path: Path
) -> None:
    for line in ("cramp left calf 7/10 90 s", "took 200 mg magnesium citrate"):
        assert charley("log", line, "--data", str(folder))[0] == 0
    target = tmp_path / "out.json"
    status, said, _ = charley("export", "--fhir", str(target), "--json", "--data", str(folder))
    assert status == 0
    assert json.loads(said)["resources"] == {"Patient": 1, "Observation": 2, "MedicationStatement": 1}
    other = tmp_path / "other"
    status, said, _ = charley("import", str(target), "--json", "--data", str(other))
    assert status == 0
    _, said, _ = charley("import", str(target), "--json", "--data", str(folder))
    first, second = tmp_path / "a.zip", tmp_path / "b.zip"
    charley("export", "--csv", str(first), "--data", str(folder))
    charley("export", "--csv", str(second), "--data", str(other))
    assert first.read_bytes() == second.read_bytes()


def test_what_was_told_comes_back_and_a_second_time_changes_nothing(charley: Run, folder: Path, tmp_path: Path) -> None:
    setup(folder)
    store = store_for(local_person(made_at=NOW.utc))
    store.keep_profile(document=json.dumps(PERSON), made_at=NOW.utc - timedelta(days=1, microseconds=7))
    target, other = tmp_path / "out.json", tmp_path / "other"
    assert charley("export", "--fhir", str(target), "--data", str(folder))[0] == 0
    told = [json.loads(charley("import", str(target), "--json", "--data", str(other))[1])["files"][0] for _ in range(2)]
    assert [each["kinds"] for each in told] == [{"profile": 1}, {}]
    assert told[1]["already"] == 1
    again = tmp_path / "again.json"
    assert charley("export", "--fhir", str(again), "--data", str(other))[0] == 0
    first, second = (json.loads(each.read_bytes()) for each in (target, again))
    assert first.pop("timestamp") <= second.pop("timestamp")
    assert second == first


@pytest.mark.parametrize("words", [["--fhir", "a.json", "--csv", "b.csv"], ["a.zip", "--fhir", "b.json"], []])
def test_one_file_at_a_time(charley: Run, folder: Path, words: list[str]) -> None:
    assert charley("export", *words, "--data", str(folder))[0] == 2
