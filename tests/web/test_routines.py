"""Routines: for this person, step by step without a script, and noted with one tap."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from charley.db.repository import PersonStore
from charley.diary.records import Measure
from charley.knowledge.routines import routines
from support.pages import text

KNOWN = {"setting": "US", "age_years": 60, "conditions": [], "medicines": [], "supplements": [], "egfr_ml_min": 90}


def told(store: PersonStore, hands: Any, **changes: Any) -> None:
    store.keep_profile(document=json.dumps(KNOWN | changes), made_at=hands())


def measures(store: PersonStore) -> list[Measure]:
    return list(store.journal().of(Measure))


def test_the_list_names_every_routine_with_its_length(person: Client) -> None:
    page = text(person.get("/routines/"))
    for row in routines().values():
        assert row.name in page
    assert "about 6 min" in page


@pytest.mark.parametrize("name", routines())
def test_every_routine_is_a_list_of_steps_with_seconds_and_pictures_that_have_words(person: Client, name: str) -> None:
    answer = person.get(f"/routines/{name}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    for move in routines()[name].moves:
        assert move.say.replace("'", "&#x27;") in page
    assert page.count('<svg class="pose"') == len(
        re.findall(r'<svg class="pose"[^>]*role="img" aria-label="[^"]{12,}"', page)
    )
    assert "Done: note it in my diary" in page
    assert len(answer.content) < 60_000


def test_both_hold_lengths_can_be_chosen(person: Client) -> None:
    assert 'data-seconds="20"' in person.get("/routines/long-stretch/").content.decode()
    assert 'data-seconds="30"' in person.get("/routines/long-stretch/?length=30").content.decode()
    assert 'data-seconds="10"' in person.get("/routines/bedtime-stretch/").content.decode()


def test_a_finished_routine_is_noted_with_its_minutes_and_ticked_off(person: Client, store: PersonStore) -> None:
    page = person.get("/routines/bedtime-stretch/").content.decode()
    fields = dict(re.findall(r'name="(id|minutes)" value="([^"]+)"', page))
    for _ in range(2):  # sent twice by mistake
        answer = person.post("/routines/bedtime-stretch/done", fields, follow=True)
    assert "Noted as done." in text(answer)
    assert "done today" in text(answer)
    [kept] = measures(store)
    assert (kept.what, kept.purpose, kept.minutes) == ("stretch", "prevent", 6.0)


def test_what_the_script_would_keep_is_an_entry_of_the_diary(person: Client) -> None:
    from html import unescape

    for name, row in routines().items():
        [written] = re.findall(r'data-entry="([^"]+)"', person.get(f"/routines/{name}/").content.decode())
        entry = json.loads(unescape(written))
        assert (entry["kind"], entry["what"], entry["purpose"]) == ("measure", row.noted, row.purpose)


def test_a_routine_that_is_held_back_shows_the_reason_and_no_step(
    person: Client, store: PersonStore, hands: Any
) -> None:
    told(store, hands, symptoms=["my left calf is swollen and warm"])
    page = person.get("/routines/massage/")
    assert "Not for you now" in text(page)
    assert "<ol" not in page.content.decode()
    assert "Stroke" not in text(page)
    assert "Not for you now" in text(person.get("/routines/"))


def test_help_in_a_cramp_stays_open_to_whoever_has_told_nothing(person: Client) -> None:
    assert "Toes to you" in text(person.get("/routines/cramp-stretch/"))


def test_a_name_that_is_no_routine_is_not_found(person: Client) -> None:
    assert person.get("/routines/flying/").status_code == 404
    assert person.post("/routines/flying/done").status_code == 404


@pytest.mark.parametrize("minutes", ["", "nan", "-3", "99999", "six"])
def test_minutes_that_cannot_be_are_left_out_and_the_rest_is_kept(
    person: Client, store: PersonStore, minutes: str
) -> None:
    person.post("/routines/walk/done", {"id": "walk-0001", "minutes": minutes})
    assert [each.minutes for each in measures(store)] == [None]


def test_each_says_what_it_is_worth_for_cramps(person: Client) -> None:
    assert "weak evidence for cramps" in text(person.get("/routines/bedtime-stretch/"))
    assert "no evidence for cramps" in text(person.get("/routines/legs-at-rest/"))
    assert "nothing to how magnesium is taken up" in text(person.get("/routines/legs-at-rest/"))


def test_while_a_trial_runs_a_new_routine_says_what_it_would_do_to_the_answer(
    person: Client, store: PersonStore, hands: Any
) -> None:
    told(store, hands)
    assert "To the trial" not in text(person.get("/routines/massage/"))
    asked = {"period": "14", "pairs": "3", "rate": "4", "seal": "1"}
    answer = person.post("/trials/new/stretching-or-nothing/", asked)
    assert answer.status_code == 302, text(answer)
    assert "would blur its answer" in text(person.get("/routines/massage/"))
    assert "what your trial is about" in text(person.get("/routines/bedtime-stretch/"))
    assert "To the trial" not in text(person.get("/routines/cramp-stretch/"))
