"""Daylio: what is known becomes an entry, the rest a note; nothing written is lost."""

from datetime import date, datetime

import pytest

from support.imports import entries, read, reasons

HEADER = "full_date,date,weekday,time,mood,activities,note_title,note\n"


def test_known_activities_are_entries_and_the_rest_is_one_note():
    items = read("daylio.csv")

    assert [e.kind for e in entries(items)] == ["cramp", "dose", "note", "activity", "exposure", "note", "note"]
    assert [e.text for e in entries(items, "note")] == [
        "mood: good\nreading",
        'mood: meh\nfamily\nA long day\nLay awake, "counting sheep"',
        "mood: bad",
    ]
    assert reasons(items) == {}


def test_a_magnesium_tick_does_not_invent_an_amount():
    [dose] = entries(read("daylio.csv"), "dose")

    assert (dose.substance, dose.elemental_mg) == ("magnesium", None)


def test_midnight_belongs_to_the_night_before():
    *_, last = entries(read("daylio.csv"), "note")

    assert (last.at.wall, last.night) == (datetime(2026, 3, 14), date(2026, 3, 13))


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        ("6:50 pm", (18, 50)),
        ("12:05 am", (0, 5)),
        ("12:05 PM", (12, 5)),
        ("14:58", (14, 58)),
        ("6:50\u202fp.m.", (18, 50)),
    ],
)
def test_both_clocks_are_read(tmp_path, written, clock):
    path = tmp_path / "a.csv"
    path.write_text(HEADER + f"2026-03-14,14 March,Saturday,{written},good,,,\n", "utf-8")

    [note] = entries(read(path, zone="Europe/Berlin"))

    assert ((note.at.wall.hour, note.at.wall.minute), note.at.offset_min) == (clock, 60)


@pytest.mark.parametrize("written", ["25:10", "13:00 pm", "0:10 am", "7", "noon", "10:75"])
def test_a_time_that_does_not_exist_is_a_reason(tmp_path, written):
    path = tmp_path / "a.csv"
    path.write_text(HEADER + f"2026-03-14,14 March,Saturday,{written},good,,,\n")

    items = read(path)

    assert entries(items) == []
    assert "not a clock time" in reasons(items)["row 2"]


def test_an_hour_that_clocks_skipped_and_a_day_that_never_was_are_reasons(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(HEADER + "2026-03-29,,,02:30,good,,,\n2026-02-30,,,12:30,good,,,\n")

    told = reasons(read(path, zone="Europe/Berlin"))

    assert "did not exist" in told["row 2"]
    assert "not a date" in told["row 3"]
