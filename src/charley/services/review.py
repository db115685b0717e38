"""What one person's diary says so far: its nights in a row, and the engine's answer to them."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from charley.diary.journal import Journal
from charley.diary.nights import MAX_NIGHTS, NightTable, night_table, span
from charley.diary.records import DoseTaken
from charley.services.insight import Answer, analyse_table

TREATMENT = "magnesium"


class Review(NamedTuple):
    """The nights of a diary and what they say.

    Attributes:
        table: from the first night that says something to the last night asked for.
        answer: of the engine; it says itself where it was not computed.
        target_mg: elemental mg of magnesium a day that count as the whole dose; None where none was taken.
    """

    table: NightTable
    answer: Answer
    target_mg: float | None


def review(journal: Journal, *, last: date) -> Review | None:
    """Look at a whole diary.

    Args:
        journal: one person's.
        last: the night to end with, most often the last one that is over. Nights after the last entry count as not
            recorded.

    Returns:
        None where the diary says nothing of any night yet.
    """
    told = span(journal.effective)
    if told is None:
        return None
    end = max(last, told[1])
    first = max(told[0], end - timedelta(days=MAX_NIGHTS - 1))
    target = usual_daily_mg(journal)
    table = night_table(journal.effective, first, end, target_mg={TREATMENT: target} if target else None)
    return Review(table=table, answer=analyse_table(table), target_mg=target)


def usual_daily_mg(journal: Journal) -> float | None:
    """The amount of magnesium taken on most days, in elemental mg; the largest of equals, None without a dose."""
    days: dict[date, float] = defaultdict(float)
    for dose in journal.of(DoseTaken):
        if dose.substance == TREATMENT and dose.elemental_mg:
            days[dose.day] += dose.elemental_mg
    if not days:
        return None
    counts = Counter(days.values())
    return max(counts, key=lambda mg: (counts[mg], mg))
