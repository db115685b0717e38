"""Rules about the answer itself: the words of the contract, whole sentences, sources, stop rules."""

import math
from collections.abc import Iterator
from typing import Any

from support.checker.case import FOREVER, RANKS, Case, minute


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TOPICS = _words(
    """
    evidence_weak over_upper_level kidney hypermagnesaemia hypermagnesaemia_present pregnancy breastfeeding
    minor older_adult heart_block myasthenia bowel_obstruction stoma_losses malabsorption laxative_use
    diarrhoea drug_binding blood_pressure statin_muscle beta_agonist_cramps drug_induced_cramps
    diuretic_losses ppi_low_magnesium magnesium_retention calcium_channel_blocker neuromuscular_blocker
    aminoglycoside lithium_toxicity digoxin tacrolimus platinum low_magnesium low_potassium high_potassium
    low_calcium rbc_magnesium_limits restless_legs iron_low thyroid dvt rhabdomyolysis neuro_red_flag
    claudication limb_ischaemia cauda_equina arrhythmia compound_vs_elemental hidden_magnesium
    duplicate_product diet_already_high no_benefit topical_zero fluid_restriction unknown_name
    """
)
ASKS = _words(
    """
    serum_magnesium potassium calcium kidney_function ck ecg lithium_level ferritin thyroid vitamin_b12
    cause
    """
)
REFERS = {"clinician", "pharmacist", "maternity", "emergency"}
FIELDS = _words(
    """
    status steps provisional_steps current limit_mg findings asks_for refers_to stop_rules review_week
    recognised confirm not_understood waits_for no_slot labs facts_version made_at
    """
)


def words_of_the_contract(case: Case) -> Iterator[str]:
    plan = case.plan
    if missing := FIELDS - set(plan):
        yield f"without {', '.join(sorted(missing))}"
    for field, allowed in (("asks_for", ASKS), ("refers_to", REFERS)):
        if strange := set(plan[field]) - allowed:
            yield f"{field} holds {', '.join(sorted(strange))}"
    if strange := case.topics - TOPICS:
        yield f"topics hold {', '.join(sorted(strange))}"
    if plan["status"] not in RANKS:
        yield f"status {plan['status']}"


def findings_are_whole(case: Case) -> Iterator[str]:
    for finding in case.plan["findings"]:
        if not finding["sources"]:
            yield f"{finding['topic']} has no source"
        if len(finding["message"]) < 20 or "{" in finding["message"]:
            yield f"{finding['topic']} says “{finding['message']}”"
        if not finding["about"]:
            yield f"{finding['topic']} is about nothing"


def stop_rules(case: Case) -> Iterator[str]:
    signs = {rule["sign"] for rule in case.plan["stop_rules"]}
    if case.steps and not {"diarrhoea", "toxicity"} <= signs:
        yield "a dose without the signs to stop at"
    if case.plan["steps"] and not 4 <= (case.plan["review_week"] or 0) <= 8:
        yield f"review in week {case.plan['review_week']}"


def finite(case: Case) -> Iterator[str]:
    def numbers(value: Any) -> Iterator[float]:
        if isinstance(value, dict):
            for inner in value.values():
                yield from numbers(inner)
        elif isinstance(value, list | tuple):
            for inner in value:
                yield from numbers(inner)
        elif isinstance(value, float):
            yield value

    if not all(math.isfinite(number) for number in numbers(case.plan)):
        yield "a number that is none"


def medicines_stay(case: Case) -> Iterator[str]:
    """The timetable holds every lasting medicine at its own times: magnesium moves, medicines never do."""
    day = case.plan.get("timetable")
    if not day:
        return
    shown = {(row["what"], minute(row["time"])) for row in day if row["kind"] == "medicine"}
    for entry in case.running:
        if entry.list != "medicines" or entry.pauses or entry.last_day < FOREVER:
            continue
        for time in entry.minutes:
            if not any(entry.written in what and time == at for what, at in shown):
                yield f"{entry.written} is missing from the timetable"


RULES = (words_of_the_contract, findings_are_whole, stop_rules, finite, medicines_stay)
