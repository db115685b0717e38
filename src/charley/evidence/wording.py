"""Putting sourced numbers into plain sentences, in British or American spelling."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from charley.knowledge import medicines
from charley.knowledge.compounds import compounds, share
from charley.knowledge.figures import Figure, figures
from charley.knowledge.foods import foods
from charley.knowledge.nutrients import AUTHORITIES, Setting, references, upper_level_mg
from charley.knowledge.printed import value
from charley.knowledge.sources import Source

#: What a weight of salt is turned into magnesium for, mg.
SALT_MG = 500
ADULT_YEARS = 45.0

#: British to American; longer words first, each as a whole word or its beginning.
AMERICAN = (
    ("oesophagus", "esophagus"),
    ("oestrogen", "estrogen"),
    ("diarrhoea", "diarrhea"),
    ("anaemia", "anemia"),
    ("haemodialysis", "hemodialysis"),
    ("oedema", "edema"),
    ("tumour", "tumor"),
    ("colour", "color"),
    ("fibre", "fiber"),
    ("litre", "liter"),
    ("centre", "center"),
    ("yoghurt", "yogurt"),
    ("practise", "practice"),
    ("paediatric", "pediatric"),
    ("grey", "gray"),
    ("favour", "favor"),
    ("behaviour", "behavior"),
    ("labelled", "labeled"),
    ("programme", "program"),
)


def spelled(text: str, setting: Setting) -> str:
    """The text in the spelling of the setting; numbers are never touched."""
    if setting != "US":
        return text
    for british, american in AMERICAN:
        text = text.replace(british, american).replace(british.capitalize(), american.capitalize())
    return text


class Filled:
    """A number ready to stand in a sentence. ``value``, ``low`` and ``high`` can be named after a dot."""

    def __init__(self, text: str, number: str = "", low: str = "", high: str = "") -> None:
        self.text, self.value, self.low, self.high = text, number or text, low, high

    def __str__(self) -> str:
        return self.text


class Facts(Mapping[str, Filled]):
    """All names a text may use, for one setting, with the sources of those it did use.

    ========================  =============================================================================
    ``mg-count``              a published figure, with its range
    ``limit``                 the upper level of magnesium from supplements for an adult in this setting
    ``limit-us limit-eu``     the same for the United States and for Europe
    ``need-women need-men``   the daily reference of adults in this setting
    ``need-pregnant``         the same in pregnancy
    ``gap-NAME``              how far to keep magnesium from a medicine
    ``salt-ID``               magnesium in 500 mg of a salt
    ``food-NUMBER``           magnesium in the usual portion of a food
    ========================  =============================================================================
    """

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.used: list[Source] = []
        self.names: list[str] = []

    def __getitem__(self, name: str) -> Filled:
        self.names.append(name)
        if name in figures():
            figure = figures()[name]
            self._lean_on(figure.sources)
            return Filled(phrase(figure), figure.value.lstrip("-"), figure.low or "", figure.high or "")
        head, _, rest = name.partition("-")
        if head not in _RESOLVERS:
            raise KeyError(name)
        filled, sources = _RESOLVERS[head](self.setting, rest)
        self._lean_on(sources)
        return filled

    def __iter__(self) -> Any:
        return iter(figures())

    def __len__(self) -> int:
        return len(figures())

    def fill(self, text: str) -> str:
        """The text with every name replaced, in the setting's spelling.

        Raises:
            KeyError: for a name in no table, a fault of the text.
        """
        return spelled(text.format_map(self), self.setting)

    def _lean_on(self, sources: tuple[Source, ...]) -> None:
        self.used.extend(source for source in sources if source not in self.used)


def phrase(figure: Figure) -> str:
    """A figure in words with its range: "0.18 fewer cramps a week (95 % range: 0.84 fewer to 0.49 more)"."""
    if figure.kind == "difference":
        said = f"{_signed(figure, figure.value)} {figure.what}"
        if figure.low is None or figure.high is None:
            return f"{said} (its range was not read)"
        return f"{said} ({figure.range_is}: {_signed(figure, figure.low)} to {_signed(figure, figure.high)})"
    times = " times" if figure.kind == "ratio" else ""
    said = f"{figure.value}{times} {figure.what}"
    if figure.low is None or figure.high is None:
        return said
    return f"{said} ({figure.range_is}: {figure.low} to {figure.high})"


def _signed(figure: Figure, printed: str) -> str:
    return f"{printed.lstrip('-')} {figure.less if value(printed) < 0 else figure.more}"


Resolver = Callable[[Setting, str], tuple[Filled, tuple[Source, ...]]]


def _limit(setting: Setting, rest: str) -> tuple[Filled, tuple[Source, ...]]:
    level = upper_level_mg({"us": "US", "eu": "EU", "": setting}[rest], ADULT_YEARS)  # type: ignore[arg-type]
    return Filled(f"{level.limit_mg:g} mg", f"{level.limit_mg:g}"), level.sources


def _need(setting: Setting, rest: str) -> tuple[Filled, tuple[Source, ...]]:
    state = "pregnant" if rest == "pregnant" else "none"
    sex = "male" if rest == "men" else "female"
    wanted = ((AUTHORITIES[setting], state), (AUTHORITIES[setting], "none"), (AUTHORITIES["US"], state))
    adults = [
        row
        for row in references()
        if row.nutrient == "magnesium"
        and row.sex in (sex, "any")
        and row.age_min_years >= 18
        and row.target is not None
    ]
    # A country that sets no figure for pregnancy asks for no more than it asks of other women.
    rows = next(found for pair in wanted if (found := [row for row in adults if (row.authority, row.state) == pair]))
    low, high = min(row.target or 0 for row in rows), max(row.target or 0 for row in rows)
    text = f"{low:g} mg" if low == high else f"{low:g} to {high:g} mg"
    return Filled(text, f"{low:g}", f"{low:g}", f"{high:g}"), rows[0].sources


def _gap(_setting: Setting, rest: str) -> tuple[Filled, tuple[Source, ...]]:
    found = medicines.recognise(rest)
    rules = [rule for rule in found.rules if rule.mg_before_min and rule.mg_after_min]
    before = max((rule.mg_before_min or 0 for rule in rules), default=0)
    after = max((rule.mg_after_min or 0 for rule in rules), default=0)
    if not found.known or not rules:
        raise KeyError(f"gap-{rest}")
    text = f"{_hours(before)} on either side"
    if before != after:
        text = f"{_hours(before)} before it or {_hours(after)} after it"
    return Filled(text, f"{max(before, after) / 60:g}"), tuple(source for rule in rules for source in rule.sources)


def _hours(minutes: int) -> str:
    return f"{minutes / 60:g} hour" + ("" if minutes == 60 else "s")


def _salt(_setting: Setting, rest: str) -> tuple[Filled, tuple[Source, ...]]:
    mg = round(SALT_MG * share(rest))
    return Filled(f"{mg} mg of magnesium in {SALT_MG} mg", str(mg)), compounds()[rest].sources


def _food(_setting: Setting, rest: str) -> tuple[Filled, tuple[Source, ...]]:
    food = foods()[f"fdc:{rest}"]
    mg, portion = food.magnesium_per_portion_mg, food.portion
    if mg is None:
        raise KeyError(f"food-{rest}")
    words = portion.words.partition(" (")[0]
    return Filled(f"{mg:.0f} mg ({words}, {portion.grams:.0f} g)", f"{mg:.0f}"), food.sources


_RESOLVERS: dict[str, Resolver] = {"limit": _limit, "need": _need, "gap": _gap, "salt": _salt, "food": _food}

#: A figure written into a text by hand; names such as B6, K2 or C01 are not figures.
BARE_NUMBER = re.compile(r"(?<![A-Za-z0-9])\d")


def bare_numbers(template: str) -> list[str]:
    """Figures that stand in a text instead of being filled in."""
    return BARE_NUMBER.findall(re.sub(r"\{[^{}]*\}", "", template))
