"""What machines ask for."""

import json

from django.test import Client

from charley.web.views.system import OFFLINE_PAGES


def test_health_answers_when_the_database_does(person: Client) -> None:
    assert person.get("/healthz").status_code == 200


def test_the_service_worker_may_reach_every_page_and_is_asked_for_anew(person: Client) -> None:
    answer = person.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert '["/", "/now/", "/check-in/morning/", "/check-in/evening/"' in answer.content.decode()
    assert len(OFFLINE_PAGES) == 4


def test_the_manifest_names_an_icon_that_is_there(person: Client) -> None:
    manifest = json.loads(person.get("/manifest.webmanifest").content)
    assert manifest["display"] == "standalone"
    assert manifest["icons"][0]["src"].endswith("mark.svg")
