"""A day's intake: food and supplements apart, unknown parts shown, the limit on supplements only."""

from datetime import date, datetime

import pytest

from charley.dates import Moment
from charley.diary.records import DoseTaken, Drink, Food
from charley.knowledge.nutrients import upper_level_mg
from charley.nutrition.ledger import DAY_TOTAL, NOT_NOTED, Range, against_limit, days

AT = Moment(wall=datetime(2026, 3, 14, 12, 0))
US = upper_level_mg("US", 45)


def food(number: int, name: str, grams: float | None, **nutrients: float | None) -> Food:
    return Food(id=f"food-{number:04d}", at=AT, name=name, amount_g=grams, nutrients=nutrients)


def dose(number: int, mg: float | None = None, **more: object) -> DoseTaken:
    return DoseTaken(id=f"dose-{number:04d}", at=AT, elemental_mg=mg, **more)  # type: ignore[arg-type]


def test_food_and_supplements_are_shown_apart_and_only_supplements_meet_the_limit():
    (day,) = days([food(1, "Lunch and dinner", None, magnesium_mg=210), dose(1, 200)])
    total = day.total("magnesium")
    assert (total.food.low, total.supplements.low, total.total.low) == (210, 200, 410)
    check = against_limit(day, US)
    assert check.standing == "within"
    assert check.taken == Range(200, 200)


def test_a_day_of_tablets_alone_is_no_day_without_food():
    (day,) = days([dose(1, 200)])
    total = day.total("magnesium")
    assert not day.food_noted
    assert total.food == NOT_NOTED
    assert total.total == Range(200, None)
    assert total.supplements == Range(200, 200)


def test_so_much_to_drink_says_nothing_of_food():
    """The evening's "1100 ml in all" may hold no mineral or a bottle's worth of it: no food of that day is known."""
    (day,) = days([Drink(id="drink-0001", at=AT, ml=1100, what="drinks of the day")])
    assert not day.food_noted
    assert day.total("magnesium").food == NOT_NOTED
    (with_milk,) = days([Drink(id="drink-0002", at=AT, ml=200, what="milk", nutrients={"magnesium_mg": 24})])
    assert with_milk.food_noted


@pytest.mark.parametrize("product", ["Magnesium 1.2.3 mg", "Magnesium " + "9" * 30 + " mg", "Magnesium citrate 0 mg"])
def test_a_number_in_a_name_that_is_none_leaves_the_dose_unknown_and_the_day_whole(product):
    (day,) = days([dose(1, product=product), dose(2, 100)])
    assert day.total("magnesium").supplements == Range(100, None)


def test_every_product_is_added_up():
    (day,) = days(
        [
            dose(1, 100, product="multivitamin"),
            dose(2, 150, substance="antacid"),
            dose(3, 200, product="magnesium tablet"),
        ]
    )
    check = against_limit(day, US)
    assert check.taken.low == 450
    assert check.standing == "over"
    assert "450 mg" in check.message


@pytest.mark.parametrize(("mg", "standing"), [(350, "within"), (351, "over")])
def test_the_limit_itself_is_allowed(mg, standing):
    (day,) = days([dose(1, mg)])
    assert against_limit(day, US).standing == standing


def test_an_unclear_label_may_be_over():
    (day,) = days([dose(1, 300), dose(2, None, form="citrate", compound_mg=400)])
    check = against_limit(day, US)
    assert check.standing == "may_be_over" or check.taken.high == pytest.approx(364.7, abs=0.1)
    assert check.taken.low == pytest.approx(345.3, abs=0.1)


def test_a_dose_without_any_amount_leaves_the_sum_open_and_not_lower():
    (day,) = days([dose(1, 200), dose(2, None, product="sleep powder")])
    total = day.total("magnesium")
    assert total.supplements == Range(200, None)
    assert total.unknown == ("sleep powder",)


def test_a_vitamin_counts_as_itself_and_not_as_magnesium():
    (day,) = days([dose(1, 50, substance="vitamin_b6"), dose(2, 0.025, substance="vitamin_d")])
    assert day.total("vitamin_b6").supplements == Range(50, 50)
    assert day.total("vitamin_d").supplements.low == pytest.approx(25)
    assert day.total("magnesium").supplements == Range(0, 0)


def test_another_remedy_is_no_magnesium_and_an_antacid_of_unknown_strength_is_not_left_out():
    (day,) = days([dose(1, 300, substance="quinine"), dose(2, None, substance="antacid"), dose(3, 100)])
    total = day.total("magnesium")
    assert total.supplements == Range(100, None)
    assert total.unknown == ("antacid",)


def test_a_missing_figure_widens_by_what_such_a_food_can_hold():
    (day,) = days([food(1, "Spinach pie filling, spinach", 100), food(2, "Bread", 30, magnesium_mg=20)])
    total = day.total("magnesium")
    assert total.food.low == 20
    assert total.food.high is not None
    assert total.food.high > 100
    assert total.unknown == ("Spinach pie filling, spinach",)


def test_a_food_of_the_table_brings_its_own_figures():
    (day,) = days([Food(id="food-0001", at=AT, name="almonds", amount_g=30, food="fdc:170567")])
    assert day.total("magnesium").food.low == pytest.approx(81.0)
    assert day.lines[0].food == "fdc:170567"


def test_vitamin_d_is_counted_once_whether_in_units_or_micrograms():
    (day,) = days([food(1, "Milk", 200, vitamin_d_iu=100, magnesium_mg=20), food(2, "Egg", 50, vitamin_d_mcg=1.0)])
    assert day.total("vitamin_d").food.low == pytest.approx(3.5)


def test_a_drink_counts_as_food():
    (day,) = days([Drink(id="drink-001", at=AT, ml=500, what="mineral water", nutrients={"magnesium_mg": 54})])
    assert day.total("magnesium").food == Range(54, 54)


def test_a_snack_after_midnight_belongs_to_the_day_that_is_ending():
    late = Food(id="food-0009", at=Moment(wall=datetime(2026, 3, 15, 0, 30)), name="Nuts", nutrients={})
    assert [day.day for day in days([late])] == [date(2026, 3, 14)]


def test_the_sum_of_a_day_gives_way_to_foods_logged_one_by_one():
    whole = Food(id="food-0002", at=AT, name="all", nutrients={"magnesium_mg": 300}, group=DAY_TOTAL)
    assert days([whole])[0].total("magnesium").food.low == 300
    both = days([whole, food(1, "Bread", 30, magnesium_mg=20)])
    assert both[0].total("magnesium").food.low == 20
