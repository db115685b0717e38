"""What may be expected of magnesium here: little on average, and nothing where food already gives enough."""

import re
from collections.abc import Iterator

from charley.knowledge.advice import advice
from charley.language import marked
from charley.nutrition.current import Item
from charley.nutrition.potassium import gate
from charley.safety.case import Case
from charley.safety.findings import Finding, with_strength
from charley.safety.fluids import fluid_goal
from charley.safety.saying import say

#: After so long a usual dose has had its chance; trials of cramps were not longer.
FAIR_TRIAL_WEEKS = 8
USUAL_DOSE_MG = 100.0


def evidence(case: Case) -> Iterator[Finding]:  # noqa: ARG001 - true of everybody
    """Said to everybody, whatever else was found."""
    yield say("evidence-weak", about=marked("magnesium for cramps"))


def diet(case: Case) -> Iterator[Finding]:
    """Food alone meets the need."""
    eaten, needed = case.profile.diet_magnesium_mg, case.reference_mg
    if eaten is not None and needed is not None and eaten >= needed:
        yield say("diet-high", about=marked("food"), diet_mg=f"{eaten:.0f}", reference_mg=f"{needed:.0f}")


def no_benefit(case: Case) -> Iterator[Finding]:
    """Magnesium has been taken for weeks, and the cramps are still there: more of it is not the answer."""
    for item, weeks in taken_in_vain(case):
        yield say("no-benefit", about=item.written, at_least="caution", product=item.written, weeks=weeks)


def taken_in_vain(case: Case) -> Iterator[tuple[Item, int]]:
    """Products of a usual dose that were a fair trial and left the cramps as they are, with the weeks of each."""
    if "cramp" not in case.sign_ids:
        return
    since = {taken.field: taken.entry.since for taken in case.medicines}
    for item in case.ledger.items:
        begun, mg = since[item.field], item.mg_per_day
        weeks = 0 if begun is None else (case.today - begun).days // 7
        if item.swallowed and mg is not None and mg >= USUAL_DOSE_MG and weeks >= FAIR_TRIAL_WEEKS:
            yield item, weeks


def diet_step(case: Case) -> str | None:
    """The first step of every plan: food, unless it is enough already. Potassium stays behind its gate."""
    eaten, needed = case.profile.diet_magnesium_mg, case.reference_mg
    if eaten is not None and needed is not None and eaten >= needed:
        return None
    return _note("diet-first" if gate(case.profile).open else "diet-first-gated")


_LOADING = re.compile(
    r"\bload(?:ing)?\b|\bbefore (?:the|a|my) (?:race|event|marathon|match|competition)", re.IGNORECASE
)
_STRAIN = re.compile(
    r"\b(?:heat|hot (?:weather|days?)|sweat\w*|athlet\w*|training|exercis\w*|sport\w*)\b"
    r"|\b(?:marathon|running|runner|gym|football|cycling)\b",
    re.IGNORECASE,
)


def trains_hard(case: Case) -> bool:
    """Whether the person told of training, heat or much sweat."""
    return bool(_STRAIN.search(_own_words(case)))


def _own_words(case: Case) -> str:
    return " ; ".join([*(case.profile.symptoms or ()), case.profile.goal or ""])


def notes(case: Case) -> Iterator[str]:
    """What to say to those who train hard, sweat much, have restless legs or think of extra before an event."""
    if trains_hard(case):
        dry = fluid_goal(case).level == "none"
        yield _note("heat-and-training-dry" if dry else "heat-and-training")
    if any(hit.flag.topic == "restless_legs" for hit in case.symptoms.hits) or "restless-legs" in case.condition_ids:
        yield _note("restless-path")
    if _LOADING.search(_own_words(case)) and case.limit.limit_mg is not None:
        yield _note("loading", limit_mg=f"{case.limit.limit_mg:g}")


def _note(name: str, **values: object) -> str:
    row = advice(name)
    return with_strength(row.message(**values), row)
