"""Twitches, urges, numbness and soreness stay apart from cramps; a checklist of signs says what it cannot tell."""

import json
from datetime import UTC, datetime

from django.test import Client

from charley.db.repository import PersonStore
from charley.diary.nights import night_by_night
from charley.diary.records import Score, Symptom
from support.pages import text
from support.people import someone


def note(person: Client, number: int, what: str, **fields: str) -> str:
    form = {"id": f"symptom-{number}", "when": "2026-11-14T02:10", "what": what, **fields}
    return text(person.post("/symptoms/", form, follow=True))


def test_three_twitches_and_an_urge_leave_the_cramps_alone(person: Client, store: PersonStore) -> None:
    for number in range(3):
        note(person, number, "twitch", site="calf", side="left")
    note(person, 3, "restless_urge", strength="6")
    journal = store.journal()
    assert [e.what for e in journal.of(Symptom)] == ["twitch"] * 3 + ["restless_urge"]
    night = journal.of(Symptom)[0].night
    assert night_by_night(journal.effective, night, night)[0].cramps is None


def test_the_urge_to_move_brings_the_iron_question_and_its_own_score(person: Client, store: PersonStore) -> None:
    words = note(person, 1, "restless_urge", strength="6")
    assert "ask for the iron test first" in words
    page = person.post("/symptoms/score", {"id": "a-total-24", "total": "24"}, follow=True)
    [score] = store.journal().of(Score)
    assert (score.name, score.total) == ("restless_legs", 24)
    assert "14 Nov 2026 24" in text(page)
    assert "never counted as a cramp" in text(page)


def test_a_total_out_of_range_is_refused_at_its_field(person: Client, store: PersonStore) -> None:
    page = person.post("/symptoms/score", {"id": "a-total-99", "total": "99"})
    assert page.status_code == 422
    assert page.context["score_form"].errors["total"]
    assert not store.journal().of(Score)


def test_numbness_asks_for_vitamin_b6_before_anything_else(person: Client, store: PersonStore) -> None:
    assert "Look first whether anything you take holds B6" in note(person, 1, "numbness", site="foot")
    document = json.dumps(someone(supplements=[{"name": "Vitamin B complex"}]))
    store.keep_profile(document=document, made_at=datetime(2026, 11, 1, tzinfo=UTC))
    words = note(person, 2, "tingling", site="foot")
    assert "you take vitamin B6" in words
    assert "Do not answer it with more magnesium" in words


def test_a_form_without_a_kind_is_shown_again(person: Client, store: PersonStore) -> None:
    page = person.post("/symptoms/", {"id": "no-kind-at-all", "when": "2026-11-14T02:10"})
    assert page.status_code == 422
    assert "tap what comes nearest" in text(page)
    assert len(store.journal()) == 0


def test_signs_never_become_a_finding_and_intake_and_status_stand_apart(person: Client, store: PersonStore) -> None:
    page = person.get("/symptoms/signs/", {"sign": ["cramps", "tired", "twitches"]})
    words = text(page)
    assert "3 signs say nothing sure about your magnesium" in words
    assert "48 %" in words
    assert "The articles say: “Two in three people lack magnesium.”" in words
    assert "it is no measured lack" in words
    assert words.index("What you eat") < words.index("What your body holds")
    assert len(store.journal()) == 0  # nothing of it is kept
    assert 'href="/results/"' in page.content.decode()


def test_tingling_on_the_checklist_points_to_b6_too(person: Client) -> None:
    assert "vitamin B6" in text(person.get("/symptoms/signs/", {"sign": "tingling"}))


def test_every_trigger_stands_with_its_evidence_and_source(person: Client) -> None:
    page = person.get("/symptoms/triggers/")
    assert "Poor blood flow Evidence: weak" in text(page)
    assert page.content.decode().count("Where this comes from") == 13
