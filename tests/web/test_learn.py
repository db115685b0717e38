"""What is known: every page opens, gives its numbers with their sources, and works without scripts."""

import json
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser

from charley.db.repository import PersonStore
from charley.knowledge.claims import answers, claims
from charley.knowledge.lessons import lessons
from charley.services.evidence import form_table
from support.pages import text
from support.serving import Served

PAGES = [
    "/learn/",
    "/learn/?q=pickle",
    "/learn/claim/mg-night-cramps/",
    "/learn/question/how-fast/",
    "/learn/how/nerve/",
    "/learn/how/stores/",
    "/learn/how/kidneys/",
    "/learn/how/blood-tests/",
    "/learn/how/uptake/",
    "/learn/how/luck/",
    "/learn/how/background/",
    "/learn/try/",
    "/learn/forms/",
    "/learn/forms/oxide/",
    "/learn/trials/magnesium/",
    "/learn/expect/",
]


def test_every_claim_question_and_lesson_opens(person: Client) -> None:
    for name in claims():
        assert person.get(f"/learn/claim/{name}/").status_code == 200
    for name in answers():
        assert person.get(f"/learn/question/{name}/").status_code == 200
    for name in lessons():
        assert person.get(f"/learn/how/{name}/").status_code == 200


def test_the_main_card_shows_the_pooled_result_and_its_doubts(person: Client) -> None:
    said = text(person.get("/learn/claim/mg-night-cramps/"))
    assert "0.18 fewer cramps a week (95 % range: 0.84 fewer to 0.49 more)" in said
    assert "Moderate certainty" in said
    assert "Not shown" in said
    assert "Last reviewed" in said


def test_a_question_in_plain_words_finds_its_answer(person: Client) -> None:
    assert "No medical advice".lower() in text(person.get("/learn/question/pickle/")).lower()
    assert "Does pickle juice work?" in text(person.get("/learn/", {"q": "pickle juice"}))
    lost = person.get("/learn/", {"q": "xyzzy blorp"})
    assert "no answer to that" in text(lost)
    assert 'href="/learn/">All questions and claims' in lost.content.decode()


def test_the_start_opens_with_the_questions_of_the_night_and_folds_the_rest(person: Client) -> None:
    page = person.get("/learn/").content.decode()
    before_the_fold = page.partition("<details>")[0]
    for question in ("Why do I get cramps at night?", "What can I do during a cramp?", "When should I see a doctor?"):
        assert question in before_the_fold
    assert before_the_fold.count("/learn/question/") < 10
    assert page.count("/learn/claim/") > len(claims())


def test_the_forms_stand_side_by_side_with_every_rating_heard(person: Client) -> None:
    page = person.get("/learn/forms/")
    said = text(page)
    assert "good / high" in said
    assert "On the skin" in said
    names = {row.name for row in form_table()}
    assert {"Magnesium citrate", "Magnesium oxide", "Magnesium malate"} <= names
    assert len(names) >= 15
    assert all(name in said for name in names)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("glycinate", "Magnesium glycinate (bisglycinate)"),
        ("bisglycinate", "Magnesium glycinate (bisglycinate)"),
        ("citrate", "Magnesium citrate"),
        ("malate", "good / high"),
        ("oxide", "Magnesium oxide"),
        ("chloride", "Magnesium chloride"),
        ("Epsom-salt", "Magnesium sulfate (Epsom salt)"),
        ("magnesium-oil", "On the skin"),
        ("gel", "On the skin"),
        ("spray", "On the skin"),
        ("lotion", "On the skin"),
        ("flakes", "On the skin"),
    ],
)
def test_every_named_form_opens_its_card(person: Client, name: str, words: str) -> None:
    page = person.get(f"/learn/forms/{name}/")
    said = text(page)
    assert words in said
    for head in ("Uptake", "The gut", "Used for", "Where this comes from"):
        assert head in said
    assert page.context["row"].sources
    assert person.get("/learn/forms/unobtainium/").status_code == 404


def test_oxide_shows_the_trials_on_both_sides(person: Client) -> None:
    said = text(person.get("/learn/forms/oxide/"))
    assert "Magnesium oxide at bedtime cuts night cramps in half." in said
    assert "A new kind of magnesium oxide beats placebo." in said
    assert "with meals" in said


def test_the_uptake_page_grades_each_factor_and_names_the_exception(person: Client) -> None:
    page = person.get("/learn/how/uptake/", {"mg": "300"})
    said = text(page)
    assert "Chloride" in said
    assert "Evidence: " in said
    assert "Time of day" in said
    assert "2 × 150 mg" in said
    assert "between" in text(person.get("/learn/how/uptake/", {"mg": "9000"})) or "500" in text(page)


def test_luck_gives_the_same_picture_for_the_same_seed(person: Client) -> None:
    asked = {"rate": "3", "before": "2", "after": "2", "fall": "25", "bad_spell": "on", "seed": "4"}
    first, again = (person.get("/learn/how/luck/", asked).context["figure"] for _ in range(2))
    assert first.svg == again.svg
    other = person.get("/learn/how/luck/", {**asked, "seed": "5"}).context["figure"]
    assert other.svg != first.svg
    assert "of 100 people would have seen this" in first.title
    assert person.get("/learn/how/luck/", {**asked, "rate": "-1"}).status_code == 200


def test_the_mechanism_page_says_what_it_does_not_show(person: Client) -> None:
    said = text(person.get("/learn/how/nerve/"))
    assert "does not show that a tablet helps" in said
    assert "<svg" in person.get("/learn/how/nerve/").content.decode()


def test_expectation_shows_both_groups_with_ranges(person: Client) -> None:
    said = text(person.get("/learn/expect/"))
    assert "64 of 100 (range 54 to 74)" in said or "64 of 100" in said
    assert "67" in said


def test_what_people_try_comes_with_what_this_person_should_mind(person: Client, store: PersonStore) -> None:
    said = text(person.get("/learn/try/"))
    assert "Tart cherry juice" in said
    assert "It holds a lot of sugar." in said
    assert "Leave this one" not in said
    at_risk = {"setting": "US", "age_years": 70, "medicines": [{"name": "warfarin"}], "conditions": ["diabetes"]}
    store.keep_profile(document=json.dumps(at_risk), made_at=datetime.now(UTC))
    said = text(person.get("/learn/try/"))
    assert "Leave this one, or ask first: With blood thinners ask your doctor" in said
    assert "Count the sugar if you have diabetes" in said


@pytest.mark.parametrize("address", ["/learn/claim/none/", "/learn/how/none/", "/learn/trials/none/"])
def test_what_does_not_exist_is_not_found(person: Client, address: str) -> None:
    assert person.get(address).status_code == 404


@pytest.mark.browser
@pytest.mark.parametrize("look", ["dark", "light"])
def test_axe_finds_no_violation(chromium_browser: Browser, demo: Served, look: str) -> None:
    context = chromium_browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=look)  # type: ignore[arg-type]
    context.add_cookies([{"name": "charley_theme", "value": "device", "url": demo.address}])
    page = context.new_page()
    for address in PAGES:
        page.goto(demo.address + address)
        page.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        found = Axe().run(page)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    context.close()
