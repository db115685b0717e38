"""Patterns for how a sign is written, and where they match.

A pattern is groups of words apart by spaces, in any order: ``calf|leg swollen|swell* !bath``. Within a group ``|``
means or, ``_`` words in this order, ``*`` any ending, ``8+`` a whole number of 8 or more; a group after ``!`` must not
stand near. All groups must be met within one clause, close together.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from charley.knowledge.clauses import Clause, Stance, clauses, stance
from charley.knowledge.matching import plain

#: The matched words of a pattern lie at most this far apart.
SPAN = 12
#: A forbidden word counts when it stands inside the match or at most this far from it.
NEAR = 4

_Place = tuple[int, int]
#: "8+"; numbers of more than six digits are none that a person counts with.
_NUMBER = re.compile(r"\d{1,6}\+")
_REMEMBERED = 300


class Group(NamedTuple):
    """Words of which one must stand there: whole words, beginnings of words, words in a row, or a number so large."""

    words: frozenset[str]
    beginnings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    least: int | None = None

    def places(self, words: Sequence[str]) -> list[_Place]:
        """Where they stand: from the first word to the one after the last."""
        found = [
            (at, at + 1)
            for at, word in enumerate(words)
            if word in self.words or (self.beginnings and word.startswith(self.beginnings)) or self._counts(word)
        ]
        for row in self.rows:
            found.extend(
                (at, at + len(row))
                for at in range(len(words) - len(row) + 1)
                if all(_same(part, words[at + step]) for step, part in enumerate(row))
            )
        return found

    def _counts(self, word: str) -> bool:
        return self.least is not None and word.isdecimal() and len(word) <= 6 and int(word) >= self.least

    @property
    def names(self) -> int:
        """How many words and rows of words it holds."""
        return len(self.words) + len(self.beginnings) + len(self.rows)


class Pattern(NamedTuple):
    """One pattern: what it stands for, its groups, and the words that must not stand near."""

    key: str
    groups: tuple[Group, ...]
    forbidden: Group


class Patterns:
    """Many patterns, searched together.

    Args:
        entries: (pattern, key).
        often_misspelt: words that are also read with one letter wrong, missing, added or swapped ("swolen").
    """

    def __init__(self, entries: Iterable[tuple[str, str]], *, often_misspelt: Iterable[str] = ()) -> None:
        self._often_misspelt = tuple(often_misspelt)
        self._mended = lru_cache(maxsize=4096)(self._mend)
        self._all = [parse(written, key) for written, key in entries]
        self._by_word: defaultdict[str, set[int]] = defaultdict(set)
        self._by_start: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)
        for number, pattern in enumerate(self._all):
            rarest = min((group for group in pattern.groups if group.least is None), key=lambda group: group.names)
            for first in (*rarest.words, *(f"{b}*" for b in rarest.beginnings), *(row[0] for row in rarest.rows)):
                if first.endswith("*"):
                    self._by_start[first[:3]].add((first[:-1], number))
                else:
                    self._by_word[first].add(number)
        self._candidates = lru_cache(maxsize=4096)(self._find_candidates)
        self._remembered = lru_cache(maxsize=2048)(lambda text: tuple(self._search(text)))

    def search(self, text: str) -> tuple[tuple[str, Stance], ...]:
        """Every key found in the text, with what its clause says of it."""
        return self._remembered(text) if len(text) <= _REMEMBERED else tuple(self._search(text))

    def _search(self, text: str) -> Iterator[tuple[str, Stance]]:
        for written in clauses(text):
            clause = Clause(tuple(map(self._mended, written.words)), written.commas)
            numbers = sorted({number for word in clause.words for number in self._candidates(word)})
            for number in numbers:
                pattern = self._all[number]
                at = _closest(pattern, clause.words)
                if at is not None:
                    yield pattern.key, stance(clause, at)

    def _mend(self, word: str) -> str:
        """The often misspelt word that this one is a slip of, or the word itself."""
        if len(word) < 5 or not self._often_misspelt:
            return word
        from rapidfuzz.distance import OSA

        near = (right for right in self._often_misspelt if right[0] == word[0] and OSA.distance(word, right) <= 1)
        return next(near, word)

    def _find_candidates(self, word: str) -> frozenset[int]:
        starting = {number for start, number in self._by_start.get(word[:3], ()) if word.startswith(start)}
        return frozenset(self._by_word.get(word, set()) | starting)


def parse(written: str, key: str) -> Pattern:
    """Read a pattern.

    Raises:
        ValueError: if it has no group, or an ending so short that it would match nearly anything.
    """
    groups: list[Group] = []
    forbidden: list[tuple[str, ...]] = []
    for part in written.split():
        away = part.startswith("!")
        options = tuple(tuple(words.split("_")) for words in part.removeprefix("!").split("|") if words)
        for word in (word for words in options for word in words):
            stem = word.removesuffix("*")
            if _NUMBER.fullmatch(word):
                continue
            if plain(stem) != stem or (word.endswith("*") and len(stem) < 3):
                raise ValueError(f"{key}: {written!r}: {word!r} cannot be matched")
        if away:
            forbidden.extend(options)
        else:
            groups.append(_group(options))
    if all(group.least is not None for group in groups):
        raise ValueError(f"{key}: {written!r}: nothing to look for")
    return Pattern(key, tuple(groups), _group(forbidden))


def _group(options: Sequence[tuple[str, ...]]) -> Group:
    single = [words[0] for words in options if len(words) == 1 and not _NUMBER.fullmatch(words[0])]
    numbers = [int(words[0][:-1]) for words in options if len(words) == 1 and _NUMBER.fullmatch(words[0])]
    return Group(
        least=min(numbers, default=None),
        words=frozenset(word for word in single if not word.endswith("*")),
        beginnings=tuple(word[:-1] for word in single if word.endswith("*")),
        rows=tuple(words for words in options if len(words) > 1),
    )


def _closest(pattern: Pattern, words: Sequence[str]) -> tuple[int, ...] | None:
    """The places of the matched words where they lie closest together, or None."""
    per_group: list[list[_Place]] = []
    for group in pattern.groups:
        places = group.places(words)
        if not places:
            return None
        per_group.append(places[:6])
    best: tuple[int, ...] | None = None
    for combination in product(*per_group):
        at = sorted({place for start, end in combination for place in range(start, end)})
        whole = sum(end - start for start, end in combination) == len(at)
        if not whole or at[-1] - at[0] > SPAN or _near(pattern.forbidden, words, at[0], at[-1]):
            continue
        if best is None or at[-1] - at[0] < best[-1] - best[0]:
            best = tuple(at)
    return best


def _near(forbidden: Group, words: Sequence[str], first: int, last: int) -> bool:
    return bool(forbidden.places(words[max(0, first - NEAR) : last + NEAR + 1]))


def _same(part: str, word: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part
