"""The made-up diary: the same each time, and like a real one where it matters."""

from datetime import date

from charley.diary.journal import Journal
from charley.diary.nights import night_by_night, span
from charley.reading import decode_json
from charley.services.planning import plan
from charley.services.sample import NIGHTS, SAMPLE_PROFILE, sample_entries

UNTIL = date(2026, 11, 14)


def test_the_same_day_gives_the_same_diary_and_another_seed_another() -> None:
    assert sample_entries(until=UNTIL) == sample_entries(until=UNTIL)
    assert sample_entries(until=UNTIL) != sample_entries(until=UNTIL, seed=8)


def test_it_has_quiet_nights_bad_nights_and_nights_nobody_wrote_down() -> None:
    journal = Journal(sample_entries(until=UNTIL))
    first, last = span(journal.effective) or (UNTIL, UNTIL)
    nights = night_by_night(journal.effective, first, last)
    assert NIGHTS - 3 <= len(nights) <= NIGHTS
    assert last < UNTIL
    assert min(sum(n.cramps == 0 for n in nights), sum(bool(n.cramps) for n in nights)) > 25
    assert sum(n.cramps is None for n in nights) > 10
    assert not journal.conflicts


def test_the_made_up_person_has_a_plan_to_look_at() -> None:
    made = plan(decode_json(SAMPLE_PROFILE))  # type: ignore[arg-type]
    assert made.status == "ok"
    assert made.steps
