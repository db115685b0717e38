"""Half a minute each morning and evening, without scripts: what is tracked is asked, and silence stays unknown."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from charley.db.repository import PersonStore
from charley.diary.records import (
    Activity,
    CrampEpisode,
    DoseTaken,
    Drink,
    Exposure,
    Measure,
    Mood,
    NightCount,
    NoneOf,
    QuietNight,
    SideEffect,
    Sleep,
    Symptom,
)
from charley.diary.tracking import TOPICS
from charley.web.words import SYSTEMS
from support.pages import ids, text
from support.people import someone

EVENING = datetime(2026, 11, 14, 21, 0)
MORNING = datetime(2026, 11, 14, 8, 0)


@pytest.fixture
def evening(person: Client, hands) -> Client:
    hands.wall = EVENING
    return person


@pytest.fixture
def morning(person: Client, hands) -> Client:
    hands.wall = MORNING
    return person


def test_the_start_page_leads_to_the_questions_of_this_hour(person: Client, hands) -> None:
    hands.wall = EVENING
    assert 'href="/check-in/evening/"' in person.get("/").content.decode()
    assert person.get("/check-in/")["Location"] == "/check-in/evening/"
    hands.wall = MORNING
    assert 'href="/check-in/morning/"' in person.get("/").content.decode()


def test_the_morning_asks_for_sleep_wakings_and_how_many_cramps(morning: Client, store: PersonStore) -> None:
    page = morning.post(
        "/check-in/morning/", {"id": "this-morning", "sleep": "2", "wakings": "2", "cramps": "2"}, follow=True
    )
    [sleep] = store.journal().of(Sleep)
    assert (sleep.night, sleep.rating, sleep.cramp_wakings) == (date(2026, 11, 13), 2, 2)
    [count] = store.journal().of(NightCount)
    assert (count.night, count.cramps) == (date(2026, 11, 13), 2)
    assert "Sleep: 2 of 5, woken 2 times by the legs" in text(page)


def test_no_cramps_as_a_number_is_a_quiet_night(morning: Client, store: PersonStore) -> None:
    morning.post("/check-in/morning/", {"id": "this-morning", "cramps": "0"})
    assert [each.night for each in store.journal().of(QuietNight)] == [date(2026, 11, 13)]


def test_the_morning_asks_for_the_rest_of_the_nights_cramp(person: Client, store: PersonStore, hands) -> None:
    person.post("/tonight/cramp", {"id": "the-cramp"})
    hands.wall = MORNING
    page = person.get("/check-in/morning/")
    assert "03:10 · Cramp" in text(page)
    assert f'href="/entry/{store.journal().of(CrampEpisode)[0].id}/"' in page.content.decode()
    assert 'name="cramps"' not in page.content.decode()


def test_the_evening_keeps_what_was_filled_in_and_nothing_else(evening: Client, store: PersonStore) -> None:
    page = evening.post(
        "/check-in/evening/",
        {
            "id": "this-evening",
            "drinks_ml": "1500",
            "caffeine": "2",
            "caffeine_at": "16:30",
            "soreness": "4",
            "activity": "run",
            "effort": "moderate",
            "activity_min": "30",
        },
        follow=True,
    )
    journal = store.journal()
    assert len(journal) == 4
    assert [d.ml for d in journal.of(Drink)] == [1500]
    [coffee] = journal.of(Exposure)
    assert (coffee.what, coffee.amount, coffee.unit, coffee.at.wall.hour) == ("caffeine", 2, "cups", 16)
    assert [(s.what, s.strength) for s in journal.of(Symptom)] == [("soreness", 4)]
    assert [(a.what, a.effort, a.minutes) for a in journal.of(Activity)] == [("run", "moderate", 30)]
    assert "4 things noted." in text(page)
    assert "Coffee and tea: 2 cups" in text(page)


def test_nothing_of_the_rest_is_one_tap_and_says_what_did_not_happen(evening: Client, store: PersonStore) -> None:
    evening.post("/check-in/evening/", {"id": "this-evening", "nothing_else": "of_the_rest"})
    [none] = store.journal()
    assert isinstance(none, NoneOf)
    assert none.on == date(2026, 11, 14)
    assert set(none.what) == {"activity", "measures", "caffeine", "alcohol", "heat", "legs", "side_effects"}


def test_nothing_of_the_rest_leaves_out_what_was_told(evening: Client, store: PersonStore) -> None:
    evening.post("/check-in/evening/", {"id": "this-evening", "caffeine": "1", "nothing_else": "of_the_rest"})
    [none] = store.journal().of(NoneOf)
    assert "caffeine" not in none.what
    assert "alcohol" in none.what


def test_an_empty_form_notes_nothing(evening: Client, store: PersonStore) -> None:
    assert "nothing was noted" in text(evening.post("/check-in/evening/", {"id": "this-evening"}, follow=True))
    assert len(store.journal()) == 0


def test_all_that_can_be_tracked_is_asked_in_its_half_and_all_of_it_may_stay_empty(person, store, hands) -> None:
    hands.wall = EVENING
    person.post("/check-in/topics/", {"id": "my-choice", "topics": list(TOPICS)})
    fields = {
        "morning": {"cramps", "sleep", "wakings"},
        "evening": {
            "drinks_ml", "urine", "activity", "measures", "caffeine", "alcohol", "nicotine", "stress", "heat",
            "long_standing", "long_sitting", "sunlight", "cycle", "soreness", "heavy_legs", "signs", "mood", "note",
        },
    }  # fmt: skip
    for part, asked in fields.items():
        page = person.get(f"/check-in/{part}/").content.decode()
        assert asked <= set(re.findall(r'name="(\w+)"', page)), part
        assert " required" not in page
        said = text(person.post(f"/check-in/{part}/", {"id": f"empty-{part}"}, follow=True))
        assert "nothing was noted" in said
    assert [entry.kind for entry in store.journal()] == ["tracking"]


def test_side_effects_are_asked_by_part_of_the_body(evening: Client) -> None:
    page = text(evening.get("/check-in/evening/"))
    assert all(str(system) in page for system in SYSTEMS.values())


def test_the_same_form_sent_twice_is_kept_once(evening: Client, store: PersonStore, hands) -> None:
    form = {"id": "this-evening", "caffeine": "1", "signs": ["nausea"]}
    evening.post("/check-in/evening/", form)
    hands.wall = datetime(2026, 11, 14, 21, 1)
    assert evening.post("/check-in/evening/", form).status_code == 302
    assert len(store.journal()) == 2


def test_a_belly_cramp_is_noted_by_its_part_of_the_body(evening: Client, store: PersonStore) -> None:
    evening.post("/check-in/evening/", {"id": "this-evening", "signs": ["abdominal_cramp"], "severity": "mild"})
    [sign] = store.journal().of(SideEffect)
    assert (sign.system, sign.severity) == ("gut", "mild")
    assert store.journal().of(CrampEpisode) == ()


def test_itching_skin_with_an_oil_on_it_offers_to_stop_and_the_oil_counts_nothing(evening: Client, store) -> None:
    form = {"id": "this-evening", "on_skin": "magnesium oil, ten sprays", "signs": ["skin_irritation"]}
    page = evening.post("/check-in/evening/", form, follow=True)
    [oil] = store.journal().of(Measure)
    assert (oil.what, oil.product) == ("topical", "magnesium oil, ten sprays")
    assert "leave it out from now on" in text(page)
    assert "counts as 0 mg" in text(page)
    assert store.journal().of(DoseTaken) == ()


def test_heat_brings_drink_and_food_first(evening: Client) -> None:
    page = evening.post("/check-in/evening/", {"id": "this-evening", "heat": ["heat"]}, follow=True)
    assert "Heat, sweat and hard training are a matter of drink and food first." in text(page)
    assert "The dose stays as it is." in text(page)


@pytest.mark.parametrize(("conditions", "said"), [([], "Have a glass of water"), (["heart failure"], "Keep to it")])
def test_a_dark_shade_hints_at_a_drink_unless_drinking_is_limited(
    evening: Client, store: PersonStore, conditions: list[str], said: str
) -> None:
    evening.post("/check-in/topics/", {"id": "my-choice", "topics": ["urine"]})
    document = json.dumps(someone(conditions=conditions))
    store.keep_profile(document=document, made_at=datetime(2026, 11, 1, tzinfo=UTC))
    page = evening.post("/check-in/evening/", {"id": "this-evening", "urine": "7"}, follow=True)
    assert "Urine: orange" in text(page)
    assert said in text(page)


def test_mood_is_noted_and_nothing_is_said_about_it(evening: Client, store: PersonStore) -> None:
    evening.post("/check-in/topics/", {"id": "my-choice", "topics": ["mood"]})
    page = evening.post("/check-in/evening/", {"id": "this-evening", "mood": "1"}, follow=True)
    assert "Mood: 1 of 5" in text(page)
    assert 'class="finding"' not in page.content.decode()


def test_every_fault_stands_at_its_field_and_nothing_is_kept(evening: Client, store: PersonStore) -> None:
    page = evening.post(
        "/check-in/evening/", {"id": "this-evening", "caffeine": "lots", "soreness": "11", "signs": ["other"]}
    )
    assert page.status_code == 422
    assert {"caffeine", "soreness"} <= set(page.context["form"].errors)
    page = evening.post("/check-in/evening/", {"id": "this-evening", "caffeine": "1", "signs": ["other"]})
    assert "should say what was noticed" in text(page)
    assert len(store.journal()) == 0


def test_only_what_is_tracked_is_asked(evening: Client, store: PersonStore) -> None:
    page = evening.get("/check-in/evening/").content.decode()
    assert 'name="caffeine"' in page
    assert 'name="cycle"' not in page  # off unless chosen
    evening.post("/check-in/topics/", {"id": "my-choice", "topics": ["cycle", "mood", "sleep"]})
    page = evening.get("/check-in/evening/").content.decode()
    assert 'name="cycle"' in page
    assert 'name="caffeine"' not in page
    evening.post("/check-in/evening/", {"id": "this-evening", "mood": "2", "cycle": "bleeding"})
    assert [m.rating for m in store.journal().of(Mood)] == [2]
    assert "What do you want to be asked about?" in text(evening.get("/check-in/topics/"))


def test_an_earlier_day_can_be_filled_in_and_is_marked_late(evening: Client, store: PersonStore) -> None:
    page = evening.post("/check-in/evening/2026-11-11/", {"id": "a-late-one", "alcohol": "2"}, follow=True)
    [wine] = store.journal().of(Exposure)
    assert (wine.day, wine.is_late) == (date(2026, 11, 11), True)
    assert "Alcohol: 2 glasses (written down later)" in text(page)


def test_a_day_that_has_not_come_is_refused_in_words(evening: Client, store: PersonStore) -> None:
    page = evening.post("/check-in/evening/2026-11-15/", {"id": "too-early", "alcohol": "2"})
    assert "this day has not come yet" in text(page)
    assert len(store.journal()) == 0


@pytest.fixture
def follower(person: Client, store: PersonStore, hands) -> Client:
    """Somebody who follows a plan of 200 mg at 21:30."""
    store.keep_profile(document=json.dumps(someone()), made_at=datetime(2026, 11, 1, tzinfo=UTC))
    hands.wall = datetime(2026, 11, 14, 9, 0)
    person.post("/plan/follow", {"id": ids(person.get("/plan/"))[0], "mg": "200"})
    hands.wall = datetime(2026, 11, 14, 22, 0)
    return person


def test_doses_are_filled_in_from_the_plan(follower: Client, store: PersonStore) -> None:
    page = follower.get("/check-in/evening/").content.decode()
    assert 'name="taken" value="21:30" id="id_taken_0" checked' in page
    follower.post("/check-in/evening/", {"id": "this-evening", "taken": ["21:30"]})
    [dose] = store.journal().of(DoseTaken)
    assert (dose.elemental_mg, dose.form, dose.planned) == (200, "glycinate", "21:30")
    assert (dose.at.wall.hour, dose.at.wall.minute) == (21, 30)


def test_a_dose_left_out_is_noted_as_such_and_not_offered_again(follower: Client, store: PersonStore) -> None:
    follower.post("/check-in/evening/", {"id": "this-evening", "left_out": ["21:30"]})
    [dose] = store.journal().of(DoseTaken)
    assert (dose.elemental_mg, dose.planned) == (0, "21:30")
    for address in ("/", "/history/2026-11-14/", "/check-in/noted/2026-11-14/"):
        listed = text(follower.get(address))
        assert "Left out: glycinate" in listed, address
        assert " 0 mg" not in listed, address
    assert 'name="taken"' not in follower.get("/check-in/evening/").content.decode()


def test_a_dose_ticked_as_both_counts_as_taken(follower: Client, store: PersonStore) -> None:
    follower.post("/check-in/evening/", {"id": "this-evening", "taken": ["21:30"], "left_out": ["21:30"]})
    assert [dose.elemental_mg for dose in store.journal().of(DoseTaken)] == [200]


def test_nothing_of_all_this_is_no_word_about_a_dose_that_was_ticked_beforehand(follower: Client, store) -> None:
    follower.post("/check-in/evening/", {"id": "this-evening", "taken": ["21:30"], "nothing_else": "at_all"})
    assert store.journal().of(DoseTaken) == ()
    assert store.journal().of(NoneOf)
    follower.post("/check-in/evening/", {"id": "once-more-then", "taken": ["21:30"], "nothing_else": "of_the_rest"})
    assert len(store.journal().of(DoseTaken)) == 1


def test_a_dose_noted_meanwhile_is_not_noted_twice(follower: Client, store: PersonStore) -> None:
    offered = follower.get("/").context["offer"].content
    follower.post("/tonight/dose", {"id": "tapped-dose", "offered": offered})
    assert 'name="taken"' not in follower.get("/check-in/evening/").content.decode()
    follower.post("/check-in/evening/", {"id": "this-evening", "taken": ["21:30"]})  # a page opened before
    assert len(store.journal().of(DoseTaken)) == 1


def waiting(form_id: str, at: str, **fields: list[str]) -> dict[str, object]:
    moment = {"wall": at, "offset_min": 60, "zone": "Europe/Berlin"}
    return {"kind": "check_in", "id": form_id, "part": "evening", "at": moment, "entered": moment, "fields": fields}


def sync(person: Client, *entries: object) -> list[dict[str, object]]:
    answer = person.post("/api/entries", json.dumps({"entries": entries}), content_type="application/json")
    return answer.json()["answers"]


def test_a_form_that_waited_on_a_phone_is_kept_for_the_day_it_was_filled_in(evening: Client, store) -> None:
    form = waiting("waited-one", "2026-11-12T22:15:00", caffeine=["3"])
    [answer] = sync(evening, form)
    assert (answer["id"], answer["outcome"]) == ("waited-one", "kept")
    [coffee] = store.journal().of(Exposure)
    assert (coffee.day, coffee.amount, coffee.is_late) == (date(2026, 11, 12), 3, False)
    [again] = sync(evening, form)
    assert again["outcome"] == "already"
    assert len(store.journal()) == 1


def test_a_form_that_cannot_be_taken_is_refused_whole_beside_entries_that_can(evening: Client, store) -> None:
    moment = {"wall": "2026-11-14T03:10:00", "offset_min": 60, "zone": "Europe/Berlin"}
    cramp = {"kind": "cramp", "id": "good-cramp", "at": moment}
    bad = waiting("bad-form-1", "2026-11-12T22:15:00", caffeine=["lots"], alcohol=["1"])
    answers = sync(evening, bad, cramp, {"kind": "check_in", "id": "bad-form-2", "fields": 4})
    assert [each["outcome"] for each in answers] == ["refused", "kept", "refused"]
    assert [entry.kind for entry in store.journal()] == ["cramp"]


def test_coffee_and_sport_without_an_hour_are_not_taken_to_be_of_the_evening(
    evening: Client, store: PersonStore
) -> None:
    store.keep_profile(document=json.dumps(someone()), made_at=datetime(2026, 11, 1, tzinfo=UTC))
    evening.post("/check-in/evening/", {"id": "this-evening", "caffeine": "2", "activity": "run", "effort": "hard"})
    assert [each.at.wall.hour for each in store.journal().of(Exposure)] == [12]
    assert [each.at.wall.hour for each in store.journal().of(Activity)] == [12]
    assert "What your notes show" not in text(evening.get("/habits/"))


def test_an_hour_that_is_said_is_kept(evening: Client, store: PersonStore) -> None:
    evening.post("/check-in/evening/", {"id": "this-evening", "caffeine": "2", "caffeine_at": "19:30"})
    assert [f"{each.at.wall:%H:%M}" for each in store.journal().of(Exposure)] == ["19:30"]


def test_while_a_trial_runs_the_evening_asks_for_no_dose_of_the_plan(evening: Client, store: PersonStore) -> None:
    """The plan waits for the trial; "left out" would be noted of doses that nobody was to take."""
    store.keep_profile(document=json.dumps(someone()), made_at=datetime(2026, 11, 1, tzinfo=UTC))
    evening.post("/plan/follow", {"id": "follow-0001", "mg": "200"})
    assert "21:30" in text(evening.get("/check-in/evening/"))
    sealing = {"period": "28", "pairs": "3", "rate": "7", "seal": "1"}
    trial = evening.post("/trials/new/stretching-or-nothing/", sealing)["Location"]
    evening.post(f"{trial}change", {"what": "start"})
    assert "21:30" not in text(evening.get("/check-in/evening/"))
