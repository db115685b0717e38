"""The library of questions: whole, sourced, current, in plain words, and fair."""

from datetime import date

import pytest

from charley.errors import BadInput
from charley.knowledge import tables
from charley.knowledge.protocols import Protocol, protocols
from charley.knowledge.remedies import remedies
from support.readability import grade


def test_the_table_is_whole_and_no_review_is_overdue():
    text = (tables.data_folder() / "protocols.toml").read_text("utf-8")
    _, faults = tables.parse(Protocol, "protocols", text, today=date.today())
    assert faults == ()


def test_every_measure_named_may_be_tried():
    for row in protocols().values():
        for arm in row.arms:
            assert arm.measure is None or remedies()[arm.measure].may_be_tried


def test_the_words_are_plain():
    said = [" ".join((row.question, row.fair, row.blinding)) for row in protocols().values()]
    assert sum(map(grade, said)) / len(said) < 9


def test_the_answer_is_what_one_arm_has_and_the_first_has_not():
    one = next(iter(protocols().values()))
    raw = {name: getattr(one, name) for name in one.__struct_fields__}
    with pytest.raises(BadInput, match="answer"):
        Protocol(**(raw | {"answer": "hope"}))
    with pytest.raises(BadInput, match="blindable"):
        Protocol(**(raw | {"blindable": True}))
