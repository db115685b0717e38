"""What speaks for low magnesium in this person: factors with where each came from, and signs. Never a diagnosis.

Help from magnesium is likelier where it is low, so the fewer factors, the less is to be expected.
"""

from collections.abc import Iterator
from typing import Literal

from charley.knowledge.words import Topic
from charley.language import said
from charley.reading import Record
from charley.safety.case import OLDER_YEARS, Case

#: Finding topics of medicines that lower magnesium.
_LOWERING: frozenset[Topic] = frozenset({"diuretic_losses", "ppi_low_magnesium", "low_magnesium", "platinum"})
#: From so many signs on the checklist a test is worth asking about.
SIGNS_FOR_A_TEST = 3
#: From so many factors more may be expected than on average.
FACTORS_FOR_MORE = 2
#: From here on a blood test now and then is worth asking about.
LONG_TERM_DAYS = 365

Expectation = Literal["lower", "average", "higher"]


class Factor(Record, frozen=True, kw_only=True):
    """One thing that makes low magnesium likelier.

    Attributes:
        factor: in plain words.
        came_from: the field of the profile it was read from.
    """

    factor: str
    came_from: str


class Risk(Record, frozen=True, kw_only=True):
    """The whole picture.

    Attributes:
        factors: each with its origin.
        signs: names of the checklist's signs that are present.
        ask_about_testing: whether a blood test is worth asking about.
        expectation: of help from magnesium, beside the average person.
    """

    factors: tuple[Factor, ...]
    signs: tuple[str, ...]
    ask_about_testing: bool
    expectation: Expectation


def risk(case: Case) -> Risk:
    """Gather the factors and signs of a case."""
    factors = tuple(dict.fromkeys(_factors(case)))
    signs = case.symptoms.low_magnesium
    fed = case.profile.diet_magnesium_mg
    well_fed = fed is not None and case.reference_mg is not None and fed >= case.reference_mg
    expectation: Expectation = "average"
    if len(factors) >= FACTORS_FOR_MORE:
        expectation = "higher"
    elif well_fed and not factors:
        expectation = "lower"
    return Risk(
        factors=factors,
        signs=tuple(said(sign) for sign in signs),
        ask_about_testing=len(signs) >= SIGNS_FOR_A_TEST or len(factors) >= FACTORS_FOR_MORE or _takes_it_long(case),
        expectation=expectation,
    )


def _takes_it_long(case: Case) -> bool:
    """Whether a product with magnesium has been taken for a year or more."""
    counted = {item.field for item in case.ledger.items if item.swallowed}
    return any(
        taken.field in counted
        and taken.entry.since is not None
        and (case.today - taken.entry.since).days >= LONG_TERM_DAYS
        for taken in case.medicines
    )


def _factors(case: Case) -> Iterator[Factor]:
    profile = case.profile
    if profile.age_years is not None and profile.age_years >= OLDER_YEARS:
        yield Factor(factor=said("older age"), came_from="age_years")
    if profile.pregnant:
        yield Factor(factor=said("pregnancy"), came_from="pregnant")
    eaten, needed = profile.diet_magnesium_mg, case.reference_mg
    if eaten is not None and needed is not None and eaten < needed:
        yield Factor(factor=said("less magnesium in food than the usual need"), came_from="diet_magnesium_mg")
    for taken in case.medicines:
        if any(_LOWERING & set(rule.topics) for rule in taken.rules):
            yield Factor(
                factor=said("{medicine} can lower magnesium", medicine=taken.entry.name), came_from=taken.field
            )
    for named in case.conditions:
        for row in named.meaning.conditions:
            if row.low_magnesium_risk:
                yield Factor(factor=said(row.name), came_from=named.field)
