"""The two pictures of a trial: its periods side by side, and its answer under each way of looking."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from charley.report.drawing import Drawing
from charley.report.figures import Figure
from charley.trials.analysis import Judgement, PeriodShown
from charley.trials.design import Design

LEFT, RIGHT, TOP, BOTTOM, HEIGHT = 0.075, 0.99, 34.0, 200.0, 240.0
#: Height of a row with its name above the bar, in pixels, as in every forest plot.
ROW, NAME = 46.0, 18.0


def periods(design: Design, shown: Sequence[PeriodShown], treated: str) -> Figure | None:
    """A bar for each period, cramps a week on its recorded nights; those with the answer are darker.

    None where no period has a recorded night.
    """
    rates = [each.per_week for each in shown if each.per_week is not None]
    if not rates:
        return None
    highest, slot = 1.15 * max(1.0, *rates), (RIGHT - LEFT) / len(shown)
    title = f"Cramps a week in each of {len(shown)} periods, first nights left out"
    drawing = Drawing("periods", HEIGHT, f"{title}. The numbers are in the table.")
    drawing.text("cramps a week", 0.0, 14)
    drawing.line("axis", LEFT, RIGHT, BOTTOM, BOTTOM)
    for value in (0.0, max(rates)):
        drawing.text(f"{value:.1f}".removesuffix(".0"), LEFT - 0.012, BOTTOM - _high(value, highest) + 4, "end")
    for place, each in enumerate(shown):
        left = LEFT + slot * (place + 0.14)
        right = left + slot * 0.72
        if each.per_week is None:
            drawing.unknown(left, right, TOP, BOTTOM, f"period {each.number}: no night recorded")
        else:
            kind = "bar-mark" if each.arm == treated else "bar-before"
            drawing.box(kind, left, right, BOTTOM - _high(each.per_week, highest), BOTTOM)
        drawing.text(each.arm, (left + right) / 2, BOTTOM + 18, "middle")
    names = ", ".join(f"{arm.id} {arm.name}" for arm in design.arms)
    drawing.text(names, LEFT, HEIGHT - 4)
    rows = tuple(
        (str(each.number), each.arm, "" if each.per_week is None else f"{each.per_week:.1f}", f"{each.nights:.3g}")
        for each in shown
    )
    return Figure(
        title=title, text=drawing.root.get("aria-label", ""), svg=drawing.svg(),
        head=("Period", "Arm", "Cramps a week", "Nights"), rows=rows,
    )  # fmt: skip


class Estimate(NamedTuple):
    """One line of a forest plot: a rate ratio with its 95 % range.

    Attributes:
        name: written above it.
        low, middle, high: the range.
        faint: a second range drawn thin beside it, such as what it was before others were looked at; None for none.
        together: whether it is about all.
    """

    name: str
    low: float
    middle: float
    high: float
    faint: tuple[float, float, float] | None = None
    together: bool = False


def answers(found: Judgement) -> Figure | None:
    """The answer as sealed, and beside it under each other way of looking; None where there is none."""
    if found.as_assigned is None:
        return None
    beside = {"As assigned, the sealed prior": found.as_assigned}
    for name, each in list(found.priors.items())[1:]:
        beside[f"Prior: {name}"] = each
    for name, other in (("As taken", found.as_taken), ("Without late entries", found.timely)):
        if other is not None:
            beside[name] = other
    rows = [
        Estimate(name, each.rate_ratio.q025, each.rate_ratio.q50, each.rate_ratio.q975) for name, each in beside.items()
    ]
    return forest("answers", "The answer under each way of looking", rows)


def forest(name: str, title: str, rows: Sequence[Estimate]) -> Figure:
    """Rate ratios one below the other, on a log scale about "no change".

    Args:
        name: makes the picture's ids its own.
        title: what is seen.
        rows: at least one.
    """
    ends = [abs(math.log(end)) for row in rows for end in (*row[1:4], *(row.faint or ()))]
    reach = 1.05 * max(math.log(2), *ends)

    def across(ratio: float) -> float:
        return 0.5 + 0.46 * math.log(ratio) / reach

    table = tuple((row.name, f"{row.middle:.2f}", f"{row.low:.2f} to {row.high:.2f}") for row in rows)
    said = "; ".join(f"{who}: {middle} ({spread})" for who, middle, spread in table)
    height = 24 + ROW * len(rows) + 40
    drawing = Drawing(name, height, f"{title}. Cramps with it as a share of cramps without. {said}. 1 is no change.")
    drawing.line("even", across(1), across(1), 6, height - 34)
    for place, row in enumerate(rows):
        top = 20 + ROW * place
        drawing.text(f"{row.name}: {table[place][1]} ({table[place][2]})", 0.02, top)
        if row.faint is not None:
            low, middle, high = row.faint
            drawing.line("axis", across(low), across(high), top + NAME + 6, top + NAME + 6)
            drawing.dot("point", across(middle), top + NAME + 6, 2.5)
        drawing.line("interval" if row.together else "limit", across(row.low), across(row.high), top + NAME, top + NAME)
        drawing.dot("point", across(row.middle), top + NAME, 6)
    bottom = height - 14
    for ratio, words, anchor in ((0.5, "half", "middle"), (1.0, "no change", "middle"), (2.0, "twice", "middle")):
        drawing.text(words, across(ratio), bottom, anchor)
    return Figure(
        title=title, text=drawing.root.get("aria-label", ""), svg=drawing.svg(),
        head=("", "Cramps with it to cramps without", "95 % range"), rows=table,
    )  # fmt: skip


def _high(value: float, highest: float) -> float:
    return (BOTTOM - TOP) * value / highest
