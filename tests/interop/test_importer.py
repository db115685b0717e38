"""The face of importers: ids from the source's own words, a reason where a record cannot be built."""

from datetime import UTC, datetime

from charley.dates import Moment
from charley.diary.records import Drink
from charley.interop.importer import Skipped, Taken, dated, entry, entry_id, once

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


def test_a_row_that_contradicts_an_earlier_one_is_named():
    _, other = once([drink("row 2", "a"), drink("row 3", "a", ml=300)])

    assert other == Skipped("row 3", "speaks of the same thing as row 2, but otherwise; the first was taken")


def test_dates_that_no_diary_can_have_are_left_out():
    now = datetime(2026, 3, 14, 12, tzinfo=UTC)
    stamps = ["2026-03-15T11:00", "2026-03-15T13:00", "2099-11-24T23:00", "1970-01-01T00:00", "1999-12-31T23:59"]
    items = [entry(s, Drink, kind="cup", key=(s,), at=Moment.parse(s), ml=1) for s in stamps]

    told = {item.row: item.reason for item in dated(items, now) if isinstance(item, Skipped)}

    assert told == {
        "2026-03-15T13:00": "dated 2026-03-15, which is still to come",
        "2099-11-24T23:00": "dated 2099-11-24, which is still to come",
        "1970-01-01T00:00": "dated 1970-01-01: a clock that was never set",
    }


def test_a_row_that_stands_twice_is_taken_once():
    first, again, other = once([drink("row 2", "a"), drink("row 3", "a"), drink("row 4", "b")])

    assert isinstance(first, Taken)
    assert again == Skipped("row 3", "says the same as row 2")
    assert isinstance(other, Taken)
