"""Researchers' measures give what their papers give. The papers' examples rise with treatment; ours should fall, so
the signs of all values are turned."""

import math

import pytest

from charley.trials.effect_sizes import effect_sizes, log_response_ratio, nap, tau_u

#: Worked example of Parker, Vannest and Davis (2011), Behavior Modification 35:303.
A, B = [20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29]
#: Their second one, with a trend in the baseline.
RISING, AFTER = [3, 3, 4, 5], [4, 5, 6, 7, 7]


def turned(row):
    return [-value for value in row]


def test_nap_and_tau_of_the_worked_example():
    assert nap(turned(A), turned(B)) == pytest.approx(38.5 / 42)
    found = effect_sizes(turned(A), turned(B))
    assert found is not None
    assert found.tau == pytest.approx((38 - 3) / 42)


def test_tau_u_of_the_worked_example():
    assert effect_sizes(turned(RISING), turned(AFTER)).tau == pytest.approx(16 / 20)
    assert tau_u(turned(RISING), turned(AFTER)) == pytest.approx(11 / 20)


def test_the_log_response_ratio_is_freed_of_its_small_sample_bias():
    """By hand: means 2 and 4, variances 1 and 4, three nights each, so relative variances of 1/12 each."""
    found = log_response_ratio([3, 4, 5], [1, 2, 3])
    assert found.estimate == pytest.approx(math.log(0.5) + 1 / 24 - 1 / 96)
    assert found.se == pytest.approx(math.sqrt(1 / 12 + 1 / 48))
    low, high = found.interval
    assert low < found.estimate < high


def test_without_cramps_or_nights_there_is_no_ratio():
    assert log_response_ratio([0, 0, 0], [1, 2, 3]) is None
    assert log_response_ratio([2], [1, 2, 3]) is None
    assert effect_sizes([], [1, 2]) is None


def test_no_effect_is_the_middle():
    assert nap([1, 1, 1], [1, 1]) == 0.5
    assert tau_u([1, 1, 1], [1, 1]) == 0
