"""Whose diary is it? Choosing, adding, naming and locking, for carers and for several people at one machine."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from charley.db import people as kept
from charley.db.models import Person
from charley.errors import BadInput
from charley.web import door
from charley.web.clock import present
from charley.web.middleware import for_anybody
from charley.web.people import own_person


@for_anybody
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everybody whose diary is here. One tap changes over; a locked diary asks for its passphrase first."""
    return _page(request, was_idle="idle" in request.GET)


@for_anybody
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Change over to another person's diary."""
    person = _named(request.POST.get("key", ""))
    if not door.may_see(request, person):
        return redirect("unlock", person.key)
    response = redirect("tonight")
    door.enter(request, response, person)
    return response


@for_anybody
@sensitive_post_parameters("passphrase")
@require_http_methods(["GET", "POST"])
def unlock(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for the passphrase of a locked diary."""
    person = _named(key)
    if not person.is_locked:
        return redirect("people")
    context: dict[str, Any] = {"name": kept.called(person), "minutes": int(door.IDLE.total_seconds() // 60)}
    if request.method == "GET":
        return render(request, "people/unlock.html", context)
    try:
        kept.open_with(person, request.POST.get("passphrase", ""), now=present())
    except BadInput as fault:
        return render(request, "people/unlock.html", context | {"fault": fault.problems[0].message}, status=422)
    response = redirect("tonight")
    door.enter(request, response, person)
    return response


@for_anybody
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Begin a diary for somebody else, and go to it."""
    try:
        person = kept.add_person(request.POST.get("name", ""), made_at=present())
    except BadInput as fault:
        return _page(request, status=422, fault=fault.problems[0].message, written=request.POST.get("name", ""))
    response = redirect("welcome")
    door.enter(request, response, person)
    return response


@for_anybody
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close the locked diary that is open, here and on every other device."""
    person = door.chosen(request)
    if person is not None and person.is_locked and door.may_see(request, person):
        kept.close(person)
    response = redirect("people")
    door.shut(request, response)
    return response


@sensitive_post_parameters("passphrase", "again", "now")
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The name and the lock of the diary that is open."""
    person = own_person()
    faults: dict[str, str] = {}
    if request.method == "POST":
        try:
            _change(request, person)
        except BadInput as fault:
            faults = {problem.field: problem.message for problem in fault.problems}
        else:
            messages.success(request, _("Kept."))
            response = redirect("mine")
            if person.is_locked:
                door.stay(request, response, person)
            return response
    context = {
        "name": kept.called(person),
        "is_locked": person.is_locked,
        "faults": faults,
        "fewest": kept.FEWEST_LETTERS_OF_PASSPHRASE,
        "minutes": int(door.IDLE.total_seconds() // 60),
        "alone": kept.is_alone(),
    }
    return render(request, "people/mine.html", context, status=422 if faults else 200)


def _change(request: HttpRequest, person: Person) -> None:
    """Rename, lock, or take the lock off.

    Raises:
        BadInput: where it is not done.
    """
    wish = request.POST.get("wish")
    if wish == "name":
        return kept.rename(person, request.POST.get("name", ""))
    if person.is_locked:
        try:
            kept.open_with(person, request.POST.get("now", ""), now=present())
        except BadInput as fault:
            raise BadInput([("now", problem.message) for problem in fault.problems]) from None
    if wish == "open":
        return kept.take_lock_off(person)
    passphrase = request.POST.get("passphrase", "")
    if passphrase != request.POST.get("again", ""):
        raise BadInput([("again", _("the two are not the same"))])
    return kept.lock(person, passphrase)


def _named(key: str) -> Person:
    person = kept.somebody(key)
    if person is None:
        raise Http404
    return person


def _page(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    here = door.chosen(request)
    everybody = [
        {"key": each.key, "name": kept.called(each), "is_locked": each.is_locked, "is_here": each == here}
        for each in kept.everybody()
    ]
    context = {
        "everybody": everybody,
        "may_close": here is not None and here.is_locked and door.may_see(request, here),
        "most": kept.MOST_LETTERS,
        **more,
    }
    return render(request, "people/people.html", context, status=status)
