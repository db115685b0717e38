"""The two pictures of the cramp profile: the night clock, and the weeks with the level under them."""

import math
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from charley.dates import minute_of
from charley.report.document import ClockRow, CrampProfile, Mark, TrendNight, TrendWeek
from charley.report.plate import Plate


class Picture(NamedTuple):
    """A picture and the same in words.

    Attributes:
        svg: the picture.
        text: for those who do not see it.
        width, height: in points.
    """

    svg: str
    text: str
    width: float
    height: float


DAY_MIN = 1440

# The night clock, in points.
CLOCK_WIDE, ROW_HIGH, CLOCK_TOP, CLOCK_LEFT, CLOCK_RIGHT = 318.0, 6.9, 17.0, 46.0, 40.0
DOT, KEY_HIGH = 2.5, 17.0


def night_clock(page: CrampProfile) -> Picture:
    """One row a night from noon to noon: a dot for each cramp, a tick for each dose, a hatch where nobody said."""
    rows = page.clock
    high = CLOCK_TOP + ROW_HIGH * len(rows) + KEY_HIGH
    plate = Plate("clock", CLOCK_WIDE, high, _clock_text(rows))
    right = CLOCK_WIDE - CLOCK_RIGHT
    bottom = CLOCK_TOP + ROW_HIGH * len(rows)

    def across(minute: float) -> float:
        return CLOCK_LEFT + (right - CLOCK_LEFT) * minute / DAY_MIN

    for begins, ends in _in_bed(page.person.bed, page.person.wake):
        plate.box(across(begins), CLOCK_TOP, across(ends) - across(begins), bottom - CLOCK_TOP, ink=0.07)
    for hour in range(0, 25, 3):
        strong = hour % 12 == 0
        plate.line(across(60 * hour), CLOCK_TOP - 3, across(60 * hour), bottom, wide=0.5, ink=0.6 if strong else 0.22)
        plate.text(_hour(hour), across(60 * hour), CLOCK_TOP - 6, anchor="middle")
    plate.text("cramps", CLOCK_WIDE, CLOCK_TOP - 6, anchor="end")
    for number, row in enumerate(rows):
        _clock_row(plate, row, CLOCK_TOP + ROW_HIGH * (number + 0.5), across, last=number == len(rows) - 1)
    _key(plate, bottom + 11, in_bed=page.person.bed is not None and page.person.wake is not None)
    return Picture(plate.svg(), plate.label, CLOCK_WIDE, high)


def _key(plate: Plate, middle: float, *, in_bed: bool) -> None:
    """What the marks mean, each drawn once beside its word."""
    plate.dot(CLOCK_LEFT + 3, middle, DOT)
    plate.text("cramp", CLOCK_LEFT + 9, middle + 2.6)
    plate.line(CLOCK_LEFT + 42, middle - 3.4, CLOCK_LEFT + 42, middle + 3.4, wide=1.3)
    plate.text("magnesium", CLOCK_LEFT + 47, middle + 2.6)
    plate.unknown(CLOCK_LEFT + 95, middle - 3.3, 14, 6.6)
    plate.text("not recorded", CLOCK_LEFT + 113, middle + 2.6)
    if in_bed:
        plate.box(CLOCK_LEFT + 167, middle - 3.8, 14, 7.6, ink=0.12)
        plate.text("usually in bed", CLOCK_LEFT + 185, middle + 2.6)


def _clock_row(plate: Plate, row: ClockRow, middle: float, across: Callable[[float], float], *, last: bool) -> None:
    top = middle - ROW_HIGH / 2
    if row.night.weekday() == 0 or last:
        plate.text(f"{row.night:%a %-d %b}", CLOCK_LEFT - 5, middle + 2.6, anchor="end")
    if row.night.weekday() == 0:
        plate.line(CLOCK_LEFT - 3, top, across(DAY_MIN), top, ink=0.45)
    if row.cramps is None:
        plate.unknown(across(0), top + 0.8, across(DAY_MIN) - across(0), ROW_HIGH - 1.6)
    else:
        plate.line(across(0), middle, across(DAY_MIN), middle, wide=0.3, ink=0.3)
    for dose in row.doses:
        plate.line(across(dose.minute), middle - 3.4, across(dose.minute), middle + 3.4, wide=1.3)
    for mark in row.marks:
        plate.dot(across(mark.minute), middle, DOT)
    words = "?" if row.cramps is None else str(row.cramps) if row.cramps else "–"
    plate.text(words, CLOCK_WIDE - 4, middle + 2.6, anchor="end", bold=bool(row.cramps))


def _in_bed(bed: str | None, wake: str | None) -> list[tuple[int, int]]:
    """The usual hours in bed, in minutes after noon; in two pieces where they go over noon."""
    if bed is None or wake is None:
        return []
    begins, ends = ((minute_of(clock) - 720) % DAY_MIN for clock in (bed, wake))
    return [(begins, ends)] if begins < ends else [(0, ends), (begins, DAY_MIN)]


def _hour(after_noon: int) -> str:
    clock = (12 + after_noon) % 24
    return {0: "midnight", 12: "noon"}.get(clock, f"{clock:02d}")


def _clock_text(rows: Sequence[ClockRow]) -> str:
    timed = [mark for row in rows for mark in row.marks]
    doses = sum(len(row.doses) for row in rows)
    unknown = sum(row.cramps is None for row in rows)
    words = f"A picture of {len(rows)} nights from noon to noon: "
    words += f"{_count(len(timed), 'cramp')} with an hour, {_count(doses, 'dose')}"
    if unknown:
        words += f"; {_count(unknown, 'night')} not recorded"
    busiest = _busiest(timed)
    return words + (f". Most cramps begin between {busiest}." if busiest else ".")


def _busiest(marks: Sequence[Mark]) -> str | None:
    """The three hours that hold most cramps, where there are enough of them to say so."""
    if len(marks) < 5:
        return None
    counts = [sum(start <= mark.minute < start + 180 for mark in marks) for start in range(0, DAY_MIN, 60)]
    start = counts.index(max(counts))
    return f"{(12 + start) % 24:02d}:00 and {(15 + start) % 24:02d}:00"


# The weeks, in points.
TREND_WIDE, TREND_TOP, TREND_LEFT, PLOT_HIGH, LINE_HIGH = 516.0, 9.0, 34.0, 46.0, 9.5


def weeks(page: CrampProfile) -> Picture:
    """A bar for each week's cramps with the level and its range; under them the same as a small table."""
    rows = page.trend_weeks
    base = TREND_TOP + PLOT_HIGH
    high = base + 4 * LINE_HIGH + 3
    plate = Plate("weeks", TREND_WIDE, high, _weeks_text(rows, page.trend))
    step, most = _scale(max([row.cramps or 0 for row in rows] + [night.high for night in page.trend] + [1]))
    slot = (TREND_WIDE - TREND_LEFT) / len(rows)

    def across(day: date) -> float:
        return TREND_LEFT + slot * (day - rows[0].monday).days / 7

    def up(value: float) -> float:
        return base - PLOT_HIGH * min(value, most) / most

    for level in range(0, most + 1, step):
        plate.line(TREND_LEFT, up(level), TREND_WIDE, up(level), wide=0.4, ink=0.9 if level == 0 else 0.25)
        plate.text(str(level), TREND_LEFT - 4, up(level) + 2.6, anchor="end")
    for row in rows:
        left, wide = across(row.monday) + 0.2 * slot, 0.6 * slot
        if row.cramps is None:
            plate.unknown(left, TREND_TOP, wide, PLOT_HIGH)
        else:
            plate.box(left, up(row.cramps), wide, base - up(row.cramps), ink=0.42)
    if len(page.trend) > 1:
        middle = slot / 14  # a night stands in the middle of its seventh of the week
        upper = [(across(night.night) + middle, up(night.high)) for night in page.trend]
        lower = [(across(night.night) + middle, up(night.low)) for night in page.trend]
        plate.shape([*upper, *reversed(lower)], ink=0.13)
        plate.curve([(across(night.night) + middle, up(night.middle)) for night in page.trend], wide=1.2)
    for change in page.changes:
        x = across(change.on) + slot / 14
        plate.line(x, TREND_TOP, x, base, wide=0.8, dash="2 2")
        plate.shape([(x - 3.5, TREND_TOP - 7), (x + 3.5, TREND_TOP - 7), (x, TREND_TOP)], ink=1.0)
    _week_lines(plate, rows, base)
    return Picture(plate.svg(), plate.label, TREND_WIDE, high)


def _week_lines(plate: Plate, rows: Sequence[TrendWeek], base: float) -> None:
    """Under each bar: the week, its cramps, its nights recorded and the magnesium noted."""
    slot = (TREND_WIDE - TREND_LEFT) / len(rows)
    for number, name in enumerate(("from", "cramps", "nights", "Mg mg")):
        plate.text(name, TREND_LEFT - 4, base + LINE_HIGH * (number + 1), anchor="end")
    for number, row in enumerate(rows):
        cells = (
            f"{row.monday:%-d %b}",
            "?" if row.cramps is None else str(row.cramps),
            f"{row.recorded}/{row.nights}",
            "" if row.taken_mg is None else f"{row.taken_mg:.0f}",
        )
        for line, words in enumerate(cells):
            down = base + LINE_HIGH * (line + 1)
            plate.text(words, TREND_LEFT + slot * (number + 0.5), down, anchor="middle", bold=line == 1)


def _weeks_text(rows: Sequence[TrendWeek], trend: Sequence[TrendNight]) -> str:
    known = [row.cramps for row in rows if row.cramps is not None]
    if not known:
        return f"A picture of {len(rows)} weeks. No night of them was recorded."
    words = f"A picture of {len(rows)} weeks: from {min(known)} to {_count(max(known), 'cramp')} in a week with records"
    if trend:
        first, last = trend[0], trend[-1]
        words += f"; the level under them goes from {first.middle:.1f} to {last.middle:.1f} a week"
    return words + "."


def _scale(highest: float) -> tuple[int, int]:
    """A round step, and the multiple of it that holds the highest value: about three lines."""
    step = next(size * 10**power for power in range(6) for size in (1, 2, 5) if size * 10**power * 4 >= highest)
    return step, step * math.ceil(highest / step)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" + ("" if number == 1 else "s")
