"""Reminders in a real Chromium: the message that appears, and what is said where it cannot be turned on.

No push service is asked here: the browser's own tools deliver a message as the service would, and one that cannot be
reached is what a machine without the internet has.
"""

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from support.phone import Phone
from support.push_service import PushedTo
from support.serving import Served, served

pytestmark = pytest.mark.browser

ADDRESS = "/you/reminders/"
#: A browser whose maker's server answers at once, in place of one that needs the internet.
SUBSCRIBES = """(told) => {
  const made = {
    endpoint: told.endpoint,
    toJSON: () => ({ endpoint: told.endpoint, keys: told }),
    unsubscribe: async () => {
      sessionStorage.removeItem("subscribed");
      sessionStorage.setItem("unsubscribed", "yes");
      return true;
    },
  };
  PushManager.prototype.getSubscription = async () => sessionStorage.getItem("subscribed") && made;
  PushManager.prototype.subscribe = async (wanted) => {
    sessionStorage.setItem("subscribed", JSON.stringify(wanted));
    return made;
  };
}"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Charley with an empty diary of its own, for these tests alone."""
    with served(tmp_path_factory.mktemp("house") / "data") as running:
        yield running


@pytest.fixture
def page(phone: Phone, house: Served) -> Page:
    """A phone that may show messages."""
    phone.context.grant_permissions(["notifications"], origin=house.address)
    return phone.page


def says(page: Page) -> Any:
    return expect(page.locator("#push").get_by_role("status"))


def worker_of(context: BrowserContext, page: Page, address: str) -> Any:
    """The worker behind the pages, and a way to give it a message as the browser does."""
    page.goto(address + ADDRESS)
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    tools = context.new_cdp_session(page)
    found: list[str] = []
    tools.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.extend(told["registrations"]))
    tools.send("ServiceWorker.enable")
    for _ in range(200):
        if found:
            break
        page.wait_for_timeout(20)
    registration = next(each["registrationId"] for each in found if each["scopeURL"].startswith(address))

    def deliver(words: str) -> None:
        given = {"origin": address, "registrationId": registration, "data": words}
        tools.send("ServiceWorker.deliverPushMessage", given)

    return deliver


def shown(page: Page) -> Any:
    """The messages that are on the screen, as soon as there is one."""
    return page.evaluate(
        """async () => {
          const worker = await navigator.serviceWorker.ready;
          let all = [];
          for (let tries = 0; tries < 200 && !all.length; tries++) {
            await new Promise((resolve) => setTimeout(resolve, 25));
            all = await worker.getNotifications();
          }
          return all.map((each) => ({ title: each.title, body: each.body, icon: each.icon }));
        }"""
    )


@pytest.mark.parametrize(
    ("sent", "title"), [("Charley: 21:30, 100 mg", "Charley: 21:30, 100 mg"), ("", "Charley: it is time.")]
)
def test_a_message_shows_the_words_and_the_mark_and_nothing_else(
    phone: Phone, page: Page, house: Served, sent: str, title: str
) -> None:
    deliver = worker_of(phone.context, page, house.address)
    deliver(sent)
    [message] = shown(page)
    assert (message["title"], message["body"]) == (title, "")
    mark = page.request.get(message["icon"])
    assert mark.ok
    assert mark.headers["content-type"] == "image/png"


def test_a_tap_on_the_message_opens_the_day(phone: Phone, page: Page, house: Served) -> None:
    worker_of(phone.context, page, house.address)("Charley: it is time.")
    assert len(shown(page)) == 1
    opened, left = phone.context.service_workers[0].evaluate(
        """async () => {
          const [message] = await registration.getNotifications();
          const opened = new Promise((resolve) => { clients.openWindow = async (path) => resolve(path); });
          dispatchEvent(new NotificationEvent("notificationclick", { notification: message }));
          return [await opened, (await registration.getNotifications()).length];
        }"""
    )
    assert (opened, left) == ("/today/", 0)


def test_it_is_off_until_turned_on_and_off_again_with_one_tap_each(page: Page, house: Served) -> None:
    told = PushedTo("a-phone").told
    page.add_init_script(f"({SUBSCRIBES})({told})")
    page.goto(house.address + ADDRESS)
    says(page).to_have_text("Off in this browser.")
    assert page.evaluate("sessionStorage.getItem('subscribed')") is None
    page.get_by_role("button", name="Remind me in this browser").click()
    says(page).to_have_text("On: this browser is reminded.")
    expect(page.get_by_label("Yes")).to_be_checked()
    assert '"userVisibleOnly":true' in page.evaluate("sessionStorage.getItem('subscribed')")
    assert kept(house) == [told["endpoint"]]
    assert Axe().run(page).response["violations"] == []

    page.get_by_role("button", name="No longer in this browser").click()
    says(page).to_have_text("Off in this browser.")
    assert page.evaluate("sessionStorage.getItem('unsubscribed')") == "yes"
    assert kept(house) == []


def test_what_the_server_refuses_is_said_and_undone_in_the_browser(page: Page, house: Served) -> None:
    page.add_init_script(f"({SUBSCRIBES})({PushedTo().told | {'endpoint': 'https://10.0.0.1/'}})")
    page.goto(house.address + ADDRESS)
    page.get_by_role("button", name="Remind me in this browser").click()
    says(page).to_have_text("should be an https address of a push service that Charley knows")
    assert page.evaluate("sessionStorage.getItem('subscribed')") is None
    assert kept(house) == []


def test_a_push_service_that_cannot_be_asked_is_said_plainly(phone: Phone, page: Page, house: Served) -> None:
    """This window keeps nothing for later, as a private one, and so its browser refuses to ask the service."""
    page.goto(house.address + ADDRESS)
    page.get_by_role("button", name="Remind me in this browser").click()
    says(page).to_contain_text("could not reach its maker’s server, so it is still off")
    assert kept(house) == []
    [complaint] = phone.complaints
    assert "incognito mode" in complaint
    phone.complaints.clear()


def test_a_push_service_that_never_answers_is_waited_for_no_longer_than_twenty_seconds(
    page: Page, house: Served
) -> None:
    page.clock.install()
    page.add_init_script("PushManager.prototype.subscribe = () => new Promise(() => dispatchEvent(new Event('asked')))")
    page.goto(house.address + ADDRESS)
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.evaluate("() => { window.asked = new Promise((resolve) => addEventListener('asked', resolve)); }")
    page.get_by_role("button", name="Remind me in this browser").click()
    page.evaluate("() => window.asked.then(() => null)")
    page.clock.run_for(10_000)
    says(page).to_have_text("Asking the browser…")
    page.clock.run_for(10_000)
    says(page).to_contain_text("could not reach its maker’s server, so it is still off")


def test_a_browser_that_may_not_show_messages_is_told_where_to_change_it(phone: Phone, house: Served) -> None:
    phone.page.add_init_script(
        "Object.defineProperty(Notification, 'permission', { get: () => 'default' });"
        "Notification.requestPermission = async () => 'denied'"
    )
    phone.page.goto(house.address + ADDRESS)
    phone.page.get_by_role("button", name="Remind me in this browser").click()
    says(phone.page).to_contain_text("may not show messages from Charley")


def test_a_browser_without_push_is_told_so(phone: Phone, house: Served) -> None:
    phone.page.add_init_script("delete window.PushManager")
    phone.page.goto(house.address + ADDRESS)
    says(phone.page).to_contain_text("cannot take such messages")
    expect(phone.page.get_by_role("button", name="Remind me in this browser")).to_be_hidden()


def test_without_scripts_the_page_says_so_and_the_rest_works(chromium_browser: Browser, house: Served) -> None:
    context = chromium_browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(house.address + ADDRESS)
    says(page).to_contain_text("needs scripts")
    expect(page.get_by_role("button", name="Remind me in this browser")).to_be_hidden()
    expect(page.get_by_role("button", name="Keep")).to_be_visible()
    context.close()


def kept(house: Served) -> list[str]:
    """The browsers' addresses in the database."""
    with sqlite3.connect(house.folder / "charley.sqlite3") as database:
        return [endpoint for (endpoint,) in database.execute("SELECT endpoint FROM charley_remindedbrowser")]
