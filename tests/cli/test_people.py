"""Several people on the command line: each word of the contract as before, and --person for whose diary it is."""

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from support.diary import Run


def held(charley: Run, *words: object) -> list[str]:
    status, said, _ = charley("export", "--csv", "-", *words)
    return said.splitlines()[1:] if status == 0 else []


@pytest.fixture
def two(charley: Run) -> Run:
    """A diary without a name, and Mother's."""
    assert charley("log", "cramp left calf 7/10", "--yes")[0] == 0
    assert charley("people", "add", "Mother")[0] == 0
    assert charley("log", "quiet night", "--yes", "--person", "mother")[0] == 0
    return charley


def test_a_line_goes_to_whom_it_names_and_else_to_the_first(two: Run) -> None:
    assert [line.split(",")[1] for line in held(two)] == ["1"]
    assert [line.split(",")[1] for line in held(two, "--person", "Mother")] == ["0"]
    assert json.loads(two("people", "--json")[1])["people"][1]["name"] == "Mother"


def test_a_name_nobody_has_is_an_error_that_lists_the_names(two: Run) -> None:
    status, said, _ = two("log", "quiet night", "--yes", "--person", "Mohter", "--json")
    assert status == 2
    fault = json.loads(said)["error"]
    assert fault["fields"] == ["person"]
    assert "Me, Mother" in fault["message"]


def test_archive_and_report_hold_one_person_alone(two: Run, tmp_path: Path) -> None:
    written = two("export", tmp_path / "hers.zip", "--person", "Mother", "--json")
    assert json.loads(written[1])["entries"] == 1
    page = json.loads(two("report", "--json", "--person", "Mother")[1])
    assert page != json.loads(two("report", "--json")[1])


def test_two_people_go_out_and_come_back_elsewhere_each_whole_with_trial_and_profile(
    two: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock and the reminder are of the machine and are set there; everything else is the same to the byte."""
    from charley.db.people import whom
    from charley.db.reminding import wish
    from charley.db.repository import store_for

    now = datetime(2026, 11, 14, 3, 10, tzinfo=UTC)
    for name, kidneys in (("Me", 90), ("Mother", 45)):
        store = store_for(whom(name, made_at=now))
        store.keep_profile(document=json.dumps({"egfr_ml_min": kidneys}), made_at=now)
        store.keep_trial_rows([(now, f"{kidneys:064}", f'{{"of": "{name}"}}')])
    wish(whom("Mother", made_at=now), address="ntfy://a-secret-topic")
    monkeypatch.setenv("CHARLEY_DIARY_PASSPHRASE", "three quiet nights")
    assert two("people", "lock", "Mother")[0] == 0

    def out(place: str, *data: object) -> dict[str, bytes]:
        files = {name: tmp_path / f"{place}-{name}.zip" for name in ("Me", "Mother")}
        for name, file in files.items():
            assert two("export", file, "--person", name, *data)[0] == 0
        return {name: file.read_bytes() for name, file in files.items()}

    before = out("here")
    elsewhere = ("--data", tmp_path / "elsewhere")
    assert two("people", "add", "Mother", *elsewhere)[0] == 0
    for name in before:
        assert two("import", tmp_path / f"here-{name}.zip", "--person", name, *elsewhere)[0] == 0
    assert out("there", *elsewhere) == before
    with zipfile.ZipFile(tmp_path / "there-Mother.zip") as packed:
        everything = b"".join(map(packed.read, packed.namelist()))
    assert b'"of\\": \\"Mother' in everything
    assert b"a-secret-topic" not in everything


def test_a_locked_diary_asks_every_command_for_its_passphrase(
    two: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHARLEY_DIARY_PASSPHRASE", "three quiet nights")
    assert two("people", "lock", "Mother")[0] == 0
    walk: list[tuple[str, ...]] = [
        ("log", "quiet night", "--yes", "--person", "Mother"),
        ("export", str(tmp_path / "hers.zip"), "--person", "Mother"),
        ("import", str(tmp_path / "hers.zip"), "--person", "Mother"),
        ("report", "--json", "--person", "Mother"),
    ]
    for words in walk:
        assert two(*words)[0] == 0, words
    monkeypatch.setenv("CHARLEY_DIARY_PASSPHRASE", "three loud nights")
    for words in [
        *walk,
        ("people", "rename", "Mother", "Mum"),
        ("people", "unlock", "Mother"),
        ("erase", "--yes", "--person", "Mother"),
    ]:
        status, said, errors = two(*words)
        assert status == 2, words
        assert "passphrase" in said + errors
    monkeypatch.delenv("CHARLEY_DIARY_PASSPHRASE")
    assert two("people", "unlock", "Mother", "--forgotten")[0] == 0
    assert two("export", "--csv", "-", "--person", "Mother")[0] == 0


def test_erasing_one_person_leaves_the_other_and_says_which_backups_still_hold_them(
    two: Run, folder: Path, tmp_path: Path
) -> None:
    marker = "Zwiebelkuchenrezept"
    two("log", f"note: {marker}", "--yes", "--person", "Mother")
    assert two("backup")[0] == 0
    status, said, _ = two("erase", "--person", "Mother", "--yes", "--export", tmp_path / "hers.zip", "--json")
    assert status == 0
    assert (tmp_path / "hers.zip").exists()
    assert len(json.loads(said)["in_backups"]) == 1
    assert len(held(two)) == 1
    assert two("log", "quiet night", "--yes", "--person", "Mother")[0] == 2
    for file in folder.glob("charley.sqlite3*"):
        assert marker.encode() not in file.read_bytes(), file
    assert two("import", tmp_path / "hers.zip")[0] == 0  # and can be brought back


def test_the_backups_go_too_where_that_is_wished_and_a_new_one_holds_the_others(two: Run, folder: Path) -> None:
    two("backup")
    [before] = folder.glob("backups/*.age")
    status, said, _ = two("erase", "--person", "Mother", "--backups", "--yes", "--json")
    assert (status, json.loads(said)["in_backups"]) == (0, [])
    [after] = folder.glob("backups/*.age")
    assert two("restore", after)[0] == 0
    assert [each["name"] for each in json.loads(two("people", "--json")[1])["people"]] == ["Me"]
    assert before == after or not before.exists()


def test_who_is_erased_stands_in_no_diary_set_aside_by_a_restore_and_in_no_draft(
    two: Run, folder: Path, tmp_path: Path
) -> None:
    marker = b"Zwiebelkuchenrezept"
    two("log", f"note: {marker.decode()}", "--yes", "--person", "Mother")
    two("backup", tmp_path / "copy.sqlite3")
    assert two("restore", tmp_path / "copy.sqlite3")[0] == 0
    [aside] = folder.glob("charley.before-restore-*")
    assert marker in aside.read_bytes()
    (folder / "backups").mkdir(exist_ok=True)
    left = [folder / ".charley.sqlite3.99999999-00ff.part", folder / "backups" / ".charley-x.age.99999999-0f.part"]
    for file in left:
        file.write_bytes(marker)
    said = json.loads(two("erase", "--person", "Mother", "--yes", "--json")[1])
    assert said["in_backups"] == [str(aside)]
    assert not any(file.exists() for file in left)
    two("people", "add", "Aunt")
    assert json.loads(two("erase", "--person", "Aunt", "--backups", "--yes", "--json")[1])["in_backups"] == []
    for file in folder.rglob("*"):
        assert not file.is_file() or marker not in file.read_bytes(), file


def test_nothing_goes_where_nobody_can_be_asked(two: Run) -> None:
    assert two("erase", "--person", "Mother")[0] == 2
    assert two("erase", "--backups", "--yes")[0] == 2
    assert len(held(two, "--person", "Mother")) == 1


def test_erasing_everybody_wants_an_export_for_each(two: Run, folder: Path, tmp_path: Path) -> None:
    status, _, errors = two("erase", "--yes", "--export", tmp_path / "all.zip")
    assert status == 2
    assert "--person NAME" in errors
    assert (folder / "charley.sqlite3").exists()
