"""Age, pregnancy and breastfeeding.

known                               what follows
under 1 year                        refuse
1 to 17 years                       clinician first, no amount shown
age unknown                         clinician first, no amount shown
65 years and more                   said; the kidney check is the rule of :mod:`charley.safety.kidneys`
pregnant                            clinician first, no amount shown
pregnancy unknown, 12 to 50 years   clinician first, no amount shown, unless the sex is known to be male
breastfeeding                       clinician first, no amount shown
breastfeeding unknown               nothing: at these amounts no harm to the child is known
"""

from collections.abc import Iterator

from charley.safety.case import ADULT_YEARS, Case
from charley.safety.findings import Finding
from charley.safety.kidneys import OLDER_YEARS
from charley.safety.saying import say

#: Ages at which a pregnancy is asked about.
CHILDBEARING_YEARS = (12, 50)


def age(case: Case) -> Iterator[Finding]:
    """What the age means, or not knowing it."""
    years = case.profile.age_years
    if years is None:
        yield say("age-unknown", about="age", status="clinician_first", waits_for=("age_years",))
    elif years < 1:
        yield say("infant", about="age", status="refuse", stops_current=True)
    elif years < ADULT_YEARS:
        yield say("child", about="age", status="clinician_first")
    elif years >= OLDER_YEARS:
        yield say("older-adult", about="age")


def pregnancy(case: Case) -> Iterator[Finding]:
    """What pregnancy and breastfeeding mean, or not knowing of a pregnancy that may be."""
    profile = case.profile
    if profile.pregnant or "pregnancy" in case.condition_ids:
        yield say("pregnancy", about="pregnancy", status="clinician_first")
    elif profile.pregnant is None and profile.sex != "male" and _childbearing(profile.age_years):
        yield say("pregnancy-unknown", about="pregnancy", status="clinician_first", waits_for=("pregnant",))
    if profile.lactating or "breastfeeding" in case.condition_ids:
        yield say("breastfeeding", about="breastfeeding", status="clinician_first")


def _childbearing(years: float | None) -> bool:
    youngest, oldest = CHILDBEARING_YEARS
    return years is not None and youngest <= years < oldest + 1
