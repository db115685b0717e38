"""Pictures of an answer: what was held beforehand and what the diary made of it, and what goes along with cramps."""

import math
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from charley.report.answer_words import Range
from charley.report.drawing import Drawing
from charley.report.figures import Figure
from charley.report.insight_words import LAG_WORDS, PRIOR_NAMES

#: Rate ratios at which the scale is lettered.
TICKS = ((0.25, "a quarter"), (0.5, "half"), (1.0, "no change"), (2.0, "twice"), (4.0, "four times"))
LEFT, RIGHT, TOP, BOTTOM = 0.02, 0.98, 16.0, 168.0
#: The picture reaches no further than this to either side, as a log rate ratio.
FURTHEST = math.log(6.0)

#: The lags as they stand beside the bars.
LAG_SHORT = ("same night", "1 later", "2 later")
#: The rows of the picture of links, in pixels: the name of a thing, one bar, and the lettered scale.
NAME_HIGH, BAR_HIGH, SCALE_HIGH = 30.0, 22.0, 34.0
#: Left of this share of the width stand the lags.
BARS_FROM = 0.27


class LinkBar(NamedTuple):
    """One noted thing at one lag: cramps with it as a ratio to cramps without, and whether it stands out."""

    exposure: str
    lag: int
    ratio: Range
    shown: bool


def before_and_after(
    name: str,
    kind: str,
    *,
    log_rate_ratio: Sequence[float],
    prior: Sequence[float],
    posterior: Sequence[float],
    ratio: Range,
) -> Figure:
    """How likely each effect was held to be before the diary (dotted) and after it (filled).

    Args:
        name: of the treatment.
        kind: of the prior, a key of ``insight_words.PRIOR_NAMES``.
        log_rate_ratio: places, ascending.
        prior, posterior: densities at these places.
        ratio: of cramps with the treatment to cramps without, after the diary.
    """
    shown = [i for i, x in enumerate(log_rate_ratio) if abs(x) <= FURTHEST]
    places = [log_rate_ratio[i] for i in shown]
    low, high = places[0], places[-1]
    top = max(max(prior[i], posterior[i]) for i in shown)

    def along(x: float) -> float:
        return (x - low) / (high - low)

    def down(density: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * density / top

    title = f"Before the diary and after it: {name}, {PRIOR_NAMES[kind]}"
    text = (
        f"{title}. Cramps with {name} as a share of cramps without: after the diary most likely near "
        f"{_share(ratio.middle)}, 95 % range {_share(ratio.low)} to {_share(ratio.high)}. 100 % is no change."
    )
    drawing = Drawing(f"prior-{kind}-{''.join(c for c in name if c.isalnum())}", 200, text)
    across = [along(x) for x in places]
    drawing.band(LEFT, RIGHT, across, [BOTTOM] * len(across), [down(posterior[i]) for i in shown])
    drawing.curve("middle", LEFT, RIGHT, across, [down(posterior[i]) for i in shown])
    drawing.curve("even", LEFT, RIGHT, across, [down(prior[i]) for i in shown])
    drawing.line("axis", LEFT, RIGHT, BOTTOM, BOTTOM)
    for value, words in TICKS:
        if low < math.log(value) < high:
            place = LEFT + (RIGHT - LEFT) * along(math.log(value))
            drawing.line("axis", place, place, BOTTOM, BOTTOM + 6)
            drawing.text(words, place, BOTTOM + 22, "middle")
    rows = (
        ("Low end of the 95 % range", _share(ratio.low)),
        ("Middle", _share(ratio.middle)),
        ("High end of the 95 % range", _share(ratio.high)),
    )
    head = ("Cramps with it, as a share of cramps without, after the diary", "")
    return Figure(title=title, text=text, svg=drawing.svg(), head=head, rows=rows)


def links(bars: Sequence[LinkBar]) -> Figure:
    """Every noted thing at each lag as a bar that holds the true ratio in 95 of 100 cases, beside "no change".

    Args:
        bars: those of one thing next to each other.
    """
    ends = [abs(math.log(end)) for bar in bars for end in (bar.ratio.low, bar.ratio.high)]
    reach = min(FURTHEST, max(math.log(2.0), *ends)) * 1.05
    groups = [(name, list(rows)) for name, rows in groupby(bars, key=lambda bar: bar.exposure)]
    bottom = SCALE_HIGH + len(groups) * NAME_HIGH + len(bars) * BAR_HIGH
    out = sum(bar.shown for bar in bars)
    title = f"{out} of {len(bars)} possible links {'stands' if out == 1 else 'stand'} out"
    text = (
        f"{title}. A bar for each thing noted, on the same night, one and two nights later: where cramps with it may "
        "lie as a share of cramps without. The numbers are in the table below."
    )

    def across(ratio: float) -> float:
        place = max(-reach, min(reach, math.log(ratio))) / reach
        return BARS_FROM + (RIGHT - BARS_FROM) * (1 + place) / 2

    drawing = Drawing("links", bottom + 8, text)
    for value, words in TICKS:
        if abs(math.log(value)) < reach * 0.9 and value != 1.0:
            drawing.text(words, across(value), 14, "middle")
            drawing.line("grid", across(value), across(value), 22, bottom)
    drawing.text("no change", across(1.0), 14, "middle")
    drawing.line("even", across(1.0), across(1.0), 22, bottom)
    down = SCALE_HIGH
    for name, rows in groups:
        drawing.text(name, 0.0, down + 18)
        down += NAME_HIGH
        for bar in rows:
            middle = down + BAR_HIGH / 2 - 4
            drawing.text(LAG_SHORT[bar.lag], 0.03, middle + 4)
            kind = "interval" if bar.shown else "faint"
            drawing.line(kind, across(bar.ratio.low), across(bar.ratio.high), middle, middle)
            drawing.dot("point", across(bar.ratio.middle), middle, 5 if bar.shown else 3)
            down += BAR_HIGH
    table = tuple(
        (
            f"{bar.exposure}, {LAG_WORDS[bar.lag].removeprefix('on ')}",
            _share(bar.ratio.middle),
            f"{_share(bar.ratio.low)} to {_share(bar.ratio.high)}",
            "yes" if bar.shown else "no",
        )
        for bar in bars
    )
    head = ("Cramps with it, as a share of cramps without", "Middle", "95 % range", "Stands out")
    return Figure(title=title, text=text, svg=drawing.svg(), head=head, rows=table)


def _share(ratio: float) -> str:
    return f"{100 * ratio:.0f} %"
