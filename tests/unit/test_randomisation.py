"""The exact test compares the drawn order with every other that could have been drawn."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charley.trials.randomisation import PeriodRate, exact_test


def periods(*cramps, nights=10):
    return [PeriodRate(i, nights if count is not None else 0, count or 0) for i, count in enumerate(cramps, start=1)]


def two(rates, order, **more):
    return exact_test(rates, order, treated="B", against="A", max_run=more.get("max_run", 2))


def test_the_best_of_sixteen_orders():
    found = two(periods(9, 1, 2, 8, 7, 3, 4, 6), "ABBAABBA")
    assert (found.orders, found.blocks) == (16, 4)
    assert found.p == found.smallest_p == 1 / 16
    assert found.fewer_per_week == pytest.approx(7 * (0.8 + 0.6 + 0.4 + 0.2) / 4)


def test_by_hand_with_two_pairs():
    """Falls of 3 and 1 a pair: orders give 4, 2, -2 and -4; the real one gives 2."""
    found = two(periods(4, 1, 2, 3), "ABAB")
    assert found.fewer_per_week == pytest.approx(7 * (0.3 - 0.1) / 2)
    assert found.p == 2 / 4
    assert found.p_two_sided == 1.0


def test_no_difference_gives_one():
    assert two(periods(3, 3, 3, 3), "ABBA").p == 1.0


def test_a_pair_without_records_is_left_out_and_the_bound_rises():
    found = two(periods(9, 1, None, 8, 7, 3), "ABBAAB")
    assert (found.blocks, found.smallest_p) == (2, 1 / 4)
    assert two(periods(None, 1, 2, None), "ABBA") is None


def test_strict_alternation_has_two_orders_only():
    assert two(periods(9, 1, 9, 1, 9, 1), "ABABAB", max_run=1).smallest_p == 1 / 2


def test_with_more_orders_than_can_be_gone_through_there_is_no_test():
    assert exact_test(periods(*[9, 8, 1] * 7), "ABC" * 7, treated="C", against="B", max_run=2) is None


def test_three_arms_compare_two_of_them():
    found = exact_test(periods(9, 8, 1, 1, 9, 8), "ABCCAB", treated="C", against="B", max_run=2)
    assert found.fewer_per_week == pytest.approx(7 * 0.7)
    assert found.p == pytest.approx(
        4 / 36
    )  # in each triple B and C fall into the two places with 8 and 1: 2 of 6 orders


@given(st.lists(st.integers(0, 30), min_size=6, max_size=6))
def test_under_no_effect_the_p_values_of_all_orders_are_honest(cramps):
    """Whatever the cramps: at most a share x of the orders gives p <= x."""
    rates = periods(*cramps)
    orders = ["".join(o) for o in itertools.product(("AB", "BA"), repeat=3)]
    found = [two(rates, order).p for order in orders]
    assert all(sum(p <= x + 1e-12 for p in found) / len(found) <= x + 1e-12 for x in found)
