"""The answer in words: every number with its doubt, and never none or all."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charley.report import answer_words as words


@pytest.mark.parametrize(
    ("p", "said"),
    [
        (0.0, "less than 1 in 100"),
        (0.004, "less than 1 in 100"),
        (0.03, "about 3 in 100"),
        (0.5, "about 5 in 10"),
        (0.9, "about 9 in 10"),
        (0.955, "about 96 in 100"),
        (1.0, "more than 99 in 100"),
    ],
)
def test_chance(p: float, said: str) -> None:
    assert words.chance(p) == said


@given(st.floats(0, 1))
def test_chance_never_says_none_or_all(p: float) -> None:
    said = words.chance(p)
    assert "%" not in said
    count, of = (int(number) for number in re.findall(r"\d+", said))
    assert 0 < count < of


@pytest.mark.parametrize(
    ("low", "middle", "high", "said"),
    [
        (-0.2, 1.1, 2.3, "about 1.1 cramps a week fewer; it could be 2.3 fewer or 0.2 more"),
        (0.5, 1.0, 2.0, "about 1 cramp a week fewer; it could be 2 fewer or 0.5 fewer"),
        (-3.0, -1.0, 0.02, "about 1 cramp a week more; it could be no change or 3 more"),
        (-1.0, 0.01, 1.0, "about the same number of cramps; it could be 1 fewer or 1 more"),
        (-0.01, 0.0, 0.01, "about the same number of cramps, give or take a little"),
        (3.0, 12.4, 20.0, "about 12 cramps a week fewer; it could be 20 fewer or 3 fewer"),
    ],
)
def test_cramps_a_week(low: float, middle: float, high: float, said: str) -> None:
    assert words.fewer_a_week(words.Range(low, middle, high)) == said


@pytest.mark.parametrize(
    ("p", "word"),
    [
        (0.99, "seem to have fewer"),
        (0.93, "may be fewer"),
        (0.5, "cannot tell yet"),
        (0.05, "may be more"),
        (0.01, "seem to have more"),
    ],
)
def test_verdict_leans_as_the_probability_does(p: float, word: str) -> None:
    assert word in words.verdict("magnesium", p)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(-50, 50), st.floats(0, 20))
def test_no_promise_whatever_the_numbers(p: float, q: float, middle: float, width: float) -> None:
    avoided = words.Range(middle - width, middle, middle + width)
    said = " ".join(words.effect("magnesium", avoided=avoided, p_fewer=p, p_fifth_fewer=p * q)).lower()
    assert not any(
        word in said for word in ("prove", "cure", "guarantee", "natural", "100 %", "certain", "should have")
    )


def test_sparkline_has_one_mark_for_each_stretch() -> None:
    assert words.sparkline([]) == ""
    assert words.sparkline([1, 1, 1]) == "███"
    assert words.sparkline(list(range(8))) == "▁▂▃▄▅▆▇█"
    assert len(words.sparkline([0.5] * 365, width=60)) == 60
