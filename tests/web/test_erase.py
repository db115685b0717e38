"""The erase page: it lists, offers an export, asks for a word, and then nothing is left."""

import re
import subprocess
import sys
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

from django.test import Client

from support.pages import text
from support.serving import served


def test_the_page_says_what_would_go_and_offers_an_export_first(person: Client) -> None:
    page = person.get("/data/erase/")
    assert "There is no way back" in text(page)
    assert 'href="/data/charley-export.zip"' in page.content.decode()
    assert 'href="/data/erase/"' in person.get("/data/").content.decode()


def test_without_the_word_nothing_goes(sample: Client) -> None:
    answer = sample.post("/data/erase/", {"word": "yes"})
    assert answer.status_code == 422
    assert "Nothing was erased" in text(answer)


def test_with_the_word_an_empty_diary_is_left_and_the_app_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    words = [sys.executable, "-m", "charley", "log", "cramp left calf", "--data", str(folder)]
    subprocess.run(words, check=True, capture_output=True)
    with served(folder) as running:
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

        def page(path: str, **fields: str) -> str:
            data = urllib.parse.urlencode(fields).encode() if fields else None
            with browser.open(running.address + path, data, timeout=20) as answer:
                return answer.read().decode()

        def token(body: str) -> str:
            found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', body)
            assert found
            return found[1]

        assert "1 entry" in page("/data/")
        gone = page("/data/erase/", word="Erase", csrfmiddlewaretoken=token(page("/data/erase/")))
        assert "It is gone" in gone
        assert "0 entries" in page("/data/")
        assert not list(folder.glob("backups/*"))


def test_one_of_two_is_erased_from_the_app_and_the_other_stays(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    for words in (
        ["log", "cramp left calf"],
        ["people", "add", "Ida"],
        ["log", "quiet night", "--person", "Ida"],
        ["backup"],
    ):
        command = [sys.executable, "-m", "charley", *words, "--data", str(folder)]
        subprocess.run(command, check=True, capture_output=True)
    [backup] = folder.glob("backups/*.age")
    with served(folder) as running:
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

        def page(path: str, **fields: str) -> str:
            data = urllib.parse.urlencode(fields).encode() if fields else None
            with browser.open(running.address + path, data, timeout=20) as answer:
                return answer.read().decode()

        def form(path: str, **fields: str) -> str:
            found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page(path))
            assert found
            return page(path, csrfmiddlewaretoken=found[1], **fields)

        keys = re.findall(r'name="key" value="([^"]+)"', page("/people/"))
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page("/people/"))
        assert token
        page("/people/open", key=keys[1], csrfmiddlewaretoken=token[1])
        offered = page("/data/erase/mine/")
        assert 'href="/data/charley-export.zip"' in offered
        assert backup.name in offered
        assert "The diary “Ida” is gone" in form("/data/erase/mine/", word="erase", copies="yes")
        assert not backup.exists()
        assert len(list(folder.glob("backups/*.age"))) == 1
        assert "1 entry" in page("/data/")
        assert "Ida" not in page("/people/")
