"""``charley backup``, ``restore``, ``doctor`` and ``erase`` as a person types them."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from support.diary import NOW, Run
from support.serving import clean_environment


@pytest.fixture
def diary(charley: Run, folder: Path) -> Path:
    assert charley("log", "cramp left calf 7/10 90 s", "--data", str(folder))[0] == 0
    return folder


def program(*words: object) -> subprocess.CompletedProcess[str]:
    """A command as a program of its own, for which nothing was set up before."""
    command = [sys.executable, "-m", "charley", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=clean_environment())


def answer(charley: Run, *words: object) -> tuple[int, dict]:
    status, said, _ = charley(*map(str, words), "--json")
    return status, json.loads(said)


def test_without_a_file_a_locked_copy_is_added_that_restore_opens(charley: Run, diary: Path) -> None:
    status, said = answer(charley, "backup", "--data", diary)
    assert (status, said["entries"]) == (0, 1)
    assert said["written"].endswith(".sqlite3.age")
    charley("log", "quiet night", "--data", str(diary))
    assert answer(charley, "restore", said["written"], "--data", diary)[1]["entries"] == 1


def test_a_locked_copy_comes_back_in_another_folder_with_the_key(charley: Run, diary: Path, tmp_path: Path) -> None:
    written = answer(charley, "backup", "--data", diary)[1]["written"]
    other = tmp_path / "other"
    (tmp_path / "key.txt").write_text(answer(charley, "backup", "--show-key", "--data", diary)[1]["key"] + "\n")
    assert answer(charley, "restore", written, "--key", tmp_path / "key.txt", "--data", other)[1]["entries"] == 1
    status, said = answer(charley, "restore", written, "--key", tmp_path / "none.txt", "--data", tmp_path / "third")
    assert (status, said["error"]["fields"]) == (2, ["key"])


def test_a_passphrase_from_the_environment(charley: Run, diary: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("CHARLEY_PASSPHRASE", "three in the morning")
    copy = tmp_path / "copy.age"
    assert answer(charley, "backup", copy, "--passphrase", "--data", diary)[0] == 0
    assert sorted(file.name for file in tmp_path.iterdir() if file.is_file()) == ["copy.age"]
    assert answer(charley, "restore", copy, "--data", tmp_path / "other")[1]["entries"] == 1
    monkeypatch.setenv("CHARLEY_PASSPHRASE", "four in the morning")
    assert answer(charley, "restore", copy, "--data", tmp_path / "third")[0] == 2


@pytest.mark.parametrize("name", ["charley.sqlite3", "charley.sqlite3-wal", "secret.key", "backup.key"])
def test_no_backup_is_written_over_a_file_of_charleys_own(charley: Run, diary: Path, name: str, monkeypatch) -> None:
    monkeypatch.setenv("CHARLEY_PASSPHRASE", "three in the morning")
    charley("backup", "--data", str(diary))  # makes the key of the backups too
    before = (diary / name).read_bytes() if (diary / name).exists() else None
    for more in ((), ("--passphrase",)):
        status, said = answer(charley, "backup", diary / name, *more, "--data", diary)
        assert (status, said["error"]["fields"]) == (2, ["file"])
    assert ((diary / name).read_bytes() if before is not None else None) == before


def test_a_pipe_is_no_place_for_a_locked_backup(charley: Run, diary: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("CHARLEY_PASSPHRASE", "three in the morning")
    os.mkfifo(tmp_path / "pipe")
    assert answer(charley, "backup", tmp_path / "pipe", "--passphrase", "--data", diary)[0] == 2
    assert (tmp_path / "pipe").is_fifo()


def test_doctor_finds_a_well_diary_well_and_prints_the_sheet(charley: Run, diary: Path, tmp_path: Path) -> None:
    charley("backup", "--data", str(diary))
    status, said = answer(charley, "doctor", "--pdf", tmp_path / "sheet.pdf", "--data", diary)
    assert (status, said["well"]) == (0, True)
    by_name = {row["check"]: row for row in said["checks"]}
    assert by_name["Backups: trial restore"]["ok"]
    assert by_name["Diary: entries"]["ok"]
    assert sum(name.startswith("Engine") for name in by_name) >= 2
    assert by_name["Safety rules: chest pain"]["told"] == "emergency"
    words = PdfReader(io.BytesIO((tmp_path / "sheet.pdf").read_bytes())).pages[0].extract_text()
    assert "validation sheet" in words
    assert "checks failed" in words


def test_doctor_and_erase_name_what_a_restore_set_aside(charley: Run, diary: Path, tmp_path: Path) -> None:
    charley("backup", str(tmp_path / "copy.sqlite3"), "--data", str(diary))
    assert charley("restore", str(tmp_path / "copy.sqlite3"), "--data", str(diary))[0] == 0
    [aside] = diary.glob("charley.before-restore-*")
    told = json.loads(charley("doctor", "--json", "--data", str(diary))[1])
    [check] = [check for check in told["checks"] if check["check"] == "Backups: set aside by a restore"]
    assert check["told"].startswith(f"1, not locked: {aside.name}; they go 90 days after it")
    assert str(aside) in json.loads(charley("erase", "--yes", "--json", "--data", str(diary))[1])["erased"]
    assert not aside.exists()


def test_doctor_names_a_damaged_backup_and_says_no(charley: Run, diary: Path) -> None:
    written = Path(answer(charley, "backup", "--data", diary)[1]["written"])
    written.write_bytes(written.read_bytes()[:-30])
    status, said = answer(charley, "doctor", "--data", diary)
    assert (status, said["well"]) == (1, False)
    assert [row["check"] for row in said["checks"] if row["ok"] is False] == ["Backups: trial restore"]


def test_doctor_notices_an_engine_that_answers_otherwise(charley: Run, diary: Path, monkeypatch) -> None:
    from charley.services import self_test

    known = self_test._known()
    known["diaries"][0]["log_rate_ratio"]["mean"] += 0.2
    monkeypatch.setattr(self_test, "_known", lambda: known)
    status, said = answer(charley, "doctor", "--data", diary)
    assert status == 1
    assert [row["check"] for row in said["checks"] if row["ok"] is False] == [
        f"Engine: diary {known['diaries'][0]['name']}"
    ]


def test_erase_asks_offers_an_export_and_lists_the_backups(charley: Run, diary: Path) -> None:
    written = answer(charley, "backup", "--data", diary)[1]["written"]
    status, said, errors = charley("erase", "--data", str(diary))
    assert status == 2  # nobody is there to be asked
    assert "--export" in said
    assert Path(written).name in said.replace("\n", "")
    assert "nothing was erased" in errors
    assert Path(written).exists()


def test_erase_writes_the_export_first_and_leaves_nothing(charley: Run, diary: Path, tmp_path: Path) -> None:
    everything = tmp_path / "all.zip"
    status, _, _ = charley("erase", "--yes", "--export", str(everything), "--data", str(diary))
    assert status == 0
    assert not diary.exists()
    assert answer(charley, "import", everything, "--data", tmp_path / "again")[0] == 0
    assert charley("erase", "--yes", "--data", str(diary))[0] == 1


@pytest.mark.parametrize("export", [False, True])
def test_erase_as_a_program_of_its_own_leaves_nothing(export: bool, tmp_path: Path) -> None:
    place, everything = tmp_path / "data", tmp_path / "all.zip"
    assert program("log", "left calf 7/10 3am", "--yes", "--data", place).returncode == 0
    assert program("backup", "--data", place).returncode == 0
    first = ("--export", everything) if export else ()
    done = program("erase", "--yes", *first, "--data", place)
    assert (done.returncode, done.stderr) == (0, "")
    assert not place.exists()
    assert everything.exists() == export
    place.mkdir()
    assert program("erase", "--yes", "--data", place).returncode == 1
    assert list(place.iterdir()) == []


def test_erase_does_nothing_where_the_export_cannot_be_written(charley: Run, diary: Path, tmp_path: Path) -> None:
    status, _, _ = charley("erase", "--yes", "--export", str(tmp_path / "no" / "all.zip"), "--data", str(diary))
    assert status == 3
    assert (diary / "charley.sqlite3").exists()


def test_a_backup_that_cannot_be_read_is_named_and_changes_nothing(charley: Run, diary: Path) -> None:
    status, _, errors = charley("restore", "/proc/self/mem")
    assert status == 2
    assert "/proc/self/mem cannot be read" in errors


def test_a_profile_of_another_version_is_named_by_every_command_that_needs_it(charley: Run, diary: Path) -> None:
    from charley.db.repository import local_person, store_for

    store_for(local_person(made_at=NOW.utc)).keep_profile(document='{"from_the_future": 1}', made_at=NOW.utc)
    for words in (("report", "--json"), ("report", "--pdf", str(diary / "page.pdf"))):
        status, said, errors = charley(*words)
        assert status == 3
        assert "from_the_future" in said + errors
    assert charley("export", str(diary / "all.zip"))[0] == 0
