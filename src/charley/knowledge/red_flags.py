"""Warning signs in what people write about their legs and themselves, and how soon each should be looked at."""

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Annotated, NamedTuple

from msgspec import Meta

from charley import language
from charley.knowledge.clauses import Stance
from charley.knowledge.patterns import Patterns
from charley.knowledge.sources import Fact
from charley.knowledge.tables import load
from charley.knowledge.words import URGENCIES, AsksFor, RefersTo, Topic, Urgency
from charley.reading import Record

Sentence = Annotated[str, Meta(min_length=8)]


class Sign(Fact, frozen=True, kw_only=True):
    """One thing a person can notice, and the ways it is written.

    Attributes:
        name: in plain words.
        phrases: patterns, see :mod:`charley.knowledge.patterns`.
        often_misspelt: words of it that are also read with one letter wrong.
        everyday: so ordinary that a warning beside it is not thereby understood.
        unclear: words that sound like a warning; a text with nothing else but everyday words is not understood.
        low_magnesium: belongs to the checklist of possible low-magnesium signs (never a diagnosis).
        urgency: how soon this sign by itself should be looked at; None = nothing to do.
    """

    name: Annotated[str, Meta(min_length=3)]
    phrases: tuple[str, ...]
    often_misspelt: tuple[str, ...] = ()
    everyday: bool = False
    unclear: bool = False
    low_magnesium: bool = False
    urgency: Urgency | None = None


class RedFlag(Fact, frozen=True, kw_only=True):
    """A warning: which signs together raise it, and how soon to act.

    Attributes:
        topic: finding topic of the contract.
        urgency: see :data:`charley.knowledge.words.Urgency`.
        needs: groups of sign ids (or ``context:…`` words); every group must be met by at least one of its members.
        unless: sign ids or context words that make another row with this topic say it better, never less urgently.
        asks_for: what to measure or find out.
        refers_to: whom to go to.
        what: what was noticed, one plain sentence.
        why: why it matters, without fear.
        do: what to do, and how soon.
    """

    topic: Topic
    urgency: Urgency
    needs: Annotated[tuple[tuple[str, ...], ...], Meta(min_length=1)]
    unless: tuple[str, ...] = ()
    asks_for: tuple[AsksFor, ...] = ()
    refers_to: tuple[RefersTo, ...] = ()
    what: Sentence
    why: Sentence
    do: Sentence

    @property
    def message(self) -> str:
        """What, why and what to do, as one short paragraph."""
        return " ".join(language.said(part) for part in (self.what, self.why, self.do))


class RedFlagHit(Record, frozen=True, kw_only=True):
    """A warning that what was written raises.

    Attributes:
        flag: the row, with topic, urgency and words.
        sure: False where the text leaves it open (past, doubtful): treat as present, and ask.
        aside: it is only told of long ago, or asked about in general: worth an appointment, and no alarm.
        signs: ids of the signs that raised it.
        written: the texts they were found in.
    """

    flag: RedFlag
    sure: bool
    aside: bool
    signs: tuple[str, ...]
    written: tuple[str, ...]


class SymptomReading(Record, frozen=True, kw_only=True):
    """All that was read from a person's symptoms.

    Attributes:
        hits: warnings, the most urgent first.
        signs: every sign found present, red flag or not, as rows.
        denied: ids of signs the text denies.
        low_magnesium: names of the signs on the low-magnesium checklist that are present.
        not_understood: texts in which nothing was recognised.
        named: texts that were understood, each with the signs it tells of.
    """

    hits: tuple[RedFlagHit, ...]
    signs: tuple[Sign, ...]
    denied: tuple[str, ...]
    low_magnesium: tuple[str, ...]
    not_understood: tuple[str, ...]
    named: dict[str, tuple[Sign, ...]]


def read(texts: Iterable[str], *, context: Iterable[str] = ()) -> SymptomReading:
    """Read symptoms written freely.

    Args:
        texts: each one symptom or a whole account.
        context: what else is known and bears on the meaning: ids of ingredients (``digoxin``), of medicine rules
            (``ppi``) and of conditions (``pregnancy``), the words ``magnesium`` (any is taken), ``statin``, ``child``.
    """
    book = _book()
    found: dict[str, _Found] = {}
    not_understood: list[str] = []
    named: dict[str, tuple[Sign, ...]] = {}
    for text in texts:
        hits = book.patterns.search(text)
        for sign, said in hits:
            found.setdefault(sign, _Found()).add(said, text)
        if text.strip() and not book.understands(hits):
            not_understood.append(text)
        elif text.strip():
            named[text] = book.telling(hits)
    present = {sign: each for sign, each in found.items() if each.present}
    known = frozenset(present) | {f"context:{word}" for word in context}
    signs = tuple(book.signs[sign] for sign in present if not book.signs[sign].unclear)
    return SymptomReading(
        hits=tuple(_hit(flag, present) for flag in book.flags if raises(flag, known)),
        signs=signs,
        denied=tuple(sign for sign in found if sign not in present),
        low_magnesium=tuple(sign.name for sign in signs if sign.low_magnesium),
        not_understood=tuple(not_understood),
        named=named,
    )


def recognise(texts: Iterable[str], *, context: Iterable[str] = ()) -> tuple[RedFlagHit, ...]:
    """Only the warnings of :func:`read`, the most urgent first."""
    return read(texts, context=context).hits


def flags() -> tuple[RedFlag, ...]:
    """All usable rows, the most urgent first."""
    return _book().flags


def signs() -> tuple[Sign, ...]:
    """All signs, in the order of the table."""
    return tuple(_book().signs.values())


def raises(flag: RedFlag, known: Collection[str]) -> bool:
    """Whether these sign ids and ``context:…`` words raise the flag."""
    return all(any(each in known for each in group) for group in flag.needs) and not any(
        each in known for each in flag.unless
    )


class _Found:
    """Where one sign was found, and what the texts say of it."""

    def __init__(self) -> None:
        self.stances: list[Stance] = []
        self.texts: list[str] = []

    def add(self, said: Stance, text: str) -> None:
        self.stances.append(said)
        if said != "denied" and text not in self.texts:
            self.texts.append(text)

    @property
    def present(self) -> bool:
        return any(said != "denied" for said in self.stances)

    @property
    def sure(self) -> bool:
        return "present" in self.stances

    @property
    def aside(self) -> bool:
        return set(self.stances) <= {"aside", "denied"}


class _Book(NamedTuple):
    signs: Mapping[str, Sign]
    flags: tuple[RedFlag, ...]
    patterns: Patterns

    def understands(self, hits: Iterable[tuple[str, Stance]]) -> bool:
        """Whether something was recognised, and no word that sounds like a warning stands unexplained."""
        telling = [(self.signs[sign], said) for sign, said in hits]
        if any(sign.unclear and said != "denied" for sign, said in telling):
            return any(not sign.everyday and not sign.unclear for sign, _ in telling)
        return bool(telling)

    def telling(self, hits: Iterable[tuple[str, Stance]]) -> tuple[Sign, ...]:
        """What a text tells of, everyday words only where it tells of nothing else; without what it denies."""
        heard = dict.fromkeys(sign for sign, said in hits if said != "denied")
        there = [self.signs[sign] for sign in heard if not self.signs[sign].unclear]
        return tuple([sign for sign in there if not sign.everyday] or there)


@cache
def _book() -> _Book:
    rows = load(Sign, "symptom_signs")
    flags = sorted(load(RedFlag, "red_flags"), key=lambda flag: URGENCIES.index(flag.urgency))
    patterns = Patterns(
        ((phrase, sign.id) for sign in rows for phrase in sign.phrases),
        often_misspelt=(word for sign in rows for word in sign.often_misspelt),
    )
    return _Book({sign.id: sign for sign in rows}, tuple(flags), patterns)


def _hit(flag: RedFlag, present: Mapping[str, _Found]) -> RedFlagHit:
    named = [sign for group in flag.needs for sign in group if sign in present]
    groups = [[present[sign] for sign in group if sign in present] for group in flag.needs]
    return RedFlagHit(
        flag=flag,
        sure=all(any(each.sure for each in group) for group in groups if group),
        aside=any(all(each.aside for each in group) for group in groups if group),
        signs=tuple(dict.fromkeys(named)),
        written=tuple(dict.fromkeys(text for sign in named for text in present[sign].texts)),
    )
