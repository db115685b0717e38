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


def test_a_food_leads_to_its_source_in_one_tap(person: Client, hands) -> None:
    hands.wall = hands.wall.replace(hour=13)
    row = oats(person)
    eat(person, row, "100 g")
    page = person.get("/food/").content.decode()
    assert f"https://fdc.nal.usda.gov/food-details/{row.partition(':')[2]}/nutrients" in page


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
