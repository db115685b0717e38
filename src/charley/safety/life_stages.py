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

from charley.knowledge.conditions import condition
from charley.language import marked
from charley.profile import Profile
from charley.safety.case import ADULT_YEARS, OLDER_YEARS, Case
from charley.safety.conditions import of_row
from charley.safety.findings import Finding
from charley.safety.saying import say

#: Ages at which a pregnancy is asked about.
CHILDBEARING_YEARS = (12, 50)


def age(case: Case) -> Iterator[Finding]:
    """What the age means, or not knowing it."""
    years = case.profile.age_years
    if years is None:
        yield say("age-unknown", about=marked("age"), status="clinician_first", waits_for=("age_years",))
    elif years < 1:
        yield from of_row(condition("infants"), about="age")
    elif years < ADULT_YEARS:
        yield say("child", about="age", status="clinician_first")
    elif years >= OLDER_YEARS:
        yield say("older-adult", about="age")


def pregnancy(case: Case) -> Iterator[Finding]:
    """What pregnancy and breastfeeding mean, or not knowing of a pregnancy that may be."""
    profile = case.profile
    if profile.pregnant:
        yield from of_row(condition("pregnancy"), about=marked("pregnancy"))
    elif "pregnancy" not in case.condition_ids and _may_be_pregnant(profile):
        yield say("pregnancy-unknown", about="pregnancy", status="clinician_first", waits_for=("pregnant",))
    if profile.lactating:
        yield from of_row(condition("breastfeeding"), about=marked("breastfeeding"))


def _may_be_pregnant(profile: Profile) -> bool:
    youngest, oldest = CHILDBEARING_YEARS
    years = profile.age_years
    at_an_age = years is not None and youngest <= years < oldest + 1
    return profile.pregnant is None and profile.sex != "male" and at_an_age
