"""The people whose diaries are here: names nobody mixes up, and a lock that gives nothing to haste."""

from datetime import UTC, datetime, timedelta

import pytest

from charley.db import people
from charley.db.models import Person
from charley.db.repository import forget_person, local_person, person_named, store_for
from charley.errors import BadInput
from support.diary import cramp

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 14, 3, 10, tzinfo=UTC)
WORDS = "three quiet nights"


@pytest.fixture
def first() -> Person:
    return local_person(made_at=NOW)


@pytest.fixture
def mother(first: Person) -> Person:
    return people.add_person("Mother", made_at=NOW)


def test_each_person_has_a_journal_of_their_own(first: Person, mother: Person) -> None:
    shared = cramp(id="the-same-id")
    store_for(first).append(entries=[shared], received_at=NOW)
    assert len(store_for(mother).journal()) == 0
    assert store_for(mother).append(entries=[shared], received_at=NOW) == ["kept"]
    assert [len(store_for(each).journal()) for each in (first, mother)] == [1, 1]


@pytest.mark.parametrize("name", ["", "   ", "M" * 41, "mother", " MOTHER ", "Me", "tab\x07bell"])
def test_a_name_that_mixes_people_up_or_cannot_be_shown_is_refused(mother: Person, name: str) -> None:
    with pytest.raises(BadInput) as fault:
        people.add_person(name, made_at=NOW)
    assert fault.value.fields == ("name",)
    assert len(people.everybody()) == 2


def test_a_key_says_nothing_of_the_name(mother: Person) -> None:
    assert "mother" not in mother.key.casefold()


def test_without_a_name_a_command_is_about_the_first_person(mother: Person) -> None:
    assert people.whom(None, made_at=NOW).key == "me"
    assert people.whom("mother", made_at=NOW) == mother
    assert people.whom(mother.key, made_at=NOW) == mother


def test_a_name_that_nobody_has_is_answered_with_those_there_are(mother: Person) -> None:
    with pytest.raises(BadInput, match="Me, Mother"):
        people.whom("Father", made_at=NOW)


def test_where_the_first_person_is_gone_the_only_one_is_meant_and_of_several_one_has_to_be_named(
    mother: Person,
) -> None:
    forget_person("me")
    assert people.whom(None, made_at=NOW) == mother
    people.add_person("Father", made_at=NOW)
    with pytest.raises(BadInput, match="Mother, Father"):
        people.whom(None, made_at=NOW)


def test_the_made_up_person_is_nobody_who_could_be_chosen(first: Person) -> None:
    person_named(people.SAMPLE, made_at=NOW)
    assert people.everybody() == [first]
    assert people.somebody(people.SAMPLE) is None
    assert people.is_alone()


def test_the_passphrase_opens_and_is_stored_as_a_slow_hash_alone(mother: Person) -> None:
    people.lock(mother, WORDS)
    stored = Person.objects.get(pk=mother.pk)
    assert stored.passphrase.startswith("scrypt$")
    assert WORDS not in stored.passphrase
    people.open_with(stored, WORDS, now=NOW)
    with pytest.raises(BadInput, match="not the passphrase"):
        people.open_with(stored, WORDS + "!", now=NOW)


def test_letters_typed_on_another_keyboard_are_the_same_letters(mother: Person) -> None:
    people.lock(mother, "nu\u0308chterne W\u00f6lfe")
    people.open_with(mother, "n\u00fcchterne Wo\u0308lfe", now=NOW)


def test_a_short_passphrase_is_refused(mother: Person) -> None:
    with pytest.raises(BadInput, match="at least 8"):
        people.lock(mother, "short")
    assert not mother.is_locked


def test_after_some_wrong_tries_even_the_right_one_has_to_wait_ever_longer(mother: Person) -> None:
    people.lock(mother, WORDS)
    for _ in range(people.FREE_TRIES):
        with pytest.raises(BadInput, match="not the passphrase"):
            people.open_with(mother, "wrong words", now=NOW)
    with pytest.raises(BadInput, match="please wait"):
        people.open_with(mother, WORDS, now=NOW)
    later = NOW + people.FIRST_WAIT
    with pytest.raises(BadInput, match="not the passphrase"):
        people.open_with(mother, "wrong words", now=later)
    assert people.wait_of(Person.objects.get(pk=mother.pk), now=later) == 2 * people.FIRST_WAIT
    people.open_with(mother, WORDS, now=later + 2 * people.FIRST_WAIT)
    assert Person.objects.get(pk=mother.pk).tries == 0


def test_the_wait_is_never_longer_than_a_quarter_of_an_hour_even_with_a_clock_put_back(mother: Person) -> None:
    mother.tries, mother.tried_at = 60, NOW
    assert people.wait_of(mother, now=NOW) == people.LONGEST_WAIT
    assert people.wait_of(mother, now=NOW - timedelta(days=400)) == people.LONGEST_WAIT
    assert people.wait_of(mother, now=NOW + people.LONGEST_WAIT) is None
