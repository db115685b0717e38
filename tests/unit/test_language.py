"""Sentences in the language being spoken."""

import asyncio

import pytest

from charley import language
from charley.language import counted, listed, marked, number, said, speaking, spoken


def test_english_is_what_stands_in_the_code_and_the_default() -> None:
    assert spoken() == "en"
    assert said("a glass of {what}", what="water") == "a glass of water"
    assert counted("{n} hour", "{n} hours", 1) == "1 hour"
    assert counted("{n} hour", "{n} hours", 3) == "3 hours"
    assert marked("a sentence") == "a sentence"


def test_a_sentence_is_looked_up_whole_so_that_its_words_may_stand_in_another_order() -> None:
    with speaking("es"):
        assert said("Pause {item} until the course of {medicine} is over.", item="A", medicine="B") == (
            "Deje de tomar A hasta que termine el tratamiento con B."
        )
    assert spoken() == "en"


@pytest.mark.parametrize("tag", ["es", "es-MX", "es-419", "es_US"])
def test_a_country_speaks_its_language(tag: str) -> None:
    with speaking(tag):
        assert said("Bed") == "A la cama"


@pytest.mark.parametrize("tag", ["xx", "", "en-GB", "../es"])
def test_what_is_not_translated_is_said_in_english(tag: str) -> None:
    with speaking(tag):
        assert said("Bed") == "Bed"
    with speaking("es"):
        assert said("a sentence nobody translated") == "a sentence nobody translated"
        assert said("") == ""


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert number(7.5) == "7.5"
    with speaking("es"):
        assert number(7.5) == "7,5"
        assert number(100.0) == "100"
        assert number(0.1634, ".1%") == "16,3%"


def test_things_in_a_row() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    with speaking("es"):
        assert listed(["a", "b", "c"]) == "a, b y c"


def test_two_requests_at_once_each_keep_their_language() -> None:
    async def speak(tag: str) -> str:
        with speaking(tag):
            await asyncio.sleep(0)
            return language.said("Bed")

    async def both() -> list[str]:
        return list(await asyncio.gather(speak("es"), speak("en")))

    assert asyncio.run(both()) == ["A la cama", "Bed"]
