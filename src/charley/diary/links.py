"""What belongs together in a diary: a measure and the cramp it was meant to stop, doses planned and doses taken."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

from charley.diary.journal import instant
from charley.diary.records import CrampEpisode, DoseTaken, Entry, Measure

#: A measure meant to stop a cramp belongs to the last one that began within this time before it.
WITHIN = timedelta(minutes=30)


def cramp_of(measure: Measure, entries: Iterable[Entry]) -> CrampEpisode | None:
    """The cramp a measure was meant to stop: the one the person named, else the latest that began shortly before."""
    if measure.purpose == "prevent" or (measure.purpose is None and measure.cramp is None):
        return None
    cramps = [e for e in entries if isinstance(e, CrampEpisode)]
    if measure.cramp is not None:
        return next((c for c in cramps if c.id == measure.cramp), None)
    done = instant(measure.at)
    near = [c for c in cramps if timedelta(0) <= done - instant(c.at) <= WITHIN]
    return max(near, key=lambda c: instant(c.at), default=None)


class Adherence(NamedTuple):
    """Planned doses and what became of them.

    Attributes:
        planned: how many were planned.
        taken: how many of them were taken.
        missed: the ids of those that were left out or not written down.
    """

    planned: int
    taken: int
    missed: tuple[str, ...]

    @property
    def share(self) -> float | None:
        """Taken of planned, 0 to 1; None where nothing was planned."""
        return self.taken / self.planned if self.planned else None


def adherence(planned: Sequence[str], entries: Iterable[Entry]) -> Adherence:
    """Compare planned doses with those taken.

    Args:
        planned: the ids of the planned doses, as doses name them in ``planned``.
        entries: standing entries. A dose of 0 mg says that it was left out.
    """
    taken = {e.planned for e in entries if isinstance(e, DoseTaken) and e.elemental_mg != 0}
    missed = tuple(p for p in planned if p not in taken)
    return Adherence(len(planned), len(planned) - len(missed), missed)
