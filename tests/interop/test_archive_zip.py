"""Everything out and in again, byte for byte; a cut or changed archive gives nothing."""

import csv
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jsonschema
import pytest

from charley.diary.records import Amendment, Food, Note
from charley.errors import BadInput
from charley.interop.archive_zip import (
    Archive,
    KeptEntry,
    KeptProfile,
    entry_schema,
    is_archive,
    read_archive,
    write_archive,
)
from support.diary import NOW, at, cramp, dose, new_id, quiet

RECEIVED = datetime(2026, 3, 14, 11, 5, 0, 250, tzinfo=UTC)


def archive(*entries) -> Archive:
    profile = KeptProfile(made_at=RECEIVED, document='{"age_years": 67,  "goal": "Schlaf – “quiet”"}')
    return Archive(tuple(KeptEntry(received_at=RECEIVED, entry=e) for e in entries), (profile,))


def sample() -> Archive:
    wrong, moved = cramp(pain=7), cramp("2026-03-14 03:00")
    return archive(
        wrong,
        moved,
        Amendment(id=new_id(), at=NOW, of=wrong.id, replacement=cramp(id=wrong.id, pain=5), reason="slip"),
        Amendment(id=new_id(), at=NOW, of=moved.id),
        quiet("2026-03-11"),
        dose("2026-03-13 21:30", tablets=2, with_food=True),
        Note(id=new_id(), at=NOW, text="=1+1 und\nGrüße"),
        Food(id=new_id(), at=at("2026-03-13 19:00"), name="kale", nutrients={"magnesium_mg": 33, "iron_mg": None}),
    )


def by_id(row: KeptEntry) -> str:
    return row.entry.id


def written(archive: Archive) -> bytes:
    out = io.BytesIO()
    write_archive(out, archive)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    place = tmp_path / "diary.zip"
    place.write_bytes(written(sample()))
    return place


def rewrite(file: Path, name: str, change) -> None:
    """Change one file inside an archive."""
    with zipfile.ZipFile(file) as packed:
        contents = {n: packed.read(n) for n in packed.namelist()}
    contents[name] = change(contents[name])
    with zipfile.ZipFile(file, "w") as packed:
        for n, data in contents.items():
            if data is not None:
                packed.writestr(n, data)


def test_out_and_in_and_out_again_is_the_same_to_the_byte(tmp_path):
    before = sample()
    first = written(before)
    (tmp_path / "diary.zip").write_bytes(first)

    after = read_archive(tmp_path / "diary.zip")

    assert sorted(after.entries, key=by_id) == sorted(before.entries, key=by_id)
    assert after.profiles == before.profiles
    assert written(after) == first
    assert written(Archive(before.entries[::-1], before.profiles)) == first


def test_an_empty_diary_is_an_archive_too(tmp_path):
    (tmp_path / "empty.zip").write_bytes(written(Archive((), ())))
    assert read_archive(tmp_path / "empty.zip") == Archive((), ())


def test_it_reads_without_charley(file):
    with zipfile.ZipFile(file) as packed:
        names = set(packed.namelist())
        lines = [json.loads(line) for line in packed.read("journal.jsonl").splitlines()]
        nights = list(csv.DictReader(io.StringIO(packed.read("tables/nights.csv").decode())))
        notes = list(csv.DictReader(io.StringIO(packed.read("tables/note.csv").decode())))
        cramps = list(csv.DictReader(io.StringIO(packed.read("tables/cramp.csv").decode())))
    assert {"README.md", "manifest.json", "profiles.jsonl", "schema/entry.schema.json"} <= names
    assert [line["entry"]["kind"] for line in lines].count("amendment") == 2
    assert [(row["date"], row["cramps"]) for row in nights] == [
        ("2026-03-11", "0"),
        ("2026-03-12", ""),
        ("2026-03-13", "1"),
    ]
    assert [row["pain"] for row in cramps] == ["5"]  # after corrections
    assert notes[0]["text"] == "'=1+1 und\nGrüße"  # no spreadsheet takes it for a formula


def test_every_entry_fits_the_schema_that_comes_with_it(file):
    validator = jsonschema.Draft202012Validator(entry_schema())
    with zipfile.ZipFile(file) as packed:
        assert json.loads(packed.read("schema/entry.schema.json")) == json.loads(json.dumps(entry_schema()))
        for line in packed.read("journal.jsonl").splitlines():
            validator.validate(json.loads(line)["entry"])
    assert not validator.is_valid({"kind": "cramp", "id": "cramp-0001", "at": {"wall": "x"}, "pain": 11})


def test_the_manifest_counts_and_sums(file):
    with zipfile.ZipFile(file) as packed:
        manifest = json.loads(packed.read("manifest.json"))
        assert (manifest["entries"], manifest["profiles"]) == (8, 1)
        assert manifest["files"].keys() == set(packed.namelist()) - {"manifest.json"}


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.99])
def test_a_cut_archive_gives_nothing(file, share):
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(BadInput, match="damaged or was cut off"):
        read_archive(file)


def test_a_changed_file_is_named(file):
    rewrite(file, "journal.jsonl", lambda data: data.replace(b'"pain":7', b'"pain":1'))
    with pytest.raises(BadInput, match="changed since") as refused:
        read_archive(file)
    assert refused.value.fields == ("journal.jsonl",)
    assert is_archive(file)


def test_a_missing_file_is_named(file):
    rewrite(file, "profiles.jsonl", lambda data: None)
    with pytest.raises(BadInput, match="missing") as refused:
        read_archive(file)
    assert refused.value.fields == ("profiles.jsonl",)


def test_a_newer_archive_is_named(file):
    rewrite(file, "manifest.json", lambda data: data.replace(b'"version": 1', b'"version": 2'))
    with pytest.raises(BadInput, match="update Charley"):
        read_archive(file)


def test_every_faulty_line_is_named(tmp_path, monkeypatch):
    from charley.interop import archive_zip

    lines = [
        '{"received_at":"2026-03-14T11:05:00+00:00","entry":{"kind":"cramp","id":"cramp-0001","at":{"wall":"2026-02-30T03:00:00"}}}',
        '{"received_at":"2026-03-14T11:05:00","entry":{"kind":"cramp","id":"cramp-0002","at":{"wall":"2026-02-20T03:00:00"}}}',
        '{"received_at":"2026-03-14T11:05:00+00:00","entry":{"kind":"cramp","id":"cramp-0003","at":{"wall":"2026-02-20T03:00:00"},"pain":11}}',
        "{",
    ]
    with monkeypatch.context() as patched:
        patched.setattr(archive_zip, "_journal_line", lambda row: "\n".join(lines) + "\n")
        (tmp_path / "diary.zip").write_bytes(written(archive(cramp())))

    with pytest.raises(BadInput) as refused:
        read_archive(tmp_path / "diary.zip")
    assert refused.value.fields == (
        "journal.jsonl, line 1.entry.at.wall",
        "journal.jsonl, line 2.received_at",
        "journal.jsonl, line 3.entry.pain",
        "journal.jsonl, line 4",
    )


def test_what_is_no_archive_of_ours(tmp_path):
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as packed:
        packed.writestr("letter.txt", "dear aunt")
    assert not is_archive(other)
    assert not is_archive(tmp_path / "nothing.zip")
    with pytest.raises(BadInput):
        read_archive(other)
    with pytest.raises(BadInput, match="cannot be read"):
        read_archive(tmp_path / "nothing.zip")


def test_a_bomb_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr("charley.interop.archive_zip.MOST_BYTES", 10_000)
    (tmp_path / "diary.zip").write_bytes(written(sample()))
    with pytest.raises(BadInput, match="more than any diary holds"):
        read_archive(tmp_path / "diary.zip")


@pytest.mark.parametrize(
    ("documents", "fields"),
    [
        (["not JSON", "{}"], [1]),
        (["{}", '{"age_years": "many"}'], [2]),
        (["{}", "[1]"], [2]),
        (['{"a_field_of_old": 1}', "{}"], []),
    ],
)
def test_a_profile_that_no_page_could_show_is_named(tmp_path, documents, fields):
    """An earlier version may have had other fields; the one in force must be readable."""
    made = [RECEIVED + timedelta(days=number) for number in range(len(documents))]
    versions = tuple(map(KeptProfile, made, documents))
    path = tmp_path / "odd.zip"
    path.write_bytes(written(Archive((), versions)))
    if not fields:
        assert read_archive(path).profiles == versions
        return
    with pytest.raises(BadInput) as refused:
        read_archive(path)
    assert all(field.startswith(f"profiles.jsonl, line {fields[0]}.document") for field in refused.value.fields)
