"""The words a plan says beside the big tables."""

import re
from datetime import date
from pathlib import Path
from string import Formatter

import pytest

from charley.knowledge.advice import Advice, advice, names
from charley.knowledge.tables import data_folder, parse

SOURCE = Path(__file__).resolve().parents[2] / "src" / "charley"
ROWS = [advice(name) for name in names()]


def test_every_row_is_read_sourced_and_not_overdue():
    text = (data_folder() / "advice.toml").read_text("utf-8")
    rows, faults = parse(Advice, "advice", text, today=date(2027, 1, 1))
    assert faults == ()
    assert len(rows) == len(names())


def test_no_row_lies_idle():
    code = "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    quoted = set(re.findall(r'"([a-z-]+)"', code))
    assert set(names()) <= quoted


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_blanks_are_filled_and_none_is_left(row):
    blanks = {field for _, field, _, _ in Formatter().parse(f"{row.what} {row.why} {row.do}") if field}
    said = row.message(**dict.fromkeys(blanks, "seven"))
    assert "{" not in said
    assert not blanks or "seven" in said


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_each_says_what_why_and_what_to_do_in_plain_words(row):
    for sentence in (row.what, row.why, row.do):
        assert sentence[0].isupper() or sentence[0] == "{"
        assert sentence[-1] in ".}?"
        assert not re.search(
            r"\b(proves?|cures?|guarantees?|natural|detox|boosts?|deficien\w+|should have)\b", sentence
        )


def test_a_name_nobody_wrote_is_a_mistake():
    with pytest.raises(KeyError):
        advice("no-such-advice")
