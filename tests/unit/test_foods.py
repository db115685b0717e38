"""Finding a food by a half-remembered name, and what its row says."""

import time

import pytest

from charley.knowledge.foods import foods, kindred, magnesium_list, richest, search


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("punkin seed", "Pumpkin seeds, dried"),
        ("chard", "Swiss chard, raw"),
        ("70% chocolate", "Dark chocolate, 70-85% cocoa"),
        ("85 % dark chocolate", "Dark chocolate, 70-85% cocoa"),
        ("50% chocolate", "Dark chocolate, 45-59% cocoa"),
        ("pepitas", "Pumpkin seeds, dried"),
        ("garbanzo", "Chickpeas, dry"),
        ("bannana", "Banana"),
        ("avacado", "Avocado"),
        ("brocoli cooked", "Broccoli, cooked"),
        ("peanut buter", "Peanut butter, unsalted"),
        ("Seeds, PUMPKIN", "Pumpkin seeds, dried"),
        ("almondbutter", "Almond butter"),
    ],
)
def test_typing_is_forgiven(written, name):
    assert search(written)[0].food.name == name


@pytest.mark.parametrize(
    "written",
    [
        *(
            "spinach",
            "kale",
            "Swiss chard",
            "almonds",
            "cashews",
            "pumpkin seeds",
            "black beans",
            "chickpeas",
            "lentils",
        ),
        *("beans", "brown rice", "quinoa", "oats", "avocado", "banana", "yoghurt", "salmon", "mackerel"),
        "dark chocolate",
    ],
)
def test_every_food_of_the_magnesium_list_is_found_with_its_amount_and_source(written):
    best = search(written)[0].food
    assert best.magnesium_per_portion_mg is not None
    assert best.sources
    assert best.portion.grams > 0


def test_the_magnesium_list_stands_by_group_with_kale_and_chard_beside_spinach():
    listed = magnesium_list()
    assert {"Greens", "Nuts and seeds", "Pulses", "Grains", "Fruit", "Dairy", "Fish", "Chocolate"} == set(listed)
    greens = " ".join(food.name for food in listed["Greens"])
    assert all(name in greens for name in ("Spinach", "Kale", "Swiss chard"))
    for under in listed.values():
        amounts = [food.magnesium_per_portion_mg or 0.0 for food in under]
        assert amounts == sorted(amounts, reverse=True)


def test_chocolate_states_its_share_of_cocoa():
    dark = [food for food in foods().values() if food.name.startswith("Dark chocolate")]
    assert {(food.cocoa_from, food.cocoa_to) for food in dark} == {(70, 85), (60, 69), (45, 59)}


@pytest.mark.parametrize("written", ["", "   ", "!!", "zzzzzz", "12345"])
def test_nothing_like_it_gives_nothing(written):
    assert search(written) == []


def test_a_search_takes_less_than_ten_milliseconds():
    words = ["punkin seed", "chard", "70% chocolate", "wholemeal bred", "chikpeas cooked", "mineral water"]
    search("warm up")
    begun = time.process_time()
    for word in words:
        search(word)
    assert (time.process_time() - begun) / len(words) < 0.010


def test_a_food_that_usda_gives_no_figure_for_is_unknown_and_not_zero():
    goji = search("goji berries")[0].food
    assert goji.magnesium_mg is None
    assert goji.magnesium_per_portion_mg is None


def test_foods_are_sorted_by_what_a_serving_gives_so_that_no_banana_leads():
    names = [food.name for food in richest("magnesium", limit=60)]
    assert "Pumpkin seeds, dried" in names[:20]
    assert "Banana" not in names


def test_mineral_waters_are_found_by_their_brand():
    best = search("apolinaris")[0].food
    assert best.magnesium_mg == pytest.approx(12.6)
    assert best.calcium_mg is None
    assert best.portion.words == "1 glass"


def test_calcium_foods_come_from_dairy_greens_and_fortified_foods():
    groups = {food.group for food in richest("calcium", limit=80)}
    assert {"Eggs and dairy", "Leafy greens", "Plant milks"} <= groups


@pytest.mark.parametrize(
    ("name", "parts", "free"),
    [
        ("Almonds", {"nut"}, False),
        ("Pumpkin seeds, dried", {"nut", "peanut", "milk", "meat"}, True),
        ("Peanut butter, unsalted", {"milk"}, True),
        ("Chicken curry", {"nut"}, False),  # not said, so not surely free of it
        ("Yogurt, plain, low fat", {"milk"}, False),
    ],
)
def test_what_is_not_known_to_be_free_of_something_counts_as_holding_it(name, parts, free):
    food = next(food for food in foods().values() if food.name == name)
    assert food.free_of(parts) is free


def test_kindred_foods_are_of_the_same_kind():
    spinach = {food.group for food in kindred("Spinach, boiled")}
    assert "Leafy greens" in spinach
    assert not spinach & {"Fats and oils", "Water", "Sweets, chocolate and snacks"}
    assert {food.group for food in kindred("Mutton tallow", "Fats and Oils")} == {"Fats and oils"}
    assert len(kindred("Xyzzy")) > 400


@pytest.mark.parametrize(
    ("name", "portion", "grams"),
    [
        ("Espresso", "1 fl oz", 29.6),
        ("Beer", "1 can", 356),
        ("Red wine", "1 serving (5 fl oz)", 147),
        ("Banana", "1 medium", 118),
    ],
)
def test_the_usual_portion_is_one_that_people_have(name, portion, grams):
    food = next(food for food in foods().values() if food.name == name)
    assert (food.portion.words, food.portion.grams) == (portion, grams)
