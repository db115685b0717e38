"""Opening the database: its settings, its tables, and what is said when it cannot be used."""

import sqlite3
import stat
from contextlib import closing

import pytest
from django.core.management import call_command
from django.db import connection

from charley.db.connection import databases, migrate, setup
from charley.db.folder import database_file
from charley.db.repository import local_person, store_for
from charley.errors import BadInput, StorageFault
from support.diary import NOW, cramp


@pytest.mark.embedded
def test_a_first_start_makes_private_files_with_tables(folder):
    assert setup() == folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert "charley_journalentry" in connection.introspection.table_names()


@pytest.mark.embedded
def test_writes_outlive_a_power_cut_and_readers_are_not_shut_out(folder):
    setup()
    with connection.cursor() as cursor:
        said = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
    assert said == {"journal_mode": "wal", "synchronous": 2}


def test_the_models_and_the_migrations_agree(folder):
    setup()
    call_command("makemigrations", "charley", check=True, dry_run=True, verbosity=0)


@pytest.mark.embedded
def test_a_second_start_changes_nothing(folder):
    setup()
    before = database_file(folder).read_bytes()
    setup()
    assert database_file(folder).read_bytes() == before


def test_a_diary_of_a_newer_charley_is_left_alone(folder):
    setup()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('charley', '9999_later', '2030-01-01')"
        )
    with pytest.raises(StorageFault, match="newer version of Charley"):
        migrate()


@pytest.mark.embedded
def test_a_file_that_is_no_database_is_named_and_left_alone(folder):
    folder.mkdir()
    database_file(folder).write_bytes(b"a letter to my aunt" * 100)
    with pytest.raises(StorageFault, match="damaged"):
        setup()
    assert database_file(folder).read_bytes() == b"a letter to my aunt" * 100


@pytest.mark.embedded
def test_a_locked_database_is_waited_for_and_then_named(folder, monkeypatch):
    setup()
    connection.close()
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.2)
    store = store_for(local_person(made_at=NOW.utc))
    with closing(sqlite3.connect(database_file(folder), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageFault, match="Another program is writing"):
            store.append(entries=[cramp()], received_at=NOW.utc)
        other.execute("ROLLBACK")
    assert store.append(entries=[cramp()], received_at=NOW.utc) == ["kept"]
    assert store.count() == 1


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        (
            "postgresql://ann:secret@db.home:5433/diary",
            {"NAME": "diary", "USER": "ann", "HOST": "db.home", "PORT": "5433"},
        ),
        ("postgresql:///diary?host=/run/postgresql", {"NAME": "diary", "HOST": "/run/postgresql"}),
        ("host=db.home dbname=diary sslmode=require", {"NAME": "diary", "OPTIONS": {"sslmode": "require"}}),
    ],
)
def test_the_address_of_a_postgresql_takes_the_place_of_the_file(tmp_path, address, parts):
    settings = databases(tmp_path, environ={"CHARLEY_DATABASE": address})["default"]
    assert settings["ENGINE"] == "django.db.backends.postgresql"
    assert {name: settings[name] for name in parts} == parts


def test_an_address_that_cannot_be_read_is_named_without_its_password(tmp_path):
    with pytest.raises(BadInput, match="postgresql://user:password@host/database") as refused:
        databases(tmp_path, environ={"CHARLEY_DATABASE": "postgresql://ann:s3cr3t@db:port:port/diary?x"})
    assert "s3cr3t" not in str(refused.value)


def test_a_first_start_on_a_server_makes_the_tables_and_a_second_changes_nothing(folder):
    setup()
    assert "charley_journalentry" in connection.introspection.table_names()
    setup()
    assert store_for(local_person(made_at=NOW.utc)).count() == 0
