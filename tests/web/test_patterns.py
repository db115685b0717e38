"""What goes along with cramps: a known link is shown with its doubt, chance shows none, and little is refused."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from charley.db.repository import PersonStore
from support.noted import noted
from support.pages import text

ADDRESS = "/insight/patterns/"


def keep(store: PersonStore, link: float) -> None:
    store.append(entries=noted(link, first=date(2026, 5, 15)), received_at=datetime.now(UTC))


def test_an_empty_diary_is_told_what_will_be_here(person: Client) -> None:
    words = text(person.get(ADDRESS))
    assert "Here will be your patterns" in words
    assert "After 42 recorded nights with 20 cramps" in words


def test_a_diary_with_too_little_is_refused_with_what_is_needed(sample: Client) -> None:
    page = sample.get(ADDRESS)
    assert "No patterns were looked for: nothing was noted on at least 8 nights" in text(page)
    assert '<svg class="chart"' not in page.content.decode()


def test_a_known_link_is_shown_as_going_along_with_its_range_its_bound_and_its_table(
    person: Client, store: PersonStore
) -> None:
    keep(store, 3.0)
    page = person.get(ADDRESS)
    words = text(page)
    assert "With alcohol there were more cramps on the same night: about" in words
    assert "Going together is not the same as bringing it on." in words
    assert "no more than about 1 in 10 of those standing out are expected to be luck" in words
    assert "Not looked at, as too few nights differ: fluid." in words
    figure = page.context["figure"]
    assert figure.title == "1 of 6 possible links stands out"
    assert f'aria-label="{figure.text}"' in page.content.decode()
    assert [row[3] for row in figure.rows] == ["yes", "no", "no", "no", "no", "no"]
    assert page.content.decode().count("<table>") == 1


def test_chance_alone_shows_no_link_and_says_how_many_were_looked_at(person: Client, store: PersonStore) -> None:
    keep(store, 1.0)
    assert "We looked at 6 possible links and none stands out from chance." in text(person.get(ADDRESS))


def test_fewer_things_can_be_chosen(person: Client, store: PersonStore) -> None:
    keep(store, 3.0)
    page = person.get(ADDRESS, {"about": ["heat"]})
    assert len(page.context["figure"].rows) == 3
    assert dict(page.context["choices"])["heat"]
    assert not dict(page.context["choices"])["alcohol"]


@pytest.mark.parametrize("name", ["moonlight", "<script>"])
def test_what_nobody_knows_is_refused_by_name(person: Client, store: PersonStore, name: str) -> None:
    keep(store, 1.0)
    page = person.get(ADDRESS, {"about": [name]})
    assert page.status_code == 400
    assert name in text(page)
    assert "<script>" not in page.content.decode()


def test_the_insight_page_leads_here(sample: Client) -> None:
    assert f'href="{ADDRESS}"' in sample.get("/insight/").content.decode()
