"""How is the night? Two large buttons, the dose, and help in the moment."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from charley.diary.nights import night_by_night
from charley.diary.records import DAY_BEGINS, CrampEpisode, DoseTaken
from charley.errors import BadInput
from charley.services.routines import session
from charley.web import words
from charley.web.checking_in import AFTERNOON, part_now
from charley.web.clock import EVENING, night_asked_about, now
from charley.web.forms import DoseForm
from charley.web.keeping import keep, new_id
from charley.web.offering import KINDS, offer, taken_up
from charley.web.own_routines import on_offer
from charley.web.people import own_store, profile_to_go_on_with

#: What is said after a tap that the page's script has sent.
SAID = {
    "quiet_night": gettext_lazy("Noted as quiet. If a cramp comes after all, just tap it: the cramp counts."),
    "dose": gettext_lazy("The dose is noted."),
}

#: Said in place of the first where the night has a cramp already: "if a cramp comes after all" would contradict it.
QUIET_WITH_CRAMP = gettext_lazy(
    "This night was called quiet, and a cramp was noted too. The cramp counts. Take one of them back if it is wrong."
)

#: When each half minute is offered, by the hours of the clock; not in the small hours, when one wants to sleep.
_FIRST = int(DAY_BEGINS / timedelta(hours=1))
HALF_MINUTES = {"morning": f"{_FIRST}-{AFTERNOON}", "evening": f"{AFTERNOON}-24"}

#: How far back the usual dose is looked for.
USUAL_DOSE_DAYS = 30


@require_GET
def tonight(request: HttpRequest) -> HttpResponse:
    """The start page."""
    moment = now(request)
    night, day = night_asked_about(moment), (moment.wall - DAY_BEGINS).date()
    journal = own_store().journal(first=moment.night - timedelta(days=USUAL_DOSE_DAYS), whole=KINDS)
    profile = profile_to_go_on_with()
    record = night_by_night(journal.effective, night, night)[0]
    kept = request.GET.get("kept", "")
    context: dict[str, Any] = {
        "said": QUIET_WITH_CRAMP if kept == "quiet_night" and record.contradictory else SAID.get(kept),
        "night": night,
        "evening": EVENING,
        "is_past": night < moment.night or 5 <= moment.wall.hour < 12,
        "record": record,
        "to_fill": [e for e in journal.of(CrampEpisode) if e.night == night and _is_bare(e)],
        "doses_today": [e for e in journal.of(DoseTaken) if e.day == day],
        "offer": offer(request, journal, profile),
        "is_new": not len(journal),
        "is_stranger": not len(journal) and profile is None,
        "day": day,
        "part": part_now(moment) if day == moment.wall.date() else None,
        "half_minutes": [{"part": part, "hours": hours} for part, hours in HALF_MINUTES.items()],
        "ids": ids(),
    }
    return render(request, "tonight.html", context)


@require_POST
def cramp(request: HttpRequest) -> HttpResponse:
    """One tap: a cramp, now. Everything else can be said later."""
    entry = keep(request, {"kind": "cramp"})
    return redirect(f"{reverse('cramp_now')}?of={entry.id}")


@require_POST
def quiet(request: HttpRequest) -> HttpResponse:
    """One tap: no cramp this night. Silence would not say so."""
    night = keep(request, {"kind": "quiet_night", "night": request.POST.get("night")}).night
    [record] = night_by_night(own_store().journal(first=night, last=night).effective, night, night)
    messages.success(request, QUIET_WITH_CRAMP if record.contradictory else SAID["quiet_night"])
    return redirect("tonight")


@require_http_methods(["GET", "POST"])
def dose(request: HttpRequest) -> HttpResponse:
    """A dose taken: the one offered by one tap, any other by a short form."""
    moment = now(request)
    if offered := request.POST.get("offered"):
        entry = keep(request, taken_up(offered))
        messages.success(request, _("Noted: %(dose)s.") % {"dose": words.entry(entry)})
        return redirect("tonight")
    form = DoseForm(
        request.POST if request.method == "POST" else None, zone=moment.zone or "UTC", initial={"when": moment.wall}
    )
    if form.is_bound and form.is_valid():
        at = form.moment()
        if at is not None and form.is_valid():
            try:
                keep(request, {"kind": "dose", **form.said()}, at=at)
            except BadInput as fault:
                form.blame(fault)
            else:
                messages.success(request, _("Dose noted."))
                return redirect("tonight")
    context = {
        "form": form,
        "heading": _("What did you take?"),
        "night": moment.night,
        "ids": ids(),
        "waits_as": "dose_form",
    }
    return render(request, "details.html", context, status=422 if form.is_bound else 200)


@require_GET
def now_page(request: HttpRequest) -> HttpResponse:
    """Help in the moment, in large print. Works without a network and without an entry."""
    entry_id = request.GET.get("of", "")
    entry = own_store().journal(first=now(request).night - timedelta(days=1)).current(entry_id) if entry_id else None
    offered = {each.routine.id: each for each in on_offer(request)}
    stretch = offered["cramp-stretch"]
    context = {
        "entry": entry,
        "asked_of": entry_id,
        "ids": ids(),
        "stretch": stretch,
        "session": session(stretch),
        "stretched": {"kind": "measure", "what": stretch.routine.noted, "purpose": stretch.routine.purpose},
        "warmth": offered["warm-pad"],
        "kept": request.GET.get("kept") == "stretch",
    }
    return render(request, "now.html", context)


def ids() -> dict[str, str]:
    """An id for each form of a page."""
    return {name: new_id() for name in ("cramp", "quiet", "dose", "entry", "withdraw")}


def _is_bare(entry: CrampEpisode) -> bool:
    """Only the fact is noted so far."""
    return entry.site is None and entry.side is None and entry.pain is None and entry.duration_s is None
