"""Looking back at a plan: due after four and eight weeks and every twelve later, keep, change or stop with reasons."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from charley.dates import Moment
from charley.diary.records import NightCount, Note, PlanChange
from support.pages import text
from support.people import someone

BEGUN = date(2026, 11, 14)


@pytest.fixture
def begun(person, store, hands):
    """Somebody who takes 200 mg since the 14th and has had a cramp a night, before and since."""
    told = someone(diet_magnesium_mg=100)
    store.keep_profile(document=json.dumps(told), made_at=datetime(2026, 11, 1, tzinfo=UTC))
    started = PlanChange(id="begin-plan-1", at=Moment(wall=datetime(2026, 11, 14, 9)), mg_per_day=200)
    nights = [BEGUN + timedelta(days=i) for i in range(-28, 130)]
    counts = [
        NightCount(id=f"night-{n}", at=Moment(wall=datetime(n.year, n.month, n.day, 23)), night=n, cramps=1)
        for n in nights
    ]
    store.append(entries=[started, *counts], received_at=datetime(2027, 4, 1, tzinfo=UTC))
    return person


def on_day(hands, days):
    hands.wall = datetime(2026, 11, 14, 9) + timedelta(days=days)


def test_it_is_asked_after_four_weeks_and_linked_from_the_plan_and_the_start_page(begun, hands):
    on_day(hands, 27)
    assert "No look back is due now" in text(begun.get("/plan/review/"))
    assert "look at your plan again" not in text(begun.get("/"))
    on_day(hands, 28)
    assert "It is time to look at the plan again" in text(begun.get("/plan/"))
    assert "Does the plan still fit?" in text(begun.get("/plan/review/"))


def test_three_choices_with_reasons_and_stop_first_where_nothing_changed(begun, hands):
    on_day(hands, 56)
    page = begun.get("/plan/review/")
    choices = [each.choice for _words, each in page.context["choices"]]
    assert choices[0] == "stop"
    assert set(choices) == {"keep", "change", "stop"}
    assert "After eight weeks your cramps are about as before." in text(page)
    assert "You are content, or want to see more nights before you decide." in text(page)


def test_kept_is_written_down_once_and_not_asked_again_until_the_next_time(begun, hands, store):
    on_day(hands, 28)
    for _tap in range(2):
        assert begun.post("/plan/review/", {"what": "keep"})["Location"] == "/plan/"
    assert "No look back is due now" in text(begun.get("/plan/review/"))
    assert "look at the plan again" not in text(begun.get("/plan/"))
    notes = store.journal().of(Note)
    assert [(note.id, note.text) for note in notes] == [
        ("plan-review-2026-12-12", "Looked at the plan again: keep it.")
    ]
    on_day(hands, 56)
    assert "Does the plan still fit? You follow it since 14 November 2026." in text(begun.get("/plan/review/"))
    on_day(hands, 56 + 84)
    assert "Does the plan still fit? You follow it since 14 November 2026." in text(begun.get("/plan/review/"))


def test_stopping_ends_the_plan(begun, hands, store):
    on_day(hands, 56)
    assert begun.post("/plan/review/", {"what": "stop", "id": "stop-plan-1"}).status_code == 302
    assert store.journal().of(PlanChange)[-1].mg_per_day == 0
    assert "Start this plan today" in text(begun.get("/plan/"))


def test_only_amounts_that_are_open_can_be_chosen(begun, hands, store):
    on_day(hands, 28)
    for mg in ("1000", "-1", ""):
        assert begun.post("/plan/review/", {"what": "change", "mg": mg, "id": "change-1"}).status_code == 400
    assert begun.post("/plan/review/", {"what": "more"}).status_code == 400
    assert [change.mg_per_day for change in store.journal().of(PlanChange)] == [200]


def test_one_that_nobody_answered_is_let_go_after_four_weeks(begun, hands):
    on_day(hands, 56 + 28)
    assert "No look back is due now" in text(begun.get("/plan/review/"))
