"""Every page by night, by day and in forced colours; by keyboard alone; with large text; on small and large screens."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from support.serving import Served

pytestmark = pytest.mark.browser

PAGES = {
    "tonight": "/",
    "now": "/now/",
    "dose": "/tonight/dose",
    "history": "/history/",
    "check_in_evening": "/check-in/evening/",
    "check_in_morning": "/check-in/morning/",
    "check_in_topics": "/check-in/topics/",
    "line": "/line/",
    "symptoms": "/symptoms/",
    "signs": "/symptoms/signs/?sign=cramps",
    "triggers": "/symptoms/triggers/",
    "results": "/results/",
    "pictures": "/history/pictures/",
    "plan": "/plan/",
    "profile": "/plan/profile/",
    "bring": "/plan/bring/",
    "review": "/plan/review/",
    "insight": "/insight/",
    "trials": "/trials/",
    "questions": "/trials/new/",
    "question": "/trials/new/form-or-form/",
    "power": "/trials/power/",
    "before": "/trials/before-after/",
    "firmness": "/insight/firm/",
    "patterns": "/insight/patterns/",
    "amounts": "/insight/amounts/",
    "habits": "/habits/",
    "today": "/today/",
    "routines": "/routines/",
    "routine": "/routines/bedtime-stretch/",
    "food": "/food/?q=oats",
    "food_one": "/food/of/fdc:170273/",
    "food_rich": "/food/rich/",
    "products": "/food/products/?q=biolectra&name=tablets&form=glycinate&compound=500",
    "diet": "/food/quick/",
    "better_meals": "/food/better/?show=1",
    "meal": "/food/meal/?food=fdc:168463&amount=1+cup&food=fdc:170562&amount=1+oz",
    "data": "/data/",
    "people": "/people/",
    "mine": "/people/mine/",
    "sharing": "/report/sharing/",
    "reminders": "/you/reminders/",
    "erase one": "/data/erase/mine/",
    "more": "/more/",
    "you": "/you/",
}
LOOKS: dict[str, dict[str, Any]] = {
    "dark": {"color_scheme": "dark"},
    "light": {"color_scheme": "light"},
    "forced": {"color_scheme": "dark", "forced_colors": "active"},
}
#: A target may be smaller where it stands inside a sentence (WCAG 2.2, 2.5.8). What nobody sees (the button that the
#: Enter key means) is none.
TOO_SMALL = """() => [...document.querySelectorAll("a, button, summary, select, input")]
    .filter((each) => !["hidden", "radio", "checkbox"].includes(each.type) && each.checkVisibility())
    .filter((each) => !each.closest("p:not(.row), li li, td, .skip, [aria-hidden]"))
    .map((each) => [each.textContent.trim() || each.name, each.getBoundingClientRect()])
    .filter(([, box]) => box.height < 43.5 || box.width < 43.5)
    .map(([words, box]) => `${words}: ${box.width} x ${box.height}`)"""


@pytest.fixture(scope="module", params=LOOKS)
def look(request: pytest.FixtureRequest, chromium_browser: Browser, demo: Served) -> Iterator[Page]:
    """A phone's page in one of the looks, on the made-up diary."""
    context = chromium_browser.new_context(viewport={"width": 360, "height": 740}, **LOOKS[request.param])
    context.add_cookies([{"name": "charley_theme", "value": "device", "url": demo.address}])
    page = context.new_page()
    yield page
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation(look: Page, demo: Served, name: str) -> None:
    look.goto(demo.address + PAGES[name])
    look.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    found = Axe().run(look)
    assert found.violations_count == 0, found.generate_report()


@pytest.fixture(scope="module")
def person(chromium_browser: Browser, demo: Served) -> Iterator[Page]:
    """A page on the made-up diary."""
    context = chromium_browser.new_context(color_scheme="dark", reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_no_page_is_wider_than_its_screen(person: Page, demo: Served, width: int) -> None:
    person.set_viewport_size({"width": width, "height": 740})
    for address in PAGES.values():
        person.goto(demo.address + address)
        assert person.evaluate("() => document.documentElement.scrollWidth") <= width, address


def test_text_at_twice_its_size_still_fits(person: Page, demo: Served) -> None:
    person.set_viewport_size({"width": 360, "height": 740})
    for address in PAGES.values():
        person.goto(demo.address + address)
        person.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
        assert person.evaluate("() => document.documentElement.scrollWidth") <= 360, address


def test_targets_are_large_enough_for_a_thumb(person: Page, demo: Served) -> None:
    person.set_viewport_size({"width": 360, "height": 740})
    for address in PAGES.values():
        person.goto(demo.address + address)
        assert person.evaluate(TOO_SMALL) == [], address


def test_the_night_works_by_keyboard_alone_and_shows_where_one_is(person: Page, demo: Served) -> None:
    person.goto(demo.address)
    person.keyboard.press("Tab")
    assert person.evaluate("() => document.activeElement.textContent") == "Skip to the page"
    person.keyboard.press("Enter")
    person.keyboard.press("Tab")
    assert "Cramp now" in person.evaluate("() => document.activeElement.textContent")
    assert person.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid"
    person.keyboard.press("Enter")
    person.wait_for_url("**/now/**")


def test_the_two_night_buttons_fill_the_thumbs_half_of_the_screen(person: Page, demo: Served) -> None:
    person.set_viewport_size({"width": 360, "height": 740})
    person.goto(demo.address)
    boxes = [person.get_by_role("button", name=name).bounding_box() for name in ("Cramp now", "Quiet night")]
    assert all(box is not None and box["width"] > 300 and box["height"] > 180 for box in boxes)


def test_the_first_bytes_say_that_the_page_is_dark(person: Page, demo: Served) -> None:
    person.context.add_cookies([{"name": "charley_theme", "value": "dark", "url": demo.address}])
    answer = person.goto(demo.address)
    assert answer is not None
    assert b'<meta name="color-scheme" content="dark">' in answer.body()[:400]
    red, green, blue = person.evaluate(
        """() => { const canvas = new OffscreenCanvas(1, 1).getContext("2d");
                   canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
                   canvas.fillRect(0, 0, 1, 1);
                   return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3); }"""
    )
    assert red >= green >= blue  # warm
    assert red < 40  # and near black
