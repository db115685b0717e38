"""For machines: is the app ready, what may be installed, what works without a network."""

import hashlib
import json

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from charley.knowledge.routines import routines
from charley.web.middleware import for_anybody

#: What the night needs without a network. None of these pages shows more of a person than the present night.
OFFLINE_PAGES = (("tonight",), ("cramp_now",), ("check_in", "morning"), ("check_in", "evening"))
OFFLINE_FILES = ("charley.css", "check-in.css", "charley.js", "icons.svg", "mark.svg", "atkinson-next.woff2")
ROUTINE_FILES = ("routine.css", "routine.js")


@for_anybody
def healthz(_request: HttpRequest) -> HttpResponse:
    """200 as soon as the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@for_anybody
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the night's pages for when there is no network; served from the root to reach them all."""
    pages = [reverse(name, args=args) for name, *args in OFFLINE_PAGES]
    # Routines as they are for this person: those held back are kept as the reason, without a step. The day's timetable
    # hides its doses on any other day than its own.
    pages += [reverse("today"), reverse("routines"), *(reverse("routine", args=[name]) for name in routines())]
    files = [static(f"charley/{name}") for name in (*OFFLINE_FILES, *ROUTINE_FILES)]
    stamp = hashlib.sha256(json.dumps([pages, files, get_language()]).encode()).hexdigest()[:12]
    response = render(
        request,
        "sw.js",
        {"stamp": stamp, "pages": json.dumps(pages), "files": json.dumps(files), "offline": reverse("offline")},
        content_type="text/javascript",
    )
    response["Cache-Control"] = "no-cache"
    return response


@for_anybody
def offline(request: HttpRequest) -> HttpResponse:
    """What a phone shows without a network where it may keep no page of a locked diary: help, and nobody's data."""
    return render(request, "people/offline.html")


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
    return render(request, "faults/form_too_old.html", status=403)
