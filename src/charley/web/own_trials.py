"""The trials of the person a request is about."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest

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
