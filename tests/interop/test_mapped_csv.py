"""A table of one's own: the mapping says what is what, every fault of it is named, and it can be kept."""

import json
from datetime import date
from pathlib import Path

import pytest

from charley.dates import Moment
from charley.errors import BadInput
from charley.interop.importer import Item
from charley.interop.mapped_csv import CsvMapping, load, read_with, save
from charley.reading import read as read_record
from support.imports import entries, reasons

TABLE = """Datum;Zeit;Krampf;Stärke;Wo;Wein;Anzahl
14.03.2026;02:10;ja;7;Wade;;2
14.03.2026;23:10;nein;;;1,5;0
15.03.2026;;ja;12;Bein;;x
16.03.2026;21:00;nein;;;;
"""
MAPPING = {
    "format": "charley-csv-mapping",
    "version": 1,
    "name": "my sheet",
    "date": {"column": "Datum", "form": "%d.%m.%Y"},
    "time": {"column": "Zeit", "form": "%H:%M"},
    "date_names": "evening",
    "zone": "Europe/Berlin",
    "decimal": ",",
    "entries": [
        {
            "kind": "cramp",
            "only_if": {"column": "Krampf", "is": ["ja"]},
            "fields": {
                "pain": {"column": "Stärke"},
                "site": {"column": "Wo", "values": {"Wade": "calf", "Fuß": "foot"}},
                "woke": {"always": True},
            },
        },
        {
            "kind": "exposure",
            "only_if": {"column": "Wein"},
            "fields": {"what": {"always": "alcohol"}, "amount": {"column": "Wein"}, "unit": {"always": "glasses"}},
        },
        {"kind": "night_count", "only_if": {"column": "Anzahl"}, "fields": {"cramps": {"column": "Anzahl"}}},
    ],
}


def mapping(**changes: object) -> CsvMapping:
    return read_record(CsvMapping, {**MAPPING, **changes})


def taken(tmp_path: Path, text: str = TABLE, **changes: object) -> list[Item]:
    path = tmp_path / "sheet.csv"
    path.write_text(text, "utf-8")
    return list(read_with(path, mapping(**changes)))


def test_columns_become_entries_with_our_words_and_numbers(tmp_path):
    items = taken(tmp_path)
    [cramp], [wine] = entries(items, "cramp"), entries(items, "exposure")

    assert (cramp.pain, cramp.site, cramp.woke, cramp.night) == (7, "calf", True, date(2026, 3, 14))
    assert (wine.what, wine.amount, wine.unit) == ("alcohol", 1.5, "glasses")
    assert [(e.night, e.cramps) for e in entries(items, "night_count")] == [
        (date(2026, 3, 14), 2),
        (date(2026, 3, 14), 0),
    ]


def test_two_in_the_morning_on_the_evenings_date_is_the_next_calendar_day(tmp_path):
    [cramp] = entries(taken(tmp_path), "cramp")

    assert cramp.at == Moment.parse("2026-03-15T02:10+01:00[Europe/Berlin]")


@pytest.mark.parametrize(
    ("date_names", "clock", "wall", "night"),
    [
        ("evening", "02:10", "2026-03-15T02:10", date(2026, 3, 14)),
        ("evening", "23:10", "2026-03-14T23:10", date(2026, 3, 14)),
        ("morning", "02:10", "2026-03-14T02:10", date(2026, 3, 13)),
        ("morning", "23:10", "2026-03-13T23:10", date(2026, 3, 13)),
    ],
)
def test_a_date_names_the_evening_or_the_morning_of_a_night(tmp_path, date_names, clock, wall, night):
    items = taken(
        tmp_path,
        f"Datum;Zeit;Krampf;Stärke;Wo;Wein;Anzahl\n14.03.2026;{clock};ja;3;Wade;;1\n",
        date_names=date_names,
        zone=None,
    )

    assert {e.at.text()[:16] for e in entries(items)} == {wall}
    assert {e.night for e in entries(items)} == {night}


def test_every_row_that_gives_nothing_says_why(tmp_path):
    assert reasons(taken(tmp_path)) == {
        "row 4": "a cramp without a clock time; map the nights' numbers as night_count instead; "
        "Anzahl: should be a whole number from 0 to 1000",
        "row 5": "the mapping takes nothing from this row",
    }


def test_a_word_outside_the_mapping_and_a_value_out_of_bounds_are_named_together(tmp_path):
    items = taken(tmp_path, "Datum;Zeit;Krampf;Stärke;Wo;Wein;Anzahl\n14.03.2026;02:10;ja;12;Bein;;\n")

    assert reasons(items) == {
        "row 2": "Stärke: should be a whole number from 0 to 10; Wo: “Bein” is not among the words of the mapping"
    }


def test_the_same_table_again_gives_the_same_entries_and_a_row_twice_one(tmp_path):
    first = entries(taken(tmp_path))

    assert entries(taken(tmp_path)) == first
    assert entries(taken(tmp_path, TABLE + TABLE.split("\n", 1)[1])) == first


def test_a_mapping_can_be_kept_as_json_and_written_by_hand_as_toml(tmp_path):
    kept, by_hand = tmp_path / "mapping.json", tmp_path / "mapping.toml"
    save(mapping(), kept)
    by_hand.write_text(
        'format = "charley-csv-mapping"\nversion = 1\n[date]\ncolumn = "Day"\nform = "%Y-%m-%d"\n'
        '[[entries]]\nkind = "note"\n[entries.fields.text]\ncolumn = "Remark"\n'
    )

    assert load(kept) == mapping()
    assert load(by_hand).columns == ("Day", "Remark")


def faults(**changes: object) -> tuple[str, ...]:
    with pytest.raises(BadInput) as caught:
        mapping(**changes)
    return caught.value.fields


def test_every_fault_of_a_mapping_is_named_at_once():
    wrong = [
        {"kind": "cramp", "fields": {"pian": {"column": "Stärke"}, "note": {"column": "a", "always": "b"}}},
        {"kind": "headache"},
        {"kind": "note", "fields": {"text": {"always": "x", "values": {"a": "b"}}}},
    ]

    assert faults(entries=wrong, decimal=";", dates={}) == (
        "dates",
        "decimal",
        "entries[0].fields.note",
        "entries[1].kind",
        "entries[2].fields.text.values",
    )
    assert faults(entries=[{"kind": "cramp", "fields": {"pian": {"column": "Stärke"}}}]) == ("entries[0].fields.pian",)


def test_what_cannot_be_told_from_a_date_alone_is_a_fault_of_the_mapping():
    assert faults(date_names="calendar_day") == ("entries[2].kind",)
    assert faults(time=None) == ("entries[0].kind",)
    assert faults(zone="Mars/Olympus") == ("zone",)
    assert faults(entries=[]) == ("entries",)


def test_a_column_the_table_does_not_have_is_a_fault_of_the_whole_file(tmp_path):
    with pytest.raises(BadInput, match="no column named “Wein”, “Anzahl”"):
        taken(tmp_path, "Datum;Zeit;Krampf;Stärke;Wo\n")


@pytest.mark.parametrize("data", [b"", b"{", b"[]", json.dumps({"format": "x"}).encode(), b"\xff"])
@pytest.mark.parametrize("name", ["m.json", "m.toml"])
def test_what_is_no_mapping_is_refused(tmp_path, data, name):
    path = tmp_path / name
    path.write_bytes(data)

    with pytest.raises(BadInput):
        load(path)


def test_a_mapping_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadInput, match=r"gone\.json"):
        load(tmp_path / "gone.json")
