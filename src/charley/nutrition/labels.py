"""From what a label says to elemental magnesium.

Two numbers stand on labels: the weight of the salt and the magnesium in it; they differ up to eighteenfold. Nothing is
guessed here. Where several salts or hydrates may be meant the answer is a range; where the label leaves open which of
the two numbers it prints, the person is asked for the elemental line. What counts against a limit is the upper end.
"""

import math
import re
from contextlib import suppress
from typing import Literal, Protocol

from charley.errors import BadInput, Problem
from charley.knowledge import compounds, labelling, products
from charley.knowledge.compounds import FormName, Recognised
from charley.knowledge.nutrients import Setting
from charley.language import marked, said
from charley.language import number as number_said
from charley.reading import Record
from charley.units import to_mg

#: Label figures are rounded; a share may pass the compound's own by this much.
ROUNDING = 1.05
#: No product gives more in one intake: a purgative bottle of citrate holds about half of it.
MOST_ELEMENTAL_MG = 6000.0
#: No figure on a label is longer, its points and commas with it.
MOST_SIGNS = 12
#: From here on an amount given as a mass is more likely the salt than the magnesium in it.
LIKELY_SALT_MG = 1000.0


class Quantity(Protocol):
    """A number with its unit, as a person wrote it."""

    @property
    def value(self) -> float: ...
    @property
    def unit(self) -> str: ...


class Entry(Protocol):
    """A product as a profile or a diary names it. Where ``tablets`` is given too, ``elemental_mg``, ``compound_mg`` and
    ``amount`` may be of one tablet or of all of one intake."""

    @property
    def name(self) -> str: ...
    @property
    def form(self) -> str | None: ...
    @property
    def elemental_mg(self) -> float | None: ...
    @property
    def compound_mg(self) -> float | None: ...
    @property
    def tablets(self) -> float | None: ...
    @property
    def amount(self) -> Quantity | None: ...


Status = Literal["exact", "range", "unclear", "unknown", "implausible", "on_skin"]


class Elemental(Record, frozen=True, kw_only=True):
    """How much elemental magnesium one intake gives.

    Attributes:
        status: ``exact``; ``range``: several salts or hydrates may be meant; ``unclear``: salt weight or magnesium,
            the label does not say; ``unknown``: no amount; ``implausible``: more than the compound can hold;
            ``on_skin``: nothing of it is swallowed.
        low_mg: the least it can be; None where nothing is known.
        high_mg: the most it can be; None where nothing is known. This is what counts against a limit.
        form: the form, ``other`` where it is not known.
        blend: whether several salts are in it.
        how: the arithmetic or the reason, for people.
        asks: what to ask the person, where something is open.
        suggestion: a form that a misspelt word may mean, to be confirmed.
        product: the name of the known product the figure comes from.
    """

    status: Status
    low_mg: float | None
    high_mg: float | None
    form: FormName = "other"
    blend: bool = False
    how: str
    asks: str | None = None
    suggestion: FormName | None = None
    product: str | None = None

    @property
    def counted_mg(self) -> float | None:
        """What counts against a limit: the upper end; None is unknown and never zero."""
        return self.high_mg


ASK_ELEMENTAL = marked(
    "Please look for the line that says “elemental magnesium” (or “Magnesium … mg” in the facts panel)."
)
ASK_FORM = marked(
    "Please say which salt it is (citrate, glycinate, oxide …), or give the elemental magnesium on the label."
)
_WHICH_LABEL = marked("Is this label American or European? Their daily values differ.")


def elemental(entry: Entry, *, setting: Setting | None = None) -> Elemental:
    """How much elemental magnesium one intake of ``entry`` gives.

    Args:
        entry: the product with whatever amounts are known.
        setting: for a percentage of the daily value, which differs by country.

    Raises:
        BadInput: for an amount that is no finite positive number, or a unit that is not known.
    """
    _refuse_impossible(entry)
    salt = _salt(entry)
    if salt.on_skin:
        return _on_skin(salt)
    if entry.elemental_mg is None and entry.compound_mg is None and entry.amount is None:
        product = products.find(entry.name)
        if product is not None:
            return _from_product(product, entry.tablets)
        return _from_name(entry.name, 1.0 if entry.tablets is None else entry.tablets, salt)
    whole = _from_figures(entry, 1.0, salt, setting)
    if entry.tablets is None or entry.tablets == 1:
        return whole
    return _of_one_or_all(whole, _from_figures(entry, entry.tablets, salt, setting), entry.tablets)


def _on_skin(salt: Recognised) -> Elemental:
    how = said("It is used on the skin: nothing is counted as taken in, for uptake through the skin is not shown.")
    return Elemental(status="on_skin", low_mg=0, high_mg=0, form=_form(salt), blend=salt.blend, how=how)


def _from_figures(entry: Entry, tablets: float, salt: Recognised, setting: Setting | None) -> Elemental:
    if entry.elemental_mg is not None:
        return _stated(entry.elemental_mg, entry.compound_mg, tablets, salt)
    if entry.amount is not None:
        return _from_amount(entry.amount, entry.compound_mg, tablets, salt, setting)
    return _from_salt(entry.compound_mg or 0.0, tablets, salt)


def _of_one_or_all(whole: Elemental, each: Elemental, tablets: float) -> Elemental:
    """A figure beside several tablets: of one of them, or of all together; nobody said which."""
    if whole.low_mg is None or each.high_mg is None or whole.status == "implausible":
        return each
    return Elemental(
        status="range",
        low_mg=min(whole.low_mg, each.low_mg if each.low_mg is not None else whole.low_mg),
        high_mg=max(whole.high_mg or 0.0, each.high_mg),
        form=each.form,
        blend=each.blend,
        how=said(
            "{each} if the figure is for each of the {n}, else {whole}",
            each=each.how,
            n=number_said(tablets),
            whole=whole.how,
        ),
        asks=said("Is the figure for one, or for all {n} together?", n=number_said(tablets)),
        suggestion=each.suggestion,
    )


def _refuse_impossible(entry: Entry) -> None:
    amounts = [
        ("elemental_mg", entry.elemental_mg),
        ("compound_mg", entry.compound_mg),
        ("tablets", entry.tablets),
        ("amount.value", None if entry.amount is None else entry.amount.value),
    ]
    problems = [
        Problem(field, said("should be an amount above zero, not {value}", value=number_said(value)))
        for field, value in amounts
        if value is not None and not (math.isfinite(value) and value > 0)
    ]
    if problems:
        raise BadInput(problems)


def _salt(entry: Entry) -> Recognised:
    """What the form field says; the name only where the form is not given, except that a skin product stays one."""
    by_name = compounds.recognise(entry.name)
    if not entry.form:
        return by_name
    by_form = compounds.recognise(entry.form)
    if by_form.forms and set(by_name.forms) - set(by_form.forms):
        forms = tuple(dict.fromkeys(by_form.forms + by_name.forms))
        return Recognised(forms, by_form.compounds + by_name.compounds, True, by_form.on_skin or by_name.on_skin)
    if by_form.forms == by_name.forms and len(by_name.compounds) < len(by_form.compounds):
        return by_name
    return by_form._replace(on_skin=by_form.on_skin or by_name.on_skin, blend=by_form.blend or by_name.blend)


def _form(salt: Recognised) -> FormName:
    return salt.forms[0] if salt.forms else "other"


def _shares(salt: Recognised) -> list[float]:
    return [compounds.share(compound) for compound in salt.compounds]


def _stated(elemental_mg: float, compound_mg: float | None, tablets: float, salt: Recognised) -> Elemental:
    total = elemental_mg * tablets
    times = said("{mg} mg as stated", mg=number_said(total))
    if tablets != 1:
        times = f"{number_said(tablets)} × {number_said(elemental_mg)} mg = {number_said(total)} mg"
    fault = _implausible(elemental_mg, compound_mg, salt) or _too_much(total)
    if fault is not None:
        return Elemental(
            status="implausible",
            low_mg=_least(compound_mg, tablets, salt),
            high_mg=total,
            form=_form(salt),
            blend=salt.blend,
            how=fault,
            asks=said(ASK_ELEMENTAL),
        )
    return Elemental(
        status="exact",
        low_mg=total,
        high_mg=total,
        form=_form(salt),
        blend=salt.blend,
        how=times,
        suggestion=salt.suggestion,
    )


def _least(compound_mg: float | None, tablets: float, salt: Recognised) -> float:
    """What is certain although the figures contradict each other."""
    shares = _shares(salt)
    return compound_mg * tablets * min(shares) if compound_mg is not None and shares else 0.0


def _implausible(elemental_mg: float, compound_mg: float | None, salt: Recognised) -> str | None:
    """Why the two figures cannot both be right, if they cannot."""
    if compound_mg is None:
        return None
    if elemental_mg > compound_mg:
        return said(
            "{elemental} mg of magnesium cannot come out of {compound} mg of a salt.",
            elemental=number_said(elemental_mg),
            compound=number_said(compound_mg),
        )
    shares = _shares(salt)
    if not shares or elemental_mg <= compound_mg * max(shares) * ROUNDING:
        return None
    name = compounds.forms()[_form(salt)].name
    held = compound_mg * max(shares)
    return said(
        "{compound} mg of {name} hold at most {held} mg of magnesium, not {elemental} mg: another salt such as oxide "
        "may be mixed in, or one of the two numbers is something else.",
        compound=number_said(compound_mg),
        name=said(name),
        held=f"{held:.0f}",
        elemental=number_said(elemental_mg),
    )


def _too_much(total_mg: float) -> str | None:
    if total_mg <= MOST_ELEMENTAL_MG:
        return None
    return said("{mg} mg of elemental magnesium at once is more than any product gives.", mg=number_said(total_mg))


def _from_amount(
    amount: Quantity, compound_mg: float | None, tablets: float, salt: Recognised, setting: Setting | None
) -> Elemental:
    if amount.unit.strip().startswith("%"):
        return _from_percentage(amount.value * tablets, salt, setting)
    one = to_mg(amount.value, amount.unit, "magnesium")
    if one is None:
        message = said("“{unit}” is not a unit we know here; mg, g, mcg, mmol or mEq can be used", unit=amount.unit)
        raise BadInput([Problem("amount.unit", message)])
    is_mass = amount.unit.strip().lower() not in ("mmol", "meq", "mval")
    if is_mass and one >= LIKELY_SALT_MG and salt.compounds:
        why = said("{mg} mg is much for the magnesium alone; it may be the salt.", mg=number_said(one))
        return _unclear(one * tablets, salt, why)
    found = _stated(one, compound_mg, tablets, salt)
    if found.status == "exact" and amount.unit.strip().lower() != "mg":
        return _with_how(found, f"{amount.value * tablets:g} {amount.unit} = {one * tablets:.4g} mg")
    return found


def _with_how(found: Elemental, how: str) -> Elemental:
    return Elemental(
        status=found.status,
        low_mg=found.low_mg,
        high_mg=found.high_mg,
        form=found.form,
        blend=found.blend,
        how=how,
        suggestion=found.suggestion,
    )


def _from_percentage(percent: float, salt: Recognised, setting: Setting | None) -> Elemental:
    settings: tuple[Setting, ...] = ("US", "EU") if setting is None else (setting,)
    amounts = sorted({percent / 100 * labelling.daily_value_mg(each) for each in settings})
    whole = said(" or ").join(number_said(labelling.daily_value_mg(each)) for each in settings)
    return Elemental(
        status="exact" if len(amounts) == 1 else "range",
        low_mg=amounts[0],
        high_mg=amounts[-1],
        form=_form(salt),
        blend=salt.blend,
        how=said("{percent} % of the daily value of {mg} mg", percent=number_said(percent), mg=whole),
        asks=None if len(amounts) == 1 else said(_WHICH_LABEL),
        suggestion=salt.suggestion,
    )


def _from_salt(compound_mg: float, tablets: float, salt: Recognised) -> Elemental:
    total, shares = compound_mg * tablets, _shares(salt)
    if not shares:
        how = said("The weight of a salt says nothing without the name of the salt.")
        return Elemental(
            status="unknown", low_mg=None, high_mg=None, how=how, asks=said(ASK_FORM), suggestion=salt.suggestion
        )
    low, high = total * min(shares), total * max(shares)
    fault = _too_much(high)
    if len(shares) == 1 and fault is None:
        how = f"{number_said(total)} mg × {number_said(shares[0], '.1%')} = {high:.0f} mg"
        return Elemental(status="exact", low_mg=low, high_mg=high, form=_form(salt), blend=salt.blend, how=how)
    why = said("several salts are in it") if len(salt.forms) > 1 else said("the name fits several salts or hydrates")
    return Elemental(
        status="implausible" if fault else "range",
        low_mg=low,
        high_mg=high,
        form=_form(salt),
        blend=salt.blend,
        how=fault
        or said(
            "{total} mg × {least} to {most} = {low} to {high} mg: {why}",
            total=number_said(total),
            least=number_said(min(shares), ".1%"),
            most=number_said(max(shares), ".1%"),
            low=f"{low:.0f}",
            high=f"{high:.0f}",
            why=why,
        ),
        asks=said(ASK_ELEMENTAL),
    )


def _from_product(product: products.Product, tablets: float | None) -> Elemental:
    form: FormName = product.forms[0] if product.forms else "other"
    if tablets is None:
        how = said(
            "One {unit} gives {mg} mg; how many are taken is not known.",
            unit=said(product.unit),
            mg=number_said(product.elemental_mg),
        )
        asks = said("How many ({unit}) do you take each time?", unit=said(product.unit))
        return Elemental(
            status="unknown",
            low_mg=None,
            high_mg=None,
            form=form,
            blend=product.blend,
            how=how,
            asks=asks,
            product=product.name,
        )
    total = product.elemental_mg * tablets
    how = said(
        "{n} × {each} mg = {total} mg, by the label of {product}",
        n=number_said(tablets),
        each=number_said(product.elemental_mg),
        total=number_said(total),
        product=product.name,
    )
    return Elemental(
        status="exact", low_mg=total, high_mg=total, form=form, blend=product.blend, how=how, product=product.name
    )


_WEIGHT = re.compile(r"(?P<value>\d[\d.,]*)\s*(?P<unit>mg|g|mcg|µg|mmol|meq)\b", re.IGNORECASE)
_SAYS_ELEMENTAL = re.compile(r"\belemental\b|\((?:as|from)\b|\bas magnesium\b", re.IGNORECASE)


def _from_name(name: str, tablets: float, salt: Recognised) -> Elemental:
    """An amount inside the name ("Magnesium citrate 400 mg")."""
    match = _WEIGHT.search(name)
    one = None
    if match is not None:
        with suppress(BadInput):  # "1.2.3 mg" in a name is no amount, and no fault of the day it stands in
            one = to_mg(number(match["value"]), match["unit"], "magnesium")
    if match is None or not one:
        how = said("No amount is given.")
        return Elemental(
            status="unknown",
            low_mg=None,
            high_mg=None,
            form=_form(salt),
            blend=salt.blend,
            how=how,
            asks=said(ASK_ELEMENTAL),
            suggestion=salt.suggestion,
        )
    if _SAYS_ELEMENTAL.search(name) or match["unit"].lower() in ("mmol", "meq"):
        return _stated(one, None, tablets, salt)
    return _unclear(one * tablets, salt, said("“{written}” may be the salt or the magnesium in it.", written=match[0]))


def _unclear(total_mg: float, salt: Recognised, why: str) -> Elemental:
    """The number may be salt or magnesium: from the least share of the salt to the whole number."""
    shares = _shares(salt) or [compounds.share(each) for each in compounds.compounds()]
    return Elemental(
        status="unclear",
        low_mg=total_mg * min(shares),
        high_mg=total_mg,
        form=_form(salt),
        blend=salt.blend,
        how=why,
        asks=said(ASK_ELEMENTAL),
        suggestion=salt.suggestion,
    )


class LabelText(Record, frozen=True, kw_only=True):
    """What was read off a label, for one unit (one capsule, one tablet, one gram).

    Attributes:
        name: the text itself, shortened.
        form: the words that name the salt.
        elemental_mg: elemental magnesium in one unit; None where the label leaves it open.
        compound_mg: the salt in one unit.
        tablets: always None; the person says how many.
        amount: always None.
        units_per_serving: how many units the figures on the label were for.
        asks: what has to be asked, where something is open.
    """

    name: str
    form: str | None = None
    elemental_mg: float | None = None
    compound_mg: float | None = None
    tablets: float | None = None
    amount: None = None
    units_per_serving: float = 1
    asks: str | None = None


_NUMBER = r"(?P<{0}>\d[\d.,]*)\s*(?P<{0}_unit>mg|g|mcg|µg)\b"
_MOLES = r"(?P<mg>\d[\d.,]*)\s*(?P<mg_unit>mmol|meq)\b"
#: What may stand between "providing" and its figure, and after it: the name of a salt or of something else may not.
_FILLING = r"(?:[\s:]|about|approximately|a total of|elemental|magnesium|of)"
_ENDS = (
    r"\s*(?:of\s+)?(?:magnesium\b)?\s*"
    r"(?:$|[^\sa-z]|(?:elemental|per|in|each|a|daily|and|with|plus|as|from|for|dv|nrv)\b)"
)
_SALT_WORD = r"magnesium[\s-]*(?:l-|bis|di|tri)?[a-z]+(?:\s+(?:chelate|dihydrate|nonahydrate|hexahydrate|anhydrous))*"
_ELEMENTAL_LINES = tuple(
    re.compile(
        pattern.replace("NUMBER", _NUMBER.format("mg"))
        .replace("MOLES", _MOLES)
        .replace("FILLING", _FILLING)
        .replace("ENDS", _ENDS),
        re.IGNORECASE,
    )
    for pattern in (
        r"elemental magnesium\D{0,20}NUMBER",
        r"NUMBER\s*(?:of\s+)?elemental",
        r"magnesium\s*\((?:as|from)[^)]*\)\D{0,20}NUMBER",
        r"(?:providing|provides?|equivalent to|equal to|of which|yielding|gives)FILLING*NUMBER(?=ENDS)",
        r"\bcontain(?:s|ing)?FILLING*NUMBER\s*(?:of\s+)?magnesium(?=ENDS)",
        r"magnesium\W{0,6}NUMBER\s*(?:\W*\d+\s*%|\((?:as|from))",
        r"magnesium\s*(?:\([^)]*\))?\W{0,4}MOLES",
        r"MOLES\s*(?:of\s+)?magnesium",
    )
)
_SALT_LINE = re.compile(
    rf"{_SALT_WORD}\W{{0,8}}{_NUMBER.format('mg')}|{_NUMBER.format('mg2')}\s*(?:of\s+)?{_SALT_WORD}", re.I
)
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_UNIT_WORD = (
    r"(?:veg(?:etarian)?\s+|vegan\s+)?"
    r"(?:capsules?|tablets?|caplets?|gummies|gummy|soft\s*gels?|lozenges?|sachets?|scoops?)"
)
_COUNT = rf"(?<!\d)(?P<n>\d{{1,3}}|{'|'.join(_WORDS)})\s+{_UNIT_WORD}\b"
_SERVINGS = (
    re.compile(rf"(?:serving size|per|in|dose)\W{{0,4}}{_COUNT}", re.IGNORECASE),
    re.compile(rf"{_COUNT}\s+(?:daily\s+|together\s+)?(?:contain|provide|supply|give|deliver)", re.IGNORECASE),
)
_PERCENT = re.compile(r"(?P<percent>\d+(?:[.,]\d+)?)\s*%\s*(?P<kind>dv|daily value|nrv|rda|vrn|rm)?", re.IGNORECASE)


def read_text(text: str, *, setting: Setting | None = None) -> LabelText:
    """Read the facts panel of a label, as typed or pasted, and bring it to one unit.

    Args:
        text: such as "Serving size 2 capsules. Magnesium (as magnesium bisglycinate) 200 mg 48% DV".
        setting: decides the daily value behind a percentage.

    Raises:
        BadInput: for a text without any amount of magnesium.
    """
    serving = next((found for line in _SERVINGS if (found := line.search(text))), None)
    units = 1.0 if serving is None else float(_WORDS.get(serving["n"].lower(), 0) or serving["n"])
    if units <= 0:
        raise BadInput([Problem("label", said("a serving of 0 units cannot be right"))])
    salt = compounds.recognise(text)
    elemental_mg = next((_mass(m, "mg") for line in _ELEMENTAL_LINES if (m := line.search(text))), None)
    match = _SALT_LINE.search(text)
    compound_mg = None if match is None else _mass(match, "mg" if match["mg"] else "mg2")
    if compound_mg == elemental_mg:
        compound_mg = None
    percent = _PERCENT.search(text)
    asks = None
    if percent is not None:
        elemental_mg, asks = _held_against(number(percent["percent"]), percent["kind"], elemental_mg, setting)
    if elemental_mg is None and compound_mg is None:
        bare = _WEIGHT.search(text)
        if bare is None and asks is None:
            raise BadInput([Problem("label", said("no amount of magnesium can be read from this"))])
        asks = asks or said(ASK_ELEMENTAL)
    elif elemental_mg is None and len(salt.compounds) != 1:
        asks = asks or said(ASK_ELEMENTAL)
    return LabelText(
        name=text[:200],
        form=text if salt.forms else None,
        elemental_mg=None if elemental_mg is None else elemental_mg / units,
        compound_mg=None if compound_mg is None else compound_mg / units,
        units_per_serving=units,
        asks=asks,
    )


def of_facts(text: str, *, units: float | None = None, setting: Setting | None = None) -> Elemental:
    """How much elemental magnesium the facts panel of a label promises. A weight that stands beside the name of a salt
    alone may be of either, and is asked about.

    Args:
        text: as :func:`read_text` reads it.
        units: how many are taken each time; None for as many as the panel speaks of.
        setting: decides the daily value behind a percentage.

    Raises:
        BadInput: for a text without any amount of magnesium.
    """
    panel = read_text(text, setting=setting)
    salt = _salt(panel)
    if salt.on_skin:
        return _on_skin(salt)
    count = panel.units_per_serving if units is None else units
    if panel.elemental_mg is not None:
        return _stated(panel.elemental_mg, panel.compound_mg, count, salt)
    if panel.compound_mg is not None:
        written = f"{number_said(panel.compound_mg * count)} mg"
        why = said("“{written}” may be the salt or the magnesium in it.", written=written)
        return _unclear(panel.compound_mg * count, salt, why)
    how, form = panel.asks or said(ASK_ELEMENTAL), _form(salt)
    return Elemental(status="unknown", low_mg=None, high_mg=None, form=form, blend=salt.blend, how=how)


def _held_against(
    percent: float, kind: str | None, elemental_mg: float | None, setting: Setting | None
) -> tuple[float | None, str | None]:
    """The elemental amount, with the percentage beside it to fill a gap or to show a contradiction."""
    kind = (kind or "").lower()
    settings: list[Setting] = ["EU"] if kind in ("nrv", "vrn") else [setting] if setting else ["US", "EU"]
    meant = [percent / 100 * labelling.daily_value_mg(each) for each in settings]
    if elemental_mg is None:
        if len(set(meant)) == 1:
            return meant[0], None
        return None, said(_WHICH_LABEL)
    # An older American label counts against 400 mg, and percentages are rounded: a tenth off is no contradiction.
    if any(abs(elemental_mg - each) <= 0.1 * each + 4 for each in meant):
        return elemental_mg, None
    contradiction = said(
        "{mg} mg and {percent} % do not fit together.", mg=number_said(elemental_mg), percent=number_said(percent)
    )
    return None, f"{contradiction} {said(ASK_ELEMENTAL)}"


def _mass(match: re.Match[str], group: str) -> float | None:
    return to_mg(number(match[group]), match[group + "_unit"], "magnesium")


def number(written: str) -> float:
    """A number with a point or a comma: ``1,000`` is a thousand, ``97,2`` is ninety-seven and two tenths."""
    text = written.rstrip(".,")
    if len(text) > MOST_SIGNS:
        raise BadInput([Problem("label", said("“{written}” cannot be read as a number", written=text[:MOST_SIGNS]))])
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", text):
        return float(text.replace(",", ""))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text) and "," in text:
        return float(text.replace(".", "").replace(",", "."))
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise BadInput([Problem("label", said("“{written}” cannot be read as a number", written=written))]) from None
