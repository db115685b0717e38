"""A row of a trial that this version cannot read: named on the page, no dose beside it, and the night is noted."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import get_resolver

from charley.db.repository import PersonStore
from support.pages import ids, text

TRIAL = "f" * 64
UNREAD = ['{"kind": "from_the_future"}', '{"kind": "design", "trial": "' + TRIAL + '", "design": {}}', "[1]", "{broken"]


@pytest.fixture(params=UNREAD)
def unread(request: pytest.FixtureRequest, sample: Client, store: PersonStore) -> Client:
    """The made-up diary with something of a trial that cannot be read."""
    store.keep_trial_rows([(datetime(2026, 11, 14, tzinfo=UTC), TRIAL, request.param)])
    return sample


def test_no_page_is_a_mistake_of_ours(unread: Client) -> None:
    addresses = {
        "/" + possibility[0][0][0]
        for name in {key for key in get_resolver().reverse_dict if isinstance(key, str)}
        for possibility in get_resolver().reverse_dict.getlist(name)
        if not possibility[0][0][1]
    }
    statuses = {address: unread.get(address).status_code for address in addresses}
    assert {address: status for address, status in statuses.items() if status == 500} == {}
    assert statuses["/trials/"] == statuses["/insight/"] == 503
    night = ("/", "/now/", "/plan/", "/history/", "/check-in/evening/", "/routines/", "/data/charley-export.zip")
    assert {address: unread.get(address).status_code for address in night} == dict.fromkeys(night, 200)


def test_the_start_page_names_it_and_offers_no_dose_beside_it(unread: Client) -> None:
    page = unread.get("/")
    assert "A trial that is kept here cannot be read by this version" in text(page)
    assert page.context["offer"].content == ""


def test_a_night_is_noted_and_a_stretch_done_all_the_same(unread: Client, store: PersonStore) -> None:
    before = store.count()
    unread.post("/tonight/cramp", {"id": ids(unread.get("/"))[0]})
    assert unread.get("/routines/cramp-stretch/").status_code == 200
    assert store.count() == before + 1


def test_what_a_person_tells_is_kept_all_the_same(unread: Client, store: PersonStore) -> None:
    assert unread.post("/start/age/", {"age_years": "62"}).status_code == 302
    assert '"age_years": 62' in (store.profile() or "")


def test_it_is_said_in_the_language_of_the_page(unread: Client) -> None:
    page = unread.get("/", headers={"accept-language": "es"})
    assert "Esta versión de Charley no puede leer una prueba" in text(page)
    assert "cannot be read" not in text(page)
