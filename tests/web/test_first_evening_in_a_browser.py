"""The first evening and the morning after, acted out in a real browser on an empty diary."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from support.phone import Phone
from support.serving import served

pytestmark = pytest.mark.browser


def test_from_an_empty_diary_to_a_plan_an_answer_and_the_same_diary_elsewhere(phone: Phone, tmp_path: Path) -> None:
    page = phone.page
    with served(tmp_path / "first") as app:
        page.goto(app.address)
        expect(page.get_by_text("Tap one of the two buttons each night")).to_be_visible()
        log_a_cramp_and_tell_the_rest(page)
        make_a_plan(page)
        note_a_food(page)
        page.get_by_role("link", name="Insight").click()
        expect(page.get_by_text("more recorded nights and Charley can say what is usual")).to_be_visible()
        page.get_by_text("The numbers").click()
        expect(page.get_by_role("cell", name="1 of 1")).to_be_visible()
        save_everything(page, app.address, tmp_path / "everything.zip")
    with served(tmp_path / "second") as other:
        page.goto(f"{other.address}/data/")
        page.get_by_label("File").set_input_files(tmp_path / "everything.zip")
        page.get_by_role("button", name="Bring it in").click()
        expect(page.get_by_text("0 were there already")).to_be_visible()
        save_everything(page, other.address, tmp_path / "again.zip")
        page.goto(f"{other.address}/plan/")
        expect(page.get_by_role("heading", name="A careful plan you may start")).to_be_visible()
    assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "everything.zip").read_bytes()


def log_a_cramp_and_tell_the_rest(page: Page) -> None:
    page.get_by_role("button", name="Cramp now").click()
    page.get_by_role("link", name="Back to the night").click()
    page.get_by_role("link", name="Add details").click()
    for answer in ("left calf", "7"):
        page.get_by_role("radio", name=answer, exact=True).check()
    page.get_by_label("How long did it stay hard?").fill("2")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text("Cramp: left calf, pain 7 of 10, 2 min")).to_be_visible()


def make_a_plan(page: Page) -> None:
    page.get_by_role("link", name="Plan", exact=True).click()
    page.get_by_role("link", name="All questions on one page").click()
    page.get_by_text("European Union").click()
    page.get_by_label("Your age in years").fill("45")
    page.get_by_role("radio", name="male", exact=True).check()
    for nothing in ("I have none", "I take no medicines", "I take no supplements"):
        page.get_by_text(nothing).click()
    page.get_by_label("Kidney function").fill("95")
    page.get_by_label("What do you feel?").fill("painful calf cramps in bed")
    page.get_by_label("Magnesium from food").fill("240")
    page.get_by_role("button", name="Keep and look at the plan").click()
    expect(page.get_by_role("heading", name="A careful plan you may start")).to_be_visible()
    with page.expect_download() as calendar:
        page.get_by_role("link", name="Put the times into a calendar").click()
    assert calendar.value.suggested_filename == "charley.ics"


def note_a_food(page: Page) -> None:
    page.get_by_role("link", name="Food").click()
    page.get_by_role("searchbox").press_sequentially("rolled oats", delay=20)
    page.get_by_role("button", name="I ate Rolled oats, dry").click()  # the answers came while typing
    expect(page.get_by_text("Noted: Food: Rolled oats, dry")).to_be_visible()


def save_everything(page: Page, address: str, to: Path) -> None:
    page.goto(f"{address}/data/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Save everything as one file").click()
    download.value.save_as(to)
