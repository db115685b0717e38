"""The verbs of intake: log a food, look at a day, propose changes."""

from datetime import date, datetime

import pytest

from charley.dates import Moment
from charley.diary.records import DoseTaken, Exposure
from charley.errors import BadInput
from charley.knowledge.foods import foods
from charley.nutrition.meals import Eaten, Wishes
from charley.profile import Profile
from charley.reading import read
from charley.services import intake

AT = Moment(wall=datetime(2026, 3, 14, 12, 0))
HEALTHY = {"setting": "US", "sex": "female", "age_years": 45, "egfr_ml_min": 95, "conditions": [], "medicines": []}


def profile(**changes: object) -> Profile:
    return read(Profile, {**HEALTHY, **changes})


def food(name: str):
    return next(food for food in foods().values() if food.name == name)


def test_a_food_is_logged_by_its_household_portion():
    entry = intake.food_eaten(food("Almonds"), "2 oz", AT)
    assert entry.amount_g == 56.7
    assert entry.nutrients["magnesium_mg"] == pytest.approx(153.09)
    assert entry.food == "fdc:170567"


def test_a_drink_is_logged_in_millilitres():
    entry = intake.drink_taken(food("Gerolsteiner sparkling mineral water"), 500, AT)
    assert entry.ml == 500
    assert entry.nutrients["magnesium_mg"] == pytest.approx(55, rel=0.03)


def test_the_label_of_the_bottle_goes_before_the_table():
    water = food("San Pellegrino mineral water")
    own = intake.drink_taken(water, 1000, AT)
    labelled = intake.drink_taken(water, 1000, AT, per_litre={"magnesium": 51.0})
    assert own.nutrients["magnesium_mg"] == pytest.approx(57, rel=0.01)
    assert labelled.nutrients["magnesium_mg"] == 51
    assert labelled.nutrients["calcium_mg"] == own.nutrients["calcium_mg"]
    with pytest.raises(BadInput) as fault:
        intake.drink_taken(water, 1000, AT, per_litre={"magnesium": -1.0})
    assert fault.value.fields == ("per_litre.magnesium",)


def test_a_figure_that_is_not_known_stays_unknown():
    assert intake.food_eaten(food("Goji berries, dried"), "28 g", AT).nutrients["magnesium_mg"] is None


def test_a_day_shows_food_supplements_and_total_with_only_supplements_against_the_limit():
    entries = [
        intake.food_eaten(food("Spinach, cooked"), "1 cup", AT),
        DoseTaken(id="dose-0001", at=AT, elemental_mg=200),
    ]
    (view,) = intake.day_views(entries, profile())
    shown = view.as_dict()
    assert shown["totals"]["magnesium"]["food"]["low"] == pytest.approx(156.6)
    assert shown["totals"]["magnesium"]["supplements"] == {"low": 200.0, "high": 200.0}
    assert shown["totals"]["magnesium"]["total"]["low"] == pytest.approx(356.6)
    assert shown["supplements_against_limit"]["standing"] == "within"
    assert shown["lines"][0]["food"] == "fdc:168463"


def test_a_day_shows_four_minerals_with_their_references():
    (view,) = intake.day_views([intake.food_eaten(food("Banana"), "1", AT)], profile())
    assert [(judged.nutrient, judged.target) for judged in view.balance] == [
        ("magnesium", 320),
        ("potassium", 2600),
        ("calcium", 1000),
        ("sodium", 1500),
    ]


def test_low_potassium_is_marked_only_where_the_gate_is_open():
    entries = [intake.food_eaten(food("Banana"), "1", AT)]
    (healthy,) = intake.day_views(entries, profile())
    (gated,) = intake.day_views(entries, profile(medicines=[{"name": "spironolactone"}]))
    assert any(mark.startswith("Potassium") for mark in healthy.marks)
    assert not any(mark.startswith("Potassium") for mark in gated.marks)
    assert any(mark.startswith("Magnesium") for mark in gated.marks)


@pytest.mark.parametrize(("setting", "marked"), [("EU", True), ("UK", True), ("US", False)])
def test_vitamin_b6_is_held_against_12_mg_in_europe_and_100_in_america(setting, marked):
    b6 = DoseTaken(id="dose-0002", at=AT, substance="vitamin_b6", elemental_mg=50)
    (view,) = intake.day_views([b6], profile(setting=setting))
    assert any("Vitamin b6 was above" in mark for mark in view.marks) is marked


def test_one_step_leads_from_a_logged_food_to_its_source():
    (view,) = intake.day_views([intake.food_eaten(food("Almonds"), "1 oz", AT)], profile())
    assert view.as_dict()["lines"][0]["sources"][0]["url"] == "https://fdc.nal.usda.gov/food-details/170567/nutrients"


def test_a_week_is_judged_by_its_recorded_days():
    entries = [intake.food_eaten(food("Lentils, cooked"), "2 cups", AT)]
    judged = intake.week(entries, profile(), first=date(2026, 3, 9), last=date(2026, 3, 15))
    assert judged["magnesium"].days == 1
    assert judged["magnesium"].ear == 265
    assert intake.week(entries, profile(), first=date(2026, 4, 1), last=date(2026, 4, 7)) == {}


def test_days_of_tablets_alone_do_not_count_as_days_without_food():
    lentils = intake.food_eaten(food("Lentils, cooked"), "2 cups", AT)
    later = Moment(wall=datetime(2026, 3, 16, 12, 0))
    entries = [lentils, DoseTaken(id="dose-0003", at=later, elemental_mg=100)]
    judged = intake.week(entries, profile(), first=date(2026, 3, 9), last=date(2026, 3, 20))["magnesium"]
    assert judged.days == 1
    assert judged.mean.low == pytest.approx(lentils.nutrients["magnesium_mg"])
    _, tablets = intake.day_views(entries, profile())
    assert not any("below the reference" in mark for mark in tablets.marks)


def test_nobody_is_told_what_a_day_lacks_before_it_is_over():
    entries = [intake.food_eaten(food("Banana"), "1", AT)]
    (running,) = intake.day_views(entries, profile(), running=date(2026, 3, 14))
    (over,) = intake.day_views(entries, profile(), running=date(2026, 3, 15))
    assert running.marks == ()
    assert over.marks


@pytest.mark.parametrize(
    ("setting", "authority", "target"), [("US", "NASEM", 320), ("EU", "EFSA", 300), ("UK", "UK", 270)]
)
def test_the_need_is_that_of_the_persons_own_authority_with_the_others_beside_it(setting, authority, target):
    own, *others = intake.needs("magnesium", profile(setting=setting))
    assert (own.authority, own.reference.target, own.own) == (authority, target, True)
    assert {each.authority for each in others} == {"NASEM", "EFSA", "UK"} - {authority}


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("milk", "Whole milk, unfortified"),
        ("chicken", "Chicken breast, roasted, no skin"),
        ("tea", "Black tea, brewed"),
        ("potatoes", "Potato, baked, with skin"),
        ("butter", "Butter, salted"),
        ("goat milk", "Goat milk"),
    ],
)
def test_an_everyday_word_means_the_everyday_food(word, name):
    assert intake.find_foods(word).foods[0].name == name


def test_foods_rich_in_a_nutrient_stand_by_group_and_potassium_behind_its_gate():
    assert {"Greens", "Pulses", "Nuts and seeds"} <= set(intake.rich_foods("magnesium", profile()).groups)
    calcium = intake.rich_foods("calcium", profile()).groups
    assert all(group == sorted(group, key=lambda f: -f.calcium_mg * f.portion.grams) for group in calcium.values())
    assert intake.rich_foods("potassium", profile()).groups
    closed = intake.rich_foods("potassium", profile(egfr_ml_min=40))
    assert not closed.groups
    assert "kidneys" in closed.note


def test_meals_are_proposed_behind_the_potassium_gate():
    day = [Eaten(food("White bread"), 60)]
    proposals, note = intake.better_meals(80, day, Wishes(), profile())
    assert proposals
    assert note == ""
    none, why = intake.better_meals(80, day, Wishes(), profile(conditions=["chronic kidney disease"]))
    assert none == []
    assert "dietitian" in why
    limited, _ = intake.better_meals(
        80, day, Wishes(most={"potassium": 300.0}), profile(conditions=["chronic kidney disease"])
    )
    assert all(
        change.food.potassium_mg * change.grams / 100 <= 300 + 126 for each in limited for change in each.changes
    )


def test_another_table_is_searched_after_our_own():
    other = food("Banana")
    found = intake.find_foods("xyzzy", more=lambda written, limit: [other])
    assert found.foods == (other,)


def test_an_unknown_food_is_named():
    with pytest.raises(BadInput) as fault:
        intake.food_by_id("fdc:1")
    assert fault.value.fields == ("food",)
    assert intake.food_by_id("fdc:170567").name == "Almonds"


def test_a_hot_day_speaks_of_no_drink_to_somebody_whose_clinic_sets_it():
    hot = [Exposure(id="heat-0001", at=Moment(wall=datetime(2026, 11, 14, 15, 0)), what="heat")]

    def drinks(**told: object) -> set[str]:
        tips = intake.tips_for(hot, profile(**told), today=date(2026, 11, 14))
        return {tip.id for tip in tips} & {"watery-foods", "watery-foods-low-potassium", "electrolyte-drink"}

    well = {"age_years": 45, "egfr_ml_min": 95, "conditions": [], "medicines": []}
    assert "electrolyte-drink" in drinks(**well)
    assert drinks(**well | {"fluid": {"limit_ml": 1500}}) == set()
    assert drinks(**well | {"medicines": [{"name": "desmopressin"}]}) == set()
    assert "electrolyte-drink" not in drinks(**well | {"medicines": [{"name": "lithium"}]})


def test_nothing_is_lacking_only_where_what_is_surely_eaten_is_enough():
    person = profile(diet_magnesium_mg=None)
    target = intake.need_mark("magnesium", person)
    assert target is not None
    assert intake.usual_gap_mg(intake.Range(target, target), person) == 0
    assert intake.usual_gap_mg(intake.Range(24, 2 * target), person) is None
    assert intake.usual_gap_mg(intake.Range(100, 140), person) == target - 120
