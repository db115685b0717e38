"""One sleep a night: of all that an app wrote down, the longest is the night's, and naps are none."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple

from charley.dates import Moment
from charley.diary.records import Sleep
from charley.interop.importer import Item, Skipped, entry

#: A sleep that begins by day and is shorter than this is a nap.
NAP = timedelta(hours=3)
DAY_FROM_HOUR, DAY_TO_HOUR = 9, 19
SHORTEST, LONGEST = timedelta(minutes=30), timedelta(hours=36)


class Slept(NamedTuple):
    """A sleep as an app wrote it down.

    Attributes:
        row: where it stands.
        key: what makes its id.
        start: falling asleep.
        end: waking up for good.
        rating: 1 very bad to 5 very good.
        note: anything else.
        rows: how many rows it was put together from.
    """

    row: str
    key: tuple[object, ...]
    start: Moment
    end: Moment
    rating: int | None = None
    note: str | None = None
    rows: int = 1

    @property
    def length(self) -> timedelta:
        """How long, by UTC where it is known, so that a change of clocks does not count."""
        if self.start.utc is not None and self.end.utc is not None:
            return self.end.utc - self.start.utc
        return self.end.wall - self.start.wall

    @property
    def is_nap(self) -> bool:
        """Begun by day, and short."""
        return DAY_FROM_HOUR <= self.start.wall.hour < DAY_TO_HOUR and self.length < NAP


def one_a_night(sleeps: Iterable[Slept], *, kind: str) -> Iterator[Item]:
    """The longest sleep of each night; the others are skipped, each with its reason.

    A sleep belongs to the night in which it began, noon to noon.

    Args:
        sleeps: in any order.
        kind: the format's name.
    """
    longest: dict[object, Slept] = {}
    for sleep in sleeps:
        if not timedelta(0) < sleep.length <= LONGEST:
            yield Skipped(sleep.row, "its end does not come after its beginning, within 36 hours of it", sleep.rows)
            continue
        if sleep.length < SHORTEST:
            yield Skipped(sleep.row, "too short to be the sleep of a night", sleep.rows)
            continue
        if sleep.is_nap:
            yield Skipped(sleep.row, "a nap by day; the diary keeps how nights were slept", sleep.rows)
            continue
        night = sleep.start.night
        other = longest.get(night)
        if other is None or sleep.length > other.length:
            longest[night] = sleep
        shorter = other if longest[night] is sleep else sleep
        if shorter is not None:
            yield Skipped(shorter.row, f"a longer sleep of the night of {night} was taken", shorter.rows)
    for sleep in longest.values():
        yield entry(
            sleep.row,
            Sleep,
            kind=kind,
            key=sleep.key,
            at=sleep.start,
            rows=sleep.rows,
            night=sleep.start.night,
            rating=sleep.rating,
            start=sleep.start,
            end=sleep.end,
            note=sleep.note,
        )
