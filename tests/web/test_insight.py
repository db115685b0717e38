"""The insight page: what the diary shows, what it cannot tell, and what it waits for."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from charley.dates import Moment
from charley.db.repository import PersonStore
from charley.diary.records import CrampEpisode, DoseTaken, Note, PlanChange, QuietNight, SideEffect
from charley.services import review
from support.pages import text


def test_an_empty_diary_is_told_what_will_be_here(person: Client) -> None:
    assert "Here will be your weeks" in text(person.get("/insight/"))


def test_a_young_diary_shows_its_weeks_and_gives_no_verdict(person: Client, store: PersonStore) -> None:
    at = Moment(wall=datetime(2026, 11, 13, 8, 0))
    nights = [date(2026, 11, 12) - timedelta(days=back) for back in (0, 2)]
    entries = [QuietNight(id=f"quiet-{night}", at=at, night=night) for night in nights]
    store.append(entries=entries, received_at=datetime.now(UTC))
    words = text(person.get("/insight/"))
    assert "2 nights recorded of 3" in words
    assert "12 more recorded nights" in words
    assert "Show how sure this is" not in words


def test_the_answer_is_in_words_with_its_doubt_and_the_numbers_one_tap_behind(sample: Client) -> None:
    page = sample.get("/insight/")
    words = text(page)
    assert "magnesium changes your cramps" in words
    assert "it could be" in words
    assert "This is what your own diary shows, not medical advice." in words
    body = page.content.decode()
    assert body.count("<details>") == body.count("<table>") == 2
    assert body.count('role="img"') == 3  # two pictures and the hundred dots, each with its text


def test_the_numbers_of_the_picture_are_those_of_the_raw_log(sample: Client, store: PersonStore) -> None:
    journal = store.journal()
    rows = {row[0]: row for row in sample.get("/insight/").context["figure"].rows}
    for monday in (date(2026, 8, 3), date(2026, 10, 5), date(2026, 10, 26)):
        inside = range(monday.toordinal(), monday.toordinal() + 7)
        cramps = [e for e in journal.of(CrampEpisode) if e.night.toordinal() in inside]
        pains = [e.pain for e in cramps if e.pain is not None]
        nights = {e.night for e in cramps} | {e.night for e in journal.of(QuietNight)}
        taken = sum(e.elemental_mg or 0 for e in journal.of(DoseTaken) if e.day.toordinal() in inside)
        _, counted, recorded, pain, mg = rows[f"{monday:%-d %B %Y}"]
        assert counted == str(len(cramps))
        assert recorded == f"{sum(night.toordinal() in inside for night in nights)} of 7"
        assert pain == (f"{sum(pains) / len(pains):.1f}" if pains else "")
        assert mg == (f"{taken:.0f}" if taken else "")


def test_a_change_of_diet_is_marked_on_its_day(sample: Client, store: PersonStore) -> None:
    at = Moment(wall=datetime(2026, 9, 3, 18, 0))
    note = Note(id="diet-note-1", at=at, text="<more> greens", about="diet_change")
    store.append(entries=[note, Note(id="other-note-1", at=at, text="a journey")], received_at=datetime.now(UTC))
    page = sample.get("/insight/")
    assert page.context["figure"].marks == (("3 September 2026", "<more> greens"),)
    assert page.content.decode().count('<line class="mark"') == 1
    assert "3 September 2026: <more> greens" in text(page)
    assert "<more>" not in page.content.decode()


def test_where_the_engine_cannot_vouch_the_page_says_why_and_shows_no_number(
    sample: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from charley.services import insight

    honest = insight.analyse_table

    def doubtful(table, *, asked):
        nothing = type(table)(start=None, cramps=(), observed=(), doses={}, covariates={})
        return honest(nothing, asked=asked)

    monkeypatch.setattr(review, "analyse_table", doubtful)
    words = text(sample.get("/insight/"))
    assert "No answer yet" in words
    assert "Nothing is shown rather than a number that cannot be trusted" in words
    assert "Our best guess" not in words


def test_signs_of_too_much_are_marked_on_the_trend_and_a_rise_before_them_is_said(sample: Client, store) -> None:
    def at(day: int) -> Moment:
        return Moment(wall=datetime(2026, 9, day, 9, 0))

    entries = [
        PlanChange(id="plan-begun", at=at(1), mg_per_day=100),
        PlanChange(id="plan-raised", at=at(15), mg_per_day=200),
        SideEffect(id="loose-before", at=at(5), sign="loose_stool"),
        SideEffect(id="loose-after-1", at=at(17), sign="diarrhoea"),
        SideEffect(id="itching-skin", at=at(18), sign="skin_irritation"),
    ]
    store.append(entries=entries, received_at=datetime.now(UTC))
    page = sample.get("/insight/")
    assert page.context["figure"].svg.count('class="sign"') == 2
    words = text(page)
    assert "5 September 2026: loose stool" in words
    assert "17 September 2026: diarrhoea, soon after a rise of the dose" in words
    assert "itch" not in words
