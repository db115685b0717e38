"""How firm an answer is: three starting points side by side, the nights left out, and whether the calculation fits."""

from datetime import UTC, date, datetime

from django.test import Client

from charley.dates import Moment
from charley.db.repository import PersonStore
from charley.diary.records import QuietNight
from support.pages import text

ADDRESS = "/insight/firm/"


def test_a_young_diary_is_told_to_wait(person: Client, store: PersonStore) -> None:
    assert "14 more recorded nights" in text(person.get(ADDRESS))
    at = Moment(wall=datetime(2026, 11, 13, 8, 0))
    night = QuietNight(id="quiet-night-1", at=at, night=date(2026, 11, 12))
    store.append(entries=[night], received_at=datetime.now(UTC))
    words = text(person.get(ADDRESS))
    assert "13 more recorded nights" in words
    assert "Starting from" not in words


def test_three_starts_stand_side_by_side_each_with_picture_numbers_and_verdict(sample: Client) -> None:
    page = sample.get(ADDRESS)
    words = text(page)
    for start in ("from doubt", "from what trials found", "from nothing"):
        assert f"Starting {start}: about" in words
    assert "The verdict is the same whatever we start from." in words
    body = page.content.decode()
    assert body.count('class="chart"') == 3
    assert body.count('<polyline class="even"') == body.count('<polyline class="middle"') == 3
    assert all(f'aria-label="{start.figure.text}"' in body for start in page.context["treatments"][0].starts)
    assert page.context["trials"].why in words


def test_the_trials_prior_is_that_for_this_person(sample: Client, store: PersonStore) -> None:
    before = sample.get(ADDRESS).context["trials"]
    store.keep_profile(document='{"age_years": 30, "sex": "female", "pregnant": true}', made_at=datetime.now(UTC))
    after = sample.get(ADDRESS).context["trials"]
    assert before.like_you
    assert not after.like_you
    assert after.sd > before.sd


def test_what_the_nights_left_out_would_need_to_have_held_is_said(sample: Client) -> None:
    words = text(sample.get(ADDRESS))
    assert "with magnesium that were left out" in words
    assert "without magnesium that were left out" in words


def test_whether_the_calculation_fits_is_a_word_with_its_reason_and_its_numbers(sample: Client) -> None:
    page = sample.get(ADDRESS)
    words = text(page)
    assert "Green: the calculation fits this diary." in words
    assert "Weighed against the exact one with 4,000 draws, no middle moved by more than" in words
    assert [name for name, _, _ in page.context["checks"]] == [
        "Share of quiet nights",
        "Cramps on the worst night",
        "How far the weeks differ",
        "How alike neighbouring nights are",
    ]


def test_the_insight_page_leads_here(sample: Client) -> None:
    assert f'href="{ADDRESS}"' in sample.get("/insight/").content.decode()
