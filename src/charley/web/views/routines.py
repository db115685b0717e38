"""What can I do myself, and how? Routines with their seconds, a timer, and one tap to note that it was done."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from charley.diary.records import DAY_BEGINS
from charley.errors import UnreadTrial
from charley.knowledge.routines import SHELVES
from charley.knowledge.routines import routines as rows
from charley.services import routines as service
from charley.web.clock import now
from charley.web.keeping import keep, new_id
from charley.web.own_routines import on_offer, profile_read
from charley.web.own_trials import own_book
from charley.web.people import own_profile, own_store
from charley.web.profile_change import change_profile

if TYPE_CHECKING:
    from charley.services.routines import Offered
    from charley.services.trial_book import Dossier


@require_GET
def routines(request: HttpRequest) -> HttpResponse:
    """All routines: those for this person with their length, those held back with the reason."""
    day = (now(request).wall - DAY_BEGINS).date()
    done = service.done_on(own_store().journal(first=day - timedelta(days=1)), day)
    shown = [(each, service.session(each).minutes, each.routine.id in done) for each in on_offer(request)]
    context = {
        "shelves": [
            (shelf, [row for row in shown if row[0].routine.shelf == shelf and row[0].moves]) for shelf in SHELVES
        ],
        "held_back": [each for each, _minutes, _done in shown if each.held_back is not None],
        "kept": request.GET.get("kept", "") in rows(),
    }
    return render(request, "routines/routines.html", context)


@require_GET
def routine(request: HttpRequest, name: str) -> HttpResponse:
    """One routine, step by step; where it is held back, the reason and no step."""
    found = _found(request, name)
    asked = request.GET.get("length", "")
    laid_out = service.session(found, int(asked) if asked.isdecimal() else None)
    return render(request, "routines/routine.html", routine_context(request, found, laid_out))


@require_POST
def place(request: HttpRequest, name: str) -> HttpResponse:
    """Give a routine a place in the day, or take it out."""
    if name not in rows():
        raise Http404(name)
    time = None if "remove" in request.POST else request.POST.get("time", "")
    change_profile(request, service.placed(own_profile() or {}, name, time))
    messages.success(request, _("It stands in your day now.") if time else _("Taken out of your day."))
    return redirect("routine", name=name)


@require_POST
def done(request: HttpRequest, name: str) -> HttpResponse:
    """Note a routine as done now. The page's script does the same without the server."""
    if name not in rows():
        raise Http404(name)
    found = rows()[name]
    keep(request, {"kind": "measure", "what": found.noted, "purpose": found.purpose, **_minutes(request)})
    if "of" in request.POST:  # from the page that helps with a cramp: back to it
        return redirect(f"{reverse('cramp_now')}?{urlencode({'kept': 'stretch', 'of': request.POST['of']})}")
    messages.success(request, _("Noted as done."))
    return redirect("routines")


def routine_context(request: HttpRequest, found: "Offered", laid_out: service.Session) -> dict[str, Any]:
    """What the page of one routine shows."""
    entry: dict[str, Any] = {"kind": "measure", "what": found.routine.noted, "purpose": found.routine.purpose}
    if laid_out.lasts_s:
        entry["minutes"] = laid_out.minutes
    return {
        "found": found,
        "routine": found.routine,
        "session": laid_out,
        "entry": entry,
        "place": service.place_of(profile_read(), found.routine.id),
        "usual_place": service.usual_place(profile_read(), found.routine, now(request).wall.date()),
        "on_trial": service.one_new_thing(found.routine, open_trial(request)),
        "id": new_id(),
    }


def _found(request: HttpRequest, name: str) -> "Offered":
    found = next((each for each in on_offer(request) if each.routine.id == name), None)
    if found is None:
        raise Http404(name)
    return found


def open_trial(request: HttpRequest) -> "Dossier | None":
    """The trial that is open; None where there is none, or none that this version can read."""
    if not own_store().trial_rows():
        return None  # without loading what trials need
    try:
        return own_book(request).open_one()
    except UnreadTrial:  # a stretch in the night does not wait for an update
        return None


def _minutes(request: HttpRequest) -> dict[str, float]:
    """The minutes that the form names, if it names any that can be."""
    try:
        minutes = float(request.POST.get("minutes", ""))
    except ValueError:
        return {}
    return {"minutes": minutes} if 0 < minutes <= 1440 else {}
