"""``charley remind``: off until wished, once for each dose, and no word more than the person chose."""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from charley.cli import remind
from charley.dates import Moment
from charley.db.push_key import public_key
from charley.services import web_push
from charley.services.following import beginning
from support.diary import BERLIN, Run
from support.people import HEALTHY, plan_for
from support.push_service import HOST, PushedTo, PushService, push_service

DOSE = plan_for().steps[0].doses[0]
AT = datetime.combine(datetime(2026, 11, 21).date(), datetime.strptime(DOSE.time, "%H:%M").time())

SetClock = Callable[[datetime], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    def turn(wall: datetime) -> None:
        monkeypatch.setattr(remind, "now", lambda: Moment.local(wall, BERLIN))

    turn(AT)
    return turn


@pytest.fixture
def followed(charley: Run, clock: SetClock, folder: Path) -> Run:
    """A person who follows the plan since the morning."""
    from charley.db.connection import setup
    from charley.db.repository import local_person, store_for
    from charley.diary.records import PlanChange

    setup(folder)
    begun = Moment.local(AT.replace(hour=9, minute=0), BERLIN)
    store = store_for(local_person(made_at=begun.utc))
    store.keep_profile(document=json.dumps(HEALTHY), made_at=begun.utc)
    mg = beginning(plan_for())
    assert mg is not None
    store.append(entries=[PlanChange(id="the-beginning", at=begun, mg_per_day=mg)], received_at=begun.utc)
    return charley


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A service on this machine that notes what it is sent, and its address."""
    heard: list[str] = []

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Quietly."""

    server = HTTPServer(("127.0.0.1", 0), Ear)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"json://127.0.0.1:{server.server_port}/", heard
    server.shutdown()


def test_nobody_is_reminded_who_did_not_wish_it(followed: Run) -> None:
    assert followed("remind", "--due") == (0, "", "")


def test_a_dose_is_spoken_of_once_in_the_plainest_words(followed: Run, clock: SetClock) -> None:
    assert followed("remind", "--on")[0] == 0
    assert followed("remind", "--due")[1] == "Charley: it is time.\n"
    assert followed("remind", "--due")[1] == ""
    clock(AT + timedelta(minutes=20))
    assert followed("remind", "--due")[1] == ""
    clock(AT + timedelta(days=1))
    assert followed("remind", "--due")[1] == "Charley: it is time.\n"


def test_a_missed_dose_is_not_spoken_of(followed: Run, clock: SetClock) -> None:
    followed("remind", "--on")
    clock(AT + timedelta(hours=2))
    assert followed("remind", "--due")[1] == ""


def test_the_dose_is_named_only_where_that_was_chosen(followed: Run) -> None:
    followed("remind", "--say-what")
    said = followed("remind", "--due")[1]
    assert f"{DOSE.elemental_mg:g} mg magnesium" in said
    assert DOSE.time in said


def test_the_words_go_where_the_person_said_and_hold_nothing_else(
    followed: Run, listener: tuple[str, list[str]]
) -> None:
    address, heard = listener
    assert followed("remind", "--to", address)[0] == 0
    assert json.loads(followed("remind", "--due", "--json")[1])["reminded"][0]["sent"] is True
    [sent] = heard
    assert "Charley: it is time." in sent
    for word in ("magnesium", f"{DOSE.elemental_mg:g}", "mg", DOSE.time, "cramp"):
        assert word not in sent


def test_what_could_not_be_sent_is_said_and_not_sent_again(followed: Run, listener: tuple[str, list[str]]) -> None:
    assert followed("remind", "--to", "json://127.0.0.1:1/")[0] == 0
    status, _, errors = followed("remind", "--due")
    assert status == 3
    assert "could not be sent" in errors
    assert followed("remind", "--due")[:2] == (0, "")


def test_off_forgets_the_address_too(followed: Run, folder: Path) -> None:
    followed("remind", "--to", "json://127.0.0.1:1/")
    assert followed("remind", "--off")[0] == 0
    assert followed("remind", "--due")[1] == ""
    with sqlite3.connect(folder / "charley.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM charley_reminding").fetchone() == (0,)


@pytest.mark.parametrize(
    "words", [(), ("--due", "--on"), ("--off", "--on"), ("--to", "nonsense"), ("--on", "--person", "Nobody")]
)
def test_what_cannot_be_is_named(followed: Run, words: tuple[str, ...]) -> None:
    status, _, errors = followed("remind", *words)
    assert status == 2
    assert errors


def test_each_person_is_reminded_of_their_own(followed: Run) -> None:
    followed("people", "add", "Ida")
    followed("remind", "--on", "--person", "Ida")  # who follows no plan
    assert followed("remind", "--due")[1] == ""
    followed("remind", "--on")
    assert followed("remind", "--due")[1] == "Me: Charley: it is time.\n"


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PushService]:
    with push_service(tmp_path, monkeypatch) as running:
        yield running


@pytest.fixture
def browser(followed: Run) -> PushedTo:
    """A browser in which the person is reminded."""
    from charley.db.reminding import add_browser
    from charley.db.repository import local_person

    told = PushedTo()
    add_browser(local_person(made_at=datetime.now(UTC)), told.subscription)
    return told


def test_the_words_reach_the_browser_once_and_hold_nothing_else(
    followed: Run, browser: PushedTo, service: PushService, folder: Path
) -> None:
    assert followed("remind", "--due") == (0, "Charley: it is time.\n", "")
    followed("remind", "--due")
    [got] = service.got
    assert browser.read(got.body) == "Charley: it is time."
    assert got.claims(public_key(folder))["aud"] == f"https://{HOST}"


def test_the_browser_names_the_dose_only_where_that_was_chosen(
    followed: Run, browser: PushedTo, service: PushService
) -> None:
    followed("remind", "--say-what")
    followed("remind", "--due")
    assert f"{DOSE.elemental_mg:g} mg magnesium" in browser.read(service.got[0].body)


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten_and_said(
    followed: Run, browser: PushedTo, service: PushService, clock: SetClock, status: int
) -> None:
    service.status = status
    code, said, errors = followed("remind", "--due")
    assert (code, said) == (3, "Charley: it is time.\n")
    assert "takes no more reminders" in errors
    assert browser.endpoint not in errors
    clock(AT + timedelta(days=1))
    assert followed("remind", "--due") == (0, "Charley: it is time.\n", "")
    assert len(service.got) == 1


def test_what_the_service_did_not_take_is_said_and_not_sent_again(
    followed: Run, browser: PushedTo, service: PushService, clock: SetClock
) -> None:
    service.status = 503
    code, _, errors = followed("remind", "--due", "--json")
    assert code == 3
    assert followed("remind", "--due")[:2] == (0, "")
    assert browser.endpoint not in errors
    service.status = 201
    clock(AT + timedelta(days=1))
    told = json.loads(followed("remind", "--due", "--json")[1])["reminded"]
    assert [each["browsers"] for each in told] == [{"sent": 1, "lost": 0, "gone": 0}]
    assert len(service.got) == 2


def test_one_browser_that_is_gone_keeps_no_word_from_the_other_nor_from_the_address(
    followed: Run, browser: PushedTo, service: PushService, listener: tuple[str, list[str]]
) -> None:
    from charley.db.reminding import add_browser
    from charley.db.repository import local_person

    address, heard = listener
    followed("remind", "--to", address)
    other = PushedTo("other")
    add_browser(local_person(made_at=datetime.now(UTC)), other.subscription)
    service.status_of = {"/wpush/v2/one": 410}
    [told] = json.loads(followed("remind", "--due", "--json")[1])["reminded"]
    assert (told["sent"], told["browsers"]) == (True, {"sent": 1, "lost": 0, "gone": 1})
    assert other.read(service.got[-1].body) == "Charley: it is time."
    assert len(heard) == 1


def test_without_the_packages_a_browser_is_said_to_be_lost(
    followed: Run, browser: PushedTo, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_push, "is_installed", lambda: False)
    status, _, errors = followed("remind", "--due")
    assert status == 3
    assert "1 could not be sent" in errors
    assert service.got == []


def test_nothing_goes_to_the_browsers_of_somebody_else(followed: Run, browser: PushedTo, service: PushService) -> None:
    followed("people", "add", "Ida")
    from charley.db.people import whom
    from charley.db.reminding import add_browser

    add_browser(whom("Ida", made_at=datetime.now(UTC)), PushedTo("of-ida").subscription)  # who follows no plan
    followed("remind", "--due")
    assert [got.path for got in service.got] == ["/wpush/v2/one"]
