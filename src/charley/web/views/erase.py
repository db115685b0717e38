"""How do I take my diary, or everything, off this machine? What would go, an export first, and a word to type."""

from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from charley.db.connection import migrate
from charley.db.erasing import copies_of, found_in, replace_copies
from charley.db.erasing import erase as take_away
from charley.db.people import called, erase_person
from charley.web import door
from charley.web.clock import present
from charley.web.people import is_sample, nobody_yet, own_person, own_store

#: What has to be typed, in whatever case.
WORD = "erase"


@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """The page; with the word typed, everything goes and an empty diary is left."""
    if others := door.closed_others(request):
        return render(request, "people/closed.html", {"others": [called(each) for each in others]}, status=403)
    found = found_in(settings.DATA)
    context: dict[str, Any] = {"files": len(found.files), "backups": found.backups, "word": WORD}
    if request.method == "GET":
        return render(request, "erase.html", context)
    if not _is_typed(request):
        return render(request, "erase.html", context | {"fault": _not_typed()}, status=422)
    connections.close_all()
    left = take_away(settings.DATA, found, running=True)
    migrate()
    return render(request, "erase.html", {"done": True, "left": left})


@require_http_methods(["GET", "POST"])
def erase_mine(request: HttpRequest) -> HttpResponse:
    """The same for the diary that is open alone; everybody else's stays."""
    if is_sample():
        return render(request, "people/erase.html", {"sample": True}, status=403)
    person = own_person()
    context: dict[str, Any] = {
        "name": called(person),
        "entries": own_store().count(),
        "copies": copies_of(settings.DATA),
        "word": WORD,
    }
    if request.method == "GET":
        return render(request, "people/erase.html", context)
    if not _is_typed(request):
        return render(request, "people/erase.html", context | {"fault": _not_typed()}, status=422)
    erase_person(person)
    left = replace_copies(settings.DATA, present()) if "copies" in request.POST else copies_of(settings.DATA)
    with nobody_yet():  # the page about it is nobody's any more
        response = render(request, "people/erase.html", {"done": True, "name": called(person), "left": left})
    door.leave(request, response)
    return response


def _is_typed(request: HttpRequest) -> bool:
    return request.POST.get("word", "").strip().lower() == WORD


def _not_typed() -> str:
    return _("Nothing was erased: the word was not typed.")
