"""What is told without a network waits on the device and arrives, whatever goes wrong on the way: nothing is lost and
nothing is there twice. In a real Chromium, with the server behind a wire that can be cut."""

import contextlib
import json
import re
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page, expect

from support.phone import Phone, a_phone, until
from support.serving import Served, served
from support.wire import Wire, wire

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Charley with a diary of its own, for these tests alone."""
    with served(tmp_path_factory.mktemp("waiting") / "data") as running:
        yield running


@pytest.fixture
def way(app: Served) -> Iterator[Wire]:
    """The way to the server, which the test may cut."""
    with wire(app.address) as whole:
        yield whole


@pytest.fixture
def other(chromium_browser: Browser) -> Iterator[Phone]:
    """A second phone of the same person."""
    with a_phone(chromium_browser) as held:
        yield held


def entries(app: Served) -> list[dict[str, Any]]:
    """What is kept, in the order it came in."""
    with sqlite3.connect(app.folder / "charley.sqlite3") as database:
        return [json.loads(row) for (row,) in database.execute("SELECT payload FROM charley_journalentry ORDER BY id")]


@pytest.fixture
def before(app: Served) -> int:
    return len(entries(app))


def arrived(app: Served, before: int, count: int) -> list[dict[str, Any]]:
    """What came in since ``before``, as soon as there is so much of it."""
    ends = time.monotonic() + 20
    while len(found := entries(app)[before:]) < count and time.monotonic() < ends:
        time.sleep(0.05)
    return found


def kinds(found: list[dict[str, Any]]) -> list[str]:
    return sorted(each["kind"] for each in found)


def install(phone: Phone, way: Wire) -> Page:
    """Open the app and let the phone keep its pages."""
    phone.page.goto(way.address)
    phone.page.wait_for_function("() => navigator.serviceWorker.ready.then((kept) => Boolean(kept.active))")
    return phone.page


def cramp(page: Page) -> None:
    page.get_by_role("button", name="Cramp now").tap()
    expect(page.get_by_role("heading", name="It will let go")).to_be_visible(timeout=15_000)


def wait_for_none_waiting(page: Page) -> None:
    expect(page.locator("#outbox")).to_be_hidden(timeout=15_000)


def nothing_more_comes(page: Page, app: Served, way: Wire, count: int) -> None:
    """Opening the app again changes nothing."""
    page.goto(way.address)
    page.wait_for_load_state("networkidle")
    wait_for_none_waiting(page)
    assert len(entries(app)) == count


# --- the network is cut at every step ---


def test_cut_before_the_app_is_opened(app: Served, way: Wire, phone: Phone, before: int) -> None:
    page = install(phone, way)
    page.close()
    way.cut()
    phone.page = page = phone.context.new_page()
    page.goto(way.address)
    cramp(page)
    expect(page.locator("#outbox")).to_contain_text("1 waiting")
    way.mend()
    page.goto(way.address)
    assert kinds(arrived(app, before, 1)) == ["cramp"]
    nothing_more_comes(page, app, way, before + 1)


def test_cut_between_opening_and_the_tap(app: Served, way: Wire, phone: Phone, before: int) -> None:
    page = install(phone, way)
    way.cut()
    cramp(page)
    expect(page.locator("#outbox")).to_contain_text("1 waiting")
    way.mend()
    page.goto(way.address)
    assert kinds(arrived(app, before, 1)) == ["cramp"]
    nothing_more_comes(page, app, way, before + 1)


@pytest.mark.parametrize("answered", [False, True], ids=["half of it sent", "the answer lost"])
def test_cut_while_the_entry_is_on_its_way(
    app: Served, way: Wire, phone: Phone, before: int, *, answered: bool
) -> None:
    page = install(phone, way)
    page.wait_for_load_state("networkidle")
    way.cut_amid(b"POST /api/entries", answered=answered)
    cramp(page)
    expect(page.locator("#outbox")).to_contain_text("1 waiting")
    assert kinds(entries(app)[before:]) == ["cramp"] * answered
    way.mend()
    with page.expect_response("**/api/entries") as again:
        page.goto(way.address)
    assert [each["outcome"] for each in again.value.json()["answers"]] == ["already" if answered else "kept"]
    assert kinds(arrived(app, before, 1)) == ["cramp"]
    nothing_more_comes(page, app, way, before + 1)


def test_cut_after_the_entry_was_kept(app: Served, way: Wire, phone: Phone, before: int) -> None:
    page = install(phone, way)
    cramp(page)
    assert kinds(arrived(app, before, 1)) == ["cramp"]
    wait_for_none_waiting(page)
    way.cut()
    page.reload()  # the help of that very tap, now from the phone's copy, which does not know of it
    expect(page.get_by_role("heading", name="It will let go")).to_be_visible()
    expect(page.get_by_role("button", name="Note this cramp")).to_be_hidden()
    way.mend()
    nothing_more_comes(page, app, way, before + 1)


def test_a_connection_that_carries_nothing_keeps_nobody_waiting(
    app: Served, way: Wire, phone: Phone, before: int
) -> None:
    page = install(phone, way)
    page.wait_for_load_state("networkidle")
    way.stall()
    cramp(page)
    expect(page.locator("#outbox")).to_contain_text("1 waiting")
    way.mend()
    nothing_more_comes(page, app, way, before + 1)


# --- devices, tabs and taps ---


def test_two_devices_told_without_a_network_arrive_in_one_diary(
    app: Served, way: Wire, phone: Phone, other: Phone, before: int
) -> None:
    one, two = install(phone, way), install(other, way)
    way.cut()
    for page, cramps in ((one, 3), (two, 2)):
        for _ in range(cramps):
            cramp(page)
            page.goto(way.address)
    two.get_by_role("button", name="Quiet night").tap()
    expect(one.locator("#outbox")).to_contain_text("3 waiting")
    expect(two.locator("#outbox")).to_contain_text("3 waiting")
    way.mend()
    one.reload()
    two.reload()
    found = arrived(app, before, 6)
    assert kinds(found) == ["cramp"] * 5 + ["quiet_night"]
    assert len({each["id"] for each in found}) == 6
    # One of them sends an entry that it had sent already, word for word.
    sent = {**found[0], "at": found[0]["at"], "entered": found[0]["entered"]}
    again = two.evaluate(
        """(entry) => fetch("/api/entries", {
            method: "POST", body: JSON.stringify({ entries: [entry] }),
            headers: { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") },
        }).then((answer) => answer.json())""",
        sent,
    )
    assert [each["outcome"] for each in again["answers"]] == ["already"]
    nothing_more_comes(one, app, way, before + 6)
    nothing_more_comes(two, app, way, before + 6)


def test_a_killed_tab_loses_nothing(app: Served, way: Wire, phone: Phone, before: int) -> None:
    page = install(phone, way)
    way.cut()
    cramp(page)
    page.goto(way.address)
    page.get_by_role("button", name="Quiet night").tap()
    expect(page.locator("#outbox")).to_contain_text("2 waiting")
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")
    page.close()
    way.mend()
    phone.page = page = phone.context.new_page()
    page.goto(way.address)
    assert kinds(arrived(app, before, 2)) == ["cramp", "quiet_night"]
    nothing_more_comes(page, app, way, before + 2)


def test_two_tabs_that_send_at_once_keep_each_entry_once(app: Served, way: Wire, phone: Phone, before: int) -> None:
    one = install(phone, way)
    two = phone.context.new_page()
    two.goto(way.address)
    way.cut()
    cramp(one)
    cramp(two)
    way.mend()
    for page in (one, two):  # both are told of the network in the same moment
        page.evaluate("() => { dispatchEvent(new Event('online')); }")
    assert kinds(arrived(app, before, 2)) == ["cramp", "cramp"]
    two.close()
    nothing_more_comes(one, app, way, before + 2)


def test_a_double_tap_is_one_tap(app: Served, way: Wire, phone: Phone, before: int) -> None:
    page = install(phone, way)
    way.cut()
    page.get_by_role("button", name="Quiet night").dblclick()
    expect(page.locator("#outbox")).to_contain_text("1 waiting")
    way.mend()
    page.reload()
    assert kinds(arrived(app, before, 1)) == ["quiet_night"]
    page.get_by_role("button", name="Cramp now").dblclick()
    expect(page.get_by_role("heading", name="It will let go")).to_be_visible()
    assert kinds(arrived(app, before, 2)) == ["cramp", "quiet_night"]
    page.go_back()
    expect(page.get_by_role("button", name="Cramp now")).to_be_visible()
    nothing_more_comes(page, app, way, before + 2)


def test_lost_cookies_hold_nothing_back(app: Served, way: Wire, phone: Phone, before: int) -> None:
    page = install(phone, way)
    way.cut()
    cramp(page)
    phone.context.clear_cookies()
    way.mend()
    page.evaluate("() => flush()")
    assert kinds(arrived(app, before, 1)) == ["cramp"]
    nothing_more_comes(page, app, way, before + 1)


def test_an_id_that_stands_for_something_else_already_drops_nothing(
    app: Served, way: Wire, phone: Phone, before: int
) -> None:
    page = install(phone, way)
    cramp(page)
    [found] = arrived(app, before, 1)
    page.evaluate(
        """(id) => outbox("readwrite", (store) => store.put(
            { id, kind: "note", text: "another thing", at: moment(), person: ours }))""",
        found["id"],
    )
    page.evaluate("() => flush()")
    expect(page.locator("#outbox")).to_contain_text("1 waiting")
    expect(page.locator("#outbox")).to_contain_text("another entry with this id says something else")
    assert kinds(arrived(app, before, 1)) == ["cramp"]


def test_a_refused_cramp_is_not_asked_for_again(app: Served, way: Wire, phone: Phone, before: int) -> None:
    page = phone.page
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=3))
    page.goto(way.address)
    cramp(page)
    expect(page.locator("#outbox")).to_contain_text("lies in the future")
    expect(page.get_by_text("Kept on this device.")).to_be_visible()
    expect(page.get_by_role("button", name="Note this cramp")).to_be_hidden()
    assert len(entries(app)) == before


NO_ROOM = "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };"


def test_a_full_device_sends_the_plain_form_or_says_that_nothing_was_kept(
    app: Served, way: Wire, phone: Phone, before: int
) -> None:
    phone.context.add_init_script(NO_ROOM)
    page = install(phone, way)
    page.get_by_role("button", name="Cramp now").tap()
    expect(page.get_by_text("is noted")).to_be_visible()
    assert kinds(arrived(app, before, 1)) == ["cramp"]
    page.goto(way.address)
    way.cut()
    page.get_by_role("button", name="Quiet night").tap()
    expect(page.get_by_text("no connection, and no room on this device")).to_be_visible()
    way.mend()
    page.get_by_role("button", name="Quiet night").tap()  # the button still works
    assert kinds(arrived(app, before, 2)) == ["cramp", "quiet_night"]


# --- a clock that is wrong ---


def test_a_clock_a_day_behind_is_said_and_the_entry_is_there_once(
    app: Served, way: Wire, phone: Phone, before: int
) -> None:
    phone.page.clock.set_fixed_time(datetime.now(UTC) - timedelta(days=1))
    page = phone.page
    page.goto(way.address)
    cramp(page)
    expect(page.locator("#outbox")).to_contain_text("One is wrong")
    assert kinds(arrived(app, before, 1)) == ["cramp"]
    page.goto(way.address)  # it stays in sight on the other pages
    expect(page.locator("#outbox")).to_contain_text("One is wrong")
    assert len(entries(app)) == before + 1


def test_an_entry_from_a_clock_far_ahead_is_put_right_by_hand_and_kept_once(
    app: Served, way: Wire, phone: Phone, before: int
) -> None:
    page = phone.page
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=2))
    page.goto(way.address)
    cramp(page)
    expect(page.locator("#outbox")).to_contain_text("lies in the future")
    assert len(entries(app)) == before
    page.clock.set_fixed_time(datetime.now(UTC))  # its owner put it right
    page.locator("#outbox").get_by_role("link").tap()
    expect(page.get_by_role("heading", name="What waits on this device?")).to_be_visible()
    expect(page.locator("#waiting")).to_contain_text("lies in the future")
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Keep it with this time").tap()
    [found] = arrived(app, before, 1)
    assert found["kind"] == "cramp"
    assert abs(datetime.fromisoformat(found["at"]["wall"]).timestamp() - time.time()) < 86_400
    expect(page.get_by_text("Nothing waits.")).to_be_visible()
    nothing_more_comes(page, app, way, before + 1)


def test_what_waits_can_be_thrown_away_after_a_question(app: Served, way: Wire, phone: Phone, before: int) -> None:
    page = install(phone, way)
    way.cut()
    cramp(page)
    page.goto(f"{way.address}/waiting/")
    expect(page.locator("#waiting")).to_contain_text("Cramp")
    page.get_by_text("Throw it away", exact=True).tap()
    page.get_by_role("button", name="Yes, throw it away").tap()
    expect(page.get_by_text("Nothing waits.")).to_be_visible()
    way.mend()
    nothing_more_comes(page, app, way, before)


# --- pages without a network ---


@pytest.mark.parametrize(
    ("locale", "said", "kept"),
    [
        ("en-GB", "This page is not kept on this device", "What is kept, and works without a connection"),
        ("es-ES", "Esta página no está guardada en este dispositivo", "Lo que está guardado y funciona sin conexión"),
    ],
)
def test_a_page_that_is_not_kept_says_so_under_its_own_address(
    chromium_browser: Browser, way: Wire, locale: str, said: str, kept: str
) -> None:
    with a_phone(chromium_browser, locale=locale) as phone:
        page = install(phone, way)
        way.cut()
        page.goto(f"{way.address}/insight/")
        expect(page.get_by_role("heading", name=said)).to_be_visible()
        assert page.url == f"{way.address}/insight/"
        offered = page.get_by_role("region", name=kept).get_by_role("link")
        expect(offered.first).to_be_visible()
        assert Axe().run(page).violations_count == 0
        addresses = [offered.nth(n).get_attribute("href") for n in range(offered.count())]
        assert {"/", "/now/", "/check-in/morning/", "/check-in/evening/", "/today/", "/symptoms/"} <= set(addresses)
        for address in addresses:
            page.goto(f"{way.address}{address}")
            expect(page.get_by_role("heading", name=said)).to_have_count(0)
        way.mend()
        page.goto(f"{way.address}/insight/")
        expect(page.get_by_role("heading", name=said)).to_have_count(0)


@pytest.mark.parametrize("answered", [None, False, True], ids=["no network", "half of it sent", "the answer lost"])
def test_a_form_that_waits_nowhere_is_held_and_sent_again_as_it_was_filled_in(
    way: Wire, phone: Phone, app: Served, before: int, *, answered: bool | None
) -> None:
    page = install(phone, way)
    page.goto(f"{way.address}/tonight/dose")
    page.evaluate("() => { document.querySelector('form[data-form]').dataset.plain = 'yes'; }")
    page.get_by_label("Magnesium in the whole dose").fill("150")
    page.get_by_label("Name on the box").fill("Sample tablets")
    if answered is None:
        way.cut()
    else:
        way.cut_amid(b"POST /tonight/dose", answered=answered)
    page.get_by_role("button", name="Keep", exact=True).tap()
    expect(page.get_by_role("heading", name="This could not be sent")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    assert kinds(entries(app)[before:]) == ["dose"] * bool(answered)
    way.mend()
    page.get_by_role("button", name="Send it again").tap()
    expect(page.get_by_text("Dose noted.")).to_be_visible()
    [dose] = arrived(app, before, 1)
    assert (dose["elemental_mg"], dose["product"]) == (150, "Sample tablets")
    nothing_more_comes(page, app, way, before + 1)


def test_a_message_of_one_moment_is_not_kept_with_its_page(app: Served, way: Wire, phone: Phone) -> None:
    page = install(phone, way)
    page.goto(f"{way.address}/tonight/dose")
    page.evaluate("() => { document.querySelector('form[data-form]').dataset.plain = 'yes'; }")
    page.get_by_label("Magnesium in the whole dose").fill("107")
    page.get_by_role("button", name="Keep", exact=True).tap()
    expect(page.get_by_text("Dose noted.")).to_be_visible()
    # The copy is made anew, without the message.
    until(page, "() => caches.match('/').then((kept) => kept?.text()).then((text) => text?.includes('107 mg'))")
    way.cut()
    page.goto(way.address)
    expect(page.get_by_text("Magnesium today")).to_be_visible()
    expect(page.get_by_text("Dose noted.")).to_have_count(0)
    expect(page.get_by_text(re.compile("· 107 mg"))).to_be_visible()


def test_a_dose_that_waits_is_not_offered_again(app: Served, way: Wire, phone: Phone, before: int) -> None:
    page = install(phone, way)
    page.goto(f"{way.address}/tonight/dose")
    page.get_by_label("Magnesium in the whole dose").fill("120")
    page.get_by_role("button", name="Keep", exact=True).tap()
    expect(page.get_by_text("The dose is noted.")).to_be_visible()
    page.goto(way.address)
    way.cut()
    offer = page.get_by_role("button", name="Dose taken: 120 mg")
    offer.tap()
    expect(page.get_by_text("Kept on this device.")).to_be_visible()
    expect(offer).to_be_hidden()
    page.goto(way.address)
    expect(page.locator("#outbox")).to_contain_text("1 waiting")
    expect(offer).to_be_hidden()
    way.mend()
    page.goto(way.address)
    assert kinds(arrived(app, before, 2)) == ["dose", "dose"]
    nothing_more_comes(page, app, way, before + 2)


def test_twitches_and_doses_are_told_without_a_network_at_the_time_of_the_tap(
    app: Served, way: Wire, phone: Phone, before: int
) -> None:
    page = install(phone, way)
    way.cut()
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(hours=3))  # the copy was made three hours ago
    told_at = page.evaluate("() => moment().wall.slice(0, 16)")
    page.goto(f"{way.address}/symptoms/")
    page.get_by_text("Twitch").first.tap()
    page.get_by_role("button", name="Keep", exact=True).tap()
    expect(page.get_by_text("Kept on this device.")).to_be_visible()
    page.goto(f"{way.address}/tonight/dose")
    page.get_by_label("Magnesium in the whole dose").fill("100")
    page.get_by_role("button", name="Keep", exact=True).tap()
    expect(page.locator("#outbox")).to_contain_text("2 waiting")
    way.mend()
    page.goto(way.address)
    found = arrived(app, before, 2)
    assert kinds(found) == ["dose", "symptom"]
    assert {each["at"]["wall"][:16] for each in found} == {told_at}


# --- a typed line ---


def type_line(page: Page, line: str) -> None:
    page.get_by_label("What happened?").fill(line)
    page.get_by_role("button", name="Read it", exact=True).tap()


def test_a_line_typed_without_a_network_waits_and_is_shown_back_before_it_is_kept(
    app: Served, way: Wire, phone: Phone, before: int
) -> None:
    page = install(phone, way)
    way.cut()
    page.goto(f"{way.address}/line/")
    type_line(page, "left calf 7/10 2 min")
    expect(page.get_by_text("It waits on this device as you wrote it.")).to_be_visible()
    expect(page.locator("#outbox")).to_contain_text("1 waiting")
    typed_at = page.evaluate("() => outbox('readonly', (store) => store.getAll()).then(([line]) => line.at.wall)")
    way.mend()
    page.goto(way.address)
    page.wait_for_load_state("networkidle")
    assert len(entries(app)) == before  # nothing is kept that was not shown back
    page.locator("#outbox").get_by_role("link").tap()
    page.get_by_role("button", name="Read it").tap()
    expect(page.get_by_text("Cramp: left calf, pain 7 of 10, 2 min")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    assert len(entries(app)) == before
    page.get_by_role("button", name="Yes, keep it").dblclick()
    expect(page.get_by_role("heading", name="What is noted of")).to_be_visible()
    [found] = arrived(app, before, 1)
    assert (found["kind"], found["side"], found["pain"], found["origin"]) == ("cramp", "left", 7, "line")
    assert found["at"]["wall"] == typed_at
    nothing_more_comes(page, app, way, before + 1)


def test_a_waiting_line_that_is_not_understood_is_asked_and_put_right(
    app: Served, way: Wire, phone: Phone, before: int
) -> None:
    page = install(phone, way)
    way.cut()
    page.goto(f"{way.address}/line/")
    type_line(page, "left calf zzz")
    expect(page.locator("#outbox")).to_contain_text("1 waiting")
    way.mend()
    page.goto(f"{way.address}/waiting/")
    page.get_by_role("button", name="Read it").tap()
    expect(page.get_by_text("“zzz” was not understood")).to_be_visible()
    assert len(entries(app)) == before
    type_line(page, "left calf")
    expect(page.get_by_text("Is this what you mean?")).to_be_visible()
    page.get_by_role("button", name="Yes, keep it").tap()
    expect(page.get_by_role("heading", name="What is noted of")).to_be_visible()
    assert kinds(arrived(app, before, 1)) == ["cramp"]
    nothing_more_comes(page, app, way, before + 1)


def test_a_line_whose_yes_meets_no_network_waits_as_what_was_understood(
    app: Served, way: Wire, phone: Phone, before: int
) -> None:
    page = install(phone, way)
    page.goto(f"{way.address}/line/")
    type_line(page, "2 glasses wine")
    expect(page.get_by_text("Alcohol: 2 glasses")).to_be_visible()
    way.cut()
    page.get_by_role("button", name="Yes, keep it").tap()
    expect(page.get_by_text("Kept on this device.")).to_be_visible()
    page.get_by_role("button", name="Yes, keep it").tap()
    expect(page.locator("#outbox")).to_contain_text("1 waiting")
    way.mend()
    page.goto(way.address)
    assert [(each["kind"], each["what"]) for each in arrived(app, before, 1)] == [("exposure", "alcohol")]
    nothing_more_comes(page, app, way, before + 1)


# --- a page that is older than the day ---


def look_again(page: Page) -> None:
    """As when the phone is taken up again."""
    page.evaluate("() => { document.dispatchEvent(new Event('visibilitychange')); }")


def test_a_page_left_open_overnight_is_asked_for_anew_once_and_without_a_network_hides_its_doses(
    app: Served, way: Wire, phone: Phone
) -> None:
    page = install(phone, way)
    dose = page.get_by_role("region", name="Magnesium today")
    expect(dose).to_be_visible()
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=1))
    asked: list[str] = []
    page.on("framenavigated", lambda frame: asked.append(frame.url))
    with page.expect_navigation():
        look_again(page)
    # The server's day is still the old one here, so the page says what is wrong; it does not ask again and again.
    expect(page.get_by_text("from an earlier day, or the clock of this device is wrong")).to_be_visible()
    expect(dose).to_be_hidden()
    assert len(asked) == 1
    page.clock.set_fixed_time(datetime.now(UTC))
    page.goto(way.address)
    expect(dose).to_be_visible()
    way.cut()
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=1))
    look_again(page)
    expect(page.get_by_text("from an earlier day, or the clock of this device is wrong")).to_be_visible()
    expect(dose).to_be_hidden()
    expect(page.get_by_role("button", name="Cramp now")).to_be_visible()


def test_doses_ticked_beforehand_on_an_earlier_day_are_not_sent_for_a_later_one(phone: Phone, tmp_path: Path) -> None:
    page = phone.page
    with served(tmp_path / "data", command="demo") as demo, wire(demo.address) as way:
        page.goto(f"{way.address}/plan/")
        page.get_by_role("button", name="Start this plan today").tap()
        page.wait_for_function("() => navigator.serviceWorker.ready.then((kept) => Boolean(kept.active))")
        page.goto(f"{way.address}/check-in/evening/")
        taken = page.get_by_role("group", name="Magnesium of your plan: taken")
        expect(taken).to_be_visible()
        way.cut()
        for days, told in ((0, ["taken"]), (2, [])):
            page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=days))
            page.goto(f"{way.address}/check-in/evening/")
            expect(page.get_by_label("Cups of coffee, tea or cola")).to_be_visible()
            expect(taken).to_be_visible(visible=not days)
            # As if it had been ticked beforehand: so it is once its time is over.
            page.evaluate("() => { document.querySelector('[name=taken]').checked = true; }")
            fields = page.evaluate("() => filled(document.querySelector('form[data-form]'), null).fields")
            assert list(fields) == told


def test_the_half_minute_offered_is_that_of_the_hour_of_the_tap(app: Served, way: Wire, phone: Phone) -> None:
    page = install(phone, way)
    way.cut()
    today = datetime.now(UTC).astimezone(ZoneInfo("Europe/Berlin"))
    for hour, offered in ((3, None), (8, "This morning's half minute"), (21, "This evening's half minute")):
        page.clock.set_fixed_time(today.replace(hour=hour, minute=30))
        page.goto(way.address)
        expect(page.get_by_role("link", name="half minute")).to_have_count(1 if offered else 0)
        if offered:
            expect(page.get_by_role("link", name=offered)).to_be_visible()
