"""The half minute on a phone, in a real Chromium: with the network, without it, and with a slip of the thumb."""

import json
import sqlite3
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from support.phone import Phone
from support.serving import Served, served
from support.wire import Wire, wire

pytestmark = pytest.mark.browser


def entries(app: Served) -> list[dict[str, Any]]:
    """What is kept, in the order it came in."""
    with sqlite3.connect(app.folder / "charley.sqlite3") as database:
        return [json.loads(row) for (row,) in database.execute("SELECT payload FROM charley_journalentry ORDER BY id")]


def arrived(app: Served, before: int, count: int) -> list[dict[str, Any]]:
    """What came in since ``before``, as soon as there is so much of it."""
    ends = time.monotonic() + 5
    while len(found := entries(app)[before:]) < count and time.monotonic() < ends:
        time.sleep(0.05)
    return found


@pytest.fixture
def before(app: Served) -> int:
    return len(entries(app))


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Served]:
    """Charley with a diary for one test alone."""
    with served(tmp_path / "data") as running:
        yield running


@pytest.fixture
def way(app: Served) -> Iterator[Wire]:
    """The way from the phone to the app, which can be cut."""
    with wire(app.address) as whole:
        yield whole


def fill_in(page: Page) -> None:
    """Two cups of coffee, hot weather, legs sore 3 of 10."""
    page.get_by_label("Cups of coffee, tea or cola").fill("2")
    page.get_by_text("hot weather or a hot place").tap()
    page.get_by_role("group", name="How sore are your legs?").get_by_role("radio", name="3", exact=True).check()


def test_the_evening_is_told_in_a_few_taps_and_answered(app: Served, phone: Phone, before: int) -> None:
    phone.page.goto(f"{app.address}/check-in/evening/")
    fill_in(phone.page)
    phone.page.get_by_role("button", name="Keep", exact=True).tap()
    expect(phone.page.get_by_role("heading", name="What is noted of")).to_be_visible()
    expect(phone.page.get_by_text("a matter of drink and food first")).to_be_visible()
    expect(phone.page.get_by_text("Coffee and tea: 2 cups")).to_be_visible()
    found = arrived(app, before, 3)
    assert [(each["kind"], each.get("what")) for each in found] == [
        ("exposure", "caffeine"),
        ("exposure", "heat"),
        ("symptom", "soreness"),
    ]
    assert {each["at"]["zone"] for each in found} == {"Europe/Berlin"}


def test_nothing_of_these_is_one_tap(app: Served, phone: Phone, before: int) -> None:
    phone.page.goto(f"{app.address}/check-in/evening/")
    phone.page.get_by_role("button", name="Nothing of all this").tap()
    expect(phone.page.get_by_text("Nothing of:")).to_be_visible()
    [none] = arrived(app, before, 1)
    assert none["kind"] == "none_of"
    assert "caffeine" in none["what"]


def test_six_things_are_told_in_eleven_taps_and_two_numbers(own: Served, phone: Phone) -> None:
    """Thirty seconds leave almost three for each."""
    page = phone.page
    page.goto(f"{own.address}/check-in/topics/")
    for box in page.get_by_role("checkbox").all():
        box.set_checked(
            box.get_attribute("value") in ("drinks", "urine", "caffeine", "heat", "stress", "legs"), force=True
        )
    page.get_by_role("button", name="Keep", exact=True).tap()
    expect(page.get_by_text("Kept. From now on")).to_be_visible()
    page.clock.install(time=datetime.now(ZoneInfo("Europe/Berlin")).replace(hour=20, minute=30))
    began, taps = time.monotonic(), 0

    def tap(what: Locator) -> None:
        nonlocal taps
        taps += 1
        what.tap()

    def number(label: str, amount: str) -> None:
        tap(page.get_by_label(label))
        page.keyboard.type(amount)

    def choose(group: str, choice: str) -> None:
        tap(page.get_by_role("group", name=group).get_by_label(choice, exact=True))

    page.goto(own.address)
    tap(page.get_by_role("link", name="This evening's half minute"))
    number("Drunk today and not noted yet", "1500")
    choose("Which colour had your urine?", "straw")
    number("Cups of coffee, tea or cola", "2")
    choose("How tense was the day?", "4")
    choose("Heat or sweat", "much sweat")
    choose("How sore are your legs?", "3")
    choose("How heavy are they?", "2")
    tap(page.get_by_role("button", name="Keep", exact=True))
    expect(page.get_by_role("heading", name="What is noted of")).to_be_visible()
    assert taps <= 11
    assert time.monotonic() - began < 30
    kinds = [(each["kind"], each.get("what")) for each in arrived(own, 1, 7)]
    assert kinds == [
        ("drink", "drinks of the day"),
        ("urine_colour", None),
        ("exposure", "caffeine"),
        ("exposure", "stress"),
        ("exposure", "sweating"),
        ("symptom", "soreness"),
        ("symptom", "heavy_legs"),
    ]


def test_without_a_network_the_form_waits_on_the_phone_and_arrives_once(
    app: Served, way: Wire, phone: Phone, before: int
) -> None:
    page = phone.page
    page.goto(way.address)
    page.wait_for_function("() => navigator.serviceWorker.ready.then((kept) => Boolean(kept.active))")
    way.cut()
    page.goto(f"{way.address}/check-in/evening/")  # never opened before: kept when the app was first opened
    fill_in(page)
    page.get_by_role("button", name="Keep, and nothing of the rest").tap()
    expect(page.get_by_text("Kept on this device.")).to_be_visible()
    expect(page.locator("#outbox")).to_contain_text("1 waiting")
    expect(page.get_by_label("Cups of coffee, tea or cola")).to_have_value("")
    assert len(entries(app)) == before
    page.close()  # the app is closed with the form still waiting
    way.mend()
    phone.page = phone.context.new_page()
    phone.page.goto(way.address)
    assert sorted(each["kind"] for each in arrived(app, before, 4)) == ["exposure", "exposure", "none_of", "symptom"]
    expect(phone.page.locator("#outbox")).to_be_hidden()
    phone.page.reload()
    phone.page.wait_for_load_state("networkidle")
    assert len(entries(app)) == before + 4


def test_an_answer_lost_on_the_way_does_not_double_the_form(app: Served, phone: Phone, before: int) -> None:
    def lose_the_answer(route) -> None:
        route.fetch()  # the server gets it and keeps it
        route.abort()

    phone.page.goto(f"{app.address}/check-in/evening/")
    phone.page.route("**/api/entries", lose_the_answer)
    fill_in(phone.page)
    phone.page.get_by_role("button", name="Keep", exact=True).tap()
    expect(phone.page.locator("#outbox")).to_contain_text("1 waiting")
    phone.page.unroute("**/api/entries")
    with phone.page.expect_response("**/api/entries") as again:
        phone.page.goto(app.address)
    assert again.value.json()["answers"][0]["outcome"] == "already"
    assert len(entries(app)) == before + 3


def test_what_the_server_cannot_take_is_shown_at_its_field(app: Served, phone: Phone, before: int) -> None:
    phone.page.goto(f"{app.address}/check-in/evening/")
    phone.page.get_by_text("Anything unwanted?").first.tap()
    phone.page.get_by_role("checkbox", name="something else").check()
    phone.page.get_by_role("button", name="Keep", exact=True).tap()
    expect(phone.page.get_by_text("should say what was noticed")).to_be_visible()
    expect(phone.page.locator("#outbox")).to_be_hidden()
    assert len(entries(app)) == before


def test_a_muscle_is_told_by_a_tap_on_the_picture_and_by_the_keyboard(app: Served, phone: Phone, before: int) -> None:
    page = phone.page
    page.goto(app.address)
    page.get_by_role("button", name="Cramp now").tap()
    expect(page.get_by_text("is noted")).to_be_visible()
    [cramp] = arrived(app, before, 1)
    page.goto(f"{app.address}/entry/{cramp['id']}/")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.locator(".leg-pair label", has_text="calf").first.tap()
    page.get_by_role("button", name="Keep", exact=True).tap()
    expect(page.get_by_text("Cramp: left calf")).to_be_visible()
    page.goto(f"{app.address}/entry/{cramp['id']}/")
    page.get_by_role("radio", name="left calf").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="right calf")).to_be_checked()


def test_on_a_narrow_screen_a_field_stands_below_the_choices_before_it(app: Served, phone: Phone) -> None:
    phone.page.goto(f"{app.address}/check-in/morning/")
    slept = phone.page.get_by_role("group", name="How did you sleep?").bounding_box()
    woken = phone.page.get_by_label("How often did your legs wake you?").bounding_box()
    assert slept is not None
    assert woken is not None
    assert woken["y"] > slept["y"] + slept["height"]
    assert abs(woken["x"] - slept["x"]) < 2
