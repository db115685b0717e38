"""Two people at one machine: neither sees, changes or is mixed up with the other, on any page and through any door."""

import io
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from charley.db import people as kept
from charley.db.models import Person, TrialRow
from charley.db.repository import PersonStore, store_for
from charley.diary.records import CrampEpisode, Note, QuietNight
from charley.errors import BadInput
from charley.services import looking_ahead
from charley.web.door import IDLE, OPEN_COOKIE, PERSON_COOKIE
from support.diary import at, new_id
from support.pages import text

#: A word that stands in the other's diary, profile and trial, and nowhere else.
MARKER = "Zwiebelkuchenrezept"
WORDS = "three quiet nights"
MADE = datetime(2026, 11, 13, tzinfo=UTC)
SEAL = "a" * 64


@pytest.fixture
def other(person: Client, store: PersonStore) -> Person:
    """A second person with a diary; the first one, whose browser it is, has one cramp."""
    store.append(entries=[CrampEpisode(id="mine-cramp", at=at("2026-11-13 01:00"))], received_at=MADE)
    second = kept.add_person("Ida", made_at=MADE)
    own = store_for(second)
    own.append(
        entries=[
            CrampEpisode(id="other-cramp", at=at("2026-11-13 02:14"), pain=9, note=MARKER),
            Note(id="other-note", at=at("2026-11-13 09:00"), text=MARKER),
            QuietNight(id="other-quiet", at=at("2026-11-13 07:00"), night=at("2026-11-12 23:00").wall.date()),
        ],
        received_at=MADE,
    )
    own.keep_profile(document=f'{{"age_years": 71, "goal": "{MARKER}", "conditions": ["{MARKER}"]}}', made_at=MADE)
    person.cookies[PERSON_COOKIE] = "me"
    return second


@pytest.fixture
def locked(other: Person) -> Person:
    kept.lock(other, WORDS)
    return other


def everything(person: Person) -> tuple[Any, ...]:
    store = store_for(person)
    return store.rows(), store.profiles(), list(TrialRow.objects.filter(person=person).values_list("digest"))


def addresses(person: Person) -> Iterator[str]:
    """Every address of the app, filled with what belongs to the other person."""
    fill = {
        "entry_id": "other-cramp", "night": "2026-11-12", "day": "2026-11-12", "key": person.key, "name": SEAL,
        "kind": "profile", "part": "morning", "slug": "age", "question": "cramps", "protocol": "x", "food_id": "x",
        "secret": "x" * 43,
    }  # fmt: skip
    for name in {key for key in get_resolver().reverse_dict if isinstance(key, str)}:
        for possibility in get_resolver().reverse_dict.getlist(name):
            for form, arguments in possibility[0]:
                unknown = [each for each in arguments if each not in fill]
                assert not unknown, f"fill in {unknown} of {name} here, with what the other person has"
                yield "/" + form % {each: fill[each] for each in arguments}


def said(answer: Any) -> bytes:
    """What an answer holds, files unpacked."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return b"".join(packed.read(name) for name in packed.namelist())
    return bytes(body)


def test_the_marker_is_seen_where_it_may_be(person: Client, other: Person) -> None:
    """Else the walks below could not fail."""
    person.cookies[PERSON_COOKIE] = other.key
    for address in ("/entry/other-cramp/", "/history/2026-11-12/", "/plan/profile/", "/data/charley-export.zip"):
        assert MARKER.encode() in said(person.get(address)), address


def test_no_page_shows_one_person_what_belongs_to_the_other(person: Client, other: Person) -> None:
    walked = 0
    for address in addresses(other):
        if address == "/data/charley-backup.sqlite3":
            continue  # everybody's by its nature; the next test looks at it
        answer = person.get(address)
        assert MARKER.encode() not in said(answer), address
        walked += answer.status_code == 200
    assert walked > 25


def test_no_form_of_one_person_changes_what_belongs_to_the_other(person: Client, other: Person) -> None:
    before = everything(other)
    form = {"id": "other-cramp", "pain": "1", "of": "other-cramp", "word": "no", "night": "2026-11-12", "mg": "100"}
    for address in addresses(other):
        if address != "/people/open":
            person.post(address, form)
    assert everything(other) == before


def test_a_locked_diary_is_shut_on_every_page_and_door(person: Client, locked: Person) -> None:
    person.cookies[PERSON_COOKIE] = locked.key
    before = everything(locked)
    shut = 0
    for address in addresses(locked):
        for answer in (person.get(address), person.post(address, {"id": "other-cramp", "pain": "1"})):
            assert MARKER.encode() not in said(answer), address
            shut += answer.status_code == 302 and answer["Location"].endswith(f"/people/{locked.key}/passphrase/")
    assert shut > 50
    assert everything(locked) == before


@pytest.mark.parametrize("address", ["/data/charley-backup.sqlite3", "/data/erase/"])
def test_what_holds_everybody_is_not_given_out_nor_taken_away_while_somebody_is_locked(
    person: Client, locked: Person, address: str
) -> None:
    for answer in (person.get(address), person.post(address, {"word": "erase"})):
        assert answer.status_code in (403, 405)
    assert "Ida" in text(person.get(address))
    assert len(kept.everybody()) == 2


def test_the_passphrase_opens_it_here_and_nowhere_else(person: Client, locked: Person) -> None:
    address = f"/people/{locked.key}/passphrase/"
    refused = person.post(address, {"passphrase": "something else"})
    assert refused.status_code == 422
    assert "not the passphrase" in text(refused)
    assert OPEN_COOKIE not in person.cookies
    assert person.post(address, {"passphrase": WORDS})["Location"] == "/"
    assert "Ida" in person.get("/").content.decode()
    elsewhere = Client()
    elsewhere.cookies[PERSON_COOKIE] = locked.key
    assert elsewhere.get("/").status_code == 302


def test_the_cookie_of_an_opened_lock_is_out_of_reach_of_scripts_and_ends_with_the_browser(
    person: Client, locked: Person
) -> None:
    answer = person.post(f"/people/{locked.key}/passphrase/", {"passphrase": WORDS}, secure=True)
    cookie = answer.cookies[OPEN_COOKIE]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""
    assert WORDS not in cookie.value


def test_a_locked_diary_closes_by_itself_and_its_page_leaves_the_screen(
    person: Client, locked: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    person.post(f"/people/{locked.key}/passphrase/", {"passphrase": WORDS})
    page = person.get("/history/")
    assert page["Refresh"] == f"{int(IDLE.total_seconds())}; url=/people/?idle=1"
    assert page["Cache-Control"] == "no-store, private"
    assert "X-Charley-Locked" in page
    began = time.time()
    monkeypatch.setattr(time, "time", lambda: began + IDLE.total_seconds() - 60)
    assert person.get("/history/").status_code == 200  # and the while begins anew
    monkeypatch.setattr(time, "time", lambda: began + 2 * IDLE.total_seconds() - 120)
    assert person.get("/people/?idle=1").status_code == 200  # looking at the list does not count as a page
    assert person.get("/history/").status_code == 200
    monkeypatch.setattr(time, "time", lambda: began + 4 * IDLE.total_seconds())
    assert person.get("/history/").status_code == 302


def test_locking_now_closes_it_on_every_device(person: Client, locked: Person) -> None:
    other_device = Client()
    for device in (person, other_device):
        device.post(f"/people/{locked.key}/passphrase/", {"passphrase": WORDS})
        assert device.get("/").status_code == 200
    person.post("/people/close")
    assert person.get("/").status_code == 302
    assert other_device.get("/").status_code == 302


def test_changing_over_closes_the_lock_that_was_open(person: Client, locked: Person) -> None:
    person.post(f"/people/{locked.key}/passphrase/", {"passphrase": WORDS})
    assert person.cookies[OPEN_COOKIE].value
    person.post("/people/open", {"key": "me"})
    assert person.cookies[OPEN_COOKIE].value == ""
    assert person.post("/people/open", {"key": locked.key})["Location"].endswith("/passphrase/")


def test_a_new_passphrase_closes_what_the_old_one_opened_and_needs_the_old_one(person: Client, locked: Person) -> None:
    person.post(f"/people/{locked.key}/passphrase/", {"passphrase": WORDS})
    opened = person.cookies[OPEN_COOKIE].value
    change = {"wish": "lock", "passphrase": "other long words", "again": "other long words"}
    assert person.post("/people/mine/", change | {"now": "wrong"}).status_code == 422
    assert person.post("/people/mine/", change | {"now": WORDS}).status_code == 302
    assert person.get("/").status_code == 200
    elsewhere = Client()
    elsewhere.cookies[PERSON_COOKIE], elsewhere.cookies[OPEN_COOKIE] = locked.key, opened
    assert elsewhere.get("/").status_code == 302


def test_two_that_are_not_the_same_lock_nothing(person: Client, other: Person) -> None:
    answer = person.post("/people/mine/", {"wish": "lock", "passphrase": WORDS, "again": WORDS + "x"})
    assert answer.status_code == 422
    assert "not the same" in text(answer)
    assert not any(each.is_locked for each in kept.everybody())


def test_the_name_stands_on_every_page_as_soon_as_there_are_two(person: Client, store: PersonStore) -> None:
    assert 'class="whose"' not in person.get("/").content.decode()
    person.post("/people/add", {"name": "Ida"})
    for address in ("/", "/history/", "/plan/", "/insight/", "/more/", "/report/", "/food/"):
        page = person.get(address).content.decode()
        assert 'class="whose"' in page, address
        assert "<strong>Ida</strong>" in page, address


def test_a_browser_that_has_not_chosen_is_asked_who_it_is(person: Client, other: Person) -> None:
    new = Client()
    assert new.get("/")["Location"] == "/people/"
    assert "Ida" in text(new.get("/people/"))
    new.post("/people/open", {"key": other.key})
    assert new.get("/").status_code == 200


def test_a_form_from_before_the_change_over_goes_to_nobody(other: Person) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies[PERSON_COOKIE] = "me"
    browser.get("/people/")
    before = browser.cookies["csrftoken"].value
    form = {"csrfmiddlewaretoken": before}
    assert browser.post("/tonight/cramp", form).status_code == 302
    assert browser.post("/people/open", form | {"key": other.key}).status_code == 302
    entries = store_for(other).count()
    late = browser.post("/tonight/cramp", form)  # the page still shows the first person
    assert late.status_code == 403
    assert "Please send it once more" in text(late)
    assert store_for(other).count() == entries


def test_what_was_said_to_one_is_not_shown_to_the_other(person: Client, other: Person) -> None:
    person.post("/tonight/quiet", {"id": new_id(), "night": "2026-11-13"})  # leaves a sentence for the next page
    person.post("/people/open", {"key": other.key})
    assert "Noted as quiet" not in text(person.get("/"))


def waiting(name: str) -> dict[str, Any]:
    moment = {"wall": "2026-11-14T03:10:00", "offset_min": 60, "zone": "Europe/Berlin"}
    return {"kind": "cramp", "id": name, "at": moment}


def send(browser: Client, *names: str, **person: str) -> Any:
    body = {**person, "entries": [waiting(name) for name in names]}
    return browser.post("/api/entries", body, content_type="application/json")


def test_what_waited_on_a_phone_goes_to_whom_it_names_whoever_is_looked_at(
    person: Client, other: Person, store: PersonStore
) -> None:
    assert send(person, "for-the-other", person=other.key).status_code == 200
    assert send(person, "for-me-myself", person="me").status_code == 200
    assert send(person, "from-long-ago").status_code == 200  # kept by a phone before there were two
    assert store_for(other).find("for-the-other") is not None
    assert store.find("for-the-other") is None
    assert [store.find(name) is not None for name in ("for-me-myself", "from-long-ago")] == [True, True]


def test_what_waits_for_a_locked_diary_goes_on_waiting_until_it_is_opened(person: Client, locked: Person) -> None:
    refused = send(person, "in-the-night", person=locked.key)
    assert refused.status_code == 423
    assert "when it is opened" in refused.json()["error"]["message"]
    assert store_for(locked).find("in-the-night") is None
    person.post(f"/people/{locked.key}/passphrase/", {"passphrase": WORDS})
    assert send(person, "in-the-night", person=locked.key).status_code == 200
    assert store_for(locked).find("in-the-night") is not None


@pytest.mark.parametrize("key", ["nobody-here", "sample", "", 5])
def test_what_waits_for_nobody_here_is_named_and_kept_by_nobody(person: Client, other: Person, key: Any) -> None:
    before = everything(other)
    assert send(person, "for-nobody", person=key).status_code == 404
    assert everything(other) == before


def test_a_passphrase_that_is_tried_out_has_to_wait(person: Client, locked: Person) -> None:
    address = f"/people/{locked.key}/passphrase/"
    for _ in range(kept.FREE_TRIES):
        person.post(address, {"passphrase": "wrong words"})
    answer = person.post(address, {"passphrase": WORDS})
    assert answer.status_code == 422
    assert "please wait" in text(answer)


def test_a_phone_keeps_no_page_that_is_about_nobody_in_particular(person: Client, locked: Person) -> None:
    script = person.get("/sw.js").content.decode()
    assert "/offline/" in script
    person.cookies[PERSON_COOKIE] = locked.key
    help_page = person.get("/offline/")
    assert help_page.status_code == 200
    assert "Straighten the knee" in text(help_page)
    assert "data-person" not in help_page.content.decode()


def test_what_a_trial_could_tell_is_shown_to_whom_asked_alone(
    person: Client, other: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def designs(**_asked: object) -> looking_ahead.Work:
        def work(*_given: object) -> Any:
            raise BadInput([("weeks", "too few")])

        return work

    monkeypatch.setattr(looking_ahead, "workers", lambda _line: ThreadPoolExecutor(1))
    monkeypatch.setattr(looking_ahead, "designs", designs)
    address = person.post("/trials/power/", {"rate": "7", "weeks": "8"}).headers["Location"]
    assert person.get(address).status_code == 200
    person.cookies[PERSON_COOKIE] = other.key
    assert person.get(address).status_code == 404
    assert person.post(f"{address}stop").status_code == 404


def test_a_page_fetched_in_the_background_renews_no_cookie(person: Client, locked: Person) -> None:
    """It may arrive after the browser went over to somebody else, and would bring back what was left behind."""
    person.post(f"/people/{locked.key}/passphrase/", {"passphrase": WORDS})
    page = person.get("/plan/profile/", headers={"sec-fetch-mode": "navigate"})
    assert {"csrftoken", OPEN_COOKIE} <= set(page.cookies)
    late = person.get("/plan/profile/", headers={"sec-fetch-mode": "cors"})
    assert late.status_code == 200
    assert not {"csrftoken", OPEN_COOKIE} & set(late.cookies)


def test_a_script_that_has_no_token_yet_still_gets_one(person: Client) -> None:
    assert "csrftoken" in person.get("/people/", headers={"sec-fetch-mode": "cors"}).cookies
