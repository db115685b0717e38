"""Does the plan still fit? At set times: keep it, change it or stop."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from charley.errors import BadInput, Problem
from charley.services import planning
from charley.services.plan_review import Review, entry_id, review_due
from charley.web.clock import local_time, now
from charley.web.date_words import date_format
from charley.web.keeping import keep, new_id
from charley.web.people import own_profile, own_store
from charley.web.words import number

CHOICES = {"keep": gettext_lazy("Keep it"), "change": gettext_lazy("Change it"), "stop": gettext_lazy("Stop it")}


def due(request: HttpRequest) -> Review | None:
    """The review that waits for an answer."""
    profile = own_profile()
    if profile is None:
        return None
    made = planning.plan(profile, now=local_time(request))
    return review_due(own_store().journal(), made, now=now(request).wall)


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """The three choices with their reasons; whichever is taken is written down with the day."""
    waiting = due(request)
    if request.method == "POST":
        return _answer(request, waiting)
    if waiting is None:
        return render(request, "plan/review.html", {})
    context = {
        "review": waiting,
        "choices": [(CHOICES[each.choice], each) for each in waiting.choices],
        "lower": [mg for mg in waiting.amounts if mg > 0],
        "next": waiting.next,
        "id": new_id(),
    }
    return render(request, "plan/review.html", context)


def _answer(request: HttpRequest, waiting: Review | None) -> HttpResponse:
    what, mg = request.POST.get("what", ""), request.POST.get("mg", "")
    if what not in CHOICES:
        raise BadInput([Problem("what", _("is not one of the choices"))])
    if waiting is None:  # answered already, perhaps by the same finger a moment ago
        return redirect("plan")
    chosen = 0.0 if what == "stop" else next((each for each in waiting.amounts if each and number(each) == mg), None)
    if what == "change" and chosen is None:
        raise BadInput([Problem("mg", _("is not open now; please look at your plan again"))])
    if what != "keep":
        keep(request, {"kind": "plan_change", "mg_per_day": chosen})
    _write(request, waiting, what)
    if what == "keep":
        day = date_format(waiting.next, "j F Y")
        messages.success(request, _("Kept as it is. Charley asks again on %(day)s.") % {"day": day})
    elif what == "stop":
        messages.success(request, _("Stopped. You can begin again whenever you like."))
    else:
        messages.success(request, _("Noted. From today: %(mg)s mg a day.") % {"mg": mg})
    return redirect("plan")


def _write(request: HttpRequest, waiting: Review, what: str) -> None:
    """The answer as a note of its own; its id says which review it answers."""
    from charley.services.diary import Diary

    moment = now(request)
    text = _("Looked at the plan again: %(what)s.") % {"what": str(CHOICES[what]).lower()}
    Diary(own_store(), now=moment).add(
        [{"id": entry_id(waiting.due), "at": moment, "entered": moment, "kind": "note", "text": text}]
    )
