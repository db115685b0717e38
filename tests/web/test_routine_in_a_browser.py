"""A routine from the first tap to the diary, on a phone: the timer counts, and the note goes its way, also offline."""

import json
import sqlite3
import time
from typing import Any

import pytest
from playwright.sync_api import expect

from support.phone import Phone
from support.serving import Served
from support.wire import wire

pytestmark = pytest.mark.browser


def measures(app: Served) -> list[dict[str, Any]]:
    with sqlite3.connect(app.folder / "charley.sqlite3") as database:
        rows = database.execute("SELECT payload FROM charley_journalentry WHERE kind = 'measure' ORDER BY id")
        return [json.loads(payload) for (payload,) in rows]


def arrived(app: Served, before: int) -> list[dict[str, Any]]:
    """The measures since ``before``, as soon as there is one."""
    ends = time.monotonic() + 5
    while len(found := measures(app)[before:]) < 1 and time.monotonic() < ends:
        time.sleep(0.05)
    return found


def test_a_stretch_is_counted_hold_by_hold_on_both_legs_and_then_noted(app: Served, phone: Phone) -> None:
    before = len(measures(app))
    page = phone.page
    page.clock.install()
    page.goto(f"{app.address}/routines/bedtime-stretch/")
    clock, now = page.locator("[data-clock]"), page.locator("[data-now]")
    expect(clock).to_have_text("6:00")
    page.get_by_role("button", name="Start").tap()
    expect(now).to_have_text("Calf, standing · left leg (1/3)")
    page.clock.run_for(4_000)
    expect(clock).to_have_text("6")
    page.get_by_role("button", name="Pause").tap()
    page.clock.run_for(60_000)
    expect(clock).to_have_text("6")  # a pause is a pause
    page.get_by_role("button", name="Go on").tap()
    page.clock.run_for(6_200)
    expect(now).to_have_text("Let go")
    page.clock.run_for(10_000)
    expect(now).to_have_text("Calf, standing · left leg (2/3)")
    page.clock.run_for(40_000)
    expect(now).to_have_text("Calf, standing · right leg (1/3)")
    page.clock.run_for(301_000)
    expect(now).to_have_text("Done")
    page.get_by_role("button", name="Done: note it").tap()
    [kept] = arrived(app, before)
    assert (kept["what"], kept["purpose"], kept["minutes"]) == ("stretch", "prevent", 6)


def test_a_set_that_was_cut_short_is_noted_with_the_time_it_took(app: Served, phone: Phone) -> None:
    before = len(measures(app))
    page = phone.page
    page.clock.install()
    page.goto(f"{app.address}/routines/long-stretch/?length=15")
    page.get_by_role("button", name="Start").tap()
    page.clock.run_for(181_000)
    expect(page.locator("[data-now]")).to_have_text("Calf · left leg (1/2)")
    while page.locator("[data-now]").text_content() != "Done":
        page.get_by_role("button", name="Next", exact=True).tap()
    page.get_by_role("button", name="Done: note it").tap()
    [kept] = arrived(app, before)
    assert kept["minutes"] == 3


def test_a_step_without_a_clock_waits_for_the_person(app: Served, phone: Phone) -> None:
    page = phone.page
    page.clock.install()
    page.goto(f"{app.address}/routines/epsom-soak/?length=1200")
    page.get_by_role("button", name="Start").tap()
    expect(page.locator("[data-now]")).to_have_text("Make the bath")
    page.clock.run_for(600_000)
    expect(page.locator("[data-now]")).to_have_text("Make the bath")
    page.get_by_role("button", name="Next", exact=True).tap()
    expect(page.locator("[data-clock]")).to_have_text("20:00")


def test_breathing_runs_without_a_network_and_its_minutes_arrive_later(app: Served, phone: Phone) -> None:
    before = len(measures(app))
    with wire(app.address) as way:
        page = phone.page
        page.goto(way.address)
        page.wait_for_function("() => navigator.serviceWorker.ready.then((kept) => Boolean(kept.active))")
        way.cut()
        page.clock.install()
        page.goto(f"{way.address}/routines/breathing/")
        page.get_by_role("button", name="Start").tap()
        expect(page.locator("[data-now]")).to_contain_text("Breathe in")
        page.clock.run_for(4_200)
        expect(page.locator("[data-now]")).to_have_text("Breathe out")
        page.clock.run_for(300_000)
        expect(page.locator("[data-now]")).to_have_text("Done")
        page.get_by_role("button", name="Done: note it").tap()
        expect(page.get_by_text("Kept on this device.")).to_be_visible()
        assert len(measures(app)) == before
        way.mend()
        page.goto(way.address)
        [kept] = arrived(app, before)
        assert (kept["what"], kept["minutes"]) == ("relaxation", 5)


def test_without_a_script_the_page_is_a_list_with_seconds_and_a_button(app: Served, chromium_browser: Any) -> None:
    before = len(measures(app))
    context = chromium_browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{app.address}/routines/massage/")
    expect(page.locator("#timer")).to_be_hidden()
    expect(page.locator("#steps > li")).to_have_count(6)
    page.get_by_role("button", name="Done: note it").click()
    expect(page.get_by_text("Noted as done.").first).to_be_visible()
    assert [kept["what"] for kept in arrived(app, before)] == ["massage"]
    context.close()
