"""Tidying names and finding them, exactly or nearly."""

import pytest

from charley.knowledge.matching import Found, Vocabulary, gaps, letters_off, plain

NAMES = Vocabulary(
    [("doxycycline", "d"), ("Milk of Magnesia", "m"), ("levothyroxine", "l"), ("co-amilofruse", "c"), ("Lasix", "f")],
    deaf=("tablet",),
)


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("<b>L-Thyroxin®</b>  75µg", "l thyroxin 75 ug"),
        ("doxycycline100mg", "doxycycline 100 mg"),
        ("Phillips’ Milk", "phillips milk"),
        ("Größe", "grosse"),
        ("caf\u00e9 cafe\u0301", "cafe cafe"),
        ("💊", ""),
    ],
)
def test_plain(written: str, tidy: str) -> None:
    assert plain(written) == tidy


def test_the_longest_name_wins() -> None:
    longer = Vocabulary([("iron", "i"), ("iron infusion", "v")])

    assert longer.exact(["iron", "infusion"]) == [Found(0, 2, "ironinfusion", frozenset("v"), 0)]


@pytest.mark.parametrize(
    "words", ["levo thyroxine", "levothyroxine", "co amilofruse", "coamilofruse", "milkofmagnesia"]
)
def test_words_run_together_or_apart_are_the_same_name(words: str) -> None:
    assert len(NAMES.exact(words.split())) == 1


def test_a_near_miss_tells_how_many_letters_are_off() -> None:
    ((hit,),) = NAMES.near(["doxicyclin"])

    assert (hit.name, hit.off) == ("doxycycline", 2)


@pytest.mark.parametrize("word", ["dox", "tablet", "magnet", "zzzzzzz", "doxy12", "levo"])
def test_short_deaf_and_foreign_words_are_no_near_miss(word: str) -> None:
    assert NAMES.near([word]) == []


@pytest.mark.parametrize(
    ("word", "off"), [("abcd", 0), ("abcde", 1), ("abcdefg", 1), ("abcdefgh", 2), ("abcdefghijk", 3)]
)
def test_longer_words_may_be_further_off(word: str, off: int) -> None:
    assert letters_off(word) == off


def test_gaps_are_what_no_name_covers() -> None:
    words = ["my", "doxycycline", "and", "lasix", "today"]

    assert list(gaps(words, NAMES.exact(words))) == [(0, ("my",)), (2, ("and",)), (4, ("today",))]
