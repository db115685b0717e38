"""Does it work for me? The questions that can be asked, and a design drawn by lot and sealed."""

import secrets
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods
from msgspec import structs

from charley.errors import BadInput
from charley.knowledge.protocols import Protocol, protocols
from charley.knowledge.remedies import remedies
from charley.services.following import is_followed
from charley.web.clock import local_time, now
from charley.web.forms import SKIP
from charley.web.own_trials import own_book
from charley.web.people import own_profile, own_store
from charley.web.views.trial_power import WEEKS, About, LimitsForm, begin, looked_at, said
from charley.web.words import FORMS

if TYPE_CHECKING:
    from charley.services.trials import Opened, Refusal, Wish

SEEDS = 2**53
LENGTHS = {
    "7": gettext_lazy("1 week"),
    "10": gettext_lazy("10 days"),
    "14": gettext_lazy("2 weeks"),
    "21": gettext_lazy("3 weeks"),
    "28": gettext_lazy("4 weeks"),
}
WORTHWHILE = {
    "0.9": gettext_lazy("a tenth fewer"),
    "0.75": gettext_lazy("a quarter fewer"),
    "0.5": gettext_lazy("half as many"),
}
#: What of a design that was looked at goes along to a question.
CARRIED = ("period", "pairs", "rate", "weeks", "changes", "look")
#: Questions about one thing that has a card of its own.
MEASURES = {"stretching-or-nothing": "stretching", "on-the-skin": "magnesium-oil"}


class AskForm(LimitsForm):
    """How the question is asked."""

    measure = forms.CharField(required=False, widget=forms.HiddenInput)
    form = forms.ChoiceField(label=gettext_lazy("Which other salt?"), required=False, choices=[SKIP, *FORMS.items()])
    period = forms.ChoiceField(
        label=gettext_lazy("How long is each period?"), choices=list(LENGTHS.items()), initial="28"
    )
    pairs = forms.IntegerField(
        label=gettext_lazy("How often does each side come?"), min_value=1, max_value=14, initial=3
    )
    worthwhile = forms.ChoiceField(
        label=gettext_lazy("From when on is it worth the trouble?"),
        required=False,
        choices=list(WORTHWHILE.items()),
        initial="0.75",
        widget=forms.RadioSelect,
        help_text=gettext_lazy("It cannot be changed after sealing."),
    )
    early = forms.BooleanField(label=gettext_lazy("Let me look once, about half-way"), required=False)
    blind = forms.BooleanField(label=gettext_lazy("A helper hides what I take"), required=False)

    places = {"cramps": "rate", "baseline": "period", "look": "early"}  # noqa: RUF012

    def __init__(self, *args: Any, asked: Protocol, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(("rate", "weeks", "changes", "period", "pairs", "worthwhile"))
        if all(arm.doing != "other_form" for arm in asked.arms):
            del self.fields["form"]
        if not asked.blindable:
            del self.fields["blind"]
        shortest = cast("forms.ChoiceField", self.fields["period"])
        shortest.choices = [(days, words) for days, words in LENGTHS.items() if int(days) >= asked.least_period_days]
        self.fields["weeks"].required = False


class Offered(NamedTuple):
    """A question in the library."""

    address: str
    question: str
    note: str


@require_GET
def trials(request: HttpRequest) -> HttpResponse:
    """The open trial, those that are over, and the way to a new one."""
    found = own_book(request).all()
    today = now(request).wall.date()
    context = {
        "open": next((each for each in reversed(found) if each.open), None),
        "over": [each for each in reversed(found) if not each.open],
        "ask_again": [each for each in found if each.due_to_ask(today)],
        "has_profile": own_profile() is not None,
    }
    return render(request, "trials/trials.html", context)


@require_GET
def new(request: HttpRequest) -> HttpResponse:
    """The library of questions."""
    if own_profile() is None:
        return redirect("profile")
    carried = {name: request.GET[name] for name in CARRIED if name in request.GET}
    context = {"open": own_book(request).open_one(), "groups": library(carried), "carried": carried}
    return render(request, "trials/new.html", context)


def library(carried: dict[str, str]) -> list[tuple[str, list[Offered]]]:
    """Every question that can be asked, grouped by what it is about."""
    groups: dict[str, list[Offered]] = {"amount": [], "way": [], "other": []}
    for row in protocols().values():
        doings = {arm.doing for arm in row.arms}
        if row.id == "one-measure":
            continue
        kind = "other" if "measure" in doings else "amount" if doings & {"nothing", "placebo"} else "way"
        note = _("a helper can hide which one it is") if row.blindable else _("you always know which one it is")
        groups[kind].append(Offered(_address(row.id, carried), row.question, note))
    for remedy in remedies().values():
        if remedy.may_be_tried and remedy.id not in MEASURES.values():
            address = _address("one-measure", {"measure": remedy.id} | carried)
            groups["other"].append(Offered(address, remedy.name, _("or nothing")))
    return [
        (_("Magnesium"), groups["amount"]),
        (_("How to take it"), groups["way"]),
        (_("Something else"), groups["other"]),
    ]


def _address(protocol: str, carried: dict[str, str]) -> str:
    return reverse("trial_ask", args=[protocol]) + (f"?{urlencode(carried)}" if carried else "")


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, protocol: str) -> HttpResponse:
    """One question: what is fair, what would be done, what it can tell; then the order is drawn and sealed."""
    profile, asked = own_profile(), protocols().get(protocol)
    if asked is None:
        raise Http404
    if profile is None:
        return redirect("profile")
    form = AskForm(request.POST or None, asked=asked, initial=_initial(request))
    from charley.services import trials as service

    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        wish = _wish(asked, told)
        try:
            if "seal" not in request.POST:
                also = service.Layout(baseline=wish.baseline, period=wish.period, pairs=wish.pairs)
                told["weeks"] = told["weeks"] or WEEKS
                thought = also if "mine" in request.POST else None
                return begin(request, told, asked, About(protocol, said(form)), thought)
            nonce = secrets.token_hex(16) if told.get("blind") else None
            found = own_book(request).open(profile, wish, seed=secrets.randbelow(SEEDS), nonce=nonce)
        except BadInput as fault:
            form.blame(fault)
        else:
            if isinstance(found, service.Opened):
                return redirect("trial", name=found.design.fingerprint)
            return _page(request, form, asked, wish, found)
    wish = _wish(asked, {name: _taken(field, form[name].value()) for name, field in form.fields.items()})
    preview = _preview(profile, wish, request)
    return _page(request, form, asked, wish, preview)


def _wish(asked: Protocol, told: dict[str, Any]) -> "Wish":
    from charley.services.trials import Wish, half_way, rule

    worthwhile = float(told.get("worthwhile") or 0.75)
    wish = Wish(
        protocol=asked.id,
        period=int(told.get("period") or 28),
        pairs=int(told.get("pairs") or 3),
        measure=told.get("measure") or None,
        form=told.get("form") or None,
        rule=rule(worthwhile=worthwhile),
    )
    return structs.replace(wish, looks=(half_way(wish, len(asked.arms)),)) if told.get("early") else wish


def _taken(field: forms.Field, written: Any) -> Any:
    """What a field makes of what stands in it; None where it cannot be, so that the rest can be shown beforehand."""
    try:
        return field.clean(written)
    except forms.ValidationError:
        return None


def _initial(request: HttpRequest) -> dict[str, Any]:
    return {name: request.GET[name] for name in AskForm.base_fields if name in request.GET}


def _preview(profile: dict[str, Any], wish: "Wish", request: HttpRequest) -> "Opened | Refusal | None":
    """The trial as it would be for this person; None where the numbers of the form cannot be."""
    from charley.services.trials import design

    try:
        return design(profile, wish, seed=0, now=local_time(request))
    except BadInput:
        return None


def _page(
    request: HttpRequest, form: AskForm, asked: Protocol, wish: "Wish", found: "Opened | Refusal | None"
) -> HttpResponse:
    from charley.services.trial_days import lately_changed
    from charley.services.trials import Opened, Refusal

    refused = found.reason if isinstance(found, Refusal) else None
    needs_form = "form" in form.fields and not wish.form  # before that is said, a refusal would be none
    remedy = remedies().get(wish.measure or MEASURES.get(asked.id, ""))
    journal = own_store().journal()
    context = {
        "form": form,
        "asked": asked,
        "title": found.design.question if isinstance(found, Opened) else asked.question,
        "arms": found.design.arms if isinstance(found, Opened) else (),
        "refused": None if needs_form else refused,
        "needs_form": needs_form,
        "remedy": remedy,
        "changed": lately_changed(journal.effective, now(request).night),
        "follows": is_followed(journal),
        "ahead": looked_at(request.GET.get("look", ""), wish.period, wish.pairs),
        "weeks": round((wish.baseline + wish.period * wish.pairs * len(asked.arms)) / 7),
    }
    is_refused = form.is_bound and context["refused"] is not None
    return render(request, "trials/ask.html", context, status=422 if form.errors or is_refused else 200)
