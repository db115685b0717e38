"""Warning signs in what people write about their legs and themselves, and how soon each should be looked at."""

from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta

from charley.knowledge.sources import Fact
from charley.knowledge.words import AsksFor, RefersTo, Topic, Urgency
from charley.reading import Record

Sentence = Annotated[str, Meta(min_length=8)]


class Sign(Fact, frozen=True, kw_only=True):
    """One thing a person can notice, and the ways it is written.

    Attributes:
        name: in plain words.
        phrases: patterns, see :mod:`charley.knowledge.matching`.
        low_magnesium: belongs to the checklist of possible low-magnesium signs (never a diagnosis).
    """

    name: Annotated[str, Meta(min_length=3)]
    phrases: tuple[str, ...]
    low_magnesium: bool = False


class RedFlag(Fact, frozen=True, kw_only=True):
    """A warning: which signs together raise it, and how soon to act.

    Attributes:
        topic: finding topic of the contract.
        urgency: see :data:`charley.knowledge.words.Urgency`.
        needs: groups of sign ids (or ``context:…`` words); every group must be met by at least one of its members.
        unless: sign ids or context words that explain it away.
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
        return f"{self.what} {self.why} {self.do}"


class RedFlagHit(Record, frozen=True, kw_only=True):
    """A warning that what was written raises.

    Attributes:
        flag: the row, with topic, urgency and words.
        sure: False where the text leaves it open (past, doubtful): treat as present, and ask.
        signs: ids of the signs that raised it.
        written: the texts they were found in.
    """

    flag: RedFlag
    sure: bool
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
    """

    hits: tuple[RedFlagHit, ...]
    signs: tuple[Sign, ...]
    denied: tuple[str, ...]
    low_magnesium: tuple[str, ...]
    not_understood: tuple[str, ...]


def read(texts: Iterable[str], *, context: Iterable[str] = ()) -> SymptomReading:
    """Read symptoms written freely.

    Args:
        texts: each one symptom or a whole account.
        context: what else is known and bears on the meaning: ``pregnant``, ``child``, ingredient ids (``digoxin``),
            medicine rule ids (``ppi``) and condition ids (``heart-failure``).
    """
    raise NotImplementedError


def recognise(texts: Iterable[str], *, context: Iterable[str] = ()) -> tuple[RedFlagHit, ...]:
    """Only the warnings of :func:`read`, the most urgent first."""
    return read(texts, context=context).hits
