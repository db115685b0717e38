"""Tables that strangers wrote: encodings, widths, endless cells, formulas and numbers."""

import io
from pathlib import Path

import pytest

from charley.errors import BadInput
from charley.interop import tables
from charley.interop.formats import format_of
from charley.interop.importer import Skipped


def write(tmp_path: Path, data: bytes, name: str = "file.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        list(format_of(path).read(path))
    return str(caught.value)


DAYLIO = b"full_date,date,weekday,time,mood,activities,note_title,note\n2026-03-14,14 March,Saturday,18:05,meh,,,%s\n"


def test_latin_letters_are_refused_with_what_to_do(tmp_path):
    assert "CSV UTF-8" in refusal(write(tmp_path, DAYLIO % b"m\xfcde"))


def test_utf_16_and_semicolons_from_a_spreadsheet_are_read(tmp_path):
    text = (DAYLIO % b"ok").decode().replace(",", ";")

    items = list(format_of(path := write(tmp_path, text.encode("utf-16"))).read(path))

    assert [item.entry.text for item in items] == ["mood: meh\nok"]


@pytest.mark.parametrize(
    ("begin", "end", "said"), [(b"", b" ", "longer than a million letters"), (b'"', b"\n", "a cell has no end")]
)
def test_ten_megabytes_without_an_end_are_refused(begin, end, said, tmp_path):
    message = refusal(write(tmp_path, DAYLIO % (begin + (b"x" * 80 + end) * 130_000)))

    assert said in message


def test_a_formula_in_a_note_stays_text_and_in_a_number_is_a_reason(tmp_path):
    path = write(tmp_path, DAYLIO % b'"=HYPERLINK(""x"")"')
    [note] = format_of(path).read(path)
    assert note.entry.text.endswith('=HYPERLINK("x")')

    days = write(tmp_path, b"Date,Step count\n2026-03-14,=1+1\n2026-03-15,@SUM(A1)\n2026-03-16,nan\n", "days.csv")
    assert [item.reason for item in format_of(days).read(days)] == [
        "“=1+1” is a formula and not a number",
        "“@SUM(A1)” is a formula and not a number",
        "“nan” is not a finite number",
    ]


def test_rows_of_the_wrong_width_and_columns_that_lack_are_named(tmp_path):
    path = write(tmp_path, DAYLIO % b"fine" + b"2026-03-15,15 March\n")
    first, short = format_of(path).read(path)
    assert short == Skipped("row 3", "has 2 cells where the header has 8")
    assert first.row == "row 2"

    twice = write(tmp_path, b"full_date,time,mood,activities,mood\n2026-03-14,18:05,a,,b\n")
    assert "“mood” stands twice" in refusal(twice)


@pytest.mark.parametrize(("cell", "value"), [("", None), ("5", 5.0), ("-2.5", -2.5), ("1e3", 1000.0)])
def test_numbers_in_cells(cell, value):
    assert tables.number_in(cell) == value


@pytest.mark.parametrize("cell", ["five", "1,5", "=5", "inf", "0x10", "1 000"])
def test_what_is_no_number_is_a_fault(cell):
    with pytest.raises(BadInput):
        tables.number_in(cell)


def test_a_table_of_a_hundred_thousand_columns_is_refused_at_once():
    header = ",".join(f"c{number}" for number in range(100_000)) + "\n"
    with pytest.raises(BadInput, match="100,000 columns"):
        list(tables.table(iter([header])))


def test_a_table_without_a_header_is_a_fault():
    with pytest.raises(BadInput, match="no header"):
        list(tables.table(tables.lines(io.BufferedReader(io.BytesIO(b"\n1,2\n")))))


def test_a_row_that_cannot_be_read_is_skipped_and_those_before_and_after_it_stand():
    def doubled(row):
        yield row.row
        yield 2 * tables.number_in(row.cells["b"])

    found = list(tables.each_row(tables.table(iter(["a,b\n", "x,1\n", "x,y\n", "x\n", "x,4\n"])), doubled))
    assert [each for each in found if not isinstance(each, Skipped)] == ["row 2", 2.0, "row 3", "row 5", 8.0]
    assert [(each.row, each.reason) for each in found if isinstance(each, Skipped)] == [
        ("row 3", "“y” is not a number"),
        ("row 4", "has 1 cells where the header has 2"),
    ]
