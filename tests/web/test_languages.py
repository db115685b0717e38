"""The app in Spanish: chosen by the browser or by hand, complete in its rooms, and honest where it is not."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page

from charley.db.repository import PersonStore
from support.pages import text
from support.serving import Served

#: Words that a Spanish page has no use for.
ENGLISH = re.compile(r"\b(the|and|with|you|your|of|is|are|not|for|this|that|from|was|be|what|when|how|which)\b", re.I)
PAGES = {
    "tonight": "/",
    "now": "/now/",
    "dose": "/tonight/dose",
    "history": "/history/",
    "welcome": "/start/",
    "question": "/start/symptoms/",
    "profile": "/plan/profile/",
    "plan": "/plan/",
    "bring": "/plan/bring/",
    "morning": "/check-in/morning/",
    "evening": "/check-in/evening/",
    "topics": "/check-in/topics/",
    "routines": "/routines/",
    "routine": "/routines/bedtime-stretch/",
    "more": "/more/",
    "you": "/you/",
    "nothing": "/nothing/",
}


@pytest.fixture
def spanish(person: Client) -> Client:
    """A browser that asks for Mexican Spanish first."""
    person.headers = {"accept-language": "es-MX,es;q=0.9,en;q=0.5"}
    person.defaults["HTTP_ACCEPT_LANGUAGE"] = "es-MX,es;q=0.9,en;q=0.5"
    return person


def test_the_browser_chooses_and_the_page_says_which_language_it_is_in(spanish: Client) -> None:
    page = spanish.get("/")
    assert b'<html lang="es"' in page.content
    assert page.headers["Content-Language"] == "es"
    assert "Calambre ahora" in text(page)
    assert "Noche tranquila" in text(page)


def test_a_language_that_is_not_there_gives_english(person: Client) -> None:
    person.defaults["HTTP_ACCEPT_LANGUAGE"] = "fi"
    assert b'<html lang="en"' in person.get("/").content


def test_the_choice_of_the_you_page_stays_and_can_be_taken_back(person: Client) -> None:
    person.post("/you/", {"theme": "", "language": "es"})
    page = person.get("/you/")
    assert '<html lang="es"' in page.content.decode()
    assert "Guardado." in text(page)
    assert 'value="es" checked' in page.content.decode()
    person.post("/you/", {"theme": "", "language": ""})
    assert '<html lang="en"' in person.get("/you/").content.decode()


def test_american_spelling_is_a_choice(person: Client) -> None:
    person.post("/start/illnesses/", {"conditions": "adrenal insufficiency"})
    assert "vomiting or diarrhoea is risky here" in text(person.get("/plan/"))
    assert "counts towards the limit" in text(person.get("/start/supplements/"))
    person.post("/you/", {"theme": "", "language": "en-us"})
    page = person.get("/plan/")
    assert '<html lang="en-us"' in page.content.decode()
    assert "vomiting or diarrhea is risky here" in text(page)
    assert "counts toward the limit" in text(person.get("/start/supplements/"))


@pytest.mark.parametrize("chosen", ["xx", "../es", "es-XX", "\u202e"])
def test_a_language_nobody_offers_changes_nothing(person: Client, chosen: str) -> None:
    person.post("/you/", {"theme": "", "language": chosen})
    assert '<html lang="en"' in person.get("/you/").content.decode()


def test_a_page_that_is_not_ready_is_in_english_as_a_whole_and_says_so(spanish: Client) -> None:
    page = spanish.get("/insight/")
    assert '<html lang="en"' in page.content.decode()
    assert '<p class="note" lang="es">Esta página está por ahora solo en inglés.</p>' in page.content.decode()
    assert page.headers["Content-Language"] == "en"


def test_dates_and_numbers_are_written_as_in_spanish(spanish: Client, store: PersonStore) -> None:
    assert "vie 13 a sáb 14 de noviembre" in text(spanish.get("/"))
    assert "noviembre de 2026" in text(spanish.get("/history/"))
    spanish.post("/tonight/dose", {"id": "a1a1a1a1", "when": "2026-11-14T03:05", "elemental_mg": "37.5"})
    assert "37,5 mg" in text(spanish.get("/"))
    assert store.count() == 1


def test_what_is_kept_is_the_same_in_every_language(spanish: Client, store: PersonStore) -> None:
    spanish.post("/tonight/cramp", {"id": "a1a1a1a1"})
    spanish.post("/entry/a1a1a1a1/", {"id": "b2b2b2b2", "when": "2026-11-14T03:10", "side": "left", "site": "calf"})
    written = " ".join(str(entry) for entry in store.journal())
    assert "left" in written
    assert "calf" in written
    assert "pantorrilla" not in written
    assert "pantorrilla, lado izquierdo" in text(spanish.get("/history/2026-11-13/"))


def test_an_emergency_is_said_in_spanish(spanish: Client) -> None:
    spanish.post("/start/symptoms/", {"symptoms": "chest pain"})
    page = spanish.get("/plan/")
    assert "Busque ayuda de emergencias ahora" in text(page)
    assert "Tiene dolor de pecho." in text(page)


def test_who_writes_in_another_language_is_told_what_is_understood(spanish: Client) -> None:
    assert "se entienden mejor en inglés" in text(spanish.get("/start/symptoms/"))
    spanish.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert "understood best in English" not in text(spanish.get("/start/symptoms/"))


def test_a_fault_of_a_form_is_said_in_spanish(spanish: Client) -> None:
    page = spanish.post("/start/age/", {"age_years": "171"})
    assert "debe ser 120 o menos" in text(page)
    assert not ENGLISH.search(text(page))


def test_a_phone_gets_its_refusals_in_spanish(spanish: Client) -> None:
    body = {"entries": [{"id": "a1a1a1a1", "kind": "cramp", "at": {"wall": "2031-01-01T03:10:00", "offset_min": 60}}]}
    answer = spanish.post("/api/entries", body, content_type="application/json").json()["answers"][0]
    assert answer["outcome"] == "refused"
    assert "está en el futuro" in answer["problems"][0]["message"]


@pytest.fixture(scope="module")
def phone_page(chromium_browser: Browser, demo: Served) -> Iterator[Page]:
    """A small phone that asks for Spanish, on the made-up diary."""
    context = chromium_browser.new_context(viewport={"width": 360, "height": 740}, locale="es-ES", color_scheme="dark")
    yield context.new_page()
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("name", PAGES)
def test_a_spanish_page_is_wholly_spanish_fits_and_axe_finds_nothing(phone_page: Page, demo: Served, name: str) -> None:
    phone_page.goto(demo.address + PAGES[name])
    phone_page.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert phone_page.evaluate("() => document.documentElement.lang") == "es"
    # Sources, names of foods and of languages stay as they are called; so does what a person wrote.
    said = phone_page.evaluate(
        """() => { const page = document.body.cloneNode(true);
                   page.querySelectorAll("a[href^=http], .finding li, details.small, [lang], textarea, input")
                       .forEach((each) => each.remove());
                   document.body.append(page); const words = page.innerText; page.remove(); return words; }"""
    )
    lines = [line for line in unescape(said).splitlines() if "Comida: " not in line]
    assert [line for line in lines if ENGLISH.search(line)] == []
    assert phone_page.evaluate("() => document.documentElement.scrollWidth") <= 360
    found = Axe().run(phone_page)
    assert found.violations_count == 0, found.generate_report()
    phone_page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    assert phone_page.evaluate("() => document.documentElement.scrollWidth") <= 360
