"""What machines ask for."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from charley.errors import StorageFault
from charley.web import keeping
from charley.web.views import tonight
from charley.web.views.system import OFFLINE_PAGES
from support.pages import text


def test_health_answers_when_the_database_does(person: Client) -> None:
    assert person.get("/healthz").status_code == 200


def test_the_service_worker_may_reach_every_page_and_is_asked_for_anew(person: Client) -> None:
    answer = person.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert '["/", "/now/", "/check-in/morning/", "/check-in/evening/"' in answer.content.decode()
    assert {name for name, *_ in OFFLINE_PAGES} >= {"today", "routines", "symptoms", "line", "log_dose", "waiting"}


def test_every_page_that_is_kept_is_offered_by_name_where_another_one_is_not(person: Client) -> None:
    page = person.get("/offline/").content.decode()
    for name, *args in OFFLINE_PAGES:
        assert f'<p data-if-kept hidden><a class="button quietly" href="{reverse(name, args=args)}">' in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_that_was_only_read_is_not_said_to_be_kept(
    person: Client, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    def fails(*_args: object, **_named: object) -> None:
        raise StorageFault("The diary's file is not there.")

    monkeypatch.setattr(tonight, "own_store", fails)
    monkeypatch.setattr(keeping, "own_store", fails)
    page = person.get("/") if method == "get" else person.post("/tonight/cramp", {"id": "cramp-0001"})
    assert page.status_code == 503
    said = {"get": "This page cannot be shown just now", "post": "This could not be kept just now"}
    assert said[method] in text(page)
    assert said["post" if method == "get" else "get"] not in text(page)


def test_without_cookies_a_phone_is_told_why_nothing_can_be_sent() -> None:
    answer = Client(enforce_csrf_checks=True).post("/api/entries", {"entries": []}, content_type="application/json")
    assert answer.status_code == 403
    assert "cookies are switched off" in answer.json()["error"]["problems"][0]["message"]


def test_the_manifest_names_an_icon_that_is_there(person: Client) -> None:
    manifest = json.loads(person.get("/manifest.webmanifest").content)
    assert manifest["display"] == "standalone"
    assert manifest["icons"][0]["src"].endswith("mark.svg")
