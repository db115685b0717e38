"""For machines: is the app ready, what may be installed, what works without a network."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from charley import __version__
from charley.errors import BadInput, Problem
from charley.knowledge.routines import routines
from charley.web.middleware import for_anybody

#: What night and day need without a network; none of these shows more of a person than the present night and day.
OFFLINE_PAGES = (
    ("tonight",),
    ("cramp_now",),
    ("check_in", "morning"),
    ("check_in", "evening"),
    ("today",),
    ("routines",),
    ("log_dose",),
    ("symptoms",),
    ("line",),
    ("waiting",),
)
#: Of these yesterday's copy says little.
OF_THE_DAY = (("tonight",), ("check_in", "morning"), ("check_in", "evening"), ("today",))
OFFLINE_FILES = ("charley.css", "check-in.css", "charley.js", "icons.svg", "mark.svg", "atkinson-next.woff2")
ROUTINE_FILES = ("routine.css", "routine.js", "waiting.js")
#: What these pages are called where they are offered.
KEPT_WORDS: Mapping[tuple[str, ...], Any] = {
    ("tonight",): gettext_lazy("Tonight: note a cramp or a quiet night"),
    ("cramp_now",): gettext_lazy("Help with a cramp"),
    ("check_in", "morning"): gettext_lazy("How was the night?"),
    ("check_in", "evening"): gettext_lazy("How was the day?"),
    ("today",): gettext_lazy("My day"),
    ("routines",): gettext_lazy("Routines"),
    ("log_dose",): gettext_lazy("A dose taken"),
    ("symptoms",): gettext_lazy("Not a cramp"),
    ("line",): gettext_lazy("Write it in a line"),
    ("waiting",): gettext_lazy("What waits on this device"),
}


@for_anybody
def healthz(_request: HttpRequest) -> HttpResponse:
    """200 as soon as the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@for_anybody
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the night's pages for when there is no network; served from the root to reach them all."""
    # Routines as they are for this person: those held back are kept as the reason, without a step. What a page says of
    # its day it hides on any other.
    pages = [*_addresses(OFFLINE_PAGES), *(reverse("routine", args=[name]) for name in routines())]
    files = [static(f"charley/{name}") for name in (*OFFLINE_FILES, *ROUTINE_FILES)]
    stamp = hashlib.sha256(json.dumps([pages, files, get_language(), __version__]).encode()).hexdigest()[:12]
    context = {
        "stamp": stamp,
        "pages": json.dumps(pages),
        "files": json.dumps(files),
        "of_the_day": json.dumps(_addresses(OF_THE_DAY)),
        "offline": reverse("offline"),
        "unsent": reverse("unsent"),
    }
    response = render(request, "sw.js", context, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@for_anybody
def offline(request: HttpRequest) -> HttpResponse:
    """What a phone shows without a network in place of a page it does not keep: what it keeps, help, nobody's data."""
    kept = [(reverse(name, args=args), KEPT_WORDS[name, *args]) for name, *args in OFFLINE_PAGES]
    return render(request, "people/offline.html", {"kept": kept})


@for_anybody
def unsent(request: HttpRequest) -> HttpResponse:
    """What a phone shows where a form could not be sent."""
    return render(request, "people/unsent.html")


def _addresses(pages: Iterable[Sequence[str]]) -> list[str]:
    return [reverse(name, args=args) for name, *args in pages]


@for_anybody
def manifest(_request: HttpRequest) -> JsonResponse:
    """What makes the page an app on the home screen."""
    return JsonResponse(
        {
            "name": "Charley",
            "short_name": "Charley",
            "description": _("A cramp diary for the night, and an honest answer."),
            "start_url": reverse("tonight"),
            "scope": "/",
            "display": "standalone",
            "background_color": "#16110d",
            "theme_color": "#16110d",
            "icons": [{"src": static("charley/mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
        },
        content_type="application/manifest+json",
    )


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 Django's face
    """A form whose protection against foreign pages did not fit: most often one left open for long."""
    if request.path == reverse("sync"):
        message = _("cookies are switched off here, so nothing can be sent; they have to be on for Charley")
        return JsonResponse(BadInput([Problem("cookies", message)]).as_dict(), status=403)
    return render(request, "faults/form_too_old.html", status=403)
