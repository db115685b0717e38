"""A trial from the question to the verdict in a real browser, with half a year of nights that were simulated."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from support.phone import Phone
from support.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]
VERDICT = re.compile(r"It helps you\.|It does not help you enough to be worth the trouble\.|This trial cannot tell\.")
LIVED = Path(__file__).resolve().parents[1] / "support" / "lived.py"


def test_from_the_question_to_the_verdict(phone: Phone, tmp_path: Path) -> None:
    page, folder = phone.page, tmp_path / "data"
    page.set_default_timeout(90_000)  # trials are simulated while the page is waited for
    with served(folder) as app:
        page.goto(app.address)
        tell(page, app.address)
        page.goto(f"{app.address}/more/")
        page.get_by_role("link", name="Trials").click()
        page.get_by_role("link", name="Ask a question").click()
        page.get_by_role("link", name="Do I have fewer cramps in weeks with magnesium than in weeks without?").click()
        page.get_by_label("Cramps a week as it is now").fill("10")
        page.get_by_label("The most weeks it may take").fill("14")
        page.get_by_role("button", name="Which design would tell me most?").click()
        expect(page.get_by_role("progressbar")).to_be_visible()
        page.get_by_role("link", name=re.compile("^Take")).first.click()
        expect(page.get_by_role("heading", name="What it would most likely say")).to_be_visible()
        page.get_by_role("button", name="Draw the order and seal it").click()
        expect(page.get_by_role("heading", name="Ready to begin")).to_be_visible()
    done = subprocess.run([sys.executable, str(LIVED), str(folder), "0.2"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with served(folder) as app:
        page.goto(f"{app.address}/trials/")
        page.get_by_role("link", name="Today’s page").click()
        page.get_by_role("link", name="See what it says").click()
        # The order is drawn by lot, and not every order can show the same effect: any verdict will do, but no refusal.
        expect(page.get_by_role("heading", level=1)).to_have_text(VERDICT, timeout=30_000)
        page.get_by_text("Period by period").click()
        expect(page.get_by_role("columnheader", name="Cramps a week")).to_be_visible()
        page.get_by_role("button", name="I go on with it").click()
        expect(page.get_by_text("Kept. Charley asks again in three months.")).to_be_visible()


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
