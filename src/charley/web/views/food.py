"""How much magnesium do I eat? Find a food, note it, and see the day and the week."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from charley.dates import Moment, moment_at
from charley.diary.records import DAY_BEGINS, Entry
from charley.errors import BadInput, StorageFault
from charley.interop.food_store import FoodStore
from charley.knowledge.foods import Food, Portion
from charley.profile import Profile
from charley.reading import read
from charley.report.intake_figures import Balanced, DayIntake, balance, day_intake, measured, week_intake
from charley.services import intake
from charley.web import words
from charley.web.clock import now, zone_of
from charley.web.keeping import keep_entry, new_id
from charley.web.people import own_profile, own_store

MOST_HITS = 12
MOST_LETTERS = 100
WEEK_DAYS = 7
#: Fewer noted days say little about what is usual.
ENOUGH_DAYS = 3
NUTRIENTS = {
    "magnesium": gettext_lazy("magnesium"),
    "potassium": gettext_lazy("potassium"),
    "calcium": gettext_lazy("calcium"),
    "sodium": gettext_lazy("sodium"),
    "fibre": gettext_lazy("fibre"),
    "vitamin_d": gettext_lazy("vitamin D"),
    "vitamin_b6": gettext_lazy("vitamin B6"),
    "vitamin_b12": gettext_lazy("vitamin B12"),
    "folate": gettext_lazy("folate"),
    "vitamin_e": gettext_lazy("vitamin E"),
    "thiamine": gettext_lazy("vitamin B1"),
}
AUTHORITIES = {
    "NASEM": gettext_lazy("National Academies, United States"),
    "EFSA": gettext_lazy("European Food Safety Authority"),
    "UK": gettext_lazy("United Kingdom"),
}
EVIDENCE = {
    "moderate": gettext_lazy("evidence: some"),
    "weak": gettext_lazy("evidence: weak"),
    "unsupported": gettext_lazy("evidence: none"),
}


class Answer(NamedTuple):
    """One food found: what its usual portion holds, whether it is water, whose bottle prints what it holds, and the id
    of the entry that noting it would make.
    """

    id: str
    name: str
    portion: str
    holds: str
    others: list[str]
    is_water: bool
    entry_id: str


class LineShown(NamedTuple):
    """One line of a day: what it was, its magnesium as words and as a bar, and the food its figures come from."""

    entry: str
    name: str
    grams: str
    eaten: bool
    magnesium: str
    bar: "Bar"
    food: str | None


class Bar(NamedTuple):
    """A thin bar in per cent of its width: what is known, and how much may come on top of it."""

    known: str
    unknown: str


class Counted(NamedTuple):
    """One nutrient of a day in words: how much, the need, and who says so."""

    name: str
    amount: str
    need: str
    authority: str


@require_GET
def food(request: HttpRequest) -> HttpResponse:
    """The search, a day and the week that ends with it; while one types, only the answers are sent."""
    written = request.GET.get("q", "").strip()[:MOST_LETTERS]
    person = own_person()
    found = intake.Found(())
    if written:
        found = find(written, person, limit=MOST_HITS)
    today = own_day(request)
    day = _day_asked(request.GET.get("day", ""), today)
    context: dict[str, Any] = {
        "q": written,
        "found": [answer(each, found.amount) for each in found.foods],
        "note": found.note,
        "day": day,
        "is_today": day == today,
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "food/found.html", context)
    return render(request, "food.html", context | _shown(person, day, today))


@require_POST
def log(request: HttpRequest) -> HttpResponse:
    """Note an amount of a food as eaten now, or on the day that is looked at."""
    today = own_day(request)
    day = _day_asked(request.POST.get("day", ""), today)
    try:
        eaten = intake.food_eaten(
            intake.food_by_id(request.POST.get("food", ""), imported().get),
            request.POST.get("amount", ""),
            now(request) if day == today else _noon(request, day),
            entry_id=request.POST.get("id") or new_id(),
        )
        keep_entry(request, eaten)
    except BadInput as fault:
        messages.error(request, " ".join([_("It was not noted:"), *(problem.message for problem in fault.problems)]))
    else:
        messages.success(request, _("Noted: %(entry)s.") % {"entry": words.entry(eaten)})
    return redirect(reverse("food") + ("" if day == today else f"?day={day}"))


def imported() -> FoodStore:
    """The foods of releases that were imported on this machine."""
    return FoodStore(settings.DATA)


def find(written: str, person: Profile, *, limit: int) -> intake.Found:
    """Foods of our own table and imported ones; where the imported cannot be read, our own alone, and that is said."""
    try:
        return intake.find_foods(written, limit=limit, more=imported().search, profile=person)
    except StorageFault:
        own = intake.find_foods(written, limit=limit, profile=person)
        said = _("The imported food tables cannot be read now, so only our own was searched.")
        return own._replace(note=f"{own.note} {said}".strip())


def own_person() -> Profile:
    """What is known of the person; nothing where nothing was told."""
    return read(Profile, own_profile() or {})


def own_day(request: HttpRequest) -> date:
    """The day that is running: it ends at four in the morning."""
    return (now(request).wall - DAY_BEGINS).date()


class Week(NamedTuple):
    """The days up to one.

    Attributes:
        entries: what is noted on them.
        days: those on which anything was taken in.
        magnesium: how the days stand to the need on which food was noted and which are over.
        food: what food alone brings on them; None where none was noted.
    """

    entries: list[Entry]
    days: list[intake.DayView]
    magnesium: intake.Adequacy | None
    food: intake.Range | None


def week_until(last: date, person: Profile, *, running: date) -> Week:
    """The seven days that end with ``last``; a day that is running is shown and not judged."""
    first = last - timedelta(days=WEEK_DAYS - 1)
    kept = own_store().journal(first=first - timedelta(days=1), last=last + timedelta(days=1)).effective
    entries: list[Entry] = [entry for entry in kept if first <= entry.day <= last]
    over = min(last, running - timedelta(days=1))
    judged = intake.week(entries, person, first=first, last=over).get("magnesium")
    food_mg = intake.usual_food_mg(entries, first=first, last=over)
    return Week(entries, intake.day_views(entries, person, running=running), judged, food_mg)


def answer(row: Food, amount: str = "") -> Answer:
    """A food as something that can be noted: the amount that was asked for, where it has that measure, else its usual
    portion.
    """
    asked = intake.weighed(row, amount) if amount else None
    portion = row.portion if asked is None else Portion(amount, asked)
    held = None if row.magnesium_mg is None else row.magnesium_mg * portion.grams / 100
    magnesium = _("magnesium not known") if held is None else _("%(mg)s mg magnesium") % {"mg": f"{held:.0f}"}
    return Answer(
        id=row.id,
        name=row.name,
        portion=portion.words,
        holds=f"{weighed_words(portion)}: {magnesium}",
        others=[each.words for each in row.household],
        is_water=row.is_water,
        entry_id=new_id(),
    )


def weighed_words(portion: Portion) -> str:
    """A portion in words, with its grams: an ounce or a cup says little outside the United States."""
    return portion.words if portion.words.endswith(" g") else f"{portion.words} ({portion.grams:g} g)"


def sign(unit: str) -> str:
    """A unit as it is printed on packs."""
    return "µg" if unit == "mcg" else unit


def bar(low: float, high: float | None, most: float) -> Bar:
    """A thin bar that ends at ``most``."""
    known = min(low / most, 1.0) if most > 0 else 0.0
    end = 1.0 if high is None else min(high / most, 1.0) if most > 0 else 0.0
    return Bar(f"{100 * known:.1f}%", f"{100 * max(end - known, 0.0):.1f}%")


def _shown(person: Profile, day: date, today: date) -> dict[str, Any]:
    """The day and the week for the page."""
    week = week_until(day, person, running=today)
    views = {view.day.day: view for view in week.days}
    span = [day - timedelta(days=back) for back in reversed(range(WEEK_DAYS))]
    need = intake.need_of(person)
    context: dict[str, Any] = {
        "earlier": day - timedelta(days=1),
        "later": day + timedelta(days=1) if day < today else None,
        "usual": _usual_words(week.magnesium),
        "needs": [(AUTHORITIES[each.authority], each) for each in intake.needs("magnesium", person)],
        "untold": need is None,
    }
    if views:
        totals = [DayIntake(each, views[each].day.total("magnesium") if each in views else None) for each in span]
        limit = next(iter(views.values())).limit.limit_mg
        target = None if need is None else need.target
        quality = intake.diet_quality_of(week.days)
        context |= {
            "week": week_intake(totals, target=target, limit_mg=limit),
            "tips": _tips(week.entries, day, person),
            "quality": "" if quality.flag == "unknown" else quality.message,
            "vitamin_d": _vitamin_d_words(intake.vitamin_d_sources(week.entries)),
        }
    if day in views:
        context |= _day_shown(views[day], person, running=day == today)
    return context


def _day_shown(shown: intake.DayView, person: Profile, *, running: bool) -> dict[str, Any]:
    """The day's pictures, its lines and what is said about them."""
    total, magnesium = shown.day.total("magnesium"), shown.balance[0]
    closed = intake.why_no_potassium(person)
    rows = [
        Balanced(
            name=str(NUTRIENTS[each.nutrient]),
            total=shown.day.total(each.nutrient),
            target=intake.need_mark(each.nutrient, person),
        )
        for each in shown.balance
    ]
    return {
        "figure": day_intake(
            total, ear=magnesium.ear, target=magnesium.target, limit_mg=shown.limit.limit_mg, running=running
        ),
        "from_food": measured(total.food) if shown.day.food_noted else "",
        "from_products": measured(total.supplements) if any(not line.eaten for line in shown.day.lines) else "",
        "together": measured(total.total),
        "lines": _lines(shown),
        "limit": shown.limit,
        "age_untold": person.age_years is None,
        "low": shown.low,
        "over": shown.over,
        "balance": balance(rows) if shown.day.food_noted else None,
        "no_potassium": closed,
        "counted": [_counted(shown, each, intake.need_mark(each.nutrient, person)) for each in shown.judged],
    }


def _counted(shown: intake.DayView, judged: intake.Adequacy, target: float | None) -> Counted:
    total = shown.day.total(judged.nutrient)
    unit = sign(total.unit)
    return Counted(
        name=capfirst(str(NUTRIENTS[judged.nutrient])),
        amount=measured(total.total, unit),
        need="" if target is None else f"{target:g} {unit}",
        authority=judged.authority or "",
    )


def _usual_words(judged: intake.Adequacy | None) -> list[str]:
    """What the noted days say of what is usual."""
    if judged is None:
        return []
    said = [
        _("On the noted days that are over: %(amount)s of magnesium a day on average, everything together.")
        % {"amount": measured(judged.mean)}
    ]
    if judged.days < ENOUGH_DAYS:
        said.append(_("Three ordinary days are enough to know roughly what your food gives."))
    elif judged.probability is not None and judged.probability.high is not None:
        chance = words.tenths(judged.probability.low, judged.probability.high)
        said.append(_("The chance that this is enough for you: %(chance)s.") % {"chance": chance})
    return said


def _tips(entries: list[Entry], day: date, person: Profile) -> list[tuple[str, str]]:
    """What fits the day, each with how well it is supported."""
    fitting = intake.tips_for([entry for entry in entries if entry.day == day], person, today=day, lately=entries)
    return [(tip.say, str(EVIDENCE[tip.evidence])) for tip in fitting]


def _vitamin_d_words(sources: intake.VitaminDSources) -> str:
    """Where the vitamin D of these days came from, if anything is known of it."""
    found = [*sources.foods[:4], *([_("time in the sun")] if sources.sun_days else [])]
    return _("Vitamin D in these days: %(sources)s.") % {"sources": ", ".join(found)} if found else ""


def _lines(shown: intake.DayView) -> list[LineShown]:
    """What was taken in, with bars that can be held against each other."""
    amounts = [line.amounts.get("magnesium") for line in shown.day.lines]
    ends = [amount.low if amount.high is None else amount.high for amount in amounts if amount is not None]
    most = shown.balance[0].target or max([*ends, 1.0])
    return [
        LineShown(
            entry=line.entry,
            name=capfirst(line.name),
            grams="" if line.grams is None else f"{line.grams:.0f} g",
            eaten=line.eaten,
            magnesium="" if amount is None else measured(amount),
            bar=Bar("0%", "0%") if amount is None else bar(amount.low, amount.high, most),
            food=line.food,
        )
        for line, amount in zip(shown.day.lines, amounts, strict=True)
    ]


def _day_asked(written: str, today: date) -> date:
    """The day asked for; today for none, for what is no day, and for the future."""
    try:
        return min(date.fromisoformat(written), today)
    except ValueError:
        return today


def _noon(request: HttpRequest, day: date) -> Moment:
    """Noon of a day by the person's clock: food noted later has no hour of its own."""
    zone = zone_of(request)
    return moment_at(datetime.combine(day, time(12), tzinfo=zone).astimezone(UTC), zone)
