"""Better meals: small changes that close the gap within what is allowed."""

import pytest

from charley.errors import BadInput
from charley.knowledge.foods import foods, rich_in_oxalate
from charley.nutrition.meals import Eaten, Wishes, challenge, propose


def food(name: str):
    return next(food for food in foods().values() if food.name == name)


DAY = [
    Eaten(food("White bread"), 60),
    Eaten(food("Cola"), 330),
    Eaten(food("Chicken breast, roasted, no skin"), 150),
    Eaten(food("White rice, cooked"), 200),
    Eaten(food("Potato crisps (chips)"), 30),
]


def test_a_gap_is_closed_by_a_small_change_and_there_is_a_choice():
    proposals = propose(120, DAY, Wishes())
    assert len(proposals) == 3
    for proposal in proposals:
        assert proposal.reaches
        assert proposal.magnesium_mg >= 120
        assert len(proposal.changes) <= 2
        assert proposal.energy_kcal <= 250
    first, second, third = ({change.food.id for change in proposal.changes} for proposal in proposals)
    assert not first & second
    assert not second & third


def test_what_a_proposal_says_is_what_its_foods_hold():
    for proposal in propose(150, DAY, Wishes(energy_room_kcal=0)):
        gained = sum(change.food.magnesium_mg * change.grams / 100 for change in proposal.changes)
        lost = sum(
            each.food.magnesium_mg * each.grams / 100
            for change in proposal.changes
            for each in DAY
            if change.instead_of is each.food
        )
        assert proposal.magnesium_mg == pytest.approx(gained - lost)
        assert proposal.energy_kcal <= 1e-6


@pytest.mark.parametrize("name", ["vegan", "vegetarian", "lactose_free", "nut_allergy", "low_cost"])
def test_filters_hold_in_every_proposal(name):
    avoided = {
        "vegan": {"meat", "fish", "egg", "milk", "honey"},
        "vegetarian": {"meat", "fish"},
        "lactose_free": {"milk"},
        "nut_allergy": {"nut", "peanut"},
    }.get(name, set())
    proposals = propose(150, DAY, Wishes(filters=(name,)))
    assert proposals
    for change in (change for proposal in proposals for change in proposal.changes):
        assert not avoided or change.food.free_of(avoided)
        assert name != "low_cost" or change.food.cheap


def test_a_limit_on_potassium_is_kept():
    proposals = propose(120, DAY, Wishes(most={"potassium": 100.0}))
    assert proposals
    for proposal in proposals:
        added = sum(change.food.potassium_mg * change.grams / 100 for change in proposal.changes)
        freed = sum(
            each.food.potassium_mg * each.grams / 100
            for change in proposal.changes
            for each in DAY
            if change.instead_of is each.food
        )
        assert added - freed <= 100 + 1e-6


def test_foods_rich_in_oxalate_are_left_out_on_wish():
    for proposal in propose(120, DAY, Wishes(low_oxalate=True)):
        assert not any(rich_in_oxalate(change.food) for change in proposal.changes)
    assert rich_in_oxalate(food("Spinach, cooked"))
    assert not rich_in_oxalate(food("Kale, cooked"))


def test_a_gap_that_cannot_be_closed_says_so_and_comes_near():
    (nearest,) = propose(5000, DAY, Wishes())
    assert not nearest.reaches
    assert nearest.magnesium_mg > 200


@pytest.mark.parametrize("gap", [20, 51, 120, 300])
def test_nobody_is_told_to_drink_coffee_cola_or_wine_for_their_magnesium(gap):
    added = [change.food for proposal in propose(gap, DAY, Wishes()) for change in proposal.changes]
    assert added
    assert not any("rinks" in each.group or each.group == "Water" for each in added)


def test_no_gap_needs_no_change():
    assert propose(0, DAY, Wishes()) == []


def test_an_unknown_filter_is_named():
    with pytest.raises(BadInput, match="keto"):
        Wishes(filters=("keto",))


def test_the_sample_meal_is_the_sum_of_its_parts_and_passes():
    meal = [
        Eaten(food("Spinach, raw"), 60),
        Eaten(food("Pumpkin seeds, dried"), 28.35),
        Eaten(food("Avocado"), 75),
        Eaten(food("Black beans, cooked"), 86),
        Eaten(food("Yogurt, plain, low fat"), 61),
    ]
    result = challenge(meal)
    by_hand = 0.6 * 79 + 0.2835 * 592 + 0.75 * 29 + 0.86 * 70 + 0.61 * 17
    assert result.magnesium.low == pytest.approx(by_hand)
    assert result.magnesium.exact
    assert len(result.listed) == 5
    assert result.passed


def test_one_rich_food_alone_does_not_pass():
    assert not challenge([Eaten(food("Pumpkin seeds, dried"), 100), Eaten(food("White bread"), 30)]).passed


def test_a_food_without_a_figure_leaves_the_meal_open_upwards():
    result = challenge([Eaten(food("Goji berries, dried"), 28), Eaten(food("Banana"), 118)])
    assert result.magnesium.high is None


@pytest.mark.parametrize("grams", [0, -5, float("nan")])
def test_a_portion_of_nothing_is_refused(grams):
    with pytest.raises(BadInput):
        challenge([Eaten(food("Banana"), grams)])
