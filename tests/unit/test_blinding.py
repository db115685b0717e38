"""Numbered containers, and whether the arms stayed hidden."""

import pytest

from charley.errors import BadInput
from charley.trials.blinding import Guessed, blinding, containers, periods_with_container
from support.trials import opened, sealed


def guessed(table):
    """From (truth, guess) -> how often."""
    return [Guessed(truth, guess) for (truth, guess), often in table.items() for _ in range(often)]


#: The CRISP trial as in table 7 of Bang and others (2004): 277 on treatment (B), 139 on placebo (A).
CRISP = guessed({("B", "B"): 82, ("A", "B"): 27, ("B", "A"): 25, ("A", "A"): 29, ("B", None): 170, ("A", None): 83})


def test_the_published_indices_of_the_crisp_trial():
    found = blinding(CRISP)
    assert found.bang["B"].value == pytest.approx(0.21, abs=0.005)
    assert found.bang["A"].value == pytest.approx(0.01, abs=0.005)
    assert found.james.value == pytest.approx(0.75, abs=0.005)
    # The closed form of the variance in James and others (1996) gives 0.7053 to 0.7905.
    assert (found.james.low, found.james.high) == (pytest.approx(0.7053, abs=1e-4), pytest.approx(0.7905, abs=1e-4))
    assert not found.seen_through


def test_by_hand_all_right_all_wrong_and_nobody_knew():
    right = blinding(guessed({("A", "A"): 4, ("B", "B"): 4}))
    assert right.james.value == pytest.approx(0.0)
    assert [right.bang[arm].value for arm in "AB"] == [1.0, 1.0]
    assert right.seen_through
    wrong = blinding(guessed({("A", "B"): 4, ("B", "A"): 4}))
    assert [wrong.bang[arm].value for arm in "AB"] == [-1.0, -1.0]
    assert wrong.right == 0
    nobody = blinding(guessed({("A", None): 4, ("B", None): 4}))
    assert (nobody.james.value, nobody.seen_through) == (1.0, False)


def test_random_guessing_is_one_half_and_four_periods_say_little():
    found = blinding(guessed({("A", "A"): 1, ("A", "B"): 1, ("B", "A"): 1, ("B", "B"): 1}))
    assert found.james.value == pytest.approx(0.5)
    assert found.bang["A"].value == 0.0
    assert found.bang["A"].high - found.bang["A"].low > 1.0


def test_without_guesses_there_is_nothing_to_say():
    assert blinding([]) is None


def test_the_helper_fills_one_container_for_each_period():
    found = opened(protocol="magnesium-or-placebo", nonce="n" * 32)
    filled = containers(found.design, found.key)
    assert [each.number for each in filled] == list(range(1, 9))
    assert tuple(each.arm.id for each in filled) == found.key.sequence
    assert {each.capsules for each in filled} == {16}  # one a day for 14 days, and two to spare


def test_periods_with_nothing_need_no_container():
    found = opened(protocol="nothing-placebo-magnesium", nonce="n" * 32, pairs=2)
    assert len(periods_with_container(found.design, found.key)) == 4


def test_an_open_trial_has_nothing_to_hide_and_a_wrong_key_opens_nothing():
    found = opened(protocol="magnesium-or-placebo", nonce="n" * 32)
    other = opened(protocol="magnesium-or-placebo", nonce="m" * 32)
    with pytest.raises(BadInput):
        containers(found.design, other.key)
    with pytest.raises(BadInput):
        containers(sealed(), found.key)
