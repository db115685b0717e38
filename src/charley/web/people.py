"""Whose diary a request is about: the one person of the machine, or the one this browser has chosen and may see.

Somebody who looks around sees a made-up person instead, kept under a key of its own and thrown away afterwards. What a
phone has stored up never goes there: each entry names the person whose page was tapped.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any, NamedTuple

from charley.db.models import Person
from charley.db.people import SAMPLE
from charley.db.repository import LOCAL, PersonStore, forget_person, person_named, store_for
from charley.services.sample import SAMPLE_PROFILE, sample_entries
from charley.web.clock import present

#: Set while somebody looks around.
LOOK_COOKIE = "charley_look"


class Seen(NamedTuple):
    """Whom a page is about.

    Attributes:
        person: whose diary.
        name: to stand on the page; empty where nobody could be mixed up.
    """

    person: Person
    name: str = ""


_whose: ContextVar[Seen | None] = ContextVar("whose", default=None)


@contextmanager
def nobody_yet() -> Iterator[None]:
    """What is answered inside is about nobody until :func:`look_at` says whom."""
    before = _whose.set(None)
    try:
        yield
    finally:
        _whose.reset(before)


def look_at(seen: Seen) -> None:
    """The page is about this person."""
    _whose.set(seen)


def whose() -> Seen | None:
    """Whom the page is about; None where that was not settled, as on a page for anybody."""
    return _whose.get()


def is_sample() -> bool:
    """Whether the page is about the made-up person."""
    seen = _whose.get()
    return seen is not None and seen.person.key == SAMPLE


def own_person() -> Person:
    """The person the page is about."""
    seen = _whose.get()
    return seen.person if seen is not None else person_named(LOCAL, made_at=present())


def own_store() -> PersonStore:
    """The store of the person the page is about."""
    return store_for(own_person())


def own_profile() -> dict[str, Any] | None:
    """The profile document in force, or None where there is none yet.

    Raises:
        StorageFault: where this version cannot read it.
    """
    document = own_store().profile()
    return None if document is None else json.loads(document)


def profile_to_go_on_with() -> dict[str, Any] | None:
    """The newest profile document that can be read: to note a night by, and to put right what was told."""
    documents = own_store().readable_profiles()
    return json.loads(documents[-1]) if documents else None


def make_sample(*, until: date) -> None:
    """A fresh made-up person whose diary ends with the night before ``until``."""
    forget_person(SAMPLE)
    store = store_for(person_named(SAMPLE, made_at=present()))
    with store.whole():
        store.append(entries=sample_entries(until=until), received_at=present())
        store.keep_profile(document=SAMPLE_PROFILE, made_at=present())


def drop_sample() -> None:
    """Forget the made-up person and whatever was tried with it."""
    forget_person(SAMPLE)
