"""Finding a food, noting it, and the day's two sums that are never mixed."""

from django.test import Client

from charley.db.repository import PersonStore
from charley.diary.records import Food
from support.pages import text


def eat(person: Client, food: str, amount: str, name: str = "eaten-today"):
    return person.post("/food/log", {"id": name, "food": food, "amount": amount}, follow=True)


def oats(person: Client) -> str:
    return person.get("/food/", {"q": "rolled oats"}).context["found"][0].id


def test_a_food_is_found_by_a_half_remembered_name(person: Client) -> None:
    page = person.get("/food/", {"q": "pumkin seds"})
    assert "pumpkin" in text(page).lower()
    assert "mg magnesium" in text(page)


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
