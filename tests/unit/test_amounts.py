"""Amounts noted day by day, set beside nights without."""

from datetime import date, timedelta

from charley.diary.journal import Journal
from charley.diary.records import DoseTaken
from charley.services.amounts import review_amounts
from support.diary import dose, quiet

FIRST = date(2026, 3, 1)
NIGHTS = [quiet(str(FIRST + timedelta(days=day))) for day in range(20)]


def taken(first: int, last: int, mg: float | None) -> list[DoseTaken]:
    """One tablet an evening, from one day of March to the day before another."""
    return [dose(f"2026-03-{day:02d} 21:00", mg) for day in range(first, last)]


def test_a_day_with_a_dose_of_no_known_amount_is_taken_as_the_day_before_and_said() -> None:
    journal = Journal([*NIGHTS, *taken(2, 9, 100), *taken(9, 14, 200), *taken(14, 15, None)])
    found = review_amounts(journal, last=FIRST + timedelta(days=19))
    assert found.taken == [100, 200]
    assert found.answer is not None
    levels = found.answer.document.dose_levels["magnesium"]
    assert [(level.mg, level.nights) for level in levels.levels] == [(100, 7), (200, 6)]
    assert levels.nights_without == 7
    assert any("the dose of magnesium is not known" in note for note in found.answer.notes)


def test_one_amount_or_none_is_not_compared() -> None:
    assert review_amounts(Journal(), last=FIRST) == ([], None)
    assert review_amounts(Journal([*NIGHTS, *taken(2, 9, 100)]), last=FIRST + timedelta(days=19)) == ([100], None)
