"""What holds for every day: more food is never less, and a gap only widens."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from charley.dates import Moment
from charley.diary.records import Food
from charley.knowledge.foods import foods
from charley.knowledge.nutrients import UNITS
from charley.nutrition.ledger import days

AT = Moment(wall=datetime(2026, 3, 14, 12, 0))
TABLE = [food for food in foods().values() if food.as_eaten and food.magnesium_mg is not None]


def eaten(number: int, index: int, grams: float, *, known: bool) -> Food:
    food = TABLE[index]
    figures = {
        f"{nutrient}_{unit}": food.per_100g(nutrient) * grams / 100  # type: ignore[operator]
        for nutrient, unit in UNITS.items()
        if food.per_100g(nutrient) is not None
    }
    nutrients = figures if known else {}
    return Food(id=f"food-{number:04d}", at=AT, name=food.name, amount_g=grams, nutrients=nutrients, group=food.group)


meals = st.lists(st.tuples(st.integers(0, len(TABLE) - 1), st.floats(1, 500), st.booleans()), min_size=1, max_size=5)


@given(meals, st.integers(0, len(TABLE) - 1), st.floats(1, 500), st.booleans())
def test_adding_a_food_never_lowers_a_total(meal, index, grams, known):
    entries = [eaten(i, *item[:2], known=item[2]) for i, item in enumerate(meal)]
    before = days(entries)[0]
    after = days([*entries, eaten(99, index, grams, known=known)])[0]
    for nutrient in UNITS:
        old, new = before.total(nutrient).total, after.total(nutrient).total
        assert new.low >= old.low
        assert new.high is None or (old.high is not None and new.high >= old.high)


@given(meals)
def test_removing_figures_widens_and_never_shifts_down(meal):
    full = days([eaten(i, *item[:2], known=True) for i, item in enumerate(meal)])[0]
    holes = days([eaten(i, *item[:2], known=item[2]) for i, item in enumerate(meal)])[0]
    for nutrient in UNITS:
        assert full.total(nutrient).total.within(holes.total(nutrient).total)
