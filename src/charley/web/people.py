"""Whose diary a request is about. On one's own machine there is one person and no account.

Somebody who looks around sees a made-up person instead, kept under a key of its own and thrown away afterwards. What a
phone has stored up for its owner never goes there: :func:`owners_store` is for that.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from charley.db.repository import LOCAL, PersonStore, forget_person, person_named, store_for
from charley.services.sample import SAMPLE_PROFILE, sample_entries
from charley.web.clock import present

SAMPLE = "sample"
#: Set while somebody looks around.
LOOK_COOKIE = "charley_look"

_whose: ContextVar[str] = ContextVar("whose", default=LOCAL)


@contextmanager
def looking_at(key: str) -> Iterator[None]:
    """Pages answered inside are about this person."""
    before = _whose.set(key)
    try:
        yield
    finally:
        _whose.reset(before)


def is_sample() -> bool:
    """Whether the page is about the made-up person."""
    return _whose.get() == SAMPLE


def own_store() -> PersonStore:
    """The store of the person the page is about."""
    return store_for(person_named(_whose.get(), made_at=present()))


def owners_store() -> PersonStore:
    """The store of the machine's own person, whatever is looked at."""
    return store_for(person_named(LOCAL, made_at=present()))


def own_profile() -> dict[str, Any] | None:
    """The profile document in force, or None where there is none yet."""
    document = own_store().profile()
    return None if document is None else json.loads(document)


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
