"""A profile that this version cannot read: named on the page with what to do, and the night is noted all the same."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import get_resolver

from charley.db.repository import PersonStore
from support.pages import ids, text

LATER = datetime(2026, 11, 14, tzinfo=UTC)
UNREAD = ['{"from_the_future": 1}', '{"age_years": "old"}', "[1, 2]", "{broken", "null"]


@pytest.fixture(params=UNREAD)
def unread(request: pytest.FixtureRequest, sample: Client, store: PersonStore) -> Client:
    """A diary whose newest profile cannot be read, and an older one that can."""
    store.keep_profile(document=request.param, made_at=LATER)
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
    assert statuses["/plan/"] == statuses["/report/"] == 503
    assert statuses["/"] == statuses["/history/"] == statuses["/data/charley-export.zip"] == 200


def test_the_page_names_it_and_leads_to_where_it_is_mended(unread: Client) -> None:
    page = unread.get("/plan/")
    assert "cannot be read by this version" in text(page)
    assert 'href="/plan/profile/"' in page.content.decode()


def test_a_cramp_is_noted_all_the_same(unread: Client, store: PersonStore) -> None:
    before = store.count()
    unread.post("/tonight/cramp", {"id": ids(unread.get("/"))[0]})
    assert store.count() == before + 1


def test_telling_it_once_more_mends_it(unread: Client) -> None:
    assert unread.get("/plan/profile/").status_code == 200
    for_all = {"setting": "US", "age_years": "45", "sex": "female", "no_conditions": "on", "no_medicines": "on"}
    management = {
        f"{name}-{field}": value
        for name in ("medicines", "supplements", "labs")
        for field, value in (("TOTAL_FORMS", "0"), ("INITIAL_FORMS", "0"))
    }
    answer = unread.post("/plan/profile/", for_all | management)
    assert answer.status_code == 302, text(answer)
    assert unread.get("/plan/").status_code == 200
