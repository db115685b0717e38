"""The quick estimate: wide when answers are few, higher for a diet of whole foods, and never silent about itself."""

import pytest

from charley.errors import BadInput
from charley.knowledge.diet_questions import questions
from charley.nutrition.diet_screen import ENOUGH, estimate

WHOLE = {
    **dict.fromkeys(questions(), "weekly"),
    **dict.fromkeys(("whole-grain-bread", "oats-whole-cereal", "nuts-seeds", "leafy-greens", "fruit"), "daily"),
    "white-bread": "never",
    "soft-drinks": "never",
    "pulses": "5-6 a week",
    "other-vegetables": "2-3 a day",
}
REFINED = {
    **dict.fromkeys(questions(), "never"),
    **dict.fromkeys(("white-bread", "sweets-snacks", "soft-drinks", "coffee-tea"), "2-3 a day"),
    "ready-meals": "daily",
    "meat": "daily",
    "white-rice-pasta-potato": "daily",
}


def test_it_asks_twelve_to_twenty_questions_on_foods_of_the_table():
    assert 12 <= len(questions()) <= 20
    assert all(question.helpings for question in questions().values())


def test_whole_foods_bring_more_magnesium_than_refined_ones():
    whole, refined = estimate(WHOLE)["magnesium"].usual, estimate(REFINED)["magnesium"].usual
    assert refined.high is not None
    assert whole.low > refined.high
    assert 100 < refined.low < refined.high < 350
    assert whole.high is not None
    assert 300 < whole.low < whole.high < 700


def test_fewer_answers_give_a_wider_range():
    few = dict(list(WHOLE.items())[:8])
    wide, narrow = estimate(few)["magnesium"].usual, estimate(WHOLE)["magnesium"].usual
    assert wide.high is not None
    assert narrow.high is not None
    assert wide.high - wide.low > narrow.high - narrow.low


def test_it_shows_its_reasoning():
    found = estimate(WHOLE)["magnesium"]
    assert found.answered == found.of == len(found.parts) == len(questions())
    assert found.parts[0].amount.high >= found.parts[-1].amount.high
    assert "estimate" in found.message


def test_potassium_calcium_sodium_and_fibre_come_with_it():
    assert set(estimate(WHOLE)) == {"magnesium", "potassium", "calcium", "sodium", "fibre"}
    assert "Salt that you add" in estimate(WHOLE)["sodium"].message


def test_unknown_questions_and_answers_are_all_named():
    with pytest.raises(BadInput) as fault:
        estimate({**WHOLE, "pizza": "daily", "fruit": "sometimes"})
    assert fault.value.fields == ("pizza", "fruit")


def test_too_few_answers_give_no_estimate():
    with pytest.raises(BadInput, match=f"at least {ENOUGH}"):
        estimate({"fruit": "daily"})
