"""From a tap or a filled form to entries in the person's journal."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from charley.dates import Moment
from charley.diary.records import AnyEntry, Observation
from charley.errors import BadInput
from charley.services.diary import Diary, Receipt
from charley.web.clock import now
from charley.web.people import own_store


def new_id() -> str:
    """An id for an entry. It is put into the page, so that a form sent twice makes one entry."""
    return str(uuid.uuid4())


def own_diary(request: HttpRequest) -> Diary:
    """The diary this request is about, at this moment."""
    return Diary(own_store(), now=now(request))


def keep(request: HttpRequest, said: Mapping[str, Any], *, at: Moment | None = None) -> AnyEntry:
    """Keep one entry of a form.

    Args:
        request: its form carries the entry's id.
        said: kind and fields.
        at: when it happened; now where that was not asked.

    Raises:
        BadInput: naming every field that cannot be taken.
    """
    moment = now(request)
    [receipt] = own_diary(request).add([{"id": _id(request), "at": at or moment, "entered": moment, **said}])
    return _taken(receipt)


def keep_entry(request: HttpRequest, entry: AnyEntry) -> AnyEntry:
    """Keep an entry that is built already.

    Raises:
        BadInput: naming every field that cannot be taken.
    """
    [receipt] = own_diary(request).add([entry])
    return _taken(receipt)


def amend(request: HttpRequest, replacement: Observation) -> None:
    """Put ``replacement`` in the place of the entry with its id; the old version stays on record."""
    _taken(own_diary(request).amend(id=_id(request), replacement=replacement))


def withdraw(request: HttpRequest, of: Observation) -> None:
    """Take an entry back; it stays on record as taken back."""
    _taken(own_diary(request).withdraw(id=_id(request), of=of.id))


def _taken(receipt: Receipt) -> AnyEntry:
    """The entry. A form's id is made with the page, so the same id again is the same tap, a second later."""
    if receipt.entry is None:
        raise BadInput(receipt.problems)
    return receipt.entry


def _id(request: HttpRequest) -> str:
    return request.POST.get("id") or new_id()
