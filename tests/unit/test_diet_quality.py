"""A week of food at a glance."""

from datetime import datetime, timedelta

from charley.dates import Moment
from charley.diary.records import Food
from charley.nutrition.diet_quality import quality
from charley.nutrition.ledger import days

PROCESSED = ["White bread", "Cheese pizza", "Cola", "Potato crisps (chips)", "Chocolate chip biscuits (cookies)"]
GOOD = ["Rolled oats, dry", "Almonds", "Spinach, cooked", "Lentils, cooked", "Apple, with skin"]


def week(names: list[str], length: int = 7):
    begun = datetime(2026, 3, 2, 12)
    return days(
        Food(id=f"food-{day}-{i:04d}", at=Moment(wall=begun + timedelta(days=day)), name=name, nutrients={})
        for day in range(length)
        for i, name in enumerate(names)
    )


def test_a_week_of_processed_food_raises_the_flag():
    found = quality(week(PROCESSED))
    assert found.flag == "low"
    assert "may be low" in found.message


def test_a_week_rich_in_greens_nuts_and_pulses_clears_it():
    assert quality(week(GOOD)).flag == "good"


def test_one_day_says_nothing():
    assert quality(week(PROCESSED, length=1)).flag == "unknown"
