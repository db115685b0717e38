"""A store keeps what it was given, for one person only, all of it or nothing."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection

from charley.db.models import JournalEntry, Person, ProfileVersion
from charley.db.repository import CHUNK, local_person, store_for
from charley.diary.records import Amendment, written
from charley.errors import StorageFault
from support.diary import NOW, at, cramp, new_id, quiet

pytestmark = pytest.mark.django_db

RECEIVED = datetime(2026, 3, 14, 11, 5, tzinfo=UTC)


@pytest.fixture
def store():
    return store_for(local_person(made_at=RECEIVED))


def append(store, *entries):
    return store.append(entries=entries, received_at=RECEIVED)


def test_an_entry_comes_back_exactly(store):
    entry = cramp(pain=7, duration_s=90, note="“Grüße” = 1\n2")
    assert append(store, entry) == ["kept"]
    assert store.find(entry.id) == entry
    assert JournalEntry.objects.get().payload.encode() == written(entry)
    assert (JournalEntry.objects.get().night, JournalEntry.objects.get().kind) == (date(2026, 3, 13), "cramp")


def test_a_repeated_write_changes_nothing(store):
    entry = cramp()
    assert append(store, entry, entry) == ["kept", "already"]
    assert append(store, cramp(id=entry.id, entered=NOW)) == ["already"]
    assert store.count() == 1


def test_one_id_with_another_meaning_is_named_and_the_first_stays(store):
    entry = cramp(side="left")
    assert append(store, entry, cramp(id=entry.id, side="right")) == ["kept", "conflict"]
    assert store.find(entry.id) == entry


def test_a_store_sees_one_person_only(store):
    other = store_for(Person.objects.create(key="other", made_at=RECEIVED))
    mine, theirs = cramp(id="the-same-id", side="left"), cramp(id="the-same-id", side="right")
    append(store, mine)
    assert append(other, theirs) == ["kept"]
    other.keep_profile(document="{}", made_at=RECEIVED)

    assert store.journal().entries == (mine,)
    assert other.journal().entries == (theirs,)
    assert store.rows() == [(RECEIVED, mine)]
    assert store.find("the-same-id") == mine
    assert store.profile() is None


def test_many_entries_are_more_than_one_question(store):
    entries = [cramp() for _ in range(2 * CHUNK + 1)]
    assert set(append(store, *entries)) == {"kept"}
    assert set(append(store, *entries)) == {"already"}
    assert store.count() == len(entries)


def test_a_part_of_the_journal_brings_its_corrections_and_what_they_correct(store):
    inside, outside = cramp("2026-03-14 02:14"), cramp("2026-03-01 02:14")
    moved = cramp("2026-02-01 02:14")
    into = Amendment(id=new_id(), at=NOW, of=moved.id, replacement=cramp("2026-03-14 04:00", id=moved.id))
    append(store, inside, outside, moved, into, quiet("2026-03-05"))

    part = store.journal(first=date(2026, 3, 13), last=date(2026, 3, 13))

    assert [e.at for e in part.between(date(2026, 3, 13), date(2026, 3, 13))] == [inside.at, at("2026-03-14 04:00")]
    assert outside.id not in part


def test_what_is_kept_together_is_kept_or_not(store):
    def interrupted() -> None:
        with store.whole():
            append(store, cramp())
            assert store.count() == 1
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert store.count() == 0


def test_a_kept_row_cannot_be_changed(store):
    append(store, cramp())
    with pytest.raises(DatabaseError, match="append-only"):
        JournalEntry.objects.update(kind="dose")


def test_a_kept_profile_cannot_be_changed(store):
    store.keep_profile(document="{}", made_at=RECEIVED)
    with pytest.raises(DatabaseError, match="append-only"):
        ProfileVersion.objects.update(payload="")


@pytest.mark.embedded
def test_a_row_damaged_on_the_disk_is_named_and_not_believed(store):
    entry = cramp(pain=7)
    append(store, entry)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER charley_journalentry_is_kept")
        cursor.execute("UPDATE charley_journalentry SET payload = replace(payload, '\"pain\":7', '\"pain\":2')")
    with pytest.raises(StorageFault, match=entry.id):
        store.journal()


def test_an_entry_of_a_newer_charley_is_named(store):
    from charley.db.mapping import digest_of

    append(store, cramp())
    row = JournalEntry.objects.get()
    payload = row.payload.replace('"kind":"cramp"', '"kind":"aura"')
    row.pk, row.entry_id, row.payload, row.digest = None, "newer-0001", payload, digest_of(payload)
    row.save(force_insert=True)
    with pytest.raises(StorageFault, match=r"newer-0001.*Update Charley"):
        store.journal()


def test_profiles_are_versions_and_the_last_is_in_force(store):
    assert store.keep_profile(document='{"age_years":67}', made_at=RECEIVED)
    assert not store.keep_profile(document='{"age_years":67}', made_at=RECEIVED)
    assert store.keep_profile(document='{"age_years":68}', made_at=RECEIVED)

    assert store.profile() == '{"age_years":68}'
    assert [document for _, document in store.profiles()] == ['{"age_years":67}', '{"age_years":68}']


def test_versions_brought_back_stand_in_their_order(store):
    early, late = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
    store.keep_profile(document='{"age_years":68}', made_at=late)
    rows = [(early, '{"age_years":67}'), (late, '{"age_years":68}')]
    assert store.keep_profiles(rows) == [True, False]
    assert store.profile() == '{"age_years":68}'
    assert store.profiles() == rows


def test_the_local_person_is_one():
    assert local_person(made_at=RECEIVED) == local_person(made_at=RECEIVED)
    assert Person.objects.count() == 1


def test_the_first_night_is_known_without_reading_the_diary(store):
    assert store.first_night() is None
    append(store, quiet("2026-03-11"), cramp("2026-03-10 02:14"), quiet("2026-03-12"))
    assert store.first_night() == date(2026, 3, 9)
    assert store_for(Person.objects.create(key="other", made_at=RECEIVED)).first_night() is None
