"""What every answer of the app carries, and what becomes of an error."""

import logging
import traceback
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from charley.db.models import Person
from charley.db.people import SAMPLE, called, is_alone
from charley.db.repository import person_named
from charley.errors import BadInput, StorageFault, UnreadProfile
from charley.web import door
from charley.web.clock import present, zone_of
from charley.web.people import LOOK_COOKIE, Seen, look_at, nobody_yet, whose

log = logging.getLogger("charley.web")

Answer = Callable[[HttpRequest], HttpResponse]


def own_zone(answer: Answer) -> Answer:
    """Show times by the person's own clock."""

    def handle(request: HttpRequest) -> HttpResponse:
        with timezone.override(zone_of(request)):
            return answer(request)

    return handle


View = Callable[..., HttpResponse]


def for_anybody(view: View) -> View:
    """Mark a view that shows nobody's diary, and so asks for no choice and no passphrase."""
    view.shows_nobody = True  # type: ignore[attr-defined]
    return view


class WhoseDiary:
    """Settles whom a page is about before it is made, and asks where the browser may not see that diary.

    Somebody who looks around gets the made-up person. A page of a locked diary leaves the screen after a while by
    itself, and the phone keeps no copy of it for the night.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with nobody_yet():
            response = self.answer(request)
            seen = whose()
        if seen is not None and seen.person.key == SAMPLE:
            response.headers["X-Charley-Sample"] = "1"  # the phone keeps no such page for the night
        elif seen is not None and seen.person.is_locked:
            self._guard(request, response, seen.person)
        if getattr(messages.get_messages(request), "used", False):
            response.headers["X-Charley-Once"] = "1"  # nor one that says what was just done
        return response

    def process_view(self, request: HttpRequest, view: View, _args: object, _named: object) -> HttpResponse | None:
        if hasattr(view, "shows_nobody"):
            return None
        try:
            if request.COOKIES.get(LOOK_COOKIE) == SAMPLE:
                look_at(Seen(person_named(SAMPLE, made_at=present())))
                return None
            person = door.chosen(request)
            if person is None:
                return redirect("people")
            if not door.may_see(request, person):
                return redirect("unlock", person.key)
            look_at(Seen(person, "" if is_alone() else called(person)))
        except StorageFault as fault:
            return storage_page(request, fault, "whose diary")
        return None

    def _guard(self, request: HttpRequest, response: HttpResponse, person: Person) -> None:
        response.headers["X-Charley-Locked"] = "1"
        if door.OPEN_COOKIE not in response.cookies:  # the view may have shut it
            door.stay(request, response, person)
        if request.method == "GET" and response.get("Content-Type", "").startswith("text/html"):
            seconds = int(door.IDLE.total_seconds())
            response.headers["Refresh"] = f"{seconds}; url={reverse('people')}?idle=1"


def renewed_by_pages_alone(answer: Answer) -> Answer:
    """A page that is fetched in the background, to be kept for the night, renews no cookie. It may arrive after the
    browser went over to another person: it would bring back the token from before, so that the next form is refused,
    or open the lock that was just left behind."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if request.method == "GET" and request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
            for name in (settings.CSRF_COOKIE_NAME, door.OPEN_COOKIE):
                if name in request.COOKIES:
                    response.cookies.pop(name, None)
        return response

    return handle


def private(answer: Answer) -> Answer:
    """Pages hold a person's health: no browser or proxy keeps a copy, unless a view says otherwise."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return handle


def storage_page(request: HttpRequest, fault: StorageFault, at: str) -> HttpResponse:
    """What the disk or the database refused, in its own sentence."""
    log.error("storage fault at %s", at)
    context = {
        "sentence": str(fault),
        "may_tell": isinstance(fault, UnreadProfile),
        "was_read": request.method in ("GET", "HEAD"),
    }
    return render(request, "faults/storage.html", context, status=503)


class Faults:
    """Turns an error into a page that says what happened and what to do, and a log line without personal values."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        if isinstance(fault, BadInput):
            return render(request, "faults/bad_input.html", {"problems": fault.problems}, status=400)
        frames = [f for f in traceback.extract_tb(fault.__traceback__) if "charley" in f.filename]
        where = f"{Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else "outside our code"
        view = request.resolver_match.view_name if request.resolver_match else "no view"
        if isinstance(fault, StorageFault):
            return storage_page(request, fault, f"{view} ({where})")
        if type(fault).__module__.startswith("django.") or isinstance(fault, PermissionError):
            return None  # Django has its own answer to its own exceptions: not found, refused, suspicious
        log.error("%s at %s (%s)", type(fault).__name__, view, where)
        return render(request, "500.html", {"where": f"{type(fault).__name__}, {where}"}, status=500)
