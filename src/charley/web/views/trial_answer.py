"""What does the trial say, and what does the person decide? Two things, kept apart."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

import charley
from charley.web.clock import local_time, now
from charley.web.forms import Form
from charley.web.own_trials import own_trial
from charley.web.people import own_store

if TYPE_CHECKING:
    from charley.report.figures import Figure
    from charley.services.trials import VerdictDocument

DECISIONS = {
    "keep": gettext_lazy("I go on with it"),
    "leave": gettext_lazy("I leave it out"),
    "change": gettext_lazy("I try something else"),
    "undecided": gettext_lazy("I do not know yet"),
}
LIGHTS = {
    "green": gettext_lazy("The check of the model is fine"),
    "amber": gettext_lazy("Read the numbers with care"),
    "red": gettext_lazy("The numbers may mislead"),
}
LEVELS = {"green": 1, "amber": 2, "red": 3}
BELIEFS = {
    "sceptical": gettext_lazy("A doubtful belief beforehand"),
    "trials": gettext_lazy("The belief of published trials"),
    "flat": gettext_lazy("No belief beforehand"),
}


class WeighForm(Form):
    """What a day of side effects weighs for this person."""

    weigh = forms.FloatField(
        label=gettext_lazy("One day of side effects is as bad as how many cramps?"),
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )


@require_GET
def result(request: HttpRequest, name: str) -> HttpResponse:
    """The answer, once the trial is over; before that only the date of it."""
    book, found = own_trial(request, name)
    if found.design.start is None:
        return redirect("trial", name=name)
    weigh = WeighForm(request.GET or None)
    rate = weigh.cleaned_data.get("weigh") if weigh.is_bound and weigh.is_valid() else None
    answer = book.verdict(found, cramps_per_side_effect_day=rate)
    sentences = answer.sentences
    is_told = answer.verdict is not None
    context: dict[str, Any] = {
        "dossier": found,
        "design": found.design,
        "answer": answer,
        "title": sentences[0],
        "main": sentences[1:3] if is_told else sentences[1:],
        "beside": sentences[3:-1] if is_told else (),
        "next": sentences[-1] if is_told else None,
        "figure": _figure(found.design.answer, answer),
        "ways": _ways(answer),
        "periods": _periods(answer),
        "light": answer.light and (LEVELS[answer.light.light], LIGHTS[answer.light.light], answer.light.reason),
        "adherence": answer.adherence and f"{answer.adherence.share:.0%}",
        "weigh": weigh,
        "blinding": book.blinding(found) if answer.verdict and answer.is_over else None,
        "decisions": DECISIONS,
        "decided": [(str(DECISIONS[each.what]), each) for each in found.decisions],
        "ask_again": found.due_to_ask(now(request).wall.date()),
    }
    return render(request, "trials/result.html", context)


@require_POST
def decide(request: HttpRequest, name: str) -> HttpResponse:
    """Keep what the person decided, apart from the result."""
    book, found = own_trial(request, name)
    book.decide(found, request.POST.get("what", ""), request.POST.get("why", "").strip())
    messages.success(request, _("Kept. Charley asks again in three months."))
    return redirect("result", name=name)


@require_GET
def report(request: HttpRequest, name: str) -> HttpResponse:
    """The report by the CENT 2015 checklist, to print or to hand on."""
    from charley.services.trial_report import may_leave, report_pdf, trial_of

    found = own_trial(request, name)[1]
    moment = now(request)
    trial = trial_of(found, own_store().journal(), last=moment.night - timedelta(days=1))
    may_leave(trial)
    answer = HttpResponse(
        report_pdf(trial, made_at=local_time(request), program=charley.__version__), content_type="application/pdf"
    )
    answer["Content-Disposition"] = 'attachment; filename="charley-trial-report.pdf"'
    return answer


def _figure(name: str, answer: "VerdictDocument") -> "Figure | None":
    from charley.report.figures import rate_ratio

    if answer.as_assigned is None:
        return None
    ratio = answer.as_assigned.rate_ratio
    return rate_ratio(name, answer.sentences[0], ratio.q025, ratio.q50, ratio.q975)


def _periods(answer: "VerdictDocument") -> "Figure | None":
    from charley.report.trial_pictures import PeriodSeen, by_period

    seen = [PeriodSeen(each.number, each.arm, each.per_week) for each in answer.periods]
    return by_period("periods", _("Cramps a week in each period."), seen) if seen else None


def _ways(answer: "VerdictDocument") -> "Figure | None":
    """The same question in other ways: what was taken, timely nights only, and other beliefs beforehand."""
    from charley.report.trial_pictures import Seen, ways

    if answer.as_assigned is None:
        return None
    first = next(iter(answer.priors), None)
    asked = [
        (_("As the lot had it: this decides"), answer.as_assigned),
        (_("As it was really taken"), answer.as_taken),
        (_("Without nights written down late"), answer.timely),
        *((str(BELIEFS.get(each, each)), effect) for each, effect in answer.priors.items() if each != first),
    ]
    seen = [
        Seen(words, effect.rate_ratio.q025, effect.rate_ratio.q50, effect.rate_ratio.q975)
        for words, effect in asked
        if effect is not None
    ]
    return ways("ways", _("The same trial looked at in other ways"), seen) if len(seen) > 1 else None
