"""Which amount of magnesium seems to work for one person, without assuming that more is better."""

from datetime import date
from typing import NamedTuple

import msgspec

from charley.diary.doses import daily_mg
from charley.diary.journal import Journal
from charley.diary.nights import MAX_AMOUNTS
from charley.diary.records import DoseTaken
from charley.diary.unknowns import carried
from charley.services.insight import Answer, analyse_table
from charley.services.review import ASKED, TREATMENT, nights_so_far


class Amounts(NamedTuple):
    """A diary amount by amount.

    Attributes:
        taken: the different amounts noted, elemental mg a day, ascending.
        answer: None where there are fewer than two amounts, or more than can be told apart.
    """

    taken: list[float]
    answer: Answer | None


def review_amounts(journal: Journal, *, last: date) -> Amounts:
    """Set each amount beside the nights without.

    Args:
        journal: one person's.
        last: the night to end with, most often the last one that is over.
    """
    nights = nights_so_far(journal, last)
    daily = daily_mg(journal.effective, TREATMENT)
    taken = sorted({mg for mg in daily.values() if mg > 0})
    if nights is None or not 2 <= len(taken) <= MAX_AMOUNTS:
        return Amounts(taken, None)
    table, _ = nights
    unknown = {dose.day for dose in journal.of(DoseTaken) if dose.substance == TREATMENT and dose.elemental_mg is None}
    notes: list[str] = []
    row = carried(TREATMENT, [None if day in unknown else daily.get(day, 0.0) for day in table.dates], notes)
    by_amount = msgspec.structs.replace(table, doses={}, doses_mg={TREATMENT: row})
    return Amounts(taken, analyse_table(by_amount, notes=notes, asked=ASKED))
