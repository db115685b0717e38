"""Help in the moment (S92, S95): hold timer, massage, warmth with its skin note, when to worry; light and screened."""

import json
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from charley.db.repository import PersonStore
from charley.diary.links import cramp_of
from charley.diary.records import CrampEpisode, Measure
from support.pages import ids, text
from support.people import someone
from support.phone import Phone
from support.serving import Served


def test_stretch_massage_warmth_and_when_to_worry_stand_on_one_page(person: Client) -> None:
    page = text(person.get("/now/"))
    for words in ("Straighten the knee", "Rub the hard spot", "ten minutes", "Not on numb skin", "more than a cramp"):
        assert words in page
    assert 'data-seconds="30" data-times="3" data-rest="10"' in person.get("/now/").content.decode()


def test_what_was_done_is_noted_and_belongs_to_the_cramp(person: Client, store: PersonStore) -> None:
    page = person.post("/tonight/cramp", {"id": "cramp-0001"}, follow=True)
    person.post("/routines/cramp-stretch/done", {"id": ids(page)[-1]})
    [measure] = store.journal().of(Measure)
    [cramp] = store.journal().of(CrampEpisode)
    assert (measure.what, measure.purpose) == ("stretch", "stop")
    assert cramp_of(measure, [cramp]) == cramp


def test_after_the_stretch_the_page_rests_and_asks_for_nothing_twice(person: Client, store: PersonStore) -> None:
    page = person.post("/tonight/cramp", {"id": "cramp-0001"}, follow=True)
    done = {"id": ids(page)[-1], "of": "cramp-0001"}
    page = person.post("/routines/cramp-stretch/done", done, follow=True)
    assert page.request["PATH_INFO"] == "/now/"
    words = text(page)
    assert "Good. Let the leg rest now." in words
    assert "is noted" in words
    assert "Note this cramp" not in words
    assert "note that I stretched" not in words
    assert len(store.journal().of(Measure)) == 1


def test_the_morning_finds_what_was_done_at_night_ticked_and_notes_it_once(person: Client, store: PersonStore) -> None:
    page = person.post("/tonight/cramp", {"id": "cramp-0001"}, follow=True)
    person.post("/routines/cramp-stretch/done", {"id": ids(page)[-1], "of": "cramp-0001"})
    form = person.get("/entry/cramp-0001/").context["form"]
    assert form["done"].value() == ["stretch"]
    told = {"id": "details-01", "when": "2026-11-14T03:10", "pain": "6", "done": ["stretch", "massage"]}
    person.post("/entry/cramp-0001/", told)
    assert sorted(each.what for each in store.journal().of(Measure)) == ["massage", "stretch"]


def test_numb_feet_hold_the_warmth_back_and_leave_the_stretch(person: Client, store: PersonStore, hands: Any) -> None:
    store.keep_profile(document=json.dumps(someone(conditions=["neuropathy"])), made_at=hands())
    page = text(person.get("/now/"))
    assert "Straighten the knee" in page
    assert "with a towel around it" not in page
    assert "burn" in page


def test_with_a_clot_the_leg_is_left_in_peace(person: Client, store: PersonStore, hands: Any) -> None:
    store.keep_profile(document=json.dumps(someone(conditions=["deep vein thrombosis"])), made_at=hands())
    page = text(person.get("/now/"))
    assert "Leave the leg in peace" in page
    assert "Rub the hard spot" not in page
    assert "Note this cramp" in page
    assert "Call the emergency number" in page


def test_a_profile_that_cannot_be_read_stands_in_no_ones_way(person: Client, store: PersonStore, hands: Any) -> None:
    store.keep_profile(document='{"written_by": "a later version"}', made_at=hands())
    assert "Straighten the knee" in text(person.get("/now/"))


@pytest.mark.browser
def test_it_counts_the_hold_without_a_tap_too_many(app: Served, phone: Phone) -> None:
    page = phone.page
    page.clock.install()
    page.goto(f"{app.address}/now/")
    page.get_by_role("button", name="Start").tap()
    expect(page.locator("[data-clock]")).to_have_text("30")
    page.clock.run_for(30_200)
    expect(page.locator("[data-now]")).to_have_text("Let go")
    page.clock.run_for(10_000)
    expect(page.locator("[data-now]")).to_contain_text("(2/3)")


@pytest.mark.browser
def test_it_weighs_less_than_a_hundred_kilobytes(app: Served, chromium_browser: Browser) -> None:
    context = chromium_browser.new_context(viewport={"width": 360, "height": 740}, service_workers="block")
    page = context.new_page()
    page.goto(f"{app.address}/now/", wait_until="networkidle")
    sizes = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
        .map((each) => each.transferSize)"""
    assert 10_000 < sum(page.evaluate(sizes)) < 100_000
    context.close()
