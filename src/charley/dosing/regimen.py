"""How much: from the gap that food leaves, never above the limit, low first, in steps of two weeks.

    what is known                         what is aimed at (elemental mg a day, beside what is kept)
    food and need                         need - food - kept
    food and a wish for the whole day     wish - food - kept
    food unknown                          200 - kept
    always                                at most limit - kept; below 50: nothing, food can close that
    taken for eight weeks, cramps as ever nothing more
    a clinician set a dose                the order - kept, whatever the food; it may pass the limit

The first step is 200 mg or less; 100 mg or less where the gap is small, the gut sensitive, the salt laxative, the age
65 or more, or something was not told. Each later step is taken only if it is still needed and well borne.
"""

from charley.dosing.form import choose, has_sensitive_gut
from charley.dosing.plan import Need
from charley.reading import Record
from charley.safety import orders
from charley.safety.case import KIDNEYS_WELL_FROM, OLDER_YEARS, Case
from charley.safety.expectations import taken_in_vain
from charley.safety.screen import Clearance

START_MG, CAREFUL_START_MG = 200.0, 100.0
STEP_MG, CAREFUL_STEP_MG = 100.0, 50.0
STEP_DAYS = 14
#: With unknown food nobody can say that more is missing.
UNKNOWN_DIET_MG = 200.0
#: A handful of seeds holds as much; not worth a tablet.
WORTH_A_TABLET_MG = 50.0
ROUND_MG = 10.0
#: The most in one dose; more is split.
SINGLE_MG, SENSITIVE_SINGLE_MG = 200.0, 100.0


class Rung(Record, frozen=True, kw_only=True):
    """A daily amount and the first day it holds; day 1 is the first day of magnesium."""

    from_day: int
    mg_per_day: float


def need(case: Case, kept_mg: float) -> Need:
    """The day's need, and the gap that food and kept products leave."""
    reference, eaten = case.reference_mg, case.profile.diet_magnesium_mg
    gap = None if reference is None or eaten is None else max(0.0, reference - eaten - kept_mg)
    return Need(reference_mg=reference, diet_mg=eaten, gap_mg=gap)


def regimen(clearance: Clearance, case: Case, kept_mg: float) -> tuple[Rung, ...]:
    """The daily amounts in order; empty where nothing needs to be taken.

    Args:
        clearance: of a screening of this very profile.
        case: the person.
        kept_mg: magnesium from products that are taken further, mg a day.

    Raises:
        NotCleared: without a valid clearance.
        ValueError: ``kept_mg`` is negative or no number, which would lift the limit.
    """
    clearance.check(case)
    if not kept_mg >= 0:
        raise ValueError("kept_mg is an amount")
    aim = _aim_mg(case, kept_mg)
    if aim < WORTH_A_TABLET_MG:
        return ()
    careful = is_careful(case) or aim <= CAREFUL_START_MG
    level = min(aim, CAREFUL_START_MG if careful else START_MG)
    rungs, day = [Rung(from_day=1, mg_per_day=level)], 1
    while level < aim:
        level, day = min(aim, level + (CAREFUL_STEP_MG if careful else STEP_MG)), day + STEP_DAYS
        rungs.append(Rung(from_day=day, mg_per_day=level))
    return tuple(rungs)


def _aim_mg(case: Case, kept_mg: float) -> float:
    """The most the plan may lead to, in whole tens."""
    limit, order = orders.allowed_mg(case), orders.in_force(case)
    if limit is None:
        return 0.0
    if order is not None:
        return max(0.0, (order.elemental_mg_per_day - kept_mg) // ROUND_MG * ROUND_MG)
    if any(taken_in_vain(case)):
        return 0.0
    profile, gap = case.profile, need(case, kept_mg).gap_mg
    wish, eaten = profile.wanted_mg_per_day, profile.diet_magnesium_mg
    if wish is not None and eaten is not None:
        wanted = wish - eaten - kept_mg
    elif gap is not None:
        wanted = gap
    else:
        wanted = min(UNKNOWN_DIET_MG, wish if wish is not None else UNKNOWN_DIET_MG) - kept_mg
    return max(0.0, min(wanted, limit - kept_mg) // ROUND_MG * ROUND_MG)


def is_careful(case: Case) -> bool:
    """Whether to start with half: the older, the sensitive gut, a laxative salt, and whoever left something open.

    Weak kidneys come here only with a clinician's order.
    """
    profile = case.profile
    unknown = None in (profile.diet_magnesium_mg, profile.medicines, profile.conditions, profile.supplements)
    older = profile.age_years is None or profile.age_years >= OLDER_YEARS
    kidneys = orders.in_force(case) is not None and (case.egfr_ml_min or 0.0) < KIDNEYS_WELL_FROM
    return unknown or older or kidneys or has_sensitive_gut(case) or choose(case).caution is not None


def most_at_once_mg(case: Case) -> float:
    """The largest single dose."""
    return SENSITIVE_SINGLE_MG if has_sensitive_gut(case) else SINGLE_MG
