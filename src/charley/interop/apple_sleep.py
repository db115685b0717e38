"""Apple Health's sleep: stages of several devices, in any order, put together to whole sleeps."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from charley.dates import Moment
from charley.diary.journal import instant
from charley.interop.importer import Item, Skipped
from charley.interop.slept import Slept

#: Core, deep, REM and unspecified all begin so.
ASLEEP, IN_BED = "HKCategoryValueSleepAnalysisAsleep", "HKCategoryValueSleepAnalysisInBed"
#: Stretches of one sleep lie closer together than this.
GAP = timedelta(hours=2)


class _Stretch(NamedTuple):
    """A stretch of sleep, joined from pieces that lie close together."""

    start: Moment
    end: Moment
    pieces: int


class Nights:
    """What is known so far. It grows with the nights and not with the records."""

    def __init__(self) -> None:
        self._asleep: dict[tuple[date, str], list[_Stretch]] = defaultdict(list)
        self._in_bed: Counter[tuple[date, str]] = Counter()

    def add(self, value: str, start: Moment, end: Moment, source: str) -> bool:
        """Take one record into account; False where it speaks of being awake, or of what nobody knows."""
        if value.startswith(ASLEEP):
            _join(self._asleep[(start.night, source)], _Stretch(start, end, 1))
        elif value == IN_BED:
            self._in_bed[(start.night, source)] += 1
        else:
            return False
        return True

    def sleeps(self) -> Iterator[Slept]:
        """Every sleep of every source; pieces that noon parted are joined again."""
        by_source: dict[str, list[_Stretch]] = defaultdict(list)
        for (_, source), stretches in self._asleep.items():
            by_source[source] += stretches
        for source, stretches in by_source.items():
            joined: list[_Stretch] = []
            for stretch in sorted(stretches, key=lambda s: instant(s.start)):
                last = joined[-1:]
                _join(last, stretch)
                joined[-1:] = last
            for sleep in joined:
                row = f"sleep of the night of {sleep.start.night} from {source}"
                key = ("sleep", sleep.start.utc, source)
                yield Slept(row, key, sleep.start, sleep.end, rows=sleep.pieces)

    def only_in_bed(self) -> Iterator[Item]:
        """Time in bed, which is no sleep: how many records it was, night by night."""
        asleep = {night for night, _ in self._asleep}
        for (night, source), pieces in sorted(self._in_bed.items()):
            row = f"in bed, night of {night} from {source}"
            if night in asleep:
                yield Skipped(row, "time in bed; the sleep of this night was measured", pieces)
            else:
                yield Skipped(row, "time in bed alone does not say when somebody slept", pieces)


def _join(stretches: list[_Stretch], piece: _Stretch) -> None:
    """Add a piece to the stretches, in place; those it lies close to become one with it."""
    rest = []
    for other in stretches:
        if instant(other.start) - GAP <= instant(piece.end) and instant(piece.start) <= instant(other.end) + GAP:
            start, end = min(other.start, piece.start, key=instant), max(other.end, piece.end, key=instant)
            piece = _Stretch(start, end, other.pieces + piece.pieces)
        else:
            rest.append(other)
    stretches[:] = [*rest, piece]
