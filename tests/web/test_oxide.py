"""At the moment of choosing oxide (S39): less uptake, the gut, with a meal, and the trials on both sides (C08)."""

import json
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import expect

from charley.db.repository import PersonStore
from support.pages import text
from support.people import plan_for, someone
from support.phone import Phone
from support.serving import Served

WORDS = ("less of it is taken up", "bowels", "no more than a dummy pill", "found slightly more", "with a meal")


@pytest.mark.browser
@pytest.mark.parametrize("address", ["/plan/profile/", "/tonight/dose"])
def test_choosing_oxide_shows_what_to_know_and_another_form_hides_it(app: Served, phone: Phone, address: str) -> None:
    page = phone.page
    page.goto(app.address + address)
    chosen = page.locator("select[name$=form]").first
    note = page.locator(".oxide").first
    expect(note).to_be_hidden()
    chosen.select_option("oxide")
    expect(note).to_be_visible()
    for words in WORDS:
        expect(note).to_contain_text(words)
    chosen.select_option("citrate")
    expect(note).to_be_hidden()


def test_oxide_that_is_taken_already_is_spoken_of_among_the_habits(
    person: Client, store: PersonStore, hands: Any
) -> None:
    oxide = [{"name": "magnesium oxide", "form": "oxide", "elemental_mg": 100, "times": ["08:00"]}]
    store.keep_profile(document=json.dumps(someone(supplements=oxide)), made_at=hands())
    page = text(person.get("/habits/"))
    assert all(words in page for words in WORDS)
    said = {each.id: each for each in plan_for(supplements=oxide).habits}
    assert said["oxide"].seen
    assert "oxide" not in {each.id for each in plan_for().habits}
