"""What a sentence says of a thing it names: that it is there, that it is not, that it was, or that nobody is sure.

What happened months or years ago, or is only asked about in general ("what are the signs of a clot?"), stands aside:
it is not there now, and it is not denied either. Who writes "my husband's leg is swollen" may fill in the form for
him, so that counts as doubtful; what a relative had or died of is denied.

A sentence is cut into clauses ("no pain but a swollen calf" are two). Within a clause a word of denial reaches forward
over the list it opens ("no swelling, redness or warmth") and ends where a new statement begins ("no fever, my leg is
swollen"). Where it is not clear how far it reaches, the answer is "doubtful", which a reader must treat as present.

People name the leg once and then say "it": in "my calf hurts. It is swollen" the second clause is read as "calf is
swollen", and so is one that only goes on ("my calf hurts; swollen since Friday").
"""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from charley.knowledge.matching import plain, word_set

Stance = Literal["present", "denied", "past", "aside", "doubtful"]


class Clause(NamedTuple):
    """The words of one clause, and the places before which a comma stood."""

    words: tuple[str, ...]
    commas: frozenset[int]


_CLAUSE_ENDS = re.compile(
    r"[.!?](?=\s|$)|[;\n\r|()]|\b(?:but|however|although|though|except|yet|whereas)\b", re.IGNORECASE
)
_COMMAS = re.compile(r",(?!\d)|\s[-–—]+\s|[+&/]")
#: "My calf's swollen" is said of one calf, and of "calfs" only when the apostrophe is taken away.
_IS = re.compile(r"\b(calf|leg|foot|toe|thigh|shin|ankle|knee|arm|hand|face|heart|pulse|speech|urine|pee)['’]s\b", re.I)
#: "Swollen? No." is an answer to the form, and one clause.
_ANSWERED_NO = re.compile(r"\?\s*(?:no|none|nope)\b(?=\s*(?:[.,;!?)\n]|$))", re.IGNORECASE)
_WITHOUT = re.compile(r"\bw/o\b", re.IGNORECASE)

_DENIALS: tuple[tuple[str, ...], ...] = (
    ("negative", "for"),
    ("neg", "for"),
    ("free", "of"),
    ("absence", "of"),
    ("ruled", "out"),
    *(
        (word,)
        for word in ("no", "not", "without", "denies", "denied", "denying", "deny", "never", "none", "nor", "nil")
    ),
    ("neither",),
    ("negative",),
    *((word,) for word in word_set("isnt arent wasnt werent doesnt dont didnt hasnt havent hadnt")),
)
#: Words after a denial that take its sting: it does not deny what follows ("no idea why", "not well, chest pain").
_NO_DENIAL = word_set(
    "idea doubt only just sure certain always matter better improving improvement relief change gone going help "
    "working until longer well good ok okay great right energy sleep appetite strength power feeling sensation control "
    "balance"
)
_DOUBTS = word_set("maybe might possibly perhaps unsure suspect suspected wonder worried afraid could questionable")
#: "Never had such a swollen leg", "never until now": it is there.
_UNTIL_NOW = word_set("such until like")
_AFTERWARDS = word_set("no none absent denied negative nil ruled")
_LONG_AGO: tuple[tuple[str, ...], ...] = (
    ("last", "year"),
    ("years", "ago"),
    ("year", "ago"),
    ("months", "ago"),
    ("used", "to"),
    ("as", "a", "child"),
    ("in", "the", "past"),
)
_OVER: tuple[tuple[str, ...], ...] = (
    ("went", "away"),
    ("gone", "away"),
    ("gone", "now"),
    ("gone", "down"),
    ("gone", "last"),
    ("has", "gone"),
    ("no", "longer"),
    ("better", "now"),
    ("cleared", "up"),
    ("in", "remission"),
    *((word,) for word in ("resolved", "previously", "settled", "cured")),
)
_BEGAN = word_set("diagnosed start started starting began begun since onset noticed appeared")
#: Whatever was long ago has come back, or is of today.
_BACK = word_set("again still returned today tonight yesterday morning hour hours minutes")
_ASKED: tuple[tuple[str, ...], ...] = (
    ("what", "are"),
    ("what", "is"),
    ("what", "causes"),
    *((word, "magnesium") for word in ("can", "could", "does", "will")),
)
_OWN = word_set("i im ive me my mine myself we our")
_RELATIVES = word_set(
    "mother mothers father fathers mum mums mom moms dad dads brother brothers sister sisters family grandmother "
    "grandma grandfather grandpa aunt uncle wife husband son daughter cousin parents parent grandparents "
    "relatives relative friend friends neighbour neighbor colleague"
)
#: All that stands between a relative and an illness of the past: "my mother had a bad ...", "family history of ...".
_HAD = word_set("had died of from history was once also suffered a an the some bad severe big blood")
_TENSE = word_set("had died history was suffered")
_NEW_STATEMENT = word_set(
    "well good ok okay great is are was were am has feels feel looks look got gets turned went goes became becomes i "
    "my it its they because since now which when then"
)
#: Years that were over when this was written; a later one may be an appointment.
_YEAR = re.compile(r"19\d\d|20[01]\d|202[0-4]")
_REACH = 8

#: What "it" may stand for.
_BODY = word_set(
    "calf leg foot toe thigh shin ankle knee limb calves legs feet toes thighs ankles knees arm arms hand hands finger "
    "fingers face eye eyes chest heart heartbeat pulse urine pee wee jaw speech back belly stomach"
)
_IT = word_set("it its they theyre")
#: How a part of the body can be said to be.
_WARMTH = word_set("hot warm warmer warmth cold colder cool cooler icy freezing")
_STATES = _WARMTH | word_set(
    "swollen swelling swells swelled swell swolen swollan puffy bigger larger fatter thicker red reddish redness "
    "inflamed tender hard pale white blue bluish purple grey gray mottled numb dead black brown dark darker shiny "
    "racing irregular weak weaker"
)
_HEART = word_set("chest heart heartbeat pulse")
_HEART_STATES = word_set(
    "tight tightness hurts hurting pain painful pressure heavy skips skipping stops flutters pounding"
)
#: Of the weather, of a room, and of what helps: "it is cold" is then not said of the leg.
_AROUND = word_set(
    "weather outside outdoors summer winter room bedroom house bed night nights when whenever if in climate season "
    "water bath shower pack packs compress day days"
)
#: Words that may stand before the state in a clause that goes on about the same part ("and since then a bit swollen").
_GOING_ON = word_set(
    "and also now then since today yesterday morning later after that this a bit little very quite rather really so "
    "slightly somewhat looks looking feels feeling is was has been gets got getting went gone turned turning become "
    "became still some not no never with the skin more all suddenly soon there left right side both again monday "
    "tuesday wednesday thursday friday saturday sunday week"
)
#: So many words an "it" may lie before what is said of it.
_IT_REACH = 6


def clauses(text: str) -> Iterator[Clause]:
    """The clauses of a text, in order; empty ones are left out."""
    body: str | None = None
    for clause in _cut(text):
        yield _with_body_named(clause, body)
        body = next((word for word in reversed(clause.words) if word in _BODY), body)


def _with_body_named(clause: Clause, earlier: str | None) -> Clause:
    """The clause with the part of the body in the place of "it", or before a state of which nothing is said to be."""
    words = clause.words
    body = next((word for word in reversed(words) if word in _BODY), earlier)
    said_of_it = _STATES | _HEART_STATES if body in _HEART else _STATES
    states = [at for at, word in enumerate(words) if word in said_of_it]
    if not states or (not _AROUND.isdisjoint(words) and all(words[at] in _WARMTH for at in states)):
        return clause
    for at, word in enumerate(words):
        if word not in _IT or not any(at < state <= at + _IT_REACH for state in states):
            continue
        body = next((each for each in reversed(words[:at]) if each in _BODY), earlier)
        if body is not None and _BODY.isdisjoint(words[at:]):
            return Clause((*words[:at], body, *words[at + 1 :]), clause.commas)
    if earlier is not None and _BODY.isdisjoint(words) and set(words[: states[0]]) <= _GOING_ON:
        return Clause((earlier, *words), frozenset(comma + 1 for comma in clause.commas))
    return clause


def _cut(text: str) -> Iterator[Clause]:
    """The clauses as they stand there."""
    text = _ANSWERED_NO.sub(": no.", _WITHOUT.sub("without", _IS.sub(r"\1 is", text)))
    for piece in _CLAUSE_ENDS.split(text):
        words: list[str] = []
        commas: set[int] = set()
        for part in _COMMAS.split(piece):
            more = plain(part).split()
            if words and more:
                commas.add(len(words))
            words.extend(more)
        if words:
            yield Clause(tuple(words), frozenset(commas))


def stance(clause: Clause, matched: Collection[int]) -> Stance:
    """What the clause says of the thing whose words stand at ``matched``."""
    words = clause.words
    first, last = min(matched), max(matched)
    worst = _of_another(words, first)
    if worst == "denied":
        return "denied"
    if _is_over(words):
        return "past"
    for begin, end in _denials(words):
        if words[begin] == "never" and not _UNTIL_NOW.isdisjoint(words[end:]):
            continue
        if end < first - _REACH or begin > last + 1 or not set(range(begin, end)).isdisjoint(matched):
            continue  # too far away, or part of the thing itself: "no feeling in the foot"
        if _stands_after(words, begin, end, last):
            return "denied"
        reached = _reach(clause, end, [at for at in matched if at >= end])
        if reached == "denied":
            return "denied"
        if reached == "doubtful":
            worst = "doubtful"
    if _stands_aside(words):
        return "aside"
    return "doubtful" if worst == "present" and _is_doubted(words) else worst


def _of_another(words: tuple[str, ...], first: int) -> Stance:
    """What is said of somebody else before ``first``: denied where it is their past, else doubtful."""
    whose = max((at for at in range(first) if words[at] in _RELATIVES), default=None)
    if whose is None:
        return "present"
    between = words[whose + 1 : first]
    if not _OWN.isdisjoint(between):
        return "present"
    told = set(between) <= _HAD and not _TENSE.isdisjoint(between) and _BACK.isdisjoint(words)
    return "denied" if told else "doubtful"


@lru_cache(maxsize=512)
def _denials(words: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Where denials stand, from the first word of each to the one after its last."""
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        size = next((len(cue) for cue in _DENIALS if words[at : at + len(cue)] == cue), 0)
        if size and not (at + size < len(words) and words[at + size] in _NO_DENIAL):
            found.append((at, at + size))
        at += size or 1
    return tuple(found)


def _reach(clause: Clause, end: int, after: list[int]) -> Stance:
    """What a denial that ends before ``end`` says of the first matched word after it."""
    if not after:
        return "present"
    first = min(after)
    between = clause.words[end:first]
    if len(between) > _REACH or _NEW_STATEMENT.intersection(between):
        return "present"
    turns = [at for at in range(end + 1, first + 1) if at in clause.commas or clause.words[at - 1] == "and"]
    if not turns:
        return "denied"
    segment = _segment(clause, turns[-1])
    if _NEW_STATEMENT.intersection(segment):
        return "present"
    listed = len(segment) == 1 or not {"or", "nor"}.isdisjoint(clause.words[end : first + _REACH])
    return "denied" if listed else "doubtful"


def _segment(clause: Clause, start: int) -> tuple[str, ...]:
    end = min((at for at in clause.commas if at > start), default=len(clause.words))
    return clause.words[start:end]


def _stands_after(words: tuple[str, ...], begin: int, end: int, last: int) -> bool:
    """ "Swelling: no", "clot ruled out": the denial ends the clause and stands right after the thing."""
    return words[begin] in _AFTERWARDS and end == len(words) and begin == last + 1


@lru_cache(maxsize=512)
def _is_doubted(words: tuple[str, ...]) -> bool:
    return not _DOUBTS.isdisjoint(words) or ("not", "sure") in pairwise(words)


@lru_cache(maxsize=512)
def _is_over(words: tuple[str, ...]) -> bool:
    if not _BEGAN.isdisjoint(words):
        return False
    if words[-1] == "gone" and "not" not in words:
        return True
    return _holds(words, _OVER) and _BACK.isdisjoint(words)


@lru_cache(maxsize=512)
def _stands_aside(words: tuple[str, ...]) -> bool:
    if any(words[: len(cue)] == cue for cue in _ASKED) and _OWN.isdisjoint(words):
        return True
    if not _BEGAN.isdisjoint(words) or not _BACK.isdisjoint(words):
        return False
    return _holds(words, _LONG_AGO) or any(_YEAR.fullmatch(word) for word in words)


def _holds(words: tuple[str, ...], cues: tuple[tuple[str, ...], ...]) -> bool:
    return any(words[at : at + len(cue)] == cue for at in range(len(words)) for cue in cues)
