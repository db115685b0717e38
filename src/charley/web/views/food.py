"""How much magnesium do I eat? Find a food, note it, and see the day."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from charley.errors import BadInput
from charley.knowledge.foods import Food
from charley.profile import Profile
from charley.reading import read
from charley.services import intake
from charley.web import words
from charley.web.clock import now
from charley.web.keeping import keep_entry, new_id
from charley.web.people import own_profile, own_store

MOST_HITS = 12
MOST_LETTERS = 100


class Answer(NamedTuple):
    """One food found: what its usual portion holds, and the id of the entry that noting it would make."""

    id: str
    name: str
    portion: str
    holds: str
    others: list[str]
    entry_id: str


@require_GET
def food(request: HttpRequest) -> HttpResponse:
    """The search and the day; while one types, only the answers are sent."""
    written = request.GET.get("q", "").strip()[:MOST_LETTERS]
    person = read(Profile, own_profile() or {})
    found = intake.find_foods(written, limit=MOST_HITS, profile=person) if written else intake.Found(())
    context: dict[str, Any] = {"q": written, "found": [_answer(each) for each in found.foods], "note": found.note}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "food/found.html", context)
    moment = now(request)
    days = intake.day_views(own_store().journal(first=moment.night).effective, person)
    today = next((view for view in days if view.day.day == moment.wall.date()), None)
    return render(request, "food.html", context | {"day": None if today is None else _day(today)})


@require_POST
def log(request: HttpRequest) -> HttpResponse:
    """Note an amount of a food as eaten now."""
    try:
        eaten = intake.food_eaten(
            intake.food_by_id(request.POST.get("food", "")),
            request.POST.get("amount", ""),
            now(request),
            entry_id=request.POST.get("id") or new_id(),
        )
        keep_entry(request, eaten)
    except BadInput as fault:
        messages.error(request, " ".join([_("It was not noted:"), *(problem.message for problem in fault.problems)]))
    else:
        messages.success(request, _("Noted: %(entry)s.") % {"entry": words.entry(eaten)})
    return redirect("food")


def _answer(row: Food) -> Answer:
    portion = row.portion
    grams = "" if portion.words.endswith(" g") else f" ({portion.grams:g} g)"
    held = row.magnesium_per_portion_mg
    magnesium = _("magnesium not known") if held is None else _("%(mg)s mg magnesium") % {"mg": f"{held:.0f}"}
    return Answer(
        id=row.id,
        name=row.name,
        portion=portion.words,
        holds=f"{portion.words}{grams}: {magnesium}",
        others=[each.words for each in row.household],
        entry_id=new_id(),
    )


def _day(view: intake.DayView) -> dict[str, Any]:
    """The day for the page: two sums that are never mixed, and every line."""
    total = view.day.total("magnesium")
    lines = [
        {
            "entry": line.entry,
            "name": line.name,
            "grams": None if line.grams is None else f"{line.grams:.0f} g",
            "eaten": line.eaten,
            "magnesium": _range(line.amounts["magnesium"]),
        }
        for line in view.day.lines
    ]
    return {
        "lines": lines,
        "food": _range(total.food),
        "supplements": _range(total.supplements) if total.supplements.high != 0 else "",
        "unknown": total.unknown,
        "limit": view.limit,
        "marks": view.marks,
    }


def _range(amount: tuple[float, float | None]) -> str:
    """``120``, ``120 to 180``, or ``at least 120``."""
    low, high = amount
    if high is None:
        return _("at least %(low)s") % {"low": f"{low:.0f}"}
    if round(low) == round(high):
        return f"{high:.0f}"
    return _("%(low)s to %(high)s") % {"low": f"{low:.0f}", "high": f"{high:.0f}"}
