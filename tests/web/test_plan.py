"""From a filled form to findings, a timetable and a calendar; or to the person who should be seen first."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from charley.dates import Moment
from charley.db.repository import PersonStore
from charley.diary.records import QuietNight, SideEffect
from charley.web.profile_form import times
from support.pages import text
from support.people import someone

#: A form as it is sent when nothing is filled in.
EMPTY = {
    f"{rows}-{name}": number
    for rows in ("medicines", "supplements", "labs")
    for name, number in (("TOTAL_FORMS", "2"), ("INITIAL_FORMS", "0"))
}
ADULT = {
    **EMPTY,
    "setting": "EU",
    "age_years": "45",
    "sex": "male",
    "no_conditions": "on",
    "no_medicines": "on",
    "no_supplements": "on",
    "symptoms": "painful calf cramps in bed",
    "egfr_ml_min": "95",
    "diet_magnesium_mg": "240",
    "wake": "07:00",
    "bed": "22:30",
    "meals": "7:30, 12:30 and 19:00",
}


def without(sent: dict[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in sent.items() if name not in names}


def kept(store: PersonStore) -> dict[str, Any]:
    document = store.profile()
    assert document is not None
    return json.loads(document)


def tell(store: PersonStore, **profile: Any) -> None:
    store.keep_profile(document=json.dumps(profile), made_at=datetime(2026, 11, 1, tzinfo=UTC))


def test_without_a_profile_the_page_says_what_a_plan_is_and_where_it_starts(person: Client) -> None:
    assert "A plan needs to know you a little" in text(person.get("/plan/"))


def test_a_healthy_adult_gets_findings_then_a_timetable_and_a_calendar(person: Client, store: PersonStore) -> None:
    page = person.post("/plan/profile/", ADULT, follow=True)
    words = text(page)
    assert "A careful plan you may start" in words
    assert "From several trials counted together." in words
    assert words.index("What to know first") < words.index("Your timetable") < words.index("Stop, and get help, if")
    stop = words.partition("Stop, and get help, if")[2]
    assert "drink enough. From a health authority or a guideline." in stop
    assert "emergency number now. From a handbook for professionals; no official text was read." in stop
    assert kept(store)["medicines"] == []
    assert kept(store)["schedule"] == {"wake": "07:00", "bed": "22:30", "meals": ["07:30", "12:30", "19:00"]}
    calendar = person.get("/plan/charley.ics")
    assert calendar["Content-Type"].startswith("text/calendar")
    assert calendar.content.startswith(b"BEGIN:VCALENDAR")


def test_what_is_skipped_stays_unknown_and_is_never_none(person: Client, store: PersonStore) -> None:
    person.post("/plan/profile/", {**EMPTY, "age_years": "45"})
    assert kept(store) == {"age_years": 45.0}


def test_the_form_shows_again_what_was_told_and_keeps_what_it_does_not_ask(person: Client, store: PersonStore) -> None:
    told = {
        "age_years": 67,
        "goal": "fewer night cramps",
        "pregnant": False,
        "conditions": ["high blood pressure", "gout"],
        "medicines": [{"name": "Euthyrox", "dose": "75 mcg", "times": ["07:00"], "days": ["mon", "thu"]}],
        "labs": {"potassium": {"value": 4.1, "unit": "mmol/L", "date": "2026-10-01"}},
    }
    tell(store, **told)
    form = person.get("/plan/profile/").context["forms"]
    sent = dict(EMPTY)
    for part in (form.about, *form.medicines, *form.supplements, *form.labs):
        sent |= {
            part[name].html_name: part[name].value() for name in part.fields if part[name].value() not in (None, False)
        }
    for rows in (form.medicines, form.supplements, form.labs):
        sent |= {
            rows.management_form[name].html_name: rows.management_form[name].value()
            for name in ("TOTAL_FORMS", "INITIAL_FORMS")
        }
    person.post("/plan/profile/", sent)
    assert kept(store) == told


def test_every_fault_is_shown_at_its_field_and_nothing_is_kept(person: Client, store: PersonStore) -> None:
    wrong = {
        **without(ADULT, "no_medicines"),
        "age_years": "old",
        "medicines-0-name": "Euthyrox",
        "medicines-0-since": "2026-02-30",
        "labs-0-test": "potassium",
        "labs-0-value": "",
    }
    page = person.post("/plan/profile/", wrong)
    assert page.status_code == 422
    forms = page.context["forms"]
    assert set(forms.about.errors) == {"age_years"}
    assert set(forms.medicines[0].errors) == {"since"}
    assert set(forms.labs[0].errors) == {"value"}
    assert store.profile() is None
    assert 'value="old"' in page.content.decode()
    assert "Not kept yet. Nothing you wrote is lost" in text(page)
    assert [fault.label for fault in page.context["faults"]] == ["Your age in years", "Euthyrox: Since", "Value"]
    for fault in page.context["faults"]:
        assert f'id="{fault.anchor}"' in page.content.decode()


def test_what_only_the_profile_knows_to_be_wrong_is_shown_at_its_field_too(person: Client, store: PersonStore) -> None:
    wrong = {
        **without(ADULT, "no_medicines", "no_supplements"),
        "age_years": "170",
        "bed": "25:61",
        "medicines-0-dose": "75 mcg",
        "medicines-1-name": "Euthyrox",
        "medicines-1-times": "7, noon",
        "supplements-1-name": "tablets",
        "supplements-1-elemental_mg": "500",
        "supplements-1-compound_mg": "100",
    }
    page = person.post("/plan/profile/", wrong)
    forms = page.context["forms"]
    assert set(forms.about.errors) == {"age_years", "bed"}
    assert set(forms.medicines[0].errors) == {"name"}
    assert set(forms.medicines[1].errors) == {"times"}
    assert set(forms.supplements[1].errors) == {"elemental_mg"}
    assert store.profile() is None


def test_an_emergency_stands_alone_with_the_action_first(person: Client, store: PersonStore) -> None:
    tell(store, setting="UK", age_years=60, symptoms=["sudden chest pain"])
    page = person.get("/plan/")
    words = text(page)
    assert words.startswith("Get emergency help now Call 999")
    assert b'href="tel:999"' in page.content
    assert b"<nav" not in page.content
    assert " mg" not in words
    assert person.get("/plan/charley.ics").status_code == 404


@pytest.mark.parametrize(
    ("profile", "headline"),
    [
        ({"egfr_ml_min": 20, "age_years": 70}, "No magnesium supplement for you"),
        ({"age_years": 31, "sex": "female", "pregnant": True}, "See someone first"),
        ({"age_years": 60, "symptoms": ["one swollen warm calf"]}, "Get this looked at today"),
    ],
)
def test_where_nothing_may_be_started_the_page_to_bring_comes_first(
    person: Client, store: PersonStore, profile: dict[str, Any], headline: str
) -> None:
    tell(store, **profile)
    words = text(person.get("/plan/"))
    assert words.startswith(headline)
    assert "A page to bring along" in words
    assert "Your timetable" not in words
    bring = text(person.get("/plan/bring/"))
    assert "What I told the program" in bring
    assert "not told" in bring


def test_what_the_plan_waits_for_is_said_in_words(person: Client, store: PersonStore) -> None:
    tell(store, age_years=31, sex="female", conditions=[], medicines=[{"name": "Euthyrox"}], supplements=[])
    words = text(person.get("/plan/"))
    assert "The plan waits to know:" in words
    assert "whether you are pregnant" in words
    assert "when you take Euthyrox" in words


def test_a_name_that_is_not_known_is_asked_about(person: Client, store: PersonStore) -> None:
    tell(store, age_years=45, medicines=[{"name": "doxicyclin"}, {"name": "zzyzx forte"}])
    words = text(person.get("/plan/"))
    assert "doxicyclin: did you mean doxycycline?" in words
    assert "“zzyzx forte” is not known to us" in words


def test_the_page_to_bring_counts_missing_nights_as_missing(sample: Client) -> None:
    assert "1 night was not recorded." in text(sample.get("/plan/bring/"))


def test_a_newer_calendar_takes_back_what_earlier_answers_gave(person: Client, store: PersonStore) -> None:
    store.keep_profile(document=json.dumps(someone()), made_at=datetime(2026, 11, 1, tzinfo=UTC))
    first = Calendar.from_ical(person.get("/plan/charley.ics").content).events
    store.keep_profile(document=json.dumps(someone(egfr_ml_min=12)), made_at=datetime(2026, 11, 2, tzinfo=UTC))
    second = Calendar.from_ical(person.get("/plan/charley.ics").content).events
    assert {str(event["UID"]) for event in first} == {str(event["UID"]) for event in second}
    assert {str(event.get("STATUS")) for event in first} == {"None"}
    assert {str(event.get("STATUS")) for event in second} == {"CANCELLED"}


def test_while_a_trial_runs_the_calendar_takes_the_plans_times_back(
    person: Client, store: PersonStore, hands: Any
) -> None:
    store.keep_profile(document=json.dumps(someone()), made_at=datetime(2026, 11, 1, tzinfo=UTC))
    person.post("/plan/follow", {"id": "follow-0001", "mg": "200"})
    first = Calendar.from_ical(person.get("/plan/charley.ics").content).events
    sealing = {"period": "28", "pairs": "3", "rate": "7", "seal": "1"}
    trial = person.post("/trials/new/stretching-or-nothing/", sealing)["Location"]
    person.post(f"{trial}change", {"what": "start"})
    assert 'href="/plan/charley.ics"' in person.get("/plan/").content.decode()
    second = Calendar.from_ical(person.get("/plan/charley.ics").content).events
    assert {str(event["UID"]) for event in first} == {str(event["UID"]) for event in second}
    assert {str(event.get("STATUS")) for event in second} == {"CANCELLED"}


def test_what_a_field_and_what_the_profile_finds_wrong_are_told_at_once(person: Client) -> None:
    wrong = {**without(ADULT, "no_medicines"), "age_years": "old", "medicines-0-name": "Euthyrox", "bed": "25:61"}
    page = person.post("/plan/profile/", {**wrong, "medicines-0-times": "7, noon"})
    assert set(page.context["forms"].about.errors) == {"age_years", "bed"}
    assert set(page.context["forms"].medicines[0].errors) == {"times"}


def test_none_and_something_at_once_is_asked_about(person: Client, store: PersonStore) -> None:
    page = person.post("/plan/profile/", {**ADULT, "medicines-0-name": "Euthyrox"})
    assert set(page.context["forms"].about.errors) == {"no_medicines"}
    assert store.profile() is None


def test_more_rows_come_without_a_script_and_keep_what_was_written(person: Client, store: PersonStore) -> None:
    form = {**without(ADULT, "no_medicines"), "medicines-0-name": "Euthyrox", "more": "medicines"}
    page = person.post("/plan/profile/", form)
    assert page.status_code == 200
    assert len(page.context["forms"].medicines) == 5
    assert 'value="Euthyrox"' in page.content.decode()
    assert store.profile() is None


def test_a_tablet_of_one_day_a_week_is_told_as_such(person: Client, store: PersonStore) -> None:
    medicine = {"medicines-0-name": "alendronate", "medicines-0-times": "6:30", "medicines-0-days": ["sun"]}
    person.post("/plan/profile/", {**without(ADULT, "no_medicines"), **medicine})
    assert kept(store)["medicines"] == [{"name": "alendronate", "times": ["06:30"], "days": ["sun"]}]


def test_a_part_of_the_page_that_did_not_arrive_loses_nothing(person: Client, store: PersonStore) -> None:
    tell(store, age_years=45, medicines=[{"name": "Euthyrox"}])
    page = person.post("/plan/profile/", without(ADULT, "medicines-TOTAL_FORMS", "no_medicines"))
    assert page.status_code == 422
    assert kept(store)["medicines"] == [{"name": "Euthyrox"}]


def test_food_comes_before_any_dose_and_the_questions_to_ask_come_along(person: Client, store: PersonStore) -> None:
    tell(store, **someone(medicines=[{"name": "levothyroxine", "times": ["07:00"]}]))
    words = text(person.get("/plan/"))
    assert words.index("Food first") < words.index("Your timetable") < words.index("Questions for your doctor")
    assert "Take care · levothyroxine" in words
    assert "Beside the plan" in words
    assert "Should my thyroid (TSH) be checked?" in words


def test_a_plan_is_begun_by_a_button_and_counts_its_days(person: Client, store: PersonStore, hands: Any) -> None:
    tell(store, **someone(diet_magnesium_mg=100))
    page = person.get("/plan/")
    assert "Start this plan today" in text(page)
    hands.wall = datetime(2026, 11, 14, 9, 0)
    person.post("/plan/follow", {"id": "begin-plan-1", "mg": "200"})
    hands.wall = datetime(2026, 11, 16, 9, 0)
    words = text(person.get("/plan/"))
    assert "Your plan Day 3, begun on 14 November. Today 21:30 200 mg magnesium (glycinate)" in words
    assert "Start this plan today" not in words
    assert "It is too early to tell." in words
    assert "From 28 November at the earliest" in words
    times = Calendar.from_ical(person.get("/plan/charley.ics").content).events
    assert str(times[0]["DTSTART"].dt.date()) == "2026-11-16"
    assert str(times[0]["RRULE"]["COUNT"][0]) == "12"  # 16 to 27 November


def test_only_what_the_plan_leaves_open_can_be_chosen(person: Client, store: PersonStore) -> None:
    tell(store, **someone(diet_magnesium_mg=100))
    for mg in ("300", "1000", "-1", "", "nan"):
        assert person.post("/plan/follow", {"id": "begin-plan-2", "mg": mg}).status_code == 400
    assert len(store.journal()) == 0
    person.post("/plan/follow", {"id": "begin-plan-3", "mg": "200"})
    assert person.post("/plan/follow", {"id": "begin-plan-4", "mg": "300"}).status_code == 400  # too soon to rise
    person.post("/plan/follow", {"id": "begin-plan-5", "mg": "0"})
    assert "Start this plan today" in text(person.get("/plan/"))


def test_a_severe_sign_in_the_diary_stands_alone_on_the_page(person: Client, store: PersonStore, hands: Any) -> None:
    tell(store, **someone())
    person.post("/plan/follow", {"id": "begin-plan-6", "mg": "200"})
    at = Moment(wall=hands.wall)
    sign = SideEffect(id="severe-sign", at=at, sign="trouble_breathing")
    quiet = QuietNight(id="quiet-night", at=at, night=at.night)
    store.append(entries=[sign, quiet], received_at=datetime(2026, 11, 14, 3, tzinfo=UTC))
    words = text(person.get("/plan/"))
    assert words.startswith("Get emergency help now Call 911")
    assert "Do not take any more magnesium" in words


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("7:30", ["07:30"]),
        ("7.30 and 7 pm", ["07:30", "19:00"]),
        ("8am, 12 a.m.; noon", ["08:00", "00:00", "12:00"]),
        ("8", ["8"]),  # morning or evening: asked, not guessed
        ("13 pm", ["13pm"]),
        ("25:61", ["25:61"]),
    ],
)
def test_clock_times_as_people_write_them(written: str, read: list[str]) -> None:
    assert times(written) == read


def test_the_page_to_bring_writes_numbers_as_people_do_and_says_which_days_a_tablet_is_for(
    person: Client, store: PersonStore
) -> None:
    weekly = {"name": "alendronic acid", "dose": "70 mg", "times": ["07:00"], "days": ["mon", "thu"]}
    told = someone(sex="male", age_years=71, egfr_ml_min=62.5, medicines=[weekly])
    store.keep_profile(document=json.dumps(told), made_at=datetime(2026, 11, 1, tzinfo=UTC))
    words = text(person.get("/plan/bring/"))
    assert "Age 71 Sex" in words
    assert "62.5 mL/min" in words
    assert "alendronic acid 70 mg at 07:00 only on Mon, Thu" in words
    assert "Pregnant" not in words


def test_a_plan_that_waits_for_an_answer_leads_to_its_question(person: Client, store: PersonStore) -> None:
    told = someone(supplements=[{"name": "Magnesium citrate"}])
    store.keep_profile(document=json.dumps(told), made_at=datetime(2026, 11, 1, tzinfo=UTC))
    plan = person.get("/plan/").content.decode()
    words = text(person.get("/plan/"))
    assert words.count("Please look for the line that says") == 1
    assert "Not sure what you meant" not in words
    [place] = re.findall(r'href="/plan/profile/#([\w-]+)"', plan)
    assert f'id="{place}"' in person.get("/plan/profile/").content.decode()
