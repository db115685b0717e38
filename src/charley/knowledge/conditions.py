"""Illnesses and situations as people write them, and what each means for a magnesium plan."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta

from charley.knowledge.clauses import Clause, Stance, clauses, stance
from charley.knowledge.matching import Found, Vocabulary, gaps, word_set
from charley.knowledge.sources import Fact
from charley.knowledge.tables import load
from charley.knowledge.words import AsksFor, Form, RefersTo, Topic
from charley.language import said
from charley.reading import Record

#: ``block``: no dose; ``clinician-first``: ask before planning; ``pause``: wait until it has passed;
#: ``limit-days`` and ``avoid-form`` narrow the plan; ``note``: something worth saying, the plan goes on.
PlannerAction = Literal["block", "clinician-first", "pause", "limit-days", "avoid-form", "note"]

#: From the strictest to the mildest.
PLANNER_ACTIONS: tuple[PlannerAction, ...] = ("block", "clinician-first", "pause", "limit-days", "avoid-form", "note")

Sentence = Annotated[str, Meta(min_length=8)]


class Condition(Fact, frozen=True, kw_only=True):
    """One illness or situation.

    Attributes:
        name: as it is called.
        names: other ways of writing it.
        planner_action: see :data:`PlannerAction`.
        avoid_forms: forms to leave out, with ``avoid-form``.
        topics: finding topics of the contract; may be empty for a harmless condition that is merely known.
        asks_for: what to measure or find out.
        refers_to: whom to ask.
        keeps_potassium: potassium foods and salt substitutes need advice first.
        restricts_fluid: no drink-more advice.
        needs_kidney_function: an unknown kidney function is a question here.
        passes: it ends by itself or by a date, so that what is written of the past no longer counts.
        low_magnesium_risk: counts as a risk for low magnesium (S71).
        what: what it means for magnesium, one plain sentence.
        why: why it matters.
        do: what to do.
    """

    name: Annotated[str, Meta(min_length=3)]
    names: tuple[str, ...] = ()
    planner_action: PlannerAction
    avoid_forms: tuple[Form, ...] = ()
    topics: tuple[Topic, ...] = ()
    asks_for: tuple[AsksFor, ...] = ()
    refers_to: tuple[RefersTo, ...] = ()
    keeps_potassium: bool = False
    restricts_fluid: bool = False
    needs_kidney_function: bool = False
    low_magnesium_risk: bool = False
    passes: bool = False
    what: Sentence
    why: Sentence
    do: Sentence

    @property
    def message(self) -> str:
        """What, why and what to do, as one short paragraph."""
        return f"{said(self.what)} {said(self.why)} {said(self.do)}"


class RecognisedCondition(Record, frozen=True, kw_only=True):
    """What a written condition was taken to be.

    Attributes:
        written: as the person wrote it.
        known: whether any condition was found, a denied one included.
        sure: whether it was found as written; if not, ask about ``suggestion`` and screen as if it were meant.
        suggestion: the name to ask about.
        conditions: all rows found, the strictest first.
        negated: rows that the text denies ("no kidney disease") or says of a relative. They are not in ``conditions``.
        past: rows the text says are over ("Crohn's in remission"). Those that may come back stay in ``conditions``.
        unread: parts of the text in which nothing was recognised although something else was.
    """

    written: str
    known: bool
    sure: bool
    suggestion: str | None = None
    conditions: tuple[Condition, ...] = ()
    negated: tuple[Condition, ...] = ()
    past: tuple[Condition, ...] = ()
    unread: tuple[str, ...] = ()


def recognise(written: str) -> RecognisedCondition:
    """Find out which conditions are meant. Always answers; an unknown one comes back with ``known=False``."""
    return _remembered(written) if len(written) <= _REMEMBERED else _recognise(written)


@lru_cache(maxsize=4096)
def mentioned(written: str) -> RecognisedCondition:
    """The conditions named in an account of something else; no guess is made at words that no table knows."""
    return _recognise(written, guess=False)


def condition(name: str) -> Condition:
    """The row with this id.

    Raises:
        KeyError: if there is none.
    """
    return _book().rows[name]


def rows() -> tuple[Condition, ...]:
    """All usable rows, in the order of the table."""
    return tuple(_book().rows.values())


_REMEMBERED = 200
_BRACKETS = re.compile(r"[()\[\]:]")

_BESIDE = word_set(
    "a about ago all also am an and any are as at bad been bit both but by chronic condition controlled current "
    "currently diagnosed diagnosis disease disorder doctor due during early end ever for from get gets getting "
    "gone good got had has have having health her his history i im in is issue issues it its just last late left "
    "like little lot low mild mildly minor moderate month months more my new no normal not now of off often ok "
    "old on once one only or past patient present previous previously problem problems quite recent recently "
    "right severe severely sides since slight slightly small some sometimes stable still stage suffer suffering "
    "syndrome tablets taking than the their them this to told treated treatment trouble type under until very was "
    "week weeks well were when with without year years yes young your medication medicine diet control"
)


class _Book(NamedTuple):
    names: Vocabulary
    rows: Mapping[str, Condition]


class _Seen(NamedTuple):
    row: Condition
    stance: Stance
    near: bool


@cache
def _book() -> _Book:
    rows = load(Condition, "conditions")
    entries = [(name, row.id) for row in rows for name in (row.name, *row.names)]
    return _Book(Vocabulary(entries, deaf=_BESIDE), {row.id: row for row in rows})


@lru_cache(maxsize=4096)
def _remembered(written: str) -> RecognisedCondition:
    return _recognise(written)


def _recognise(written: str, *, guess: bool = True) -> RecognisedCondition:
    book = _book()
    seen: list[_Seen] = []
    suggestions: list[str] = []
    unread: list[str] = []
    for clause in clauses(_BRACKETS.sub(" ", written)):
        found = book.names.exact(clause.words)
        for start, stretch in gaps(clause.words, found) if guess else ():
            for place in book.names.near(stretch):
                found.extend(hit._replace(start=hit.start + start, end=hit.end + start) for hit in place)
                suggestions.append(book.names.shown(place[0].name))
        for hit in sorted(found):
            said = stance(clause, range(hit.start, hit.end))
            seen.extend(_Seen(book.rows[key], said, hit.off > 0) for key in sorted(hit.keys))
        unread.extend(_left_over(clause, found))
    present = [each for each in seen if each.stance in ("present", "doubtful")]
    past = [each for each in seen if each.stance in ("past", "aside")]
    holding = _strictest_first(each.row for each in (*present, *(each for each in past if not each.row.passes)))
    denied = _strictest_first(each.row for each in seen if each.stance == "denied")
    return RecognisedCondition(
        written=written,
        known=bool(seen),
        sure=bool(seen) and not unread and not past and not any(e.near or e.stance == "doubtful" for e in seen),
        suggestion=suggestions[0] if suggestions else None,
        conditions=holding,
        negated=tuple(row for row in denied if row not in holding),
        past=_strictest_first(each.row for each in past),
        unread=tuple(dict.fromkeys(unread)) if seen else (),
    )


def _left_over(clause: Clause, found: list[Found]) -> Iterator[str]:
    """The items of a list ("gout, blorbitis and asthma") in which nothing was recognised."""
    covered = {at for hit in found for at in range(hit.start, hit.end)}
    starts = [0, *(at for at in range(1, len(clause.words)) if at in clause.commas or clause.words[at - 1] == "and")]
    for start, end in zip(starts, [*starts[1:], len(clause.words)], strict=True):
        words = clause.words[start:end]
        if covered.isdisjoint(range(start, end)) and any(w not in _BESIDE and not w[0].isdigit() for w in words):
            yield " ".join(words)[:80]


def _strictest_first(rows: Iterable[Condition]) -> tuple[Condition, ...]:
    return tuple(sorted(dict.fromkeys(rows), key=lambda row: PLANNER_ACTIONS.index(row.planner_action)))
