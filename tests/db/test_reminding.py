"""Browsers in which people are reminded: each person's own, forgotten with the reminders and with the person."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from charley.db import people, push_key, reminding
from charley.db.models import Person, RemindedBrowser
from charley.db.reminding import MOST_BROWSERS
from charley.db.repository import forget_person, local_person
from charley.errors import BadInput, StorageFault
from support.push_service import PushedTo

NOW = datetime(2026, 11, 14, 3, 10, tzinfo=UTC)
BROWSER = PushedTo()


@pytest.fixture
def me(db: None) -> Person:
    return local_person(made_at=NOW)


@pytest.fixture
def mother(me: Person) -> Person:
    return people.add_person("Mother", made_at=NOW)


def of(person: Person) -> list[str]:
    """The addresses of a person's browsers."""
    wished = reminding.wish_of(person)
    return [told.endpoint for _, told in reminding.browsers(wished)] if wished else []


def test_a_browser_is_one_persons_and_turns_their_reminders_on(me: Person, mother: Person) -> None:
    reminding.add_browser(mother, BROWSER.subscription)
    assert of(mother) == [BROWSER.endpoint]
    assert reminding.wish_of(me) is None
    assert [wished.person for wished in reminding.everybody_to_remind()] == [mother]


def test_turning_a_browser_on_leaves_the_words_and_the_address_as_they_were(me: Person) -> None:
    reminding.wish(me, address="ntfy://example/topic-of-mine", says_what=True)
    reminding.add_browser(me, BROWSER.subscription)
    kept = reminding.wish_of(me)
    assert kept is not None
    assert (kept.address, kept.says_what) == ("ntfy://example/topic-of-mine", True)


def test_the_same_browser_stands_once_with_its_newest_keys(me: Person) -> None:
    newer = PushedTo()
    for told in (BROWSER, newer):
        reminding.add_browser(me, told.subscription)
    wished = reminding.wish_of(me)
    assert wished is not None
    assert [told for _, told in reminding.browsers(wished)] == [newer.subscription]


def test_one_browser_of_two_people_is_forgotten_for_one_alone(me: Person, mother: Person) -> None:
    for person in (me, mother):
        reminding.add_browser(person, BROWSER.subscription)
    assert reminding.forget_browser(me, BROWSER.endpoint)  # somebody else is still reminded in it
    assert (of(me), of(mother)) == ([], [BROWSER.endpoint])
    assert not reminding.forget_browser(mother, BROWSER.endpoint)


def test_there_is_an_end_to_them_and_one_that_is_there_can_still_be_told_anew(me: Person) -> None:
    many = [PushedTo(str(number)) for number in range(MOST_BROWSERS + 1)]
    for told in (*many[:-1], many[0]):
        reminding.add_browser(me, told.subscription)
    with pytest.raises(BadInput):
        reminding.add_browser(me, many[-1].subscription)
    assert len(of(me)) == MOST_BROWSERS


def test_they_are_forgotten_with_the_reminders_and_with_the_person(me: Person, mother: Person) -> None:
    for person in (me, mother):
        reminding.add_browser(person, BROWSER.subscription)
    reminding.leave_alone(me)
    assert [row.reminding.person for row in RemindedBrowser.objects.all()] == [mother]
    forget_person(mother.key)
    assert not RemindedBrowser.objects.exists()


def test_the_key_is_made_once_for_the_owner_alone(tmp_path: Path) -> None:
    known = push_key.public_key(tmp_path)
    assert push_key.public_key(tmp_path) == known
    assert [file.name for file in tmp_path.iterdir()] == ["push.key"]
    if os.name == "posix":
        assert push_key.key_file(tmp_path).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("damaged", [b"", b"nonsense", b"\xff" * 200])
def test_a_damaged_key_is_said_with_what_to_do(tmp_path: Path, damaged: bytes) -> None:
    push_key.key_file(tmp_path).write_bytes(damaged)
    with pytest.raises(StorageFault, match=r"push\.key.*take it away"):
        push_key.public_key(tmp_path)
