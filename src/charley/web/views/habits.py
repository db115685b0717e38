"""Which habits are worth a look, and how much should I drink? From answers and diary, with how sure it is."""

from datetime import timedelta
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from charley.errors import BadInput
from charley.profile import Profile
from charley.reading import read
from charley.services import habits as service
from charley.services import planning
from charley.web.clock import local_time, now
from charley.web.forms import Form, Places, numbers
from charley.web.people import own_profile, own_store
from charley.web.profile_change import change_profile
from charley.web.profile_form import WEEKDAYS


class DrinksForm(Form):
    """A goal of one's own, and an amount that was set."""

    places: ClassVar[Places] = {
        "fluid.goal_low_ml": "goal_low_ml",
        "fluid.goal_high_ml": "goal_high_ml",
        "fluid.limit_ml": "limit_ml",
    }
    goal_low_ml = numbers(gettext_lazy("I want to drink from, ml a day"), step="50")
    goal_high_ml = numbers(gettext_lazy("up to, ml a day"), step="50")
    limit_ml = numbers(
        gettext_lazy("A doctor or clinic told me: no more than, ml a day"),
        step="50",
        help_text=gettext_lazy("This stands above everything else on this page."),
    )


@require_http_methods(["GET", "POST"])
def habits(request: HttpRequest) -> HttpResponse:
    """The page; its form sets how much the person wants, or was told, to drink."""
    told = own_profile() or {}
    form = DrinksForm(request.POST if request.method == "POST" else None, initial=told.get("fluid") or {})
    if form.is_bound and form.is_valid():
        fluid = {name: ml for name, ml in form.cleaned_data.items() if ml is not None}
        try:
            change_profile(request, told | {"fluid": fluid or None})
        except BadInput as fault:
            form.blame(fault)
        else:
            messages.success(request, _("Kept."))
            return redirect("habits")
    return render(request, "habits.html", _context(request, told, form), status=422 if form.is_bound else 200)


def _context(request: HttpRequest, told: dict[str, Any], form: DrinksForm) -> dict[str, Any]:
    moment = now(request)
    journal = own_store().journal(first=moment.night - service.LOOKED_AT - timedelta(days=1))
    made = planning.plan(told, now=local_time(request))
    found = service.habits(read(Profile, told), made, journal, now=moment.wall)
    return {
        "form": form,
        "goal": found.goal,
        "drunk_ml": round(found.drunk.litres * 1000) if found.drunk.drinks else None,
        "seen": [each for each in found.found if each.seen],
        "general": [each for each in found.found if not each.seen],
        "week": found.week,
        "outings": [(WEEKDAYS[each.day], each) for each in found.week.outings],
        "see_someone": made.status in ("urgent", "emergency"),
    }
