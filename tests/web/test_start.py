"""The first ten minutes: look around, answer or skip eight questions, and end with a plan or with whom to see first."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from playwright.sync_api import expect

from charley.db.repository import PersonStore
from charley.web.views.profile import QUESTIONS
from support.pages import ids, text
from support.phone import Phone
from support.serving import Served

ROWS = {"TOTAL_FORMS": "2", "INITIAL_FORMS": "0"}
ANSWERS = {
    "symptoms": {"symptoms": "painful calf cramps in bed"},
    "age": {"age_years": "45"},
    "sex": {"sex": "male"},
    "kidneys": {"egfr_ml_min": "95"},
    "illnesses": {"no_conditions": "on"},
    "medicines": {"no_medicines": "on", **{f"medicines-{name}": value for name, value in ROWS.items()}},
    "supplements": {"no_supplements": "on", **{f"supplements-{name}": value for name, value in ROWS.items()}},
    "day": {"setting": "EU", "wake": "07:00", "bed": "22:30", "meals": "07:30, 12:30, 19:00"},
}


def kept(store: PersonStore) -> dict[str, object]:
    document = store.profile()
    return {} if document is None else json.loads(document)


def test_a_stranger_is_shown_the_door_and_the_disclaimer_once(person: Client, store: PersonStore) -> None:
    assert "New here?" in text(person.get("/"))
    words = text(person.get("/start/"))
    assert words.index("I have a cramp right now") < words.index("Start mine") < words.index("Look around first")
    assert "information, not medical advice" in words
    person.post("/tonight/cramp", {"id": "first-cramp"})
    assert "New here?" not in text(person.get("/"))


def test_the_first_page_of_the_first_run_says_that_this_is_no_medical_advice(person: Client) -> None:
    assert "information, not medical advice" in text(person.get("/"))
    person.post("/tonight/cramp", {"id": "first-cramp"})
    assert "information, not medical advice" not in text(person.get("/"))  # said once, and on every report


@pytest.mark.parametrize("address", ["/report/", "/report/medicines/", "/report/plan/"])
def test_every_report_says_that_this_is_no_medical_advice(sample: Client, address: str) -> None:
    assert "Charley gives information, not medical advice." in text(sample.get(address))


def test_eight_answers_one_a_screen_lead_to_a_plan(person: Client, store: PersonStore) -> None:
    address = "/start/symptoms/"
    for number, question in enumerate(QUESTIONS, start=1):
        page = person.get(address)
        words = text(page)
        assert words.startswith(f"Question {number} of {len(QUESTIONS)} {question.title} {question.why}")
        assert "Skip, I do not know" in words
        address = person.post(address, ANSWERS[question.slug])["Location"]
    assert address == "/plan/"
    assert "A careful plan you may start" in text(person.get(address))
    assert kept(store)["medicines"] == []
    assert kept(store)["schedule"] == {"wake": "07:00", "bed": "22:30", "meals": ["07:30", "12:30", "19:00"]}


def test_whatever_is_skipped_stays_unknown_and_leads_to_someone_first(person: Client, store: PersonStore) -> None:
    person.post("/start/age/", {"age_years": "71"})
    assert kept(store) == {"age_years": 71}
    assert text(person.get("/plan/")).startswith("See someone first")


def test_a_question_changes_its_own_answer_alone(person: Client, store: PersonStore) -> None:
    told = {"age_years": 60, "medicines": [{"name": "Euthyrox"}], "schedule": {"wake": "06:00"}, "goal": "sleep"}
    store.keep_profile(document=json.dumps(told), made_at=datetime(2026, 11, 1, tzinfo=UTC))
    person.post("/start/age/", {"age_years": "61"})
    assert kept(store) == told | {"age_years": 61}


@pytest.mark.parametrize("symptom", ["sudden chest pain", "one swollen warm calf"])
def test_a_sign_that_must_not_wait_ends_the_questions(person: Client, symptom: str) -> None:
    answer = person.post("/start/symptoms/", {"symptoms": symptom})
    assert answer["Location"] == "/plan/"


def test_a_wrong_answer_stays_on_its_screen_with_what_was_typed(person: Client, store: PersonStore) -> None:
    page = person.post("/start/age/", {"age_years": "171"})
    assert page.status_code == 422
    assert 'value="171"' in page.content.decode()
    assert store.profile() is None


def test_there_is_no_ninth_question(person: Client) -> None:
    assert person.get("/start/shoe-size/").status_code == 404


def test_looking_around_shows_a_made_up_person_and_leaves_nothing_behind(person: Client, store: PersonStore) -> None:
    person.post("/tonight/cramp", {"id": "my-own-cramp"})
    page = person.post("/start/sample", {"look": "sample"}, follow=True)
    assert "You are looking at a made-up person" in page.content.decode()
    assert "nights recorded" in text(page)
    person.post("/tonight/cramp", {"id": ids(person.get("/"))[0]})
    assert [entry.id for entry in store.journal()] == ["my-own-cramp"]
    page = person.post("/start/sample", {"look": "mine"}, follow=True)
    assert "made-up person and diary" not in page.content.decode()
    assert "1 cramp noted" in text(person.get("/"))


def test_what_a_phone_had_stored_goes_to_its_owner_and_never_to_the_sample(person: Client, store: PersonStore) -> None:
    person.post("/start/sample", {"look": "sample"})
    entry = {"kind": "cramp", "id": "from-the-phone", "at": {"wall": "2026-11-14T03:00:00"}}
    person.post("/api/entries", json.dumps({"entries": [entry]}), content_type="application/json")
    assert [each.id for each in store.journal()] == ["from-the-phone"]


def test_the_phone_keeps_no_page_of_the_sample_for_the_night(person: Client) -> None:
    assert "X-Charley-Sample" not in person.get("/")
    person.post("/start/sample", {"look": "sample"})
    assert "X-Charley-Sample" in person.get("/")


def test_nobody_above_childbearing_age_is_asked_of_pregnancy(person: Client) -> None:
    assert "Pregnant?" in text(person.get("/start/sex/"))
    person.post("/start/age/", {"age_years": "71"})
    assert "Pregnant?" not in text(person.get("/start/sex/"))


@pytest.mark.parametrize("slug", ["medicines", "supplements"])
def test_the_return_key_in_a_row_goes_on_and_asks_for_no_more_rows(person: Client, slug: str) -> None:
    first = re.search("<button[^>]*>", person.get(f"/start/{slug}/").content.decode().split("<form", 1)[1])
    assert first is not None  # what a browser presses for the return key is the form's first button
    assert 'name="more"' not in first[0]


def test_numbers_come_back_as_they_were_written(person: Client) -> None:
    person.post("/start/age/", {"age_years": "71"})
    assert 'value="71"' in person.get("/plan/profile/").content.decode()
    person.post("/start/age/", {"age_years": "0.5"})
    assert 'value="0.5"' in person.get("/plan/profile/").content.decode()


def test_a_question_is_asked_once_on_its_page(person: Client) -> None:
    page = person.get("/start/symptoms/").content.decode()
    assert re.search(r'<label for="id_symptoms" class="visually-hidden">What do you feel\?</label>', page)


@pytest.mark.browser
def test_after_more_rows_the_next_page_begins_at_its_head_and_faults_are_seen(app: Served, phone: Phone) -> None:
    """The button leaves its place in the address; it must not be taken along to the next page, or past a fault."""
    page = phone.page
    page.goto(f"{app.address}/start/medicines/")
    page.get_by_role("button", name="More rows").tap()
    page.wait_for_url("**#medicines-more")
    page.get_by_label("Name").first.fill("omeprazole")
    page.get_by_label("Taken at").first.fill("before breakfast")
    page.get_by_role("button", name="Go on").last.tap()
    expect(page.get_by_role("alert")).to_be_in_viewport()
    page.get_by_label("Taken at").first.fill("6:45")
    page.get_by_role("button", name="Go on").last.tap()
    expect(page.get_by_role("heading", name="Any supplements, antacids or laxatives?")).to_be_in_viewport()
    assert "#" not in page.url
