"""How much magnesium do I eat? Find a food, note it, and see the day and the week."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from charley.dates import Moment, moment_at
from charley.diary.records import DAY_BEGINS
from charley.errors import BadInput
from charley.knowledge.foods import Food
from charley.profile import Profile
from charley.reading import read
from charley.report.intake_figures import DayIntake, day_intake, spoken, week_intake
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


class Answer(NamedTuple):
    """One food found: what its usual portion holds, and the id of the entry that noting it would make."""

    id: str
    name: str
    portion: str
    holds: str
    others: list[str]
    entry_id: str


class LineShown(NamedTuple):
    """One line of a day: what it was, its magnesium, and where the figure comes from."""

    entry: str
    name: str
    grams: str
    eaten: bool
    magnesium: str
    unknown: bool
    sources: list[dict[str, Any]]


@require_GET
def food(request: HttpRequest) -> HttpResponse:
    """The search, a day and the week that ends with it; while one types, only the answers are sent."""
    written = request.GET.get("q", "").strip()[:MOST_LETTERS]
    person = own_person()
    found = intake.find_foods(written, limit=MOST_HITS, profile=person) if written else intake.Found(())
    today = own_day(request)
    day = _day_asked(request.GET.get("day", ""), today)
    context: dict[str, Any] = {
        "q": written,
        "found": [_answer(each) for each in found.foods],
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
            intake.food_by_id(request.POST.get("food", "")),
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


def own_person() -> Profile:
    """What is known of the person; nothing where nothing was told."""
    return read(Profile, own_profile() or {})


def own_day(request: HttpRequest) -> date:
    """The day that is running: it ends at four in the morning."""
    return (now(request).wall - DAY_BEGINS).date()


class Week(NamedTuple):
    """The days up to one: those on which anything was noted, and how their magnesium stands to the need."""

    days: list[intake.DayView]
    magnesium: intake.Adequacy | None


def week_until(last: date, person: Profile) -> Week:
    """The seven days that end with ``last``."""
    first = last - timedelta(days=WEEK_DAYS - 1)
    entries = own_store().journal(first=first - timedelta(days=1), last=last + timedelta(days=1)).effective
    days = [view for view in intake.day_views(entries, person) if first <= view.day.day <= last]
    return Week(days, intake.week(entries, person, first=first, last=last).get("magnesium"))


def _shown(person: Profile, day: date, today: date) -> dict[str, Any]:
    """The day and the week for the page."""
    views_noted, judged = week_until(day, person)
    views = {view.day.day: view for view in views_noted}
    shown = views.get(day)
    span = [day - timedelta(days=back) for back in reversed(range(WEEK_DAYS))]
    context: dict[str, Any] = {
        "earlier": day - timedelta(days=1),
        "later": day + timedelta(days=1) if day < today else None,
        "usual": _usual_words(judged),
    }
    if views:
        totals = [DayIntake(each, views[each].day.total("magnesium") if each in views else None) for each in span]
        limit = next(iter(views.values())).limit.limit_mg
        context["week"] = week_intake(totals, target=judged.target if judged else None, limit_mg=limit)
    if shown is not None:
        total = shown.day.total("magnesium")
        magnesium = shown.balance[0]
        context |= {
            "figure": day_intake(total, ear=magnesium.ear, target=magnesium.target, limit_mg=shown.limit.limit_mg),
            "lines": [_line(line) for line in shown.day.lines],
            "limit": shown.limit,
            "age_untold": person.age_years is None,
            "marks": shown.marks,
        }
    return context


def _usual_words(judged: intake.Adequacy | None) -> list[str]:
    """What the noted days say of what is usual."""
    if judged is None:
        return []
    mean = spoken(judged.mean)
    said = [_("On the noted days: %(mg)s mg of magnesium a day on average, everything together.") % {"mg": mean}]
    if judged.days < ENOUGH_DAYS:
        said.append(_("Three ordinary days are enough to know roughly what your food gives."))
    elif judged.probability is not None and judged.probability.high is not None:
        chance = words.tenths(judged.probability.low, judged.probability.high)
        said.append(_("The chance that this is enough for you: %(chance)s.") % {"chance": chance})
    return said


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


def _line(line: intake.Line) -> LineShown:
    amount = line.amounts["magnesium"]
    return LineShown(
        entry=line.entry,
        name=capfirst(line.name),
        grams="" if line.grams is None else f"{line.grams:.0f} g",
        eaten=line.eaten,
        magnesium=_("%(mg)s mg") % {"mg": spoken(amount)} if amount.low or amount.high is not None else "",
        unknown=not amount.exact,
        sources=intake.sources_of(line.food),
    )


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
