"""How was the night, how was the day? Half a minute each morning and evening, and what the answers mean."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from charley.diary.records import Tracking
from charley.diary.tracking import TOPICS, Part, tracked
from charley.errors import BadInput
from charley.services.reactions import reactions
from charley.web import words
from charley.web.checking_in import day_of, part_now, sheet
from charley.web.clock import local_time, now
from charley.web.keeping import keep, new_id, own_diary
from charley.web.people import own_profile, own_store


@require_GET
def by_the_clock(request: HttpRequest) -> HttpResponse:
    """To the part of the day it is."""
    return redirect("check_in", part_now(now(request)))


@require_http_methods(["GET", "POST"])
def check_in(request: HttpRequest, part: Part, day: date | None = None) -> HttpResponse:
    """The questions of one part of a day; without a date of the present one."""
    asked = sheet(own_store(), part, day=day, moment=now(request), local=local_time(request))
    form = asked.form(request.POST if request.method == "POST" else None)
    if form.is_bound:
        try:
            made = asked.entries(
                form, id=request.POST.get("id") or new_id(), nothing_else=request.POST.get("nothing_else")
            )
            receipts = own_diary(request).add(made)  # an id that is there already is the same tap, a second later
            if problems := [p for receipt in receipts if receipt.outcome == "refused" for p in receipt.problems]:
                raise BadInput(problems)
        except BadInput as fault:
            if form.is_valid():
                form.blame(fault)
        else:
            kept = ngettext("%(n)s thing noted.", "%(n)s things noted.", len(made)) % {"n": len(made)}
            messages.success(request, kept if made else _("Nothing was filled in, so nothing was noted."))
            return redirect("checked_in", asked.when.day)
    context = {
        "form": form,
        "part": part,
        "day": asked.when.day,
        "dated": day is not None,
        "made_on": day_of("evening", now(request)),
        "cramps": asked.asked.cramps,
        "earlier": asked.when.day - timedelta(days=1),
        "can_be_none": any(TOPICS[name].can_be_none for name in asked.asked.topics),
        "id": new_id(),
    }
    return render(request, "check_in/form.html", context, status=422 if form.is_bound else 200)


@require_GET
def just_now(request: HttpRequest, part: Part) -> HttpResponse:
    """To what is noted of the day that a form just sent speaks of: its entry's own day, where it became one."""
    entry = own_store().find(request.GET.get("of", ""))
    return redirect("checked_in", day_of(part, now(request)) if entry is None else entry.day)


@require_GET
def checked_in(request: HttpRequest, day: date) -> HttpResponse:
    """What is noted of one day and the night after it, and what is worth saying about it."""
    journal = own_store().journal()
    context = {
        "day": day,
        "noted": [entry for entry in journal.effective if entry.day == day or entry.night == day],
        "said": reactions(journal, own_profile() or {}, day=day, now=local_time(request)),
        "earlier": day - timedelta(days=1),
        "part": part_now(now(request)),
    }
    return render(request, "check_in/noted.html", context)


@require_http_methods(["GET", "POST"])
def topics(request: HttpRequest) -> HttpResponse:
    """What this person wants to be asked about."""
    journal = own_store().journal()
    if request.method == "POST":
        chosen = [name for name in TOPICS if name in request.POST.getlist("topics")]
        if tuple(chosen) != tracked(journal) or not journal.of(Tracking):
            keep(request, {"kind": "tracking", "topics": chosen})
        messages.success(request, _("Kept. From now on this is what you are asked."))
        return redirect("topics")
    mine = tracked(journal)
    parts = [
        (title, [(name, words.TOPICS[name], name in mine) for name, topic in TOPICS.items() if topic.part == part])
        for part, title in (("morning", _("In the morning")), ("evening", _("In the evening")))
    ]
    return render(request, "check_in/topics.html", {"parts": parts, "id": new_id()})
