"""What a browser tells is looked at before it is kept, and the words go out for that browser alone."""

import base64
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from charley.db.push_key import key_file, public_key
from charley.errors import BadInput
from charley.services import web_push
from charley.services.web_push import LONGEST_ADDRESS, subscription
from support.push_service import HOST, PushedTo, PushService, push_service

BROWSER = PushedTo()


def faulty(**changed: Any) -> set[str]:
    """The fields that are refused where these are changed."""
    with pytest.raises(BadInput) as fault:
        subscription(BROWSER.told | changed)
    return set(fault.value.fields)


def test_what_a_browser_tells_is_taken_as_it_is() -> None:
    assert subscription(BROWSER.told)._asdict() == BROWSER.told


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def-123",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
        "https://web.push.apple.com/QOx",
        "https://wns2-by3p.notify.windows.com/w/?token=BQYAAA%3d%3d",
    ],
)
def test_every_common_browser_can_be_reached(endpoint: str) -> None:
    assert subscription(BROWSER.told | {"endpoint": endpoint}).endpoint == endpoint


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/fcm/send/abc",
        "https://127.0.0.1/fcm/send/abc",
        "https://10.0.0.1/",
        "https://[::1]/",
        "https://localhost/",
        "https://router.local/",
        "https://fcm.googleapis.com.evil.example/",
        "https://evilfcm.googleapis.com/",
        "https://notify.windows.com.evil.example/",
        "https://evilpush.apple.com/",
        "https://fcm.googleapis.com@10.0.0.1/",
        "https://someone:word@fcm.googleapis.com/",
        "https://fcm.googleapis.com:8443/",
        "https://fcm.googleapis.com:nonsense/",
        "https://10.0.0.1\\@fcm.googleapis.com/",
        "https://10.0.0.1#@fcm.googleapis.com/",
        "https://10.0.0.1\\.push.apple.com/",  # what sends ends the name at the backslash
        "https://evil.example\\.notify.windows.com/",
        "https://evil.example%2f.push.apple.com/",
        "https://evil.example;.push.apple.com/",
        "https://..push.apple.com/",
        "https://.notify.windows.com/",
        "https://fcm.googleapis.com:/",
        "https://fcm.googleapis.com/\r\nHost: 10.0.0.1",
        "https://fcm.googleapis.com/a b",
        "file:///etc/passwd",
        "https://fcm.googleapis.com/" + "a" * LONGEST_ADDRESS,
        "",
        5,
        None,
    ],
)
def test_no_other_machine_can_be_named(endpoint: Any) -> None:
    assert faulty(endpoint=endpoint) == {"endpoint"}


@given(st.text(max_size=60))
def test_a_host_of_any_letters_is_refused(host: str) -> None:
    assert faulty(endpoint=f"https://{host}.example/{host}") == {"endpoint"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("p256dh", ""),
        ("p256dh", "nonsense"),
        ("p256dh", None),
        ("p256dh", "A" * 100_000),
        ("p256dh", base64.urlsafe_b64encode(b"\x04" + bytes(64)).decode()),  # not on the curve
        ("auth", base64.urlsafe_b64encode(bytes(15)).decode()),
        ("auth", "ü" * 22),
        ("auth", ["A" * 22]),
        ("more", "A"),
    ],
)
def test_a_key_that_is_none_is_refused(field: str, value: Any) -> None:
    assert faulty(**{field: value}) == {field}


def test_all_that_is_wrong_is_named_at_once() -> None:
    assert faulty(endpoint="http://10.0.0.1/", p256dh=1, auth="x", more=0) == {"endpoint", "p256dh", "auth", "more"}


@pytest.mark.parametrize("told", [None, [], "text", 5])
def test_what_is_no_group_of_fields_is_refused(told: object) -> None:
    with pytest.raises(BadInput):
        subscription(told)


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    with push_service(tmp_path, monkeypatch) as running:
        yield running


def test_only_the_browser_can_read_the_words(tmp_path: Path, service: PushService) -> None:
    browser, other = PushedTo("mine"), PushedTo("another")
    assert web_push.send(browser.subscription, "Charley: it is time.", key=key_file(tmp_path)) == "sent"
    [got] = service.got
    assert got.path == "/wpush/v2/mine"
    assert got.headers["Content-Encoding"] == "aes128gcm"
    assert got.headers["TTL"] == "60"
    assert browser.read(got.body) == "Charley: it is time."
    assert b"Charley" not in got.body
    with pytest.raises(InvalidTag):
        other.read(got.body)


def test_the_token_is_signed_by_this_machine_for_this_service_and_names_nobody(
    tmp_path: Path, service: PushService
) -> None:
    web_push.send(BROWSER.subscription, "Charley: it is time.", key=key_file(tmp_path))
    claims = service.got[0].claims(public_key(tmp_path))
    assert claims["aud"] == f"https://{HOST}"
    assert claims["sub"] == "mailto:nobody@example.org"


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(200, "sent"), (201, "sent"), (202, "sent"), (404, "gone"), (410, "gone"), (403, "lost"), (429, "lost")],
)
def test_what_the_service_answers_is_told(tmp_path: Path, service: PushService, status: int, outcome: str) -> None:
    service.status = status
    assert web_push.send(BROWSER.subscription, "Charley: it is time.", key=key_file(tmp_path)) == outcome
    assert len(service.got) == 1  # a second try could bring the words twice


def test_a_service_that_leads_elsewhere_is_not_followed(tmp_path: Path, service: PushService) -> None:
    service.status = 307
    assert web_push.send(BROWSER.subscription, "Charley: it is time.", key=key_file(tmp_path)) == "lost"
    assert len(service.got) == 1


def test_no_address_is_left_on_the_disk_by_the_library(
    tmp_path: Path, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    web_push.send(BROWSER.subscription, "Charley: it is time.", key=key_file(tmp_path))
    assert service.got
    assert [file for file in home.rglob("*") if file.is_file()] == []


@pytest.mark.parametrize(("found", "is_there"), [("1.13.1", False), ("2.1.0", False), ("2.2.0", True), ("3.0", True)])
def test_an_apprise_that_sends_elsewhere_does_not_count(
    monkeypatch: pytest.MonkeyPatch, found: str, is_there: bool
) -> None:
    monkeypatch.setattr(web_push, "version", lambda name: found)
    assert web_push.is_installed() is is_there
