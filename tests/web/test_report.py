"""The report pages: the figures of the screen are those of the paper, to the digit."""

import io
import json
from datetime import UTC, date, datetime

import msgspec
import pytest
from django.test import Client
from playwright.sync_api import Browser
from pypdf import PdfReader

from charley.dates import Moment
from charley.db.repository import PersonStore
from charley.services import trials
from charley.services.reports import stored_page
from charley.trials.dossier import Amended, Answered, Opening, written
from support.page import PERSON
from support.pages import text
from support.serving import Served
from support.trials import kept, sealed


def paper(browser: Client, kind: str = "profile") -> str:
    answer = browser.get(f"/report/charley-{kind}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert f"charley-{kind}-2026-11-14.pdf" in answer["Content-Disposition"]
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.content)).pages)


def test_an_empty_diary_has_a_page_that_says_what_is_not_known(person: Client) -> None:
    words = text(person.get("/report/"))
    assert "No night of the last 28 was recorded" in words
    assert "not asked" in words


def test_every_figure_on_the_screen_is_on_the_paper(sample: Client) -> None:
    page = sample.get("/report/")
    shown, printed = page.context["page"], paper(sample)
    screen = "".join(text(page).split())
    cells = [cell for row in shown.numbers for cell in row if cell]
    lines = [*shown.summary, *cells, shown.magnesium, shown.provenance, *shown.trial, *shown.legs, shown.unwanted]
    assert len(cells) > 20
    for line in lines:
        assert "".join(line.split()) in printed
        assert "".join(line.split()) in screen


def test_the_answer_is_word_for_word_that_of_the_insight_page(sample: Client) -> None:
    insight = sample.get("/insight/").context["told"]
    shown = sample.get("/report/").context["page"]
    assert insight
    for each in insight:
        assert each.verdict in shown.summary
        assert [each.verdict, *each.sentences] == list(shown.trial[: 1 + len(each.sentences)])


@pytest.mark.parametrize(
    ("history", "advice"),
    [
        ("heart disease", "the doctor should know about the cramps and about magnesium"),
        ("kidney disease", "a doctor sets the dose of magnesium"),
        ("hypothyroidism", "Ask your doctor whether the thyroid level is due"),
    ],
)
def test_a_history_of_heart_kidney_or_thyroid_is_advised_on_with_the_profile_and_on_the_report(
    person: Client, store: PersonStore, history: str, advice: str
) -> None:
    store.keep_profile(
        document=json.dumps({**PERSON, "conditions": [history]}), made_at=datetime(2026, 11, 1, tzinfo=UTC)
    )
    assert advice in " ".join(text(person.get("/plan/")).split())
    line = f"To talk over, for it may go with cramps or with magnesium: {history}."
    assert line in " ".join(text(person.get("/report/")).split())
    assert "".join(line.split()) in paper(person)


def test_medicines_and_plan_are_pages_and_files(sample: Client) -> None:
    assert "levothyroxine 75 mcg 07:00" in " ".join(text(sample.get("/report/medicines/")).split())
    assert "levothyroxine" in paper(sample, "medicines")
    assert "My magnesium plan" in text(sample.get("/report/plan/"))
    assert "Mymagnesiumplan" in paper(sample, "plan")


def test_without_a_profile_the_plan_sheet_leads_to_the_plan_page(person: Client) -> None:
    assert person.get("/report/plan/").headers["Location"] == "/plan/"
    assert person.get("/report/charley-nonsense.pdf").status_code == 404


def test_a_finished_experiment_takes_the_place_of_the_diary_as_it_is(sample: Client, store: PersonStore) -> None:
    begins = date(2026, 1, 5)
    design = sealed(period=21, pairs=3)
    started = design.amended("start", begins, "begins")
    judged = trials.judgement(trials.verdict(started, kept(started, ratio=0.2, rate=2.0, start=begins)))
    trial = design.fingerprint
    rows = (
        Opening(trial=trial, design=design),
        Amended(trial=trial, amendment=started.amendments[-1]),
        Answered(trial=trial, judgement=judged),
    )
    store.keep_trial_rows([(datetime(2026, 6, 1, tzinfo=UTC), trial, written(row)) for row in rows])
    shown = sample.get("/report/").context["page"]
    assert shown.trial_title.startswith("Experiment: ")
    ratio = judged.as_assigned.rate_ratio.q50
    assert any(f"{100 * ratio:.0f} %" in line for line in shown.trial)
    printed = paper(sample)
    for line in shown.trial:
        assert "".join(line.split()) in printed


def test_while_an_experiment_runs_the_diarys_own_answer_is_held_back_as_on_the_insight_page(
    sample: Client, store: PersonStore
) -> None:
    assert "an experiment is running" not in text(sample.get("/report/"))
    started = sealed(period=21, pairs=3).amended("start", date(2026, 11, 2), "begins")
    rows = (
        Opening(trial=started.fingerprint, design=msgspec.structs.replace(started, amendments=())),
        Amended(trial=started.fingerprint, amendment=started.amendments[-1]),
    )
    store.keep_trial_rows([(datetime(2026, 11, 2, tzinfo=UTC), started.fingerprint, written(row)) for row in rows])
    for page in (text(sample.get("/report/")), paper(sample)):
        assert "an experiment is running" in page.replace("anexperimentisrunning", "an experiment is running")
    data = stored_page(store, now=Moment(wall=datetime(2026, 11, 14, 3, 10)), program="0")
    assert (data.answer.effects, data.trend) == ((), ())


@pytest.mark.browser
def test_the_page_prints_on_one_sheet(chromium_browser: Browser, demo: Served) -> None:
    page = chromium_browser.new_page()
    page.goto(f"{demo.address}/report/")
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    assert len(PdfReader(io.BytesIO(printed)).pages) == 1
