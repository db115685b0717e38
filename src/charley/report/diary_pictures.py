"""Pictures of what a diary holds beside the weeks: where, at what hour, doses noted, side effects, sore legs.

Each is a :class:`Figure`: with its title, the same in words, and its numbers as a table.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple
from xml.etree import ElementTree as Xml

from charley.diary.records import (
    CrampEpisode,
    DoseTaken,
    Observation,
    PlanChange,
    SideEffect,
    Symptom,
)
from charley.report.drawing import Drawing, percent
from charley.report.figures import Figure

#: The plot begins here; words of the upright scale stand to its left. A share of the width.
LEFT = 0.075
HEAD, FOOT, HIGH = 26.0, 30.0, 132.0
#: Rows of the leg picture from top to bottom, and where each leg stands: from the front the right leg is on the left.
ROWS = {"thigh": 62.0, "lower": 152.0, "foot": 246.0}
LEGS = {("front", "right"): 0.13, ("front", "left"): 0.35, ("back", "left"): 0.63, ("back", "right"): 0.85}
PLACES = {
    "thigh_front": ("front", "thigh"),
    "shin": ("front", "lower"),
    "toes": ("front", "foot"),
    "thigh_back": ("back", "thigh"),
    "calf": ("back", "lower"),
    "foot": ("back", "foot"),
}
_LEG = "M14 4 C 10 60, 18 90, 28 108 C 16 140, 20 176, 34 210 C 36 226, 34 236, 18 262 C 12 276, 22 292, 48 292 C 70 292, 72 280, 68 262 C 64 240, 66 226, 70 210 C 82 176, 84 140, 74 108 C 84 84, 92 50, 92 4 Z"  # noqa: E501
SITE_WORDS = {
    "calf": "calf",
    "foot": "foot",
    "toes": "toes",
    "shin": "shin",
    "thigh_front": "front of the thigh",
    "thigh_back": "back of the thigh",
    "hip": "hip",
    "hand": "hand",
    "other": "another muscle",
}
SYSTEM_WORDS = {
    "gut": "belly and gut",
    "circulation": "circulation",
    "skin": "skin",
    "nerves_and_muscles": "nerves and muscles",
    "breathing": "breathing",
    "heart": "heart",
    "other": "other",
}
SEVERITY_RANK = {None: 0, "mild": 1, "moderate": 2, "severe": 3}


def legs(cramps: Sequence[CrampEpisode]) -> Figure | None:
    """How often each muscle cramped, left and right; None where no cramp has a place."""
    placed = [each for each in cramps if each.site is not None]
    if not placed:
        return None
    counts: Counter[tuple[str | None, str | None]] = Counter((each.site, each.side) for each in placed)
    shown = {(site, side): counts[site, side] + counts[site, "both"] for site in PLACES for side in ("left", "right")}
    sites = Counter(each.site for each in placed)
    site, most = sites.most_common(1)[0]
    title = f"Most often the {SITE_WORDS[str(site)]}: {most} of {_count(len(placed), 'cramp')} with a place"
    text = f"A picture of two pairs of legs with the number of cramps at each muscle. {title}. The numbers stand below."
    drawing = Drawing("legs", 330, text)
    for (view, side), middle in LEGS.items():
        _leg(drawing, middle, flipped=(view == "front") == (side == "left"))
        drawing.text(side, middle, 322, "middle")
    drawing.text("from the front", 0.24, 14, "middle")
    drawing.text("from behind", 0.74, 14, "middle")
    largest = max([*shown.values(), 1])
    for (place, side), count in shown.items():
        if count:
            view, row = PLACES[place]
            drawing.dot("bar-mark", LEGS[view, side], ROWS[row], 5 + 13 * math.sqrt(count / largest))
            drawing.text(str(count), LEGS[view, side] + 0.065, ROWS[row] + 5)
    rows = [
        (SITE_WORDS[str(name)], *(str(counts[name, side]) for side in ("left", "right", "both", None)), str(total))
        for name, total in sites.most_common()
    ]
    head = ("Place", "Left", "Right", "Both", "Side not said", "In all")
    return Figure(title=title, text=text, svg=drawing.svg(), head=head, rows=tuple(rows))


def _leg(drawing: Drawing, middle: float, *, flipped: bool) -> None:
    frame = Xml.SubElement(
        drawing.root,
        "svg",
        {
            "x": percent(middle - 0.09),
            "y": "22",
            "width": "18%",
            "height": "286",
            "viewBox": "0 0 106 296",
            "preserveAspectRatio": "none",
        },
    )
    turned = {"transform": "translate(106 0) scale(-1 1)"} if flipped else {}
    Xml.SubElement(frame, "path", {"class": "leg", "d": _LEG, "vector-effect": "non-scaling-stroke", **turned})


def hours(cramps: Sequence[CrampEpisode]) -> Figure | None:
    """At what hour cramps begin, from noon to noon; None without a cramp."""
    if not cramps:
        return None
    counts = Counter((each.at.wall.hour - 12) % 24 for each in cramps)
    start = max(range(24), key=lambda hour: (sum(counts[(hour + more) % 24] for more in range(3)), -hour))
    share = sum(counts[(start + more) % 24] for more in range(3))
    title = f"{share} of {_count(len(cramps), 'cramp')} began between {_clock(start)} and {_clock(start + 3)}"
    text = f"A chart of cramps by the hour they began, from noon to noon. {title}. The numbers stand below."
    drawing = Drawing("hours", HEAD + HIGH + FOOT, text)
    up = _scale(drawing, max(counts.values()), "cramps that began in the hour")
    slot = (1 - LEFT) / 24
    for hour, count in sorted(counts.items()):
        left = LEFT + slot * (hour + 0.12)
        drawing.box("bar-mark", left, left + slot * 0.76, up(count), HEAD + HIGH, f"{_clock(hour)}: {count}")
    for hour in range(0, 24, 6):
        word = {0: "noon", 12: "midnight"}.get(hour, _clock(hour))
        drawing.text(word, LEFT + slot * hour, HEAD + HIGH + 20)
    rows = tuple((f"{_clock(hour)} to {_clock(hour + 1)}", str(counts[hour])) for hour in range(24) if counts[hour])
    return Figure(title=title, text=text, svg=drawing.svg(), head=("Hour", "Cramps"), rows=rows)


class DoseWeek(NamedTuple):
    """The days of one week on which a plan was followed.

    Attributes:
        monday: its first day.
        noted: days with magnesium noted.
        left_out: days on which it was said that the dose was left out.
        unknown: days about which nothing was said.
    """

    monday: date
    noted: int
    left_out: int
    unknown: int


def dose_weeks(entries: Iterable[Observation], *, last: date) -> list[DoseWeek]:
    """Week by week what was noted of the doses while a plan was followed; a silent day stays unknown."""
    whole = list(entries)
    taken: dict[date, float] = defaultdict(float)
    for dose in whole:
        if isinstance(dose, DoseTaken) and dose.substance == "magnesium":
            taken[dose.day] += 1.0 if dose.elemental_mg is None else dose.elemental_mg
    weeks: dict[date, Counter[str]] = {}
    for day in _days_on_plan([e for e in whole if isinstance(e, PlanChange)], last):
        state = "unknown" if day not in taken else "noted" if taken[day] > 0 else "left_out"
        weeks.setdefault(day - timedelta(days=day.weekday()), Counter())[state] += 1
    return [DoseWeek(monday, c["noted"], c["left_out"], c["unknown"]) for monday, c in sorted(weeks.items())]


def _days_on_plan(changes: Sequence[PlanChange], last: date) -> Iterable[date]:
    ordered = sorted(changes, key=lambda change: change.at.wall)
    ends = [*(change.day for change in ordered[1:]), last + timedelta(days=1)]
    for change, end in zip(ordered, ends, strict=False):
        if change.mg_per_day > 0:
            yield from (change.day + timedelta(days=n) for n in range((end - change.day).days))


def adherence(weeks: Sequence[DoseWeek]) -> Figure | None:
    """Days with the dose noted in each week on the plan; what was not recorded is hatched. None without a plan."""
    if not weeks:
        return None
    days, noted = sum(w.noted + w.left_out + w.unknown for w in weeks), sum(w.noted for w in weeks)
    silent = sum(w.unknown for w in weeks)
    title = f"A dose noted on {noted} of {_count(days, 'day')} of the plan"
    title += f"; {_count(silent, 'day')} not recorded" if silent else ""
    text = f"A chart of the days with a dose noted in each week of the plan. {title}. The numbers stand below."
    drawing = Drawing("doses", HEAD + HIGH + FOOT, text)
    up = _scale(drawing, 7, "days of the week with a dose noted")
    slot = (1 - LEFT) / max(len(weeks), 12)
    for number, week in enumerate(weeks):
        left, right = LEFT + slot * (number + 0.12), LEFT + slot * (number + 0.88)
        if week.noted:
            drawing.box("dose-mark", left, right, up(week.noted), HEAD + HIGH, f"{week.monday:%-d %b}: {week.noted}")
        if week.unknown:
            drawing.unknown(left, right, up(week.noted + week.unknown), up(week.noted), "not recorded")
    _months(drawing, [w.monday for w in weeks], lambda n: LEFT + slot * n, HEAD + HIGH + 20)
    rows = tuple((f"{w.monday:%-d %B %Y}", str(w.noted), str(w.left_out), str(w.unknown)) for w in weeks)
    head = ("Week from", "Days with a dose", "Left out", "Not recorded")
    return Figure(title=title, text=text, svg=drawing.svg(), head=head, rows=rows)


def side_effects(entries: Iterable[Observation]) -> Figure | None:
    """Side effects over time, a row for each part of the body, with each rise of the dose; None without one."""
    whole = list(entries)
    effects = [each for each in whole if isinstance(each, SideEffect)]
    if not effects:
        return None
    systems = [name for name in SYSTEM_WORDS if any(each.system == name for each in effects)]
    rises = _rises([e for e in whole if isinstance(e, PlanChange)])
    first, last = min(e.day for e in effects), max(e.day for e in effects)
    shown = [day for day in rises if first - timedelta(days=7) <= day <= last]
    across = _across(min([first, *shown]), last)
    counts = Counter(each.system for each in effects)
    system, most = counts.most_common(1)[0]
    title = f"{_count(len(effects), 'side effect')} noted, {most} of the {SYSTEM_WORDS[system]}"
    text = f"A chart of side effects by day and part of the body. {title}. The days stand in the table below."
    drawing = Drawing("effects", HEAD + 40 * len(systems) + FOOT, text)
    bottom = HEAD + 40 * len(systems)
    for day in shown:
        drawing.line("even", across(day), across(day), HEAD - 8, bottom, f"{day:%-d %b}: the dose was raised")
    for number, name in enumerate(systems):
        middle = HEAD + 40 * number + 26
        drawing.text(SYSTEM_WORDS[name], LEFT, middle - 13)
        drawing.line("grid", LEFT, 1, middle, middle)
        for each in effects:
            if each.system == name:
                drawing.dot("sign-mark", across(each.day), middle, 4 + 1.5 * SEVERITY_RANK[each.severity])
    _ends(drawing, min([first, *shown]), last, bottom + 22)
    rows = tuple(
        (f"{e.day:%-d %B %Y}", e.words or e.sign.replace("_", " "), SYSTEM_WORDS[e.system], e.severity or "")
        for e in effects
    )
    return Figure(
        title=title,
        text=text,
        svg=drawing.svg(),
        head=("Day", "What", "Part of the body", "How bad"),
        rows=rows,
        marks=tuple((f"{day:%-d %B %Y}", "the dose was raised") for day in shown),
    )


def _rises(changes: Sequence[PlanChange]) -> list[date]:
    ordered = sorted(changes, key=lambda change: change.at.wall)
    return [b.day for a, b in pairwise(ordered) if b.mg_per_day > a.mg_per_day > 0]


def soreness(entries: Iterable[Observation]) -> Figure | None:
    """Sore and heavy legs by day, each on its own scale from 0 to 10; None where neither was rated."""
    rated: dict[str, dict[date, int]] = {"soreness": {}, "heavy_legs": {}}
    for each in entries:
        if isinstance(each, Symptom) and each.what in rated and each.strength is not None:
            rated[each.what][each.day] = each.strength
    days = sorted({day for row in rated.values() for day in row})
    if not days:
        return None
    sore = list(rated["soreness"].values())
    title = f"Legs rated on {_count(len(days), 'day')}"
    if sore:
        title += f"; soreness {sum(sore) / len(sore):.1f} of 10 on average"
    text = f"A chart of sore and heavy legs, 0 to 10. {title}. It is apart from cramps. The numbers stand below."
    names = {"soreness": "how sore, 0 to 10", "heavy_legs": "how heavy, 0 to 10"}
    panels = [name for name in names if rated[name]]
    drawing = Drawing("sore", len(panels) * (HEAD + 84) + FOOT, text)
    across = _across(days[0], days[-1])
    for number, name in enumerate(panels):
        top = HEAD + number * (HEAD + 84)
        drawing.text(names[name], LEFT, top - 8)
        for level in (0, 5, 10):
            down = top + 84 - 8.4 * level
            drawing.line("axis" if level == 0 else "grid", LEFT, 1, down, down)
            drawing.text(str(level), LEFT - 0.015, down + 4, "end")
        for day, strength in rated[name].items():
            drawing.dot("sore-mark", across(day), top + 84 - 8.4 * strength, 4)
    _ends(drawing, days[0], days[-1], len(panels) * (HEAD + 84) + 20)
    rows = tuple(
        (f"{day:%-d %B %Y}", *("" if day not in rated[name] else str(rated[name][day]) for name in names))
        for day in days
    )
    return Figure(title=title, text=text, svg=drawing.svg(), head=("Day", "How sore", "How heavy"), rows=rows)


def _scale(drawing: Drawing, highest: int, words: str) -> Callable[[float], float]:
    """Draw the upright scale of one panel; gives how far down a value stands."""
    step: int = next(s * 10**p for p in range(6) for s in (1, 2, 5) if s * 10**p * 5 >= highest)
    most = step * math.ceil(highest / step)

    def up(value: float) -> float:
        return HEAD + HIGH - HIGH * value / most

    drawing.text(words, LEFT, HEAD - 8)
    for level in range(0, most + 1, step):
        drawing.line("axis" if level == 0 else "grid", LEFT, 1, up(level), up(level))
        drawing.text(str(level), LEFT - 0.015, up(level) + 4, "end")
    return up


def _across(first: date, last: date) -> Callable[[date], float]:
    length = max((last - first).days, 13)
    return lambda day: LEFT + 0.02 + (0.96 - LEFT) * (day - first).days / length


def _ends(drawing: Drawing, first: date, last: date, down: float) -> None:
    drawing.text(f"{first:%-d %b %Y}", LEFT, down)
    if (last - first).days > 27:
        drawing.text(f"{last:%-d %b %Y}", 1, down, "end")


def _months(drawing: Drawing, mondays: Sequence[date], across: Callable[[int], float], down: float) -> None:
    """Names of months under their first week, thinned out so that they do not run into each other."""
    starts = [n for n, day in enumerate(mondays) if n == 0 or mondays[n - 1].month != day.month]
    every = math.ceil(len(starts) / 6)
    for n in starts[::every]:
        drawing.text(f"{mondays[n]:%b}", across(n), down)


def _clock(after_noon: int) -> str:
    return f"{(12 + after_noon) % 24:02d}:00"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" + ("" if number == 1 else "s")
