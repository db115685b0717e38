"""Sleepmeter: notes with bare quotation marks, own words, naps, and the offset in every stamp."""

from datetime import date

import pytest

from charley.errors import BadInput
from support.imports import FILES, entries, read, reasons


def test_a_night_keeps_its_ends_its_rating_and_its_words():
    first, second = entries(read("sleepmeter.csv"), "sleep")

    assert (first.night, first.start.text(), first.end.text()) == (
        date(2026, 3, 14),
        "2026-03-14T23:00:00+01:00",
        "2026-03-15T07:00:00+01:00",
    )
    assert first.note.endswith('said "ouch" twice\nand slept on')
    assert (first.rating, second.rating) == (4, 1)


def test_own_words_are_looked_up_and_unknown_ones_named():
    items = read("sleepmeter.csv")

    assert [(d.substance, d.product) for d in entries(items, "dose")] == [
        ("magnesium", "magnesium tablet"),
        ("magnesium", "MAGNESIUM"),
    ]
    assert [e.what for e in entries(items, "symptom")] == ["restless_urge"]
    assert reasons(items) == {
        "record 1": "Charley does not keep “weighted blanket”",
        "record 2": "a nap; the diary keeps how nights were slept",
        "record 3": "Charley does not keep “CAMPING”",
    }


def test_a_record_that_makes_no_sense_is_a_reason(tmp_path):
    path = tmp_path / "a.csv"
    sense = (FILES / "sleepmeter.csv").read_text()
    path.write_text(sense + '"2026-03-18 06:00+0100","2026-03-17 23:30+0100","2026-03-17 23:10+0100",what\n')

    assert reasons(read(path))["record 4"] == "cannot be read as a sleep"


@pytest.mark.parametrize("text", ["custom_aid_id,class,name\n", "custom_aid_id,class,name\n" + "a,b,c\n" * 10_001])
def test_a_file_without_its_sleeps_is_refused(tmp_path, text):
    path = tmp_path / "a.csv"
    path.write_text(text)

    with pytest.raises(BadInput):
        read(path, kind="sleepmeter")
