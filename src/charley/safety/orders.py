"""A dose that a clinician has set, with who and when: the only thing that passes the limit, and it opens what it names.

    what stands in the way                         what an order does
    emergency, urgent, refuse                      nothing: these are never opened
    under 18, an unknown age, an unknown name,     nothing: a clinician cannot have decided on what nobody told
    an unknown amount, a warning sign
    above the limit                                opened up to the amount ordered
    kidneys, pregnancy, a medicine ...             opened where the order's note names it

An order without a real name, dated in the future, older than a year or larger than any licensed dose opens nothing.
The first step stays low and the amount rises as in every plan; the clinician may want it otherwise, and that is said.
"""

import re
from collections.abc import Iterator

import msgspec

from charley.knowledge.advice import advice
from charley.knowledge.words import Topic
from charley.language import said
from charley.profile import ClinicianOrder
from charley.reading import Record
from charley.safety.case import ADULT_YEARS, Case
from charley.safety.findings import Finding

#: The most of a licensed treatment of low magnesium in adults: 24 mmol a day (UK label, 4 mmol chewable tablets).
LICENSED_MOST_MG = 584.0
VALID_DAYS = 365

#: Topic -> how a note names it. What is not here an order cannot open.
_NAMED: dict[Topic, str] = {
    "kidney": r"kidney|renal|\be?gfr\b|\bckd",
    "pregnancy": r"pregnan",
    "breastfeeding": r"breast|lactat",
    "low_magnesium": r"low magnesium|magnesium is low|hypomagnes",
    "low_potassium": r"potassium|hypokal",
    "low_calcium": r"calcium|hypocalc",
    "malabsorption": r"absor|bowel|\bgut\b|crohn|colitis|c(?:o)?eliac|bypass|sleeve|bariatric",
    "stoma_losses": r"stoma|ileostom|colostom",
    "diuretic_losses": r"water (?:tablet|pill)|diuretic|thiazide|furosemide|bumetanide|torasemide",
    "magnesium_retention": r"water (?:tablet|pill)|diuretic|spironolactone|eplerenone|amiloride|triamterene",
    "digoxin": r"digoxin",
    "lithium_toxicity": r"lithium",
    "tacrolimus": r"tacrolimus|c(?:i|y)closporin",
    "platinum": r"cisplatin|carboplatin|oxaliplatin|chemo",
    "fluid_restriction": r"heart failure|fluid",
}
_NOBODY = re.compile(
    r"^\W*(?:my |the |a )?(?:me|my ?self|self|i|mum|mom|dad|wife|husband|friend|neighbou?r|internet|google|chat ?gpt|"
    r"ai|nobody|none|no one|unknown|n/?a|somebody|someone|test|x+)\W*$",
    re.IGNORECASE,
)


class OrderTaken(Record, frozen=True, kw_only=True):
    """An order as it was taken, for the plan and for whoever looks back.

    Attributes:
        elemental_mg_per_day: what was ordered, all products together.
        by: who ordered it.
        date: when.
        note: as written.
        in_force: whether it counts.
        opened: topics of the findings that it opened.
        why_not: why it does not count, in words, or None.
    """

    elemental_mg_per_day: float
    by: str
    date: str
    note: str | None
    in_force: bool
    opened: tuple[Topic, ...] = ()
    why_not: str | None = None


def in_force(case: Case) -> ClinicianOrder | None:
    """The order, where there is one that counts."""
    order = case.profile.clinician_order
    return order if order is not None and _why_not(case, order) is None else None


def allowed_mg(case: Case) -> float | None:
    """The most from all products together: the limit, or what a clinician ordered above it; None without a limit."""
    order, limit = in_force(case), case.limit.limit_mg
    return limit if order is None or limit is None else max(limit, order.elemental_mg_per_day)


def opened(case: Case, finding: Finding) -> Finding:
    """The finding as the order leaves it: it stays, and where the order opens it no longer stands in the way."""
    order = in_force(case)
    if order is None or finding.status != "clinician_first" or not _opens(case, order, finding):
        return finding
    said = advice("order-opens").message(by=order.by, date=order.date.isoformat())
    return msgspec.structs.replace(
        finding,
        status="ok",
        severity="caution",
        message=f"{finding.message} {said}",
        waits_for=(),
        stops_current=False,
    )


def notes(case: Case) -> Iterator[str]:
    """What to say about an order."""
    order = case.profile.clinician_order
    if order is None:
        return
    why_not = _why_not(case, order)
    if why_not is not None:
        yield advice("order-not-taken").message(by=order.by, why_not=why_not)
    else:
        yield advice("order-taken").message(
            by=order.by, date=order.date.isoformat(), mg=f"{order.elemental_mg_per_day:g}"
        )


def taken(case: Case, before: tuple[Finding, ...], after: tuple[Finding, ...]) -> OrderTaken | None:
    """The order for the record: what it was, and what it opened between the findings before and after it."""
    order = case.profile.clinician_order
    if order is None:
        return None
    still = {(finding.topic, finding.about) for finding in after if finding.status != "ok"}
    gone = (f.topic for f in before if f.status != "ok" and (f.topic, f.about) not in still)
    why_not = _why_not(case, order)
    return OrderTaken(
        elemental_mg_per_day=order.elemental_mg_per_day,
        by=order.by,
        date=order.date.isoformat(),
        note=order.note,
        in_force=why_not is None,
        opened=tuple(dict.fromkeys(gone)),
        why_not=why_not,
    )


def _opens(case: Case, order: ClinicianOrder, finding: Finding) -> bool:
    if finding.topic == "over_upper_level":
        return case.ledger.counted_mg <= order.elemental_mg_per_day
    note = (order.note or "").lower()
    if finding.topic == "drug_binding":
        return not finding.waits_for and any(name in note for name in finding.about.lower().split(", "))
    named = _NAMED.get(finding.topic)
    return named is not None and re.search(named, note) is not None


def _why_not(case: Case, order: ClinicianOrder) -> str | None:
    years = case.profile.age_years
    if _NOBODY.search(order.by):
        return said("It does not say which clinician set it.")
    if order.date > case.today:
        return said("Its date lies in the future.")
    if (case.today - order.date).days > VALID_DAYS:
        return said("It is more than a year old; ask whether it still holds.")
    if order.elemental_mg_per_day > LICENSED_MOST_MG:
        return said("It is more than any licensed dose; ask whether it is the weight of the salt.")
    if years is None or years < ADULT_YEARS:
        return said("Doses for those under 18, or of unknown age, are not planned here.")
    return None
