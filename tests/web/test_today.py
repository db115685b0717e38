"""One daily timetable (S54) with everything in order, routines that can be placed and ticked (S94), kept offline."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import expect

from charley.db.repository import PersonStore
from charley.diary.records import Measure
from support.pages import ids, text
from support.people import someone
from support.phone import Phone
from support.serving import Served
from support.wire import wire

TOLD = someone(medicines=[{"name": "levothyroxine", "times": ["06:30"]}])


@pytest.fixture
def told(person: Client, store: PersonStore, hands: Any) -> Client:
    store.keep_profile(document=json.dumps(TOLD), made_at=hands())
    return person


def lines(page: Any) -> list[tuple[str, str]]:
    """Kind and clock time of each line, as shown."""
    return re.findall(r'<li data-kind="(\w+)"><time>([\d:]+)', page.content.decode())


def test_the_day_holds_everything_in_order(told: Client) -> None:
    shown = lines(told.get("/today/"))
    assert {kind for kind, _ in shown} == {
        "wake", "medicine", "meal", "water", "magnesium", "wind_down", "stretch", "bed"
    }  # fmt: skip
    wake = next(time for kind, time in shown if kind == "wake")
    assert [time for _, time in shown] == sorted((time for _, time in shown), key=lambda time: (time < wake, time))
    assert "never doubled" in text(told.get("/today/"))


def test_massage_and_a_warm_bath_get_a_place_and_are_ticked_off(told: Client, store: PersonStore, hands: Any) -> None:
    hands.wall = datetime(2026, 11, 14, 20, 0)
    assert 'value="21:30"' in told.get("/routines/massage/").content.decode()  # an hour before bed
    told.post("/routines/massage/place", {"time": "21:15"})
    told.post("/routines/warm-bath/place", {"time": "21:00"})
    day = told.get("/today/")
    assert [time for kind, time in lines(day) if kind == "routine"] == ["21:00", "21:15"]
    assert "Leg massage" in text(day)
    told.post("/routines/massage/done", {"id": ids(day)[0]})
    assert [each.what for each in store.journal().of(Measure)] == ["massage"]
    assert text(told.get("/today/")).count("✓ noted today") == 1
    told.post("/routines/massage/place", {"remove": "1", "time": ""})
    assert "Leg massage" not in text(told.get("/today/"))


def test_the_bedtime_stretch_moves_in_place_of_the_usual_one(told: Client) -> None:
    told.post("/routines/bedtime-stretch/place", {"time": "22:00"})
    assert [time for kind, time in lines(told.get("/today/")) if kind == "stretch"] == ["22:00"]


@pytest.mark.parametrize("time", ["", "25:00", "half nine"])
def test_a_time_that_is_none_is_refused_and_nothing_is_kept(told: Client, store: PersonStore, time: str) -> None:
    assert told.post("/routines/massage/place", {"time": time}).status_code == 400
    assert "routines" not in json.loads(store.profile() or "{}")


def test_a_routine_that_the_screen_holds_back_falls_out_of_the_day(
    told: Client, store: PersonStore, hands: Any
) -> None:
    told.post("/routines/warm-pad/place", {"time": "21:00"})
    told.post("/routines/warm-bath/place", {"time": "20:00"})
    assert "Warm bath" in text(told.get("/today/"))
    changed = TOLD | {"conditions": ["low blood pressure"], "routines": [{"name": "warm-bath", "time": "20:00"}]}
    store.keep_profile(document=json.dumps(changed), made_at=hands() + timedelta(minutes=1))
    page = text(told.get("/today/"))
    assert "magnesium" in page
    assert "Warm bath" not in page


def test_doses_of_a_plan_that_is_followed_are_marked_when_noted(told: Client, store: PersonStore, hands: Any) -> None:
    hands.wall = datetime(2026, 11, 14, 20, 0)
    told.post("/plan/follow", {"id": "follow-0001", "mg": "200"})
    assert "✓ noted today" not in text(told.get("/today/"))
    hands.wall = datetime(2026, 11, 14, 21, 30)
    offered = {"kind": "dose", "form": "glycinate", "elemental_mg": 200, "planned": "21:30"}
    told.post("/tonight/dose", {"id": "dose-00001", "offered": json.dumps(offered)})
    shown = [time for kind, time in lines(told.get("/today/")) if kind == "magnesium"]
    assert shown == ["21:30"]  # one line, noted or not: never a second one to make up
    assert "✓ noted today" in text(told.get("/today/"))


def test_a_weekly_tablet_stands_in_its_own_days_only(person: Client, store: PersonStore, hands: Any) -> None:
    """A bone tablet taken on Mondays must never look like one for every morning."""
    weekly = someone(medicines=[{"name": "alendronic acid", "times": ["07:00"], "days": ["mon"]}])
    store.keep_profile(document=json.dumps(weekly), made_at=hands())
    hands.wall = datetime(2026, 11, 16, 9, 0)
    assert "alendronic acid (Monday only)" in text(person.get("/today/"))
    hands.wall = datetime(2026, 11, 19, 9, 0)
    assert "alendronic" not in text(person.get("/today/"))


def test_whoever_takes_no_magnesium_yet_still_sees_the_day_they_told(
    person: Client, store: PersonStore, hands: Any
) -> None:
    told = someone(medicines=[{"name": "levothyroxine", "times": ["06:30"]}], egfr_ml_min=25)
    store.keep_profile(document=json.dumps(told), made_at=hands())
    page = person.get("/today/")
    assert "no magnesium to take today" in text(page)
    assert ("medicine", "06:30") in lines(page)
    assert "magnesium" not in {kind for kind, _ in lines(page)}


def test_while_a_trial_runs_its_own_doses_stand_in_the_day_and_no_others(
    told: Client, store: PersonStore, hands: Any
) -> None:
    hands.wall = datetime(2026, 11, 14, 20, 0)
    told.post("/plan/follow", {"id": "follow-0001", "mg": "200"})
    assert "magnesium" in {kind for kind, _ in lines(told.get("/today/"))}
    sealing = {"period": "28", "pairs": "3", "rate": "7", "seal": "1"}
    trial = told.post("/trials/new/magnesium-or-nothing/", sealing)["Location"]
    told.post(f"{trial}change", {"what": "start"})
    first = told.get("/today/")
    assert {"magnesium", "stretch", "wind_down"} & {kind for kind, _ in lines(first)} == set()
    assert "your plan waits" in text(first)
    plan = text(told.get("/plan/"))
    assert "your plan waits" in plan
    assert "Stop the plan" not in plan
    order = told.get(trial).context["design"].sequence
    hands.wall += timedelta(days=14 + 28 * order.index("B"))
    assert [time for kind, time in lines(told.get("/today/")) if kind == "magnesium"] == ["21:30"]


@pytest.mark.parametrize(
    "who", [{"symptoms": ["chest pain and trouble breathing"]}, {"symptoms": ["one leg is swollen and hot"]}]
)
def test_whoever_should_be_seen_today_gets_no_timetable(
    person: Client, store: PersonStore, hands: Any, who: dict[str, Any]
) -> None:
    store.keep_profile(document=json.dumps(someone(**who)), made_at=hands())
    page = person.get("/today/")
    assert lines(page) == []
    assert "First see somebody" in text(page)


def test_without_a_profile_the_page_says_what_it_needs(person: Client) -> None:
    assert "needs to know you a little" in text(person.get("/today/"))


@pytest.mark.browser
def test_the_day_opens_without_a_network_and_hides_its_doses_on_another_day(demo: Served, phone: Phone) -> None:
    page = phone.page
    with wire(demo.address) as way:
        page.goto(f"{way.address}/today/")
        page.wait_for_function("() => navigator.serviceWorker.ready.then((kept) => Boolean(kept.active))")
        page.goto(f"{way.address}/today/")
        way.cut()
        page.goto(f"{way.address}/today/")
        expect(page.locator('[data-kind="magnesium"]').first).to_be_visible()
        expect(page.locator('[data-kind="stretch"]')).to_be_visible()
        page.clock.install(time=datetime.now() + timedelta(days=2))
        page.reload()
        expect(page.locator('[data-kind="magnesium"]').first).to_be_hidden()
        expect(page.get_by_text("from an earlier day")).to_be_visible()
        expect(page.locator('[data-kind="stretch"]')).to_be_visible()


@pytest.mark.browser
def test_what_is_ticked_without_a_network_is_not_offered_again(demo: Served, phone: Phone) -> None:
    page = phone.page
    with wire(demo.address) as way:
        page.goto(f"{way.address}/today/")
        page.wait_for_function("() => navigator.serviceWorker.ready.then((kept) => Boolean(kept.active))")
        way.cut()
        done = page.get_by_role("button", name="Done : Stretch calves and thighs")
        done.tap()
        expect(page.get_by_text("Kept on this device.")).to_be_visible()
        expect(done).to_be_hidden()
        page.goto(f"{way.address}/today/")
        expect(page.locator("#outbox")).to_contain_text("1 waiting")
        expect(done).to_be_hidden()
        expect(page.get_by_role("button", name="Done : Wind down")).to_be_visible()


@pytest.mark.browser
def test_what_was_told_reaches_the_pages_that_are_kept(demo: Served, phone: Phone) -> None:
    """A routine that an answer holds back is held back without a network too."""
    page = phone.page
    with wire(demo.address) as way:
        page.goto(way.address)
        page.wait_for_function("() => navigator.serviceWorker.ready.then((kept) => Boolean(kept.active))")
        page.goto(f"{way.address}/plan/profile/")
        before = page.locator("[name=symptoms]").input_value()
        for told, held_back in (("my left calf is swollen", True), (before, False)):
            page.goto(f"{way.address}/plan/profile/")
            page.locator("[name=symptoms]").fill(told)
            page.locator("main form button.main").last.click()
            page.wait_for_url("**/plan/")
            page.wait_for_load_state("networkidle")
            way.cut()
            page.goto(f"{way.address}/routines/massage/")
            expect(page.get_by_role("heading", name="Not for you now")).to_be_visible(visible=held_back)
            expect(page.locator("#steps")).to_be_visible(visible=not held_back)
            way.mend()
