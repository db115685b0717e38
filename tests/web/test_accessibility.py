"""Every page by night, by day and in forced colours; by keyboard alone; with large text; on small and large screens."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import resolve
from playwright.sync_api import Browser, Page, expect

from charley.web.urls import urlpatterns
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
    "welcome": "/start/",
    "first question": "/start/symptoms/",
    "check_in_back": "/check-in/evening/{night}/",
    "checked_in": "/check-in/noted/{night}/",
    "waiting": "/waiting/",
    "night": "/history/{night}/",
    "details": "/entry/{entry}/",
    "report": "/report/",
    "medicines": "/report/medicines/",
    "plan on paper": "/report/plan/",
    "erase": "/data/erase/",
    "learn": "/learn/",
    "expect": "/learn/expect/",
    "try": "/learn/try/",
    "forms": "/learn/forms/",
    "form": "/learn/forms/oxide/",
    "card": "/learn/claim/cramps-mean-low/",
    "answer": "/learn/question/how-much/",
    "how": "/learn/how/nerve/",
    "pooled": "/learn/trials/idiopathic-cramps/",
    "offline": "/offline/",
    "unsent": "/offline/unsent/",
}
#: Pages that need a trial, a lock or a shared link to be there: where each is walked.
WALKED_ELSEWHERE = {
    "trial": "test_trial_in_a_browser.py",
    "trial_looking": "test_trial_in_a_browser.py",
    "trial_helper": "test_trial_in_a_browser.py",
    "trial_sheet": "test_trial_in_a_browser.py",
    "trial_key": "test_trial_in_a_browser.py",
    "result": "test_trial_in_a_browser.py",
    "unlock": "test_people_in_a_browser.py",
    "shared": "test_sharing.py",
}
#: What only leads on to a page.
LEADS_ON = {"check_in_now", "just_checked_in"}
#: Views that are sent to, and files: a browser shows none of them as a page.
SENT = "log_cramp log_quiet score sample add withdraw follow routine_done routine_place log_food use_diet import sync"
SENT_OF_TRIALS = "stop_looking taken noticed change confounded guess unblind decide"
SENT_OF_PEOPLE = "add_person open_person close_person push_key reminded_browser"
FILES = "calendar trial_calendar trial_report report_pdf export backup healthz service_worker manifest"
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


#: What can be reached by Tab, each marked with its number; of radio buttons with one name one, and nothing folded away.
TO_REACH = """() => {
    const seen = new Set();
    const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
        .filter((each) => each.type !== "hidden" && each.tabIndex >= 0 && !each.disabled && each.checkVisibility())
        .filter((each) => !each.closest("details:not([open]) > :not(summary)"))
        .filter((each) => each.type !== "radio" || !seen.has(each.name) && seen.add(each.name));
    all.forEach((each, n) => { each.dataset.place = n; });
    for (const each of document.querySelectorAll("input[type=radio]")) {
        each.dataset.place ??= document.querySelector(`[name="${each.name}"][data-place]`)?.dataset.place;
    }
    return all.map((_each, n) => n);
}"""
#: Its number, and whether it or what stands for it has a mark that a sighted person sees. Inside a date or a time the
#: browser marks the part itself, which no style tells of.
FOCUSED = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return [-1, true];
    const style = (each) => (each ? getComputedStyle(each) : { outlineStyle: "none", boxShadow: "none" });
    const marked = (each) => style(each).outlineStyle !== "none" || style(each).boxShadow !== "none";
    if (["date", "time", "datetime-local"].includes(at.type)) return [Number(at.dataset.place), true];
    return [Number(at.dataset.place ?? -1), [at, at.nextElementSibling, at.closest("label")].some(marked)];
}"""
NAMED = "(places) => places.map((n) => document.querySelector(`[data-place='${n}']`).outerHTML.slice(0, 120))"
MOVES = """() => [...document.querySelectorAll("*")].filter((each) => {
    const style = getComputedStyle(each);
    const long = (times) => times.split(", ").some((time) => parseFloat(time) > 0.01);
    return style.animationName !== "none" && long(style.animationDuration) || long(style.transitionDuration);
}).map((each) => each.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def at(demo: Served) -> dict[str, str]:
    """The addresses on the made-up diary: a night with a cramp, and that cramp."""
    with sqlite3.connect(demo.folder / "charley.sqlite3") as database:
        [(entry, night)] = database.execute(
            "SELECT entry_id, night FROM charley_journalentry WHERE kind = 'cramp' ORDER BY night DESC LIMIT 1"
        )
    return {name: demo.address + place.format(entry=entry, night=night) for name, place in PAGES.items()}


def test_every_page_of_the_app_is_walked() -> None:
    """A new page that nobody looks over fails here."""
    night, entry = "2026-11-13", "entry-0001"
    walked = {resolve(urlsplit(place.format(night=night, entry=entry)).path).view_name for place in PAGES.values()}
    no_pages = {*SENT.split(), *SENT_OF_PEOPLE.split(), *FILES.split()} | {f"trial_{n}" for n in SENT_OF_TRIALS.split()}
    rest = [WALKED_ELSEWHERE, LEADS_ON, no_pages]
    assert {pattern.name for pattern in urlpatterns} == walked.union(*rest)
    assert not any(walked & set(names) for names in rest)
    for file in set(WALKED_ELSEWHERE.values()):
        assert "Axe().run(" in (Path(__file__).parent / file).read_text(encoding="utf-8"), file


@pytest.fixture(scope="module", params=LOOKS)
def look(request: pytest.FixtureRequest, chromium_browser: Browser, demo: Served) -> Iterator[Page]:
    """A phone's page in one of the looks, on the made-up diary."""
    context = chromium_browser.new_context(viewport={"width": 360, "height": 740}, **LOOKS[request.param])
    context.add_cookies([{"name": "charley_theme", "value": "device", "url": demo.address}])
    page = context.new_page()
    yield page
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation(look: Page, at: dict[str, str], name: str) -> None:
    look.goto(at[name])
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
def test_no_page_is_wider_than_its_screen(person: Page, at: dict[str, str], width: int) -> None:
    person.set_viewport_size({"width": width, "height": 740})
    for address in at.values():
        person.goto(address)
        assert person.evaluate("() => document.documentElement.scrollWidth") <= width, address


def test_text_at_twice_its_size_still_fits(person: Page, at: dict[str, str]) -> None:
    person.set_viewport_size({"width": 360, "height": 740})
    for address in at.values():
        person.goto(address)
        person.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
        assert person.evaluate("() => document.documentElement.scrollWidth") <= 360, address


def test_targets_are_large_enough_for_a_thumb(person: Page, at: dict[str, str]) -> None:
    person.set_viewport_size({"width": 360, "height": 740})
    for address in at.values():
        person.goto(address)
        assert person.evaluate(TOO_SMALL) == [], address


def test_nothing_moves_for_whoever_asked_for_that(person: Page, at: dict[str, str]) -> None:
    for address in at.values():
        person.goto(address)
        assert person.evaluate(MOVES) == [], address


@pytest.mark.parametrize("name", PAGES)
def test_the_tab_key_reaches_everything_and_shows_where_one_is(person: Page, at: dict[str, str], name: str) -> None:
    person.set_viewport_size({"width": 360, "height": 740})
    person.goto(at[name])
    to_reach = set(person.evaluate(TO_REACH))
    reached: set[int] = set()
    parts = person.locator("input[type=date], input[type=time], input[type=datetime-local]").count() * 7
    for _ in range(len(to_reach) + parts + 3):  # a trap or a circle ends here, short of the rest
        person.keyboard.press("Tab")
        place, shown = person.evaluate(FOCUSED)
        assert shown, person.evaluate("() => document.activeElement.outerHTML.slice(0, 200)")
        reached.add(place)
    assert to_reach <= reached, person.evaluate(NAMED, sorted(to_reach - reached))


def test_a_screen_reader_hears_the_night_in_order(person: Page, demo: Served) -> None:
    person.goto(demo.address)
    expect(person.get_by_role("main")).to_match_aria_snapshot(
        """
        - heading /night\\?/ [level=1]
        - paragraph: /November|January|February|March|April|May|June|July|August|September|October|December/
        - button /Cramp now/
        - button /Quiet night/
        - region "Magnesium today":
          - heading "Magnesium today" [level=2]
        """
    )


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
