"""Does it work for me? A question, an order drawn by lot, today's page, and an answer at the end."""

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from charley.errors import BadInput
from charley.knowledge.protocols import protocols
from charley.knowledge.remedies import remedies
from charley.web.clock import now, present
from charley.web.forms import SKIP, Form
from charley.web.people import own_profile, own_store
from charley.web.words import FORMS

if TYPE_CHECKING:
    from charley.services.trial_book import Dossier, TrialBook

#: Simulated trials for each truth when a page is waited for.
SIMULATIONS = 200
SEEDS = 2**53
LENGTHS = {"14": gettext_lazy("2 weeks"), "21": gettext_lazy("3 weeks"), "28": gettext_lazy("4 weeks")}
#: What the person may do with a running trial -> what is kept of it.
ACTIONS = {"start", "pause", "resume", "stop", "note"}
DECISIONS = {
    "keep": gettext_lazy("I go on with it"),
    "leave": gettext_lazy("I leave it out"),
    "change": gettext_lazy("I try something else"),
    "undecided": gettext_lazy("I do not know yet"),
}


def _questions() -> list[tuple[str, str]]:
    return [(row.id, row.question) for row in protocols().values()]


def _measures() -> list[tuple[str, Any]]:
    return [SKIP, *((row.id, row.name) for row in remedies().values() if row.may_be_tried)]


class AskForm(Form):
    """The question, and how long one is willing to ask it."""

    protocol = forms.ChoiceField(label=gettext_lazy("What do you want to know?"), widget=forms.RadioSelect)
    measure = forms.ChoiceField(label=gettext_lazy("Which one thing?"), required=False)
    form = forms.ChoiceField(label=gettext_lazy("Which other salt?"), required=False, choices=[SKIP, *FORMS.items()])
    period = forms.ChoiceField(
        label=gettext_lazy("How long is each period?"), choices=list(LENGTHS.items()), initial="28"
    )
    pairs = forms.IntegerField(
        label=gettext_lazy("How often does each side come?"), min_value=1, max_value=14, initial=3
    )
    rate = forms.FloatField(
        label=gettext_lazy("Cramps a week as it is now"),
        required=False,
        min_value=0.1,
        max_value=200,
        help_text=gettext_lazy("Left empty, your diary says it."),
    )
    blind = forms.BooleanField(label=gettext_lazy("A helper hides what I take"), required=False)

    places = {"baseline": "period"}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (("protocol", _questions()), ("measure", _measures())):
            cast("forms.ChoiceField", self.fields[name]).choices = offered


@require_GET
def trials(request: HttpRequest) -> HttpResponse:
    """The open trial, those that are over, and the way to a new one."""
    book = _book(request)
    found = book.all()
    context = {
        "open": next((each for each in reversed(found) if each.open), None),
        "over": [each for each in reversed(found) if not each.open],
        "has_profile": own_profile() is not None,
    }
    return render(request, "trials/trials.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask a question: first what the design can tell, then, with a second tap, draw and seal it."""
    profile = own_profile()
    if profile is None:
        return redirect("profile")
    form = AskForm(request.POST or None, initial={"protocol": "magnesium-or-nothing"})
    if request.method == "GET" or not form.is_valid():
        return _ask(request, form)
    from charley.services.trials import Refusal, Wish

    told = form.cleaned_data
    wish = Wish(
        protocol=told["protocol"],
        period=int(told["period"]),
        pairs=told["pairs"],
        measure=told["measure"] or None,
        form=told["form"] or None,
    )
    nonce = secrets.token_hex(16) if told["blind"] else None
    try:
        if "seal" not in request.POST:
            return _look(request, form, wish, told["rate"])
        found = _book(request).open(profile, wish, seed=secrets.randbelow(SEEDS), nonce=nonce)
    except BadInput as fault:
        form.blame(fault)
        return _ask(request, form)
    if isinstance(found, Refusal):
        return render(request, "trials/new.html", {"form": form, "refused": found.reason}, status=422)
    return redirect("trial", name=found.design.fingerprint)


@require_GET
def trial(request: HttpRequest, name: str) -> HttpResponse:
    """Today's page of a trial: what is to be taken or done, and what is asked."""
    book, found = _found(request, name)
    profile = own_profile()
    stopped = None if profile is None else book.screen_again(found, profile)
    if stopped is not None:
        book, found = _found(request, name)
    now_of = book.running(found)
    design = found.design
    context = {
        "dossier": found,
        "design": design,
        "told": now_of.today,
        "stop": now_of.stop,
        "changed": now_of.changed,
        "marked": design.since("second_change") is not None,
        "stopped": stopped,
        "is_stopped": design.since("stop") is not None,
        "arms": [arm for arm in design.arms if arm.parts],
        "decisions": DECISIONS,
        "ask_again": found.due_to_ask(now(request).wall.date()),
        "weeks": round(design.nights / 7),
    }
    return render(request, "trials/trial.html", context)


@require_POST
def change(request: HttpRequest, name: str) -> HttpResponse:
    """Start, pause, come back, stop, or note something; each stands beside the sealed design."""
    book, found = _found(request, name)
    what = request.POST.get("what", "")
    if what not in ACTIONS:
        raise Http404
    why = request.POST.get("why", "").strip() or {"start": _("begins"), "resume": _("goes on")}.get(what, _("not said"))
    book.amend(found, what, why)
    messages.success(request, _("Kept."))
    return redirect("trial", name=name)


@require_POST
def confounded(request: HttpRequest, name: str) -> HttpResponse:
    """Mark that something else was changed too."""
    book, found = _found(request, name)
    changed = book.running(found).changed or now(request).night
    book.amend(
        found, "second_change", request.POST.get("why", "").strip() or _("something else was changed"), on=changed
    )
    messages.success(request, _("Kept. The report will say so."))
    return redirect("trial", name=name)


@require_POST
def guess(request: HttpRequest, name: str) -> HttpResponse:
    """Keep what the person thought they had."""
    book, found = _found(request, name)
    period = request.POST.get("period", "")
    book.guess(found, int(period) if period.isdecimal() else 0, request.POST.get("arm") or None)
    messages.success(request, _("Kept."))
    return redirect("trial", name=name)


@require_POST
def decide(request: HttpRequest, name: str) -> HttpResponse:
    """Keep what the person decided, apart from the result."""
    book, found = _found(request, name)
    book.decide(found, request.POST.get("what", ""), request.POST.get("why", "").strip())
    messages.success(request, _("Kept. Charley asks again in three months."))
    return redirect("result", name=name)


@require_GET
def result(request: HttpRequest, name: str) -> HttpResponse:
    """The answer, once the trial is over; before that only the date of it."""
    from charley.report.figures import rate_ratio

    book, found = _found(request, name)
    if found.design.start is None:
        return redirect("trial", name=name)
    answer = book.verdict(found)
    figure = None
    if answer.as_assigned is not None:
        ratio = answer.as_assigned.rate_ratio
        figure = rate_ratio(found.design.answer, answer.sentences[0], ratio.q025, ratio.q50, ratio.q975)
    context = {
        "dossier": found,
        "design": found.design,
        "answer": answer,
        "title": answer.sentences[0],
        "sentences": answer.sentences[1:],
        "figure": figure,
        "blinding": book.blinding(found) if answer.state == "complete" else None,
        "decisions": DECISIONS,
        "decided": [(str(DECISIONS[each.what]), each) for each in found.decisions],
    }
    return render(request, "trials/result.html", context)


@require_GET
def helper(request: HttpRequest, name: str) -> HttpResponse:
    """The helper's page of a blind trial: what goes into which container. The person should not look."""
    from charley.report import trial_sheets

    found = _found(request, name)[1]
    if found.key is None:
        raise Http404
    lines = trial_sheets.helper_sheet(found.design, found.key) if "show" in request.GET else None
    return render(request, "trials/helper.html", {"design": found.design, "lines": lines})


def _ask(request: HttpRequest, form: AskForm) -> HttpResponse:
    return render(request, "trials/new.html", {"form": form}, status=422 if form.errors else 200)


def _look(request: HttpRequest, form: AskForm, wish: Any, per_week: float | None) -> HttpResponse:
    """What the design would most likely say, before anything is sealed."""
    from charley.report import trial_sheets
    from charley.services import trials as service

    last = now(request).night - timedelta(days=1)
    rate = per_week / 7 if per_week else service.rate_of(own_store().journal(), last)
    seen = service.look_ahead(wish, rate=rate, simulations=SIMULATIONS)
    return render(
        request, "trials/new.html", {"form": form, "ahead": seen, "rows": trial_sheets.power_rows(seen.cells)}
    )


def _book(request: HttpRequest) -> "TrialBook":
    from charley.services.trial_book import TrialBook  # brings in the numerics, which no other page needs

    return TrialBook(own_store(), now=now(request), made_at=present())


def _found(request: HttpRequest, name: str) -> tuple["TrialBook", "Dossier"]:
    book = _book(request)
    found = book.find(name)
    if found is None:
        raise Http404
    return book, found
