"""A typed line is shown back before it is kept, and what is not understood is asked."""

import json

import pytest
from django.test import Client

from charley.db.repository import PersonStore
from charley.diary.records import CrampEpisode
from support.pages import text


@pytest.mark.parametrize(
    ("line", "understood"),
    [
        ("left calf 7/10 3am 2 min", "Cramp: left calf, pain 7 of 10, 2 min Saturday 14 November, 03:00"),
        ("200 mg glycinate 21:30 with food", "Dose: 200 mg glycinate, with food Friday 13 November, 21:30"),
        ("2 glasses wine", "Alcohol: 2 glasses Saturday 14 November, 03:10"),
        ("quiet night", "Quiet night Fri 13 to Sat 14 November"),
    ],
)
def test_a_line_is_shown_back_and_not_yet_kept(person: Client, store: PersonStore, line: str, understood: str) -> None:
    page = person.post("/line/", {"line": line})
    assert understood in text(page)
    assert len(store.journal()) == 0


def test_a_second_tap_keeps_what_was_shown(person: Client, store: PersonStore, hands) -> None:
    page = person.post("/line/", {"line": "left calf 7/10 3am 2 min"})
    hands.wall = hands.wall.replace(hour=9)
    kept = person.post("/line/", {"understood": page.context["understood"]}, follow=True)
    [cramp] = store.journal().of(CrampEpisode)
    assert (cramp.side, cramp.site, cramp.pain, cramp.at.wall.hour, cramp.origin) == ("left", "calf", 7, 3, "line")
    assert "Noted: Cramp: left calf, pain 7 of 10, 2 min." in text(kept)
    person.post("/line/", {"understood": page.context["understood"]})
    assert len(store.journal()) == 1


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("2 glasses water", "how much was drunk?"),
        ("left calf zzz", "“zzz” was not understood"),
        ("", "nothing was written"),
    ],
)
def test_what_is_not_understood_is_asked(person: Client, store: PersonStore, line: str, asked: str) -> None:
    page = person.post("/line/", {"line": line})
    assert page.status_code == 422
    assert asked in text(page)
    assert len(store.journal()) == 0


def test_a_line_that_waited_on_a_phone_is_read_at_the_time_it_was_typed(person: Client, store: PersonStore) -> None:
    at = {"wall": "2026-11-12T23:40:00", "offset_min": 60, "zone": "Europe/Berlin"}
    page = person.post("/line/", {"line": "left calf 10pm", "id": "typed-0001", "at": json.dumps(at)})
    assert "Cramp: left calf Thursday 12 November, 22:00" in text(page)
    person.post("/line/", {"understood": page.context["understood"]})
    [cramp] = store.journal().of(CrampEpisode)
    assert (cramp.id, cramp.at.wall.isoformat()) == ("typed-0001", "2026-11-12T22:00:00")
    assert cramp.entered is not None
    assert cramp.entered.wall.isoformat() == "2026-11-12T23:40:00"


@pytest.mark.parametrize(
    "at", ["", "{", "4", '{"wall": "soon"}', '{"wall": "2026-11-12T23:40:00", "zone": "Moon/Sea"}']
)
def test_a_line_with_a_time_that_is_none_is_refused(person: Client, store: PersonStore, at: str) -> None:
    assert person.post("/line/", {"line": "left calf", "id": "typed-0001", "at": at}).status_code == 422
    assert len(store.journal()) == 0


def test_an_altered_understanding_is_refused(person: Client, store: PersonStore) -> None:
    assert person.post("/line/", {"understood": '{"kind": "cramp", "pain": 99}'}).status_code == 400
    assert len(store.journal()) == 0
