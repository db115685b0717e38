"""Pictures of a diary, each with its title, its text alternative and its numbers as a table."""

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from charley.diary.nights import NightTable
from charley.reading import Record
from charley.report.drawing import Drawing

#: The plot begins here; the numbers of the upright scale stand to its left. A share of the width.
LEFT = 0.075
#: At least so many weeks share the width, so that a young diary has no giant bars.
FEWEST_WEEKS = 12
#: Heights in pixels: the line of words over a panel, the panel of cramps, and each of the low panels below it.
PANEL_HEAD, CRAMPS_HIGH, STRIP_HIGH = 26.0, 196.0, 44.0
#: More names of months would run into each other on a phone.
MOST_TICKS = 6


class Week(NamedTuple):
    """Seven nights from a Monday on, as far as the diary reaches.

    Attributes:
        monday: the first night's date.
        cramps: counted on the recorded nights; None where none was recorded.
        recorded: nights recorded.
        nights: nights of this week that lie inside the diary.
        pain: mean pain of the cramps whose pain was given, 0 to 10; None where none was.
        taken_mg: magnesium from supplements that was noted, in elemental mg; None where none was.
    """

    monday: date
    cramps: int | None
    recorded: int
    nights: int
    pain: float | None = None
    taken_mg: float | None = None


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
        marks: what stands at the upright marks of the picture: date and words.
    """

    title: str
    text: str
    svg: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shows_trend: bool = False
    marks: tuple[tuple[str, str], ...] = ()


def weeks(
    table: NightTable,
    pains: Mapping[date, Sequence[float]] | None = None,
    taken_mg: Mapping[date, float] | None = None,
) -> list[Week]:
    """The diary by calendar weeks, first to last, without gaps. Empty where the nights carry no dates.

    Args:
        table: the nights.
        pains: for a night, the pain of each cramp whose pain was given.
        taken_mg: for a day, the elemental mg noted.
    """
    found: dict[date, list[tuple[date, int | None]]] = {}
    for night, cramps in zip(table.dates, table.cramps, strict=False):
        found.setdefault(night - timedelta(days=night.weekday()), []).append((night, cramps))
    return [_week(monday, counts, pains or {}, taken_mg or {}) for monday, counts in found.items()]


def _week(
    monday: date,
    counts: Sequence[tuple[date, int | None]],
    pains: Mapping[date, Sequence[float]],
    taken_mg: Mapping[date, float],
) -> Week:
    known = [count for _, count in counts if count is not None]
    pain = [each for night, _ in counts for each in pains.get(night, ())]
    taken = [taken_mg[night] for night, _ in counts if night in taken_mg]
    return Week(
        monday=monday,
        cramps=sum(known) if known else None,
        recorded=len(known),
        nights=len(counts),
        pain=sum(pain) / len(pain) if pain else None,
        taken_mg=sum(taken) if taken else None,
    )


class _Panel(NamedTuple):
    """One strip of a picture: where it begins and ends, and the value at its upper edge."""

    top: float
    bottom: float
    most: float

    def up(self, value: float) -> float:
        """How far down a value stands."""
        return self.bottom - (self.bottom - self.top) * min(value, self.most) / self.most


class _Across(NamedTuple):
    """Where a night stands across the picture."""

    first: date
    slot: float

    def __call__(self, night: date) -> float:
        return LEFT + self.slot * (night - self.first).days / 7


def cramps_per_week(
    table: NightTable,
    trend: Sequence[TrendNight] = (),
    pains: Mapping[date, Sequence[float]] | None = None,
    taken_mg: Mapping[date, float] | None = None,
    marks: Sequence[tuple[date, str]] = (),
    signs: Sequence[tuple[date, str]] = (),
) -> Figure | None:
    """Bars of cramps counted each week; nights not recorded are hatched, and never count as zero.

    Below them, where there are any: the week's mean pain, and the magnesium noted.

    Args:
        table: the diary.
        trend: the level the engine sees, where it could be worked out.
        pains: as for :func:`weeks`.
        taken_mg: as for :func:`weeks`.
        marks: what changed on a day, such as the diet; those outside the diary's nights are left out.
        signs: likewise the days with signs that can come from too much, drawn apart.

    Returns:
        the figure, or None where no night has a date.
    """
    by_week = weeks(table, pains, taken_mg)
    if not by_week:
        return None
    across = _Across(by_week[0].monday, (1 - LEFT) / max(len(by_week), FEWEST_WEEKS))
    step, most = _scale(max([week.cramps or 0 for week in by_week] + [7 * night.q975 for night in trend] + [1]))
    cramps = _Panel(PANEL_HEAD, PANEL_HEAD + CRAMPS_HIGH, most)
    below = [name for name in ("pain", "taken_mg") if any(getattr(week, name) is not None for week in by_week)]
    height = cramps.bottom + len(below) * (PANEL_HEAD + STRIP_HIGH) + 30
    text = _text(by_week)
    drawing = Drawing("weeks", height, text)
    drawing.text("cramps in the week", LEFT, cramps.top - 8)
    for level in range(0, most + 1, step):
        drawing.line("axis" if level == 0 else "grid", LEFT, 1, cramps.up(level), cramps.up(level))
        drawing.text(str(level), LEFT - 0.015, cramps.up(level) + 4, "end")
    for first, last in _gaps(table):
        end = across(last + timedelta(days=1))
        drawing.unknown(across(first), end, cramps.top, cramps.bottom, _gap_note(first, last))
    for week in by_week:
        if week.cramps:
            _bar(drawing, "bar-mark", across, week.monday, cramps, week.cramps, _week_note(week))
    if len(trend) > 1:
        _trend(drawing, across, cramps, trend)
    told = [*((*mark, "mark") for mark in marks), *((*sign, "sign") for sign in signs)]
    shown = sorted(mark for mark in told if table.dates[0] <= mark[0] <= table.dates[-1])
    for day, words, kind in shown:
        drawing.line(kind, across(day), across(day), cramps.top, cramps.bottom, f"{day:%-d %b}: {words}")
    top = cramps.bottom + PANEL_HEAD
    for name in below:
        _strip(drawing, across, by_week, name, top)
        top += PANEL_HEAD + STRIP_HIGH
    for night, words in _ticks(by_week):
        drawing.text(words, across(night), height - 8)
    return Figure(
        title=_title(by_week),
        text=text,
        svg=drawing.svg(),
        head=("Week from", "Cramps", "Nights recorded", *(_COLUMNS[name] for name in below)),
        rows=tuple(_row(week, below) for week in by_week),
        shows_trend=len(trend) > 1,
        marks=tuple((f"{day:%-d %B %Y}", words) for day, words, _ in shown),
    )


_COLUMNS = {"pain": "Mean pain", "taken_mg": "Magnesium noted, mg"}


def _row(week: Week, below: Sequence[str]) -> tuple[str, ...]:
    cramps = "" if week.cramps is None else str(week.cramps)
    more = {
        "pain": "" if week.pain is None else f"{week.pain:.1f}",
        "taken_mg": "" if week.taken_mg is None else f"{week.taken_mg:.0f}",
    }
    counted = f"{week.recorded} of {week.nights}"
    return (f"{week.monday:%-d %B %Y}", cramps, counted, *(more[name] for name in below))


def _bar(
    drawing: Drawing, kind: str, across: _Across, monday: date, panel: _Panel, value: float, note: str = ""
) -> None:
    left = across(monday) + across.slot * 0.12
    drawing.box(kind, left, left + across.slot * 0.76, panel.up(value), panel.bottom, note)


def _trend(drawing: Drawing, across: _Across, panel: _Panel, trend: Sequence[TrendNight]) -> None:
    left, right = across(trend[0].night), across(trend[-1].night)
    shares = [(across(n.night) - left) / (right - left) for n in trend]
    low, high = [panel.up(7 * n.q025) for n in trend], [panel.up(7 * n.q975) for n in trend]
    drawing.band(left, right, shares, low, high)
    drawing.curve("middle", left, right, shares, [panel.up(7 * n.q50) for n in trend])


def _strip(drawing: Drawing, across: _Across, by_week: Sequence[Week], name: str, top: float) -> None:
    """A low panel under the cramps: a dot for the week's mean pain, or a bar for the magnesium noted."""
    highest = 10.0 if name == "pain" else max(week.taken_mg or 0.0 for week in by_week) or 1.0
    panel = _Panel(top, top + STRIP_HIGH, highest)
    drawing.text("mean pain, 0 to 10" if name == "pain" else "magnesium noted in the week, mg", LEFT, top - 8)
    drawing.line("axis", LEFT, 1, panel.bottom, panel.bottom)
    drawing.line("grid", LEFT, 1, panel.top, panel.top)
    drawing.text(f"{highest:.0f}", LEFT - 0.015, panel.top + 4, "end")
    for week in by_week:
        if name == "pain" and week.pain is not None:
            drawing.dot("pain-mark", across(week.monday) + across.slot / 2, panel.up(week.pain), 4)
        elif name == "taken_mg" and week.taken_mg:
            _bar(drawing, "dose-mark", across, week.monday, panel, week.taken_mg)


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
