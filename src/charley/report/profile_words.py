"""The cramp profile in words: every line of the page as it is printed and as it stands on the screen.

PDF and app draw the same :class:`Face`, so that a figure cannot differ between them. What does not fit on the page is
counted, never dropped in silence.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TypeVar

from charley.reading import Record
from charley.report import answer_words
from charley.report.document import CrampProfile, Effect, Flag, Product, Window
from charley.report.plan_words import DISCLAIMER

#: What has room on the page.
MOST_PRODUCTS, MOST_FLAGS, MOST_WARNINGS, MOST_QUESTIONS, MOST_TRIALS = 9, 5, 3, 5, 1
MOST_LINES, MOST_HISTORY = 6, 6
#: Letters of a name, of a sentence and of a list that have room.
NAME, SENTENCE, LIST = 34, 100, 110

NOT_KNOWN = "not known"

T = TypeVar("T")

#: What is written in a cell about a window.
Say = Callable[[Window], str]


class Box(Record, frozen=True, kw_only=True):
    """One answer that bears on safety; ``grave`` where it must be read first."""

    head: str
    text: str
    grave: bool = False


class ProductRow(Record, frozen=True, kw_only=True):
    """One product: name, how it is taken, elemental mg of magnesium a day."""

    name: str
    taken: str
    magnesium: str


class FlagRow(Record, frozen=True, kw_only=True):
    """One flag: how much it matters, whom it concerns, what in a sentence."""

    mark: str
    about: str
    text: str


class Face(Record, frozen=True, kw_only=True):
    """The page as it is read, in its order."""

    title: str
    period: str
    run: str
    summary: tuple[str, ...]
    warnings: tuple[str, ...]
    boxes: tuple[Box, ...]
    heads: tuple[str, str, str]
    numbers: tuple[tuple[str, str, str], ...]
    legs: tuple[str, ...]
    weeks_title: str
    weeks_key: str
    products: tuple[ProductRow, ...]
    products_more: str
    magnesium: str
    flags: tuple[FlagRow, ...]
    flags_more: str
    history: str
    trial_title: str
    trial: tuple[str, ...]
    unwanted: str
    questions: tuple[str, ...]
    questions_more: str
    provenance: str
    disclaimer: str


def face(page: CrampProfile) -> Face:
    """Write the page."""
    now, before = page.now, page.before
    products = [_product(product) for product in _sources_first(page.products)]
    flags = [_flag(flag) for flag in _gravest_of_each(page.flags)]
    questions = [clipped(question, SENTENCE) for question in page.questions]
    title, trial = _trial(page)
    return Face(
        title="Cramp profile",
        period=f"{_day(now.first)} to {_day(now.last)} {now.last.year}",
        run=page.run.id,
        summary=tuple(_summary(page)),
        warnings=tuple(_warnings(page)),
        boxes=tuple(_boxes(page)),
        heads=("", "Last 28 nights", "28 before"),
        numbers=tuple(_numbers(now, before)),
        legs=tuple(_legs(page)),
        weeks_title="Cramps each week",
        weeks_key=_weeks_key(page),
        products=tuple(products[:MOST_PRODUCTS]),
        products_more=_more(products, MOST_PRODUCTS, "on the list of medicines"),
        magnesium=_magnesium(page),
        flags=tuple(flags[:MOST_FLAGS]),
        flags_more=_more(flags, MOST_FLAGS, "in the app"),
        history=_history(page),
        trial_title=title,
        trial=tuple(trial),
        unwanted=_unwanted(page),
        questions=tuple(questions[:MOST_QUESTIONS]),
        questions_more=_more(questions, MOST_QUESTIONS, "in the app"),
        provenance=_provenance(page),
        disclaimer=DISCLAIMER,
    )


def _summary(page: CrampProfile) -> Iterator[str]:
    now, before = page.now, page.before
    if now.per_week is None:
        yield "No night of the last 28 was recorded, so nothing can be said about them."
    else:
        nights = "1 recorded night" if now.recorded == 1 else f"{now.recorded} recorded nights"
        said = f"{rate(now)} leg cramps a week ({_range(now)}), counted on {nights} of the last 28"
        if before is not None and before.per_week is not None:
            said += f"; {rate(before)} in the 28 nights before"
        yield f"{said}."
    yield from _tried(page)


def noted_magnesium(page: CrampProfile) -> Iterator[str]:
    """What the diary says was taken, where it says anything; it need not be what the profile lists."""
    now = page.now
    if now.dose_days:
        amount = "" if now.dose_mg is None else f", {now.dose_mg:.0f} mg a day on average"
        yield f"Magnesium was noted on {_count(now.dose_days, 'day')} of 28{amount}."


def _tried(page: CrampProfile) -> Iterator[str]:
    yield from noted_magnesium(page)
    for effect in page.answer.effects:
        yield answer_words.verdict(effect.name, effect.p_fewer)


def _boxes(page: CrampProfile) -> Iterator[Box]:
    yield _warning_box(page)
    kidneys = page.person.egfr_ml_min
    text = f"eGFR {kidneys:g} mL/min/1.73 m²" if kidneys is not None else NOT_KNOWN
    yield Box(head="Kidneys", text=text, grave=kidneys is not None and kidneys < 30)
    yield Box(head="Age, pregnancy", text=_who(page))
    conditions = page.person.conditions
    told = NOT_KNOWN if conditions is None else clipped(", ".join(conditions), LIST) or "none told"
    yield Box(head="Illnesses", text=told)


def _warnings(page: CrampProfile) -> Iterator[str]:
    yield from (clipped(first_sentence(flag.message), 2 * SENTENCE) for flag in page.warnings[:MOST_WARNINGS])
    if len(page.warnings) > MOST_WARNINGS:
        yield _more(page.warnings, MOST_WARNINGS, "in the app")


def _warning_box(page: CrampProfile) -> Box:
    if not page.screened:
        return Box(head="Warning signs", text="not asked")
    found = len(page.warnings)
    text = f"{found} found, see above" if found else "none in what was told"
    return Box(head="Warning signs", text=text, grave=bool(found))


def _who(page: CrampProfile) -> str:
    person = page.person
    parts = [
        f"{person.age_years:g} years" if person.age_years is not None else f"age {NOT_KNOWN}",
        person.sex or f"sex {NOT_KNOWN}",
    ]
    if person.sex != "male":
        parts.append({True: "pregnant", False: "not pregnant", None: f"pregnancy {NOT_KNOWN}"}[person.pregnant])
    if person.lactating:
        parts.append("breastfeeding")
    return ", ".join(parts)


def _numbers(now: Window, before: Window | None) -> Iterator[tuple[str, str, str]]:
    def row(name: str, say: Say) -> tuple[str, str, str]:
        return name, say(now), "" if before is None else say(before)

    yield row("Nights recorded", lambda window: f"{window.recorded} of {window.nights}")
    yield row("Leg cramps", _if_recorded(lambda window: str(window.cramps)))
    yield row("Cramps a week", lambda window: NOT_KNOWN if window.per_week is None else rate(window))
    yield row("  95 % interval", _if_recorded(_range))
    yield row("Nights with cramp", _if_recorded(lambda window: str(window.with_cramp)))
    yield row("Nights woken", _if_recorded(lambda window: str(window.woken)))
    yield row("Pain, median", lambda window: NOT_KNOWN if window.pain is None else f"{window.pain:g} of 10")
    yield row("Length, median", lambda window: length(window.duration_s))
    yield row("Sleep, mean", lambda window: NOT_KNOWN if window.sleep is None else f"{window.sleep:.1f} of 5")
    yield row("Days with Mg", lambda window: f"{window.dose_days} of {window.nights}")
    yield row("  mean, mg a day", lambda window: NOT_KNOWN if window.dose_mg is None else f"{window.dose_mg:.0f}")


def rate(window: Window) -> str:
    """Cramps a week as written on the page; the window has a recorded night."""
    return f"{window.per_week:.1f}"


def _range(window: Window) -> str:
    return f"{window.per_week_low:.1f} to {window.per_week_high:.1f}"


def length(seconds: float | None) -> str:
    """How long a cramp lasted."""
    if seconds is None:
        return NOT_KNOWN
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.1f} min".replace(".0 ", " ")


_SITES = {
    "calf": "calf",
    "foot": "foot",
    "toes": "toes",
    "shin": "shin",
    "thigh_front": "front of the thigh",
    "thigh_back": "back of the thigh",
    "hip": "hip",
    "hand": "hand",
    "other": "elsewhere",
    "not_said": "not said",
}


def _legs(page: CrampProfile) -> Iterator[str]:
    if any(page.sides.values()):
        sides = [f"{side.replace('_', ' ')} {count}" for side, count in page.sides.items() if count]
        yield f"Leg: {', '.join(sides)}"
    ranked = sorted(page.sites.items(), key=lambda site: (site[0] == "not_said", -site[1]))
    if ranked:
        yield f"Place: {', '.join(f'{_SITES[site]} {count}' for site, count in ranked)}"


def _weeks_key(page: CrampProfile) -> str:
    parts = ["Bars: counted"]
    if page.trend:
        parts.append("line and grey: the level without magnesium, and where it lies in 95 of 100 cases")
    if page.changes:
        told = "; ".join(f"{_day(change.on)} {change.text}" for change in page.changes)
        parts.append(f"marks: {clipped(told, LIST)}")
    return "; ".join(parts) + "."


def _sources_first(products: Sequence[Product]) -> list[Product]:
    return sorted(products, key=lambda product: not product.holds_magnesium)


def _product(product: Product) -> ProductRow:
    name = product.written if product.known_as is None else f"{product.written} ({product.known_as})"
    when = " ".join((*product.days, *product.times))
    taken = ", ".join(filter(None, (product.dose, product.form, when)))
    if not product.holds_magnesium:
        magnesium = ""
    elif product.magnesium_mg is None:
        magnesium = "?"
    else:
        magnesium = f"{product.magnesium_mg:.0f}"
    return ProductRow(name=clipped(name, NAME), taken=clipped(taken, NAME), magnesium=magnesium)


def _magnesium(page: CrampProfile) -> str:
    if page.magnesium is None:
        return "Nothing was told about medicines and supplements."
    sums = page.magnesium
    said = f"Magnesium a day, elemental: {sums.products_mg:.0f} mg from products in the profile"
    if any(p.holds_magnesium and p.magnesium_mg is None for p in page.products):
        said += " whose amount is known"
    food = NOT_KNOWN if sums.food_mg is None else f"about {sums.food_mg:.0f} mg"
    said += f"; food {food}"
    return said + (f"; limit for products {sums.limit_mg:.0f} mg." if sums.limit_mg is not None else ".")


_MARKS = {"info": "note", "caution": "caution", "serious": "serious", "urgent": "TODAY", "emergency": "NOW"}


def _gravest_of_each(flags: Iterable[Flag]) -> list[Flag]:
    """One flag for each medicine or condition, from flags in the order of gravity; not what holds for everybody."""
    first: dict[str, Flag] = {}
    for flag in flags:
        if flag.topic != "evidence_weak":
            first.setdefault(flag.about, flag)
    return list(first.values())


def _flag(flag: Flag) -> FlagRow:
    about = clipped(flag.about, NAME)
    text = clipped(first_sentence(flag.message), SENTENCE - len(about))
    return FlagRow(mark=_MARKS[flag.severity], about=about, text=text)


def _history(page: CrampProfile) -> str:
    """What a clinician should weigh, in one line that no other flag can push off the page."""
    if not page.history:
        return ""
    named = [clipped(written, NAME) for written in page.history[:MOST_HISTORY]]
    more = _more(page.history, MOST_HISTORY, "in the app")
    return f"To talk over, for it may go with cramps or with magnesium: {', '.join([*named, *filter(None, [more])])}."


def _trial(page: CrampProfile) -> tuple[str, list[str]]:
    """The latest experiment; without one, what the diary as it is shows."""
    if page.trials:
        shown = page.trials[-1]
        more = _more(page.trials, MOST_TRIALS, "in the app")
        lines = [clipped(line, 2 * SENTENCE) for line in shown.lines[:MOST_LINES]]
        return f"Experiment: {clipped(shown.title, SENTENCE)}", [*lines, *filter(None, [more])]
    title = "No experiment was finished; from the diary as it is"
    if page.answer.effects:
        return title, [line for effect in page.answer.effects for line in _effect(effect)]
    if page.answer.reason is not None:
        return title, [answer_words.not_computed(page.answer.reason)]
    return title, ["Nothing was taken and noted that could be compared."]


def _effect(effect: Effect) -> list[str]:
    sentences = answer_words.effect(
        effect.name,
        avoided=answer_words.Range(effect.avoided_low, effect.avoided, effect.avoided_high),
        p_fewer=effect.p_fewer,
        p_fifth_fewer=effect.p_fifth_fewer,
    )
    ratio = (
        f"Cramps with {effect.name} to cramps without: {100 * effect.ratio:.0f} % "
        f"({100 * effect.ratio_low:.0f} to {100 * effect.ratio_high:.0f} %)."
    )
    return [*sentences, ratio]


def _unwanted(page: CrampProfile) -> str:
    if not page.unwanted:
        return "Side effects noted in the last 28 nights: none."
    told = ", ".join(
        f"{each.sign.replace('_', ' ')} {each.times}×" + (f" ({each.worst})" if each.worst else "")
        for each in page.unwanted
    )
    return f"Side effects noted in the last 28 nights: {clipped(told, LIST)}."


def _provenance(page: CrampProfile) -> str:
    run = page.run
    made = datetime.fromisoformat(run.made_at)
    held = _count(run.entries, "entry", "entries")
    parts = [
        f"Every number: analysis {run.id}",
        f"made {_day(made.date())} {made:%Y %H:%M}",
        f"nights up to {_day(run.last_night)} {run.last_night.year}",
        held,
        f"Charley {run.program}",
    ]
    if run.facts is not None:
        parts.append(f"facts {run.facts}")
    return " · ".join(parts)


def first_sentence(message: str) -> str:
    """What was found, without the why and the what to do."""
    end = message.find(". ")
    return message if end < 0 else message[: end + 1]


def _if_recorded(say: Say) -> Say:
    return lambda window: NOT_KNOWN if not window.recorded else say(window)


def _more(all_of_them: Sequence[T], shown: int, where: str) -> str:
    left = len(all_of_them) - shown
    return f"and {left} more {where}" if left > 0 else ""


def clipped(words: str, most: int) -> str:
    """At most so many letters, on one line; what was cut off shows as an ellipsis."""
    line = " ".join(words.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _count(number: int, thing: str, things: str = "") -> str:
    return f"{number} {thing if number == 1 else things or thing + 's'}"


def _day(day: date) -> str:
    return f"{day:%-d %b}"
