"""Medicines as people write them, and what each means for magnesium taken by mouth."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta, field

from charley.errors import Problem
from charley.knowledge.clauses import clauses, stance
from charley.knowledge.matching import Found, Vocabulary, gaps, plain, word_set
from charley.knowledge.sources import Fact
from charley.knowledge.tables import load
from charley.knowledge.words import AsksFor, Form, RefersTo, Topic
from charley.language import said
from charley.reading import Record
from charley.units import to_mg

#: ``separate``: fine when kept apart; ``clinician-first``: no plan without agreement; ``avoid``: not together;
#: ``monitor``: may be taken, with something to watch.
Action = Literal["separate", "clinician-first", "avoid", "monitor"]
Severity = Literal["major", "moderate", "minor"]

#: Where a medicine goes in. ``oral`` is only said when it is written; None means that nothing was written, and the
#: medicine is treated as swallowed. ``under_tongue`` is known of some products only: a "tablet under the tongue" may be
#: one that is swallowed, too, and the two hours do no harm.
Route = Literal[
    "oral", "under_tongue", "eye", "ear", "nose", "skin", "inhaled", "injection", "patch", "rectal", "vaginal"
]

Minutes = Annotated[int, Meta(ge=0, le=1440)]
Sentence = Annotated[str, Meta(min_length=8)]


class MedicineRule(Fact, frozen=True, kw_only=True):
    """What one medicine, or a class of medicines, and oral magnesium do to each other.

    Attributes:
        drug_class: the class in plain words.
        ingredients: ids of the ingredients it holds for.
        class_derived: those of them that no cited text names, taken in because they belong to the class.
        action: see :data:`Action`.
        severity: how much it matters, graded by us.
        mg_before_min: magnesium at least this long BEFORE the medicine, minutes; 0 = no timing needed (the problem is
            not in the gut); None = keeping apart does not solve it, or no interval is known.
        mg_after_min: magnesium at least this long AFTER the medicine; likewise.
        pause_during_course: leave magnesium out until a short course has ended.
        effect_on: which of the two suffers.
        meets: ``gut`` if only swallowed medicine is concerned, ``body`` if the way in does not matter.
        avoid_forms: the forms it concerns most; empty = all.
        from_dose_mg: holds only from this single dose upwards; None = any dose. An unknown dose counts as high.
        topics: finding topics of the contract.
        asks_for: what to measure or find out.
        refers_to: whom to ask.
        what: what happens, one plain sentence.
        why: why it matters to the person.
        do: what to do.
        basis: where the interval comes from.
    """

    drug_class: Annotated[str, Meta(min_length=3)]
    ingredients: tuple[str, ...] = ()
    class_derived: tuple[str, ...] = ()
    action: Action
    severity: Severity
    mg_before_min: Minutes | None = None
    mg_after_min: Minutes | None = None
    pause_during_course: bool = False
    effect_on: Literal["medicine", "magnesium", "both"]
    meets: Literal["gut", "body"]
    avoid_forms: tuple[Form, ...] = ()
    from_dose_mg: Annotated[float, Meta(gt=0)] | None = None
    topics: Annotated[tuple[Topic, ...], Meta(min_length=1)]
    asks_for: tuple[AsksFor, ...] = ()
    refers_to: tuple[RefersTo, ...] = ()
    what: Sentence
    why: Sentence
    do: Sentence
    basis: Sentence

    def faults(self) -> Iterator[Problem]:
        yield from super().faults()
        if self.action == "separate" and not (self.mg_before_min and self.mg_after_min):
            yield Problem("mg_before_min", "a rule that separates needs minutes on both sides")
        if not set(self.class_derived) <= set(self.ingredients):
            yield Problem("class_derived", "names an ingredient that is not in the rule")

    @property
    def message(self) -> str:
        """What, why and what to do, as one short paragraph."""
        return f"{said(self.what)} {said(self.why)} {said(self.do)}"


class MagnesiumProduct(Fact, frozen=True, kw_only=True):
    """A shop or pharmacy product that holds magnesium, or is often thought to.

    Attributes:
        name: as it is called.
        names: other spellings.
        kind: what it is used for.
        contains: whether there is magnesium in it; ``perhaps`` where it depends on the variant or brand.
        form: the salt, where known.
        mg_per_unit: elemental mg in one ``unit``; None = unknown, never zero.
        unit: what one unit is ("tablet", "5 ml", "sachet").
        swallowed: False for baths and skin products, which count as zero oral mg.
        max_days: longest use without advice, where a source sets one.
        say: one plain sentence for the person.
    """

    name: Annotated[str, Meta(min_length=3)]
    names: tuple[str, ...] = ()
    kind: Literal["antacid", "laxative", "bowel-prep", "supplement", "medicine", "bath", "skin"]
    contains: Literal["yes", "no", "perhaps"]
    form: Form | None = None
    mg_per_unit: Annotated[float, Meta(ge=0, le=5000)] | None = None
    unit: str | None = None
    swallowed: bool = True
    max_days: Annotated[int, Meta(ge=1)] | None = None
    say: Sentence

    def faults(self) -> Iterator[Problem]:
        yield from super().faults()
        if (self.mg_per_unit is None) != (self.unit is None):
            yield Problem("unit", "an amount and its unit go together")
        if self.contains == "no" and self.mg_per_unit:
            yield Problem("mg_per_unit", "a product without magnesium has no amount")


class MedicineClass(Fact, frozen=True, kw_only=True):
    """Medicines of one class and the names people write for each.

    Attributes:
        drug_class: the class in plain words.
        members: ingredient -> its other names: spellings, salts, brands.
        routes: names that are never swallowed ("Ventolin"), and the way in.
        antibiotic: whether all of them are.
        keeps_potassium: whether they can raise potassium.
        asks_kidneys: members that are taken by people whose kidneys should be measured.
    """

    drug_class: Annotated[str, Meta(min_length=3)]
    members: dict[str, tuple[str, ...]]
    routes: dict[str, Route] = field(default_factory=dict)
    antibiotic: bool = False
    keeps_potassium: bool = False
    asks_kidneys: tuple[str, ...] = ()

    def faults(self) -> Iterator[Problem]:
        yield from super().faults()
        if not set(self.asks_kidneys) <= set(self.members):
            yield Problem("asks_kidneys", "names an ingredient that is not in the class")


class Combinations(Fact, frozen=True, kw_only=True):
    """Products with several ingredients: name -> ingredients; and the way in, where one is never swallowed."""

    products: dict[str, tuple[str, ...]]
    routes: dict[str, Route] = field(default_factory=dict)


class ClassWord(Fact, frozen=True, kw_only=True):
    """Words for a whole class, what to ask back, and the rules to screen by until the name is known."""

    words: tuple[str, ...]
    rules: tuple[str, ...] = ()
    ask: Annotated[str, Meta(min_length=8)]
    antibiotic: bool = False
    keeps_potassium: bool = False


class Dose(Record, frozen=True, kw_only=True):
    """The strength found in the name or beside it. ``mg`` is None where the unit is no mass (units, ml, %)."""

    written: str
    value: float
    unit: str
    mg: float | None


class RecognisedMedicine(Record, frozen=True, kw_only=True):
    """What a written medicine was taken to be.

    Attributes:
        written: as the person wrote it.
        known: whether any medicine or class word was found; False = a medicine we do not know.
        sure: whether it was found as written. If not, ask about ``suggestion`` and screen as if it were meant.
        suggestion: the name to ask about.
        alternatives: other names that lie just as near; their rules are included.
        class_ask: a question to put to the person (which water tablet?), or None; see :attr:`ask`.
        ingredients: ids of all active ingredients of all readings.
        class_words: ids of the words for a whole class ("a statin"), where only that was written.
        rules: all rules that hold, the most serious first; for an unknown medicine the general two-hour rule.
        set_aside: rules that would hold if it were swallowed, when the name says for certain that it is not.
        magnesium: the magnesium product it is, or may be.
        keeps_potassium: whether it can raise potassium, so that potassium foods and salt substitutes need advice first.
        antibiotic: whether it is one, or may be.
        route: the way in, where written; None otherwise.
        dose: the strength, where written.
        unread: parts of the text in which no medicine was found although others were; each is an unknown medicine.
        beside: words next to a name that say nothing we know: a maker, or another medicine; to be asked about.
    """

    written: str
    known: bool
    sure: bool
    suggestion: str | None = None
    alternatives: tuple[str, ...] = ()
    class_ask: str | None = None
    ingredients: tuple[str, ...] = ()
    class_words: tuple[str, ...] = ()
    rules: tuple[MedicineRule, ...] = ()
    set_aside: tuple[MedicineRule, ...] = ()
    magnesium: MagnesiumProduct | None = None
    keeps_potassium: bool = False
    antibiotic: bool = False
    route: Route | None = None
    dose: Dose | None = None
    unread: tuple[str, ...] = ()
    beside: str | None = None

    @property
    def ask(self) -> str | None:
        """A question to put to the person, in the language spoken; None where nothing is open."""
        if self.class_ask is not None:
            return said(self.class_ask)
        kind = _which_kind(self.magnesium)
        if kind is not None or self.beside is None:
            return kind
        if not _PERHAPS_NOT_NOW.isdisjoint(self.beside.split()):
            return said("Do you take it now? If it is over, or was never taken, leave it off the list.")
        return said(
            "We do not know the word “{words}” here. If it is another medicine, give it a line of its own.",
            words=self.beside,
        )


def recognise(written: str, *, dose: str | None = None) -> RecognisedMedicine:
    """Find out which medicine is meant.

    Args:
        written: what the person wrote: a generic or brand name, a combination, a class word, with or without strength.
        dose: the strength, where it was written apart from the name.

    Returns:
        always an answer; an unknown name comes back with ``known=False`` and the general rule for unknown medicines.
    """
    if len(written) <= _REMEMBERED:
        return _remembered(written, dose)
    return _recognise(written, dose)


@lru_cache(maxsize=2048)
def mentioned(text: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Medicines named in an account of something else ("cramps since furosemide") that bear on magnesium.

    Returns:
        each name as it is usually written, with the ids of its ingredients or of its class word; no food, no mineral,
        nothing that the text denies, and no guess at a misspelt word.
    """
    book = _book()
    found: dict[str, frozenset[str]] = {}
    for clause in clauses(text):
        for hit in book.names.exact(clause.words):
            keys = [key for key in sorted(hit.keys) if key[:2] in ("i:", "p:", "w:") and any(_rules_of(book, key))]
            ids = frozenset(
                each for key in keys for each in (*_ingredients(book, key), *([key[2:]] if key[0] == "w" else []))
            )
            told = len(hit.name) >= _SHORTEST_NAME and ids and not ids & _EVERYDAY
            if told and stance(clause, range(hit.start, hit.end)) not in ("denied", "aside"):
                found.setdefault(_shown(book, hit.name), ids)
    return tuple(found.items())


def rule(name: str) -> MedicineRule:
    """The rule with this id, for instance ``unknown-oral-medicine``.

    Raises:
        KeyError: if there is none.
    """
    return _book().rules[name]


def rules() -> tuple[MedicineRule, ...]:
    """Every usable rule, in the order of the table."""
    return tuple(_book().rules.values())


def ingredients() -> frozenset[str]:
    """The ids of all ingredients that are known, alone or in a product."""
    return frozenset(member for group in load(MedicineClass, "medicine_classes") for member in group.members)


@cache
def asks_kidneys() -> frozenset[str]:
    """Ingredients that are taken by people whose kidneys should be measured: for diabetes, or for weak kidneys."""
    return frozenset(i for group in load(MedicineClass, "medicine_classes") for i in group.asks_kidneys)


def class_words() -> frozenset[str]:
    """The ids of the words for whole classes."""
    return frozenset(_book().words)


UNKNOWN = "unknown-oral-medicine"
#: The rule for an antacid, laxative or bowel cleaner with magnesium.
OTHER_MAGNESIUM = "other-mg-products"

_REMEMBERED = 200
#: Ingredients that are words of every day as well: "low iron".
_EVERYDAY = frozenset({"iron", "calcium", "zinc", "potassium", "magnesium", "multivitamin", "minerals", "alcohol"})
#: Shorter words beside a name are hardly another one.
_SHORTEST_NAME = 5
_SERIOUS = {"avoid": 0, "clinician-first": 1, "separate": 2, "monitor": 3}
_LOCAL: frozenset[Route | None] = frozenset({"eye", "ear", "nose", "skin"})


_ROUTE_WORDS: Mapping[Route, frozenset[str]] = {
    "oral": word_set(
        "tablet tablets tab tabs capsule capsules cap caps caplet caplets softgel softgels oral orally mouth "
        "swallowed liquid syrup suspension chewable chewables pill pills sachet sachets granules powder gummies"
    ),
    "eye": word_set("eye eyes eyedrop eyedrops ophthalmic"),
    "ear": word_set("ear ears eardrops otic"),
    "nose": word_set("nasal nose nostril"),
    "skin": word_set("cream ointment gel lotion topical topically skin shampoo foam emulgel"),
    "inhaled": word_set(
        "inhaler inhalers inhaled inhalation puffer puff puffs nebuliser nebulizer nebules nebulised evohaler "
        "accuhaler turbohaler easyhaler respimat hfa"
    ),
    "injection": word_set(
        "injection injections injected inj intravenous iv infusion infusions subcutaneous intramuscular depot jab "
        "drip vial vein"
    ),
    "patch": word_set("patch patches transdermal"),
    "rectal": word_set("suppository suppositories enema rectal"),
    "vaginal": word_set("pessary pessaries vaginal"),
}

#: Words beside a name that are no name: never taken for a misspelt medicine, and nothing is lost by passing over them.
_BESIDE = frozenset(chain.from_iterable(_ROUTE_WORDS.values())) | word_set(
    "a about after all am an and any as at bd been before bed bedtime breakfast brand by course daily day days "
    "dinner dosage dose doses drop drops drug each evening every few food for from generic had half has have her "
    "his hour hours i if im in is it just lunch maybe medication medications medicine medicines meds meal meals "
    "mg mcg ug ml g iu mmol meq microgram micrograms milligram milligrams gram grams month monthly months morning "
    "mornings my need needed new night nightly nights no noon not now od of old on once one only or other per "
    "plus prescribed prescription prn qd qds regular regularly release modified extended slow sustained delayed "
    "immediate since small some something sometimes spray started strength strong sr xr er xl mr la ir pr low "
    "high max extra forte take taken takes taking tds the then this three time times to today tonight twice two "
    "unit units unknown until up use used using usually weekly week weeks when white with without year years "
    "yellow pink blue red round sodium hydrochloride hcl hydrobromide succinate tartrate maleate mesylate "
    "mesilate besylate besilate fumarate sulfate sulphate phosphate acetate citrate carbonate bromide chloride "
    "nitrate hydrate monohydrate dihydrate anhydrous medoxomil cilexetil potassium disodium erbumine arginine "
    "phosphates hemihydrate trihydrate stearate palmitate recently ago last normal daughter husband wife doctor "
    "gp hospital pharmacy dr natrium leche acido ultra plus super advanced classic original soft chews chew gummy "
    "multi complete double moment present currently wifes husbands mothers fathers mums moms dads sons daughters "
    "doctors dentist strawberry orange lemon cherry vanilla natural organic vegan free sugar sunday monday "
    "tuesday wednesday thursday friday saturday yearly shot shots bottle drink women men womens mens taper pen "
    "solostar kwikpen flexpen dosepak migraine"
)
#: After one of them stands what it is taken for, or how, and no further name.
_FOR = word_set("for because against to when if since after before from without until as but because")
#: Makers and shops, whose name beside a medicine says nothing.
_MAKERS = word_set(
    "teva accord sandoz mylan viatris ratiopharm stada hexal actavis zentiva aurobindo lupin cipla zydus apotex krka "
    "wockhardt bristol almus kirkland equate tesco boots asda superdrug walgreens walmart costco signature solgar "
    "nature natures made bounty nutricost thorne swisse blackmores bayer pfizer novartis sanofi merck roche abbott "
    "henning hennig heumann aristo cinfa normon biogaran arrow ranbaxy torrent greenstone prasco northstar amneal "
    "holland barrett doctors best life extension garden vitabiotics puritans pride centrum pharma foods brand"
)
#: Words that leave open whether a medicine is taken now.
_PERHAPS_NOT_NOW = word_set(
    "stopped finished ended completed discontinued former formerly previously past quit paused allergic allergy "
    "intolerant intolerance refused"
)
_NOT = word_set("no not without never")
#: The key of the row that says that nothing is taken.
_NOTHING = "i:none"
#: A word that begins so names magnesium, whatever the rest of the brand is.
_MAGNESIUM_BEGINS = "magne"

_SPLIT = re.compile(r"[;,+&|\n\r•·]|\s/\s")
_DOSE = re.compile(
    r"(?<![\w.,])(?P<value>\d{1,6}(?:[.,]\d{1,3})?)\s*-?\s*"
    r"(?P<unit>micrograms?|milligrams?|grams?|mcgs?|mgs?|µg|μg|ug|g|ml|iu|units?|mmol|meq|%)?(?![\w.])",
    re.IGNORECASE,
)


class _Book(NamedTuple):
    """The tables, indexed for recognition."""

    names: Vocabulary
    rules: Mapping[str, MedicineRule]
    by_ingredient: Mapping[str, tuple[MedicineRule, ...]]
    combinations: Mapping[str, tuple[str, ...]]
    words: Mapping[str, ClassWord]
    magnesium: Mapping[str, MagnesiumProduct]
    routes: Mapping[str, Route]
    generic: Mapping[str, str]
    antibiotics: frozenset[str]
    potassium: frozenset[str]


class _Piece(NamedTuple):
    """One medicine among those written: the names found in it and what stands beside them."""

    written: str
    words: tuple[str, ...]
    found: tuple[Found, ...]
    near: bool
    route: Route | None


@cache
def _book() -> _Book:
    classes = load(MedicineClass, "medicine_classes")
    mixes = load(Combinations, "medicine_products")
    words = load(ClassWord, "medicine_words")
    products = load(MagnesiumProduct, "magnesium_products")
    known_rules = load(MedicineRule, "medicine_rules")
    entries: list[tuple[str, str]] = []
    routes: dict[str, Route] = {}
    generic: dict[str, str] = {}
    combinations: dict[str, tuple[str, ...]] = {}
    for group in classes:
        for ingredient, names in group.members.items():
            for name in (ingredient, *names):
                entries.append((name, f"i:{ingredient}"))
                if name == name.lower():
                    generic.setdefault(_squash(name), ingredient)
        routes.update((_squash(name), route) for name, route in group.routes.items())
    for mix in mixes:
        for name, ingredients in mix.products.items():
            entries.append((name, f"p:{_squash(name)}"))
            combinations[_squash(name)] = ingredients
        routes.update((_squash(name), route) for name, route in mix.routes.items())
    entries.extend((written, f"w:{word.id}") for word in words for written in word.words)
    entries.extend((name, f"m:{product.id}") for product in products for name in (product.name, *product.names))
    by_ingredient: dict[str, list[MedicineRule]] = {}
    for each in known_rules:
        for ingredient in each.ingredients:
            by_ingredient.setdefault(ingredient, []).append(each)
    return _Book(
        names=Vocabulary(entries, deaf=_BESIDE),
        rules={each.id: each for each in known_rules},
        by_ingredient={name: tuple(each) for name, each in by_ingredient.items()},
        combinations=combinations,
        words={word.id: word for word in words},
        magnesium={product.id: product for product in products},
        routes=routes,
        generic=generic,
        antibiotics=frozenset(i for group in classes if group.antibiotic for i in group.members),
        potassium=frozenset(i for group in classes if group.keeps_potassium for i in group.members),
    )


def _squash(name: str) -> str:
    return "".join(plain(name).split())


@lru_cache(maxsize=8192)
def _remembered(written: str, dose: str | None) -> RecognisedMedicine:
    return _recognise(written, dose)


def _recognise(written: str, dose: str | None) -> RecognisedMedicine:
    book = _book()
    pieces = _pieces(book, written)
    named = [piece for piece in pieces if piece.found]
    unread = tuple(piece.written for piece in pieces if not piece.found and _names_something(piece.words))
    strength = _dose(dose) or _dose(written)
    keys = {piece: _keys(piece) for piece in named}
    ingredients = _unique(i for piece in named for key in keys[piece] for i in _ingredients(book, key))
    if len(ingredients) > 1:
        ingredients = tuple(i for i in ingredients if f"i:{i}" != _NOTHING)
    holding, set_aside = _rules(book, keys, strength, unknown=bool(unread) or not named)
    class_words = [book.words[key[2:]] for piece in named for key in keys[piece] if key.startswith("w:")]
    near = next((piece for piece in named if piece.near), None)
    magnesium = _magnesium(book, (key for piece in named for key in keys[piece]), guessed=near is not None)
    beside = " ".join(word for piece in named for word in _beside(piece))
    shown = _unique(_shown(book, hit.name) for hit in near.found) if near else ()
    routes = {piece.route for piece in pieces}
    return RecognisedMedicine(
        written=written,
        known=bool(named),
        sure=bool(named) and near is None and not class_words and not unread,
        suggestion=shown[0] if shown else None,
        alternatives=shown[1:],
        class_ask=next((word.ask for word in class_words), None),
        ingredients=ingredients,
        class_words=_unique(word.id for word in class_words),
        rules=holding,
        set_aside=set_aside,
        magnesium=magnesium,
        keeps_potassium=any(i in book.potassium for i in ingredients) or any(w.keeps_potassium for w in class_words),
        antibiotic=any(i in book.antibiotics for i in ingredients) or any(w.antibiotic for w in class_words),
        route=routes.pop() if len(routes) == 1 else None,
        dose=strength,
        unread=unread,
        beside=beside[:80] or None,
    )


def _beside(piece: _Piece) -> Iterator[str]:
    """Words of a piece that are no part of a name in it and could be one: "lisinopril foobarix"."""
    for _, stretch in gaps(piece.words, piece.found):
        for word in stretch:
            if word in _FOR:
                return
            if len(word) >= _SHORTEST_NAME and word.isalpha() and word not in _BESIDE and word not in _MAKERS:
                yield word


def _pieces(book: _Book, written: str) -> list[_Piece]:
    """The text, cut where one medicine ends and the next begins, each piece with the names in it.

    A name such as "calcium and vitamin D" may reach across a cut; exact names are therefore looked for first.
    """
    texts = [part for part in _SPLIT.split(written) if part.strip()]
    owner = [(number, word) for number, text in enumerate(texts) for word in plain(text).split()]
    words = [word for _, word in owner]
    exact = _exact(book, owner)
    covered = {at for hit in exact for at in range(hit.start, hit.end)}
    cuts = [0]
    for at in range(1, len(words)):
        inside = at in covered and at - 1 in covered and any(hit.start < at < hit.end for hit in exact)
        if not inside and (owner[at][0] != owner[at - 1][0] or words[at - 1] in ("and", "plus")):
            cuts.append(at)
    pieces: list[_Piece] = []
    for start, end in zip(cuts, [*cuts[1:], len(words)], strict=True):
        mine = [hit for hit in exact if start <= hit.start < end]
        piece = tuple(words[start:end])
        if pieces and not mine and not _names_something(piece):  # "eye drops and tablets": more of the same medicine
            last = pieces.pop()
            more = (*last.words, *piece)
            pieces.append(last._replace(words=more, route=_route(book, more, last.found)))
            continue
        found, near = _within(book, piece, [h._replace(start=h.start - start, end=h.end - start) for h in mine])
        text = " ".join(piece[:-1] if piece[-1:] in (("and",), ("plus",)) else piece)
        pieces.append(_Piece(text[:80], piece, found, near, _route(book, piece, found)))
    return pieces


def _exact(book: _Book, owner: Sequence[tuple[int, str]]) -> list[Found]:
    """The names that stand in the text; none reaches over a cut into a longer one ("a, calcium polystyrene")."""
    across = book.names.exact([word for _, word in owner])
    apart: list[Found] = []
    for number in dict.fromkeys(number for number, _ in owner):
        at = next(place for place, (other, _) in enumerate(owner) if other == number)
        part = [word for other, word in owner if other == number]
        apart += [hit._replace(start=hit.start + at, end=hit.end + at) for hit in book.names.exact(part)]
    cuts_short = any(hit.start < other.start < hit.end < other.end for hit in across for other in apart)
    return apart if cuts_short else across


def _within(book: _Book, words: tuple[str, ...], exact: list[Found]) -> tuple[tuple[Found, ...], bool]:
    """The names in one piece: those that stand there, else the near misses; and whether a near miss is among them."""
    if not exact:
        places = book.names.near(words)
        if not places:
            brand = next((at for at, word in enumerate(words) if word.startswith(_MAGNESIUM_BEGINS)), None)
            if words[:1] == ("mg",) and not _names_something(words):  # "Mg 250": the element
                brand = 0
            places = [] if brand is None else [[Found(brand, brand + 1, "magnesium", frozenset({"m:magnesium"}), 1)]]
        return tuple(hit for place in places for hit in place), bool(places)
    if all(hit.keys == {_NOTHING} for hit in exact) and any(_names_something(rest) for _, rest in gaps(words, exact)):
        return (), False  # "foobarix, nothing else": the name beside it is not gone
    slips = [
        hit._replace(start=hit.start + start, end=hit.end + start)
        for start, stretch in gaps(words, exact)
        for place in book.names.near(stretch)
        for hit in place
        if hit.off == 1 and len(hit.name) >= 8 and not hit.keys & {key for found in exact for key in found.keys}
    ]
    return (*slips, *exact), bool(slips)


def _route(book: _Book, words: Sequence[str], found: Sequence[Found]) -> Route | None:
    """The way in, from the words beside the name; else from a brand that is never swallowed."""
    inside = {
        at for hit in found if any(not key.startswith("w:") for key in hit.keys) for at in range(hit.start, hit.end)
    }
    beside = {word for at, word in enumerate(words) if at not in inside}
    said = [route for route, marks in _ROUTE_WORDS.items() if not marks.isdisjoint(beside)]
    if "oral" in said:
        return "oral"
    places = [route for route in said if route != "skin"] or said  # an eye ointment goes into the eye
    if len(places) == 1:
        return places[0]
    by_name = {book.routes.get(hit.name) for hit in found}
    return by_name.pop() if len(by_name) == 1 and not said else None


def _keys(piece: _Piece) -> tuple[str, ...]:
    """What was found; a class word beside a name ("tacrolimus ointment") says no more, beside a near miss it may."""
    keys = _unique(key for hit in piece.found for key in sorted(hit.keys))
    if piece.near:
        return keys
    if piece.words[0] in _NOT and all(key.startswith("w:") for key in keys):
        return (_NOTHING,)  # "no antibiotics"
    return tuple(key for key in keys if not key.startswith("w:")) or keys


def _ingredients(book: _Book, key: str) -> tuple[str, ...]:
    kind, name = key[:2], key[2:]
    if kind == "i:":
        return (name,)
    if kind == "p:":
        return book.combinations[name]
    if kind == "m:" and book.magnesium[name].contains == "yes" and book.magnesium[name].swallowed:
        return ("magnesium",)
    return ()


def _rules(
    book: _Book, keys: Mapping[_Piece, tuple[str, ...]], dose: Dose | None, *, unknown: bool
) -> tuple[tuple[MedicineRule, ...], tuple[MedicineRule, ...]]:
    """Rules that hold, and rules set aside because the medicine is surely not swallowed."""
    holding: dict[str, MedicineRule] = {}
    aside: dict[str, MedicineRule] = {}
    for piece, mine in keys.items():
        for key in mine:
            for each in _rules_of(book, key):
                if not _dose_counts(each, dose):
                    continue
                local = piece.route in _LOCAL
                past_the_gut = each.meets == "gut" and piece.route not in (None, "oral")
                (aside if local or past_the_gut else holding)[each.id] = each
    if unknown:
        holding[UNKNOWN] = book.rules[UNKNOWN]
    order = sorted(holding.values(), key=lambda r: (_SERIOUS[r.action], r.severity != "major", r.id))
    return tuple(order), tuple(each for name, each in sorted(aside.items()) if name not in holding)


def _rules_of(book: _Book, key: str) -> Iterator[MedicineRule]:
    kind, name = key[:2], key[2:]
    if kind == "w:":
        yield from (book.rules[each] for each in book.words[name].rules)
    elif kind == "m:":
        product = book.magnesium[name]
        if product.contains == "yes" and product.swallowed and product.kind in ("antacid", "laxative", "bowel-prep"):
            yield book.rules[OTHER_MAGNESIUM]
    else:
        for ingredient in _ingredients(book, key):
            yield from book.by_ingredient.get(ingredient, ())


def _dose_counts(each: MedicineRule, dose: Dose | None) -> bool:
    if each.from_dose_mg is None or dose is None:
        return True
    value_mg = dose.mg if dose.mg is not None else dose.value if not dose.unit else None
    return value_mg is None or value_mg >= each.from_dose_mg


def _magnesium(book: _Book, keys: Iterable[str], *, guessed: bool) -> MagnesiumProduct | None:
    """The magnesium product among what was found: the surest first, and a named product before a general word.

    In a guess at a misspelt name the nearest comes first.
    """
    found = [book.magnesium[name] for key in keys for name in _magnesium_in(book, key)]
    if not found:
        return None
    return min(found, key=lambda p: (("yes", "perhaps", "no").index(p.contains), p.mg_per_unit is None and not guessed))


def _magnesium_in(book: _Book, key: str) -> Iterator[str]:
    if key.startswith("m:"):
        yield key[2:]
    elif key.startswith("p:"):
        ingredients = book.combinations[key[2:]]
        if "magnesium" in ingredients:
            yield "magnesium"
        elif "multivitamin" in ingredients:
            yield "multivitamin"


def _which_kind(product: MagnesiumProduct | None) -> str | None:
    if product is None or product.contains != "perhaps":
        return None
    return said("Which kind of {product} is it, and how much magnesium does its label name?", product=product.name)


def _shown(book: _Book, name: str) -> str:
    """A generic name is shown by its usual spelling, a brand as the brand."""
    return book.generic.get(name) or book.names.shown(name)


def _names_something(words: Iterable[str]) -> bool:
    """Whether the words could name a medicine: something is left besides numbers, forms, times and small words."""
    return any(word not in _BESIDE and not word[0].isdigit() for word in words)


def _dose(text: str | None) -> Dose | None:
    """The first strength in the text; a bare number counts, its unit unknown."""
    matches = list(_DOSE.finditer(text or ""))
    best = next((m for m in matches if m["unit"]), matches[0] if matches else None)
    if best is None:
        return None
    value, unit = float(best["value"].replace(",", ".")), (best["unit"] or "").lower()
    return Dose(written=best[0].strip(), value=value, unit=unit, mg=to_mg(value, unit, "magnesium") if unit else None)


def _unique(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
