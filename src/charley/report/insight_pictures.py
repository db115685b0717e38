"""Pictures of an answer: what was held beforehand, and what the diary made of it."""

import math
from collections.abc import Sequence

from charley.report.answer_words import Range
from charley.report.drawing import Drawing
from charley.report.figures import Figure
from charley.report.insight_words import PRIOR_NAMES

#: Rate ratios at which the scale is lettered.
TICKS = ((0.25, "a quarter"), (0.5, "half"), (1.0, "no change"), (2.0, "twice"), (4.0, "four times"))
LEFT, RIGHT, TOP, BOTTOM = 0.02, 0.98, 16.0, 168.0
#: The picture reaches no further than this to either side, as a log rate ratio.
FURTHEST = math.log(6.0)


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


def _share(ratio: float) -> str:
    return f"{100 * ratio:.0f} %"
