"""A trial while it runs: today's page, its changes, its guesses, its calendar, and the sheets of a blind one."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from charley.errors import BadInput, Problem
from charley.web.clock import local_time, now
from charley.web.forms import Form, choices
from charley.web.keeping import keep, new_id
from charley.web.own_trials import own_trial
from charley.web.people import own_profile, own_store
from charley.web.plan_shown import stop_signs

#: What the person may do with a trial.
ACTIONS = {"start", "pause", "resume", "stop", "note"}
#: What may be noticed of a trial, the gut first. Signs that end it at once are among them.
SIGNS = {
    "diarrhoea": gettext_lazy("loose stools"),
    "nausea": gettext_lazy("nausea"),
    "abdominal_cramp": gettext_lazy("belly ache"),
    "vomiting": gettext_lazy("vomiting"),
    "dizziness": gettext_lazy("dizzy on standing up"),
    "drowsiness": gettext_lazy("very drowsy"),
    "muscle_weakness": gettext_lazy("weak muscles"),
    "irregular_heartbeat": gettext_lazy("uneven heartbeat"),
    "trouble_breathing": gettext_lazy("hard to breathe"),
    "fainting": gettext_lazy("fainted"),
}
SEVERITIES = {
    "mild": gettext_lazy("a little"),
    "moderate": gettext_lazy("in between"),
    "severe": gettext_lazy("badly"),
}


class NoticedForm(Form):
    """Something unwanted."""

    sign = forms.ChoiceField(label=gettext_lazy("What did you notice?"), choices=list(SIGNS.items()))
    severity = choices(gettext_lazy("How badly?"), SEVERITIES)


@require_GET
def trial(request: HttpRequest, name: str) -> HttpResponse:
    """Today's page of a trial: what is to be taken or done, and what is asked."""
    from charley.services.trial_days import so_far, to_note

    book, found = own_trial(request, name)
    profile = own_profile()
    stopped = None if profile is None else book.screen_again(found, profile)
    if stopped is not None:
        book, found = own_trial(request, name)
    running = book.running(found)
    design, journal, today = found.design, own_store().journal(), _today(request)
    context: dict[str, Any] = {
        "dossier": found,
        "design": design,
        "told": running.today,
        "to_note": [(new_id(), each) for each in to_note(design, running.today, journal.effective, today)],
        "so_far": so_far(journal, found, today),
        "stop": running.stop,
        "stop_signs": stop_signs(design.stop_rules),
        "changed": running.changed,
        "marked": design.since("second_change") is not None,
        "stopped": stopped,
        "is_stopped": design.since("stop") is not None,
        "looked": found.first_answer is not None or running.today.look is not None,
        "arms": [arm for arm in design.arms if arm.parts],
        "ask_again": found.due_to_ask(now(request).wall.date()),
        "weeks": round(design.nights / 7),
        "noticed": NoticedForm(),
        "entry_id": new_id(),
        "today": today,
    }
    return render(request, "trials/trial.html", context)


@require_POST
def taken(request: HttpRequest, name: str) -> HttpResponse:
    """Note that something of today was taken or done."""
    from charley.services.trial_days import to_note

    book, found = own_trial(request, name)
    told = book.running(found).today
    asked = to_note(found.design, told, own_store().journal().effective, _today(request))
    number = request.POST.get("which", "")
    if not number.isdecimal() or int(number) >= len(asked):
        raise BadInput([Problem("which", _("is not asked for today; please look at today’s page again"))])
    keep(request, asked[int(number)].entry)
    messages.success(request, _("Noted."))
    return redirect("trial", name=name)


@require_POST
def noticed(request: HttpRequest, name: str) -> HttpResponse:
    """Note something unwanted; the page then says whether the trial should stop."""
    own_trial(request, name)
    form = NoticedForm(request.POST)
    if not form.is_valid():
        raise BadInput([Problem("sign", _("is not one of the choices"))])
    told = {key: value for key, value in form.cleaned_data.items() if value}
    keep(request, {"kind": "side_effect", **told})
    messages.success(request, _("Noted."))
    return redirect("trial", name=name)


@require_POST
def change(request: HttpRequest, name: str) -> HttpResponse:
    """Start, pause, come back, stop, or note something; each stands beside the sealed design."""
    book, found = own_trial(request, name)
    what = request.POST.get("what", "")
    if what not in ACTIONS:
        raise Http404
    why = request.POST.get("why", "").strip() or {"start": _("begins"), "resume": _("goes on")}.get(what, _("not said"))
    book.amend(found, what, why, until=_date(request.POST.get("until", "")) if what == "pause" else None)
    messages.success(request, _("Kept."))
    return redirect("trial", name=name)


@require_POST
def confounded(request: HttpRequest, name: str) -> HttpResponse:
    """Mark that something else was changed too."""
    book, found = own_trial(request, name)
    if found.design.start is None:
        raise Http404
    changed = book.running(found).changed or now(request).night
    book.amend(
        found, "second_change", request.POST.get("why", "").strip() or _("something else was changed"), on=changed
    )
    messages.success(request, _("Kept. The report will say so."))
    return redirect("trial", name=name)


@require_POST
def guess(request: HttpRequest, name: str) -> HttpResponse:
    """Keep what the person thought they had."""
    book, found = own_trial(request, name)
    period = request.POST.get("period", "")
    book.guess(found, int(period) if period.isdecimal() else 0, request.POST.get("arm") or None)
    messages.success(request, _("Kept."))
    return redirect("trial", name=name)


@require_GET
def calendar(request: HttpRequest, name: str) -> HttpResponse:
    """The periods, the pauses and the day of the answer as a calendar file; it names no arm."""
    from charley.interop.trial_ical import trial_calendar

    design = own_trial(request, name)[1].design
    if design.start is None:
        raise Http404
    made = trial_calendar(design, start=design.start, made_at=local_time(request))
    answer = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="charley-trial.ics"'
    return answer


@require_GET
def helper(request: HttpRequest, name: str) -> HttpResponse:
    """The helper's page of a blind trial: what goes into which container. The person should not look."""
    from charley.services.trials import kit

    found = own_trial(request, name)[1]
    if found.key is None:
        raise Http404
    lines = kit(found.design, found.key, "helper") if "show" in request.GET else None
    return render(request, "trials/helper.html", {"design": found.design, "lines": lines})


@require_GET
def sheet(request: HttpRequest, name: str) -> HttpResponse:
    """The person's own sheet of a blind trial: what to open when. It is the same whatever the order."""
    from charley.services.trials import kit

    found = own_trial(request, name)[1]
    if found.key is None:
        raise Http404
    context = {"design": found.design, "lines": kit(found.design, found.key, "person")}
    return render(request, "trials/sheet.html", context)


@require_POST
def unblind(request: HttpRequest, name: str) -> HttpResponse:
    """Open the key before the end, as in an emergency; it is written down when and why."""
    book, found = own_trial(request, name)
    if found.key is None:
        raise Http404
    if found.design.since("unblinded") is None:
        book.amend(found, "unblinded", request.POST.get("why", "").strip() or _("not said"))
    return redirect("trial_key", name=name)


@require_GET
def key(request: HttpRequest, name: str) -> HttpResponse:
    """The key, once the trial is over or it was opened early, checked against the promise made at sealing."""
    from charley.services.trial_days import checked_key

    found = own_trial(request, name)[1]
    if found.key is None:
        raise Http404
    context = {
        "design": found.design,
        "opened": checked_key(found.design, found.key) if found.is_opened else None,
        "early": found.design.since("unblinded"),
    }
    return render(request, "trials/key.html", context)


def _today(request: HttpRequest) -> date:
    """The day of doses, which runs from four in the morning."""
    from charley.diary.records import DAY_BEGINS

    return (now(request).wall - DAY_BEGINS).date()


def _date(written: str) -> date | None:
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise BadInput([Problem("until", _("should be a date, such as 2027-01-15"))]) from None
