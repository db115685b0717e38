"""What could I eat? Twenty quick questions, small changes that close the gap, and a meal put together."""

from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from charley.errors import BadInput
from charley.knowledge.nutrients import Nutrient
from charley.profile import Profile
from charley.reading import read
from charley.report.intake_figures import food_alone
from charley.services import intake
from charley.services.profile_keeping import keep_profile
from charley.web.clock import now, present
from charley.web.forms import Form, numbers
from charley.web.people import own_profile, own_store
from charley.web.views.food import NUTRIENTS, find, imported, own_day, own_person, week_until
from charley.web.words import number

OFTEN = {
    "never": gettext_lazy("never or hardly ever"),
    "monthly": gettext_lazy("one to three times a month"),
    "weekly": gettext_lazy("once a week"),
    "2-4 a week": gettext_lazy("two to four times a week"),
    "5-6 a week": gettext_lazy("five or six times a week"),
    "daily": gettext_lazy("once a day"),
    "2-3 a day": gettext_lazy("two or three times a day"),
    "4 or more a day": gettext_lazy("four times a day or more"),
}
FILTERS = {
    "vegetarian": gettext_lazy("no meat or fish"),
    "vegan": gettext_lazy("nothing from animals"),
    "lactose_free": gettext_lazy("no milk"),
    "nut_allergy": gettext_lazy("no nuts or peanuts"),
    "low_cost": gettext_lazy("cheap"),
}
#: More foods than this make no meal.
MOST_FOODS = 12


class WishForm(Form):
    """What the changes have to respect."""

    filters = forms.MultipleChoiceField(
        label=gettext_lazy("It should be"),
        required=False,
        choices=list(FILTERS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    low_oxalate = forms.BooleanField(
        label=gettext_lazy("I was told to eat little oxalate (kidney stones)"), required=False
    )
    sodium = numbers(
        gettext_lazy("Sodium: at most so much more in a day, in mg"),
        help_text=gettext_lazy("Only if a limit was set for you, for salt or for calcium. 0 is no more than now."),
    )
    calcium = numbers(gettext_lazy("Calcium: at most so much more in a day, in mg"))
    dislikes = forms.CharField(
        label=gettext_lazy("Not these"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Words parted by commas, such as spinach, fish."),
    )

    def wishes(self) -> intake.Wishes:
        """As the search for changes takes them."""
        kept = self.cleaned_data
        dislikes = tuple(word.strip() for word in kept["dislikes"].split(",") if word.strip())
        limited: dict[Nutrient, float | None] = {"sodium": kept["sodium"], "calcium": kept["calcium"]}
        return intake.Wishes(
            filters=tuple(kept["filters"]),
            low_oxalate=kept["low_oxalate"],
            most={nutrient: room for nutrient, room in limited.items() if room is not None},
            dislikes=dislikes,
        )


class ProposalShown(NamedTuple):
    """One set of changes in words."""

    changes: list[str]
    gain: str


@require_http_methods(["GET", "POST"])
def quick(request: HttpRequest) -> HttpResponse:
    """Twenty questions for people who will not log food, and a range for an answer."""
    given = {name: request.POST.get(name, "") for name in intake.diet_questions()}
    answers = {name: often for name, often in given.items() if often}
    context: dict[str, Any] = {
        "questions": [(each, answers.get(each.id, "")) for each in intake.diet_questions().values()],
        "often": OFTEN,
        "enough": intake.ENOUGH_ANSWERS,
    }
    if request.method == "GET":
        return render(request, "food/quick.html", context)
    try:
        found = intake.estimate_diet(answers)
    except BadInput as fault:
        faults = [problem.message for problem in fault.problems]
        return render(request, "food/quick.html", context | {"faults": faults}, status=422)
    magnesium = found["magnesium"]
    person = own_person()
    context |= {
        "answer": magnesium,
        "figure": food_alone(magnesium.usual, intake.need_of(person)),
        "others": [each for name, each in found.items() if name != "magnesium" and _may_be_shown(each, person)],
        "largest": [part for part in magnesium.parts if part.answered][:5],
        "middle_mg": number(round(_middle(magnesium), -1)),
    }
    return render(request, "food/quick.html", context)


@require_POST
def use_estimate(request: HttpRequest) -> HttpResponse:
    """Take an estimate over as what food gives on an ordinary day."""
    profile = own_profile() or {}
    try:
        amount = float(request.POST.get("mg", ""))
        read(Profile, {"diet_magnesium_mg": amount})
    except (ValueError, BadInput):
        messages.error(request, _("It was not kept: the amount should be a number of milligrams."))
        return redirect("diet")
    document = profile | {"diet_magnesium_mg": amount}
    stopped = keep_profile(own_store(), document, now=now(request), made_at=present())
    if stopped is not None:
        messages.warning(request, _("Your trial was stopped. %(reason)s") % {"reason": stopped})
    messages.success(request, _("Kept. Your plan counts with about %(mg)s mg from food.") % {"mg": number(amount)})
    return redirect("plan")


@require_GET
def better(request: HttpRequest) -> HttpResponse:
    """The smallest changes of what was eaten that close the gap."""
    person = own_person()
    asked = bool(request.GET)
    form = WishForm(request.GET if asked else None)
    today = own_day(request)
    week = week_until(today, person, running=today)
    gap = intake.usual_gap_mg(week.food, person)
    context: dict[str, Any] = {"form": form, "gap": None if gap is None else number(round(gap))}
    if not intake.potassium_may_be_shown(person):
        _none, context["closed"] = intake.better_meals(1.0, [], intake.Wishes(), person)
    elif asked and form.is_valid() and gap:
        eaten = max((intake.eaten_of(view.day) for view in week.days), key=len, default=[])
        proposals, note = intake.better_meals(gap, eaten, form.wishes(), person)
        context |= {"proposals": [_proposal(each) for each in proposals], "note": note, "asked": True}
    return render(request, "food/better.html", context)


@require_GET
def meal(request: HttpRequest) -> HttpResponse:
    """A meal put together from several foods, and its total. It lives in the address; nothing is kept."""
    foods, amounts = request.GET.getlist("food")[:MOST_FOODS], request.GET.getlist("amount")[:MOST_FOODS]
    written = list(zip(foods, amounts, strict=False))
    words_sought = request.GET.get("q", "").strip()[:100]
    person = own_person()
    context: dict[str, Any] = {"q": words_sought, "written": written, "several": intake.SEVERAL_FOODS}
    if words_sought:
        found = find(words_sought, person, limit=6)
        context |= {"found": found.foods, "note": found.note}
    fitting, faults = _fitting(written)
    context |= {"written": fitting, "faults": faults}
    if fitting:
        served, total = intake.build_meal(fitting, imported().get)
        context |= {
            "served": [(each, _without(fitting, place)) for place, each in enumerate(served)],
            "total": total,
            "figure": food_alone(total.magnesium, intake.need_of(person)),
            "also": _also(total, with_potassium=intake.potassium_may_be_shown(person)),
        }
    return render(request, "food/meal.html", context, status=422 if faults else 200)


def _fitting(written: list[tuple[str, str]]) -> tuple[list[tuple[str, str]], list[str]]:
    """The foods of a meal that can be weighed, and what is wrong with the others: one slip does not lose the meal."""
    fitting, faults = [], []
    for each in written:
        try:
            intake.build_meal([each], imported().get)
        except BadInput as fault:
            faults += [problem.message for problem in fault.problems]
        else:
            fitting.append(each)
    return fitting, faults


def _also(total: intake.Challenge, *, with_potassium: bool) -> str:
    """The other minerals of a meal in words."""
    amounts = [("calcium", total.calcium_mg), ("sodium", total.sodium_mg)]
    if with_potassium:
        amounts.append(("potassium", total.potassium_mg))
    return ", ".join(f"{NUTRIENTS[name]} {amount:.0f} mg" for name, amount in amounts)


def _may_be_shown(each: intake.Estimate, person: Profile) -> bool:
    return each.nutrient != "potassium" or intake.potassium_may_be_shown(person)


def _middle(estimate: intake.Estimate) -> float:
    return (estimate.usual.low + (estimate.usual.high or estimate.usual.low)) / 2


def _proposal(proposal: intake.Proposal) -> ProposalShown:
    gain = _("%(mg)s mg more magnesium") % {"mg": f"{proposal.magnesium_mg:.0f}"}
    if round(proposal.energy_kcal) > 0:
        gain += _(", with %(kcal)s kcal more in the day") % {"kcal": f"{proposal.energy_kcal:.0f}"}
    return ProposalShown([_change(each) for each in proposal.changes], gain)


def _change(change: intake.Change) -> str:
    portion = change.food.portion.words
    many = "" if change.portions == 1 else ngettext("%(n)s × ", "%(n)s × ", change.portions) % {"n": change.portions}
    said = {"amount": many + portion, "food": change.food.name}
    if change.instead_of is None:
        return _("Add %(food)s (%(amount)s)") % said
    return _("%(food)s (%(amount)s) in place of %(old)s") % (said | {"old": change.instead_of.name})


def _without(written: list[tuple[str, str]], place: int) -> str:
    """The address of the same meal without one of its foods."""
    left = QueryDict(mutable=True)
    for number_in_list, (food, amount) in enumerate(written):
        if number_in_list != place:
            left.appendlist("food", food)
            left.appendlist("amount", amount)
    return "?" + left.urlencode()
