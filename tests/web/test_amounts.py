"""Which amount seems to work: flat amounts name none, a true one is named, and fewer than two are not compared."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from django.test import Client

from charley.dates import Moment
from charley.db.repository import PersonStore
from charley.diary.records import AnyEntry, DoseTaken, NightCount
from support.pages import text

ADDRESS = "/insight/amounts/"
FIRST = date(2025, 12, 1)


def keep(store: PersonStore, rates: dict[float, float], nights: int = 336) -> None:
    """Fortnights on each amount in turn, with so many cramps a night on each."""
    random = Random(5)
    entries: list[AnyEntry] = []
    for number in range(nights):
        night = FIRST + timedelta(days=number)
        mg = list(rates)[number // 14 % len(rates)]
        count = sum(random.random() < rates[mg] / 12 for _ in range(12))
        morning = Moment(wall=datetime.combine(night + timedelta(days=1), time(8)))
        entries.append(NightCount(id=f"night-{number:04d}", at=morning, night=night, cramps=count))
        if mg:
            evening = Moment(wall=datetime.combine(night, time(21)))
            entries.append(DoseTaken(id=f"dose-{number:05d}", at=evening, elemental_mg=mg, substance="magnesium"))
    store.append(entries=entries, received_at=datetime.now(UTC))


def test_nothing_noted_and_one_amount_are_nothing_to_set_side_by_side(person: Client, store: PersonStore) -> None:
    assert "No amount of magnesium is noted yet." in text(person.get(ADDRESS))
    keep(store, {0.0: 1.0, 100.0: 1.0}, nights=30)
    words = text(person.get(ADDRESS))
    assert "You noted one amount only, 100 mg a day." in words
    assert "as many cramps as without" not in words


def test_flat_over_all_amounts_names_none(person: Client, store: PersonStore) -> None:
    keep(store, {0.0: 1.0, 100.0: 1.0, 200.0: 1.0})
    page = person.get(ADDRESS)
    words = text(page)
    assert "No dose of magnesium is shown to help." in words
    assert "The smallest dose" not in words
    assert [row[0] for row in page.context["figure"].rows] == ["100 mg", "200 mg"]
    assert f'aria-label="{page.context["figure"].text}"' in page.content.decode()


def test_the_smaller_of_two_that_work_alike_is_named(person: Client, store: PersonStore) -> None:
    keep(store, {0.0: 3.0, 100.0: 0.6, 200.0: 0.6})
    words = text(person.get(ADDRESS))
    assert "The smallest dose of magnesium that seems to help is 100 mg. A larger one is not better by itself." in words


def test_without_nights_of_none_no_amount_is_named(person: Client, store: PersonStore) -> None:
    keep(store, {100.0: 2.0, 200.0: 0.5}, nights=168)
    assert "No dose of magnesium is shown to help" in text(person.get(ADDRESS))


def test_more_amounts_than_can_be_told_apart_are_not_compared(person: Client, store: PersonStore) -> None:
    keep(store, {10.0 * number: 1.0 for number in range(10)}, nights=140)
    assert "You noted 9 different amounts. So many cannot be told apart." in text(person.get(ADDRESS))


def test_the_insight_page_leads_here(sample: Client) -> None:
    assert f'href="{ADDRESS}"' in sample.get("/insight/").content.decode()
