"""Whose diary a request is about. On one's own machine there is one person and no account."""

import json
from typing import Any

from charley.db.repository import PersonStore, local_person, store_for
from charley.web.clock import present


def own_store() -> PersonStore:
    """The store of the machine's one person."""
    return store_for(local_person(made_at=present()))


def own_profile() -> dict[str, Any] | None:
    """The profile document in force, or None where there is none yet."""
    document = own_store().profile()
    return None if document is None else json.loads(document)
