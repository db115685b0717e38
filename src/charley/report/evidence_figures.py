"""Pictures of the evidence: trials side by side, a hundred people, uptake and luck."""

import math
from collections.abc import Callable

from charley.evidence.effects import RATIOS
from charley.evidence.expectation import Expectation, HundredPeople
from charley.evidence.luck import Luck
from charley.evidence.synthesis import Synthesis
from charley.evidence.uptake import LARGEST_MG, SMALLEST_MG, band, curve, splits
from charley.knowledge.printed import rounded
from charley.knowledge.uptake import UptakePoint, points
from charley.report.drawing import Drawing
from charley.report.figures import Figure

#: Height of one trial in a forest plot, and of the room for its name above the bar, in pixels.
ROW, NAME = 46.0, 18.0


def forest(found: Synthesis) -> Figure | None:
    """Each trial as a bar from the low to the high end of its 95 % range, and the pooled answer below.

    None where no trial could be pooled.
    """
    pooled = found.pooled
    if pooled is None:
        return None
    as_ratio = found.question.measure in RATIOS
    shown: Callable[[float], float] = math.exp if as_ratio else float
    bars = [
        (each.study.name, each.effect.estimate, each.effect.estimate - 1.96 * each.effect.se,
         each.effect.estimate + 1.96 * each.effect.se, weight)
        for each, weight in zip(found.used, pooled.weights, strict=True)
    ]  # fmt: skip
    low = min([0.0, pooled.low, *(bar[2] for bar in bars)])
    high = max([0.0, pooled.high, *(bar[3] for bar in bars)])

    def across(x: float) -> float:
        return 0.04 + 0.92 * (x - low) / ((high - low) or 1.0)

    def said(x: float) -> str:
        return rounded(shown(x), 2)

    rows = [(name, said(x), f"{said(a)} to {said(b)}", f"{weight:.0f} %") for name, x, a, b, weight in bars]
    if len(bars) > 1:
        rows.append(("All together", said(pooled.estimate), f"{said(pooled.low)} to {said(pooled.high)}", "100 %"))
    verdict = _verdict(pooled.low, pooled.high, trials=len(bars))
    count = f"{len(bars)} trials; together" if len(bars) > 1 else "One trial;"
    text = f"{found.question.title}. {count} {rows[-1][1]} ({rows[-1][2]}). {verdict}"
    height = 30 + ROW * len(rows) + 30
    drawing = Drawing("forest", height, text)
    drawing.line("even", across(0), across(0), 8, height - 30)
    for number, (name, x, a, b, weight) in enumerate(bars):
        top = 20 + ROW * number
        drawing.text(f"{name}: {said(x)} ({said(a)} to {said(b)})", 0.02, top)
        drawing.line("axis", across(a), across(b), top + NAME, top + NAME)
        drawing.dot("point", across(x), top + NAME, 4 + 4 * math.sqrt(weight / 100))
    if len(bars) > 1:
        top = 20 + ROW * len(bars)
        drawing.text(f"All together: {rows[-1][1]} ({rows[-1][2]})", 0.02, top)
        drawing.line("interval", across(pooled.low), across(pooled.high), top + NAME, top + NAME)
        drawing.dot("point", across(pooled.estimate), top + NAME, 6)
    drawing.text("no difference", across(0), height - 10, _anchor(across(0)))
    return Figure(title=verdict, text=text, svg=drawing.svg(), head=("Trial", "Result", "95 % range", "Weight"),
                  rows=tuple(rows))  # fmt: skip


def without_each(found: Synthesis) -> list[tuple[str, str]]:
    """What the pool says without each trial in turn: the trial left out, and the rest in numbers."""
    shown: Callable[[float], float] = math.exp if found.question.measure in RATIOS else float
    return [
        (
            each.study.name,
            f"{rounded(shown(p.estimate), 2)} ({rounded(shown(p.low), 2)} to {rounded(shown(p.high), 2)})",
        )
        for each, p in zip(found.used, found.without, strict=False)
    ]


def funnel(found: Synthesis) -> Figure | None:
    """Trials by how precise they are: without a bias small ones scatter evenly about the middle. None below three."""
    pooled = found.pooled
    if pooled is None or len(found.used) < 3:
        return None
    as_ratio = found.question.measure in RATIOS
    worst = max(each.effect.se for each in found.used)
    reach = max(1.96 * worst, *(abs(each.effect.estimate - pooled.estimate) for each in found.used)) * 1.1
    top, bottom = 16.0, 230.0

    def across(x: float) -> float:
        return 0.5 + 0.46 * (x - pooled.estimate) / reach

    def down(se: float) -> float:
        return top + (bottom - top) * se / worst

    test = found.small
    title = "Too few trials to tell whether small ones found more"
    if test is not None and len(found.used) >= 10:
        title = "Small trials found more" if test.p < 0.1 else "Small trials did not clearly find more"
    text = f"{title}. {len(found.used)} trials, the precise ones on top."
    drawing = Drawing("funnel", 262, text)
    drawing.line("even", 0.5, 0.5, top, bottom)
    for sign in (-1, 1):
        edge = across(pooled.estimate + sign * 1.96 * worst)
        drawing.curve("middle", min(0.5, edge), max(0.5, edge), (0, 1) if sign > 0 else (1, 0), (top, bottom))
    for each in found.used:
        drawing.dot("point", across(each.effect.estimate), down(each.effect.se), 6)
    drawing.text("precise", 0.01, top + 6)
    drawing.text("less precise", 0.01, bottom)
    places: Callable[[float], str] = lambda x: rounded(math.exp(x) if as_ratio else x, 2)  # noqa: E731
    return Figure(
        title=title, text=text, svg=drawing.svg(), head=("Trial", "Result", "Standard error"),
        rows=tuple((e.study.name, places(e.effect.estimate), rounded(e.effect.se, 2)) for e in found.used),
    )  # fmt: skip


def hundred_people(expected: Expectation) -> Figure:
    """A hundred people on placebo and a hundred on magnesium: who was better, surely, perhaps, and not."""
    drawing = Drawing("hundred", 260, expected.text)
    for number, (name, group) in enumerate((("Placebo", expected.placebo), ("Magnesium", expected.magnesium))):
        top = 24 + 126 * number
        drawing.text(f"{name}: {group.better} of 100 (range {group.low} to {group.high})", 0.01, top)
        for person in range(100):
            kind = _person(person, group)
            drawing.dot(kind, 0.025 + 0.05 * (person % 20), top + 20 + 20 * (person // 20), 6.5)
    return Figure(
        title=expected.title,
        text=expected.text,
        svg=drawing.svg(),
        head=("Of 100 people", "Better", "Range"),
        rows=(
            ("On placebo", str(expected.placebo.better), f"{expected.placebo.low} to {expected.placebo.high}"),
            ("On magnesium", str(expected.magnesium.better), f"{expected.magnesium.low} to {expected.magnesium.high}"),
        ),
    )


def uptake(day_mg: float) -> Figure:
    """How the share taken up falls with the dose, with measured points, and what splitting a day's amount changes."""
    middle, (lower, upper) = curve(), band()
    doses = [SMALLEST_MG + step * (LARGEST_MG - SMALLEST_MG) / 60 for step in range(61)]
    left, right, top, bottom = 0.1, 0.98, 16.0, 216.0

    def down(share: float) -> float:
        return bottom - (bottom - top) * share / 0.7

    def along(dose: float) -> float:
        return (dose - SMALLEST_MG) / (LARGEST_MG - SMALLEST_MG)

    parts = splits(day_mg)
    one, last = parts[0], parts[-1]
    title = "The more at once, the smaller the share that gets in"
    text = (
        f"{title}. Of {day_mg:g} mg at once about {one.absorbed_mg:.0f} mg get in (range {one.low_mg:.0f} to "
        f"{one.high_mg:.0f}); in {last.parts} parts about {last.absorbed_mg:.0f} mg ({last.low_mg:.0f} to "
        f"{last.high_mg:.0f}). This compares ways of taking it; it says nothing of cramps or of your blood."
    )
    drawing = Drawing("uptake", 256, text)
    for share in (0, 0.2, 0.4, 0.6):
        drawing.line("axis" if share == 0 else "grid", left, right, down(share), down(share))
        drawing.text(f"{100 * share:.0f} %", left - 0.015, down(share) + 4, "end")
    shares = [along(dose) for dose in doses]
    drawing.band(left, right, shares, [down(lower.share(d)) for d in doses], [down(upper.share(d)) for d in doses])
    drawing.curve("middle", left, right, shares, [down(middle.share(d)) for d in doses])
    for dose in (100, 200, 300, 400):
        drawing.text(f"{dose} mg", left + (right - left) * along(dose), 240, "middle")
    measured = [point for point in points() if point.dose_mg and SMALLEST_MG <= point.dose_mg <= LARGEST_MG]
    for point in measured:
        x = left + (right - left) * along(point.dose_mg or 0)
        if point.low is not None and point.high is not None:
            drawing.line("axis", x, x, down(point.low), down(point.high))
        drawing.dot("point", x, down(point.share), 5)
    rows = [
        (
            f"{part.parts} × {part.each_mg:.0f} mg",
            f"{part.absorbed_mg:.0f} mg",
            f"{part.low_mg:.0f} to {part.high_mg:.0f} mg",
        )
        for part in parts
    ]
    rows += [(f"Measured at {point.dose_mg:g} mg: {point.what}", *_measured(point)) for point in measured]
    return Figure(title=title, text=text, svg=drawing.svg(), head=("A day's amount as", "Gets in, about", "Range"),
                  rows=tuple(rows))  # fmt: skip


def _measured(point: UptakePoint) -> tuple[str, str]:
    spread = "" if point.low is None or point.high is None else f"{100 * point.low:.0f} to {100 * point.high:.0f} %"
    return f"{100 * point.share:.0f} %", spread


def luck(found: Luck, *, fall: float, weeks_before: int) -> Figure:
    """Weekly counts of a few imaginary people whose cramps did not change, before and after."""
    share = round(100 * found.fell)
    title = f"{min(99, max(1, share))} of 100 people would have seen this, with no change at all"
    text = (
        f"{title}. A fall of {100 * fall:.0f} % or more, by luck alone (range {max(1, share - _points(found)):d} to "
        f"{min(99, share + _points(found)):d} of 100). Each row is one imaginary person, week by week."
    )
    most = max([1, *(count for before, after in found.diaries for count in (*before, *after))])
    height = 44.0
    drawing = Drawing("luck", height * len(found.diaries) + 24, text)
    weeks = sum(len(side) for side in found.diaries[0])
    slot = 0.98 / weeks
    for number, (before, after) in enumerate(found.diaries):
        floor = 20 + height * (number + 1) - 8
        drawing.line("axis", 0.01, 0.99, floor, floor)
        for week, count in enumerate((*before, *after)):
            left = 0.01 + slot * week
            kind = "bar-mark" if week >= weeks_before else "bar-before"
            drawing.box(kind, left + 0.1 * slot, left + 0.9 * slot, floor - (height - 14) * count / most, floor)
    border = 0.01 + slot * weeks_before
    drawing.line("even", border, border, 4, height * len(found.diaries) + 20)
    drawing.text("before", max(0.01, border - 0.02), 14, "end")
    drawing.text("after", min(0.99, border + 0.02), 14)
    rows = tuple(
        (f"Person {n}", ", ".join(map(str, before)), ", ".join(map(str, after)))
        for n, (before, after) in enumerate(found.diaries, start=1)
    )
    return Figure(title=title, text=text, svg=drawing.svg(), head=("", "Weeks before", "Weeks after"), rows=rows)


def _person(number: int, group: HundredPeople) -> str:
    return "person-in" if number < group.low else "person-maybe" if number < group.high else "person-out"


def _verdict(low: float, high: float, *, trials: int) -> str:
    whose = "The range" if trials > 1 else "There is one trial, and its range"
    if low <= 0 <= high:
        return f"{whose} reaches from less to more: no clear difference"
    return f"{whose} lies on one side: {'less' if high < 0 else 'more'} with the treatment"


def _points(found: Luck) -> int:
    return max(1, round(100 * found.margin))


def _anchor(across: float) -> str:
    return "start" if across < 0.15 else "end" if across > 0.85 else "middle"
