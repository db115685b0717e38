"""Before and after something was begun, without the lot: what was counted, beside what people see on a dummy pill.

There is no verdict here and there cannot be one. People begin when their cramps are at their worst, so the weeks after
are most often better whatever they do; on a dummy pill alone cramps fell by more than a quarter in four weeks. That
fall is laid over the person's own, and a trial with an order drawn by lot is what can tell the two apart.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import msgspec

from charley.diary.journal import Journal
from charley.diary.nights import NightTable, night_table, span
from charley.diary.rates import poisson_interval
from charley.errors import BadInput, Problem
from charley.knowledge.figures import figures
from charley.knowledge.printed import value
from charley.knowledge.sources import Source
from charley.reading import Record
from charley.report import before_after_words as words
from charley.report.before_after_figure import before_after_figure
from charley.report.figures import Figure

#: Nights on each side, as in the trials whose placebo groups are laid over it.
WINDOW = 28
#: Fewer recorded nights on a side say nothing.
ENOUGH_NIGHTS = 14
#: Weeks drawn after the beginning.
MOST_WEEKS = 12
#: The published fall on a dummy pill, and the review before it.
PLACEBO, PLACEBO_BEFORE = "placebo-fall-2020", "placebo-fall-2012"


class Side(Record, frozen=True, kw_only=True):
    """The nights of one side.

    Attributes:
        first, last: both included.
        nights, recorded: how many there are, and of how many somebody said something.
        cramps: on the recorded ones.
        per_week: in seven observed nights; null where none was recorded.
        low, high: the 95 % range of ``per_week`` if cramps came singly. They come in runs, so the truth is wider.
    """

    first: date
    last: date
    nights: int
    recorded: int
    cramps: int
    per_week: float | None = None
    low: float | None = None
    high: float | None = None


class Week(Record, frozen=True, kw_only=True):
    """Seven nights, counted from the beginning: -1 is the week before, 1 the first with it."""

    number: int
    recorded: int
    per_week: float | None


class PlaceboFall(Record, frozen=True, kw_only=True):
    """How far cramps fell on a dummy pill alone.

    Attributes:
        share: of the cramps, 0 to 1, after four weeks.
        others: the same from earlier reviews.
        who: in whom it was measured.
        per_week: where the person would be after the same fall; null where the side before has no rate.
        sources: where it can be read.
    """

    share: float
    others: tuple[float, ...]
    who: str
    per_week: float | None
    sources: tuple[Source, ...]


class BeforeAfter(Record, frozen=True, kw_only=True):
    """What was counted, and what a dummy pill would have shown; never a verdict.

    Attributes:
        begun: first day of whatever was begun.
        before, after: the four weeks on either side, as far as the diary reaches.
        change: cramps after, as a share of those before, less 1; null where one side says too little.
        reason: why there is no change.
        placebo: the fall on a dummy pill.
        weeks: the diary by weeks, for the picture.
        sentences: the same in words.
        figure: the picture; null where there is nothing to draw.
    """

    begun: date
    before: Side
    after: Side
    change: float | None
    reason: str | None
    placebo: PlaceboFall
    weeks: tuple[Week, ...]
    sentences: tuple[str, ...]
    figure: Figure | None


def before_after(journal: Journal, begun: date, *, last: date) -> BeforeAfter | None:
    """The nights around the day on which something was begun.

    Args:
        journal: one person's.
        begun: first day of it; its night counts as the first with it.
        last: the last night to count, most often the last one that is over.

    Returns:
        None where the diary says nothing of any night that is over.

    Raises:
        BadInput: for a day on which the diary had not begun, or that is still to come.
    """
    told = span(journal.effective)
    if told is None or last < told[0]:
        return None
    return before_after_table(night_table(journal.effective, told[0], last), begun)


def before_after_table(table: NightTable, begun: date | None = None) -> BeforeAfter:
    """The nights of a table around the day on which something was begun.

    Args:
        table: with dates.
        begun: first day of it; None where the table's first dose says it.

    Raises:
        BadInput: for a table without dates, or a day that does not lie within it.
    """
    nights = _counted(table)
    day = begun or _first_dose(table)
    first, last = min(nights), max(nights)
    if not first < day <= last:
        raise BadInput([Problem("begun", f"should lie within the diary, after {first} and up to {last}, not {day}")])
    before = _side(nights, max(first, day - timedelta(days=WINDOW)), day - timedelta(days=1))
    after = _side(nights, day, min(last, day + timedelta(days=WINDOW - 1)))
    reason = words.too_little(before.recorded, after.recorded, before.cramps, ENOUGH_NIGHTS)
    change = None if reason or not before.per_week or after.per_week is None else after.per_week / before.per_week - 1.0
    found = BeforeAfter(
        begun=day,
        before=before,
        after=after,
        change=change,
        reason=reason,
        placebo=_placebo(before.per_week),
        weeks=tuple(_weeks(nights, day, first, last)),
        sentences=(),
        figure=None,
    )
    return _said(found)


def _said(found: BeforeAfter) -> BeforeAfter:
    sides = [(each.per_week, each.low, each.high, each.recorded) for each in (found.before, found.after)]
    fall = found.placebo
    said = words.sentences(*sides, change=found.change, reason=found.reason, fall=fall.share, who=fall.who)
    weeks = [(week.number, week.per_week, week.recorded) for week in found.weeks]
    drawn = before_after_figure(weeks, found.before.per_week, fall.per_week, fall=fall.share, title=said[0].rstrip("."))
    return msgspec.structs.replace(found, sentences=tuple(said), figure=drawn)


Counted = Mapping[date, tuple[int | None, float]]


def _counted(table: NightTable) -> Counted:
    if table.start is None or not len(table):
        raise BadInput([Problem("date", "the diary has no dates, so nothing comes before or after")])
    return dict(zip(table.dates, zip(table.cramps, table.observed, strict=True), strict=True))


def _first_dose(table: NightTable) -> date:
    rows: Sequence[Sequence[float]] = [*table.doses.values(), *table.doses_mg.values()]
    found = [night for i, night in enumerate(table.dates) if any(row[i] > 0 for row in rows)]
    if not found:
        message = "is needed: the diary has no dose that could say when something was begun"
        raise BadInput([Problem("begun", message)])
    return found[0]


def _side(nights: Counted, first: date, last: date) -> Side:
    rows = [nights[night] for night in _from(first, last)]
    seen = [(count, share) for count, share in rows if count is not None]
    cramps, observed = sum(count for count, _ in seen), sum(share for _, share in seen)
    side = Side(first=first, last=last, nights=len(rows), recorded=len(seen), cramps=cramps)
    if not seen:
        return side
    bounds = poisson_interval(cramps)
    return msgspec.structs.replace(
        side, per_week=7 * cramps / observed, low=7 * bounds.low / observed, high=7 * bounds.high / observed
    )


def _weeks(nights: Counted, day: date, first: date, last: date) -> list[Week]:
    weeks = []
    for number in (*range(-WINDOW // 7, 0), *range(1, MOST_WEEKS + 1)):
        begins = day + timedelta(days=7 * (number if number < 0 else number - 1))
        if begins < first or begins > last:
            continue
        side = _side(nights, begins, min(last, begins + timedelta(days=6)))
        weeks.append(Week(number=number, recorded=side.recorded, per_week=side.per_week))
    return weeks


def _from(first: date, last: date) -> list[date]:
    return [date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1)]


def _placebo(per_week: float | None) -> PlaceboFall:
    row, other = figures()[PLACEBO], figures()[PLACEBO_BEFORE]
    share = value(row.value) / 100
    return PlaceboFall(
        share=share,
        others=(value(other.value) / 100,),
        who=row.who,
        per_week=None if per_week is None else per_week * (1 - share),
        sources=(*row.sources, *other.sources),
    )
