"""Pictures of what a person takes in: a day's two bars, its balance of minerals, a week of days, a single food.

Food and products have bars of their own, and the limit is drawn over products alone."""

import math
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from charley.knowledge.nutrients import Reference
from charley.nutrition.ledger import NOT_NOTED, Range, Total
from charley.report.drawing import Drawing
from charley.report.figures import Figure

#: Heights in pixels of the day's picture: a bar's words, the bar, and the room to the next.
WORDS_HIGH, BAR_HIGH, ROOM = 22.0, 30.0, 28.0
#: The week's picture: the room over the columns, the columns, and the days' names.
HEAD_HIGH, COLUMNS_HIGH, FOOT_HIGH = 26.0, 170.0, 26.0
#: The numbers of the upright scale stand to the left of this share of the width.
LEFT = 0.085
#: How much of a day's column is food, and how much products.
FOOD_SHARE, PRODUCTS_SHARE = 0.5, 0.22


#: A bar of the balance ends here at the latest, in daily needs; the words beside it say how much it was.
MOST_NEEDS = 2.0
#: Heights of one row of the balance: its words and its bar, with the room to the next.
ROW_WORDS, ROW_HIGH, ROW_ROOM = 20.0, 14.0, 14.0


class DayIntake(NamedTuple):
    """One day of the week's picture; ``total`` is None where nothing was noted, which is not zero."""

    day: date
    total: Total | None

    @property
    def food_noted(self) -> bool:
        """Whether anything is known of the day's food."""
        return self.total is not None and self.total.food != NOT_NOTED


class Balanced(NamedTuple):
    """One row of the balance: a nutrient by its name, the day's sum, and the need; None where none is shown."""

    name: str
    total: Total
    target: float | None


def spoken(amount: Range) -> str:
    """``120``, ``120 to 180``, ``at least 120`` or ``an unknown amount of``."""
    if amount.high is None and amount.low < 0.5:
        return "an unknown amount of"
    low = f"{amount.low:.0f}"
    if amount.high is None:
        return f"at least {low}"
    high = f"{amount.high:.0f}"
    return high if low == high else f"{low} to {high}"


def measured(amount: Range, unit: str = "mg") -> str:
    """``120 mg``, ``120 to 180 mg``, ``at least 120 mg`` or ``not known``."""
    return "not known" if amount.high is None and amount.low < 0.5 else f"{spoken(amount)} {unit}"


def day_intake(
    total: Total, *, ear: float | None, target: float | None, limit_mg: float | None, running: bool = False
) -> Figure:
    """A day's food against the usual need, and its products against the limit, which holds for products alone.

    Args:
        total: of magnesium.
        ear, target: the average and the recommended need of people like this one, in mg; None where none is known.
        limit_mg: the upper level for products; None where there is none.
        running: whether the day is not over, so that nothing is missing yet.
    """
    food = "not noted" if total.food == NOT_NOTED else measured(total.food)
    products = measured(total.supplements)
    text = f"Magnesium of the day: {food} from food and drink, {products} from supplements and medicines."
    if target is not None:
        text += f" A day needs about {target:g} mg."
    if limit_mg is not None:
        text += f" The limit for supplements and medicines alone is {limit_mg:g} mg."
    most = _most([total.food, total.supplements], [target, limit_mg])
    height = 2 * (WORDS_HIGH + BAR_HIGH + ROOM)
    drawing = Drawing("day", height, text)
    _bar(drawing, f"food and drink: {food}", "food-mark", total.food, most, 0.0)
    if target is not None:
        _need(drawing, ear or target, target, most, WORDS_HIGH)
    top = WORDS_HIGH + BAR_HIGH + ROOM
    _bar(drawing, f"supplements and medicines: {products}", "dose-mark", total.supplements, most, top)
    if limit_mg is not None:
        _limit(drawing, limit_mg, most, top + WORDS_HIGH)
    rows = (
        ("food and drink", *_ends(total.food)),
        ("supplements and medicines", *_ends(total.supplements)),
        ("together", *_ends(total.total)),
    )
    return Figure(
        title=_day_title(total, target, running=running),
        text=text,
        svg=drawing.svg(),
        head=("", "at least", "at most"),
        rows=rows,
    )


def food_alone(amount: Range, need: Reference | None) -> Figure:
    """What one meal or a usual day's food holds, against the need of the day.

    Args:
        amount: of magnesium.
        need: of people like this one; None where none is set.
    """
    target = None if need is None else need.target
    most = _most([amount], [target])
    text = f"Magnesium: {measured(amount)}." + ("" if target is None else f" A day needs about {target:g} mg.")
    drawing = Drawing("food", WORDS_HIGH + BAR_HIGH + ROOM, text)
    _bar(drawing, f"magnesium: {measured(amount)}", "food-mark", amount, most, 0.0)
    if target is not None:
        _need(drawing, (need.ear if need else None) or target, target, most, WORDS_HIGH)
    title = measured(amount) if target is None else f"{measured(amount)} of the {target:g} mg a day needs"
    rows = (("food", *_ends(amount)),)
    return Figure(title=title, text=text, svg=drawing.svg(), head=("", "at least", "at most"), rows=rows)


def _need(drawing: Drawing, ear: float, target: float, most: float, top: float) -> None:
    """The range from the average to the recommended need, over a bar that begins at ``top``."""
    low, high = ear / most, target / most
    drawing.box("need", low, high, top - 4, top + BAR_HIGH + 4, "what people like you need")
    drawing.line("even", high, high, top - 4, top + BAR_HIGH + 4)
    drawing.text(f"need {target:g}", high, top + BAR_HIGH + 18, "end" if high > 0.5 else "start")


def _limit(drawing: Drawing, limit_mg: float, most: float, top: float) -> None:
    """The limit, over a bar of products that begins at ``top``."""
    across = limit_mg / most
    drawing.line("limit", across, across, top - 6, top + BAR_HIGH + 6)
    drawing.text(f"limit {limit_mg:g}", across, top + BAR_HIGH + 20, "end" if across > 0.5 else "start")


def balance(rows: Sequence[Balanced]) -> Figure:
    """The minerals of a day, each against its own need, so that all can stand side by side.

    Args:
        rows: one for each mineral; one without a need is told in words alone.
    """
    said = [_balance_words(each) for each in rows]
    text = "; ".join(said)
    drawing = Drawing("balance", len(rows) * (ROW_WORDS + ROW_HIGH + ROW_ROOM), f"Minerals of the day: {text}.")
    shares = [each.total.total.low / each.target for each in rows if each.target]
    most = 1.05 * min(MOST_NEEDS, max([1.0, *shares]))
    top = 0.0
    for each, words in zip(rows, said, strict=True):
        drawing.text(words, 0.0, top + 14)
        upper, lower = top + ROW_WORDS, top + ROW_WORDS + ROW_HIGH
        if each.target:
            food, products = (_shares(part, each.target) for part in (each.total.food, each.total.supplements))
            known, begin = min(food.low / most, 1.0), min((food.low + products.low) / most, 1.0)
            drawing.line("axis", 0.0, 0.0, upper - 3, lower + 3)
            drawing.box("food-mark", 0.0, known, upper, lower)
            if begin > known:
                drawing.box("dose-mark", known, begin, upper, lower)
            both = _shares(each.total.total, each.target)
            end = 1.0 if both.high is None else min(both.high / most, 1.0)
            if end - begin > 1e-6:
                drawing.unknown(begin, end, upper, lower, "not known: it may be anything up to here")
            drawing.line("even", 1 / most, 1 / most, upper - 3, lower + 3, "what a day needs")
        top += ROW_WORDS + ROW_HIGH + ROW_ROOM
    return Figure(
        title="Each against what a day needs" if any(each.target for each in rows) else "How much of each",
        text=text,
        svg=drawing.svg(),
        head=("", "at least", "at most", "a day needs"),
        rows=tuple(
            (f"{each.name}, {each.total.unit}", *_ends(each.total.total), "" if not each.target else f"{each.target:g}")
            for each in rows
        ),
    )


def _balance_words(each: Balanced) -> str:
    amount = measured(each.total.total, each.total.unit)
    return f"{each.name}: {amount}" if not each.target else f"{each.name}: {amount} of {each.target:g}"


def _shares(amount: Range, target: float) -> Range:
    return Range(amount.low / target, None if amount.high is None else amount.high / target)


def _day_title(total: Total, target: float | None, *, running: bool) -> str:
    if total.food == NOT_NOTED:
        return "What was eaten is not noted, so it is not known"
    if target is None:
        return f"{measured(total.food)} of magnesium from food and drink"
    both = total.total
    if both.low >= target:
        return f"As much as people like you need, about {target:g} mg a day"
    if both.high is None or both.high >= target:
        return f"Perhaps as much as people like you need, about {target:g} mg a day"
    if running:
        return f"So far {measured(both)} of the {target:g} mg that people like you need in a day"
    return f"{spoken(Range(target - both.high, target - both.low))} mg less than people like you need in a day"


def _bar(drawing: Drawing, words: str, mark: str, amount: Range, most: float, top: float) -> None:
    """One bar: what is known filled, what is not known hatched."""
    drawing.text(words, 0.0, top + 14)
    upper, lower = top + WORDS_HIGH, top + WORDS_HIGH + BAR_HIGH
    drawing.line("axis", 0.0, 0.0, upper - 4, lower + 4)
    drawing.box(mark, 0.0, amount.low / most, upper, lower)
    end = 1.0 if amount.high is None else amount.high / most
    if end - amount.low / most > 1e-6:
        drawing.unknown(amount.low / most, end, upper, lower, "not known: it may be anything up to here")


def week_intake(days: Sequence[DayIntake], *, target: float | None, limit_mg: float | None) -> Figure:
    """Seven days side by side. A day on which nothing was noted is hatched from top to bottom.

    Args:
        days: in order.
        target: the recommended need, in mg.
        limit_mg: the upper level for products; drawn over their columns alone.
    """
    noted = [each for each in days if each.total is not None]
    totals = [each.total for each in noted if each.total is not None]
    has_products = any(total.supplements.high != 0 for total in totals)
    limit_mg = limit_mg if has_products else None
    most = _most([amount for total in totals for amount in (total.food, total.supplements)], [target, limit_mg])
    bottom = HEAD_HIGH + COLUMNS_HIGH
    text = "; ".join(_day_words(each) for each in days)
    drawing = Drawing("week", bottom + FOOT_HIGH, f"Magnesium day by day, in mg: {text}.")
    drawing.text("mg of magnesium", LEFT, HEAD_HIGH - 10)
    step = most / 4
    for level in range(5):
        down = bottom - COLUMNS_HIGH * level / 4
        drawing.line("axis" if level == 0 else "grid", LEFT, 1, down, down)
        drawing.text(f"{level * step:.0f}", LEFT - 0.015, down + 4, "end")
    slot = (1 - LEFT) / len(days)
    for place, each in enumerate(days):
        left = LEFT + place * slot
        drawing.text(f"{each.day:%a}", left + slot / 2, bottom + 18, "middle")
        if each.total is None:
            drawing.unknown(left + 0.1 * slot, left + 0.9 * slot, HEAD_HIGH, bottom, _day_words(each))
            continue
        _column(drawing, "food-mark", left + 0.1 * slot, FOOD_SHARE * slot, each.total.food, most, bottom)
        begin = left + (0.14 + FOOD_SHARE) * slot
        _column(drawing, "dose-mark", begin, PRODUCTS_SHARE * slot, each.total.supplements, most, bottom)
        if limit_mg is not None and each.total.supplements.high != 0:
            down, spare = bottom - COLUMNS_HIGH * limit_mg / most, 0.03 * slot
            end = begin + PRODUCTS_SHARE * slot + spare
            drawing.line("limit", begin - spare, end, down, down, f"the limit for products, {limit_mg:g} mg")
    if target is not None:
        down = bottom - COLUMNS_HIGH * target / most
        drawing.line("even", LEFT, 1, down, down, f"need {target:g} mg")
    return Figure(
        title=_week_title(days, target),
        text=text,
        svg=drawing.svg(),
        head=("Day", "From food, mg", "From products, mg"),
        rows=tuple(_day_row(each) for each in days),
        marks=tuple((words, f"{value:g} mg") for words, value in (("need", target), ("limit", limit_mg)) if value),
    )


def _day_row(each: DayIntake) -> tuple[str, ...]:
    amounts = ("", "")
    if each.total is not None:
        amounts = (spoken(each.total.food) if each.food_noted else "", spoken(each.total.supplements))
    return (f"{each.day:%a %-d %b}", *amounts)


def _column(drawing: Drawing, mark: str, left: float, width: float, amount: Range, most: float, bottom: float) -> None:
    low = bottom - COLUMNS_HIGH * amount.low / most
    drawing.box(mark, left, left + width, low, bottom)
    high = bottom - COLUMNS_HIGH if amount.high is None else bottom - COLUMNS_HIGH * amount.high / most
    if low - high > 0.5:
        drawing.unknown(left, left + width, high, low)


def _week_title(days: Sequence[DayIntake], target: float | None) -> str:
    noted = [each.total for each in days if each.total is not None and each.food_noted]
    if not noted:
        return "No food is noted for these days"
    said = f"{len(noted)} of {len(days)} days noted"
    if target is None:
        return said
    enough = sum(total.total.low >= target for total in noted)
    return f"{said}; on {enough if enough else 'none'} of them surely as much as people like you need"


def _day_words(each: DayIntake) -> str:
    if each.total is None:
        return f"{each.day:%a} not noted"
    food = spoken(each.total.food) if each.food_noted else "not noted"
    return f"{each.day:%a} food {food}, products {spoken(each.total.supplements)}"


def _ends(amount: Range) -> tuple[str, str]:
    return f"{amount.low:.0f}", "" if amount.high is None else f"{amount.high:.0f}"


def _most(amounts: Sequence[Range], lines: Sequence[float | None]) -> float:
    """The end of the scale: a round number above everything that is drawn."""
    ends = [amount.low if amount.high is None else amount.high for amount in amounts]
    highest = max([*ends, *(line for line in lines if line is not None), 100.0])
    step = 10.0 ** math.floor(math.log10(highest)) / 2.5
    return float(math.ceil(1.08 * highest / step) * step)
