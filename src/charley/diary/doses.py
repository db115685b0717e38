"""How much of a substance was noted day by day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from charley.diary.records import DoseTaken, Entry


def daily_mg(entries: Iterable[Entry], substance: str) -> dict[date, float]:
    """Elemental mg noted on each day that has a dose of known amount; a dose left out counts as 0.

    Args:
        entries: standing entries, such as ``journal.effective``.
        substance: what is followed, such as ``magnesium``.
    """
    days: dict[date, float] = defaultdict(float)
    for dose in entries:
        if isinstance(dose, DoseTaken) and dose.substance == substance and dose.elemental_mg is not None:
            days[dose.day] += dose.elemental_mg
    return dict(days)
