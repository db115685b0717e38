"""Whose diary a request is about. On one's own machine there is one person and no account."""

from charley.db.repository import PersonStore, local_person, store_for
from charley.web.clock import present


def own_store() -> PersonStore:
    """The store of the machine's one person."""
    return store_for(local_person(made_at=present()))
