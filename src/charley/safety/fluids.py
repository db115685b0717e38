"""How much to drink: a range, never a duty, and never above what somebody was told to keep to (S81, S82, C15).

    what is known of the person                                what is said
    an amount was set, or drinking is limited                  that amount, or "ask"; no number of ours
    heart failure, dialysis, weak kidneys (eGFR below 30),
    severe liver illness, low sodium, desmopressin             no number of ours; the clinic's word
    age not told, or under 18                                  no number of ours
    weaker or unknown kidneys, heart or liver illness,
    water tablets, lithium, pregnancy, anything not told
    or not understood                                          the usual range, and never more of it
    else                                                       the usual range; more after effort, and in heat

No trial shows that drinking more stops ordinary night cramps, so no goal is raised for cramps alone.
"""

import re
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from charley.knowledge.drinks import day_range, hour_of_effort
from charley.language import said
from charley.reading import Record
from charley.safety import kidneys
from charley.safety.case import ADULT_YEARS, KIDNEYS_WELL_FROM, Case, known_sex
from charley.safety.findings import cite

#: ``usual``: a range that effort and heat may raise; ``steady``: one that nothing raises; ``none``: no number of ours.
Level = Literal["usual", "steady", "none"]
_STRICTNESS: tuple[Level, ...] = ("usual", "steady", "none")

#: Illnesses in which only the clinic can name an amount, beside those whose row restricts drinking.
CLINIC_SETS_IT = frozenset({"ckd-severe", "dialysis", "liver-severe"})
#: Illnesses in which nothing is raised.
NEVER_RAISED = frozenset(
    {"ckd-moderate", "kidney-disease", "kidney-transplant", "organ-transplant", "single-kidney", "creatinine-high"}
    | {"heart-disease", "arrhythmia", "liver-mild", "adrenal"}
)
WATER_TABLETS = frozenset({"loop-diuretics", "thiazides", "potassium-sparing"})
#: More than so many hours of effort are not counted: whoever is out longer has a plan of their own.
MOST_EFFORT_HOURS = 3.0

_LOW_SODIUM = re.compile(r"\bhyponatr|\bsiadh\b|\b(?:low|too little)\s+(?:blood\s+)?(?:sodium|salt in)", re.IGNORECASE)
_SET_AMOUNT = re.compile(
    r"\b(?:fluids?|drink\w*|water)\b[^.;\n]{0,40}?(?P<value>\d+(?:[.,]\d+)?)\s*(?P<unit>l|lit(?:er|re)s?|ml|millilit(?:er|re)s?)\b",
    re.IGNORECASE,
)


class FluidGoal(Record, frozen=True, kw_only=True):
    """What is said of drinking.

    Attributes:
        level: see :data:`Level`.
        low_ml, high_ml: the day's range, all drinks together; None where no number is ours to give.
        limit_ml: an amount that somebody set, not to be passed; None where none was told.
        own: whether the range is the person's own.
        because: why there is no number, or why nothing raises it.
        raised_for: what raised it today.
        message: all of it in words.
        sources: where the numbers come from.
    """

    level: Level
    low_ml: int | None = None
    high_ml: int | None = None
    limit_ml: int | None = None
    own: bool = False
    because: tuple[str, ...] = ()
    raised_for: tuple[str, ...] = ()
    message: str
    sources: tuple[str, ...] = ()


class Reason(NamedTuple):
    """One thing that bears on drinking, in words."""

    level: Level
    words: str


def fluid_goal(case: Case, *, effort_hours: float = 0.0, hot: bool = False) -> FluidGoal:
    """The day's range for a person, or why there is none.

    Args:
        case: the person.
        effort_hours: hours of exercise noted today.
        hot: whether heat or much sweat was noted today.
    """
    reasons = [reason for rule in RULES for reason in rule(case)]
    levels: list[Level] = ["usual", *(reason.level for reason in reasons)]
    level = max(levels, key=_STRICTNESS.index)
    because = tuple(dict.fromkeys(reason.words for reason in reasons if reason.level == level))
    limit = told_limit_ml(case)
    if limit is not None:
        amount = _litres(limit)
        text = said("Keep to {amount} in a day, all drinks together, as you were told.", amount=amount)
        return FluidGoal(level="none", limit_ml=limit, because=because, message=text)
    if level == "none":
        text = said(
            "Charley names no amount to drink here. {why} Keep to what your clinic says, or ask them.",
            why=" ".join(because),
        )
        return FluidGoal(level="none", because=because, message=text)
    low, high, own = _range(case, level)
    raised: tuple[str, ...] = ()
    if level == "usual":
        low, high, raised = _raised(low, high, effort_hours, hot)
    return FluidGoal(
        level=level,
        low_ml=low,
        high_ml=high,
        own=own,
        because=because,
        raised_for=raised,
        message=_words(low, high, because, raised),
        sources=tuple(
            dict.fromkeys([*cite(day_range(known_sex(case.profile)).sources), *cite(hour_of_effort().sources)])
        ),
    )


def is_limited(case: Case) -> bool:
    """Whether somebody set an amount, or only the clinic can: then nothing asks for a drink, whatever was noted."""
    return told_limit_ml(case) is not None or any(reason.level == "none" for rule in LIMITS for reason in rule(case))


def told_limit_ml(case: Case) -> int | None:
    """The smallest amount that the profile says was set, in its own field or in words; None where none was."""
    told = case.profile.fluid
    limits = [told.limit_ml] if told is not None and told.limit_ml is not None else []
    if any(row.id == "fluid-restriction" for each in case.conditions for row in each.meaning.conditions):
        for written in case.profile.conditions or ():
            for found in _SET_AMOUNT.finditer(written):
                value = float(found["value"].replace(",", "."))
                limits.append(value if found["unit"].lower().startswith("m") else 1000 * value)
    return round(min(limits)) if limits else None


def _range(case: Case, level: Level) -> tuple[int, int, bool]:
    """The person's own range, held to the usual one where nothing may be raised; else the usual one."""
    usual, told = day_range(known_sex(case.profile)), case.profile.fluid
    low = told.goal_low_ml if told is not None else None
    high = told.goal_high_ml if told is not None else None
    if low is None and high is None:
        return usual.low_ml, usual.high_ml, False
    top = round(high if high is not None else max(usual.high_ml, low or 0))
    if level == "steady":
        top = min(top, usual.high_ml)
    return min(round(low) if low is not None else usual.low_ml, top), top, True


def _raised(low: int, high: int, effort_hours: float, hot: bool) -> tuple[int, int, tuple[str, ...]]:
    """Heat moves the goal to the upper half of the range; effort adds what it costs at most, to thirst."""
    raised = []
    if hot:
        low = (low + high) // 2
        raised.append(said("the heat"))
    hours = min(effort_hours, MOST_EFFORT_HOURS)
    if hours >= 0.5:
        more = hour_of_effort()
        low, high = low + round(more.low_ml * hours), high + round(more.high_ml * hours)
        raised.append(said("the exercise"))
    return low, high, tuple(raised)


def _words(low: int, high: int, because: tuple[str, ...], raised: tuple[str, ...]) -> str:
    parts = [
        said(
            "About {low} to {high} in a day, all drinks together; drink to thirst.",
            low=_litres(low),
            high=_litres(high),
        )
    ]
    if raised:
        parts.append(
            said("A little more today because of {what}, and never more than thirst asks for.", what=", ".join(raised))
        )
    if because:
        parts.append(said("Nothing raises it here: {why}", why=" ".join(because)))
    parts.append(said("It may help some people; no trial shows that more water stops night cramps."))
    return " ".join(parts)


def _litres(ml: float) -> str:
    return said("{litres} litres", litres=f"{ml / 1000:.1f}")


# The rules


def _limited(case: Case) -> Iterator[Reason]:
    if case.profile.fluid is not None and case.profile.fluid.limit_ml is not None:
        yield Reason("none", said("You were told how much to drink."))
    for each in case.conditions:
        for row in each.meaning.conditions:
            if row.restricts_fluid or row.id in CLINIC_SETS_IT:
                yield Reason("none", said("With {what} the amount is for the clinic to set.", what=said(row.name)))


def _kidneys(case: Case) -> Iterator[Reason]:
    egfr = case.egfr_ml_min
    if egfr is not None and egfr < kidneys.SEVERE_BELOW:
        yield Reason("none", said("Your kidneys are weak, so the amount is for the clinic to set."))
    elif egfr is not None and egfr < KIDNEYS_WELL_FROM:
        yield Reason("steady", said("Your kidneys work less than they should."))
    elif egfr is None and any(True for _ in kidneys.kidney_function(case)):
        yield Reason("steady", said("How well your kidneys work is not known."))


def _low_sodium(case: Case) -> Iterator[Reason]:
    texts = [*(case.profile.conditions or ()), *(case.profile.symptoms or ())]
    reading = case.labs.get("sodium")
    if any(map(_LOW_SODIUM.search, texts)) or (reading is not None and "fluid_restriction" in reading.topics):
        yield Reason("none", said("With low sodium in the blood, drinking more can be dangerous."))
    if "desmopressin" in case.ingredient_ids:
        yield Reason("none", said("With desmopressin, drinking more can lower the sodium in the blood."))


def _age(case: Case) -> Iterator[Reason]:
    age = case.profile.age_years
    if age is None:
        yield Reason("none", said("Your age is not known."))
    elif age < ADULT_YEARS:
        yield Reason("none", said("The numbers we have are for adults."))


def _illness(case: Case) -> Iterator[Reason]:
    for each in case.conditions:
        for row in each.meaning.conditions:
            if row.id in NEVER_RAISED:
                yield Reason("steady", said("With {what} more is a question for your clinic.", what=said(row.name)))
    if case.profile.pregnant:
        yield Reason("steady", said("In pregnancy more is a question for your midwife or doctor."))


def _medicines(case: Case) -> Iterator[Reason]:
    for taken in case.medicines:
        if {rule.id for rule in taken.rules} & WATER_TABLETS:
            yield Reason(
                "steady", said("{medicine} is a water tablet: ask how much to drink.", medicine=taken.entry.name)
            )
    if "lithium" in case.ingredient_ids:
        yield Reason("steady", said("With lithium the amount you drink should stay even."))


def _untold(case: Case) -> Iterator[Reason]:
    profile = case.profile
    if profile.conditions is None or profile.medicines is None:
        yield Reason("steady", said("Your illnesses or medicines were not told."))
    known = [each.meaning.known for each in case.conditions] + [
        each.meaning.known for each in case.medicines if not each.over
    ]
    if not all(known):
        yield Reason("steady", said("Something you wrote was not understood."))


Rule = Callable[[Case], Iterator[Reason]]
#: The rules by which drinking more can harm. A lack of answers is not among them.
LIMITS: tuple[Rule, ...] = (_limited, _kidneys, _low_sodium)
#: Every rule; the strictest reason rules.
RULES: tuple[Rule, ...] = (_limited, _kidneys, _low_sodium, _age, _illness, _medicines, _untold)
