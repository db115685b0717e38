"""What an importer read, kept as a whole or not at all, and accounted for row by row."""

from datetime import UTC, datetime

import pytest

from charley.db.repository import local_person, store_for
from charley.errors import BadInput, Problem
from charley.interop.importer import Skipped, Taken
from charley.interop.keeping import BATCH, archive_of, keep_archive, keep_items
from charley.interop.report import ImportReport
from support.diary import cramp, dose, quiet

pytestmark = pytest.mark.django_db

RECEIVED = datetime(2026, 3, 14, 11, 5, tzinfo=UTC)


@pytest.fixture
def store():
    return store_for(local_person(made_at=RECEIVED))


def report() -> ImportReport:
    return ImportReport("a.csv", "test", "Test")


def keep(store, *items) -> ImportReport:
    account = report()
    keep_items(items, store, account, received_at=RECEIVED)
    return account


def test_each_row_says_what_became_of_it(store):
    known, other = cramp(), cramp(id="twice-0001", side="left")
    keep(store, Taken("row 2", known), Taken("row 3", other))

    account = keep(
        store,
        Taken("row 2", known),
        Taken("row 3", cramp(id="twice-0001", side="right")),
        Skipped("row 4", "no date"),
        Taken("row 5", dose("2026-03-13 21:30"), rows=3),
    )

    assert [(line.row, line.outcome, line.rows) for line in account.lines] == [
        ("row 2", "already", 1),
        ("row 3", "skipped", 1),
        ("row 4", "skipped", 1),
        ("row 5", "taken", 3),
    ]
    assert "left as it is" in account.lines[1].what
    assert store.find("twice-0001") == other


def test_a_second_import_changes_nothing(store):
    rows = [Taken(f"row {n}", cramp()) for n in range(2 * BATCH + 7)]
    assert keep(store, *rows).new_entries == len(rows)
    before = store.rows()

    again = keep(store, *rows)
    assert (again.new_entries, again.known_entries) == (0, len(rows))
    assert store.rows() == before


@pytest.mark.parametrize("fault", [BadInput([Problem("", "the zip was cut off")]), KeyboardInterrupt()])
def test_a_file_that_breaks_off_late_leaves_nothing(store, fault):
    def rows():
        for n in range(3 * BATCH):
            yield Taken(f"row {n}", cramp())
        raise fault

    with pytest.raises(type(fault)):
        keep_items(rows(), store, report(), received_at=RECEIVED)
    assert store.count() == 0


def test_everything_into_an_archive_and_back_into_another_store(store):
    from charley.db.models import Person

    store.append(entries=[cramp(), quiet("2026-03-11")], received_at=RECEIVED)
    store.keep_profile(document='{"age_years": 67}', made_at=RECEIVED)
    other = store_for(Person.objects.create(key="other", made_at=RECEIVED))

    account = report()
    keep_archive(archive_of(store), other, account)

    assert account.new_entries == 3
    assert archive_of(other) == archive_of(store)
    again = report()
    keep_archive(archive_of(store), other, again)
    assert (again.new_entries, again.known_entries) == (0, 3)
