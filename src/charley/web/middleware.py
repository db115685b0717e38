"""What every answer of the app carries, and what becomes of an error."""

import logging
import traceback
from collections.abc import Callable
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from charley.db.repository import LOCAL
from charley.errors import BadInput, StorageFault
from charley.web.clock import zone_of
from charley.web.people import LOOK_COOKIE, SAMPLE, looking_at

log = logging.getLogger("charley.web")

Answer = Callable[[HttpRequest], HttpResponse]


def own_zone(answer: Answer) -> Answer:
    """Show times by the person's own clock."""

    def handle(request: HttpRequest) -> HttpResponse:
        with timezone.override(zone_of(request)):
            return answer(request)

    return handle


def whose_diary(answer: Answer) -> Answer:
    """The made-up person's pages for somebody who looks around; else the owner's."""

    def handle(request: HttpRequest) -> HttpResponse:
        person = SAMPLE if request.COOKIES.get(LOOK_COOKIE) == SAMPLE else LOCAL
        with looking_at(person):
            response = answer(request)
        if person == SAMPLE:
            response.headers["X-Charley-Sample"] = "1"  # the phone keeps no such page for the night
        return response

    return handle


def private(answer: Answer) -> Answer:
    """Pages hold a person's health: no browser or proxy keeps a copy, unless a view says otherwise."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return handle


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
            log.error("storage fault at %s (%s)", view, where)
            return render(request, "faults/storage.html", {"sentence": str(fault)}, status=503)
        if type(fault).__module__.startswith("django.") or isinstance(fault, PermissionError):
            return None  # Django has its own answer to its own exceptions: not found, refused, suspicious
        log.error("%s at %s (%s)", type(fault).__name__, view, where)
        return render(request, "500.html", {"where": f"{type(fault).__name__}, {where}"}, status=500)
