"""Random people, the same for the same seed: with their medicines in every spelling, and what was meant by them.

A draft knows the truth behind what it wrote, so that a judge need not guess. Names come from the fact tables, wrongly
spelt ones are a letter away from a name there, and nonsense is made of syllables that no name has.
"""

import random
import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from support.checker import meaning
from support.checker.tables import rows
from support.symptoms import ORDINARY, WARNINGS

AGES = (0.3, 1, 3, 5, 8, 9, 13, 17, 18, 25, 34, 45, 50, 51, 58, 64, 65, 70, 75, 82, 90, 101)
FORMS = ("citrate", "glycinate", "oxide", "malate", "chloride", "lactate", "taurate", "sulfate", "carbonate")
STRENGTHS = ("", "", " 20 mg", " 100mg", " 75 mcg", " 500 mg", " 10mg once daily")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass
class Draft:
    """A profile and the truth behind its words; see :func:`support.checker.judge`."""

    profile: dict[str, Any]
    meant: dict[str, str | None] = field(default_factory=dict)
    red_flags: dict[str, tuple[str, str]] = field(default_factory=dict)


@cache
def medicine_names() -> tuple[str, ...]:
    return tuple(sorted(name for name, found in meaning.medicines().items() if found.ingredients))


@cache
def interacting_names() -> tuple[str, ...]:
    """Names of medicines that the rules speak of: half of what is drawn comes from here."""
    return tuple(name for name in medicine_names() if meaning.medicines()[name].rules)


@cache
def plain_names() -> tuple[str, ...]:
    """Interacting medicines that are swallowed, by any name: for several in one line."""
    book, words = meaning.medicines(), {word for row in rows("medicine_words") for word in row["words"]}
    return tuple(
        name
        for name in interacting_names()
        if book[name].swallowed and not book[name].magnesium and name not in words and " and " not in name
    )


@cache
def plannable_names() -> tuple[str, ...]:
    """Names of medicines whose rules ask for distance or a pause and for nobody's word first."""
    stricter = {"avoid", "clinician-first"}
    water = {"loop-diuretics", "thiazides"}
    return tuple(
        name
        for name in medicine_names()
        if not any(rule["action"] in stricter or rule["id"] in water for rule in meaning.medicines()[name].rules)
        and meaning.medicines()[name].magnesium is None
    )


@cache
def magnesium_names() -> tuple[str, ...]:
    return tuple(sorted(name for name, found in meaning.medicines().items() if found.magnesium))


@cache
def condition_names() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of illnesses that change a plan, and of those that do not."""
    book = meaning.conditions()
    harmless = {name for name, found in book.items() if found.condition and found.condition["id"] == "no-bearing"}
    return tuple(sorted(set(book) - harmless)), tuple(sorted(harmless))


def nonsense(chance: random.Random) -> str:
    """A word that no name resembles."""
    return "".join(chance.choice("qxzjvwk") + chance.choice("aouy") for _ in range(5))


def misspelt(chance: random.Random, name: str) -> str:
    """The name with one slip of the pen behind its first letter; the name itself where a slip might mean another."""
    if len(name) < 8 or not name.isalpha() or not name.isascii():
        return name
    at = chance.randrange(2, len(name) - 1)
    slip = chance.randrange(4)
    if slip == 0:
        wrong = name[:at] + name[at + 1 :]
    elif slip == 1:
        wrong = name[:at] + name[at] + name[at:]
    elif slip == 2:
        wrong = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    else:
        wrong = name[:at] + chance.choice(string.ascii_lowercase) + name[at + 1 :]
    return name if wrong in meaning.medicines() else wrong


def dressed(chance: random.Random, name: str) -> str:
    """The name as somebody may type it."""
    return chance.choice((name, name.upper(), name.title(), f" {name}")) + chance.choice(STRENGTHS)


def clock(chance: random.Random) -> str:
    minute = chance.randrange(1440) if chance.random() < 0.3 else chance.randrange(24 * 4) * 15
    return f"{minute // 60:02d}:{minute % 60:02d}"


def timing(chance: random.Random) -> dict[str, Any]:
    """Times, days, beginning and length; each may be missing."""
    found: dict[str, Any] = {}
    if chance.random() < 0.9:
        found["times"] = sorted({clock(chance) for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4)))})
    if chance.random() < 0.12:
        found["days"] = sorted(chance.sample(DAYS, chance.randrange(1, 5)), key=DAYS.index)
    if chance.random() < 0.25:
        found["since"] = chance.choice(("2026-12-05", "2026-11-21", "2026-11-18", "2026-06-01", "2025-01-15"))
    if chance.random() < 0.2:
        found["duration_days"] = chance.choice((3, 5, 7, 10, 14, 28))
    return found


def a_medicine(chance: random.Random, draft: Draft) -> dict[str, Any]:
    draw = chance.random()
    if draw < 0.06:
        written = nonsense(chance)
        draft.meant[written] = None
    elif draw < 0.14:
        written = chance.choice(magnesium_names())
    elif draw < 0.24:
        name = chance.choice(interacting_names())
        written = misspelt(chance, name)
        if written != name:
            draft.meant[written] = name
    elif draw < 0.28:
        name = chance.choice([name for name in plain_names() if " plus" not in name])
        written = name + chance.choice((" eye drops", " cream", " inhaler", " injection"))
        draft.meant[written] = name
    elif draw < 0.33:
        several_names = chance.sample(plain_names(), chance.choice((2, 2, 3)))
        dosed = [name + chance.choice(("", " 20 mg", " 75 mcg")) for name in several_names]
        written = chance.choice((" + ", ", ", " and ", "; ", ", also ")).join(dosed)
        draft.meant[written] = " + ".join(several_names)
    else:
        name = chance.choice(interacting_names() if draw < 0.75 else medicine_names())
        written = dressed(chance, name)
        draft.meant[written] = name
    return {"name": written, **timing(chance)}


def amounts(chance: random.Random) -> dict[str, Any]:
    """How much, in one of the ways that labels have; sometimes not at all."""
    return chance.choice(
        (
            {"elemental_mg": chance.choice((0, 25, 50, 56.25, 100, 150, 200, 350, 351, 400))},
            {"elemental_mg": chance.choice((50, 100, 200)), "tablets": chance.choice((1, 2, 3))},
            {"form": chance.choice(FORMS), "compound_mg": chance.choice((250, 500, 1000, 1250))},
            {"amount": {"value": chance.choice((2, 5, 10)), "unit": chance.choice(("mmol", "mEq"))}},
            {"amount": {"value": chance.choice((5, 15, 30)), "unit": "ml"}},
            {"form": chance.choice(FORMS)},
            {"tablets": chance.choice((1, 2))},
            {},
        )
    )


def a_supplement(chance: random.Random, draft: Draft) -> dict[str, Any]:
    draw = chance.random()
    if draw < 0.06:
        written = nonsense(chance)
        draft.meant[written] = None
    elif draw < 0.6:
        written = chance.choice(magnesium_names())
        return {"name": written, **amounts(chance), **timing(chance)}
    elif draw < 0.8:
        written = chance.choice(("calcium", "iron", "zinc", "vitamin d", "calcium carbonate", "ferrous sulfate"))
    else:
        written = chance.choice(medicine_names())
    return {"name": written, **timing(chance)}


def a_condition(chance: random.Random, draft: Draft) -> str:
    telling, harmless = condition_names()
    draw = chance.random()
    if draw < 0.05:
        written = nonsense(chance)
        draft.meant[written] = None
    elif draw < 0.1:
        written = f"no {chance.choice(('kidney disease', 'heart block', 'diabetes', 'high blood pressure'))}"
        draft.meant[written] = "none"
    else:
        name = chance.choice(telling if draw < 0.55 else harmless)
        written = chance.choice((name, name.upper(), name.capitalize()))
    return written


def a_symptom(chance: random.Random, draft: Draft) -> str:
    if chance.random() < 0.12:
        written = chance.choice(list(WARNINGS))
        draft.red_flags[written] = WARNINGS[written]
        return written
    if chance.random() < 0.03:
        return nonsense(chance)
    return chance.choice(ORDINARY)


#: Of these weeks, of last year, and of years ago: a good kidney value grows old.
RESULT_DATES = ("2026-10-01", "2025-06-01", "2022-03-01")


def some_labs(chance: random.Random) -> dict[str, Any]:
    labs: dict[str, Any] = {}
    for test in chance.sample(rows("lab_tests"), chance.choice((1, 1, 2, 3))):
        low, high = test["possible_low"], test["possible_high"]
        usual = [b for b in rows("lab_bands") if b["lab"] == test["id"] and b["level"] in ("usual", "not_judged")]
        band = chance.choice(usual) if usual and chance.random() < 0.7 else {}
        low, high = max(low, band.get("low", low)), min(high, band.get("high", high))
        value = chance.uniform(low, high)
        unit = chance.choice(list(test["factors"]))
        printed = (value - test.get("offsets", {}).get(unit, 0.0)) / test["factors"][unit]
        given: dict[str, Any] = {"value": float(f"{max(printed, 0.001):.4g}"), "unit": unit}
        if chance.random() < 0.1:
            given["unit"] = chance.choice((None, "furlong", "U/L"))
        if chance.random() < 0.5:
            given["date"] = RESULT_DATES[int(value * 1000) % len(RESULT_DATES)]
        labs[test["id"]] = given
    return labs


def some_hours(chance: random.Random) -> dict[str, Any]:
    """Day and night people, shifts, short days; meals where they fall."""
    wake, bed = chance.choice(
        (
            ("07:00", "22:30"),
            ("06:00", "21:00"),
            ("08:30", "00:30"),
            ("15:00", "07:00"),
            ("19:30", "11:00"),
            ("10:00", "16:00"),
            (None, "23:00"),
            ("07:00", None),
        )
    )
    meals = sorted({clock(chance) for _ in range(chance.randrange(5))}) if chance.random() < 0.7 else None
    return {"wake": wake, "bed": bed, "meals": meals}


def maybe(chance: random.Random, share: float, value: Any) -> Any:
    """The value, or None with a chance: None is "not told"."""
    return None if chance.random() < share else value


def an_order(chance: random.Random) -> dict[str, Any]:
    """A dose set by a clinician: sound, too old, not yet, too much, or from nobody."""
    return {
        "elemental_mg_per_day": chance.choice((100, 200, 300, 400, 500, 580, 700)),
        "by": chance.choice(("Dr A. Lee, kidney clinic", "Dr Okafor", "midwife J. Brown", "me")),
        "date": chance.choice(("2026-11-02", "2026-06-15", "2026-11-20", "2024-05-01", "2027-01-01")),
        "note": chance.choice(
            (
                None,
                "kidneys known",
                "pregnancy week 30",
                "takes a water tablet",
                "digoxin and lithium checked",
                "cramps",
            )
        ),
    }


def several(chance: random.Random, counts: tuple[int, ...]) -> Iterator[int]:
    return iter(range(chance.choice(counts)))


def calm(chance: random.Random) -> Draft:
    """An adult whom nothing keeps from a plan, with many medicines to stay away from: the timetable's hardest work."""
    found = Draft({})
    names = [chance.choice(plannable_names()) for _ in several(chance, (0, 1, 2, 3, 4, 6))]
    medicines = [{"name": dressed(chance, name), **timing(chance)} for name in names]
    found.meant.update((m["name"], name) for m, name in zip(medicines, names, strict=True))
    one = {"name": chance.choice(magnesium_names()), "elemental_mg": chance.randrange(0, 360, 5), **timing(chance)}
    found.profile.update(
        setting=chance.choice(("US", "EU", "UK", None)),
        age_years=chance.randrange(18, 91),
        sex=chance.choice(("female", "male")),
        pregnant=False,
        lactating=False,
        egfr_ml_min=chance.randrange(60, 125),
        diet_magnesium_mg=maybe(chance, 0.2, chance.randrange(0, 300, 10)),
        conditions=[chance.choice(condition_names()[1]) for _ in several(chance, (0, 0, 1))],
        medicines=medicines,
        supplements=[one] if chance.random() < 0.3 else [],
        symptoms=[chance.choice(ORDINARY)],
        schedule=maybe(chance, 0.1, some_hours(chance)),
        wanted_mg_per_day=maybe(chance, 0.6, chance.choice((200, 300, 500, 2000))),
        clinician_order=maybe(chance, 0.9, an_order(chance)),
    )
    return found


def draft(seed: int) -> Draft:
    """The person of this seed: every third a calm one, the others anybody."""
    chance = random.Random(seed)
    if chance.random() < 0.35:
        return calm(chance)
    found = Draft({})
    found.profile.update(
        setting=chance.choice(("US", "EU", "UK", None)),
        age_years=maybe(chance, 0.03, chance.choice(AGES if chance.random() < 0.5 else AGES[8:18])),
        sex=chance.choice(("female", "male", "other", None)),
        pregnant=chance.choice((False, False, False, False, True, None)),
        lactating=chance.choice((False, False, False, False, True, None)),
        weight_kg=maybe(chance, 0.5, chance.randrange(45, 120)),
        egfr_ml_min=maybe(chance, 0.3, chance.choice((9, 29, 30, 45, 59, 60, 75, 90, 90, 90, 110))),
        diet_magnesium_mg=maybe(chance, 0.2, chance.randrange(0, 500, 10)),
        conditions=maybe(chance, 0.1, [a_condition(chance, found) for _ in several(chance, (0, 0, 0, 1, 1, 2))]),
        medicines=maybe(chance, 0.1, [a_medicine(chance, found) for _ in several(chance, (0, 0, 1, 1, 2, 3, 5))]),
        supplements=maybe(chance, 0.1, [a_supplement(chance, found) for _ in several(chance, (0, 0, 0, 1, 1, 2))]),
        symptoms=maybe(chance, 0.1, [a_symptom(chance, found) for _ in several(chance, (0, 1, 1, 2))]),
        schedule=maybe(chance, 0.1, some_hours(chance)),
        wanted_mg_per_day=maybe(chance, 0.7, chance.choice((100, 300, 400, 500, 1000))),
        goal=maybe(
            chance, 0.5, chance.choice(("fewer night cramps", "loading before a race", "500 mg a day", "sleep"))
        ),
    )
    if chance.random() < 0.3:
        found.profile["labs"] = some_labs(chance)
    if chance.random() < 0.08:
        found.profile["clinician_order"] = an_order(chance)
    if found.profile["symptoms"] is None:
        found.red_flags.clear()
    return found
