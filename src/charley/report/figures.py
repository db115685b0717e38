"""Pictures of a diary, each with its title, its text alternative and its numbers as a table."""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from charley.diary.nights import NightTable
from charley.reading import Record
from charley.report.drawing import Drawing

#: The plot begins here; the numbers of the upright scale stand to its left. A share of the width.
LEFT = 0.075
#: At least so many weeks share the width, so that a young diary has no giant bars.
FEWEST_WEEKS = 12
#: More names of months would run into each other on a phone.
MOST_TICKS = 6


class Week(NamedTuple):
    """Seven nights from a Monday on, as far as the diary reaches.

    Attributes:
        monday: the first night's date.
        cramps: counted on the recorded nights; None where none was recorded.
        recorded: nights recorded.
        nights: nights of this week that lie inside the diary.
    """

    monday: date
    cramps: int | None
    recorded: int
    nights: int


class TrendNight(NamedTuple):
    """The underlying level of one night: cramps a night, with the ends of its 95 % range."""

    night: date
    q025: float
    q50: float
    q975: float


class Figure(Record, frozen=True, kw_only=True):
    """A picture and everything that must stand beside it.

    Attributes:
        title: what is seen, as a sentence.
        text: the same in words, for those who do not see the picture.
        svg: the picture.
        head: names of the table's columns.
        rows: the numbers behind the picture; an empty cell is not known.
        shows_trend: whether the level and its range are drawn.
    """

    title: str
    text: str
    svg: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shows_trend: bool = False


def weeks(table: NightTable) -> list[Week]:
    """The diary by calendar weeks, first to last, without gaps. Empty where the nights carry no dates."""
    found: dict[date, list[int | None]] = {}
    for night, cramps in zip(table.dates, table.cramps, strict=False):
        found.setdefault(night - timedelta(days=night.weekday()), []).append(cramps)
    return [_week(monday, counts) for monday, counts in found.items()]


def _week(monday: date, counts: Sequence[int | None]) -> Week:
    known = [count for count in counts if count is not None]
    return Week(monday, sum(known) if known else None, len(known), len(counts))


def cramps_per_week(table: NightTable, trend: Sequence[TrendNight] = ()) -> Figure | None:
    """Bars of cramps counted each week; nights not recorded are hatched, and never count as zero.

    Args:
        table: the diary.
        trend: the level the engine sees, where it could be worked out.

    Returns:
        the figure, or None where no night has a date.
    """
    by_week = weeks(table)
    if not by_week:
        return None
    title = _title(by_week)
    text = _text(by_week)
    top, bottom, height = 14.0, 226.0, 256.0
    step, most = _scale(max([week.cramps or 0 for week in by_week] + [7 * night.q975 for night in trend] + [1]))
    slot = (1 - LEFT) / max(len(by_week), FEWEST_WEEKS)

    def up(cramps: float) -> float:
        return bottom - (bottom - top) * min(cramps, most) / most

    def across(night: date) -> float:
        return LEFT + slot * (night - by_week[0].monday).days / 7

    drawing = Drawing("weeks", height, text)
    for level in range(0, most + 1, step):
        drawing.line("axis" if level == 0 else "grid", LEFT, 1, up(level), up(level))
        drawing.text(str(level), LEFT - 0.015, up(level) + 4, "end")
    for first, last in _gaps(table):
        drawing.unknown(across(first), across(last + timedelta(days=1)), top, bottom, _gap_note(first, last))
    for week in by_week:
        if week.cramps:
            left = across(week.monday) + slot * 0.12
            drawing.box("bar-mark", left, left + slot * 0.76, up(week.cramps), bottom, _week_note(week))
    if len(trend) > 1:
        left, right = across(trend[0].night), across(trend[-1].night)
        shares = [(across(n.night) - left) / (right - left) for n in trend]
        drawing.band(left, right, shares, [up(7 * n.q025) for n in trend], [up(7 * n.q975) for n in trend])
        drawing.curve("middle", left, right, shares, [up(7 * n.q50) for n in trend])
    for night, words in _ticks(by_week):
        drawing.text(words, across(night), height - 8)
    return Figure(
        title=title,
        text=text,
        svg=drawing.svg(),
        head=("Week from", "Cramps", "Nights recorded"),
        rows=tuple(
            (
                f"{week.monday:%-d %B %Y}",
                "" if week.cramps is None else str(week.cramps),
                f"{week.recorded} of {week.nights}",
            )
            for week in by_week
        ),
        shows_trend=len(trend) > 1,
    )


def rate_ratio(name: str, title: str, q025: float, q50: float, q975: float) -> Figure:
    """Where the true effect may lie: a bar from the low to the high end of the 95 % range, beside "no change".

    Args:
        name: of the treatment.
        title: what is seen, as a sentence.
        q025, q50, q975: quantiles of the rate ratio, cramps with the treatment to cramps without it.
    """
    reach = max(math.log(2), abs(math.log(q025)), abs(math.log(q975))) * 1.08
    text = (
        f"Cramps with {name} as a share of cramps without it: most likely near {_share(q50)}, "
        f"95 % range from {_share(q025)} to {_share(q975)}; 100 % is no change."
    )

    def across(ratio: float) -> float:
        return 0.5 + 0.47 * math.log(ratio) / reach

    drawing = Drawing(f"effect-{''.join(c for c in name if c.isalnum())}", 104, text)
    drawing.line("axis", 0.02, 0.98, 62, 62)
    drawing.line("even", across(1), across(1), 26, 68)
    drawing.text("no change", across(1), 16, "middle")
    for ratio, words in ((0.25, "a quarter"), (0.5, "half"), (2, "twice"), (4, "four times")):
        if abs(math.log(ratio)) < reach * 0.98:
            drawing.line("axis", across(ratio), across(ratio), 58, 66)
            drawing.text(words, across(ratio), 88, "middle")
    drawing.line("interval", across(q025), across(q975), 42, 42)
    drawing.dot("point", across(q50), 42, 6)
    return Figure(
        title=title,
        text=text,
        svg=drawing.svg(),
        head=("Cramps with it, as a share of cramps without", ""),
        rows=(
            ("Low end of the 95 % range", _share(q025)),
            ("Middle", _share(q50)),
            ("High end of the 95 % range", _share(q975)),
        ),
    )


def _share(ratio: float) -> str:
    return f"{100 * ratio:.0f} %"


def _title(by_week: Sequence[Week]) -> str:
    known = [week for week in by_week if week.cramps is not None]
    cramps = sum(week.cramps or 0 for week in known)
    nights = sum(week.recorded for week in known)
    if not nights:
        return "No night is recorded yet"
    missing = sum(week.nights for week in by_week) - nights
    said = f"{_count(cramps, 'cramp')} on {_count(nights, 'recorded night')}"
    return said + (f"; {_count(missing, 'night')} not recorded" if missing else "")


def _text(by_week: Sequence[Week]) -> str:
    known = [week for week in by_week if week.cramps is not None]
    if not known:
        return "A chart of cramps per week. No night is recorded yet."
    low, high = min(week.cramps or 0 for week in known), max(week.cramps or 0 for week in known)
    unseen = len(by_week) - len(known)
    return (
        f"A chart of cramps per week over {_count(len(by_week), 'week')}, from {low} to {high} in a week with records"
        + (f"; {_count(unseen, 'week')} without any record" if unseen else "")
        + ". The numbers are in the table below."
    )


def _week_note(week: Week) -> str:
    return (
        f"Week from {week.monday:%-d %b}: {_count(week.cramps or 0, 'cramp')}, {week.recorded} of {week.nights} nights"
    )


def _gap_note(first: date, last: date) -> str:
    return f"{first:%-d %b} not recorded" if first == last else f"{first:%-d %b} to {last:%-d %b} not recorded"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" + ("" if number == 1 else "s")


def _gaps(table: NightTable) -> list[tuple[date, date]]:
    """Runs of nights not recorded: first and last night of each."""
    runs: list[tuple[date, date]] = []
    for night, cramps in zip(table.dates, table.cramps, strict=False):
        if cramps is not None:
            continue
        if runs and runs[-1][1] == night - timedelta(days=1):
            runs[-1] = (runs[-1][0], night)
        else:
            runs.append((night, night))
    return runs


def _scale(highest: float) -> tuple[int, int]:
    """A round step, and the multiple of it that holds the highest value: about four lines."""
    step = next(s * 10**p for p in range(6) for s in (1, 2, 5) if s * 10**p * 5 >= highest)
    return step, step * math.ceil(highest / step)


def _ticks(by_week: Sequence[Week]) -> list[tuple[date, str]]:
    """The first week of each month by name, thinned out evenly; a young diary shows its weeks."""
    if len(by_week) <= 8:
        return [(week.monday, f"{week.monday:%-d %b}") for week in by_week[:: 1 if len(by_week) <= 4 else 2]]
    starts = [
        week.monday
        for before, week in zip([None, *by_week], by_week, strict=False)
        if before is None or before.monday.month != week.monday.month
    ]
    if len(starts) > 1 and (starts[1] - starts[0]).days < 21:
        starts = starts[1:]
    every = math.ceil(len(starts) / MOST_TICKS)
    return [(monday, f"{monday:%b}") for monday in starts[::every] if (by_week[-1].monday - monday).days >= 7]
