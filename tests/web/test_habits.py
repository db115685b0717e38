"""Habits: what the diary shows, how much to drink, a week of moving, each with how sure it is."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from charley.db.repository import PersonStore
from charley.diary.records import Drink, Exposure
from support.diary import at, new_id
from support.pages import text
from support.people import someone


@pytest.fixture
def told(person: Client, store: PersonStore, hands: Any) -> Client:
    store.keep_profile(document=json.dumps(someone()), made_at=hands())
    return person


def fluid_of(store: PersonStore) -> Any:
    document = store.profile()
    return json.loads(document)["fluid"] if document else None


def test_the_page_is_linked_from_the_plan_and_from_more(told: Client) -> None:
    for page in ("/plan/", "/more/"):
        assert 'href="/habits/"' in told.get(page).content.decode()


def test_an_evening_of_wine_and_coffee_stands_first_with_its_strength_and_source(
    told: Client, store: PersonStore, hands: Any
) -> None:
    wine = Drink(id=new_id(), at=at("2026-11-13 21:00"), ml=200, what="wine", nutrients={"alcohol_g": 16})
    coffee = Exposure(id=new_id(), at=at("2026-11-13 19:30"), what="caffeine")
    store.append(entries=[wine, coffee], received_at=hands())
    page = text(told.get("/habits/"))
    assert page.index("What your notes show") < page.index("Coffee or tea in the evening") < page.index("Good to know")
    assert "Alcohol in the evening" in page
    assert "weak evidence for cramps" in page
    assert "Delacour" in page
    assert "Noted today: 200 ml" in page


def test_the_goal_is_a_range_that_can_be_edited(told: Client, store: PersonStore) -> None:
    assert "2000 – 3000 ml" in text(told.get("/habits/"))
    told.post("/habits/", {"goal_low_ml": "1500", "goal_high_ml": "1900"})
    assert fluid_of(store) == {"goal_low_ml": 1500, "goal_high_ml": 1900}
    assert "1500 – 1900 ml" in text(told.get("/habits/"))
    told.post("/habits/", {})
    assert fluid_of(store) is None


def test_an_amount_that_was_set_stands_above_the_goal(told: Client) -> None:
    told.post("/habits/", {"goal_low_ml": "2000", "goal_high_ml": "3000", "limit_ml": "1200"})
    page = text(told.get("/habits/"))
    assert "at most 1200 ml" in page
    assert "2000 –" not in page


def test_amounts_that_cannot_be_are_named_at_their_field_and_nothing_is_kept(told: Client, store: PersonStore) -> None:
    answer = told.post("/habits/", {"goal_low_ml": "3000", "goal_high_ml": "1000", "limit_ml": "90000"})
    assert answer.status_code == 422
    faults = re.findall(r'<p class="fault"[^>]*>([^<]+)<', answer.content.decode())
    assert len(faults) >= 1
    assert any("6000" in fault for fault in faults), faults
    assert "fluid" not in json.loads(store.profile() or "{}")


def test_heart_failure_shows_no_number(person: Client, store: PersonStore, hands: Any) -> None:
    store.keep_profile(document=json.dumps(someone(conditions=["heart failure"])), made_at=hands())
    page = text(person.get("/habits/"))
    assert "names no amount to drink" in page
    assert "ml today" not in page


def test_somebody_who_told_nothing_reads_the_careful_answer(person: Client) -> None:
    page = text(person.get("/habits/"))
    assert "Your age is not known." in page
    assert "A week of moving" in page


def test_sore_knees_change_the_week(person: Client, store: PersonStore, hands: Any) -> None:
    store.keep_profile(document=json.dumps(someone(conditions=["knee pain"])), made_at=hands())
    assert "water, or a bicycle" in text(person.get("/habits/"))
