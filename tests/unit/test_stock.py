"""What is taken already, as a plan shows it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charley.dosing.stock import shown_mg
from support.people import plan_for


@pytest.mark.parametrize(
    ("mg", "shown"), [(455.04582992275033, 455.05), (350.0, 350.0), (0.0, 0.0), (349.999999, 350.0), (0.1 + 0.2, 0.3)]
)
def test_amounts_are_shown_to_the_hundredth_and_upwards(mg, shown):
    assert shown_mg(mg) == shown


@given(st.floats(0, 30_000))
def test_an_amount_shown_is_never_understated_by_more_than_dust(mg):
    assert -1e-5 <= shown_mg(mg) - mg < 0.0101


def test_every_amount_of_what_is_taken_is_shown_that_way():
    taken = [{"name": "magnesium chloride", "amount": {"value": value, "unit": "mEq"}} for value in (3.3, 7.77)]
    current = plan_for(supplements=taken).as_dict()["current"]
    amounts = [current["counted_mg"], current["kept_mg"], *(item["elemental_mg_per_day"] for item in current["items"])]
    assert [len(str(amount).partition(".")[2]) <= 2 for amount in amounts] == [True] * 4
