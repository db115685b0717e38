"""Another program's figures beside our own, food by food."""

from datetime import datetime

import pytest

from charley.dates import Moment
from charley.diary.records import Food
from charley.interop import cronometer
from charley.interop.importer import Taken
from charley.nutrition.crosscheck import beside

AT = Moment(wall=datetime(2026, 3, 14, 12, 0))


def logged(name: str, grams: float, magnesium_mg: float | None):
    entry = Food(id="food-0001", at=AT, name=name, amount_g=grams, nutrients={"magnesium_mg": magnesium_mg})
    return beside([entry], "magnesium")[0]


def test_the_same_food_under_another_name_agrees():
    found = logged("Milk, Whole, 3.25% Milkfat, without Added Vitamin A and Vitamin D", 200, 20)
    assert found.food is not None
    assert found.food.name.startswith("Whole milk")
    assert found.agrees


def test_a_difference_names_what_ours_is():
    found = logged("Almonds, roasted", 100, 150)
    assert found.agrees is False
    assert "Almonds" in found.why


def test_a_figure_that_is_missing_there_or_a_food_missing_here_is_said():
    kefir = logged("Kefir", 100, None)
    assert kefir.agrees is None
    assert "gives no figure" in kefir.why
    tallow = logged("Fat, mutton tallow", 10, None)
    assert tallow.food is None
    assert "no food of this name" in tallow.why


@pytest.mark.shared
def test_the_real_log_agrees_food_by_food_but_for_one_that_is_explained(shared):
    items = cronometer.read(shared / "data/exports/cronometer/servings.csv")
    found = beside([item.entry for item in items if isinstance(item, Taken)], "magnesium")
    assert sum(each.agrees is True for each in found) >= 85
    assert {each.name for each in found if each.agrees is False} == {"Peas, Green, Split, Mature Seeds, Raw"}
    assert {each.name for each in found if each.food is None} == {
        "Jasmine Tea",
        "Fat, mutton tallow",
        "Sainsbury's Organic Mixed Herbs",
        "Rutabaga, Raw",
        "Egg shell, dried, ground",
    }
