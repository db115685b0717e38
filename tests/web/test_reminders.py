"""The page of reminders: off until turned on, and no address is taken from it but a browser's own."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from charley.db import reminding
from charley.db.models import Person
from charley.db.push_key import public_key
from charley.db.repository import local_person
from charley.services import web_push
from support.pages import text
from support.push_service import PushedTo


@pytest.fixture
def me(person: Client) -> Person:
    return local_person(made_at=datetime(2026, 11, 13, tzinfo=UTC))


def test_they_are_off_until_turned_on(person: Client, me: Person) -> None:
    assert "off until you turn them on" in text(person.get("/you/"))
    assert reminding.wish_of(me) is None
    person.post("/you/reminders/", {"on": "yes", "words": "plain"})
    kept = reminding.wish_of(me)
    assert kept is not None
    assert not kept.says_what


def test_the_words_are_a_choice_and_an_address_stays(person: Client, me: Person) -> None:
    reminding.wish(me, address="ntfy://example/topic-of-mine")
    person.post("/you/reminders/", {"on": "yes", "words": "dose", "address": "json://10.0.0.1/"})
    kept = reminding.wish_of(me)
    assert kept is not None
    assert (kept.says_what, kept.address) == (True, "ntfy://example/topic-of-mine")
    assert "topic-of-mine" not in person.get("/you/reminders/").content.decode()


def test_turning_them_off_forgets_the_address(person: Client, me: Person) -> None:
    reminding.wish(me, address="ntfy://example/topic-of-mine")
    person.post("/you/reminders/", {"on": "no", "words": "plain"})
    assert reminding.wish_of(me) is None


def test_the_made_up_person_is_not_reminded(person: Client, me: Person) -> None:
    person.post("/start/sample", {"look": "sample"})
    assert person.post("/you/reminders/", {"on": "yes"}).status_code == 404


BROWSER = PushedTo("a-browser-of-mine")


def told(person: Client, method: str, body: Any) -> Any:
    return person.generic(method, "/you/reminders/browser", json.dumps(body), content_type="application/json")


def kept_of(person: Person) -> list[str]:
    wished = reminding.wish_of(person)
    return [browser.endpoint for _, browser in reminding.browsers(wished)] if wished else []


def test_a_browser_is_kept_and_forgotten_and_its_address_shown_nowhere(person: Client, me: Person) -> None:
    assert told(person, "POST", BROWSER.told).status_code == 200
    assert kept_of(me) == [BROWSER.endpoint]
    page = person.get("/you/reminders/").content.decode()
    assert hashlib.sha256(BROWSER.endpoint.encode()).hexdigest() in page
    for secret in BROWSER.told.values():
        assert secret not in page
    assert told(person, "DELETE", {"endpoint": BROWSER.endpoint}).json() == {"shared": False}
    assert kept_of(me) == []


def test_turning_reminders_off_forgets_the_browsers(person: Client, me: Person) -> None:
    told(person, "POST", BROWSER.told)
    assert "1 browser is reminded" in text(person.get("/you/reminders/"))
    person.post("/you/reminders/", {"on": "no", "words": "plain"})
    assert kept_of(me) == []


def test_a_browser_that_cannot_be_used_is_refused_with_all_that_is_wrong(person: Client, me: Person) -> None:
    answer = told(person, "POST", {"endpoint": "https://10.0.0.1/", "p256dh": "x", "auth": "y"})
    assert answer.status_code == 400
    assert set(answer.json()["error"]["fields"]) == {"endpoint", "p256dh", "auth"}
    assert reminding.wish_of(me) is None


@pytest.mark.parametrize("endpoint", ["", "text", "\ud800", "\x00", "é" * 2000])
def test_to_forget_what_was_never_a_browser_changes_nothing(person: Client, me: Person, endpoint: str) -> None:
    told(person, "POST", BROWSER.told)
    assert told(person, "DELETE", {"endpoint": endpoint}).json() == {"shared": False}
    assert kept_of(me) == [BROWSER.endpoint]


@pytest.mark.parametrize("body", [None, [], {}, {"endpoint": 5}, "text"])
def test_nonsense_is_refused(person: Client, me: Person, body: Any) -> None:
    for method in ("POST", "DELETE"):
        assert told(person, method, body).status_code == 400


def test_the_key_is_made_when_somebody_turns_it_on_and_its_private_half_stays(
    person: Client, me: Person, tmp_path: Path, settings: Any
) -> None:
    settings.DATA = tmp_path
    person.get("/you/reminders/")
    assert not (tmp_path / "push.key").exists()
    given = person.post("/you/reminders/key").json()
    assert given == {"key": public_key(tmp_path)}
    assert person.get("/you/reminders/key").status_code == 405


def test_a_page_from_elsewhere_cannot_turn_a_browser_on(me: Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert told(strict, "POST", BROWSER.told).status_code == 403
    assert strict.post("/you/reminders/key").status_code == 403
    assert kept_of(me) == []


def test_nobody_is_reminded_in_a_browser_as_the_made_up_person(person: Client, me: Person) -> None:
    person.post("/start/sample", {"look": "sample"})
    assert "The made-up person is not reminded." in text(person.get("/you/reminders/"))
    assert told(person, "POST", BROWSER.told).status_code == 404
    assert person.post("/you/reminders/key").status_code == 404


def test_without_the_packages_the_page_says_what_is_missing(
    person: Client, me: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_push, "is_installed", lambda: False)
    page = person.get("/you/reminders/")
    assert "two packages that are not installed" in text(page)
    assert "push.js" not in page.content.decode()
    assert told(person, "POST", BROWSER.told).status_code == 404
