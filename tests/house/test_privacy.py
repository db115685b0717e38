"""Privacy: nothing is asked of the network, and no personal value stands in an error or a log."""

import logging
import re
import socket
from collections.abc import Callable, Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from charley.db.repository import local_person, store_for
from charley.services.diary import Diary
from support.diary import NOW, Run, charley, folder  # noqa: F401

LOCAL = {"127.0.0.1", "::1", "localhost", ""}
#: What no log and no message about a mistake of ours may hold.
MARKER = "Zwiebelkuchenrezept"


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every host that this process looks up or connects to; one beyond this machine is refused and noted."""
    asked: list[str] = []
    real_connect, real_lookup = socket.socket.connect, socket.getaddrinfo

    def connect(self: socket.socket, address: Any) -> Any:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family != socket.AF_UNIX and host not in LOCAL:
            asked.append(str(host))
            raise OSError("the network is watched")
        return real_connect(self, address)

    def lookup(host: Any, *rest: Any, **more: Any) -> Any:
        if host not in (*LOCAL, None):
            asked.append(str(host))
            raise OSError("the network is watched")
        return real_lookup(host, *rest, **more)

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket.socket, "connect_ex", connect)
    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    return asked


def test_the_watch_sees_a_request_that_leaves(watched: list[str]) -> None:
    import urllib.request

    with pytest.raises(OSError, match="watched"):
        urllib.request.urlopen("http://example.org/", timeout=1)
    assert watched == ["example.org"]


def test_a_whole_walk_on_the_command_line_asks_nothing_of_the_network(
    charley: Run,  # noqa: F811
    folder: Path,  # noqa: F811
    tmp_path: Path,
    watched: list[str],
) -> None:
    profile = tmp_path / "profile.json"
    profile.write_text('{"age_years": 45, "egfr_ml_min": 90, "medicines": [{"name": "doxycyclin"}]}', "utf-8")
    at = ("--data", str(folder))
    walk: list[tuple[str, ...]] = [
        ("log", "cramp left calf 7/10 90 s", *at),
        ("log", "took 200 mg magnesium citrate", *at),
        ("plan", str(profile), "--ics", str(tmp_path / "plan.ics")),
        ("check", str(profile), "--json"),
        ("export", str(tmp_path / "all.zip"), *at),
        ("export", "--csv", str(tmp_path / "nights.csv"), *at),
        ("export", "--fhir", str(tmp_path / "out.json"), *at),
        ("import", str(tmp_path / "all.zip"), *at),
        ("import", str(tmp_path / "out.json"), *at),
        ("analyse", str(tmp_path / "nights.csv")),
        ("report", "--pdf", str(tmp_path / "page.pdf"), "--bundle", str(tmp_path / "b.zip"), *at),
        ("report", "--kind", "medicines", "--pdf", str(tmp_path / "list.pdf"), *at),
        ("rebuild", str(tmp_path / "b.zip")),
        ("foods", "search", "pumpkin seeds"),
        ("people", "add", "Ida", *at),
        ("log", "quiet night", "--yes", "--person", "Ida", *at),
        ("people", *at),
        ("remind", "--on", "--say-what", *at),
        ("remind", "--due", *at),
        ("backup", *at),
        ("erase", "--person", "Ida", "--backups", "--yes", *at),
        ("doctor", *at),
        ("evidence",),
        ("erase", "--yes", *at),
    ]
    for words in walk:
        status, _, errors = charley(*words)
        assert status in (0, 1, 2), (words, errors)
        assert watched == [], words


@pytest.mark.django_db
def test_every_page_asks_nothing_of_the_network(watched: list[str]) -> None:
    store = store_for(local_person(made_at=NOW.utc))
    Diary(store, now=NOW).log_cramp(id="privacy-001")
    browser = Client()
    walked = 0
    for address in _pages():
        walked += browser.get(address).status_code == 200
        assert watched == [], address
    assert walked > 15


def _pages() -> Iterator[str]:
    """Every address of the app that takes no argument."""
    from charley.web.urls import urlpatterns

    for pattern in urlpatterns:
        route = str(pattern.pattern)
        if "<" not in route:
            yield f"/{route}"


#: Words of a command that brings the marker to where it is read, and to where it fails.
PATHS: dict[str, Callable[[Path], tuple[str, ...]]] = {
    "a line nobody understands": lambda at: ("log", f"{MARKER} {MARKER}", "--data", str(at / "data")),
    "a profile that is no profile": lambda at: ("plan", _file(at, f'{{"{MARKER}": "{MARKER}"}}')),
    "a profile with a wrong amount": lambda at: ("plan", _file(at, f'{{"goal": "{MARKER}", "weight_kg": -1}}')),
    "a diary of nights that is none": lambda at: ("analyse", _file(at, f"date,cramps\n{MARKER},1\n")),
    "a file of no known kind": lambda at: ("import", _file(at, MARKER)),
    "a backup that is none": lambda at: ("restore", _file(at, MARKER)),
    "a bundle that is none": lambda at: ("rebuild", _file(at, MARKER)),
}


@pytest.mark.parametrize("path", PATHS)
def test_a_mistake_of_ours_names_a_place_and_no_value(
    path: str,
    charley: Run,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever breaks while a value is in hand: neither the words nor a traceback show it."""
    from charley import reading
    from charley.errors import BadInput

    def broken(*values: object, **more: object) -> None:
        raise RuntimeError(f"{MARKER} {values} {more}")

    monkeypatch.setattr(BadInput, "__init__", broken)
    monkeypatch.setattr(reading, "_read", broken)
    status, said, errors = charley(*PATHS[path](tmp_path))
    assert status != 0
    for text in (said, errors):
        assert MARKER not in text
        assert "Traceback" not in text


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/history/", "/insight/", "/plan/", "/report/", "/data/"])
def test_a_page_that_breaks_writes_no_value_into_the_log(
    address: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from charley.db.repository import PersonStore

    def broken(self: object, *values: object, **more: object) -> None:
        raise RuntimeError(f"{MARKER} {values}")

    for name in ("journal", "profile", "count", "rows"):
        monkeypatch.setattr(PersonStore, name, broken)
    caplog.set_level(logging.DEBUG)
    browser = Client(raise_request_exception=False)
    page = browser.get(address, {"q": MARKER})
    assert page.status_code in (200, 500)
    written = caplog.text + "".join(capfd.readouterr())
    assert MARKER not in written
    if page.status_code == 500:
        assert MARKER not in page.content.decode()


@pytest.mark.django_db
def test_what_somebody_sends_stands_in_no_log(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    browser = Client(raise_request_exception=False)
    bad = {"entries": [{"kind": "cramp", "id": "privacy-002", "note": MARKER, "pain": MARKER}, MARKER]}
    browser.post("/api/entries", bad, content_type="application/json")
    browser.post("/api/entries", MARKER, content_type="application/json")
    browser.post("/api/entries", {"person": MARKER, "entries": []}, content_type="application/json")
    upload = BytesIO(MARKER.encode())
    upload.name = f"{MARKER}.csv"
    browser.post("/data/import", {"file": upload})
    browser.get(f"/{MARKER}/")
    browser.post("/people/add", {"name": f"{MARKER}\x07"})
    browser.post("/people/mine/", {"wish": "lock", "passphrase": MARKER, "again": ""})
    browser.post("/people/mine/", {"wish": "lock", "passphrase": MARKER, "again": MARKER})
    browser.post("/people/me/passphrase/", {"passphrase": f"{MARKER}!"})
    browser.post("/people/me/passphrase/", {"passphrase": MARKER})
    browser.get(f"/shared/{MARKER + 'x' * (43 - len(MARKER))}/")
    browser.post("/plan/profile/", {"goal": MARKER, "age_years": MARKER})
    assert MARKER not in caplog.text + "".join(capfd.readouterr())


@pytest.mark.django_db
def test_whatever_is_filled_into_any_form_stands_in_no_log(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    browser = Client(raise_request_exception=False)
    filled = set()
    for address in _pages():
        page = browser.get(address)
        html = page.content.decode() if page.headers["Content-Type"].startswith("text/html") else ""
        for opening, inside in _FORM.findall(html):
            action = unescape(_ACTION.search(opening)[1]) if _ACTION.search(opening) else address
            names = set(_NAME.findall(inside)) - {"csrfmiddlewaretoken"}
            answers = [ask(action, dict.fromkeys(names, MARKER)) for ask in (browser.post, browser.get)]
            assert max(answer.status_code for answer in answers) < 500, action
            assert MARKER not in caplog.text + "".join(capfd.readouterr()), action
            filled.add(action)
    assert len(filled) > 20


_FORM = re.compile(r"<form([^>]*)>(.*?)</form>", re.DOTALL)
_ACTION = re.compile(r' action="([^"]+)"')
_NAME = re.compile(r' name="([^"]+)"')


def _file(at: Path, text: str) -> str:
    path = at / "given.json"
    path.write_text(text, "utf-8")
    return str(path)
