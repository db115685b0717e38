"""A trial from the question to the verdict, and asked again later, in a real browser by the app's clock."""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from support.phone import Phone
from support.serving import clean_environment
from support.turned import BERLIN, Turned, turned

pytestmark = [pytest.mark.browser, pytest.mark.slow]
VERDICT = re.compile(r"It helps you\.|It does not help you enough to be worth the trouble\.|This trial cannot tell\.")
SUPPORT = Path(__file__).resolve().parents[1] / "support"
FIRST_DAY = date(2026, 3, 2)


class Trial(NamedTuple):
    """Charley whose clock is turned from here, a day at a time, and the phone's with it: one of them alone would make
    every page one of another day."""

    charley: Turned
    page: Page

    @property
    def address(self) -> str:
        """Of the app, without the last slash."""
        return self.charley.address

    def to(self, day: date) -> None:
        """It is eight in the evening of this day in Berlin."""
        self.charley.to(datetime.combine(day, time(20)))
        self.page.clock.set_fixed_time(datetime.combine(day, time(20), BERLIN))

    def live(self, ratio: float) -> date:
        """Note every night of the open trial; gives the day after the last."""
        words = [sys.executable, str(SUPPORT / "lived.py"), str(self.charley.folder), str(ratio)]
        done = subprocess.run(words, capture_output=True, text=True, check=False, env=clean_environment())
        assert done.returncode == 0, done.stderr
        return date.fromisoformat(done.stdout.strip())


@pytest.fixture
def charley(tmp_path: Path, phone: Phone) -> Iterator[Trial]:
    """Charley on the evening of a Monday in March."""
    with turned(tmp_path, datetime.combine(FIRST_DAY, time(20))) as running:
        trial = Trial(running, phone.page)
        trial.to(FIRST_DAY)
        yield trial


def looked_over(page: Page) -> None:
    """No fault that a machine can find, folded parts included."""
    page.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_from_the_question_to_the_verdict(phone: Phone, charley: Trial) -> None:
    page = phone.page
    page.set_default_timeout(300_000)  # trials are simulated while the page is waited for
    page.goto(charley.address)
    tell(page, charley.address)
    address = ask_and_seal(page, charley.address)
    page.get_by_role("button", name="Tonight is the first night").click()
    expect(page.get_by_role("heading", name="As you are now")).to_be_visible()
    charley.to(FIRST_DAY + timedelta(days=3))
    page.goto(f"{address}result/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Too early.")
    page.goto(address)
    expect(page.get_by_role("heading", name="As you are now")).to_be_visible()
    looked_over(page)
    take_one_dose(page, charley, address)
    over = charley.live(0.2)
    charley.to(over)
    page.goto(f"{charley.address}/trials/")
    page.get_by_role("link", name="Today’s page").click()
    page.get_by_role("link", name="See what it says").click()
    # The order is drawn by lot, and not every order can show the same effect: any verdict will do, but no refusal.
    expect(page.get_by_role("heading", level=1)).to_have_text(VERDICT)
    looked_over(page)
    expect(page.get_by_role("img", name=re.compile("Cramps a week in each period"))).to_be_visible()
    page.get_by_role("button", name="I go on with it").click()
    expect(page.get_by_text("Kept. Charley asks again in three months.")).to_be_visible()
    charley.to(over + timedelta(days=92))
    page.goto(f"{charley.address}/trials/")
    page.get_by_role("link", name="Look at it again").click()
    expect(page.get_by_role("heading", name="Does your decision still hold?")).to_be_visible()


def ask_and_seal(page: Page, address: str) -> str:
    """From the library to a sealed trial, having seen what it could tell; gives the address of its page."""
    page.goto(f"{address}/more/")
    page.get_by_role("link", name="Trials").click()
    page.get_by_role("link", name="Ask a question").click()
    looked_over(page)
    page.get_by_role("link", name="Do I have fewer cramps in weeks with magnesium than in weeks without?").click()
    looked_over(page)
    page.get_by_label("Cramps a week as it is now").fill("10")
    page.get_by_label("The most weeks it may take").fill("14")
    page.get_by_role("button", name="Which design would tell me most?").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Take")).first.wait_for()
    looked_over(page)
    page.get_by_role("link", name=re.compile("^Take")).first.click()
    expect(page.get_by_role("heading", name="What it would most likely say")).to_be_visible()
    looked_over(page)
    page.get_by_role("button", name="Draw the order and seal it").click()
    expect(page.get_by_role("heading", name="Ready to begin")).to_be_visible()
    return page.url


def take_one_dose(page: Page, charley: Trial, address: str) -> None:
    """On the first day that has a dose: noted by one tap on the trial's page, and no longer offered at night."""
    for day in range(14, 14 * 7, 7):
        charley.to(FIRST_DAY + timedelta(days=day))
        page.goto(address)
        if page.get_by_role("button", name="Taken").count():
            break
    looked_over(page)
    page.get_by_role("button", name="Taken").click()
    expect(page.get_by_text("Noted.", exact=True)).to_be_visible()
    page.goto(charley.address)
    expect(page.get_by_text("Your trial asks for nothing more today.")).to_be_visible()


def test_a_blind_trial_with_its_helper(phone: Phone, charley: Trial) -> None:
    page = phone.page
    page.goto(charley.address)
    tell(page, charley.address)
    page.goto(f"{charley.address}/trials/new/magnesium-or-placebo/")
    page.get_by_label("A helper hides what I take").check()
    page.get_by_role("button", name="Draw the order and seal it").click()
    expect(page.get_by_role("heading", name="Ready to begin")).to_be_visible()
    address = page.url
    page.get_by_role("link", name="Your sheet to print").click()
    expect(page.get_by_text("container 1, one capsule")).to_be_visible()
    looked_over(page)
    page.goto(address)
    page.get_by_role("link", name="For the helper").click()
    expect(page.get_by_text("Container 1:")).to_have_count(0)
    looked_over(page)
    page.get_by_role("link", name="I am the helper").click()
    expect(page.get_by_text("Container 1:")).to_be_visible()
    page.goto(address)
    page.get_by_role("button", name="Tonight is the first night").click()
    expect(page.get_by_role("heading", name="As you are now")).to_be_visible()
    charley.to(FIRST_DAY + timedelta(days=14 + 28))
    page.goto(address)
    expect(page.get_by_role("heading", name="Container 2", exact=True)).to_be_visible()
    looked_over(page)
    page.get_by_role("button", name="No idea").click()
    expect(page.get_by_role("button", name="No idea")).to_have_count(0)
    page.get_by_role("link", name="The key").click()
    expect(page.get_by_role("heading", name="The key is closed")).to_be_visible()
    looked_over(page)


def tell(page: Page, address: str) -> None:
    """What safety needs to know of a healthy adult."""
    page.goto(f"{address}/plan/profile/")
    page.get_by_text("European Union").click()
    page.get_by_label("Your age in years").fill("45")
    page.get_by_role("radio", name="male", exact=True).check()
    for nothing in ("I have none", "I take no medicines", "I take no supplements"):
        page.get_by_text(nothing).click()
    page.get_by_label("Kidney function").fill("95")
    page.get_by_label("What do you feel?").fill("painful calf cramps in bed")
    page.get_by_label("Magnesium from food").fill("240")
    page.get_by_role("button", name="Keep and look at the plan").click()
