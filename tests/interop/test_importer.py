"""The face of importers: ids from the source's own words, a reason where a record cannot be built."""

from datetime import datetime

from charley.dates import Moment
from charley.diary.records import Drink
from charley.interop.importer import Skipped, Taken, entry, entry_id, once

AT = Moment(wall=datetime(2026, 3, 14, 12))


def drink(row: str, key: str, ml: float = 200) -> Taken | Skipped:
    return entry(row, Drink, kind="cup", key=(key,), at=AT, ml=ml)


def test_an_id_depends_on_format_and_key_alone():
    assert entry_id("cup", "a", 1) == entry_id("cup", "a", "1")
    assert len({entry_id("cup", "a", 1), entry_id("cup", "a1"), entry_id("mug", "a", 1)}) == 3


def test_an_entry_says_where_it_came_from():
    item = drink("row 2", "a")

    assert isinstance(item, Taken)
    assert item.entry.origin == "import:cup"


def test_what_the_diary_cannot_hold_is_skipped_with_the_reason():
    item = drink("row 2", "a", ml=0)

    assert isinstance(item, Skipped)
    assert item.reason == "ml: should be more than 0, not 0"


def test_a_row_that_stands_twice_is_taken_once():
    first, again, other = once([drink("row 2", "a"), drink("row 3", "a"), drink("row 4", "b")])

    assert isinstance(first, Taken)
    assert again == Skipped("row 3", "says the same as row 2")
    assert isinstance(other, Taken)
