"""The strict door: a right document becomes a record; a wrong one is answered with every fault, in words."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from charley.dates import ClockTime
from charley.errors import BadInput, Problem
from charley.reading import Record, decode_json, describe, read


class Medicine(Record, frozen=True, kw_only=True):
    name: Annotated[str, Meta(min_length=1)]
    times: tuple[ClockTime, ...] | None = None
    dose_mg: Annotated[float, Meta(gt=0, le=10_000)] | None = None


class Cat(Record, frozen=True, kw_only=True, tag_field="kind", tag="cat"):
    lives: int


class Dog(Record, frozen=True, kw_only=True, tag_field="kind", tag="dog"):
    bark: str


class Person(Record, frozen=True, kw_only=True):
    age_years: Annotated[float, Meta(ge=0, le=120)] | None = None
    born: date | None = None
    medicines: tuple[Medicine, ...] = ()
    pets: tuple[Cat | Dog, ...] = ()
    first: int = 0
    last: int = 9

    def faults(self) -> Iterator[Problem]:
        if self.first > self.last:
            yield Problem("first", "lies after last")


def faults_of(raw: Any) -> dict[str, str]:
    with pytest.raises(BadInput) as caught:
        read(Person, raw)
    return {p.field: p.message for p in caught.value.problems}


def test_a_right_document_becomes_a_record() -> None:
    person = read(
        Person,
        {"age_years": 67, "born": "1959-02-03", "medicines": [{"name": "Euthyrox", "times": ["07:00"]}]},
    )
    assert person.medicines[0].times == ("07:00",)
    assert person.born == date(1959, 2, 3)
    assert person.pets == ()


def test_what_is_missing_or_null_stays_unknown() -> None:
    assert read(Person, {}).age_years is None
    assert read(Person, {"age_years": None, "medicines": [{"name": "x", "times": None}]}).medicines[0].times is None


def test_all_faults_come_at_once_with_their_places() -> None:
    found = faults_of(
        {
            "age_years": -3,
            "born": "2026-02-30",
            "agge": 1,
            "medicines": [{"times": ["25:61", "07:00", 5]}, 7, {"name": "a", "dose_mg": 1e9}],
            "pets": [{"kind": "cow"}, {"kind": "cat", "lives": "nine"}],
        }
    )
    assert set(found) == {
        "age_years",
        "born",
        "agge",
        "medicines[0].name",
        "medicines[0].times[0]",
        "medicines[0].times[2]",
        "medicines[1]",
        "medicines[2].dose_mg",
        "pets[0].kind",
        "pets[1].lives",
    }
    assert found["age_years"] == "should be 0 or more, not -3"
    assert found["medicines[0].times[0]"] == "should be a clock time from 00:00 to 23:59, such as 07:30"
    assert found["agge"].startswith("is not a known field")


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), "67", True, [], {}])
def test_a_number_is_never_guessed(wrong: object) -> None:
    assert list(faults_of({"age_years": wrong})) == ["age_years"]


def test_rules_across_fields_hold_however_a_record_is_built() -> None:
    assert faults_of({"first": 5, "last": 2}) == {"first": "lies after last"}
    with pytest.raises(BadInput):
        Person(first=5, last=2)


def test_a_tagged_row_becomes_its_own_kind() -> None:
    assert read(Person, {"pets": [{"kind": "dog", "bark": "wau"}]}).pets == (Dog(bark="wau"),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "empty"),
        (b"   ", "empty"),
        (b'{"a": 1', "not JSON"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": -Infinity}', "-Infinity"),
        (b'{"a": 1, "a": 2}', "stands twice"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"\x00\x01", "not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a": ' + b"9" * 5000 + b"}", "a number has thousands of digits, and no amount has"),
        (b'{"a": 1} x', "not JSON"),
    ],
)
def test_a_document_that_is_none_is_named(text: bytes, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        decode_json(text)


def test_a_byte_order_mark_is_no_fault() -> None:
    assert decode_json(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["medicines", "name", "x"]), inner),
    max_leaves=12,
)


@given(_json)
def test_any_document_is_read_or_refused_in_words(raw: object) -> None:
    try:
        person = read(Person, raw)
    except BadInput as fault:
        messages = [p.message for p in fault.problems]
    else:
        messages = []
        assert isinstance(person, Person)
    assert all(message and "Expected `" not in message and "`$" not in message for message in messages)


def test_a_value_is_shown_short() -> None:
    assert describe("x" * 500).endswith("…")
    assert len(describe("x" * 500)) <= 60
    assert describe(None) == "nothing"


def test_every_key_that_stands_twice_is_named_by_its_path() -> None:
    with pytest.raises(BadInput) as caught:
        decode_json('{"a": 1, "b": [{"c": 1, "c": 2, "d": {"e": 1, "e": 1}}], "a": 2}')
    assert caught.value.fields == ("a", "b[0].c", "b[0].d.e")
