"""The settings as they are read from the environment, each time in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from support.serving import clean_environment

NAMES = [
    "ALLOWED_HOSTS",
    "CSRF_COOKIE_SECURE",
    "CSRF_TRUSTED_ORIGINS",
    "DEBUG",
    "SECURE_HSTS_SECONDS",
    "SECURE_SSL_REDIRECT",
    "SECRET_KEY",
    "CHARLEY_DEMO",
]
READ = f"import json; from charley.web import settings; print(json.dumps({{n: getattr(settings, n) for n in {NAMES}}}))"


def settings(folder: Path, **environment: str) -> dict[str, Any]:
    """The settings under an environment."""
    known = clean_environment() | {"CHARLEY_DATA": str(folder)} | environment
    read = subprocess.run([sys.executable, "-c", READ], capture_output=True, text=True, check=True, env=known)
    found: dict[str, Any] = json.loads(read.stdout)
    return found


def test_on_ones_own_machine_only_loopback_names_are_answered(tmp_path: Path) -> None:
    found = settings(tmp_path)
    assert found["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    assert found["DEBUG"] is False
    assert found["CSRF_COOKIE_SECURE"] is False  # plain http on loopback: a secure cookie would never be sent


def test_served_over_https_every_cookie_is_secure_and_http_is_left(tmp_path: Path) -> None:
    found = settings(tmp_path, CHARLEY_HTTPS="1", CHARLEY_HOSTS="cramps.example, diary.example")
    assert found["CSRF_COOKIE_SECURE"] is True
    assert found["SECURE_SSL_REDIRECT"] is True
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert "diary.example" in found["ALLOWED_HOSTS"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://cramps.example", "https://diary.example"]


def test_reading_the_settings_makes_nothing_and_takes_the_key_that_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "not there"
    assert settings(folder)["SECRET_KEY"] != settings(folder)["SECRET_KEY"]
    assert not folder.exists()
    folder.mkdir()
    (folder / "secret.key").write_text(60 * "k")
    assert settings(folder)["SECRET_KEY"] == 60 * "k"
