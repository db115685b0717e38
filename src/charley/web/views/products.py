"""How much magnesium is in this box, and which box is the cheapest for it? Nothing here is kept."""

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from charley.errors import BadInput
from charley.language import said
from charley.profile import Profile
from charley.report.intake_figures import spoken
from charley.services import products
from charley.services.intake import Range
from charley.web.views.food import Bar, bar, own_person
from charley.web.words import FORMS

MOST_LETTERS = 200
#: As long as the facts panel of a box.
MOST_OF_A_PANEL = 1000
#: What a bar ends at where no limit is set for the person.
FULL_BAR_MG = 350.0
#: So many boxes are compared.
BOXES = 3
UNITS = {
    "tablet": gettext_lazy("tablet"),
    "capsule": gettext_lazy("capsule"),
    "caplet": gettext_lazy("caplet"),
    "softgel": gettext_lazy("softgel"),
    "gummy": gettext_lazy("gummy"),
    "sachet": gettext_lazy("sachet"),
    "vial": gettext_lazy("vial"),
    "ampoule": gettext_lazy("ampoule"),
    "teaspoon": gettext_lazy("teaspoon"),
    "gram": gettext_lazy("gram"),
    "ml": gettext_lazy("ml"),
}


class Found(NamedTuple):
    """A product of the table in words."""

    name: str
    holds: str
    salt: str
    bar: Bar
    is_over: bool
    checklist: list[str]
    sources: list[tuple[str, str]]


class Read(NamedTuple):
    """What a label says: the magnesium of one intake in words and as a bar, how it was reckoned, what is open."""

    amount: str
    bar: Bar
    how: str
    asks: str


class Shown(NamedTuple):
    """A box with what its magnesium costs."""

    name: str
    per_100_mg: str
    taken_up: str
    bar: Bar


@require_GET
def look(request: HttpRequest) -> HttpResponse:
    """Find a product, read a label, compare boxes: three short forms, each with its answer below it."""
    person = own_person()
    limit = products.limit_mg(person)
    written = request.GET.get("q", "").strip()[:MOST_LETTERS]
    context: dict[str, Any] = {
        "q": written,
        "found": [_found(each, limit) for each in products.find_products(written)],
        "forms": FORMS.items(),
        "label": {
            name: request.GET.get(name, "").strip()
            for name in ("facts", "name", "form", "compound", "elemental", "tablets")
        },
        "boxes": _boxes(request),
        "limit": "" if limit is None else f"{limit:g}",
        "age_untold": person.age_years is None,
        "faults": [],
    }
    if any(context["label"][name] for name in ("facts", "name", "compound", "elemental")):
        try:
            context["read"] = _read(_elemental(context["label"], person), limit or FULL_BAR_MG)
        except BadInput as fault:
            context["faults"] += [said(problem.message) for problem in fault.problems]
    filled = [box for box in context["boxes"] if any(box[1:])]
    if filled:
        try:
            context["ranked"] = _ranked(products.cheapest_first([_box(box) for box in filled]))
        except BadInput:
            context["faults"].append(_("To compare boxes, each needs its magnesium, its price and how many are in it."))
    status = 422 if context["faults"] else 200
    return render(request, "food/products.html", context, status=status)


def _found(product: products.Product, limit: float | None) -> Found:
    unit = str(UNITS.get(product.unit, product.unit))
    return Found(
        name=product.name,
        holds=_("%(mg)s mg in one %(unit)s") % {"mg": f"{product.elemental_mg:.4g}", "unit": unit},
        salt=product.salt_as_written,
        bar=bar(product.elemental_mg, product.elemental_mg, limit or FULL_BAR_MG),
        is_over=limit is None or product.elemental_mg > limit,
        checklist=products.checklist(product),
        sources=[(source.title, source.url) for source in product.sources],
    )


def _read(found: products.Elemental, most: float) -> Read:
    if found.low_mg is None or found.high_mg is None:
        return Read("", bar(0.0, None, most), found.how, found.asks or "")
    amount = _("%(mg)s mg of magnesium each time") % {"mg": spoken(Range(found.low_mg, found.high_mg))}
    return Read(amount, bar(found.low_mg, found.high_mg, most), found.how, found.asks or "")


def _elemental(written: dict[str, str], person: Profile) -> products.Elemental:
    """By the facts panel where it was written down, else by the single fields."""
    if written["facts"]:
        return products.read_facts(written["facts"][:MOST_OF_A_PANEL], person, units=_number(written["tablets"]))
    return products.read_label(_label(written), person)


def _label(written: dict[str, str]) -> products.Label:
    return products.Label(
        name=written["name"][:MOST_LETTERS] or str(FORMS.get(written["form"], "")) or _("magnesium"),
        form=written["form"] or None,
        elemental_mg=_number(written["elemental"]),
        compound_mg=_number(written["compound"]),
        tablets=_number(written["tablets"]),
    )


def _boxes(request: HttpRequest) -> list[tuple[str, str, str, str]]:
    columns = [[*request.GET.getlist(name)[:BOXES], *[""] * BOXES] for name in ("box", "mg", "units", "price")]
    return [tuple(column[place].strip()[:MOST_LETTERS] for column in columns) for place in range(BOXES)]  # type: ignore[misc]


def _box(written: tuple[str, str, str, str]) -> products.BoxSeen:
    name, mg, units, price = written
    return products.BoxSeen(name or _("box"), _number(mg) or 0.0, _number(price) or 0.0, _number(units) or 0.0)


def _ranked(priced: list[products.Priced]) -> list[Shown]:
    most = max(each.per_100_mg for each in priced)
    return [
        Shown(
            name=each.offer.product.name,
            per_100_mg=f"{each.per_100_mg:.2f}",
            taken_up=_("%(low)s to %(high)s for 100 mg that the body takes up")
            % {"low": f"{each.per_100_mg_taken_up[0]:.2f}", "high": f"{each.per_100_mg_taken_up[1]:.2f}"},
            bar=bar(each.per_100_mg, each.per_100_mg, most),
        )
        for each in priced
    ]


def _number(written: str) -> float | None:
    """A number as typed, with a point or a comma; None for an empty field or what is no number."""
    try:
        number = float(written.replace(",", "."))
    except ValueError:
        return None
    return number if 0 < number < 1e6 else None
