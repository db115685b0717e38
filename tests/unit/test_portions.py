"""From a written amount to grams, for one food."""

import pytest
from msgspec.structs import replace

from charley.errors import BadInput
from charley.knowledge.foods import foods
from charley.nutrition.portions import amount_and_food, weigh


def food(name: str):
    return next(food for food in foods().values() if food.name == name)


@pytest.mark.parametrize(
    ("name", "written", "grams"),
    [
        ("Almonds", "1 oz", 28.35),
        ("Almonds", "2 cups", 286),
        ("Spinach, cooked", "1/2 cup", 90),
        ("Spinach, cooked", "1 1/2 cups", 270),
        ("Coffee, brewed", "½ cup", 118.5),
        ("Banana", "1", 118),
        ("Banana", "a medium", 118),
        ("Banana", "two portions", 236),
        ("Whole-wheat bread", "2 slices", 64),
        ("Tahini", "2 tablespoons", 30),
        ("Salmon, canned", "0,1 kg", 100),
    ],
)
def test_amounts_as_people_write_them(name, written, grams):
    assert weigh(food(name), written).grams == pytest.approx(grams)


@pytest.mark.parametrize(
    ("written", "amount", "rest"),
    [
        ("2 cups milk", "2 cups", "milk"),
        ("½ cup of oats", "½ cup", "oats"),
        ("30 g almonds", "30 g", "almonds"),
        ("30g almonds", "30g", "almonds"),
        ("a handful of almonds", "a handful", "almonds"),
        ("half a cup of oats", "half a cup", "oats"),
        ("1 1/2 slices rye bread", "1 1/2 slices", "rye bread"),
        ("2 large eggs", "2 large", "eggs"),
        ("3 almonds", "", "almonds"),
        ("70% chocolate", "", "70% chocolate"),
        ("85 % dark chocolate", "", "85 % dark chocolate"),
        ("grape juice", "", "grape juice"),
        ("2 cups", "", "cups"),
        ("cup cake", "", "cup cake"),
    ],
)
def test_an_amount_before_the_name_is_told_from_it(written, amount, rest):
    assert amount_and_food(written) == (amount, rest)


def test_a_volume_of_water_is_weighed_by_its_own_measure():
    assert weigh(food("Evian mineral water"), "500 ml").grams == pytest.approx(500, rel=0.01)


@pytest.mark.parametrize("written", ["0", "-2 cups", "0 g", "0.0000001 g", "50 kg", "1/0 cup"])
def test_impossible_amounts_are_named(written):
    with pytest.raises(BadInput) as fault:
        weigh(food("Banana"), written)
    assert fault.value.fields == ("amount",)


def test_cups_of_a_food_without_a_cup_are_refused_and_its_portions_offered():
    with pytest.raises(BadInput, match=r"no portion “cups”.*1 piece"):
        weigh(food("Naan"), "2 cups")


def test_a_portion_of_nothing_in_an_imported_table_measures_none():
    odd = replace(food("Naan"), portions="0 cup=90|1/0 cup=3")
    with pytest.raises(BadInput, match="no portion"):
        weigh(odd, "2 cups")
    assert weigh(odd, "30 g").grams == 30
