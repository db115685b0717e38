"""A link to the report: made on purpose, good for a while, and a way to one page alone."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser

from charley.db import people, sharing
from charley.db.models import Share
from charley.db.repository import local_person
from charley.errors import BadInput
from support.pages import text
from support.serving import served

NOW = datetime(2026, 11, 14, 2, 10, tzinfo=UTC)


@pytest.fixture
def server(settings: Any) -> None:
    """A server of one's own with a name."""
    settings.CHARLEY_SHARING = True


def make(person: Client, days: str = "7") -> str:
    page = person.post("/report/sharing/", {"label": "Dr Example", "days": days})
    found = re.search(r"/shared/[A-Za-z0-9_-]{43}/", page.content.decode())
    assert found, text(page)
    return found[0]


def test_on_ones_own_machine_there_are_no_links(sample: Client) -> None:
    assert "Not on this machine" in text(sample.get("/report/sharing/"))
    assert sample.post("/report/sharing/", {"label": "Dr Example", "days": "7"}).status_code == 404
    assert not Share.objects.exists()


def test_nothing_is_shared_until_somebody_makes_a_link(server: None, sample: Client) -> None:
    assert "No link is good now" in text(sample.get("/report/sharing/"))


def test_the_link_shows_the_same_figures_and_no_way_on(server: None, sample: Client) -> None:
    link = make(sample)
    clinician = Client()
    page = clinician.get(link)
    assert page.status_code == 200
    own = sample.get("/report/").content.decode()
    shown = page.content.decode()
    boxes = re.compile(r"<dd[^>]*>[^<]+</dd>|<td class=\"n[^>]*>[^<]*</td>|<p class=\"lead\">[^<]+</p>")
    assert boxes.findall(shown) == boxes.findall(own) != []
    for way in ("<a ", "<script", "<form", "data-person"):
        assert way not in shown.partition("<main")[2] + shown.partition("<main")[0].replace('<a class="skip"', ""), way
    assert not page.cookies
    assert page["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["Cache-Control"] == "no-store, private"


def test_whoever_has_the_link_has_that_page_alone(server: None, sample: Client) -> None:
    link = make(sample)
    person = local_person(made_at=NOW)
    people.lock(person, "three quiet nights")
    clinician = Client()
    assert clinician.get(link).status_code == 200
    for address in ("/", "/report/", "/report/charley-profile.pdf", "/data/charley-export.zip", "/report/sharing/"):
        assert clinician.get(address).status_code == 302, address
    assert clinician.post(link).status_code == 405


def test_the_link_itself_is_kept_nowhere(server: None, sample: Client) -> None:
    secret = make(sample).split("/")[2]
    [row] = Share.objects.values()
    assert secret not in str(row)
    assert secret not in sample.get("/report/sharing/").content.decode()


@pytest.mark.parametrize("days", sharing.DAYS)
def test_it_ends_by_itself(server: None, sample: Client, hands: Any, days: int) -> None:
    link = make(sample, str(days))
    hands.wall += timedelta(days=days) - timedelta(seconds=1)
    assert Client().get(link).status_code == 200
    hands.wall += timedelta(seconds=1)
    gone = Client().get(link)
    never = Client().get("/shared/" + "x" * 43 + "/")
    assert gone.status_code == never.status_code == 404
    assert gone.content == never.content
    assert "Dr Example" not in sample.get("/report/sharing/").content.decode()


def test_it_is_listed_with_how_often_it_was_opened_and_can_be_ended(server: None, sample: Client) -> None:
    link = make(sample)
    Client().get(link)
    Client().get(link)
    page = sample.get("/report/sharing/")
    assert "Dr Example" in text(page)
    assert "opened 2 times" in text(page)
    [share] = Share.objects.all()
    sample.post("/report/sharing/", {"end": str(share.pk)})
    assert Client().get(link).status_code == 404


def test_nobody_ends_the_link_of_another(server: None, sample: Client) -> None:
    link = make(sample)
    [share] = Share.objects.all()
    sharing.end(people.add_person("Ida", made_at=NOW), share.pk)
    assert Client().get(link).status_code == 200


def test_erasing_a_person_ends_their_links(server: None, sample: Client) -> None:
    link = make(sample)
    local_person(made_at=NOW).delete()
    assert Client().get(link).status_code == 404


@pytest.mark.parametrize(
    ("fields", "named"),
    [({"label": " ", "days": "7"}, "1 to 60"), ({"label": "x" * 61, "days": "7"}, "1 to 60"),
     ({"label": "a", "days": "8"}, "one of"), ({"label": "a", "days": "\u0667"}, "one of"), ({"label": "a"}, "one of")],
)  # fmt: skip
def test_what_cannot_be_is_named(server: None, sample: Client, fields: dict[str, str], named: str) -> None:
    answer = sample.post("/report/sharing/", fields)
    assert answer.status_code == 422
    assert named in text(answer)
    assert not Share.objects.exists()


def test_links_do_not_pile_up(server: None, sample: Client) -> None:
    person = local_person(made_at=NOW)
    for number in range(sharing.MOST_LINKS):
        sharing.share(person, label=str(number), days=1, zone="UTC", now=NOW)
    with pytest.raises(BadInput, match="end one first"):
        sharing.share(person, label="more", days=1, zone="UTC", now=NOW)


def test_while_looking_around_nothing_can_be_shared(server: None, sample: Client) -> None:
    sample.post("/start/sample", {"look": "sample"})
    assert sample.post("/report/sharing/", {"label": "Dr Example", "days": "7"}).status_code == 404


@pytest.mark.browser
def test_whoever_opens_the_link_meets_no_hindrance(chromium_browser: Browser, tmp_path: Path) -> None:
    with served(tmp_path / "data", command="demo", hosts="charley.example") as own:
        page = chromium_browser.new_page()
        page.goto(f"{own.address}/report/sharing/")
        page.get_by_label("For whom").fill("Dr Example")
        page.get_by_role("button", name="Make the link").click()
        found = re.search(r"/shared/[A-Za-z0-9_-]{43}/", page.content())
        assert found is not None
        for look in ("dark", "light"):
            clinician = chromium_browser.new_page(viewport={"width": 360, "height": 740}, color_scheme=look)  # type: ignore[arg-type]
            clinician.goto(own.address + found[0])
            seen = Axe().run(clinician)
            assert seen.violations_count == 0, seen.generate_report()
            assert clinician.evaluate("() => document.documentElement.scrollWidth") <= 360
            clinician.context.close()
        page.context.close()
