"""A profile as it was understood: every name with its meaning, every value in its unit, what is unknown left unknown.

Rules read a :class:`Case` and nothing else.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal, get_args

from charley import renal
from charley.knowledge import conditions, labs, medicines, nutrients, red_flags
from charley.knowledge.conditions import RecognisedCondition
from charley.knowledge.labs import LabReading
from charley.knowledge.medicines import MedicineRule, RecognisedMedicine
from charley.knowledge.nutrients import UpperLevel
from charley.knowledge.red_flags import SymptomReading
from charley.nutrition import current
from charley.nutrition.current import Ledger
from charley.profile import Medicine, Profile, Setting, Supplement, Taken
from charley.reading import Record

ADULT_YEARS = 18
#: From this age kidneys are not taken to be well without a value.
OLDER_YEARS = 65
#: Kidney function from which nothing follows, mL/min/1.73 m².
KIDNEYS_WELL_FROM = 60.0
#: So old a good kidney value may be: kidneys slow down unnoticed, sooner in the old.
OLD_AFTER_MONTHS, OLD_AFTER_MONTHS_WHEN_OLDER = 24, 12


class TakenMedicine(Record, frozen=True, kw_only=True):
    """An entry of the profile's medicines or supplements, and what it was taken to be.

    Attributes:
        field: where it stands, such as ``medicines[0]``.
        entry: as written.
        meaning: what the name means.
        days_left: days until its course ends, today included; 0 = over, None = no end known.
    """

    field: str
    entry: Taken
    meaning: RecognisedMedicine
    days_left: int | None

    @property
    def over(self) -> bool:
        """Whether its course has ended."""
        return self.days_left == 0

    @property
    def is_supplement(self) -> bool:
        """Whether it was written under supplements."""
        return isinstance(self.entry, Supplement)

    @property
    def rules(self) -> tuple[MedicineRule, ...]:
        """The rules that hold now: none once the course is over."""
        return () if self.over else self.meaning.rules


class NamedCondition(Record, frozen=True, kw_only=True):
    """A condition as written, and what it was taken to be."""

    field: str
    meaning: RecognisedCondition


class Case(Record, frozen=True, kw_only=True):
    """A person, understood.

    Attributes:
        profile: as read.
        today: the day the plan is made.
        medicines: medicines and supplements, in the order of the profile.
        conditions: conditions, also those found among the symptoms.
        symptoms: warnings and signs in all free text.
        labs: results by test.
        egfr_ml_min: the lowest kidney function that the profile and its results give; None = unknown.
        ledger: magnesium taken already that is not food.
        limit: the upper level that holds.
        reference_mg: the day's need, food included; the lowest that may be theirs, None where none is set.
    """

    profile: Profile
    today: date
    medicines: tuple[TakenMedicine, ...]
    conditions: tuple[NamedCondition, ...]
    symptoms: SymptomReading
    labs: dict[str, LabReading]
    egfr_ml_min: float | None
    ledger: Ledger
    limit: UpperLevel
    reference_mg: float | None

    @property
    def condition_ids(self) -> frozenset[str]:
        """Ids of every condition present."""
        return frozenset(row.id for each in self.conditions for row in each.meaning.conditions)

    @property
    def ingredient_ids(self) -> frozenset[str]:
        """Ids of every active ingredient taken now."""
        return frozenset(i for each in self.medicines if not each.over for i in each.meaning.ingredients)

    @property
    def sign_ids(self) -> frozenset[str]:
        """Ids of every sign present."""
        return frozenset(sign.id for sign in self.symptoms.signs)


def understand(profile: Profile, today: date) -> Case:
    """Give every name and value of a profile its meaning."""
    taken = tuple(_medicines(profile, today))
    meanings = {id(each.entry): each for each in taken}
    named = tuple(_conditions(profile))
    context = _context(profile, taken, named)
    symptoms = red_flags.read(_accounts(profile, named), context=context)
    named += tuple(_conditions_among_symptoms(profile, symptoms))
    results = _labs(profile)
    return Case(
        profile=profile,
        today=today,
        medicines=taken,
        conditions=named,
        symptoms=symptoms,
        labs=results,
        egfr_ml_min=min(_egfr(profile, results, today), default=None),
        ledger=current.take_stock(
            profile,
            recognise=lambda entry: meanings[id(entry)].meaning,
            ended=lambda entry: meanings[id(entry)].over,
        ),
        limit=nutrients.upper_level_mg(profile.setting, profile.age_years),
        reference_mg=reference_mg(profile),
    )


def known_sex(profile: Profile) -> Literal["female", "male"] | None:
    """The sex as reference tables know it; None where it is not known or fits neither."""
    return profile.sex if profile.sex in ("female", "male") else None


def reference_mg(profile: Profile) -> float | None:
    """The day's magnesium, food included: the lowest that may be theirs, lest a gap be invented; None without age.

    Where a country sets no figure for an age, Europe's stands in.
    """
    if profile.age_years is None:
        return None
    settings: tuple[Setting, ...] = get_args(Setting) if profile.setting is None else (profile.setting,)
    targets = [_targets(profile, setting) or _targets(profile, "EU") for setting in settings]
    return min((target for each in targets for target in each), default=None)


def _targets(profile: Profile, setting: Setting) -> list[float]:
    rows = nutrients.fitting(
        "magnesium",
        setting=setting,
        sex=known_sex(profile),
        age_years=profile.age_years,
        pregnant=profile.pregnant,
        lactating=profile.lactating,
    )
    return [row.target for row in rows if row.target is not None]


def _medicines(profile: Profile, today: date) -> Iterator[TakenMedicine]:
    for kind, entries in (("medicines", profile.medicines), ("supplements", profile.supplements)):
        for i, entry in enumerate(entries or ()):
            dose = entry.dose if isinstance(entry, Medicine) else None
            meaning = medicines.recognise(entry.name, dose=dose)
            yield TakenMedicine(field=f"{kind}[{i}]", entry=entry, meaning=meaning, days_left=entry.days_left(today))


def _conditions(profile: Profile) -> Iterator[NamedCondition]:
    for i, written in enumerate(profile.conditions or ()):
        yield NamedCondition(field=f"conditions[{i}]", meaning=conditions.recognise(written))


def _accounts(profile: Profile, named: tuple[NamedCondition, ...]) -> list[str]:
    """All free text in which a warning may stand: symptoms, the goal, and conditions that no table knows."""
    unknown = [each.meaning.written for each in named if not each.meaning.known]
    return [*(profile.symptoms or ()), *([profile.goal] if profile.goal else []), *unknown]


def _conditions_among_symptoms(profile: Profile, symptoms: SymptomReading) -> Iterator[NamedCondition]:
    """An illness told among the complaints or in the goal counts too, whatever else stands in the text.

    One that is only guessed at, or denied, counts where nothing else was understood.
    """
    texts = [(f"symptoms[{i}]", written) for i, written in enumerate(profile.symptoms or ())]
    texts += [("goal", profile.goal)] if profile.goal else []
    for field, written in texts:
        meaning = conditions.mentioned(written)
        if not meaning.conditions and written in symptoms.not_understood:
            meaning = conditions.recognise(written)
        if meaning.conditions or (meaning.known and written in symptoms.not_understood):
            yield NamedCondition(field=field, meaning=meaning)


def _context(profile: Profile, taken: tuple[TakenMedicine, ...], named: tuple[NamedCondition, ...]) -> frozenset[str]:
    words = {row.id for each in named for row in each.meaning.conditions}
    for each in taken:
        if not each.over:
            words.update(each.meaning.ingredients, each.meaning.class_words)
            words.update(rule.id for rule in each.meaning.rules)
    if profile.pregnant:
        words.add("pregnancy")
    if profile.age_years is not None and profile.age_years < ADULT_YEARS:
        words.add("child")
    return frozenset(words)


def _labs(profile: Profile) -> dict[str, LabReading]:
    given = profile.labs.given() if profile.labs is not None else {}
    values = {name: (result.value, result.unit) for name, result in given.items()}
    return labs.read_all(values, age=profile.age_years)


#: "eGFR 22", "gfr of 15", among the illnesses.
_EGFR_IN_WORDS = re.compile(r"\be?gfr\b[^\d,;.]{0,12}(?P<value>\d{1,3}(?:\.\d+)?)(?!\d)", re.IGNORECASE)


def _egfr(profile: Profile, results: dict[str, LabReading], today: date) -> Iterator[float]:
    """Every kidney function that was given or can be computed, mL/min/1.73 m²; values too old to tell are left out."""
    if profile.egfr_ml_min is not None:
        yield profile.egfr_ml_min
    for written in profile.conditions or ():
        yield from (float(found["value"]) for found in _EGFR_IN_WORDS.finditer(written))
    egfr, creatinine = results.get("egfr"), results.get("creatinine")
    if egfr is not None and egfr.canonical is not None and not too_old(profile, "egfr", egfr.canonical, today):
        yield egfr.canonical
    if creatinine is not None and creatinine.canonical:
        for value in egfr_from_creatinine(profile, creatinine.canonical):
            if not too_old(profile, "creatinine", value, today):
                yield value


def egfr_from_creatinine(profile: Profile, umol_l: float) -> Iterator[float]:
    """The kidney function of an adult from creatinine in µmol/L, for both sexes where theirs is not known."""
    age = profile.age_years
    if age is None or age < renal.ADULT_YEARS:
        return
    sexes: tuple[Literal["female", "male"], ...] = ("female", "male")
    known = known_sex(profile)
    for sex in sexes if known is None else (known,):
        yield renal.egfr_ckd_epi_2021(umol_l / renal.UMOL_L_PER_MG_DL, age, sex)


def too_old(profile: Profile, name: str, egfr_ml_min: float, today: date) -> bool:
    """Whether a good kidney value was measured so long ago that it says little of today. A poor one always counts."""
    result = profile.labs.given().get(name) if profile.labs is not None else None
    if result is None or result.taken is None or egfr_ml_min < KIDNEYS_WELL_FROM:
        return False
    months = OLD_AFTER_MONTHS if (profile.age_years or 0.0) < OLDER_YEARS else OLD_AFTER_MONTHS_WHEN_OLDER
    return (today - result.taken).days > months * 31
