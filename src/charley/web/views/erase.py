"""How do I take everything off this machine? What would go, an export first, and a word to type."""

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from charley.db.connection import migrate
from charley.db.erasing import erase as take_away
from charley.db.erasing import found_in
from charley.db.people import called
from charley.web.door import closed_others

#: What has to be typed, in whatever case.
WORD = "erase"


@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """The page; with the word typed, everything goes and an empty diary is left."""
    if others := closed_others(request):
        return render(request, "people/closed.html", {"others": [called(each) for each in others]}, status=403)
    found = found_in(settings.DATA)
    context = {"files": len(found.files), "backups": found.backups, "word": WORD}
    if request.method == "GET":
        return render(request, "erase.html", context)
    if request.POST.get("word", "").strip().lower() != WORD:
        fault = _("Nothing was erased: the word was not typed.")
        return render(request, "erase.html", context | {"fault": fault}, status=422)
    connections.close_all()
    left = take_away(settings.DATA, found, running=True)
    migrate()
    return render(request, "erase.html", {"done": True, "left": left})
