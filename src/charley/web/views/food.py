"""How much magnesium do I eat? Find a food, note it, and see the day."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from charley.knowledge import foods
from charley.knowledge.nutrients import UNITS
from charley.web.clock import now
from charley.web.forms import Form, numbers
from charley.web.keeping import keep, new_id
from charley.web.people import own_store
from charley.web.words import number

MOST_HITS = 12


class Choice(NamedTuple):
    """One household portion: its grams as the form sends them, and its words with what it holds."""

    grams: str
    words: str


class Found(NamedTuple):
    """One answer of the search; ``entry_id`` is for the entry that noting it would make."""

    food: foods.Food
    portions: list[Choice]
    entry_id: str


class EatenForm(Form):
    """How much of a food was eaten."""

    grams = numbers("grams")
    times = numbers("times")


@require_GET
def food(request: HttpRequest) -> HttpResponse:
    """The search and the day; while one types, only the answers are sent."""
    written = request.GET.get("q", "").strip()[:100]
    context: dict[str, Any] = {"q": written, "found": [_found(hit.food) for hit in foods.search(written, MOST_HITS)]}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "food/found.html", context)
    from charley.services import intake

    moment = now(request)
    context["day"] = intake.day_of(own_store().journal(first=moment.night).effective, moment.wall.date())
    return render(request, "food.html", context)


@require_POST
def log(request: HttpRequest) -> HttpResponse:
    """Note a portion of a food as eaten now."""
    row = foods.foods().get(request.POST.get("food", ""))
    if row is None:
        raise Http404
    form = EatenForm(request.POST)
    if not form.is_valid() or not form.cleaned_data.get("grams"):
        messages.error(request, _("How much was it? Please choose a portion and how many, as numbers."))
        return redirect("food")
    grams = form.cleaned_data["grams"] * (1.0 if form.cleaned_data["times"] is None else form.cleaned_data["times"])
    known = {f"{name}_{unit}": row.per_100g(name) for name, unit in UNITS.items()}
    nutrients = {name: value * grams / 100 for name, value in known.items() if value is not None}
    keep(
        request,
        {
            "kind": "food",
            "name": row.name,
            "amount_g": grams,
            "nutrients": nutrients,
            "food": row.id,
            "group": row.group,
        },
    )
    messages.success(request, _("Noted: %(name)s, %(grams)s g.") % {"name": row.name, "grams": number(round(grams))})
    return redirect("food")


def _found(row: foods.Food) -> Found:
    portions = [*row.household] or [row.portion]
    return Found(row, [Choice(f"{p.grams:g}", _portion(row, p)) for p in portions], new_id())


def _portion(row: foods.Food, portion: foods.Portion) -> str:
    grams = "" if portion.words.endswith(" g") else f" ({portion.grams:g} g)"
    if row.magnesium_mg is None:
        return _("%(portion)s: magnesium not known") % {"portion": portion.words + grams}
    return _("%(portion)s: %(mg)s mg") % {
        "portion": portion.words + grams,
        "mg": f"{row.magnesium_mg * portion.grams / 100:.0f}",
    }
