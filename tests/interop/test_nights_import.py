"""A CSV of nights becomes counts and quiet nights; an empty count stays unknown."""

from datetime import date

import pytest

from charley.diary.nights import night_table
from charley.errors import BadInput
from charley.interop.formats import format_of
from charley.interop.importer import Skipped, Taken
from charley.interop.nights_import import read

NIGHTS = """\
date,cramps,observed,dose:magnesium,x:alcohol
2026-03-01,2,1,0,1
2026-03-02,,,1,0
2026-03-03,0,0.5,1,0
"""


@pytest.fixture
def file(tmp_path):
    place = tmp_path / "nights.csv"
    place.write_text(NIGHTS)
    return place


def test_the_nights_come_back_as_they_were(file):
    items = list(read(file, zone="Europe/Berlin"))

    entries = [item.entry for item in items if isinstance(item, Taken)]
    table = night_table(entries, date(2026, 3, 1), date(2026, 3, 3))
    assert (table.cramps, table.observed) == ((2, None, 0), (1.0, 1.0, 0.5))


def test_what_cannot_become_an_entry_is_named(file):
    left_out = {item.row: item.reason for item in read(file) if isinstance(item, Skipped)}
    assert left_out["night of 2026-03-02"] == "not recorded"
    assert left_out.keys() == {"night of 2026-03-02", "column dose:magnesium", "column x:alcohol"}


def test_the_same_file_gives_the_same_ids(file):
    assert list(read(file)) == list(read(file))


def test_it_is_told_from_its_columns(file):
    assert format_of(file).kind == "nights"


def test_a_faulty_file_is_refused_as_a_whole(file):
    file.write_text(NIGHTS.replace(",0,0.5", ",-1,0.5"))
    with pytest.raises(BadInput, match="row 4"):
        list(read(file))
