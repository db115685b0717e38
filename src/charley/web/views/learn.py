"""What is known, and how sure is it? Cards, questions, how it works, trials, and what to expect."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from charley.errors import BadInput
from charley.knowledge.claims import SHELVES
from charley.knowledge.lessons import lessons
from charley.knowledge.nutrients import Setting
from charley.profile import Profile
from charley.reading import read
from charley.web.clock import now
from charley.web.people import own_profile

#: The seed of the first picture of luck; "other people" adds one.
FIRST_SEED = 1
USUAL_DAY_MG = 300
#: So many questions are open on the start page; the table begins with those that are asked most.
FIRST_ASKED = 8


class UptakeForm(forms.Form):
    """A day's amount to split."""

    mg = forms.IntegerField(
        min_value=50, max_value=500, label=gettext_lazy("A day's amount to look at, mg"),
        help_text=gettext_lazy("from 50 to 500, to see how uptake changes; this is no dose to take"),
    )  # fmt: skip


class LuckForm(forms.Form):
    """Somebody's unchanged cramps, and what would be called a change."""

    rate = forms.FloatField(min_value=0.1, max_value=100, label=gettext_lazy("Cramps a week"))
    before = forms.IntegerField(min_value=1, max_value=26, label=gettext_lazy("Weeks counted before"))
    after = forms.IntegerField(min_value=1, max_value=26, label=gettext_lazy("Weeks counted after"))
    fall = forms.IntegerField(min_value=5, max_value=100, label=gettext_lazy("Fall in per cent that looks like help"))
    bad_spell = forms.BooleanField(required=False, label=gettext_lazy("They start after a bad spell"))
    seed = forms.IntegerField(min_value=0, max_value=10_000, widget=forms.HiddenInput)


@require_GET
def learn(request: HttpRequest) -> HttpResponse:
    """The start: search, questions, cards by shelf, lessons."""
    from charley.services import evidence

    q = request.GET.get("q", "").strip()[:200]
    setting = _setting()
    context: dict[str, Any] = {"q": q, "lessons": lessons().values()}
    if q:
        context["replies"] = evidence.ask(q, setting)
        context["cards"] = evidence.search(q, setting)
    else:
        cards = evidence.cards(setting)
        context["shelves"] = [(shelf, [card for card in cards if card.shelf == shelf]) for shelf in SHELVES]
        replies = evidence.replies(setting)
        context |= {"first_asked": replies[:FIRST_ASKED], "replies": replies[FIRST_ASKED:]}
    return render(request, "learn/learn.html", context)


@require_GET
def card(request: HttpRequest, name: str) -> HttpResponse:
    """One claim and what is known of it."""
    from charley.services import evidence

    try:
        found = evidence.card(name, _setting(), _profile())
    except BadInput:
        raise Http404(name) from None
    return render(request, "learn/card.html", {"card": found})


@require_GET
def answer(request: HttpRequest, name: str) -> HttpResponse:
    """One question, its answer, and the cards to read on."""
    from charley.services import evidence

    setting = _setting()
    found = next((reply for reply in evidence.replies(setting) if reply.id == name), None)
    if found is None:
        raise Http404(name)
    cards = [evidence.card(each, setting) for each in found.cards]
    return render(request, "learn/answer.html", {"reply": found, "cards": cards})


@require_GET
def how(request: HttpRequest, name: str) -> HttpResponse:
    """One page on how the body works, or on luck, with its picture."""
    from charley.report.body_pictures import diagram
    from charley.services import evidence

    setting = _setting()
    try:
        page = evidence.lesson(name, setting)
    except BadInput:
        raise Http404(name) from None
    context: dict[str, Any] = {
        "page": page,
        "figure": diagram(page.lesson.picture),
        "cards": [evidence.card(each, setting) for each in page.lesson.claims],
    }
    if page.lesson.picture == "uptake":
        context |= _uptake(request) | {"factors": evidence.uptake_table()}
    elif page.lesson.picture == "luck":
        context |= _luck(request)
    return render(request, "learn/how.html", context)


@require_GET
def form_table(request: HttpRequest) -> HttpResponse:
    """The forms side by side."""
    from charley.services import evidence

    return render(request, "learn/forms.html", {"forms": evidence.form_table()})


@require_GET
def form_page(request: HttpRequest, name: str) -> HttpResponse:
    """One form: its uptake, its gut, what it is used for, and the claims about it."""
    from charley.services import evidence

    try:
        found = evidence.form(name.replace("-", " "))
    except BadInput:
        raise Http404(name) from None
    cards = [evidence.card(each, _setting()) for each in found.claims]
    return render(request, "learn/form_page.html", {"row": found, "cards": cards})


@require_GET
def trials(request: HttpRequest, question: str) -> HttpResponse:
    """The trials on one question, pooled, with what the auditor says of them."""
    from charley.report.evidence_figures import forest, funnel, without_each
    from charley.services import evidence

    try:
        found = evidence.pool(question)
    except BadInput:
        raise Http404(question) from None
    ids = {each.study.id for each in found.used} | {each.study.id for each in found.left_out}
    context = {
        "found": found,
        "figure": forest(found),
        "funnel": funnel(found),
        "without": without_each(found),
        "doubts": [each for each in evidence.audit() if each.study in ids],
    }
    return render(request, "learn/trials.html", context)


@require_GET
def things_to_try(request: HttpRequest) -> HttpResponse:
    """What people try besides tablets, with what this person should mind."""
    from charley.services import evidence

    offered = evidence.things_to_try(_profile(), now(request).night)
    return render(request, "learn/try.html", {"offered": offered})


@require_GET
def expect(request: HttpRequest) -> HttpResponse:
    """Of a hundred people like this one: how many were better on placebo, how many on magnesium."""
    from charley.report.evidence_figures import hundred_people
    from charley.services import evidence

    profile = _profile()
    found = evidence.expect(profile or Profile(), now(request).night)
    context = {"found": found, "figure": hundred_people(found), "has_profile": profile is not None}
    return render(request, "learn/expect.html", context)


def _uptake(request: HttpRequest) -> dict[str, Any]:
    from charley.report.evidence_figures import uptake

    form = UptakeForm(request.GET or {"mg": USUAL_DAY_MG})
    mg = form.cleaned_data["mg"] if form.is_valid() else USUAL_DAY_MG
    return {"form": form, "figure": uptake(float(mg)), "button": _("Show")}


def _luck(request: HttpRequest) -> dict[str, Any]:
    from charley.report.evidence_figures import luck as picture
    from charley.services.evidence import luck

    usual = {"rate": 3, "before": 2, "after": 2, "fall": 25, "bad_spell": True, "seed": FIRST_SEED}
    form = LuckForm(request.GET or usual)
    told = form.cleaned_data if form.is_valid() else usual
    found = luck(
        cramps_a_week=float(told["rate"]), weeks_before=told["before"], weeks_after=told["after"],
        fall=told["fall"] / 100, after_bad_spell=bool(told["bad_spell"]), seed=told["seed"],
    )  # fmt: skip
    again = request.GET.copy()
    again.update({key: str(value) for key, value in usual.items() if key not in again and not request.GET})
    again["seed"] = str((told["seed"] + 1) % 10_000)
    return {
        "form": form,
        "figure": picture(found, fall=told["fall"] / 100, weeks_before=told["before"]),
        "button": _("Show"),
        "again": again.urlencode(),
    }


def _profile() -> Profile | None:
    told = own_profile()
    return None if told is None else read(Profile, told)


def _setting() -> Setting:
    profile = _profile()
    return (profile.setting if profile else None) or "US"
