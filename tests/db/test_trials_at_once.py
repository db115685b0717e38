"""Taps on the same button at the same moment, as from two tabs: one trial is opened, and no change is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier
from typing import TypeVar

import msgspec
import pytest
from django.db import connection

from charley.dates import Moment
from charley.db.connection import setup
from charley.db.repository import local_person, store_for
from charley.services.trial_book import TrialBook
from charley.services.trials import Opened, Wish
from charley.trials.design import read_design
from support.people import someone

pytestmark = pytest.mark.embedded
MADE = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
TAPS = 4
T = TypeVar("T")


@pytest.fixture
def book(folder) -> TrialBook:
    setup()
    return TrialBook(store_for(local_person(made_at=MADE)), now=Moment(wall=datetime(2026, 11, 21, 20)), made_at=MADE)


def tapped(tap: Callable[[int], T]) -> list[T]:
    """What each of several taps at the same moment gave."""
    together = Barrier(TAPS)

    def one(number: int) -> T:
        together.wait()
        try:
            return tap(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(TAPS) as pool:
        return list(pool.map(one, range(TAPS)))


def test_one_trial_is_opened(book):
    found = tapped(lambda number: book.open(someone(), Wish(period=7, pairs=2), seed=number))
    assert sum(isinstance(each, Opened) for each in found) == 1
    assert len(book.all()) == 1


def test_all_amendments_stand_in_one_chain(book):
    book.open(someone(), Wish(period=7, pairs=2), seed=7)
    dossier = book.open_one()
    tapped(lambda number: book.amend(dossier, "note", f"tab {number}", on=date(2026, 11, 21)))
    design = book.all()[0].design
    assert sorted(each.why for each in design.amendments) == [f"tab {number}" for number in range(TAPS)]
    assert read_design(msgspec.json.encode(design)) == design
