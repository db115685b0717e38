"""A connection is kept between requests, and never writes into a file that is not in its place any more."""

import pytest
from django.core.signals import request_finished, request_started
from django.db import connection

from charley.db.connection import migrate, setup
from charley.db.erasing import erase, found_in
from charley.db.folder import database_file
from charley.db.repository import local_person, store_for
from support.diary import NOW, cramp

pytestmark = pytest.mark.embedded


def keep_one() -> None:
    """One request that notes a cramp."""
    request_started.send(sender=None, environ={})
    store_for(local_person(made_at=NOW.utc)).append(entries=[cramp()], received_at=NOW.utc)
    request_finished.send(sender=None)


def test_the_next_request_finds_the_connection_open(folder):
    setup()
    keep_one()
    opened = connection.connection
    keep_one()
    assert opened is not None
    assert connection.connection is opened


def test_a_file_that_was_set_aside_gets_nothing_more(folder):
    setup()
    keep_one()
    place = database_file(folder)
    place.rename(place.with_name("aside.sqlite3"))
    request_started.send(sender=None, environ={})
    assert connection.connection is None
    migrate()
    keep_one()
    assert store_for(local_person(made_at=NOW.utc)).count() == 1


def test_after_everything_was_erased_a_kept_connection_begins_anew(folder):
    setup()
    keep_one()
    (folder / "static").mkdir()  # the pages' own files keep the folder there
    erase(folder, found_in(folder), running=True)
    request_started.send(sender=None, environ={})
    assert connection.connection is None
    migrate()
    keep_one()
    assert store_for(local_person(made_at=NOW.utc)).count() == 1
