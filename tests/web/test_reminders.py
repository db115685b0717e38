"""The page of reminders: off until turned on, and no address is taken from it."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from charley.db import reminding
from charley.db.models import Person
from charley.db.repository import local_person
from support.pages import text


@pytest.fixture
def me(person: Client) -> Person:
    return local_person(made_at=datetime(2026, 11, 13, tzinfo=UTC))


def test_they_are_off_until_turned_on(person: Client, me: Person) -> None:
    assert "off until you turn them on" in text(person.get("/you/"))
    assert reminding.wish_of(me) is None
    person.post("/you/reminders/", {"on": "yes", "words": "plain"})
    kept = reminding.wish_of(me)
    assert kept is not None
    assert not kept.says_what


def test_the_words_are_a_choice_and_an_address_stays(person: Client, me: Person) -> None:
    reminding.wish(me, address="ntfy://example/topic-of-mine")
    person.post("/you/reminders/", {"on": "yes", "words": "dose", "address": "json://10.0.0.1/"})
    kept = reminding.wish_of(me)
    assert kept is not None
    assert (kept.says_what, kept.address) == (True, "ntfy://example/topic-of-mine")
    assert "topic-of-mine" not in person.get("/you/reminders/").content.decode()


def test_turning_them_off_forgets_the_address(person: Client, me: Person) -> None:
    reminding.wish(me, address="ntfy://example/topic-of-mine")
    person.post("/you/reminders/", {"on": "no", "words": "plain"})
    assert reminding.wish_of(me) is None


def test_the_made_up_person_is_not_reminded(person: Client, me: Person) -> None:
    person.post("/start/sample", {"look": "sample"})
    assert person.post("/you/reminders/", {"on": "yes"}).status_code == 404
