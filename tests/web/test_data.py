"""Everything out in one file and in again: the same diary; other apps' files; nothing half-taken."""

import io
import sqlite3
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from charley.db.models import JournalEntry, ProfileVersion
from charley.db.repository import PersonStore
from support.pages import text
from support.phone import Phone
from support.serving import Served

NIGHTS = b"date,cramps,observed\n2026-03-01,2,1\n2026-03-02,,\n2026-03-03,0,1\n"


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def bring(person: Client, content: bytes, name: str = "file.zip"):
    return person.post("/data/import", {"file": SimpleUploadedFile(name, content)})


def test_export_and_import_give_the_identical_diary(sample: Client, store: PersonStore) -> None:
    exported = sample.get("/data/charley-export.zip")
    assert exported["Content-Disposition"] == 'attachment; filename="charley-2026-11-14.zip"'
    archive, before, profile = body(exported), store.journal(), store.profile()
    JournalEntry.objects.all().delete()
    ProfileVersion.objects.all().delete()
    page = bring(sample, archive)
    assert f"{len(before)} entries, in a folder" in text(page)
    assert store.journal() == before
    assert store.profile() == profile
    assert body(sample.get("/data/charley-export.zip")) == archive


def test_the_same_file_twice_changes_nothing(sample: Client, store: PersonStore) -> None:
    archive = body(sample.get("/data/charley-export.zip"))
    before = store.journal()
    words = text(bring(sample, archive))
    assert "0 entries are new" in words
    assert f"{len(before) + 1} were there already" in words  # the profile is one more
    assert store.journal() == before


def test_another_apps_file_is_recognised_and_accounted_for(person: Client, store: PersonStore) -> None:
    words = text(bring(person, NIGHTS, "nights.csv"))
    assert "What became of nights.csv" in words
    assert "2 entries are new" in words
    assert len(store.journal()) == 2


@pytest.mark.parametrize(
    "content", [b"\x00\x01\x02", b"PK\x03\x04broken", b"date,cramps\n2026-03-01,-2\n", b"nothing that is known"]
)
def test_a_file_that_cannot_be_taken_changes_nothing(person: Client, store: PersonStore, content: bytes) -> None:
    page = bring(person, content)
    assert page.status_code == 422
    assert "The file was not taken; nothing was changed." in text(page)
    assert not len(store.journal())


def test_no_file_is_asked_for_kindly(person: Client) -> None:
    assert "Choose a file first." in text(person.post("/data/import", {}))


def test_the_archive_explains_itself(sample: Client) -> None:
    with zipfile.ZipFile(io.BytesIO(body(sample.get("/data/charley-export.zip")))) as archive:
        assert "README.md" in archive.namelist()


@pytest.mark.browser
def test_a_backup_is_a_whole_database(demo: Served, phone: Phone, tmp_path: Path) -> None:
    phone.page.goto(f"{demo.address}/data/")
    with phone.page.expect_download() as download:
        phone.page.get_by_role("link", name="Save a copy").click()
    download.value.save_as(tmp_path / "copy.sqlite3")
    with sqlite3.connect(tmp_path / "copy.sqlite3") as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT count(*) FROM charley_journalentry").fetchone()[0] > 100
