"""The verbs of intake: find a food, log it, look at a day, estimate a diet, propose changes.

Pages and commands come in here. The food store beyond the embedded table is handed in by the caller.
"""

import math
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from charley.dates import Moment
from charley.diary.records import Drink, Entry
from charley.diary.records import Food as FoodEaten
from charley.errors import BadInput, Problem
from charley.knowledge import foods, nutrients
from charley.knowledge.diet_questions import Question, questions
from charley.knowledge.foods import Food
from charley.knowledge.nutrients import UNITS, Authority, Nutrient, Reference, Setting, Sex
from charley.knowledge.tips import Tip
from charley.language import said
from charley.nutrition import adequacy, diet_quality, diet_screen, ledger, meals, portions, potassium, tips
from charley.nutrition.adequacy import Adequacy as Adequacy
from charley.nutrition.diet_quality import Quality as Quality
from charley.nutrition.diet_screen import Estimate as Estimate
from charley.nutrition.ledger import Day
from charley.nutrition.ledger import Line as Line
from charley.nutrition.ledger import Range as Range
from charley.nutrition.meals import Challenge as Challenge
from charley.nutrition.meals import Change as Change
from charley.nutrition.meals import Proposal as Proposal
from charley.nutrition.meals import Wishes as Wishes
from charley.nutrition.tips import VitaminDSources as VitaminDSources
from charley.profile import Profile
from charley.safety.case import understand
from charley.safety.fluids import fluid_goal

#: The balance that a day's log shows.
BALANCE: tuple[Nutrient, ...] = ("magnesium", "potassium", "calcium", "sodium")
#: With fewer answers the quick questions give no estimate; so many listed foods make the meal challenge.
ENOUGH_ANSWERS, SEVERAL_FOODS = diet_screen.ENOUGH, meals.SEVERAL
#: The nutrients whose best foods may be looked at: of salt nobody needs more.
SOUGHT: tuple[Nutrient, ...] = tuple(nutrient for nutrient in UNITS if nutrient != "sodium")
#: At most so many foods are listed for a nutrient, and none that brings less than this share of a day's need.
MOST_LISTED, WORTH_LISTING = 40, 0.05
#: From this likeness on a food of our own table comes before those of other tables.
SURE = 80.0
#: So many are compared before the best are shown.
MOST_COMPARED = 40
#: A search of another table, such as an imported USDA release: words and a limit in, foods out.
More = Callable[[str, int], Sequence[Food]]


class Found(NamedTuple):
    """What a search gave.

    Attributes:
        foods: best first.
        note: what a person should know about it; empty most of the time.
        amount: how much of it was written with the name, such as "2 cups"; empty for none.
    """

    foods: tuple[Food, ...]
    note: str = ""
    amount: str = ""


def find_foods(written: str, *, limit: int = 10, more: More | None = None, profile: Profile | None = None) -> Found:
    """Foods by name; the name of a nutrient instead gives the foods that hold most of it, group by group.

    Potassium foods stand behind their gate: without a profile that says it is safe they are not shown.

    Args:
        written: as typed, also with an amount before it: "2 cups milk".
        limit: at most so many, 1 to 100.
        more: another table to look in after our own.
        profile: the person, for the potassium gate.

    Raises:
        BadInput: for nothing to look for, or a limit out of range.
    """
    if not written.strip():
        raise BadInput([Problem("name", "should be the name of a food")])
    if not 1 <= limit <= 100:
        raise BadInput([Problem("limit", f"should be from 1 to 100, not {limit}")])
    amount, written = portions.amount_and_food(written)
    nutrient = _nutrient(written)
    if nutrient == "potassium":
        gate = potassium.gate(profile if profile is not None else Profile())
        if not gate.open:
            return Found((), " ".join((said(potassium.CLOSED), *gate.reasons)))
        return Found(tuple(foods.sources_of(nutrient, limit)), said(potassium.NO_TABLETS))
    if nutrient is not None:
        return Found(tuple(foods.sources_of(nutrient, limit)))
    hits = sorted(foods.search(written, MOST_COMPARED), key=lambda hit: _nearness(hit, written))[:limit]
    near, far = [hit.food for hit in hits if hit.score >= SURE], [hit.food for hit in hits if hit.score < SURE]
    other = more(written, limit) if more is not None and len(near) < limit else ()
    own = list({food.id: food for food in [*near, *other, *far]}.values())[:limit]
    note = "" if own else "No food of this name was found. Another word for it may help, or look on the label."
    return Found(tuple(own), note, amount)


def _nearness(hit: foods.Hit, written: str) -> tuple[bool, float, bool, bool]:
    """What an everyday word means comes first. Of names as like as each other, the thing itself comes before dishes
    with it, and what is ready to eat first.
    """
    thing = hit.food.name.lower().partition(",")[0].partition(" (")[0].split()
    is_itself = thing[-1].startswith(written.lower().split()[-1][:4]) and not {"with", "and"} & set(thing)
    meant = set(foods.tokens(written)) <= set(foods.tokens(hit.food.plainly))
    return not meant, -round(hit.score), not is_itself, not hit.food.as_eaten


def _nutrient(written: str) -> Nutrient | None:
    word = written.strip().lower().replace(" ", "_").replace("fiber", "fibre")
    return next((nutrient for nutrient in UNITS if nutrient == word), None)


class Rich(NamedTuple):
    """The foods that bring a nutrient.

    Attributes:
        groups: heading and foods, the most in a usual portion first.
        note: what a person should know, or why nothing is shown.
    """

    groups: Mapping[str, Sequence[Food]]
    note: str = ""


def rich_foods(nutrient: Nutrient, profile: Profile) -> Rich:
    """The foods that bring a nutrient, group by group; potassium foods only where their gate is open.

    For magnesium these are the foods that advice names most, sorted by what a portion gives.
    """

    def brings(food: Food) -> float:
        return (food.per_100g(nutrient) or 0.0) * food.portion.grams / 100

    if nutrient == "magnesium":
        named = foods.magnesium_list()
        return Rich({head: named[head] for head in sorted(named, key=lambda head: -max(map(brings, named[head])))})
    found = find_foods(nutrient, limit=MOST_LISTED, profile=profile)
    need = need_of(profile, nutrient)
    least = 0.0 if need is None or need.target is None else WORTH_LISTING * need.target
    groups: dict[str, list[Food]] = {}
    for food in sorted(found.foods, key=lambda food: -brings(food)):
        if brings(food) >= least:
            groups.setdefault(food.group, []).append(food)
    return Rich(groups, found.note)


def food_by_id(food_id: str, more: Callable[[str], Food | None] | None = None) -> Food:
    """The food with an id such as ``fdc:170567``.

    Raises:
        BadInput: where no table has it.
    """
    food = foods.foods().get(food_id) or (more(food_id) if more is not None else None)
    if food is None:
        raise BadInput([Problem("food", f"“{food_id[:60]}” is not in the food tables here")])
    return food


def food_as_dict(food: Food) -> dict[str, Any]:
    """A food as JSON. Null is not known, never zero."""
    return {
        "id": food.id,
        "name": food.name,
        "group": food.group,
        "portion": {"words": food.portion.words, "grams": food.portion.grams},
        "magnesium_per_portion_mg": _rounded(food.magnesium_per_portion_mg),
        "portions": [{"words": portion.words, "grams": portion.grams} for portion in food.household],
        "per_100g": {
            "energy_kcal": food.energy_kcal,
            **{f"{nutrient}_{unit}": food.per_100g(nutrient) for nutrient, unit in UNITS.items()},
        },
        "cocoa_percent": None if food.cocoa_from is None else [food.cocoa_from, food.cocoa_to],
        "sources": sources_of_food(food),
    }


def weighed(food: Food, written: str) -> float | None:
    """An amount of a food in grams; None where this food has no such measure or nobody eats so much."""
    try:
        return portions.weigh(food, written).grams
    except BadInput:
        return None


def _page(food: Food, address: str) -> str:
    """The page of this very food, where its table has one for each."""
    table, _, number = food.id.partition(":")
    if table == "fdc" and number.isdigit():
        return f"https://fdc.nal.usda.gov/food-details/{number}/nutrients"
    return address


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def food_eaten(food: Food, written: str, at: Moment, *, entry_id: str | None = None) -> FoodEaten:
    """The diary entry of an amount of a food.

    Args:
        food: which.
        written: the amount, such as "2 cups" or "30 g".
        at: when it was eaten.
        entry_id: made by the writer; a new one if None.

    Raises:
        BadInput: for an amount this food has no portion for.
    """
    weighed = portions.weigh(food, written)
    return FoodEaten(
        id=entry_id or str(uuid.uuid4()),
        at=at,
        name=food.name,
        amount_g=round(weighed.grams, 2),
        portion=written.strip()[:200] or weighed.by,
        nutrients=_held(food, weighed.grams),
        food=food.id,
        group=food.group,
    )


def drink_taken(
    food: Food,
    millilitres: float,
    at: Moment,
    *,
    per_litre: Mapping[Nutrient, float] | None = None,
    entry_id: str | None = None,
) -> Drink:
    """The diary entry of a drink from the food table; one millilitre is weighed by the drink's own measure.

    Args:
        food: which.
        millilitres: how much.
        at: when.
        per_litre: what the label of the bottle in hand prints, in the nutrient's own unit; it goes before our figures.
        entry_id: made by the writer; a new one if None.

    Raises:
        BadInput: for an amount that cannot be, or a label with less than nothing.
    """
    weighed = portions.weigh(food, f"{millilitres:g} ml")
    nutrients = _held(food, weighed.grams)
    for nutrient, amount in (per_litre or {}).items():
        if not 0 <= amount <= 5000:
            raise BadInput([Problem(f"per_litre.{nutrient}", f"{amount:g} a litre is not what a label can print")])
        nutrients[f"{nutrient}_{UNITS[nutrient]}"] = round(amount * millilitres / 1000, 4)
    return Drink(
        id=entry_id or str(uuid.uuid4()), at=at, ml=millilitres, what=food.name, nutrients=nutrients, food=food.id
    )


def _held(food: Food, grams: float) -> dict[str, float | None]:
    held: dict[str, float | None] = {}
    for nutrient, unit in UNITS.items():
        per_100g = food.per_100g(nutrient)
        held[f"{nutrient}_{unit}"] = None if per_100g is None else round(per_100g * grams / 100, 4)
    return held


class DayView(NamedTuple):
    """A day as the page shows it.

    Attributes:
        day: its ledger.
        limit: its supplements against the upper level.
        judged: every nutrient with its reference.
        low: what is said of minerals below their reference.
        over: what is said of nutrients above their upper level.
    """

    day: Day
    limit: ledger.LimitCheck
    judged: tuple[adequacy.Adequacy, ...]
    low: tuple[str, ...]
    over: tuple[str, ...]

    @property
    def marks(self) -> tuple[str, ...]:
        """All that is said of the day."""
        return (*self.low, *self.over)

    @property
    def balance(self) -> tuple[adequacy.Adequacy, ...]:
        """Magnesium, potassium, calcium and sodium with their references."""
        return tuple(each for each in self.judged if each.nutrient in BALANCE)

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "day": self.day.day.isoformat(),
            "lines": [
                {
                    "entry": line.entry,
                    "kind": line.kind,
                    "name": line.name,
                    "grams": line.grams,
                    "magnesium_mg": _range(line.amounts.get("magnesium", ledger.NOTHING)),
                    "unknown": list(line.unknown),
                    "food": line.food,
                    "sources": sources_of(line.food),
                }
                for line in self.day.lines
            ],
            "totals": {
                nutrient: {
                    "unit": total.unit,
                    "food": _range(total.food),
                    "supplements": _range(total.supplements),
                    "total": _range(total.total),
                    "unknown": list(total.unknown),
                }
                for nutrient in UNITS
                for total in [self.day.total(nutrient)]
            },
            "supplements_against_limit": {
                "standing": self.limit.standing,
                "limit_mg": self.limit.limit_mg,
                "message": self.limit.message,
            },
            "marks": list(self.marks),
        }


def in_portion(food: Food, nutrient: Nutrient = "magnesium") -> Range:
    """What the usual portion of a food holds; from nothing to no known end where no figure is known."""
    held = food.per_100g(nutrient)
    return ledger.NOT_NOTED if held is None else Range(*(held * food.portion.grams / 100,) * 2)


def sources_of(food_id: str | None) -> list[dict[str, Any]]:
    """Where a line's figures come from; nothing for what another program or a label gave."""
    food = foods.foods().get(food_id) if food_id is not None else None
    return [] if food is None else sources_of_food(food)


def sources_of_food(food: Food) -> list[dict[str, Any]]:
    """Title, address and year of what a food’s figures come from; the page of this very food where there is one."""
    return [{"title": each.title, "url": _page(food, each.url), "year": each.year} for each in food.sources]


def need_mark(nutrient: Nutrient, profile: Profile) -> float | None:
    """The need to hold amounts against; none for potassium while its gate is closed."""
    if nutrient == "potassium" and not potassium.gate(profile).open:
        return None
    need = need_of(profile, nutrient)
    return None if need is None else need.target


def _range(amount: Range) -> dict[str, float | None]:
    return {"low": round(amount.low, 3), "high": None if amount.high is None else round(amount.high, 3)}


def day_views(entries: Sequence[Entry], profile: Profile, *, running: date | None = None) -> list[DayView]:
    """Every day of the entries that holds anything taken in.

    Args:
        entries: the diary.
        profile: the person.
        running: a day that is not over; nobody is told what it lacks.
    """
    level = nutrients.upper_level_mg(profile.setting, profile.age_years)
    views = []
    for day in ledger.days(entries):
        judged = tuple(_judged(nutrient, [day], profile) for nutrient in UNITS)
        low = [] if day.day == running else _marks(judged, profile)
        over = _too_much(day, profile)
        views.append(DayView(day, ledger.against_limit(day, level), judged, tuple(low), tuple(over)))
    return views


def eaten_of(day: Day) -> list[meals.Eaten]:
    """What was eaten on a day, as far as it stands in the food table with its weight."""
    lines = ((foods.foods().get(line.food or ""), line.grams) for line in day.lines if line.eaten)
    return [meals.Eaten(food, grams) for food, grams in lines if food is not None and grams]


class Served(NamedTuple):
    """One food of a meal that is put together: which, how much as written, and its magnesium in mg."""

    food: Food
    amount: str
    magnesium_mg: float | None


def build_meal(
    written: Sequence[tuple[str, str]], more: Callable[[str], Food | None] | None = None
) -> tuple[list[Served], meals.Challenge]:
    """A meal put together from foods of the table, and its total.

    Args:
        written: for each food its id and an amount such as "2 cups".
        more: another table to look in, such as an imported USDA release.

    Raises:
        BadInput: for a food that is not there, an amount it has no portion for, or an empty meal.
    """
    served, eaten = [], []
    for food_id, amount in written:
        food = food_by_id(food_id, more)
        grams = portions.weigh(food, amount).grams
        held = None if food.magnesium_mg is None else food.magnesium_mg * grams / 100
        served.append(Served(food, amount, held))
        eaten.append(meals.Eaten(food, grams))
    return served, meals.challenge(eaten)


def week(entries: Sequence[Entry], profile: Profile, *, first: date, last: date) -> dict[Nutrient, adequacy.Adequacy]:
    """How the days from ``first`` to ``last`` with noted food stand to the references; empty where there is none."""
    days = [day for day in ledger.days(entries) if first <= day.day <= last and day.food_noted]
    return {nutrient: _judged(nutrient, days, profile) for nutrient in UNITS} if days else {}


def _sex(profile: Profile) -> Sex | None:
    return "female" if profile.sex == "female" else "male" if profile.sex == "male" else None


def _too_much(day: Day, profile: Profile) -> list[str]:
    """Nutrients other than magnesium that surely passed their upper level."""
    marks = []
    for nutrient in UNITS:
        if nutrient == "magnesium":
            continue
        person = nutrients.reference(
            nutrient,
            setting=profile.setting or "EU",
            sex=_sex(profile),
            age_years=profile.age_years,
            pregnant=profile.pregnant,
            lactating=profile.lactating,
        )
        if person is None or ledger.standing(day.total(nutrient), person) != "over":
            continue
        limit = person.ul if person.ul is not None else person.guidance
        name = nutrient.replace("_", " ").capitalize()
        marks.append(
            f"{name} was above the upper level of {limit:g} {UNITS[nutrient]} on this day. Every day, that may do "
            "harm: please speak with a pharmacist or doctor."
        )
    return marks


def _judged(nutrient: Nutrient, days: Sequence[Day], profile: Profile) -> adequacy.Adequacy:
    return adequacy.adequacy(nutrient, days, need_of(profile, nutrient))


def _marks(balance: Sequence[adequacy.Adequacy], profile: Profile) -> list[str]:
    """What is said about a day's balance. A low potassium is marked only where the gate is open."""
    marks = []
    for judged in balance:
        if judged.nutrient not in BALANCE:
            continue
        if judged.target is None or judged.mean.high is None or judged.mean.high >= judged.target:
            continue
        if judged.nutrient == "sodium" or (judged.nutrient == "potassium" and not potassium.gate(profile).open):
            continue
        marks.append(
            f"{judged.nutrient.capitalize()} was below the reference of {judged.target:g} "
            f"{UNITS[judged.nutrient]} on this day. One day says little."
        )
    return marks


def tips_for(
    entries: Sequence[Entry], profile: Profile, *, today: date, lately: Sequence[Entry] | None = None
) -> list[Tip]:
    """The tips that fit these entries and what the screen says of drinking; see :func:`.nutrition.tips.fitting`."""
    fluid = fluid_goal(understand(profile, today)).level
    return tips.fitting(entries, profile, fluid=fluid, lately=lately)


def vitamin_d_sources(entries: Sequence[Entry]) -> VitaminDSources:
    """What of a diary brings vitamin D; see :func:`charley.nutrition.tips.vitamin_d_sources`."""
    return tips.vitamin_d_sources(entries)


def diet_questions() -> Mapping[str, Question]:
    """The questions of the quick estimate by their id, in order."""
    return questions()


def estimate_diet(answers: Mapping[str, str]) -> dict[Nutrient, diet_screen.Estimate]:
    """Usual intakes from the quick questions; see :func:`charley.nutrition.diet_screen.estimate`."""
    return diet_screen.estimate(answers)


def need_of(profile: Profile, nutrient: Nutrient = "magnesium") -> Reference | None:
    """What people like this one need of a nutrient in a day; None where nothing is set."""
    return adequacy.reference_for(
        nutrient,
        setting=profile.setting,
        sex=_sex(profile),
        age_years=profile.age_years,
        pregnant=profile.pregnant,
        lactating=profile.lactating,
    )


class Need(NamedTuple):
    """What one authority says that a person like this one needs in a day; ``own`` where it is theirs."""

    authority: Authority
    reference: Reference
    own: bool


def needs(nutrient: Nutrient, profile: Profile) -> list[Need]:
    """The need by each authority that sets one, the person's own first."""
    own = need_of(profile, nutrient)
    settings: tuple[Setting, ...] = ("US", "EU", "UK")
    found = [
        nutrients.reference(
            nutrient,
            setting=setting,
            sex=_sex(profile),
            age_years=profile.age_years,
            pregnant=profile.pregnant,
            lactating=profile.lactating,
        )
        for setting in settings
    ]
    listed = [Need(each.authority, each, each == own) for each in found if each is not None and each.target is not None]
    return sorted(listed, key=lambda need: not need.own)


def diet_quality_of(views: Sequence[DayView]) -> Quality:
    """What the noted days look like; see :func:`charley.nutrition.diet_quality.quality`."""
    return diet_quality.quality([view.day for view in views if view.day.food_noted])


def usual_food_mg(entries: Sequence[Entry], *, first: date, last: date) -> Range | None:
    """Magnesium from food and drink alone on an average noted day; None where no food was noted."""
    noted = [day.total("magnesium").food for day in ledger.days(entries) if first <= day.day <= last and day.food_noted]
    if not noted:
        return None
    highs = [food.high for food in noted]
    high = None if None in highs else math.fsum(each for each in highs if each is not None) / len(noted)
    return Range(math.fsum(food.low for food in noted) / len(noted), high)


def usual_gap_mg(noted: Range | None, profile: Profile) -> float | None:
    """What the food of an ordinary day lacks: by noted days, else by what the profile says of food; None: not known.

    Args:
        noted: of :func:`usual_food_mg`; where parts are unknown the middle is taken. That nothing is lacking needs
            more: that what is surely there is enough.
        profile: the person.
    """
    need = need_of(profile)
    if need is None or need.target is None:
        return None
    if noted is not None and noted.high is not None:
        gap = max(0.0, need.target - (noted.low + noted.high) / 2)
        if gap > 0 or noted.low >= need.target:
            return gap
    if profile.diet_magnesium_mg is None:
        return None
    return max(0.0, need.target - profile.diet_magnesium_mg)


def why_no_potassium(profile: Profile) -> tuple[str, ...]:
    """Why no goal for potassium is shown; nothing where one may be."""
    return potassium.gate(profile).reasons


def potassium_may_be_shown(profile: Profile) -> bool:
    """Whether the gate before advice on potassium is open for this person."""
    return potassium.gate(profile).open


def better_meals(
    gap_mg: float, eaten: Sequence[meals.Eaten], wishes: meals.Wishes, profile: Profile
) -> tuple[list[meals.Proposal], str]:
    """Small changes of a day's food that close a gap, and what a person should know about them.

    Foods rich in magnesium are rich in potassium too. So where the potassium gate is closed nothing is proposed, unless
    a clinician's limit on potassium is among the wishes.
    """
    gate = potassium.gate(profile)
    if not gate.open and "potassium" not in wishes.most:
        reasons = " ".join(gate.reasons)
        return [], f"Foods rich in magnesium hold much potassium too, so nothing is proposed here. {reasons} " + (
            "Please ask your doctor or a dietitian."
        )
    proposals = meals.propose(gap_mg, eaten, wishes)
    if gap_mg <= 0:
        return [], "There is no gap to close."
    if not proposals:
        return [], "Within these wishes no food of the table helps."
    if not proposals[0].reaches:
        return proposals, "Within these wishes the gap cannot be closed; this comes nearest."
    return proposals, ""
