"""Is it something else than a cramp? Twitches, the urge to move, numbness and soreness are noted apart from cramps."""

from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from charley.diary.records import Score, Symptom
from charley.errors import BadInput
from charley.knowledge.advice import advice
from charley.knowledge.triggers import triggers as library
from charley.web.clock import now
from charley.web.forms import Form
from charley.web.keeping import keep, new_id
from charley.web.people import own_store
from charley.web.symptom_form import SymptomForm
from charley.web.words import SYMPTOMS, TRIGGERS

#: The name under which totals of a restless-legs questionnaire are kept.
RESTLESS = "restless_legs"

#: How each feels, to tell it from a cramp.
FEELS = {
    "twitch": gettext_lazy("A small flicker under the skin. It does not hurt and is over in a moment."),
    "restless_urge": gettext_lazy("You have to move your legs. It is worse at rest and in the evening; moving helps."),
    "numbness": gettext_lazy("You feel less than you are used to, as if through a sock."),
    "tingling": gettext_lazy("Pins and needles."),
    "heavy_legs": gettext_lazy("Legs like lead, often after a long day of standing or sitting."),
    "soreness": gettext_lazy("An ache that stays for hours, after exercise or after a cramp."),
}
#: What articles call signs of low magnesium; the page says what ticks can and cannot tell.
SIGNS = {
    "cramps": gettext_lazy("muscle cramps"),
    "twitches": gettext_lazy("twitches"),
    "tired": gettext_lazy("tired or weak"),
    "tingling": gettext_lazy("tingling or numb"),
    "sleep": gettext_lazy("poor sleep"),
    "mood": gettext_lazy("low or tense mood"),
}


class ScoreForm(Form):
    """The total of a questionnaire filled in elsewhere."""

    total = forms.IntegerField(
        label=gettext_lazy("Total, 0 to 40"),
        min_value=0,
        max_value=40,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": gettext_lazy("is needed: the total of your sheet"),
            "invalid": gettext_lazy("should be a whole number from 0 to 40"),
        },
    )


class Kind(NamedTuple):
    """One kind of symptom on the page."""

    value: str
    name: Any
    feels: Any
    is_chosen: bool


@require_http_methods(["GET", "POST"])
def symptoms(request: HttpRequest) -> HttpResponse:
    """Note one; what is worth saying about it stands on the page of its day."""
    moment = now(request)
    form = SymptomForm(
        request.POST if request.method == "POST" else None, zone=moment.zone or "UTC", initial={"when": moment.wall}
    )
    if form.is_bound and form.is_valid() and (at := form.moment()) is not None and form.is_valid():
        try:
            entry = keep(request, {"kind": "symptom", **form.said()}, at=at)
        except BadInput as fault:
            form.blame(fault)
        else:
            messages.success(request, _("Noted, apart from your cramps."))
            return redirect("checked_in", entry.day)
    return _page(request, form, ScoreForm(), status=422 if form.is_bound else 200)


@require_POST
def score(request: HttpRequest) -> HttpResponse:
    """Keep a total; the questions themselves belong to their authors and are not here."""
    form = ScoreForm(request.POST)
    if form.is_valid():
        keep(request, {"kind": "score", "name": RESTLESS, "total": form.cleaned_data["total"]})
        messages.success(request, _("Kept."))
        return redirect("symptoms")
    moment = now(request)
    return _page(request, SymptomForm(zone=moment.zone or "UTC", initial={"when": moment.wall}), form, status=422)


@require_GET
def signs(request: HttpRequest) -> HttpResponse:
    """The checklist people know from articles, and what it can and cannot tell: eating little, and lacking."""
    from charley.services import evidence  # brings in the numerics, which the night does not need

    ticked = [name for name in SIGNS if name in request.GET.getlist("sign")]
    context = {
        "signs": [(name, said, name in ticked) for name, said in SIGNS.items()],
        "count": len(ticked),
        "asked": "sign" in request.GET or "look" in request.GET,
        "status": evidence.card("cramps-mean-low"),
        "intake": evidence.card("two-in-three"),
        "numb": "tingling" in ticked,
    }
    return render(request, "symptoms/signs.html", context)


@require_GET
def triggers(request: HttpRequest) -> HttpResponse:
    """What may bring a cramp on: what is known of each, and how often this person thought of it."""
    from charley.diary.rates import by_trigger

    entries = own_store().journal().effective
    counts = by_trigger(entries)
    tagged = sum(bool(getattr(entry, "triggers", ())) for entry in entries)
    rows = [(row, TRIGGERS[name], counts[name]) for name, row in library().items()]
    return render(request, "symptoms/triggers.html", {"rows": rows, "tagged": tagged})


def _page(request: HttpRequest, form: SymptomForm, score_form: ScoreForm, *, status: int) -> HttpResponse:
    journal = own_store().journal()
    chosen = form["what"].value()
    context = {
        "form": form,
        "score_form": score_form,
        "kinds": [Kind(name, said, FEELS[name], name == chosen) for name, said in SYMPTOMS.items()],
        "restless": advice("restless-path").message(),
        "urges": [e for e in journal.of(Symptom) if e.what == "restless_urge"][-10:],
        "scores": [e for e in journal.of(Score) if e.name == RESTLESS][-10:],
        "ids": {"symptom": new_id(), "score": new_id()},
    }
    return render(request, "symptoms/symptoms.html", context, status=status)
