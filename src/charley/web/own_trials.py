"""The trials of the person a request is about."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest

from charley.diary.records import DAY_BEGINS
from charley.web.clock import now, present
from charley.web.people import own_store

if TYPE_CHECKING:
    from charley.services.trial_book import Dossier, TrialBook


def own_book(request: HttpRequest) -> "TrialBook":
    """All of them, at this moment."""
    from charley.services.trial_book import TrialBook  # brings in the numerics, which few pages need

    return TrialBook(own_store(), now=now(request), made_at=present())


def own_trial(request: HttpRequest, name: str) -> tuple["TrialBook", "Dossier"]:
    """The one with this fingerprint, and the book it is in.

    Raises:
        Http404: where there is none.
    """
    book = own_book(request)
    found = book.find(name)
    if found is None:
        raise Http404
    return book, found


def held_back(request: HttpRequest) -> "Dossier | None":
    """The trial that runs now. Until its last night no page says what helps: a look before the end makes luck look like
    an effect, and it would tell a hidden order.
    """
    if not own_store().trial_rows():  # the common case, for which the numerics need not be loaded
        return None
    found = own_book(request).open_one()
    return found if found is not None and found.running((now(request).wall - DAY_BEGINS).date()) else None
