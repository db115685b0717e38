"""What should a plan know about me? One long page, or the first time one question at a time, each with its reason."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from charley.errors import BadInput
from charley.services import planning
from charley.services.profile_keeping import keep_profile
from charley.web.clock import local_time, now, present
from charley.web.people import own_profile, own_store, profile_to_go_on_with
from charley.web.profile_form import ProfileForms


class Question(NamedTuple):
    """One screen of the beginning: what is asked, why, and the fields that answer it."""

    slug: str
    title: Any
    why: Any
    fields: tuple[str, ...]


QUESTIONS = (
    Question(
        "symptoms",
        gettext_lazy("What do you feel?"),
        gettext_lazy("Some signs need a doctor and no diary. Charley looks for them before anything else."),
        ("symptoms",),
    ),
    Question(
        "age",
        gettext_lazy("How old are you?"),
        gettext_lazy("Limits differ for children, and kidneys get slower with age."),
        ("age_years",),
    ),
    Question(
        "sex",
        gettext_lazy("Which sex should we count with?"),
        gettext_lazy("The daily need differs a little, and in pregnancy the maternity team decides."),
        ("sex", "pregnant", "lactating"),
    ),
    Question(
        "kidneys",
        gettext_lazy("Do you know your kidney value?"),
        gettext_lazy("Kidneys clear magnesium. Where they are weak it can build up, so this matters most of all."),
        ("egfr_ml_min",),
    ),
    Question(
        "illnesses",
        gettext_lazy("Which illnesses do you have or had?"),
        gettext_lazy("A few make magnesium unsafe; some point to another cause of cramps."),
        ("conditions", "no_conditions"),
    ),
    Question(
        "medicines",
        gettext_lazy("Which medicines do you take?"),
        gettext_lazy("Some lose their force when magnesium is near. The plan keeps hours between them."),
        ("medicines", "no_medicines"),
    ),
    Question(
        "supplements",
        gettext_lazy("Any supplements, antacids or laxatives?"),
        gettext_lazy("Magnesium hides in many of them, and all of it counts towards the limit."),
        ("supplements", "no_supplements"),
    ),
    Question(
        "day",
        gettext_lazy("Where do you live, and when do you sleep?"),
        gettext_lazy("The limit is a matter of the country, and a dose needs its place in your day."),
        ("setting", "wake", "bed", "meals"),
    ),
)


#: Questions that nobody is asked above this age.
CHILDBEARING = ("pregnant", "lactating")
CHILDBEARING_UNTIL_YEARS = 55


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Everything on one page. Keeping it leads to the plan."""
    forms = ProfileForms(request.POST if request.method == "POST" else None, profile_to_go_on_with())
    if request.method == "POST" and not request.POST.get("more") and _kept(request, forms):
        messages.success(request, _("Kept."))
        return redirect("plan")
    return _page(request, "profile.html", forms)


@require_GET
def welcome(request: HttpRequest) -> HttpResponse:
    """The first page of all: look around, or begin."""
    return render(
        request, "start/welcome.html", {"first": QUESTIONS[0].slug, "has_profile": profile_to_go_on_with() is not None}
    )


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, slug: str) -> HttpResponse:
    """One question. A skipped one stays as it was, most often not known; the last one leads to the plan."""
    place = next((number for number, each in enumerate(QUESTIONS) if each.slug == slug), None)
    if place is None:
        raise Http404
    asked = QUESTIONS[place]
    after = QUESTIONS[place + 1].slug if place + 1 < len(QUESTIONS) else None
    profile = profile_to_go_on_with()
    only = [name for name in asked.fields if not (name in CHILDBEARING and _is_past_it(profile))]
    forms = ProfileForms(request.POST if request.method == "POST" else None, profile, only=only)
    if request.method == "POST" and not request.POST.get("more") and _kept(request, forms):
        return redirect("plan") if after is None or _is_urgent(request) else redirect("question", after)
    context = {
        "asked": asked,
        "number": place + 1,
        "of": len(QUESTIONS),
        "after": after,
        "before": QUESTIONS[place - 1].slug if place else None,
    }
    return _page(request, "start/question.html", forms, **context)


def _is_past_it(profile: dict[str, Any] | None) -> bool:
    age = (profile or {}).get("age_years")
    return age is not None and age > CHILDBEARING_UNTIL_YEARS


def _kept(request: HttpRequest, forms: ProfileForms) -> bool:
    """Keep what was written, if all of it can be taken; else every fault stands at its field."""
    document = forms.document()
    try:
        planning.check(document, now=local_time(request))
    except BadInput as fault:
        forms.blame(fault)
    if forms.has_faults:
        return False
    stopped = keep_profile(own_store(), document, now=now(request), made_at=present())
    if stopped is not None:
        messages.warning(request, _("Your trial was stopped. %(reason)s") % {"reason": stopped})
    return True


def _is_urgent(request: HttpRequest) -> bool:
    """Whether what was told so far must not wait for further questions."""
    status = planning.check(own_profile() or {}, now=local_time(request)).status
    return status in ("urgent", "emergency")


def _page(request: HttpRequest, template: str, forms: ProfileForms, **more: Any) -> HttpResponse:
    refused = request.method == "POST" and not request.POST.get("more")
    context = {"forms": forms, "faults": list(forms.faults()) if refused else [], **more}
    return render(request, template, context, status=422 if refused else 200)
