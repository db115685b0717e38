"""Boxes and labels: what is really in them, what stays unknown, and what it costs."""

import json
from datetime import UTC, datetime

import pytest
from django.test import Client

from charley.db.repository import PersonStore
from support.pages import text
from support.people import someone


def tell(store: PersonStore, **changes: object) -> None:
    store.keep_profile(document=json.dumps(someone(**changes)), made_at=datetime(2026, 11, 1, tzinfo=UTC))


def test_a_product_is_found_with_its_magnesium_its_salt_and_its_source(person: Client) -> None:
    page = person.get("/food/products/", {"q": "slow mag"})
    first = page.context["found"][0]
    assert first.holds == "71.5 mg in one tablet"
    assert first.sources[0][1].startswith("http")
    assert "chloride" in text(page)


def test_a_product_that_is_not_known_is_not_guessed_at(person: Client) -> None:
    page = person.get("/food/products/", {"q": "zzqqxx"})
    assert page.context["found"] == []
    assert "It is not in our list" in text(page)


@pytest.mark.parametrize(("form", "says"), [("oxide", "302 mg"), ("glycinate", "58 to 70 mg")])
def test_the_weight_of_the_salt_is_turned_into_magnesium(person: Client, form: str, says: str) -> None:
    page = person.get("/food/products/", {"name": "tablets", "form": form, "compound": "500"})
    assert says in page.context["read"].amount


def test_an_unclear_label_is_asked_about_and_stays_unknown(person: Client) -> None:
    page = person.get("/food/products/", {"name": "magnesium complex"})
    assert page.context["read"].amount == ""
    assert page.context["read"].asks
    assert "not known" in text(page)


def test_what_the_box_says_is_read_as_it_stands_there(person: Client) -> None:
    panel = {"facts": "2 capsules contain 300 mg magnesium"}
    assert "300 mg" in person.get("/food/products/", panel).context["read"].amount
    assert "150 mg" in person.get("/food/products/", panel | {"tablets": "1"}).context["read"].amount
    assert person.get("/food/products/", {"facts": "Keep dry."}).status_code == 422


def test_where_the_age_is_not_known_no_limit_is_called_ones_own(person: Client, store: PersonStore) -> None:
    asked = {"q": "doctor's best", "facts": "2 capsules contain 300 mg magnesium"}
    page = text(person.get("/food/products/", asked))
    assert "Your age is not known here" in page
    assert "for you" not in page
    assert "your limit" not in page
    tell(store)
    assert "for you" in text(person.get("/food/products/", asked))


def test_two_boxes_are_ranked_by_the_price_of_elemental_magnesium(person: Client) -> None:
    boxes = {
        "box": ["magnesium citrate", "magnesium oxide", ""],
        "mg": ["100", "240", ""],
        "units": ["60", "120", ""],
        "price": ["12,00", "7.20", ""],
    }
    page = person.get("/food/products/", boxes)
    assert [(each.name, each.per_100_mg) for each in page.context["ranked"]] == [
        ("magnesium oxide", "0.03"),
        ("magnesium citrate", "0.20"),
    ]


@pytest.mark.parametrize("price", ["", "-3", "free", "nan", "0"])
def test_a_box_without_a_price_is_said_and_not_ranked(person: Client, price: str) -> None:
    page = person.get("/food/products/", {"box": "magnesium oxide", "mg": "240", "units": "60", "price": price})
    assert page.status_code == 422
    assert "ranked" not in page.context
    assert "each needs its magnesium, its price" in text(page)


def test_the_limit_is_that_of_the_person_and_nothing_is_kept(person: Client, store: PersonStore) -> None:
    tell(store, setting="EU")
    page = person.get("/food/products/", {"name": "magnesium oxide", "form": "oxide", "compound": "500"})
    assert "is 250 mg a day for you" in text(page)
    found = {each.holds: each.is_over for each in person.get("/food/products/", {"q": "biolectra"}).context["found"]}
    assert found == {
        "243 mg in one tablet": False,
        "365 mg in one sachet": True,
        "365 mg in one tablet": True,
    }
    assert len(store.journal()) == 0
