"""The pages of a trial, without scripts: asked, sealed, run a day at a time, judged at the end, decided."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from charley.diary.records import NightCount, Note, SideEffect
from support.diary import at
from support.pages import text
from support.people import someone
from support.trials import kept

QUESTION = {"protocol": "magnesium-or-nothing", "period": "28", "pairs": "3", "rate": "7"}


@pytest.fixture
def told(person, store):
    """The browser of somebody who told everything."""
    store.keep_profile(document=json.dumps(someone()), made_at=datetime(2026, 11, 1, tzinfo=UTC))
    return person


def sealed(told, **changes):
    page = told.post("/trials/new/", QUESTION | changes | {"seal": "1"})
    assert page.status_code == 302, text(page)
    return page["Location"]


def begin(told, address):
    told.post(f"{address}change", {"what": "start"})


def test_without_a_profile_safety_comes_first(person):
    assert "First Charley has to know what is safe for you" in text(person.get("/trials/"))
    assert person.get("/trials/new/")["Location"] == "/plan/profile/"


def test_what_a_design_would_say_is_shown_before_anything_is_sealed(told, store):
    page = told.post("/trials/new/", QUESTION | {"period": "14", "pairs": "1", "rate": "2", "look": "1"})
    said = text(page)
    assert "Better not: it will most likely not tell you" in said
    assert "nothing changes" in said
    assert "200 simulated trials" in said
    assert store.trial_rows() == []


def test_a_refused_trial_says_why(person, store):
    store.keep_profile(document=json.dumps(someone(egfr_ml_min=20)), made_at=datetime(2026, 11, 1, tzinfo=UTC))
    page = person.post("/trials/new/", QUESTION | {"seal": "1"})
    assert page.status_code == 422
    assert "No trial can be opened now" in text(page)
    assert store.trial_rows() == []


def test_faulty_answers_are_marked(told):
    page = told.post("/trials/new/", {"protocol": "homeopathy", "period": "3", "pairs": "99", "seal": "1"})
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"protocol", "period", "pairs"}
    page = told.post("/trials/new/", QUESTION | {"protocol": "stretching-or-nothing", "blind": "on", "seal": "1"})
    assert page.status_code == 422


def test_from_sealing_through_the_baseline_to_the_first_period(told, hands):
    address = sealed(told)
    assert "Ready to begin" in text(told.get(address))
    begin(told, address)
    assert "Change nothing. Just note each night." in text(told.get(address))
    hands.wall += timedelta(days=15)
    said = text(told.get(address))
    assert "Night 16 of 182" in said
    assert "There is an answer after the night of" in said
    assert "%" not in said


def test_before_the_end_there_is_no_number(told, hands, store):
    address = sealed(told)
    begin(told, address)
    hands.wall += timedelta(days=6)
    said = text(told.get(f"{address}result/"))
    assert "Too early." in said
    assert "%" not in said


def test_a_second_trial_beside_it_is_refused(told):
    sealed(told)
    page = told.post("/trials/new/", QUESTION | {"seal": "1"})
    assert "One change at a time" in text(page)


def test_pausing_coming_back_and_stopping(told, hands):
    address = sealed(told)
    begin(told, address)
    hands.wall += timedelta(days=20)
    told.post(f"{address}change", {"what": "pause", "why": "flu"})
    assert "Nothing is taken for the trial until you come back" in text(told.get(address))
    hands.wall += timedelta(days=5)
    told.post(f"{address}change", {"what": "resume"})
    assert "Night 21 of 182" in text(told.get(address))
    told.post(f"{address}change", {"what": "stop", "why": "enough"})
    assert "stopped before its end" in text(told.get(address))
    assert told.post(f"{address}change", {"what": "edit_the_order"}).status_code == 404


def test_a_changed_profile_stops_the_trial_by_itself(told, store, hands):
    address = sealed(told)
    begin(told, address)
    store.keep_profile(document=json.dumps(someone(egfr_ml_min=20)), made_at=datetime(2026, 11, 15, tzinfo=UTC))
    said = text(told.get(address))
    assert "The trial was stopped" in said
    assert "120 mg" not in said


def test_loose_stools_on_two_days_ask_to_stop(told, store, hands):
    address = sealed(told)
    begin(told, address)
    noted = [
        SideEffect(id=f"side-effect-{day}", at=at(f"2026-11-{day} 12:00"), sign="diarrhoea", severity="moderate")
        for day in (20, 21)
    ]
    store.append(entries=noted, received_at=datetime(2026, 11, 21, tzinfo=UTC))
    hands.wall = datetime(2026, 11, 21, 20, 0)
    assert "Please stop" in text(told.get(address))


def test_another_change_in_the_diary_is_pointed_out_and_marked(told, store, hands):
    address = sealed(told)
    begin(told, address)
    note = Note(id="note-00001", at=at("2026-11-16 12:00"), text="began a statin", about="medicine_change")
    store.append(entries=[note], received_at=datetime(2026, 11, 16, tzinfo=UTC))
    hands.wall = datetime(2026, 11, 18, 20, 0)
    assert "On 16 November you noted another change" in text(told.get(address))
    told.post(f"{address}confounded")
    said = text(told.get(address))
    assert "you noted another change" not in said
    assert "second_change" in said


def test_a_blind_trial_shows_the_same_page_whatever_the_arm(told, hands):
    address = sealed(told, protocol="magnesium-or-placebo", blind="on")
    begin(told, address)
    for day in range(14, 14 + 28 * 6, 28):
        hands.wall = datetime(2026, 11, 14, 9, 0) + timedelta(days=day)
        said = text(told.get(address))
        assert f"Container {1 + (day - 14) // 28}" in said
        assert "One capsule from it at:" in said
        assert "mg glycinate" not in said
    assert "What do you think container 5 held?" in said
    told.post(f"{address}guess", {"period": "5", "arm": ""})
    assert "What do you think container 5 held?" not in text(told.get(address))


def test_the_helper_is_asked_twice_before_the_key_is_shown(told):
    address = sealed(told, protocol="magnesium-or-placebo", blind="on")
    assert "Container 1" not in text(told.get(f"{address}helper/"))
    assert "Container 1" in text(told.get(f"{address}helper/?show=1"))
    told.post(f"{address}change", {"what": "stop"})
    assert told.get(f"{sealed(told)}helper/").status_code == 404


def test_the_verdict_the_decision_and_the_question_three_months_later(told, store, hands):
    address = sealed(told)
    begin(told, address)
    design = told.get(address).context["design"]
    table = kept(design, ratio=0.2, rate=1.5, start=design.start, seed=4)
    nights = [
        NightCount(id=f"night-{night}", at=at(f"{night + timedelta(days=1)} 07:00"), night=night, cramps=count or 0)
        for night, count in zip(table.dates, table.cramps, strict=True)
    ]
    store.append(entries=nights, received_at=datetime(2027, 6, 1, tzinfo=UTC))
    hands.wall = datetime(2026, 11, 14, 9, 0) + timedelta(days=design.nights + 2)
    assert "The trial is over" in text(told.get(address))
    said = text(told.get(f"{address}result/"))
    assert said.startswith("It helps you.")
    assert "By the lot alone" in said
    assert "And what do you decide?" in said
    told.post(f"{address}decide", {"what": "leave", "why": "too much fuss"})
    assert "I leave it out, too much fuss" in text(told.get(f"{address}result/"))
    assert not told.get(address).context["ask_again"]
    hands.wall += timedelta(days=92)
    assert told.get(address).context["ask_again"]


def test_an_unknown_trial_is_not_found(told):
    assert told.get(f"/trials/{'0' * 64}/").status_code == 404
