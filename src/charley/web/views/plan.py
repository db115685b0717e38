"""What is safe for me, and when do I take it? Findings first, then the timetable; or whom to see first."""

import json
from typing import Any

import msgspec
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from charley.errors import BadInput, Problem, UnreadTrial
from charley.interop import ical
from charley.report import plan_words
from charley.services import planning
from charley.services.following import Standing, beginning, from_here, standing
from charley.services.plan_review import review_due
from charley.web import plan_shown as shown
from charley.web.clock import local_time, now
from charley.web.keeping import keep, new_id
from charley.web.own_trials import held_back
from charley.web.people import own_profile, own_store
from charley.web.words import number

#: So many earlier versions of the profile are looked at for doses that a newer calendar must take back.
EARLIER_PLANS = 5
#: With more findings than this the quiet ones are folded away.
MOST_OPEN = 4


@require_GET
def plan_page(request: HttpRequest) -> HttpResponse:
    """The plan that follows from the profile in force, screened anew each time it is shown."""
    profile = own_profile()
    if profile is None:
        return render(request, "plan.html", {})
    made = planning.plan(profile, now=local_time(request))
    number_to_call = shown.EMERGENCY_NUMBERS.get(profile.get("setting") or "")
    if made.status == "emergency":
        messages_shown = [finding.message for finding in made.findings if finding.status == "emergency"]
        return render(request, "emergency.html", {"number": number_to_call, "messages_shown": messages_shown})
    following = standing(own_store().journal(), made, now=now(request).wall)
    if following is not None and following.proposal.emergency:
        alone = {"number": number_to_call, "messages_shown": [following.proposal.reason], "from_diary": True}
        return render(request, "emergency.html", alone)
    return render(request, "plan.html", _context(request, profile, made, following))


def _context(
    request: HttpRequest, profile: dict[str, Any], made: planning.Plan, following: Standing | None
) -> dict[str, Any]:
    found = shown.findings(made)
    quiet = [each for each in found if each.level == 1] if len(found) > MOST_OPEN else []
    context: dict[str, Any] = {
        "plan": made,
        "headline": shown.headline(made),
        "findings": [each for each in found if each not in quiet],
        "quiet_findings": quiet,
        "expectation": plan_words.expectation(made),
        "taken_now": plan_words.ledger(made),
        "leave_out": plan_words.leave_out(made),
        "asks_for": [shown.ASKED[word] for word in made.asks_for],
        "need": shown.need(made),
        "waits_for": [(shown.awaited(field, profile), shown.asked_at(field)) for field in made.waits_for],
        "unsure": list(shown.unsure(made)),
        "stop_signs": shown.stop_signs(made.stop_rules),
        "stop_sources": tuple(dict.fromkeys(source for sign in made.stop_rules for source in sign.sources)),
        "provisional": shown.steps(made.provisional_steps),
        "entry_id": new_id(),
    }
    if following is None:
        return context | {"steps": shown.steps(made.steps), "begin_mg": beginning(made)}
    context["trial"] = _running_trial(request)
    context["review"] = review_due(own_store().journal(), made, now=now(request).wall)
    today = now(request).wall.date()
    later = from_here(made, following.course, today=today).steps[1:]
    return context | {"followed": shown.followed(following, today), "steps": shown.coming_steps(later, today)}


def _running_trial(request: HttpRequest) -> str:
    """The name of the trial that runs now, for which the plan waits; empty for none, or none that can be read."""
    try:
        found = held_back(request)
    except UnreadTrial:  # the start page says so, and offers no dose
        return ""
    return "" if found is None else found.design.fingerprint


@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """Begin the plan, go a step up or down, or stop: whatever the plan of this moment leaves open."""
    profile = own_profile()
    if profile is None:
        return redirect("plan")
    made = planning.plan(profile, now=local_time(request))
    following = standing(own_store().journal(), made, now=now(request).wall)
    begin = beginning(made)
    may = following.choices if following is not None else () if begin is None else (begin,)
    chosen = next((mg for mg in may if request.POST.get("mg") == number(mg)), None)
    if chosen is None:
        raise BadInput([Problem("mg", _("is not open now; please look at your plan again"))])
    keep(request, {"kind": "plan_change", "mg_per_day": chosen})
    if chosen == 0:
        messages.success(request, _("Stopped. You can begin again whenever you like."))
    else:
        messages.success(request, _("Noted. From today: %(mg)s mg a day.") % {"mg": number(chosen)})
    return redirect("plan")


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """The doses that may be taken, as a calendar file with stable ids.

    A plan that is followed goes on from where the person stands. A newer file updates the events of an older one, and
    cancels what earlier answers led to and these do not. While a trial runs, all of the plan is cancelled.
    """
    told = own_profile()
    if told is None:
        raise Http404
    local = local_time(request)
    made = planning.plan(told, now=local)
    following = standing(own_store().journal(), made, now=now(request).wall)
    if following is not None:
        made = from_here(made, following.course, today=now(request).wall.date())
    earlier = [json.loads(document) for document in own_store().readable_profiles()[:-1]][-EARLIER_PLANS:]
    before = [ical.calendar(planning.plan(each, now=local)) for each in earlier]
    if _running_trial(request):
        before.append(ical.calendar(made))
        made = msgspec.structs.replace(made, steps=())
    if not made.steps and not any(map(ical.holds_events, before)):
        raise Http404
    answer = HttpResponse(ical.calendar(made, before=before), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="charley.ics"'
    return answer
