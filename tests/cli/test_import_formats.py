"""Every format through the command line into a diary: twice gives nothing new, a file broken late leaves nothing."""

import json
import zipfile

import pytest

from charley.db.repository import local_person, store_for
from support.diary import NOW
from support.imports import FILES

#: Two files of one app may speak of the same day; then the first stands. These are taken alone.
NAMES = sorted(path.name for path in FILES.iterdir() if path.name != "nightscout.json")


def kept() -> set[str]:
    return {entry.id for entry in store_for(local_person(made_at=NOW.utc)).journal()}


def taken(charley, *words) -> tuple[int, dict[str, object]]:
    status, said, _ = charley("import", *words, "--zone", "Europe/Berlin", "--json")
    return status, json.loads(said)


@pytest.mark.parametrize("name", NAMES)
def test_a_second_import_changes_nothing(charley, name):
    status, first = taken(charley, FILES / name)
    [once] = first["files"]
    before = kept()

    again_status, second = taken(charley, FILES / name)
    [again] = second["files"]

    assert status == again_status == 0
    assert len(before) == once["taken"] == again["already"]
    assert (again["taken"], again["skipped"]) == (0, once["skipped"])
    assert kept() == before
    assert sum(row["rows"] for row in once["rows"] if row["outcome"] == "skipped") == once["skipped"]


def test_a_file_that_turns_out_broken_at_its_end_leaves_nothing(charley, tmp_path):
    whole = (FILES / "export.xml").read_text().replace("</HealthData>", "")
    (tmp_path / "cut.xml").write_text(whole)
    stamp = 'startDate="2026-03-14 12:{}:{} +0100"'
    water = f'<Record type="HKQuantityTypeIdentifierDietaryWater" unit="mL" value="9" {stamp}/>'
    many = "".join(water.format(f"{n // 60:02d}", f"{n % 60:02d}") for n in range(3600))
    (tmp_path / "long.xml").write_text(f"<HealthData>{many}<Record")

    for name in ("cut.xml", "long.xml"):
        status, said = taken(charley, tmp_path / name)
        assert status == 2
        assert "cut off" in said["error"]["message"]
    assert kept() == set()


def test_a_glucose_file_is_refused_and_the_others_are_taken(charley):
    status, said = taken(charley, FILES / "nightscout.json", FILES / "daylio.csv")

    assert status == 2
    assert said["error"]["fields"] == ["nightscout.json"]
    assert "does not keep glucose" in said["error"]["message"]
    assert [f["kind"] for f in said["files"]] == ["daylio"]


def test_a_damaged_zip_says_so_in_words_for_a_person(charley, tmp_path):
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(FILES / "export.xml", "apple_health_export/export.xml")
    path.write_bytes(path.read_bytes()[:-40])

    status, _, said = charley("import", path)

    assert status == 2
    assert "damaged or was cut off" in " ".join(said.split())
    assert "Traceback" not in said
