"""Finding the card or the answer that somebody means, from a few words typed at three in the morning.

Words are tidied, cut to their stems and, where nothing knows them, mended to the nearest known word. A word counts the
more the fewer texts hold it, and the more if it stands in a title or among the other names of a text. A phrase that is
named as such ("how long until it works") counts for more than its words. The name of a medicine counts as the word
"medicine" and that of an illness as "illness", so that a question about any of them leads to the answer on all.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from charley.knowledge import conditions, medicines
from charley.knowledge.matching import letters_off, plain, word_set

#: A text that holds less than this share of what was asked, by weight, is not shown.
SHARE_NEEDED = 0.3
#: A text that is less than this share as good as the best is not shown either.
BESIDE_THE_BEST = 0.5
#: More words than these are no question; the rest is not read.
MOST_WORDS = 40

#: What a word counts for in the body of a text, held against 1 in its title or its other names.
IN_THE_BODY = 0.4
#: What a phrase adds that is asked for word by word, as a share of all that was asked.
WHOLE_PHRASE = 0.5

#: What a line adds that holds little else; it settles ties.
CLOSENESS = 0.1

#: Words that say nothing of what is looked for.
FILLER = word_set(
    "a about again all also am an and any anyone are as at be been being but by can cant could did do does dont for "
    "from get gets getting give given gives go going good got had has have he her him his how i if im in into is it "
    "its just keep keeps kind know like me mine my need no not of on one or our out over own please really say she "
    "should so some something tell than that thats the their them then there these they thing things think this those "
    "to try up us use using very vs was way we were what whats when where which while who will with wont would you your"
)

#: Words of everyday speech and other spellings -> the word of our texts.
SAME = {
    # the gut
    "runs": "diarrhoea", "squits": "diarrhoea", "diarrhea": "diarrhoea", "diarrea": "diarrhoea", "poop": "stools",
    "poo": "stools", "tummy": "stomach", "belly": "stomach", "constipated": "constipation",
    # medicines
    "pills": "tablets", "pill": "tablets", "drug": "medicine", "drugs": "medicine", "meds": "medicine",
    "med": "medicine", "medication": "medicine", "medications": "medicine", "prescriptions": "medicine",
    # people
    "pregnancy": "pregnant", "kid": "child", "kids": "child", "children": "child", "toddler": "child",
    "teen": "teenager", "mum": "older", "mom": "older", "dad": "older", "grandma": "older", "grandad": "older",
    "nan": "older", "elderly": "older", "old": "older", "breastfeed": "breastfeeding", "nursing": "breastfeeding",
    # help
    "gp": "doctor", "emergency": "doctor", "er": "doctor", "ambulance": "doctor", "911": "doctor", "999": "doctor",
    "112": "doctor", "die": "danger", "dying": "danger", "deadly": "danger", "toxic": "danger", "dangerous": "danger",
    # the body
    "kidney": "kidneys", "renal": "kidneys", "spasm": "cramp", "spasms": "cramp", "charlie": "charley",
    "insomnia": "sleep", "asleep": "sleep", "awake": "sleep", "sleeping": "sleep", "nighttime": "night",
    "nocturnal": "night", "3am": "night", "bedtime": "bed", "tired": "tiredness", "exhausted": "tiredness",
    "fatigue": "tiredness", "depressed": "mood", "depression": "mood", "anxious": "anxiety", "deficiency": "lack",
    "deficient": "lack", "period": "hormones", "menopause": "hormones", "thirsty": "water",
    "dehydrated": "dehydration", "hot": "warm", "heat": "warm", "heating": "warm",
    # daily life
    "booze": "alcohol", "drunk": "alcohol", "whisky": "alcohol", "gin": "alcohol", "vodka": "alcohol",
    "sports": "sport", "gym": "sport", "workout": "sport", "marathon": "race", "jogging": "running", "jog": "running",
    "fiber": "fibre", "yogurt": "yoghurt", "veg": "greens", "vegetables": "greens", "epson": "epsom",
    # asking
    "fast": "quick", "quickly": "quick", "soon": "quick", "works": "work", "working": "work", "worked": "work",
    "recommend": "best", "strongest": "best", "cheapest": "cheap",
}  # fmt: skip


class Text(NamedTuple):
    """Something that can be found: its id, its title, its other names, and its body."""

    id: str
    title: str
    also: Sequence[str]
    body: str


class Index:
    """Texts ready to be searched."""

    def __init__(self, texts: Iterable[Text]) -> None:
        self._lines: dict[str, tuple[frozenset[str], ...]] = {}
        self._bodies: dict[str, frozenset[str]] = {}
        for text in texts:
            lines = (frozenset(stems(line)) for line in (text.title, *text.also))
            self._lines[text.id] = tuple(line for line in lines if line)
            self._bodies[text.id] = frozenset(stems(text.body))
        self._names = frozenset().union(*(line for lines in self._lines.values() for line in lines))
        held = Counter(word for name in self._lines for word in self._words_of(name))
        self._weights = {word: math.log(1 + len(self._lines) / count) for word, count in held.items()}
        self._unknown = math.log(1 + len(self._lines))

    def _words_of(self, name: str) -> frozenset[str]:
        return self._bodies[name].union(*self._lines[name])

    def find(self, asked: str, limit: int) -> tuple[str, ...]:
        """Ids of the texts that fit, the best first; empty where none does."""
        words = self._understood(asked)
        whole = sum(self._weights.get(word, self._unknown) for word in words)
        if not whole:
            return ()
        scores = {name: self._score(name, words, whole) for name in self._lines}
        best = max(scores.values())
        shown = [name for name, score in scores.items() if score >= max(SHARE_NEEDED, BESIDE_THE_BEST * best)]
        return tuple(sorted(shown, key=lambda name: -scores[name]))[:limit]

    def _score(self, name: str, words: frozenset[str], whole: float) -> float:
        lines, body = self._lines[name], self._bodies[name]
        named = frozenset().union(*lines)
        found = sum(
            self._weights[word] * (1 if word in named else IN_THE_BODY) for word in words if word in named | body
        )
        phrases = [sum(map(self._weights.__getitem__, line)) for line in lines if line <= words]
        closeness = max((len(line & words) / len(line | words) for line in lines), default=0.0)
        return (found + WHOLE_PHRASE * max(phrases, default=0.0)) / whole + CLOSENESS * closeness

    def _understood(self, asked: str) -> frozenset[str]:
        """The stems that are asked for, each once."""
        return frozenset(stem for written in list(_telling(asked))[:MOST_WORDS] for stem in self._meant(written))

    def _meant(self, written: str) -> Iterator[str]:
        """The known stems that a word stands for; its own where none does."""
        stem = _stem(SAME.get(written, written))
        if stem in self._names:
            yield stem
            return
        medicine, illness = medicines.recognise(written), conditions.recognise(written)
        if medicine.sure and (medicine.ingredients or medicine.magnesium is not None):
            yield MEDICINE
        elif any(row.id != NO_BEARING for row in illness.conditions) and illness.sure:
            yield ILLNESS
        elif stem not in self._weights:
            yield self._mended(stem) or (MEDICINE if medicine.ingredients else stem)
        if stem in self._weights:
            yield stem

    def _mended(self, stem: str) -> str | None:
        """The nearest known stem, where one is near."""
        known = [word for word in self._weights if word.startswith(stem)] if len(stem) >= 4 else []
        if known:
            return min(known, key=lambda word: (len(word), word))
        allowed = letters_off(stem)
        if allowed == 0:
            return None
        near = process.extract(stem, list(self._weights), scorer=OSA.distance, score_cutoff=allowed, limit=None)
        fitting = [(off, word) for word, off, _ in near if word[0] == stem[0] or (len(stem) >= 6 and off == 1)]
        return min(fitting)[1] if fitting else None


def stems(text: str) -> Iterator[str]:
    """The stems of the words of a text that say something."""
    return (_stem(SAME.get(word, word)) for word in _telling(text))


def _telling(text: str) -> Iterator[str]:
    return (word for word in plain(text).split() if word not in FILLER)


def _stem(word: str) -> str:
    """A word without its ending, so that "stretches", "stretching" and "stretch" are one."""
    if len(word) > 4:
        for ending, left in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("s", "")):
            if word.endswith(ending) and not word.endswith(("ss", "us", "is")):
                word = word.removesuffix(ending) + left
                break
    if len(word) > 5:
        for ending in ("ing", "ed"):
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                word = word.removesuffix(ending)
                break
    return word.removesuffix("e") if len(word) > 4 else word


#: What the name of any medicine is looked for as, and that of any illness.
MEDICINE, ILLNESS = _stem("medicine"), _stem("illness")
#: The row of illnesses that are understood and change nothing, ordinary words among them.
NO_BEARING = "no-bearing"
