"""Finding known names in what somebody wrote: exactly after tidying, else the nearest that can be meant.

A :class:`Vocabulary` holds names of one or more words, each standing for one or more keys. Reading a text goes from
the longest name to the shortest, then tries words run together or apart, then near misses. How near is near grows with
the length of the word, so that a short or meaningless word is answered with "unknown" and never with a wild guess.
"""

import html
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

#: Texts longer than this are cut before near misses are looked for; exact names are found anywhere.
NEAR_WORDS = 24

_TAG = re.compile(r"<[^<>]{0,200}>")
_APOSTROPHES = re.compile(r"['’‘`´]")
_DIGIT = re.compile(r"\d")
_APART = re.compile(r"[^\w]+|_+")
_GLUED = re.compile(r"(?<=[a-z])(?=\d+(?:\.\d+)?(?:mg|mcg|µg|μg|ug|g|ml|iu)\b)|(?<=\d)(?=(?:mg|mcg|ug|g|ml|iu)\b)")


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """``text`` in small letters, without accents, tags, signs and doubled spaces; digits stay.

    >>> plain("<b>L-Thyroxin®</b> 75µg")
    'l thyroxin 75 ug'
    """
    if text.isascii() and "<" not in text and "&" not in text:  # most names: nothing foreign to tidy
        text = text.lower()
    else:
        text = _TAG.sub(" ", html.unescape(text))
        text = unicodedata.normalize("NFKD", text.casefold().replace("µ", "u").replace("μ", "u"))
        text = "".join(" " if ch in "®™©" else ch for ch in text if not unicodedata.combining(ch))
    if _DIGIT.search(text):
        text = _GLUED.sub(" ", text)
    return _APART.sub(" ", _APOSTROPHES.sub("", text)).strip()


def word_set(text: str) -> frozenset[str]:
    """The words of a line as a set, for lists of words in code."""
    return frozenset(text.split())


class Found(NamedTuple):
    """One name found: the words ``start`` to ``end`` (exclusive), what they stand for, and how many letters differ."""

    start: int
    end: int
    name: str
    keys: frozenset[str]
    off: int


class Vocabulary:
    """Names and what they stand for.

    Args:
        entries: (name as written, key); one name may stand for several keys.
        deaf: words that never take part in a near miss, in any spelling: "tablet", "daily", "morning".
    """

    def __init__(self, entries: Iterable[tuple[str, str]], *, deaf: Iterable[str] = ()) -> None:
        phrases: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        self._shown: dict[str, str] = {}
        for written, key in entries:
            words = tuple(plain(written).split())
            if words:
                phrases[words].add(key)
                self._shown.setdefault("".join(words), written)
        self._phrases = {words: frozenset(keys) for words, keys in phrases.items()}
        self._longest = max(map(len, self._phrases), default=0)
        self._starts = defaultdict(set)
        for words in self._phrases:
            self._starts[words[0]].add(len(words))
        squashed: defaultdict[str, set[str]] = defaultdict(set)
        for words, keys in self._phrases.items():
            squashed["".join(words)] |= keys
        self._squashed = {name: frozenset(keys) for name, keys in squashed.items()}
        self._deaf = frozenset(deaf)
        by_length: defaultdict[int, list[str]] = defaultdict(list)
        for name in self._squashed:
            by_length[len(name)].append(name)
        self._by_length = dict(by_length)

    def __len__(self) -> int:
        return len(self._squashed)

    def __contains__(self, written: str) -> bool:
        return "".join(plain(written).split()) in self._squashed

    def shown(self, name: str) -> str:
        """A name of :class:`Found` as it is usually written."""
        return self._shown.get(name, name)

    def exact(self, words: Sequence[str]) -> list[Found]:
        """Names standing in ``words``, the longest first where they overlap, from left to right."""
        found: list[Found] = []
        at = 0
        while at < len(words):
            hit = self._longest_at(words, at)
            if hit is not None:
                found.append(hit)
            at = hit.end if hit is not None else at + 1
        return found

    def near(self, words: Sequence[str]) -> list[list[Found]]:
        """Near misses for words in which no name stands: for each place the candidates, the nearest first.

        Two or three neighbouring words are also tried as one ("levo thyroxin"). Candidates that are at most one letter
        worse than the best stand beside it: they may be meant as well.
        """
        places: list[list[Found]] = []
        at, count = 0, min(len(words), NEAR_WORDS)
        while at < count:
            candidates = self._near_at(words, at, count)
            if candidates:
                places.append(candidates)
            at = max((c.end for c in candidates), default=at + 1)
        return places

    def _longest_at(self, words: Sequence[str], at: int) -> Found | None:
        for length in sorted(self._starts.get(words[at], ()), reverse=True):
            keys = self._phrases.get(tuple(words[at : at + length]))
            if keys is not None and at + length <= len(words):
                return Found(at, at + length, "".join(words[at : at + length]), keys, 0)
        for length in (1, 2, 3):
            joined = "".join(words[at : at + length])
            if at + length <= len(words) and len(joined) >= 5 and joined in self._squashed:
                return Found(at, at + length, joined, self._squashed[joined], 0)
        return None

    def _near_at(self, words: Sequence[str], at: int, count: int) -> list[Found]:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        best: list[Found] = []
        for length in (1, 2, 3):
            if at + length > count or self._is_deaf(words[at]) or any(ch.isdigit() for ch in words[at + length - 1]):
                break
            joined = "".join(words[at : at + length])
            allowed = letters_off(joined) if length == 1 else min(letters_off(joined), 1)
            if allowed == 0:
                continue
            for size in range(len(joined) - allowed, len(joined) + allowed + 1):
                names = self._by_length.get(size, ())
                for name, off, _ in process.extract(joined, names, scorer=OSA.distance, score_cutoff=allowed, limit=8):
                    if name[0] == joined[0] or (len(joined) >= 8 and off == 1):
                        best.append(Found(at, at + length, name, self._squashed[name], int(off)))
        nearest = min((c.off for c in best), default=0)
        typed = words[at]
        candidates = (c for c in best if c.off <= nearest + 1)
        return sorted(candidates, key=lambda c: (c.off, not c.name.startswith(typed), c.name))

    def _is_deaf(self, word: str) -> bool:
        return word in self._deaf or any(ch.isdigit() for ch in word)


def letters_off(word: str) -> int:
    """How many letters may be wrong, missing, added or swapped for a word still to be taken for a name."""
    size = len(word)
    if size < 5:
        return 0
    return 1 if size <= 7 else 2 if size <= 10 else 3


def gaps(words: Sequence[str], found: Iterable[Found]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The stretches of words that no name covers, each with the place where it begins."""
    at = 0
    for hit in sorted(found):
        if hit.start > at:
            yield at, tuple(words[at : hit.start])
        at = max(at, hit.end)
    if at < len(words):
        yield at, tuple(words[at:])
