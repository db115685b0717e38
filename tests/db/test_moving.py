"""A diary moves from the file in its folder to a PostgreSQL with every row as it was (``make test-postgres``)."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection

from charley.db.connection import is_embedded, setup
from charley.db.models import JournalEntry, Person, ProfileVersion
from charley.db.people import open_with, whom
from charley.db.reminding import first_time, wish_of
from charley.db.repository import store_for
from charley.db.sharing import opened_by

MOVED_AT = datetime(2026, 3, 14, 11, 5, tzinfo=UTC)
WRITE = """
from datetime import UTC, date, datetime
from charley.db.connection import setup
setup()
from charley.dates import Moment
from charley.db.people import add_person, lock
from charley.db.reminding import first_time, wish
from charley.db.repository import local_person, store_for
from charley.db.sharing import share
from charley.diary.records import QuietNight
from charley.services.sample import SAMPLE_PROFILE, sample_entries
now = datetime(2026, 3, 14, 11, 5, tzinfo=UTC)
store = store_for(local_person(made_at=now))
store.append(entries=sample_entries(until=date(2026, 3, 14)), received_at=now)
store.keep_profile(document=SAMPLE_PROFILE, made_at=now)
mother = add_person("Mother", made_at=now)
lock(mother, "a long passphrase")
hers = store_for(mother)
hers.append(entries=[QuietNight(id="hers-00000001", at=Moment(wall=datetime(2026, 3, 14, 7)), night=date(2026, 3, 13))],
            received_at=now)
hers.keep_trial_rows([(now, "f" * 64, '{"kind": "as it was written"}')])
wish(mother, address="ntfy://topic", says_what=True)
first_time(mother, day=date(2026, 3, 14), time="21:30", now=now)
link = share(mother, label="Dr A", days=30, zone="Europe/Berlin", now=now)
print(store.count(), link)
"""


def test_every_row_moves_and_stays_as_kept(folder: Path, tmp_path: Path) -> None:
    setup()
    if is_embedded():
        pytest.skip("needs a PostgreSQL to move to")
    embedded = {name: value for name, value in os.environ.items() if name != "CHARLEY_DATABASE"}
    embedded["CHARLEY_DATA"] = str(tmp_path / "file")
    embedded.pop("DJANGO_SETTINGS_MODULE", None)
    said = subprocess.run(
        [sys.executable, "-c", WRITE], env=embedded, check=True, capture_output=True, text=True
    ).stdout
    written, link = int(said.split()[0]), said.split()[1]
    moved = tmp_path / "moved.json"
    words = [sys.executable, "-m", "django", "dumpdata", "charley", "--settings", "charley.web.settings"]
    subprocess.run([*words, "--output", str(moved)], env=embedded, check=True, capture_output=True)

    call_command("loaddata", str(moved), verbosity=0)

    now = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
    store = store_for(whom("Me", made_at=now))
    assert store.count() == written > 300
    assert len(store.journal()) == written  # each row's digest still fits
    mother = Person.objects.get(name="Mother")
    open_with(mother, "a long passphrase", now=now)
    assert store_for(mother).count() == 1
    assert store_for(mother).trial_rows() == [(MOVED_AT, "f" * 64, '{"kind": "as it was written"}')]
    wished = wish_of(mother)
    assert wished is not None
    assert (wished.address, wished.says_what) == ("ntfy://topic", True)
    assert not first_time(mother, day=date(2026, 3, 14), time="21:30", now=now)  # nobody is reminded twice
    opened = opened_by(link, now=now)
    assert opened is not None
    assert (opened.person, opened.label, opened.zone) == (mother, "Dr A", "Europe/Berlin")
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("UPDATE charley_trialrow SET payload = ''")
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
