"""Three people's days, acted out in a real browser by the app's clock, from an empty diary to what they take with them.

A woman of 71 with five medicines and poor sight; a runner of 29 with a phone and no patience; and somebody who keeps
the diary of a parent beside their own.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from support.phone import Phone
from support.turned import BERLIN, Turned, turned

pytestmark = pytest.mark.browser

FRIDAY = datetime(2026, 11, 20, 19, 30)
WORDS = "three quiet nights"
#: Text at twice its size, from the first look at each page on.
LARGE = "addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = '200%'; });"
MEDICINES = [
    ("levothyroxine", "75 mcg", "7:00"),
    ("hydrochlorothiazide", "25 mg", "8am"),
    ("atorvastatin", "20 mg", "21:00"),
    ("amlodipine", "5 mg", "08:00"),
    ("omeprazole", "20 mg", "06:45"),
]


class Lived:
    """Somebody in front of a page, at an hour of their own: the app's clock and the browser's go together."""

    def __init__(self, page: Page, charley: Turned) -> None:
        self.page, self.charley = page, charley

    def at(self, wall: datetime) -> None:
        """It is this hour for both."""
        self.charley.to(wall)
        self.page.clock.set_fixed_time(wall.replace(tzinfo=BERLIN))

    def goes_to(self, place: str) -> None:
        """Opens a page, on which nothing may stand beside the screen."""
        self.page.goto(self.charley.address + place)
        wide = self.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, place

    def taps(self, name: str, role: Any = "button") -> None:
        """Presses what is called so."""
        self.page.get_by_role(role, name=name).last.click()

    def sees(self, words: str) -> None:
        """Reads it."""
        expect(self.page.get_by_text(words).first).to_be_visible()


@pytest.fixture
def charley(tmp_path: Path) -> Iterator[Turned]:
    """Charley on a Friday evening in November, with nothing in it, on a server that has a name."""
    with turned(tmp_path, FRIDAY, names="127.0.0.1") as running:
        yield running


def someone_at(browser: Browser, charley: Turned, **look: Any) -> Iterator[Lived]:
    """A browser of their own; it may complain of nothing and ask nobody else for anything."""
    held = Phone(browser.new_context(timezone_id="Europe/Berlin", locale="en-GB", **look))
    held.page.set_default_timeout(15_000)
    yield Lived(held.page, charley)
    held.leave()
    assert held.elsewhere() == []
    assert held.complaints == []


@pytest.fixture
def poor_sight(chromium_browser: Browser, charley: Turned) -> Iterator[Lived]:
    """A phone by day, in colours of its own, with text at twice its size."""
    look = {"viewport": {"width": 390, "height": 844}, "color_scheme": "light", "forced_colors": "active"}
    for lived in someone_at(chromium_browser, charley, **look):
        lived.page.add_init_script(LARGE)
        yield lived


@pytest.fixture
def runner(chromium_browser: Browser, charley: Turned) -> Iterator[Lived]:
    """A dark phone that is tapped."""
    look = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "has_touch": True}
    yield from someone_at(chromium_browser, charley, **look)


@pytest.fixture
def carer(chromium_browser: Browser, charley: Turned) -> Iterator[Lived]:
    """A desk."""
    yield from someone_at(chromium_browser, charley, viewport={"width": 1280, "height": 900}, color_scheme="light")


def test_a_woman_of_71_with_five_medicines_and_poor_sight(poor_sight: Lived, tmp_path: Path) -> None:
    lived, page = poor_sight, poor_sight.page
    lived.at(FRIDAY)
    lived.goes_to("/start/")
    lived.taps("Start mine", "link")
    tell_of_71(lived)
    # See somebody first: the page to bring, her own day, and no dose.
    expect(page.get_by_role("heading", level=1)).to_have_text("See someone first")
    lived.taps("A page to bring along", "link")
    lived.sees("levothyroxine 75 mcg at 07:00")
    lived.sees("Could hydrochlorothiazide be causing my cramps?")
    lived.goes_to("/today/")
    assert page.locator('[data-kind="medicine"]').count() == len(MEDICINES)
    assert page.locator('[data-kind="magnesium"]').count() == 0
    # Three in the morning: one tap, help, and nothing asked twice.
    lived.at(datetime(2026, 11, 21, 3, 5))
    lived.goes_to("/")
    lived.taps("Cramp now")
    expect(page.get_by_role("heading", name="It will let go")).to_be_visible()
    lived.taps("It let go: note that I stretched")
    expect(page.get_by_role("heading", name="Good. Let the leg rest now.")).to_be_visible()
    # The morning after: the rest, and how she slept.
    lived.at(datetime(2026, 11, 21, 7, 10))
    lived.goes_to("/")
    lived.taps("Add details", "link")
    expect(page.get_by_label("stretching")).to_be_checked()
    page.get_by_role("radio", name="left calf", exact=True).check()
    page.get_by_role("radio", name="6", exact=True).check()
    lived.taps("Keep")
    lived.sees("Cramp: left calf, pain 6 of 10")
    expect(page.get_by_text("Done: stretching")).to_have_count(1)
    lived.goes_to("/check-in/")
    page.get_by_role("radio", name="badly", exact=True).check()
    lived.taps("Keep")
    lived.sees("Sleep: 2 of 5")
    # The evening, and a line as she would say it.
    lived.at(datetime(2026, 11, 21, 21, 40))
    lived.goes_to("/check-in/")
    page.get_by_label("Drunk today").fill("1100")
    page.get_by_label("Cups of coffee").fill("2")
    lived.taps("Keep, and nothing of the rest")
    lived.sees("All drinks of the day: 1100 ml")
    lived.goes_to("/habits/")
    expect(page.get_by_role("heading", name="What your notes show")).to_have_count(0)  # no hour was said of the coffee
    lived.goes_to("/line/")
    page.get_by_label("What happened?").fill("right calf 4/10 1am 2 min")
    lived.taps("Read it")
    lived.sees("Cramp: right calf, pain 4 of 10, 2 min")
    lived.taps("Yes, keep it")
    expect(page.get_by_role("button", name="Yes, keep it")).to_have_count(0)
    lived.goes_to("/insight/")
    lived.sees("13 more recorded nights")
    lived.goes_to("/trials/new/magnesium-or-nothing/")
    expect(page.get_by_role("heading", name="No trial can be opened now")).to_be_visible()
    take_all_and_leave(lived, tmp_path / "everything.zip")


def tell_of_71(lived: Lived) -> None:
    """Eight questions, one a screen; an hour that is none is said at its field."""
    page = lived.page
    page.get_by_label("What do you feel?").fill("painful calf cramps in bed")
    lived.taps("Go on")
    page.get_by_label("Your age in years").fill("71")
    lived.taps("Go on")
    expect(page.get_by_role("group", name="Pregnant?")).to_have_count(0)
    page.get_by_role("radio", name="female", exact=True).check()
    lived.taps("Go on")
    page.get_by_label("Kidney function").fill("62")
    lived.taps("Go on")
    page.get_by_label("Illnesses").fill("high blood pressure\nunderactive thyroid")
    lived.taps("Go on")
    for row, (name, strength, hour) in enumerate(MEDICINES):
        if row == page.get_by_label("Name").count():
            lived.taps("More rows")
            expect(page.get_by_label("Name")).not_to_have_count(row)
        page.get_by_label("Name").nth(row).fill(name)
        page.get_by_label("Strength").nth(row).fill(strength)
        page.get_by_label("Taken at").nth(row).fill(hour)
    lived.taps("Go on")
    page.get_by_text("I take no supplements").click()
    lived.taps("Go on")
    page.get_by_role("radio", name="United Kingdom").check()
    page.get_by_label("You go to bed at").fill("22:30")
    lived.taps("Show me my plan")


def take_all_and_leave(lived: Lived, to: Path) -> None:
    """Everything as one file, and then nothing is left here."""
    lived.goes_to("/data/")
    with lived.page.expect_download() as download:
        lived.taps("Save everything as one file", "link")
    download.value.save_as(to)
    assert to.stat().st_size > 0
    lived.taps("See what would go", "link")
    lived.page.get_by_label("Type").fill("erase")
    lived.taps("Erase everything")
    expect(lived.page.get_by_role("heading", name="It is gone")).to_be_visible()
    lived.goes_to("/history/2026-11-20/")
    lived.sees("Nothing is written down")


def test_a_runner_of_29_with_a_phone_and_no_patience(runner: Lived) -> None:
    lived, page = runner, runner.page
    lived.at(FRIDAY)
    lived.goes_to("/")
    # Two taps from opening the app to a cramp that is kept and back.
    lived.taps("Cramp now")
    lived.taps("Back to the night", "link")
    lived.sees("1 cramp noted")
    # A box without its amount: the plan asks for just that, and leads to the question.
    lived.goes_to("/start/symptoms/")
    page.get_by_label("What do you feel?").fill("calf cramps at night after long runs")
    lived.taps("Go on")
    page.get_by_label("Your age in years").fill("29")
    lived.taps("Go on")
    page.get_by_role("radio", name="male", exact=True).check()
    lived.taps("Go on")
    lived.taps("Skip, I do not know", "link")
    for nothing in ("I have none", "I take no medicines"):
        page.get_by_text(nothing).click()
        lived.taps("Go on")
    page.get_by_label("Name").first.fill("Magnesium citrate")
    lived.taps("Go on")
    lived.taps("Show me my plan")
    lived.sees("how much magnesium is in Magnesium citrate")
    lived.taps("Answer it", "link")
    expect(page.get_by_role("heading", name="Supplements, antacids, laxatives")).to_be_in_viewport()
    page.get_by_label("Name").last.fill("")
    page.get_by_role("textbox", name="Name").nth(2).fill("")
    page.get_by_text("I take no supplements").click()
    lived.taps("Keep and look at the plan")
    # A plan, its dose by one tap, and the same dose ticked in the day.
    lived.taps("Start this plan today")
    lived.at(FRIDAY + timedelta(hours=2))
    lived.goes_to("/")
    lived.taps("Dose taken: 100 mg")
    lived.sees("The dose is noted.")
    lived.goes_to("/today/")
    expect(page.locator('[data-kind="magnesium"]')).to_contain_text("noted today")
    # Food as it is typed, and a stretch that is counted.
    lived.goes_to("/food/")
    page.get_by_role("searchbox").press_sequentially("rolled oats", delay=10)
    lived.taps("I ate Rolled oats, dry")
    lived.sees("Noted: Food: Rolled oats, dry")
    lived.goes_to("/routines/bedtime-stretch/")
    lived.taps("Start")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    lived.taps("Done: note it in my diary")
    expect(page.get_by_role("heading", name="What can you do yourself?")).to_be_visible()
    # Three mornings of one tap; the night before the first has a cramp.
    for day in (21, 22, 23):
        lived.at(datetime(2026, 11, day, 6, 40))
        lived.goes_to("/")
        lived.taps("Quiet night")
        lived.sees("The cramp counts" if day == 21 else "Noted as quiet")
    # A trial: while it runs, its page says what to do and the plan waits, wherever one looks.
    lived.goes_to("/trials/new/stretching-or-nothing/")
    lived.taps("Draw the order and seal it")
    lived.taps("Tonight is the first night")
    lived.at(datetime(2026, 11, 26, 21, 0))
    lived.goes_to("/trials/")
    lived.taps("Today’s page", "link")
    lived.sees("Night 4 of")
    for place in ("/today/", "/plan/"):
        lived.goes_to(place)
        lived.sees("your plan waits")
        assert page.locator('[data-kind="magnesium"]').count() == 0
    lived.goes_to("/check-in/evening/")
    expect(page.get_by_text("100 mg")).to_have_count(0)
    lived.goes_to("/history/")
    expect(page.get_by_role("link", name=re.compile("2[0-2] November: "))).to_have_count(3)


def test_somebody_who_keeps_the_diary_of_a_parent(carer: Lived, chromium_browser: Browser) -> None:
    lived, page = carer, carer.page
    lived.at(FRIDAY)
    for name in ("Mother", "Me too"):
        lived.goes_to("/people/")
        page.get_by_text("Keep a diary for one more person").click()
        page.get_by_label("Their name").fill(name)
        lived.taps("Begin their diary")
        expect(page.get_by_role("complementary", name="Whose diary")).to_contain_text(name)
    lock(lived)
    lived.goes_to("/people/")
    page.get_by_role("button", name=re.compile("^Mother")).click()
    # Her bone tablet of Mondays, and what her nights were, told at breakfast.
    tell_of_the_mother(lived)
    lived.goes_to("/today/")
    expect(page.get_by_text("alendronic acid")).to_have_count(0)
    for night, hour in (("2026-11-17", "02:10"), ("2026-11-18", "04:00")):
        lived.goes_to(f"/history/{night}/")
        page.get_by_label("Around what time?").fill(hour)
        lived.taps("A cramp at that time")
        page.get_by_role("radio", name="left foot", exact=True).check()
        lived.taps("Keep")
        lived.sees("written down later")
    lived.at(datetime(2026, 11, 23, 9, 0))
    lived.goes_to("/today/")
    lived.sees("alendronic acid (Monday only)")
    # For her doctor: a link that ends.
    lived.goes_to("/report/sharing/")
    page.get_by_label("For whom?").fill("Dr at the practice")
    lived.taps("Make the link")
    link = page.locator("code").inner_text()
    doctor = Phone(chromium_browser.new_context(timezone_id="Europe/Berlin"))
    doctor.page.goto(link)
    expect(doctor.page.get_by_text("alendronic acid").first).to_be_visible()
    assert "Mother" not in doctor.page.content()
    assert Axe().run(doctor.page).violations_count == 0
    lived.goes_to("/report/sharing/")
    lived.sees("opened 1 time")
    lived.taps("End it")
    doctor.page.reload()
    expect(doctor.page.get_by_text("alendronic acid")).to_have_count(0)
    doctor.leave()
    # The other diary is closed by now, and shows nothing without its words.
    page.get_by_role("complementary", name="Whose diary").get_by_role("link").click()
    page.get_by_role("button", name=re.compile("^Me too")).click()
    expect(page.get_by_role("heading", name="The diary “Me too” is locked")).to_be_visible()
    page.get_by_label("Passphrase").fill(WORDS)
    lived.taps("Open it")
    lived.sees("nothing noted yet")


def lock(lived: Lived) -> None:
    """The diary that is open, with a passphrase."""
    lived.goes_to("/people/mine/")
    lived.page.get_by_label("Passphrase", exact=True).fill(WORDS)
    lived.page.get_by_label("The same again").fill(WORDS)
    lived.taps("Lock it")
    lived.sees("This diary is locked")
    lived.goes_to("/people/")
    lived.taps("Lock it now")


def tell_of_the_mother(lived: Lived) -> None:
    """All questions on one page."""
    page = lived.page
    lived.goes_to("/plan/profile/")
    page.get_by_role("radio", name="United Kingdom").check()
    page.get_by_label("Your age in years").fill("83")
    page.get_by_role("radio", name="female", exact=True).check()
    page.get_by_label("What do you feel?").fill("calf cramps at night")
    page.get_by_label("Illnesses").fill("osteoporosis")
    page.get_by_label("Kidney function").fill("71")
    page.get_by_label("Name").first.fill("alendronic acid")
    page.get_by_label("Taken at").first.fill("07:00")
    page.get_by_text("Not every day, or only for a while").first.click()
    page.get_by_label("Mon").first.check()
    page.get_by_text("I take no supplements").click()
    lived.taps("Keep and look at the plan")
    expect(page.get_by_role("heading", name="A careful plan you may start")).to_be_visible()
