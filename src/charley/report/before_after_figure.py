"""The weeks before and after something was begun, with the fall on a dummy pill laid over them."""

from collections.abc import Sequence

from charley.report.drawing import Drawing
from charley.report.figures import Figure

LEFT, RIGHT, TOP, BOTTOM, HEIGHT = 0.075, 0.99, 34.0, 230.0, 258.0
#: Where the mark of the dummy pill stands beside its words, on a narrow page too.
KEY = 0.44


def before_after_figure(
    weeks: Sequence[tuple[int, float | None, int]],
    before: float | None,
    on_placebo: float | None,
    *,
    fall: float,
    title: str,
) -> Figure | None:
    """Bars of cramps a week, the level before, and where a dummy pill alone would have led.

    Args:
        weeks: number (-1 the week before, 1 the first after), cramps a week where known, and recorded nights.
        before: cramps a week before, on average.
        on_placebo: the same after the fall on a dummy pill.
        fall: that fall as a share.
        title: what is seen.

    Returns:
        None where there is no level to draw.
    """
    if before is None or on_placebo is None or not weeks:
        return None
    highest = 1.15 * max([before, 1.0, *(each for _, each, _ in weeks if each is not None)])
    slot = (RIGHT - LEFT) / len(weeks)
    border = LEFT + slot * sum(number < 0 for number, _, _ in weeks)

    def up(value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * value / highest

    text = (
        f"{title}. Cramps a week in {len(weeks)} weeks. The level before was {before:.1f} a week; a fall as on a dummy "
        f"pill, by {100 * fall:.0f} %, would lead to {on_placebo:.1f}. The numbers are in the table."
    )
    drawing = Drawing("before-after", HEIGHT, text)
    drawing.text("cramps a week", 0.0, 14)
    drawing.line("axis", LEFT, RIGHT, BOTTOM, BOTTOM)
    for value in (0.0, before):
        drawing.text(f"{value:.1f}".removesuffix(".0"), LEFT - 0.012, up(value) + 4, "end")
    for place, (number, per_week, recorded) in enumerate(weeks):
        left = LEFT + slot * (place + 0.14)
        right, note = left + slot * 0.72, f"{_week(number)}: {recorded} of 7 nights recorded"
        if per_week is None:
            drawing.unknown(left, right, TOP, BOTTOM, note)
        else:
            drawing.box("bar-before" if number < 0 else "bar-mark", left, right, up(per_week), BOTTOM, note)
    drawing.line("grid", LEFT, RIGHT, up(before), up(before))
    drawing.line("limit", border, RIGHT, up(on_placebo), up(on_placebo), f"{on_placebo:.1f} a week on a dummy pill")
    drawing.text("as on a dummy pill alone", KEY + 0.08, 14)
    drawing.line("limit", KEY, KEY + 0.06, 10, 10)
    drawing.line("even", border, border, TOP - 8, BOTTOM + 12)
    drawing.text("before", border - 0.02, BOTTOM + 20, "end")
    drawing.text("after", border + 0.02, BOTTOM + 20)
    return Figure(
        title=title,
        text=text,
        svg=drawing.svg(),
        head=("Week", "Cramps a week", "Nights recorded"),
        rows=(
            *((_week(number), "" if each is None else f"{each:.1f}", str(seen)) for number, each, seen in weeks),
            ("Before, on average", f"{before:.1f}", ""),
            ("After a fall as on a dummy pill", f"{on_placebo:.1f}", ""),
        ),
    )


def _week(number: int) -> str:
    return f"{-number} before" if number < 0 else f"{number} after"
