"""A year of the diary in pictures, each with its text and its numbers; an empty one says what it waits for."""

from datetime import UTC, datetime

from django.test import Client

from charley.dates import Moment
from charley.db.repository import PersonStore
from charley.diary.records import SideEffect, Symptom
from support.pages import text


def test_an_empty_diary_is_told_what_each_picture_waits_for(person: Client) -> None:
    words = text(person.get("/history/pictures/"))
    assert "Tell where a cramp was" in words
    assert "You follow no plan" in words


def test_every_picture_has_its_words_and_its_table(sample: Client, store: PersonStore) -> None:
    at = Moment(wall=datetime(2026, 11, 10, 20, 0))
    sore = Symptom(id="sore-legs-1", at=at, what="soreness", strength=5)
    store.append(entries=[sore, SideEffect(id="queasy-day", at=at, sign="nausea")], received_at=datetime.now(UTC))
    page = sample.get("/history/pictures/")
    drawn = [figure for _, _, figure in page.context["pictures"] if figure is not None]
    assert len(drawn) >= 4
    body = page.content.decode()
    assert body.count('role="img"') == body.count("<table>") == len(drawn)
    assert all(figure.text in body.replace("&#x27;", "'") for figure in drawn)


def test_the_calendar_and_the_insight_page_lead_to_the_pictures(sample: Client) -> None:
    for address in ("/history/", "/insight/"):
        assert 'href="/history/pictures/"' in sample.get(address).content.decode()


def test_soreness_is_no_part_of_the_cramps_of_a_week(sample: Client, store: PersonStore) -> None:
    before = sample.get("/insight/").context["figure"].rows
    at = Moment(wall=datetime(2026, 11, 10, 20, 0))
    store.append(entries=[Symptom(id="sore-legs-1", at=at, what="soreness", strength=9)], received_at=datetime.now(UTC))
    assert sample.get("/insight/").context["figure"].rows == before
