"""A printed number stands for every value that rounds to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charley.knowledge.printed import Span, decimals, p_span, rounded, span, value


@given(st.floats(-1000, 1000), st.integers(0, 4))
def test_a_number_lies_in_the_span_of_its_own_rounding(number: float, places: int) -> None:
    printed = f"{number:.{places}f}"
    low, high = span(printed)
    assert low - 1e-9 <= number <= high + 1e-9
    assert high - low == pytest.approx(10.0**-places)
    assert decimals(printed) == places


@given(st.floats(-1000, 1000), st.integers(0, 4))
def test_our_own_rounding_stays_within_half_a_digit(number: float, places: int) -> None:
    text = rounded(number, places)
    assert abs(value(text) - number) <= 0.5 * 10.0**-places + 1e-6
    assert not text.startswith("-0.") or value(text) != 0
    assert text not in ("-0", "-0.0", "-0.00")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("0.67", (0.665, 0.675)), ("<0.05", (0.0, 0.05)), (">0.2", (0.2, 1.0)), ("1.00", (0.995, 1.0))],
)
def test_p_values_are_bounds_or_rounded(printed: str, expected: tuple[float, float]) -> None:
    assert p_span(printed) == pytest.approx(expected)


def test_digits_say_how_far_a_number_was_rounded() -> None:
    assert span("86") == (85.5, 86.5)
    assert span("86.0") == pytest.approx((85.95, 86.05))
    assert Span(0, 1).meets(Span(1, 2))
    assert not Span(0, 1).meets(Span(1.1, 2))
