"""Orders of periods: counted, drawn with equal chance, and always the same for the same seed."""

from collections import Counter
from itertools import groupby, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charley.trials import sequence


def slow_orders(arms: int, blocks: int, max_run: int) -> set[tuple[int, ...]]:
    """Every order by trying all."""
    found = set()
    for order in product(range(arms), repeat=arms * blocks):
        whole = all(sorted(order[i : i + arms]) == list(range(arms)) for i in range(0, len(order), arms))
        if whole and all(len(list(run)) <= max_run for _, run in groupby(order)):
            found.add(order)
    return found


@pytest.mark.parametrize(("arms", "blocks", "max_run"), [(2, 1, 2), (2, 4, 2), (2, 5, 1), (3, 2, 2), (3, 3, 1)])
def test_every_order_is_counted_and_listed_once(arms, blocks, max_run):
    wanted = slow_orders(arms, blocks, max_run)
    assert sequence.count(arms, blocks, max_run) == len(wanted)
    assert list(sequence.listed(arms, blocks, max_run)) == sorted(wanted)


def test_four_pairs_have_sixteen_orders_and_strict_alternation_two():
    assert sequence.count(2, 4, 2) == 16
    assert sequence.count(2, 4, 1) == 2


@given(st.integers(1, 12), st.integers(0, 2**63 - 1), st.integers(2, 3), st.integers(1, 2))
def test_a_drawn_order_keeps_the_rules(blocks, seed, arms, max_run):
    order = sequence.draw(arms, blocks, max_run, seed)
    assert all(set(order[i : i + arms]) == set(range(arms)) for i in range(0, arms * blocks, arms))
    assert max(len(list(run)) for _, run in groupby(order)) <= max_run
    assert order == sequence.draw(arms, blocks, max_run, seed)


def test_every_order_is_drawn_equally_often():
    drawn = Counter(sequence.draw(2, 3, 2, seed) for seed in range(4000))
    expected = 4000 / 8
    assert len(drawn) == 8
    assert sum((n - expected) ** 2 / expected for n in drawn.values()) < 24.3  # chi squared, 7 df, p = 0.001


def test_the_order_of_a_seed_never_changes():
    """Written down once: a later version of Charley or of Python has to draw the same."""
    assert "".join("AB"[i] for i in sequence.draw(2, 4, 2, 7)) == "ABBAABAB"
    assert "".join("ABC"[i] for i in sequence.draw(3, 3, 2, 2026)) == "BCACBAABC"


def test_the_numbers_run_from_the_first_order_to_the_last():
    assert sequence.numbered(2, 2, 2, 0) == (0, 1, 0, 1)
    assert sequence.numbered(2, 2, 2, 3) == (1, 0, 1, 0)
    with pytest.raises(IndexError):
        sequence.numbered(2, 2, 2, 4)


def test_too_many_orders_are_not_listed():
    with pytest.raises(ValueError, match="too many"):
        list(sequence.listed(2, 20, 2))
