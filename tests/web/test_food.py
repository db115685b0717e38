"""Finding a food, noting it, and the day's two sums that are never mixed."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client

from charley.db.repository import PersonStore
from charley.diary.records import Drink, Food
from charley.interop.food_store import FoodStore, Release, StoredFood
from support.pages import text
from support.people import someone


def tell(store: PersonStore, **changes: object) -> None:
    store.keep_profile(document=json.dumps(someone(**changes)), made_at=datetime(2026, 11, 1, tzinfo=UTC))


def eat(person: Client, food: str, amount: str, name: str = "eaten-today"):
    return person.post("/food/log", {"id": name, "food": food, "amount": amount}, follow=True)


def oats(person: Client) -> str:
    return person.get("/food/", {"q": "rolled oats"}).context["found"][0].id


def test_a_food_is_found_by_a_half_remembered_name(person: Client) -> None:
    page = person.get("/food/", {"q": "pumkin seds"})
    assert "pumpkin" in text(page).lower()
    assert "mg magnesium" in text(page)


def test_an_amount_typed_with_the_name_is_taken_over_where_the_food_has_that_measure(person: Client) -> None:
    milk = person.get("/food/", {"q": "2 cups milk"}).context["found"][0]
    assert (milk.portion, milk.holds) == ("2 cups", "2 cups (488 g): 49 mg magnesium")
    almonds = person.get("/food/", {"q": "30 g almonds"}).context["found"][0]
    assert (almonds.name, almonds.holds) == ("Almonds", "30 g: 81 mg magnesium")
    handful = person.get("/food/", {"q": "a handful of almonds"}).context["found"][0]
    assert (handful.name, handful.portion) == ("Almonds", "1 oz")


def test_while_one_types_only_the_answers_are_sent(person: Client) -> None:
    page = person.get("/food/", {"q": "oats"}, headers={"hx-request": "true"})
    assert b"<html" not in page.content
    assert b"I ate" in page.content


def test_what_is_eaten_is_kept_with_its_magnesium_and_shown_beside_the_tablets(
    person: Client, store: PersonStore, hands
) -> None:
    hands.wall = hands.wall.replace(hour=13)
    eat(person, oats(person), "100 g")
    [entry] = store.journal().of(Food)
    assert entry.amount_g == 100
    person.post("/tonight/dose", {"id": "dose-at-noon", "when": "2026-11-14T12:00", "elemental_mg": "150"})
    page = person.get("/food/")
    assert f"{entry.nutrients['magnesium_mg']:.0f} mg from food and drink" in page.content.decode()
    assert "150 mg from supplements and medicines" in page.content.decode()


def test_an_amount_that_cannot_be_weighed_is_said_and_not_kept(person: Client, store: PersonStore) -> None:
    page = eat(person, oats(person), "some")
    assert "It was not noted:" in text(page)
    assert not len(store.journal())


def test_a_food_that_is_not_in_the_table_is_said(person: Client) -> None:
    assert "is not in the food tables" in text(eat(person, "fdc:0", "100 g"))


def test_a_name_that_is_not_known_is_no_error(person: Client) -> None:
    assert "No food of this name" in text(person.get("/food/", {"q": "qqqqqqxyz"}))


def test_a_food_leads_to_its_source_in_one_tap(person: Client, hands) -> None:
    hands.wall = hands.wall.replace(hour=13)
    row = oats(person)
    eat(person, row, "100 g")
    assert f'href="/food/of/{row}/"' in person.get("/food/").content.decode()
    page = person.get(f"/food/of/{row}/")
    assert f"https://fdc.nal.usda.gov/food-details/{row.partition(':')[2]}/nutrients" in page.content.decode()
    assert "USDA FoodData Central" in text(page)
    assert "138 mg" in text(page)


def test_a_figure_that_is_not_known_is_said_to_be_unknown_and_never_zero(person: Client) -> None:
    goji = person.get("/food/", {"q": "goji berries"}).context["found"][0].id
    held = {each.name: each.in_100g for each in person.get(f"/food/of/{goji}/").context["holds"]}
    assert held["Magnesium"] == ""
    assert held["Calcium"] == "190 mg"


def drink(person: Client, **printed: str):
    return person.post("/food/of/water:san-pellegrino/", {"id": "bottle-today", **printed}, follow=True)


def test_the_label_of_a_bottle_goes_before_the_table(person: Client, store: PersonStore) -> None:
    page = drink(person, ml="500", magnesium="51", calcium="", sodium="")
    assert "Noted:" in text(page)
    [drunk] = store.journal().of(Drink)
    assert drunk.ml == 500
    assert drunk.nutrients["magnesium_mg"] == 25.5
    assert drunk.nutrients["calcium_mg"] == pytest.approx(102, rel=0.01)  # not on this label, so by our table
    drink(person, ml="500", magnesium="51", calcium="", sodium="")
    assert len(store.journal().of(Drink)) == 1


@pytest.mark.parametrize(
    "odd", [{"ml": ""}, {"ml": "0"}, {"ml": "90000"}, {"ml": "nan"}, {"magnesium": "-1"}, {"magnesium": "9e9"}]
)
def test_a_bottle_that_cannot_be_is_named_at_its_field(person: Client, store: PersonStore, odd: dict[str, str]) -> None:
    page = drink(person, **{"ml": "500", "magnesium": "51"} | odd)
    assert page.status_code == 422
    assert list(page.context["bottle"].errors) == list(odd)
    assert not len(store.journal())


def test_only_water_is_asked_for_its_bottle(person: Client) -> None:
    assert "The label in your hand goes first" in text(person.get("/food/", {"q": "san pellegrino"}))
    page = person.get(f"/food/of/{oats(person)}/")
    assert "By the label of the bottle" not in text(page)


def test_a_food_that_is_nowhere_has_no_page(person: Client) -> None:
    assert person.get("/food/of/fdc:0/").status_code == 404


def test_a_day_of_tablets_alone_is_no_day_without_food(person: Client, hands) -> None:
    hands.wall = hands.wall.replace(hour=13)
    person.post("/tonight/dose", {"id": "dose-at-noon", "when": "2026-11-14T12:00", "elemental_mg": "150"})
    words = text(person.get("/food/"))
    assert "What was eaten is not noted, so it is not known" in words
    assert "No food is noted for these days" in words
    assert "on average" not in words
    assert "below the reference" not in words


def test_the_four_minerals_stand_with_their_references_and_potassium_behind_its_gate(
    person: Client, store: PersonStore, hands
) -> None:
    hands.wall = hands.wall.replace(hour=13)
    eat(person, oats(person), "100 g")
    closed = text(person.get("/food/"))
    assert "magnesium: 138 mg" in person.get("/food/").content.decode()
    assert "No goal for potassium is shown" in closed
    assert "potassium: 362 mg" in person.get("/food/").content.decode()
    tell(store)
    opened = person.get("/food/").content.decode()
    assert "potassium: 362 mg of 3400" in opened
    assert "No goal for potassium" not in opened


def test_the_need_is_shown_by_authority_with_the_own_one_marked(person: Client, store: PersonStore) -> None:
    tell(store, setting="EU", sex="female")
    needs = person.get("/food/").context["needs"]
    assert [(str(name), need.reference.target, need.own) for name, need in needs] == [
        ("European Food Safety Authority", 300, True),
        ("National Academies, United States", 320, False),
        ("United Kingdom", 270, False),
    ]


def test_where_nothing_is_known_of_the_person_no_need_is_drawn_and_that_is_said(
    person: Client, store: PersonStore, hands
) -> None:
    hands.wall = hands.wall.replace(hour=13)
    eat(person, oats(person), "100 g")
    words = text(person.get("/food/"))
    assert "no need is drawn" in words
    assert "A full bar is what a day needs" not in words
    tell(store)
    words = text(person.get("/food/"))
    assert "no need is drawn" not in words
    assert "A full bar is what a day needs" in words


def test_tips_say_how_little_stands_behind_them(person: Client, hands) -> None:
    assert "evidence:" not in text(person.get("/food/"))
    hands.wall = hands.wall.replace(hour=13)
    eat(person, oats(person), "100 g")
    words = text(person.get("/food/"))
    assert "evidence: weak" in words
    assert "evidence: none" in words


def test_foods_rich_in_magnesium_are_listed_by_group_and_by_what_a_portion_gives(person: Client) -> None:
    page = person.get("/food/rich/")
    groups = dict(page.context["groups"])
    assert groups["Nuts and seeds"][0].name.startswith("Pumpkin seeds")
    assert {"Greens", "Pulses", "Grains", "Fish", "Dairy", "Fruit", "Chocolate"} <= set(groups)
    bars = [[float(row.bar.known.rstrip("%")) for row in rows] for rows in groups.values()]
    assert all(group == sorted(group, reverse=True) for group in bars)


def test_potassium_foods_are_listed_only_where_they_are_safe(person: Client, store: PersonStore) -> None:
    tell(store, conditions=["chronic kidney disease"])
    page = person.get("/food/rich/", {"of": "potassium"})
    assert page.context["groups"] == []
    assert "Please ask your doctor" in text(page)
    tell(store)
    assert person.get("/food/rich/", {"of": "potassium"}).context["groups"]
    assert "salt substitute" in text(person.get("/food/rich/", {"of": "potassium"}))


def test_an_unknown_nutrient_is_magnesium(person: Client) -> None:
    assert person.get("/food/rich/", {"of": "sodium"}).context["nutrient"] == "magnesium"


def test_foods_of_an_imported_release_are_found_noted_and_lead_to_their_page(
    person: Client, store: PersonStore, settings, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    FoodStore(tmp_path).replace(
        Release("fndds", "Survey foods", "https://www.ars.usda.gov/", 2024, "x"),
        [StoredFood("fndds:99", "Quokka stew", "Stews", {"magnesium_mg": 20.0}, "1 bowl=300")],
        imported=date(2026, 11, 1),
    )
    assert person.get("/food/", {"q": "quoka stew"}).context["found"][0].id == "fndds:99"
    eat(person, "fndds:99", "1 bowl")
    [entry] = store.journal().of(Food)
    assert entry.nutrients["magnesium_mg"] == 60
    assert "Survey foods" in text(person.get("/food/of/fndds:99/"))
    meal = person.get("/food/meal/", {"food": "fndds:99", "amount": "2 bowls"})
    assert meal.context["total"].magnesium.low == 120


def test_where_imported_foods_cannot_be_read_our_own_are_found_and_it_is_said(
    person: Client, settings, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    (tmp_path / "foods.sqlite3").write_bytes(b"this is no database at all" * 100)
    page = person.get("/food/", {"q": "vanilla ice cream"})
    assert page.context["found"][0].name == "Vanilla ice cream"
    assert "cannot be read now" in text(person.get("/food/", {"q": "quokka"}))


def test_a_forgotten_day_can_be_filled_and_stands_in_the_week(person: Client, store: PersonStore, hands) -> None:
    hands.wall = hands.wall.replace(hour=13)
    form = {"id": "eaten-earlier", "food": oats(person), "amount": "100 g", "day": "2026-11-12"}
    person.post("/food/log", form)
    [entry] = store.journal().of(Food)
    assert f"{entry.at.wall:%Y-%m-%d %H:%M}" == "2026-11-12 12:00"
    page = person.get("/food/?day=2026-11-12")
    assert "Rolled oats" in text(page)
    today = person.get("/food/")
    assert "Nothing is noted for today" in text(today)
    assert "1 of 7 days noted" in text(today)


def test_a_day_that_is_no_day_or_still_to_come_is_today(person: Client) -> None:
    for day in ("2026-02-30", "tomorrow", "2027-01-01", ""):
        assert text(person.get("/food/", {"day": day})).count("Today") == 1


def test_tablets_above_the_limit_are_said_and_an_unknown_age_is_asked_for(person: Client, hands) -> None:
    hands.wall = hands.wall.replace(hour=13)
    person.post("/tonight/dose", {"id": "much-at-noon", "when": "2026-11-14T12:00", "elemental_mg": "400"})
    words = text(person.get("/food/"))
    assert "400 mg of magnesium came from tablets and medicines" in words
    assert "Tell your age" in words


def test_portions_say_their_grams(person: Client) -> None:
    assert "1 oz (28" in text(person.get("/food/rich/"))


def test_an_evening_of_drinks_alone_is_no_day_of_food(person: Client, store: PersonStore, hands) -> None:
    """Said in the check-in as a sum: it may hold nothing or a bottle's worth, and no food is known."""
    store.keep_profile(document=json.dumps(someone(diet_magnesium_mg=None)), made_at=hands())
    hands.wall = datetime(2026, 11, 14, 21, 0)
    evening = person.post("/check-in/evening/", {"id": "this-evening", "drinks_ml": "1100"}, follow=True)
    assert "All drinks of the day: 1100 ml" in text(evening)
    hands.wall = datetime(2026, 11, 15, 9, 0)
    words = text(person.get("/food/"))
    assert "On the noted days" not in words
    assert words.count("Three ordinary days") == 1
    assert "nothing to change" not in text(person.get("/food/better/"))
