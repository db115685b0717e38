"""A diary moves from the file in its folder to a PostgreSQL with every row as it was (``make test-postgres``)."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection

from charley.db.connection import is_embedded, setup
from charley.db.models import JournalEntry, Person, ProfileVersion
from charley.db.people import whom
from charley.db.repository import store_for

WRITE = """
from datetime import UTC, date, datetime
from charley.db.connection import setup
setup()
from charley.db.people import add_person, lock
from charley.db.repository import local_person, store_for
from charley.services.sample import SAMPLE_PROFILE, sample_entries
now = datetime(2026, 3, 14, 11, 5, tzinfo=UTC)
store = store_for(local_person(made_at=now))
store.append(entries=sample_entries(until=date(2026, 3, 14)), received_at=now)
store.keep_profile(document=SAMPLE_PROFILE, made_at=now)
lock(add_person("Mother", made_at=now), "a long passphrase")
print(store.count())
"""


def test_every_row_moves_and_stays_as_kept(folder: Path, tmp_path: Path) -> None:
    setup()
    if is_embedded():
        pytest.skip("needs a PostgreSQL to move to")
    embedded = {name: value for name, value in os.environ.items() if name != "CHARLEY_DATABASE"}
    embedded["CHARLEY_DATA"] = str(tmp_path / "file")
    embedded.pop("DJANGO_SETTINGS_MODULE", None)
    written = int(subprocess.run([sys.executable, "-c", WRITE], env=embedded, check=True, capture_output=True).stdout)
    moved = tmp_path / "moved.json"
    words = [sys.executable, "-m", "django", "dumpdata", "charley", "--settings", "charley.web.settings"]
    subprocess.run([*words, "--output", str(moved)], env=embedded, check=True, capture_output=True)

    call_command("loaddata", str(moved), verbosity=0)

    now = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
    store = store_for(whom("Me", made_at=now))
    assert store.count() == written > 300
    assert len(store.journal()) == written  # each row's digest still fits
    assert Person.objects.get(name="Mother").is_locked
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("UPDATE charley_journalentry SET payload = ''")
    assert ProfileVersion.objects.count() == 1
    fresh = JournalEntry.objects.create(
        person=Person.objects.get(name="Mother"),
        entry_id="new-00000001",
        kind="note",
        night=now.date(),
        at="",
        payload="",
        digest="",
        received_at=now,
    )
    assert fresh.pk > written  # the counters moved on too
