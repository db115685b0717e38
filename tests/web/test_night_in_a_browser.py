"""The night as it happens: a real Chromium, a phone's screen, a network that comes and goes."""

import re
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from support.phone import Phone
from support.serving import Served
from support.wire import Wire, wire

pytestmark = pytest.mark.browser


def kinds(app: Served) -> list[str]:
    """The kinds of all entries kept, in the order they came in."""
    with sqlite3.connect(app.folder / "charley.sqlite3") as database:
        return [kind for (kind,) in database.execute("SELECT kind FROM charley_journalentry ORDER BY id")]


def arrived(app: Served, before: int, count: int) -> list[str]:
    """The kinds of the entries since ``before``, as soon as there are ``count`` of them."""
    ends = time.monotonic() + 5
    while len(found := kinds(app)[before:]) < count and time.monotonic() < ends:
        time.sleep(0.05)
    return found


@pytest.fixture
def before(app: Served) -> int:
    """How many entries were there before the test."""
    return len(kinds(app))


@pytest.fixture
def way(app: Served) -> Iterator[Wire]:
    """The way to the server, which the test may cut."""
    with wire(app.address) as whole:
        yield whole


def test_a_cramp_is_logged_in_two_taps_and_under_five_seconds(app: Served, phone: Phone, before: int) -> None:
    began = time.monotonic()
    phone.page.goto(app.address)  # the first tap opens the app
    phone.page.get_by_role("button", name="Cramp now").tap()
    expect(phone.page.get_by_role("heading", name="It will let go")).to_be_visible()
    expect(phone.page.get_by_text("is noted")).to_be_visible()
    assert time.monotonic() - began < 5
    assert kinds(app)[before:] == ["cramp"]


def test_a_quiet_night_is_one_tap_and_the_page_says_so(app: Served, phone: Phone, before: int) -> None:
    phone.page.goto(app.address)
    phone.page.get_by_role("button", name="Quiet night").tap()
    # The second where the night has a cramp from another test.
    expect(phone.page.get_by_text(re.compile(r"Noted as quiet\.|called quiet, and a cramp was noted"))).to_be_visible()
    assert kinds(app)[before:] == ["quiet_night"]


def test_without_a_network_taps_wait_on_the_phone_and_arrive_once(
    app: Served, way: Wire, phone: Phone, before: int
) -> None:
    page = phone.page
    page.goto(way.address)
    page.wait_for_function("() => navigator.serviceWorker.ready.then((kept) => Boolean(kept.active))")
    way.cut()
    for waiting in ("1 waiting", "2 waiting", "3 waiting"):
        page.get_by_role("button", name="Cramp now").tap()
        expect(page.get_by_role("heading", name="It will let go")).to_be_visible()  # help works offline too
        expect(page.locator("#outbox")).to_contain_text(waiting)
        expect(page.get_by_text("Kept on this device.")).to_be_visible()
        expect(page.get_by_role("button", name="Note this cramp")).to_be_hidden()  # or it would be noted twice
        page.goto(way.address)  # opens from what the phone keeps
    assert len(kinds(app)) == before
    page.close()  # the app is closed with entries still waiting
    way.mend()
    phone.page = phone.context.new_page()
    phone.page.goto(way.address)
    assert arrived(app, before, 3) == ["cramp", "cramp", "cramp"]
    expect(phone.page.locator("#outbox")).to_be_hidden()
    phone.page.reload()
    phone.page.wait_for_load_state("networkidle")
    assert len(kinds(app)) == before + 3


def test_an_answer_lost_on_the_way_does_not_double_the_entry(app: Served, phone: Phone, before: int) -> None:
    lost = []

    def lose_the_answer(route) -> None:
        route.fetch()  # the server gets it and keeps it
        lost.append(route.request.url)
        route.abort()

    phone.page.goto(app.address)
    phone.page.route("**/api/entries", lose_the_answer)
    phone.page.get_by_role("button", name="Cramp now").tap()
    expect(phone.page.locator("#outbox")).to_contain_text("1 waiting")
    assert lost
    phone.page.unroute("**/api/entries")
    with phone.page.expect_response("**/api/entries") as again:
        phone.page.goto(app.address)
    assert again.value.json()["answers"][0]["outcome"] == "already"
    expect(phone.page.locator("#outbox")).to_be_hidden()
    assert kinds(app)[before:] == ["cramp"]


def test_times_are_those_of_the_phone(app: Served, phone: Phone, before: int) -> None:
    phone.page.goto(app.address)
    phone.page.get_by_role("button", name="Cramp now").tap()
    expect(phone.page.get_by_text("is noted")).to_be_visible()
    with sqlite3.connect(app.folder / "charley.sqlite3") as database:
        [(at,)] = database.execute("SELECT at FROM charley_journalentry ORDER BY id DESC LIMIT 1")
    assert at.endswith("[Europe/Berlin]")


def test_a_page_kept_for_days_speaks_of_the_night_of_the_tap(app: Served, phone: Phone, before: int) -> None:
    evening = datetime.now(ZoneInfo("Europe/Berlin")).replace(hour=22, minute=0) - timedelta(days=2)
    phone.page.clock.set_fixed_time(evening)  # the page itself says today
    phone.page.goto(app.address)
    day = evening.date()
    expect(phone.page.locator("#night")).to_have_attribute("data-night", day.isoformat())
    phone.page.get_by_role("button", name="Quiet night").tap()
    assert arrived(app, before, 1) == ["quiet_night"]
    with sqlite3.connect(app.folder / "charley.sqlite3") as database:
        [(night,)] = database.execute("SELECT night FROM charley_journalentry ORDER BY id DESC LIMIT 1")
    assert night == day.isoformat()


def test_an_entry_from_a_clock_that_is_wrong_is_said_and_not_dropped(app: Served, phone: Phone, before: int) -> None:
    phone.page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=400))
    phone.page.goto(app.address)
    phone.page.get_by_role("button", name="Cramp now").tap()
    expect(phone.page.locator("#outbox")).to_contain_text("lies in the future")
    assert kinds(app)[before:] == []
