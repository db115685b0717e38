"""Which salt: chosen by what the gut bears, for no salt is shown to work better for cramps than another."""

import re
from collections.abc import Iterable

from charley.dosing.plan import FormChoice
from charley.knowledge import compounds
from charley.knowledge.words import Form
from charley.language import marked, said
from charley.safety.case import Case

#: Words for a gut that is easily upset, in what the person wrote.
_SENSITIVE = re.compile(
    r"\bibs\b|irritable bowel|sensitive (?:stomach|gut|bowel)|reflux|heartburn|gerd|gastritis|diarrh|loose stool", re.I
)

GENTLE: tuple[Form, ...] = ("glycinate", "lactate", "gluconate", "citrate")
LOOSENING: tuple[Form, ...] = ("citrate", "glycinate", "lactate")

NO_COMPARISON = marked("No study shows that one salt works better for cramps than another.")


def has_sensitive_gut(case: Case) -> bool:
    """Whether something told speaks for small doses and a gentle salt."""
    return bool(_SENSITIVE.search(_told(case)))


def _told(case: Case) -> str:
    profile = case.profile
    return " ; ".join([*(profile.conditions or ()), *(profile.symptoms or ())])


def choose(case: Case) -> FormChoice:
    """The salt for this person, with the reason."""
    avoided = set(_avoided(case))
    if "constipation" in case.condition_ids and not has_sensitive_gut(case):
        form = _first(LOOSENING, avoided)
        why = said("You mention constipation, and citrate loosens the bowels a little.") if form == "citrate" else ""
    elif "fibromyalgia" in case.condition_ids and "malate" not in avoided and not has_sensitive_gut(case):
        form = "malate"
        why = said("It is often chosen with soreness or fibromyalgia; the support for that is weak.")
    else:
        form = _first(GENTLE, avoided)
        why = said("It is among the salts that are easier on the gut.")
        if has_sensitive_gut(case):
            why = f"{said('You mention a gut that is easily upset.')} {why}"
    caution = None
    if compounds.forms()[form].laxative_tendency != "low":
        caution = said("It can loosen the bowels: start low, and lower the dose if stools get loose.")
    return FormChoice(form=form, reason=f"{why} {said(NO_COMPARISON)}".strip(), evidence="none", caution=caution)


def others(case: Case) -> tuple[Form, ...]:
    """Every salt of the lists above that nothing told speaks against."""
    avoided = set(_avoided(case))
    return tuple(dict.fromkeys(form for form in (*GENTLE, *LOOSENING, "malate") if form not in avoided))


def _first(preferred: Iterable[Form], avoided: set[str]) -> Form:
    return next((form for form in preferred if form not in avoided), "glycinate")


def _avoided(case: Case) -> Iterable[str]:
    for taken in case.medicines:
        for rule in taken.rules:
            yield from rule.avoid_forms
    for named in case.conditions:
        for row in named.meaning.conditions:
            yield from row.avoid_forms
