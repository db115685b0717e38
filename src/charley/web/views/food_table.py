"""What is in it, and what holds most of it? One food with its source, and the foods that bring a nutrient."""

from typing import Any, ClassVar, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from charley.errors import BadInput
from charley.knowledge.foods import Food
from charley.knowledge.nutrients import UNITS, Nutrient
from charley.report.intake_figures import food_alone
from charley.services import intake
from charley.web import words
from charley.web.clock import now
from charley.web.forms import Form, Places, numbers
from charley.web.keeping import keep_entry, new_id
from charley.web.views.food import NUTRIENTS, Bar, answer, bar, imported, own_person, sign, weighed_words


class Held(NamedTuple):
    """One nutrient of a food in words; empty where no figure is known."""

    name: str
    in_portion: str
    in_100g: str


class Row(NamedTuple):
    """One food of a list: its portion, what that brings, and a bar to hold it against the others."""

    id: str
    name: str
    portion: str
    brings: str
    bar: Bar


#: What the labels of waters print, and our figures stand back for.
PRINTED: tuple[Nutrient, ...] = ("magnesium", "calcium", "sodium")


class BottleForm(Form):
    """What the label of a bottle prints, and how much of it was drunk."""

    places: ClassVar[Places] = {"amount": "ml", **{f"per_litre.{each}": each for each in PRINTED}}

    ml = numbers(gettext_lazy("How much did you drink? In ml"))
    magnesium = numbers(gettext_lazy("Magnesium, mg/l"))
    calcium = numbers(gettext_lazy("Calcium, mg/l"))
    sodium = numbers(gettext_lazy("Sodium, mg/l"))

    def printed(self) -> dict[Nutrient, float]:
        """What the label says, as far as it was written down."""
        return {each: self.cleaned_data[each] for each in PRINTED if self.cleaned_data[each] is not None}


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, food_id: str) -> HttpResponse:
    """A food of the table: what a portion holds, where the figures come from, and what is not known. Of water, the
    label of the bottle in hand goes before the table.
    """
    try:
        food = intake.food_by_id(food_id, imported().get)
    except BadInput:
        raise Http404 from None
    bottle = BottleForm(request.POST or None) if food.is_water else None
    if bottle is not None and bottle.is_valid() and _is_drunk(request, food, bottle):
        return redirect("food")
    portion = food.portion.grams / 100
    context = {
        "food": food,
        "answer": answer(food),
        "bottle": bottle,
        "drink_id": request.POST.get("id") or new_id(),
        "figure": food_alone(intake.in_portion(food), intake.need_of(own_person())),
        "holds": [_held(food, nutrient, portion) for nutrient in UNITS],
        "energy": "" if food.energy_kcal is None else _kcal(food.energy_kcal * portion),
        "energy_100g": "" if food.energy_kcal is None else _kcal(food.energy_kcal),
        "sources": [_source(each) for each in intake.sources_of_food(food)],
    }
    return render(request, "food/one.html", context, status=422 if bottle is not None and bottle.errors else 200)


@require_GET
def rich(request: HttpRequest) -> HttpResponse:
    """The foods that bring a nutrient, by group, sorted by what a usual portion gives."""
    nutrient: Nutrient = next((each for each in intake.SOUGHT if each == request.GET.get("of")), "magnesium")
    person = own_person()
    found = intake.rich_foods(nutrient, person)
    need = intake.need_mark(nutrient, person)
    every = [_in_portion(food, nutrient) for foods in found.groups.values() for food in foods]
    most = need or max([*every, 1e-6])
    context: dict[str, Any] = {
        "nutrient": nutrient,
        "name": NUTRIENTS[nutrient],
        "choices": [(each, capfirst(str(NUTRIENTS[each]))) for each in intake.SOUGHT],
        "groups": [(head, [_row(food, nutrient, most) for food in foods]) for head, foods in found.groups.items()],
        "note": found.note,
        "need": "" if need is None else f"{need:g} {sign(UNITS[nutrient])}",
    }
    return render(request, "food/rich.html", context)


def _is_drunk(request: HttpRequest, food: Food, bottle: BottleForm) -> bool:
    """Note the drink; what is wrong with it is shown at its field."""
    try:
        millilitres, entry_id = bottle.cleaned_data["ml"] or 0.0, request.POST.get("id") or new_id()
        drunk = intake.drink_taken(food, millilitres, now(request), per_litre=bottle.printed(), entry_id=entry_id)
        keep_entry(request, drunk)
    except BadInput as fault:
        bottle.blame(fault)
        return False
    messages.success(request, _("Noted: %(entry)s.") % {"entry": words.entry(drunk)})
    return True


def _source(source: dict[str, Any]) -> dict[str, Any]:
    """The year only where the title does not say it."""
    return source | {"year": "" if str(source["year"]) in source["title"] else source["year"]}


def _held(food: Food, nutrient: Nutrient, portion: float) -> Held:
    held = food.per_100g(nutrient)
    if held is None:
        return Held(capfirst(str(NUTRIENTS[nutrient])), "", "")
    unit = sign(UNITS[nutrient])
    return Held(capfirst(str(NUTRIENTS[nutrient])), f"{_round(held * portion)} {unit}", f"{_round(held)} {unit}")


def _row(food: Food, nutrient: Nutrient, most: float) -> Row:
    held = _in_portion(food, nutrient)
    return Row(
        food.id,
        food.name,
        weighed_words(food.portion),
        f"{_round(held)} {sign(UNITS[nutrient])}",
        bar(held, held, most),
    )


def _in_portion(food: Food, nutrient: Nutrient) -> float:
    return (food.per_100g(nutrient) or 0.0) * food.portion.grams / 100


def _kcal(amount: float) -> str:
    return _("%(n)s kcal") % {"n": f"{amount:.0f}"}


def _round(amount: float) -> str:
    """Three figures are enough."""
    return f"{amount:.0f}" if amount >= 10 else f"{amount:.2g}"
