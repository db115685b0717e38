"""The door for entries that waited on a phone."""

from typing import Any

import pytest
from django.test import Client

from charley.db.repository import PersonStore

AT = {"wall": "2026-11-14T03:10:00", "offset_min": 60, "zone": "Europe/Berlin"}


def send(person: Client, *entries: Any) -> Any:
    return person.post("/api/entries", {"entries": list(entries)}, content_type="application/json")


def cramp(name: str, **more: Any) -> dict[str, Any]:
    return {"kind": "cramp", "id": name, "at": AT, **more}


def test_a_batch_sent_twice_is_kept_once(person: Client, store: PersonStore) -> None:
    batch = [cramp("phone-one"), cramp("phone-two", pain=6)]
    first, second = send(person, *batch).json(), send(person, *batch).json()
    assert [a["outcome"] for a in first["answers"]] == ["kept", "kept"]
    assert [a["outcome"] for a in second["answers"]] == ["already", "already"]
    assert len(store.journal()) == 2


def test_a_bad_entry_is_answered_by_itself_and_the_good_ones_go_on(person: Client, store: PersonStore) -> None:
    answers = send(person, cramp("phone-one"), cramp("phone-bad", pain=11, side="up"), cramp("phone-two")).json()[
        "answers"
    ]
    assert [a["outcome"] for a in answers] == ["kept", "refused", "kept"]
    assert {p["field"] for p in answers[1]["problems"]} == {"pain", "side"}
    assert len(store.journal()) == 2


@pytest.mark.parametrize(
    "body", ["", "nonsense", "[]", '{"entries": 5}', '{"entries": [1], "entries": [2]}', "\x00\xff"]
)
def test_a_body_that_is_no_batch_is_named(person: Client, store: PersonStore, body: str) -> None:
    answer = person.post("/api/entries", body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]
    assert not len(store.journal())


def test_another_site_cannot_send_entries(db: None) -> None:
    stranger = Client(enforce_csrf_checks=True)
    answer = stranger.post("/api/entries", {"entries": [cramp("foreign-one")]}, content_type="application/json")
    assert answer.status_code == 403
