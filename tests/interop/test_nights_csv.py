"""The CSV of nights: read strictly, every fault named at once; written so that reading gives the same back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charley.diary.nights import NightTable
from charley.errors import BadInput
from charley.interop.nights_csv import read_nights, write_nights

EXAMPLE = b"""date,cramps,observed,dose:magnesium,x:alcohol,x:exercise
2026-03-01,2,1,0,0,1
2026-03-02,,,0,1,0
2026-03-03,0,0.5,1,0,0
"""


def faults(data: bytes) -> dict[str, str]:
    with pytest.raises(BadInput) as caught:
        read_nights(data)
    return {problem.field: problem.message for problem in caught.value.problems}


def test_the_contracts_example() -> None:
    table, notes = read_nights(EXAMPLE)
    assert table.start == date(2026, 3, 1)
    assert table.cramps == (2, None, 0)
    assert table.observed == (1, 1, 0.5)
    assert table.doses == {"magnesium": (0, 0, 1)}
    assert table.covariates == {"alcohol": (0, 1, 0), "exercise": (1, 0, 0)}
    assert notes == ()


@pytest.mark.parametrize(
    "dressed",
    [
        EXAMPLE.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + EXAMPLE,
        EXAMPLE.rstrip(b"\n"),
        EXAMPLE + b"\n,,,,,\n",
        EXAMPLE.replace(b"date,cramps", b'"date", cramps'),
    ],
)
def test_dress_does_not_matter(dressed: bytes) -> None:
    assert read_nights(dressed) == read_nights(EXAMPLE)


def test_dates_left_out_are_nights_not_recorded_and_the_dose_is_carried() -> None:
    table, notes = read_nights(b"date,cramps,dose:m,x:a\n2026-02-27,1,1,4\n2026-03-02,0,0,2\n")
    assert table.cramps == (1, None, None, 0)
    assert table.doses["m"] == (1, 1, 1, 0)
    assert table.covariates["a"] == (4, 3, 3, 2)
    assert len(notes) == 3
    assert "2 dates are not in the file" in notes[0]


def test_an_unknown_dose_before_the_first_known_one_is_none_taken() -> None:
    table, notes = read_nights(b"date,cramps,dose:m\n2026-03-01,1,\n2026-03-02,0,0.5\n2026-03-03,0,\n")
    assert table.doses["m"] == (0, 0.5, 0.5)
    assert notes == ("On 2 nights the dose of m is not known; it was taken as on the night before.",)


def test_a_treatment_in_mg() -> None:
    table, notes = read_nights(b"date,cramps,dose_mg:magnesium\n2026-03-01,1,0\n2026-03-02,0,\n2026-03-04,2,200\n")
    assert table.doses == {}
    assert table.doses_mg == {"magnesium": (0, 0, 0, 200)}
    assert "2 nights the dose of magnesium is not known" in notes[1]


def test_more_amounts_than_can_be_told_apart_are_refused() -> None:
    rows = "".join(f"2026-03-{day:02d},0,{10 * day}\n" for day in range(1, 11))
    assert "10 different amounts" in faults(b"date,cramps,dose_mg:m\n" + rows.encode())["dose_mg:m"]


def test_every_faulty_cell_is_named_at_once() -> None:
    found = faults(
        b"date,cramps,observed,dose:m,x:a\n"
        b"2026-03-01,-1,1,0,1\n"
        b"2026-03-01,1.5,0,2,nan\n"
        b"2026-02-30,x,1.1,-0.1,inf\n"
        b"2026-02-01,1001,1,1e400,1e10\n"
        b"2026-04-01,1\n"
    )
    assert set(found) == {
        "row 2, cramps",
        "row 3, date", "row 3, cramps", "row 3, observed", "row 3, dose:m", "row 3, x:a",
        "row 4, date", "row 4, cramps", "row 4, observed", "row 4, dose:m", "row 4, x:a",
        "row 5, date", "row 5, cramps", "row 5, dose:m", "row 5, x:a",
        "row 6",
    }  # fmt: skip
    assert "stands twice" in found["row 3, date"]
    assert "order" in found["row 5, date"]


def test_a_spreadsheets_unicode_text_is_read_like_any_other() -> None:
    text = "date,cramps,observed,x:müde\r\n2026-03-01,2,1,1\r\n2026-03-02,0,1,0\r\n"
    assert read_nights(text.encode("utf-16")).table == read_nights(text.encode()).table


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"date,cramps\n", "no night"),
        (b"\x00\x01\x02PK", "not a text file"),
        (b"\xff\xfe\x81", "UTF-8"),
        ("date,cramps\n2026-03-01,1\x00\n".encode("utf-16"), "not a text file"),
        (b"date,cramps," + b",".join(b"x:%d" % n for n in range(100_000)) + b"\n", "has 100002 columns"),
        (b"date;cramps\n2026-03-01;1\n", "semicolons"),
        (b"date\tcramps\n", "tabs"),
        (b"cramps,observed\n1,1\n", "date is missing"),
        (b"date,cramps,cramps\n2026-03-01,1,1\n", "stands twice"),
        (b"date,cramps,magnesium\n2026-03-01,1,1\n", "not known"),
        (b"date,cramps,dose:\n2026-03-01,1,1\n", "not known"),
        (b'date,cramps\n"2026-03-01,1\n', "not a whole CSV file"),
        (b"date,cramps,x:a\n2026-03-01,1,\n", "no value on any night"),
        (b"date,cramps\n1926-03-01,1\n2026-03-01,1\n", "spans more than"),
        (b"date,cramps\n0026-03-01,1\n", "between the years"),
        ("date,cramps\n2026-03-01,١\n".encode(), "whole number"),
        (b"x" * 5_000_001, "larger than"),
        (b"date,cramps,dose_mg:\n2026-03-01,1,1\n", "not known"),
        (b"date,cramps,dose_mg:m\n2026-03-01,1,-1\n", "from 0 to 10000"),
        (b"date,cramps,dose_mg:m\n2026-03-01,1,10001\n", "from 0 to 10000"),
        (b"date,cramps,dose_mg:m,dose:m\n2026-03-01,1,100,1\n", "give one of the two"),
    ],
)
def test_what_is_not_a_diary_is_refused_in_words(data: bytes, words: str) -> None:
    assert any(words in f"{field} {message}" for field, message in faults(data).items())


def test_a_long_list_of_faults_is_cut_and_counted() -> None:
    rows = "".join(f"2026-03-{day:02d},-1,-1\n" for day in range(1, 31))
    found = faults(b"date,cramps,observed\n" + rows.encode())
    assert found[""] == "and 10 more faults of this kind"


shares = st.floats(0, 1, allow_subnormal=False)
amounts = st.sampled_from([0.0, 62.5, 100.0, 200.0, 10_000.0])


@st.composite
def tables(draw: st.DrawFn) -> NightTable:
    size = draw(st.integers(1, 12))
    row = st.lists(shares, min_size=size, max_size=size).map(tuple)
    names = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8)
    return NightTable(
        start=draw(st.dates(date(1950, 1, 1), date(2150, 1, 1))),
        cramps=tuple(draw(st.lists(st.none() | st.integers(0, 1000), min_size=size, max_size=size))),
        observed=tuple(draw(st.lists(st.floats(0.01, 1), min_size=size, max_size=size))),
        doses=draw(st.dictionaries(names.map("share {}".format), row, max_size=2)),
        doses_mg=draw(st.dictionaries(names, st.lists(amounts, min_size=size, max_size=size).map(tuple), max_size=2)),
        covariates=draw(
            st.dictionaries(names, st.lists(st.floats(-1e9, 1e9), min_size=size, max_size=size).map(tuple), max_size=2)
        ),
    )


@given(tables())
def test_writing_and_reading_gives_the_same_table(table: NightTable) -> None:
    assert read_nights(write_nights(table).encode()) == (table, ())


def test_a_table_without_dates_or_with_impossible_names_is_not_written() -> None:
    table = read_nights(EXAMPLE).table
    for wrong in ({"start": None}, {"doses": {" ": (0.0, 0.0, 0.0)}}, {"doses": {"a\nb": (0.0, 0.0, 0.0)}}):
        parts = {name: getattr(table, name) for name in table.__struct_fields__} | wrong
        with pytest.raises(BadInput):
            write_nights(NightTable(**parts))
