"""Kidneys clear magnesium; what is known of them decides first.

    eGFR (mL/min/1.73 m²)      what follows
    below 30                   refuse; magnesium taken already should stop
    30 to 59                   clinician first
    60 and more                nothing
    unknown                    clinician first from 65 years on, with diabetes, high blood pressure, kidney trouble,
                               medicines that are taken for diabetes or weak kidneys, or pain relievers that strain
                               the kidneys; else nothing

The bounds are those of the licensed magnesium tablets (Magnaspartate SmPC) and of the kidney stages of KDIGO.
"""

from collections.abc import Iterator

from charley.knowledge import medicines
from charley.knowledge.conditions import condition
from charley.language import marked, said
from charley.safety.case import KIDNEYS_WELL_FROM, OLDER_YEARS, Case
from charley.safety.conditions import of_row
from charley.safety.findings import Finding
from charley.safety.saying import say

SEVERE_BELOW = 30.0
#: Pain relievers that can slow the kidneys when taken regularly, by ingredient.
NSAIDS = frozenset(
    {
        "ibuprofen",
        "naproxen",
        "diclofenac",
        "aceclofenac",
        "ketoprofen",
        "dexketoprofen",
        "indometacin",
        "meloxicam",
        "piroxicam",
        "etodolac",
        "nabumetone",
        "ketorolac",
        "celecoxib",
        "etoricoxib",
        "mefenamic-acid",
    }
)
#: The word for a whole class that may be one of them.
ANY_PAINKILLER = "painkiller-class"


def kidney_function(case: Case) -> Iterator[Finding]:
    """What the kidney value means, or what follows from not knowing it."""
    egfr = case.egfr_ml_min
    if egfr is None:
        reason = next(_reasons_to_ask(case), None)
        if reason is not None and not _known_weak(case):
            yield say(
                "kidney-value-old" if _has_old_value(case) else "kidney-check",
                about=marked("kidneys"),
                status="clinician_first",
                shows_amount=True,
                waits_for=("egfr_ml_min",),
                reason=reason,
            )
    elif egfr < SEVERE_BELOW:
        yield from of_row(condition("ckd-severe"), about=f"kidneys, eGFR {egfr:.0f}")
    elif egfr < KIDNEYS_WELL_FROM:
        yield from of_row(condition("ckd-moderate"), about=f"kidneys, eGFR {egfr:.0f}")


def _has_old_value(case: Case) -> bool:
    """Whether a value was given and left out for its age."""
    return any(name in case.labs and case.labs[name].canonical for name in ("egfr", "creatinine"))


def _known_weak(case: Case) -> bool:
    """Whether an illness of the kidneys was told that stops a plan by itself; its row says what to do."""
    rows = (row for each in case.conditions for row in each.meaning.conditions)
    return any("kidney" in row.topics and row.planner_action in ("block", "clinician-first") for row in rows)


def _reasons_to_ask(case: Case) -> Iterator[str]:
    age = case.profile.age_years
    if age is not None and age >= OLDER_YEARS:
        yield said("an age of 65 or more")
    for each in case.conditions:
        for row in each.meaning.conditions:
            if row.needs_kidney_function:
                yield said(row.name)
    for taken in case.medicines:
        meant = {*taken.meaning.ingredients, *taken.meaning.class_words}
        rubbed_in = taken.meaning.route in ("skin", "eye", "ear", "nose")
        if not taken.over and not rubbed_in and meant & {*NSAIDS, ANY_PAINKILLER}:
            yield said("{medicine}, a pain reliever that strains the kidneys,", medicine=taken.entry.name)
        if not taken.over and meant & medicines.asks_kidneys():
            yield said("{medicine}, with which kidneys should be measured,", medicine=taken.entry.name)
