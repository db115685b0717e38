"""The door for entries that waited on a phone."""

from typing import Any

import pytest
from django.test import Client

from charley.db.repository import PersonStore
from charley.diary.records import DoseTaken, Symptom

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


def filled(kind: str, at: str, **fields: list[str]) -> dict[str, Any]:
    """A form that waited on a phone."""
    return {"kind": kind, "id": f"phone-{kind}", "at": {**AT, "wall": at}, "fields": fields}


TWITCH = filled("symptom_form", "2026-11-13T22:00:20", what=["twitch"], when=["2026-11-13T21:15"])
DOSE = filled("dose_form", "2026-11-13T22:01:30", elemental_mg=["100"], when=["2026-11-13T22:01"])


def test_forms_of_one_entry_that_waited_become_that_entry_once(person: Client, store: PersonStore) -> None:
    assert [a["outcome"] for a in send(person, TWITCH, DOSE).json()["answers"]] == ["kept", "kept"]
    assert [a["outcome"] for a in send(person, TWITCH, DOSE).json()["answers"]] == ["already", "already"]
    [symptom] = store.journal().of(Symptom)
    [taken] = store.journal().of(DoseTaken)
    assert (symptom.what, symptom.at.wall.isoformat(), symptom.is_late) == ("twitch", "2026-11-13T21:15:00", False)
    assert (taken.elemental_mg, taken.at.wall.isoformat()) == (100, "2026-11-13T22:01:30")


def test_in_the_hour_that_happens_twice_a_waiting_form_means_the_time_of_its_tap(person, store: PersonStore) -> None:
    form = filled("dose_form", "2026-10-25T02:30:10", elemental_mg=["100"], when=["2026-10-25T02:30"])
    assert send(person, form).json()["answers"][0]["outcome"] == "kept"
    assert store.journal().of(DoseTaken)[0].at.text() == "2026-10-25T02:30:10+01:00[Europe/Berlin]"


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (TWITCH | {"fields": {"when": ["2026-11-13T21:15"]}}, "what"),
        (DOSE | {"fields": {"when": ["2026-11-13T21:15"], "elemental_mg": ["lots"]}}, "elemental_mg"),
        (DOSE | {"fields": {"elemental_mg": ["100"]}}, "when"),
        (DOSE | {"at": {**AT, "wall": "2026-11-20T22:00:00"}}, "at"),
        (DOSE | {"at": None}, "at"),
        (DOSE | {"fields": 4}, "fields"),
    ],
)
def test_a_form_that_cannot_be_taken_names_its_field(person, store, form: dict[str, Any], field: str) -> None:
    [answer] = send(person, form).json()["answers"]
    assert answer["outcome"] == "refused"
    assert [problem["field"] for problem in answer["problems"]] == [field]
    assert not len(store.journal())


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("2026-11-14T03:10:00", None),
        ("2026-11-14T03:18:00", None),
        ("2026-11-13T03:10:00", "Clock of this device: 13 Nov, 03:10. Charley’s: 14 Nov, 03:10."),
        ("2026-11-15T04:00:00", "Clock of this device: 15 Nov, 04:00. Charley’s: 14 Nov, 03:10."),
    ],
)
def test_a_phone_is_told_when_its_clock_is_wrong(person: Client, sent: str, said: str | None) -> None:
    body = {"sent": {**AT, "wall": sent}, "entries": []}
    clock = person.post("/api/entries", body, content_type="application/json").json()["clock"]
    assert clock == (said and f"{said} One is wrong, and times noted here may be too.")


@pytest.mark.parametrize("sent", [None, 4, {}, {"wall": "soon"}, {"wall": "2020-01-01T00:00:00"}])
def test_a_clock_that_is_not_told_is_not_judged(person: Client, sent: object) -> None:
    body = {"sent": sent, "entries": []}
    assert person.post("/api/entries", body, content_type="application/json").json()["clock"] is None


def test_another_site_cannot_send_entries(db: None) -> None:
    stranger = Client(enforce_csrf_checks=True)
    answer = stranger.post("/api/entries", {"entries": [cramp("foreign-one")]}, content_type="application/json")
    assert answer.status_code == 403
