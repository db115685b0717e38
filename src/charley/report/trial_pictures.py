"""Pictures of a trial: what a design can tell, and the same answer looked at in several ways."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from charley.report.drawing import Drawing
from charley.report.figures import Figure
from charley.report.trial_sheets import power_rows
from charley.trials.power import Cell

#: Height of a bar with the words above it, where the bar begins below those words, and how thick it is, in pixels.
ROW, WORDS, THICK = 50.0, 17.0, 20.0
#: Height of one way of looking, with its name, in pixels.
WAY = 44.0
#: Where the bars of periods stand, and how high the highest is, in pixels.
FLOOR, HIGH = 136.0, 112.0
#: With a reach above this (of the log rate ratio) "half" would run into "a quarter" on a phone.
CROWDED = 1.6


def chances(name: str, title: str, cells: Sequence[Cell]) -> Figure:
    """How often each verdict would be given, one bar for each truth; "cannot tell" is hatched, as all that is unknown.

    Args:
        name: makes the picture's ids its own.
        title: what is seen, as a sentence.
        cells: of one design.
    """
    rows = power_rows(cells)
    said = [f"If {truth}: helps {a}, does not help enough {b}, cannot tell {c}." for truth, a, b, c in rows]
    drawing = Drawing(name, ROW * len(cells), " ".join([title, *said]))
    for number, (cell, (truth, *shares)) in enumerate(zip(cells, rows, strict=True)):
        top, v = ROW * number, cell.verdicts
        drawing.text(f"If in truth {truth}{' cramps' if cell.rate_ratio != 1 else ''}", 0, top + 12)
        first, second = v.helps, v.helps + v.does_not_help_enough
        above, below = top + WORDS, top + WORDS + THICK
        drawing.unknown(second, 1, above, below, f"cannot tell: {shares[2]}")
        drawing.box("no-mark", first, second, above, below, f"does not help enough: {shares[1]}")
        drawing.box("yes-mark", 0, first, above, below, f"helps: {shares[0]}")
    head = ("If in truth", "helps", "does not help enough", "cannot tell")
    return Figure(title=title, text=" ".join(said), svg=drawing.svg(), head=head, rows=tuple(rows))


class Seen(NamedTuple):
    """The same question answered in one way: its name, and the rate ratio's middle and 95 % range."""

    name: str
    q025: float
    q50: float
    q975: float


def ways(name: str, title: str, seen: Sequence[Seen]) -> Figure:
    """One bar for each way of looking at a trial, on one scale, so that it is seen whether they agree.

    Args:
        name: makes the picture's ids its own.
        title: what is seen, as a sentence.
        seen: the ways, the one that decides first.
    """
    reach = max(math.log(2), *(abs(math.log(q)) for each in seen for q in (each.q025, each.q975))) * 1.08

    def across(ratio: float) -> float:
        return 0.5 + 0.49 * math.log(ratio) / reach

    height = WAY * len(seen) + 44
    rows = tuple((each.name, _share(each.q50), f"{_share(each.q025)} to {_share(each.q975)}") for each in seen)
    text = " ".join(f"{name}: {middle}, 95 % range {around}." for name, middle, around in rows)
    drawing = Drawing(name, height, f"{title} {text}")
    drawing.line("even", across(1), across(1), 18, height - 24)
    drawing.text("no change", across(1), 12, "middle")
    for number, each in enumerate(seen):
        top = 22 + WAY * number
        drawing.text(each.name, 0, top + 13)
        drawing.line("interval", across(each.q025), across(each.q975), top + 28, top + 28)
        drawing.dot("point", across(each.q50), top + 28, 5)
    wide = reach > CROWDED
    for ratio, words in ((0.25, "a quarter"), (4, "four times")) if wide else ((0.5, "half"), (2, "twice")):
        if abs(math.log(ratio)) < reach * 0.9:
            drawing.text(words, across(ratio), height - 6, "middle")
    head = ("Looked at", "Cramps left", "95 % range")
    return Figure(title=title, text=text, svg=drawing.svg(), head=head, rows=rows)


class PeriodSeen(NamedTuple):
    """One period as it went: its number, the letter of its arm, and cramps a week; None where nothing was counted."""

    number: int
    arm: str
    per_week: float | None


def by_period(name: str, title: str, periods: Sequence[PeriodSeen]) -> Figure:
    """Cramps a week in each period, in order, with the letter of its arm below.

    Args:
        name: makes the picture's ids its own.
        title: what is seen, as a sentence.
        periods: as they went.
    """
    highest = max((each.per_week or 0.0 for each in periods), default=0.0) or 1.0
    rows = tuple(
        (str(each.number), each.arm, "" if each.per_week is None else f"{each.per_week:.1f}") for each in periods
    )
    text = " ".join(f"Period {number}, {arm}: {value or 'not known'}." for number, arm, value in rows)
    drawing = Drawing(name, FLOOR + 26, f"{title} {text}")
    step = 1.0 / max(len(periods), 6)
    for i, (each, (number, arm, value)) in enumerate(zip(periods, rows, strict=True)):
        left, right = (i + 0.12) * step, (i + 0.88) * step
        note = f"period {number}, {arm}: {value or 'not known'}"
        if each.per_week is None:
            drawing.unknown(left, right, FLOOR - HIGH, FLOOR, note)
        else:
            top = FLOOR - HIGH * each.per_week / highest
            drawing.box("bar-mark", left, right, top, FLOOR, note)
            drawing.text(value, (left + right) / 2, top - 5, "middle")
        drawing.text(arm, (left + right) / 2, FLOOR + 18, "middle")
    drawing.line("axis", 0, len(periods) * step, FLOOR, FLOOR)
    return Figure(title=title, text=text, svg=drawing.svg(), head=("Period", "Side", "Cramps a week"), rows=rows)


def _share(ratio: float) -> str:
    return f"{100 * ratio:.0f} %"
