"""Two people and one phone, in a real Chromium: changing over, a lock, and taps that wait while the network is gone."""

import re
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from support.phone import Phone, until
from support.serving import Served, served
from support.wire import Wire, wire

pytestmark = pytest.mark.browser

WORDS = "three quiet nights"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Charley with an empty diary of its own, for these tests alone."""
    with served(tmp_path_factory.mktemp("house") / "data") as running:
        yield running


@pytest.fixture
def way(house: Served) -> Iterator[Wire]:
    """The way to the server, which the test may cut."""
    with wire(house.address) as whole:
        yield whole


def kinds(house: Served, name: str) -> list[str]:
    """The kinds of all entries of one person."""
    with sqlite3.connect(house.folder / "charley.sqlite3") as database:
        rows = database.execute(
            "SELECT e.kind FROM charley_journalentry e JOIN charley_person p ON p.id = e.person_id WHERE p.name = ?"
            " ORDER BY e.id",
            [name],
        )
        return [kind for (kind,) in rows]


def arrived(house: Served, name: str, count: int) -> list[str]:
    """The kinds of all entries of one person, as soon as there are ``count`` of them."""
    ends = time.monotonic() + 10
    while len(found := kinds(house, name)) < count and time.monotonic() < ends:
        time.sleep(0.05)
    return found


def add(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/people/")
    page.get_by_text("Keep a diary for one more person").click()
    page.get_by_label("Their name").fill(name)
    page.get_by_role("button", name="Begin their diary").click()
    expect(page.get_by_role("complementary", name="Whose diary")).to_contain_text(name)


def change_over(page: Page, name: str) -> None:
    page.get_by_role("complementary", name="Whose diary").get_by_role("link").click()
    page.get_by_role("button", name=re.compile(f"^{name}")).click()


def seen_by_axe(page: Page) -> None:
    page.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_carer_changes_over_in_two_taps_and_the_night_goes_to_whom_the_page_names(
    house: Served, phone: Phone, tmp_path: Path
) -> None:
    page = phone.page
    add(page, house.address, "Mother")
    add(page, house.address, "Father")
    seen_by_axe(page)
    page.goto(house.address)
    page.get_by_role("button", name="Quiet night").tap()
    assert arrived(house, "Father", 1) == ["quiet_night"]
    change_over(page, "Mother")
    expect(page.get_by_role("complementary", name="Whose diary")).to_contain_text("Mother")
    expect(page.get_by_text("Noted as quiet")).to_have_count(0)
    page.get_by_role("button", name="Cramp now").tap()
    expect(page.get_by_role("heading", name="It will let go")).to_be_visible()
    assert arrived(house, "Mother", 1) == ["cramp"]
    assert kinds(house, "Father") == ["quiet_night"]
    page.goto(f"{house.address}/people/")
    seen_by_axe(page)


def test_taps_that_wait_stay_with_their_person_when_somebody_else_takes_the_phone(
    house: Served, way: Wire, phone: Phone
) -> None:
    page = phone.page
    add(page, way.address, "Anna")
    page.goto(way.address)
    page.wait_for_function("() => navigator.serviceWorker.ready.then((kept) => Boolean(kept.active))")
    page.goto(way.address)  # and now through the worker, which keeps it
    way.cut()
    page.get_by_role("button", name="Cramp now").tap()
    expect(page.locator("#outbox")).to_contain_text("1 waiting")
    # The network comes back on another page, where nothing is sent for a moment, and somebody else takes over.
    page.route("**/api/entries", lambda route: route.abort())
    way.mend()
    add(page, way.address, "Berta")
    page.goto(way.address)
    expect(page.locator("#outbox")).to_contain_text("1 waiting")
    page.get_by_role("button", name="Quiet night").tap()
    expect(page.locator("#outbox")).to_contain_text("2 waiting")
    page.unroute("**/api/entries")
    page.goto(f"{way.address}/more/")
    assert arrived(house, "Anna", 1) == ["cramp"]
    assert arrived(house, "Berta", 1) == ["quiet_night"]
    expect(page.locator("#outbox")).to_be_hidden()


def test_what_a_phone_keeps_is_of_the_person_it_was_handed_to(house: Served, way: Wire, phone: Phone) -> None:
    page = phone.page
    add(page, way.address, "Greta")
    page.goto(way.address)
    page.wait_for_function("() => navigator.serviceWorker.ready.then((kept) => Boolean(kept.active))")
    add(page, way.address, "Hanna")
    page.goto(way.address)
    until(
        page,
        """() => Promise.all(["/", "/check-in/morning/", "/symptoms/", "/today/"].map((path) =>
            caches.match(path).then((kept) => kept?.text()).then((text) => text?.includes("Hanna"))))
            .then((all) => all.every(Boolean))""",
    )
    way.cut()
    for path in ("/", "/check-in/morning/", "/symptoms/", "/today/"):
        page.goto(way.address + path)
        expect(page.get_by_role("complementary", name="Whose diary")).to_contain_text("Hanna")


def test_a_page_left_open_in_another_tab_still_notes_for_the_person_it_names(house: Served, phone: Phone) -> None:
    page = phone.page
    add(page, house.address, "Clara")
    page.goto(house.address)
    second = phone.context.new_page()
    add(second, house.address, "Dora")
    page.get_by_role("button", name="Cramp now").tap()
    assert arrived(house, "Clara", 1) == ["cramp"]
    assert kinds(house, "Dora") == []


def test_a_lock_is_set_asked_for_and_closed_and_leaves_nothing_on_the_phone(
    house: Served, way: Wire, phone: Phone
) -> None:
    page = phone.page
    add(page, way.address, "Emil")
    page.goto(way.address)
    page.wait_for_function("() => navigator.serviceWorker.ready.then((kept) => Boolean(kept.active))")
    page.goto(f"{way.address}/people/mine/")
    seen_by_axe(page)
    page.get_by_label("Passphrase", exact=True).fill(WORDS)
    page.get_by_label("The same again").fill(WORDS)
    page.get_by_role("button", name="Lock it").click()
    expect(page.get_by_text("This diary is locked")).to_be_visible()
    page.goto(way.address)
    expect(page.get_by_role("button", name="Cramp now")).to_be_visible()
    kept = (
        "() => caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((c) => c.keys()))))"
    )
    paths = page.evaluate(f"({kept})().then((all) => all.flat().map((each) => new URL(each.url).pathname))")
    assert "/offline/" in paths
    assert "/" not in paths
    way.cut()
    page.goto(f"{way.address}/history/")
    expect(page.get_by_text("shows nobody’s diary")).to_be_visible()
    way.mend()
    page.goto(f"{way.address}/people/")
    page.get_by_role("button", name="Lock it now").click()
    page.goto(way.address)
    expect(page.get_by_role("heading", name="The diary “Emil” is locked")).to_be_visible()
    seen_by_axe(page)
    page.get_by_label("Passphrase").fill("not these words")
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_text("this is not the passphrase")).to_be_visible()
    page.get_by_label("Passphrase").fill(WORDS)
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_role("button", name="Cramp now")).to_be_visible()


def test_a_page_that_comes_through_the_worker_renews_its_token(house: Served, phone: Phone) -> None:
    """The worker hands a page on; for the server it stays somebody's opening of a page."""
    page = phone.page
    add(page, house.address, "Ilse")
    page.goto(house.address)
    page.wait_for_function("() => navigator.serviceWorker.ready.then((kept) => Boolean(kept.active))")
    answer = page.goto(f"{house.address}/people/")
    assert answer is not None
    assert answer.from_service_worker
    [token] = [cookie for cookie in page.context.cookies() if cookie["name"] == "csrftoken"]
    page.context.add_cookies([{**token, "expires": time.time() + 3600}])
    page.goto(f"{house.address}/people/")
    [renewed] = [cookie for cookie in page.context.cookies() if cookie["name"] == "csrftoken"]
    assert renewed["value"] == token["value"]
    assert renewed["expires"] > time.time() + 86_400
