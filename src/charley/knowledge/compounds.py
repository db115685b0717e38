"""Magnesium salts: what each holds, by its formula, and what a person should know about each form.

A *form* is what the label calls it (citrate, glycinate …). A *compound* is one salt with its water of crystallisation;
several may stand behind one form, and then a weight of salt has no single answer.
"""

import re
from functools import cache
from typing import Annotated, Literal, NamedTuple, get_args

from msgspec import Meta
from rapidfuzz import fuzz, process

from charley.knowledge.sources import Fact
from charley.knowledge.tables import load
from charley.reading import Record

#: The names of the contract, section 2.
FormName = Literal[
    "citrate",
    "glycinate",
    "oxide",
    "hydroxide",
    "chloride",
    "lactate",
    "malate",
    "taurate",
    "threonate",
    "aspartate",
    "glycerophosphate",
    "sulfate",
    "carbonate",
    "orotate",
    "gluconate",
    "pidolate",
    "other",
]
FORMS: tuple[FormName, ...] = get_args(FormName)

#: How readily a form loosens the bowels: a coarse grade, for no study ranks all salts.
Laxative = Literal["low", "moderate", "high"]

Share = Annotated[float, Meta(gt=0, lt=1)]


class Element(Fact, frozen=True, kw_only=True):
    """A chemical element and its standard atomic weight."""

    symbol: str
    mass_g_per_mol: Annotated[float, Meta(gt=1, lt=300)]


class Use(Record, frozen=True, kw_only=True):
    """What a form is usually taken for, and how well that is supported."""

    use: str
    evidence: str


class Form(Fact, frozen=True, kw_only=True):
    """A form as a person meets it; ``id`` is its :data:`FormName`.

    Attributes:
        name: for people.
        label_words: words on a label that mean this form, in several languages.
        laxative_tendency: see :data:`Laxative`.
        absorption: what is known of its uptake, in a sentence.
        cautions: sentences.
        uses: usual purposes with their evidence.
        advised: false where a safety authority could not establish that it is safe.
    """

    name: str
    label_words: tuple[str, ...]
    laxative_tendency: Laxative
    absorption: str
    cautions: tuple[str, ...]
    uses: tuple[Use, ...]
    advised: bool


class Compound(Fact, frozen=True, kw_only=True):
    """One salt with its water.

    Attributes:
        form: the form it belongs to.
        name: its full name.
        formula: such as ``Mg3(C6H5O7)2·9H2O``.
        elemental_share: tabled mass share of magnesium, 0 to 1; :func:`share` computes it from the formula.
        exact_names: names on labels that mean this compound and no other.
    """

    form: FormName
    name: str
    formula: str
    elemental_share: Share
    exact_names: tuple[str, ...]


@cache
def forms() -> dict[str, Form]:
    """Every form by its contract name."""
    return {form.id: form for form in load(Form, "forms")}


@cache
def compounds() -> dict[str, Compound]:
    """Every compound by its id."""
    return {compound.id: compound for compound in load(Compound, "compounds")}


@cache
def _masses() -> dict[str, float]:
    return {element.symbol: element.mass_g_per_mol for element in load(Element, "elements")}


_TOKEN = re.compile(r"(?P<symbol>[A-Z][a-z]?)|(?P<open>\()|(?P<close>\))|(?P<digits>\d+)")


def atoms(formula: str) -> dict[str, int]:
    """How many atoms of each element a formula unit holds.

    Raises:
        ValueError: for a formula that cannot be read.
    """
    total: dict[str, int] = {}
    for part in formula.split("·"):
        leading = re.match(r"\d+", part)
        factor = int(leading[0]) if leading else 1
        for symbol, count in _count(part[leading.end() :] if leading else part).items():
            total[symbol] = total.get(symbol, 0) + factor * count
    return total


def _count(part: str) -> dict[str, int]:
    groups: list[dict[str, int]] = [{}]
    latest: dict[str, int] = {}
    position = 0
    while position < len(part):
        token = _TOKEN.match(part, position)
        if token is None:
            raise ValueError(f"cannot read {part!r} as a formula")
        position = token.end()
        if token["open"]:
            groups.append({})
            continue
        if token["digits"]:
            extra = {symbol: n * (int(token["digits"]) - 1) for symbol, n in latest.items()}
        elif token["close"] and len(groups) > 1:
            extra = latest = groups.pop()
        elif token["symbol"]:
            extra = latest = {token["symbol"]: 1}
        else:
            raise ValueError(f"cannot read {part!r} as a formula")
        for symbol, n in extra.items():
            groups[-1][symbol] = groups[-1].get(symbol, 0) + n
    if len(groups) != 1:
        raise ValueError(f"a bracket stays open in {part!r}")
    return groups[0]


def molar_mass(formula: str) -> float:
    """Grams of one mole of the formula unit."""
    masses = _masses()
    return sum(masses[symbol] * count for symbol, count in atoms(formula).items())


@cache
def share(compound_id: str) -> float:
    """The mass share of magnesium in a compound, computed from its formula."""
    formula = compounds()[compound_id].formula
    return _masses()["Mg"] * atoms(formula)["Mg"] / molar_mass(formula)


@cache
def of_form(form: str) -> tuple[Compound, ...]:
    """The compounds that may stand behind a form's bare name."""
    return tuple(compound for compound in compounds().values() if compound.form == form and form != "other")


class Recognised(NamedTuple):
    """What was found in the words on a label.

    Attributes:
        forms: the forms named, in the order of the text; several mean a blend.
        compounds: the ids of the compounds that may be meant, of all these forms.
        blend: whether more than one salt is in it, by name or by a word such as "buffered".
        on_skin: an oil, spray, lotion or bath: nothing of it counts as swallowed.
        suggestion: the form meant by a misspelt word, to be confirmed; never taken silently.
    """

    forms: tuple[FormName, ...] = ()
    compounds: tuple[str, ...] = ()
    blend: bool = False
    on_skin: bool = False
    suggestion: FormName | None = None


#: Salts of other metals on the same label, and fillers: not what the magnesium is in.
_NOT_MAGNESIUM = re.compile(
    r"\b(?:calcium|kalzium|zinc|zink|potassium|kalium|sodium|natrium|iron|ferrous|copper|manganese)"
    r"[\s-]*(?:\w+ate|\w+at|\w*oxide|\w*oxid|chloride|chlorid)\b|\b\w*stearate?\b"
)
#: "Magnesium-potassium aspartate": both metals are in the salt that follows.
_SHARED = re.compile(r"\bmagnesium\s*(?:-|&|\+|/|and)?\s*potassium\b\s*(?=\w+ate\b)")
_ON_SKIN = re.compile(
    r"\b(?:oil|spray|lotion|cream|gel|ointment|bath|soak|flakes|transdermal|topical|öl|badesalz|body butter)\b"
)
_SWALLOWED = re.compile(r"\b(?:soft ?gels?|gel ?caps?|fish oil|oral spray)\b")
_BLEND_WORDS = re.compile(r"\b(?:buffered|blend|complex|triple|multi|mixed|citramate)\b")


def plain(text: str) -> str:
    """Lower case, British spellings made American, single blanks: the shape in which names are compared."""
    return re.sub(r"\s+", " ", text.lower().replace("sulph", "sulf").replace("_", " ")).strip()


@cache
def recognise(text: str) -> Recognised:
    """Find the magnesium salts in the words on a label or in a form field.

    Args:
        text: such as "Magnesium (as magnesium bisglycinate)", "glycinate/oxide", "Epsom salt", "Magnesiumcitrat".
    """
    words = _NOT_MAGNESIUM.sub(" ", _SHARED.sub("magnesium ", plain(text)))
    on_skin = bool(_ON_SKIN.search(_SWALLOWED.sub(" ", words)))
    found: list[tuple[int, FormName, tuple[str, ...]]] = []
    for name, form, ids in _names():
        while match := re.search(_pattern(name), words):
            found.append((match.start(), form, ids))
            words = words[: match.start()] + " " * len(match[0]) + words[match.end() :]
    found.sort(key=lambda hit: hit[0])
    named = tuple(dict.fromkeys(form for _, form, _ in found))
    meant = {form: _narrowest([ids for _, f, ids in found if f == form]) for form in named}
    if "buffered" in words and named == ("glycinate",):
        named, meant = ("glycinate", "oxide"), {**meant, "oxide": _ids("oxide")}
    blend = len(named) > 1 or bool(_BLEND_WORDS.search(words) and named) or "lysinate" in words
    chosen = tuple(compound for form in named for compound in meant[form])
    return Recognised(named, chosen, blend, on_skin, None if named else _near(words))


def _narrowest(hits: list[tuple[str, ...]]) -> tuple[str, ...]:
    """An exact name beside the bare one decides: "citrate … (trimagnesium dicitrate, anhydrous)"."""
    return min(hits, key=len)


def _ids(form: str) -> tuple[str, ...]:
    return tuple(compound.id for compound in of_form(form))


@cache
def _names() -> tuple[tuple[str, FormName, tuple[str, ...]], ...]:
    """Every name on labels with what it means, the longest first so that it is tried first."""
    names: dict[str, tuple[FormName, tuple[str, ...]]] = {}
    for form in FORMS:
        for word in forms()[form].label_words:
            names[plain(word)] = (form, _ids(form))
    for compound in compounds().values():
        for name in compound.exact_names:
            names[plain(name)] = (compound.form, (compound.id,))
    longest_first = sorted(names.items(), key=lambda item: -len(item[0]))
    return tuple((name, form, ids) for name, (form, ids) in longest_first)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """A name as a word, also at the end of a compound word (``Magnesiumcitrat``)."""
    return re.compile(r"(?:\b|(?<=magnesium))" + re.escape(name) + r"\b")


def _near(words: str) -> FormName | None:
    known = {name: form for name, form, _ in _names() if " " not in name and len(name) > 4}
    for word in re.findall(r"[^\W\d]{5,}", words):
        if word == "magnesium":
            continue
        near = process.extractOne(word.removeprefix("magnesium"), list(known), scorer=fuzz.ratio, score_cutoff=80)
        if near:
            return known[near[0]]
    return None
