"""Every door in and out of the diary, from the command line."""

import json

import pytest

from charley.db.repository import local_person, store_for
from support.diary import NOW

NIGHTS = "date,cramps,observed\n2026-03-01,2,1\n2026-03-02,,1\n2026-03-03,0,1\n"


def count() -> int:
    return store_for(local_person(made_at=NOW.utc)).count()


@pytest.fixture
def diary(charley):
    """A small diary, and the way to run commands on it."""
    for line in ("left calf 7/10 3am 2 min", "quiet 2026-03-01", "2 x 100 mg citrate 21:30", "note: more greens"):
        assert charley("log", line)[0] == 0
    store_for(local_person(made_at=NOW.utc)).keep_profile(document='{"age_years": 67}', made_at=NOW.utc)
    return charley


def answer(run, *words):
    status, said, _ = run(*words, "--json")
    return status, json.loads(said)


def test_everything_out_and_into_a_new_folder_and_out_again_is_the_same(diary, tmp_path):
    status, said = answer(diary, "export", tmp_path / "first")
    assert (status, said) == (0, {"written": str(tmp_path / "first.zip"), "entries": 4, "profiles": 1})

    elsewhere = ("--data", tmp_path / "elsewhere")
    status, said = answer(diary, "import", tmp_path / "first.zip", *elsewhere)
    assert (status, said["files"][0]["taken"]) == (0, 5)
    assert diary("export", tmp_path / "second.zip", *elsewhere)[0] == 0

    assert (tmp_path / "second.zip").read_bytes() == (tmp_path / "first.zip").read_bytes()
    assert (tmp_path / "first.zip").stat().st_mode & 0o077 == 0


def test_the_same_archive_again_changes_nothing(diary, tmp_path):
    diary("export", tmp_path / "all.zip")
    _, said = answer(diary, "import", tmp_path / "all.zip")
    assert [(f["taken"], f["already"], f["skipped"]) for f in said["files"]] == [(0, 5, 0)]
    assert count() == 4


def test_the_nights_for_a_statistics_program(charley, tmp_path):
    (tmp_path / "in.csv").write_text(NIGHTS)
    charley("import", tmp_path / "in.csv")

    status, said = answer(charley, "export", "--csv", tmp_path / "out.csv")
    assert (status, said["nights"], said["recorded"]) == (0, 3, 2)
    assert (tmp_path / "out.csv").read_text() == NIGHTS
    assert charley("export", "--csv", "-")[1] == NIGHTS


def test_a_diary_without_nights_has_none_to_write(charley, tmp_path):
    status, said = answer(charley, "export", "--csv", tmp_path / "out.csv")
    assert (status, said["written"], said["nights"]) == (1, None, 0)
    assert not (tmp_path / "out.csv").exists()


def test_an_import_accounts_for_every_row_and_the_second_takes_none(charley, tmp_path):
    (tmp_path / "in.csv").write_text(NIGHTS)

    status, said = answer(charley, "import", tmp_path / "in.csv")
    (file,) = said["files"]
    assert (status, file["kind"], file["taken"], file["skipped"]) == (0, "nights", 2, 1)
    assert [(row["row"], row["outcome"]) for row in file["rows"]] == [
        ("night of 2026-03-01", "taken"),
        ("night of 2026-03-02", "skipped"),
        ("night of 2026-03-03", "taken"),
    ]

    _, again, _ = charley("import", tmp_path / "in.csv")
    assert "taken: 0" in again
    assert "there already: 2" in again
    assert "1 × not recorded (first: night of 2026-03-02)" in again
    assert count() == 2


def test_a_bad_file_among_good_ones_is_named_and_the_good_ones_are_taken(charley, tmp_path):
    (tmp_path / "good.csv").write_text(NIGHTS)
    (tmp_path / "bad.csv").write_text(NIGHTS.replace(",0,1", ",-1,1"))
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "picture.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20)

    files = [tmp_path / name for name in ("bad.csv", "good.csv", "empty.csv", "picture.jpg", "nothing.csv")]
    status, said = answer(charley, "import", *files)

    assert status == 2
    assert [f["file"] for f in said["files"]] == ["good.csv"]
    assert [field.split(".")[0] for field in said["error"]["fields"]] == ["bad", "empty", "picture", "nothing"]
    assert count() == 2


def test_an_unknown_kind_is_named_with_those_that_are_known(charley, tmp_path):
    (tmp_path / "in.csv").write_text(NIGHTS)
    status, said = answer(charley, "import", tmp_path / "in.csv", "--kind", "abacus")
    assert status == 2
    assert "cronometer" in said["error"]["message"]
    assert answer(charley, "import", tmp_path / "in.csv", "--kind", "nights")[0] == 0


def test_a_table_of_one_s_own_by_a_mapping(charley, tmp_path):
    (tmp_path / "mine.csv").write_text("Datum,Zeit,Krampf\n14.03.2026,03:10,ja\n15.03.2026,03:20,nein\n")
    mapping = {
        "format": "charley-csv-mapping",
        "version": 1,
        "date": {"column": "Datum", "form": "%d.%m.%Y"},
        "time": {"column": "Zeit", "form": "%H:%M"},
        "entries": [{"kind": "cramp", "only_if": {"column": "Krampf", "is": ["ja"]}, "fields": {}}],
    }
    (tmp_path / "mapping.json").write_text(json.dumps(mapping))
    status, said = answer(charley, "import", tmp_path / "mine.csv", "--mapping", tmp_path / "mapping.json")
    assert (status, said["files"][0]["taken"], said["files"][0]["skipped"]) == (0, 1, 1)


def test_back_up_and_restore(diary, tmp_path):
    status, said = answer(diary, "backup", tmp_path / "copy.sqlite3")
    assert (status, said["entries"]) == (0, 4)
    diary("log", "foot 4am")

    status, said = answer(diary, "restore", tmp_path / "copy.sqlite3")
    assert (status, said["entries"], said["aside_entries"]) == (0, 4, 5)
    assert count() == 4
    assert "held 4 entries" in diary("restore", tmp_path / "copy.sqlite3")[1]


def test_a_cut_backup_is_refused(diary, tmp_path):
    diary("backup", tmp_path / "copy.sqlite3")
    whole = (tmp_path / "copy.sqlite3").read_bytes()
    (tmp_path / "copy.sqlite3").write_bytes(whole[: len(whole) // 2])

    status, said = answer(diary, "restore", tmp_path / "copy.sqlite3")
    assert (status, said["error"]["fields"]) == (2, ["file"])
    assert count() == 4


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (["export"], "path"),
        (["export", "a.zip", "--csv", "b.csv"], "path"),
        (["import"], "files"),
    ],
)
def test_a_command_that_cannot_be_carried_out_names_why(charley, words, field):
    status, said = answer(charley, *words)
    assert (status, said["error"]["fields"]) == (2, [field])


def test_a_place_that_cannot_be_written_leaves_nothing_behind(diary, tmp_path):
    status, said = answer(diary, "export", tmp_path / "no" / "such" / "folder.zip")
    assert status == 3
    assert "could not be written" in said["error"]["message"]
    assert {place.name for place in tmp_path.iterdir()} == {"data"}


def test_what_is_wrong_with_a_mapping_is_said_of_the_mapping(charley, tmp_path):
    (tmp_path / "table.csv").write_text("day,cramps\n1/2/2026,1\n")
    (tmp_path / "columns.json").write_text("{}")
    for mapping in (tmp_path / "columns.json", tmp_path / "gone.json", tmp_path):
        status, said = answer(charley, "import", tmp_path / "table.csv", "--mapping", mapping)
        assert status == 2
        assert all(field.startswith("mapping") for field in said["error"]["fields"])


@pytest.mark.parametrize("name", ["", "/"])
def test_an_export_needs_a_name(charley, name):
    status, said = answer(charley, "export", name)
    assert (status, said["error"]["fields"]) == (2, ["path"])
