"""The pages of a trial, without scripts: asked, sealed, run a day at a time, judged at the end, decided."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from functools import partial

import pytest

from charley.diary.records import DoseTaken, NightCount, Note, SideEffect
from charley.services import looking_ahead, trials
from support.diary import at
from support.pages import text
from support.people import someone
from support.trials import kept

QUESTION = {"period": "28", "pairs": "3", "rate": "7"}


@pytest.fixture
def told(person, store):
    """The browser of somebody who told everything."""
    store.keep_profile(document=json.dumps(someone()), made_at=datetime(2026, 11, 1, tzinfo=UTC))
    return person


def sealed(told, protocol="magnesium-or-nothing", **changes):
    page = told.post(f"/trials/new/{protocol}/", QUESTION | changes | {"seal": "1"})
    assert page.status_code == 302, text(page)
    return page["Location"]


def begin(told, address):
    told.post(f"{address}change", {"what": "start"})


def test_without_a_profile_safety_comes_first(person):
    assert "First Charley has to know what is safe for you" in text(person.get("/trials/"))
    assert person.get("/trials/new/")["Location"] == "/plan/profile/"


@pytest.fixture
def quickly(monkeypatch):
    """Few simulated trials, in this process."""
    monkeypatch.setattr(looking_ahead, "workers", lambda _line: ThreadPoolExecutor(1))
    monkeypatch.setattr(trials, "advise", partial(trials.advise, simulations=100))


def answered(page, told):
    """The page of a table once it is there; a reader without scripts asks again."""
    address = page["Location"]
    page = told.get(address)
    while page.context["seen"].stage == "running":
        page.context["job"].wait(60)
        page = told.get(address)
    return page


def test_what_a_design_would_say_is_shown_before_anything_is_sealed(told, store, quickly):
    asked = {"period": "14", "pairs": "1", "rate": "2", "weeks": "10", "mine": "1"}
    page = answered(told.post("/trials/new/magnesium-or-nothing/", asked), told)
    said = text(page)
    assert said.startswith("With 2 cramps a week, 6 weeks will most likely not tell you.")
    assert "If in truth nothing changes" in page.content.decode()
    assert "can never be surer than 1 in 2" in said
    assert "Each bar stands for 100 simulated trials" in said
    taken = told.get(page.context["designs"][1]["address"])
    assert "What it would most likely say" in text(taken)
    assert taken.context["form"]["pairs"].value() == str(page.context["designs"][1]["layout"].pairs)
    assert store.trial_rows() == []


def test_limits_without_room_for_a_trial_are_named(person, quickly):
    page = answered(person.post("/trials/power/", {"rate": "7", "weeks": "4"}), person)
    assert "leave no room for a trial" in text(page)
    assert person.post("/trials/power/", {"rate": "7", "weeks": "2"}).status_code == 422


def test_without_a_rate_the_diary_says_it_or_what_is_missing(person, sample, quickly):
    assert person.post("/trials/power/", {"weeks": "8"}).status_code == 302
    assert person.get("/trials/power/0000000000000000/").status_code == 404


def test_a_young_diary_cannot_say_the_rate(told):
    page = told.post("/trials/power/", {"weeks": "26"})
    assert page.status_code == 422
    assert "two weeks of recorded nights are needed" in text(page)


def test_a_table_that_nobody_waits_for_is_stopped(told, monkeypatch):
    def endless(**_told):
        def work(_executor, told):
            while True:
                told(1, 2)

        return work

    monkeypatch.setattr(looking_ahead, "designs", endless)
    address = told.post("/trials/power/", {"rate": "7", "weeks": "26"})["Location"]
    assert "Drawing trials that could be yours" in text(told.get(address))
    assert told.post(f"{address}stop")["Location"].startswith("/trials/power/?rate=7")
    job = told.get(address).context["job"]
    job.wait(60)
    assert text(told.get(address)).startswith("Stopped")


def test_a_question_says_what_is_fair_and_what_would_be_done(told):
    library = text(told.get("/trials/new/"))
    assert "Tart cherry juice" in library
    assert "Do I have fewer cramps in weeks when I stretch before bed?" in library
    said = text(told.get("/trials/new/magnesium-or-placebo/"))
    assert "Both weeks have a pill, so hope works on both sides" in said
    assert "200 mg glycinate" in said
    assert told.get("/trials/new/homeopathy/").status_code == 404


def test_tart_cherry_juice_can_be_the_one_thing_tested(told, store, hands):
    page = told.get("/trials/new/one-measure/?measure=tart-cherry")
    assert "Evidence: none" in text(page)
    address = sealed(told, "one-measure", measure="tart-cherry")
    begin(told, address)
    order = told.get(address).context["design"].sequence
    hands.wall += timedelta(days=14 + 28 * order.index("B"))
    assert "Done" in text(told.get(address))
    told.post(f"{address}taken", {"which": "0", "id": "cherry-0001"})
    said = text(told.get(address))
    assert "noted" in said
    assert "you noted another change" not in said


def test_a_recent_change_is_named_before_a_new_one_begins(told, store):
    note = Note(id="note-00001", at=at("2026-11-03 12:00"), text="began a statin", about="medicine_change")
    store.append(entries=[note], received_at=datetime(2026, 11, 3, tzinfo=UTC))
    assert "On 3 November you noted another change" in text(told.get("/trials/new/magnesium-or-nothing/"))


def test_a_refused_trial_says_why(person, store):
    store.keep_profile(document=json.dumps(someone(egfr_ml_min=20)), made_at=datetime(2026, 11, 1, tzinfo=UTC))
    page = person.post("/trials/new/magnesium-or-nothing/", QUESTION | {"seal": "1"})
    assert page.status_code == 422
    assert "No trial can be opened now" in text(page)
    assert store.trial_rows() == []


def test_faulty_answers_are_marked(told):
    page = told.post("/trials/new/magnesium-or-nothing/", {"period": "3", "pairs": "99", "weeks": "1", "seal": "1"})
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"period", "pairs", "weeks"}


def test_the_start_page_offers_what_the_trial_asks_for_and_nothing_else(told, hands):
    address = sealed(told)
    begin(told, address)
    assert "Your trial asks for none today." in text(told.get("/"))
    hands.wall = datetime(2026, 11, 27, 21, 0)
    order = told.get(address).context["design"].sequence
    hands.wall += timedelta(days=28 * order.index("A"))
    assert "Your trial asks for none today." in text(told.get("/"))
    hands.wall = datetime(2026, 11, 27, 21, 0) + timedelta(days=28 * order.index("B"))
    assert "Dose taken: 200 mg glycinate your trial at 21:30" in text(told.get("/"))
    told.post(f"{address}taken", {"which": "0", "id": "trial-dose-1"})
    assert "Your trial asks for nothing more today." in text(told.get("/"))


def test_one_look_half_way_can_be_planned_taken_and_ended_with(told, store, hands, monkeypatch):
    monkeypatch.setattr("secrets.randbelow", lambda _below: 7)  # not every order can show an effect
    address = sealed(told, early="on", pairs="4")
    design = told.get(address).context["design"]
    assert design.looks == (126,)
    begin(told, address)
    page = told.get(address)
    assert "You planned one look, after night 126; before it there is no answer." in text(page)
    start = page.context["design"].start
    table = kept(design, ratio=0.1, rate=3.0, start=start)
    noted = [
        NightCount(id=f"night-{night}", at=at(f"{night + timedelta(days=1)} 07:00"), night=night, cramps=count)
        for night, count in zip(table.dates, table.cramps, strict=True)
    ]
    store.append(entries=noted, received_at=datetime(2027, 9, 1, tzinfo=UTC))
    hands.wall = datetime.combine(start, time(9)) + timedelta(days=126 - 1)
    assert "Too early." in text(told.get(f"{address}result/"))
    hands.wall += timedelta(days=1)
    assert "What the planned look says" in text(told.get(address))
    page = told.get(f"{address}result/")
    assert "It helps you." in text(page)
    assert "End it here" in text(page)
    assert "And what do you decide?" not in text(page)
    told.post(f"{address}change", {"what": "stop", "why": "ended at the planned look"})
    assert "What the planned look says" in text(told.get(address))
    after = told.get(f"{address}result/")
    assert "It helps you." in text(after)
    assert "And what do you decide?" in text(after)
    assert told.post(f"{address}decide", {"what": "keep"}).status_code == 302
    assert told.get(f"{address}charley-trial-report.pdf").content.startswith(b"%PDF")


def test_a_look_needs_two_sets_of_periods(told):
    page = told.post("/trials/new/magnesium-or-nothing/", QUESTION | {"early": "on", "pairs": "1", "seal": "1"})
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"early"}


def test_a_dose_that_was_missed_is_not_offered_beside_the_next_one(told, hands):
    address = sealed(told, protocol="bedtime-or-split")
    begin(told, address)
    order = told.get(address).context["design"].sequence
    day = datetime(2026, 11, 28) + timedelta(days=28 * order.index("B"))
    hands.wall = day + timedelta(hours=8)
    assert told.get("/").context["offer"].time == "07:30"
    hands.wall = day + timedelta(hours=21)
    assert told.get("/").context["offer"].time == "21:30"
    told.post(f"{address}taken", {"which": "1", "id": "trial-dose-1"})
    assert "Your trial asks for nothing more today." in text(told.get("/"))


def test_what_cannot_be_hidden_is_not_offered_to_be(told):
    assert "A helper hides what I take" not in text(told.get("/trials/new/stretching-or-nothing/"))
    assert "A helper hides what I take" in text(told.get("/trials/new/magnesium-or-placebo/"))


def test_from_sealing_through_the_baseline_to_the_first_period(told, hands):
    address = sealed(told)
    assert "Ready to begin" in text(told.get(address))
    begin(told, address)
    begun = text(told.get(address))
    assert "Change nothing, and leave out what the trial is about." in begun
    assert "drink enough. From a health authority or a guideline." in begun
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


def test_while_it_runs_no_other_page_says_what_helps(told, hands, store):
    address = sealed(told)
    begin(told, address)
    design = told.get(address).context["design"]
    table = kept(design, ratio=0.2, rate=1.5, start=design.start, seed=4)
    entries = []
    for night, count, share in zip(table.dates, table.cramps, table.doses["magnesium"], strict=True):
        entries.append(NightCount(id=f"night-{night}", at=at(f"{night} 23:50"), night=night, cramps=count or 0))
        if share:
            entries.append(DoseTaken(id=f"dose-{night}", at=at(f"{night} 21:30"), elemental_mg=200))
    store.append(entries=entries, received_at=datetime(2027, 6, 1, tzinfo=UTC))
    hands.wall += timedelta(days=design.nights - 5)
    page = told.get("/insight/")
    assert "A trial is running" in text(page)
    assert page.context["told"] == []
    assert not page.context["figure"].shows_trend
    for place in ("/insight/firm/", "/insight/amounts/"):
        assert told.get(place)["Location"] == "/insight/"
    hands.wall += timedelta(days=10)
    assert "A trial is running" not in text(told.get("/insight/"))
    assert told.get("/insight/").context["told"] != []


def test_a_second_trial_beside_it_is_refused(told):
    sealed(told)
    page = told.post("/trials/new/magnesium-or-nothing/", QUESTION | {"seal": "1"})
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


def test_before_the_first_night_there_is_nothing_to_mark(told):
    address = sealed(told)
    assert told.post(f"{address}confounded", {"why": "a new bed"}).status_code == 404
    begin(told, address)
    assert told.get(address).context["design"].since("second_change") is None


def test_a_blind_trial_shows_the_same_page_whatever_the_arm(told, hands):
    address = sealed(told, protocol="magnesium-or-placebo", blind="on")
    begin(told, address)
    for day in range(14, 14 + 28 * 6, 28):
        hands.wall = datetime(2026, 11, 14, 9, 0) + timedelta(days=day)
        said = text(told.get(address))
        assert f"Container {1 + (day - 14) // 28}" in said
        assert "21:30 one capsule Taken" in said
        assert "mg glycinate" not in said
    assert "What do you think container 5 held?" in said
    told.post(f"{address}guess", {"period": "5", "arm": ""})
    assert "What do you think container 5 held?" not in text(told.get(address))


def test_where_a_capsule_is_taken_twice_a_day_each_hour_has_a_box_of_its_own(told, hands):
    address = sealed(told, protocol="bedtime-or-split", blind="on")
    begin(told, address)
    for day in (14, 14 + 28):
        hands.wall = datetime(2026, 11, 14, 9, 0) + timedelta(days=day)
        said = text(told.get(address))
        assert "07:30 one capsule from the box for 07:30" in said
        assert "21:30 one capsule from the box for 21:30" in said
        assert "mg glycinate" not in said
    assert told.get("/").context["offer"].said == "one capsule from container 2, the box for 07:30"
    sheet = text(told.get(f"{address}helper/?show=1"))
    assert "a dummy without magnesium in each" in sheet


def test_the_helper_is_asked_twice_before_the_key_is_shown(told):
    address = sealed(told, protocol="magnesium-or-placebo", blind="on")
    assert "Container 1" not in text(told.get(f"{address}helper/"))
    assert "Container 1" in text(told.get(f"{address}helper/?show=1"))
    told.post(f"{address}change", {"what": "stop"})
    assert told.get(f"{sealed(told)}helper/").status_code == 404


def test_the_verdict_the_decision_and_the_question_three_months_later(told, store, hands, monkeypatch):
    monkeypatch.setattr("secrets.randbelow", lambda _below: 7)  # not every order can show an effect
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
    assert "It helps you." in said
    assert "By the lot alone" in said
    assert "And what do you decide?" in said
    assert "The check of the model is fine" in said
    assert "The belief of published trials" in said
    assert told.get(f"{address}charley-trial-report.pdf").content.startswith(b"%PDF")
    weighed = told.get(f"{address}result/?weigh=2")
    assert weighed.context["answer"].exchange.cramps_per_day == 2
    assert "Weighed as you do" in text(weighed)
    told.post(f"{address}decide", {"what": "leave", "why": "too much fuss"})
    assert "I leave it out, too much fuss" in text(told.get(f"{address}result/"))
    assert not told.get(address).context["ask_again"]
    assert "Trials: Look at it again" not in text(told.get("/"))
    hands.wall += timedelta(days=92)
    assert "Trials: Look at it again" in text(told.get("/"))
    assert "Does it still hold?" in text(told.get("/trials/"))
    assert told.get(address).context["ask_again"]


def test_a_running_trial_as_a_calendar_names_no_arm(told):
    address = sealed(told, protocol="magnesium-or-placebo", blind="on")
    assert told.get(f"{address}charley-trial.ics").status_code == 404
    begin(told, address)
    file = told.get(f"{address}charley-trial.ics").content.decode()
    assert file.count("BEGIN:VEVENT") == 8  # the baseline, six periods, the answer
    assert "Trial: period 6" in file
    assert "magnesium" not in file


def test_the_key_opens_early_only_by_a_step_that_is_written_down(told):
    address = sealed(told, protocol="magnesium-or-placebo", blind="on")
    begin(told, address)
    closed = text(told.get(f"{address}key/"))
    assert "The key is closed" in closed
    assert "dummy pill" not in closed
    assert told.get(address).context["design"].key_commitment in closed
    assert "dummy pill" in text(told.post(f"{address}key/open", {"why": "hospital"}, follow=True))
    assert "unblinded, hospital" in text(told.get(address))


def test_the_persons_sheet_is_the_same_whatever_the_order(told):
    address = sealed(told, protocol="magnesium-or-placebo", blind="on")
    said = text(told.get(f"{address}sheet/"))
    assert "container 6, one capsule at 21:30" in said
    assert "dummy pill" not in said


def test_what_was_noticed_on_two_days_asks_to_stop(told, hands):
    address = sealed(told)
    begin(told, address)
    hands.wall += timedelta(days=20)
    for day in range(2):
        hands.wall += timedelta(days=day)
        said = text(told.post(f"{address}noticed", {"id": f"gut-day-{day}", "sign": "diarrhoea"}, follow=True))
        assert ("Please stop the trial" in said) is (day == 1)
    assert told.post(f"{address}noticed", {"sign": "happiness"}).status_code == 400


def test_a_pause_with_a_last_night_ends_by_itself(told, hands):
    address = sealed(told)
    begin(told, address)
    hands.wall += timedelta(days=20)
    assert told.post(f"{address}change", {"what": "pause", "why": "away", "until": "soon"}).status_code == 400
    told.post(f"{address}change", {"what": "pause", "why": "away", "until": "2026-12-06"})
    assert "Nothing is taken for the trial until you come back" in text(told.get(address))
    hands.wall += timedelta(days=5)
    assert "Night 22 of 182" in text(told.get(address))


def test_an_unknown_trial_is_not_found(told):
    assert told.get(f"/trials/{'0' * 64}/").status_code == 404


@pytest.mark.parametrize("what", [{"period": "left"}, {"pairs": "9" * 30}, {"worthwhile": "NaN"}, {"early": "\x00"}])
def test_numbers_that_cannot_be_are_said_at_their_fields(told, what):
    filled = {"period": "14", "pairs": "3", "worthwhile": "0.75", "seal": "1"} | what
    page = told.post("/trials/new/magnesium-or-nothing/", filled)
    assert page.status_code == (302 if "early" in what else 422)
    assert told.get("/trials/new/magnesium-or-nothing/", what).status_code == 200
