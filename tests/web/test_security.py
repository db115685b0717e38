"""What every answer carries, whoever asks and whatever goes wrong."""

import logging

import pytest
from django.test import Client

from charley.errors import StorageFault
from charley.web.views import tonight
from support.pages import text

PAGES = [
    "/", "/now/", "/history/", "/history/2026-11-13/", "/plan/", "/plan/profile/", "/insight/", "/insight/firm/",
    "/insight/amounts/", "/insight/patterns/", "/more/", "/you/",
]  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_a_page_allows_nothing_but_its_own_files_and_is_kept_by_nobody(sample: Client, address: str) -> None:
    answer = sample.get(address)
    assert answer.status_code == 200
    policy = dict(rule.strip().split(" ", 1) for rule in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["object-src"] == policy["frame-ancestors"] == "'none'"
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    page = answer.content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert " onclick" not in page


@pytest.mark.parametrize("address", ["/tonight/cramp", "/tonight/quiet", "/tonight/dose", "/plan/profile/", "/you/"])
def test_a_form_from_elsewhere_is_refused_kindly(db: None, address: str) -> None:
    answer = Client(enforce_csrf_checks=True).post(address, {})
    assert answer.status_code == 403
    assert "Please send it once more" in text(answer)


def test_another_name_for_this_machine_is_refused(person: Client) -> None:
    assert person.get("/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("address", ["/tonight/cramp", "/tonight/quiet", "/entry/some-entry/withdraw"])
def test_looking_never_changes_anything(person: Client, address: str) -> None:
    assert person.get(address).status_code == 405


def test_a_full_disk_is_a_sentence_and_no_traceback(person: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_named: object) -> None:
        raise StorageFault("The disk is full. What was kept before is safe; this was not kept.")

    monkeypatch.setattr(tonight, "keep", full)
    answer = person.post("/tonight/cramp", {"id": "never-kept"})
    assert answer.status_code == 503
    assert "The disk is full." in text(answer)


def test_a_mistake_of_ours_is_said_and_logged_without_values(
    person: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: object, **_named: object) -> None:
        raise ValueError("left calf, pain 7")

    monkeypatch.setattr(tonight, "keep", broken)
    monkeypatch.setattr(logging.getLogger("charley.web"), "propagate", True)
    answer = person.post("/tonight/cramp", {"id": "never-kept"})
    assert answer.status_code == 500
    assert "this is a mistake in Charley" in text(answer)
    assert "ValueError" in caplog.text
    assert "calf" not in caplog.text + text(answer)


def test_a_page_that_is_not_there_says_so(person: Client) -> None:
    answer = person.get("/nowhere/")
    assert answer.status_code == 404
    assert "There is nothing at this address" in text(answer)
