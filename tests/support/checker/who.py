"""Rules about who gets a plan, who asks first, who is refused, and who is sent on at once."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from support.checker.case import RANKS, Case, Entry
from support.checker.meaning import plain
from support.checker.tables import by_id, rows

ACTION = {"block": 2, "clinician-first": 1, "pause": 1, "note": 0, "avoid-form": 0}
URGENCY = {"emergency": 4, "urgent": 3, "soon": 1, "routine": 0}
#: Pain relievers against inflammation that are swallowed (KDIGO: to be avoided with weak kidneys), and their class.
STRAIN_KIDNEYS = {
    *("ibuprofen", "naproxen", "diclofenac", "aceclofenac", "ketoprofen", "indometacin", "meloxicam", "piroxicam"),
    *("etodolac", "nabumetone", "ketorolac", "celecoxib", "etoricoxib", "painkiller-class"),
}
WATER_TABLETS = {"loop-diuretics", "thiazides", "potassium-sparing"}


class Call(NamedTuple):
    """What the tables ask of a plan, and why."""

    rank: int
    topics: frozenset[str]
    why: str
    asks_for: frozenset[str] = frozenset()
    refers_to: frozenset[str] = frozenset()


def _call(rank: int, row: Mapping[str, Any], why: str) -> Call:
    topics, asks, refers = (frozenset(row.get(key, ())) for key in ("topics", "asks_for", "refers_to"))
    return Call(rank, topics, why, asks, refers)


def from_medicines(case: Case) -> Iterator[Call]:
    for entry in case.running:
        if entry.meaning is None:
            yield Call(1, frozenset({"unknown_name"}), f"{entry.written} is not known")
            continue
        for rule in entry.meaning.rules:
            if entry.meaning.local or (rule["meets"] == "gut" and not entry.meaning.swallowed):
                continue
            rank = {"avoid": 1 if rule.get("avoid_forms") else 2, "clinician-first": 1}.get(rule["action"], 0)
            if rule["id"] in WATER_TABLETS:
                rank = 1
            if rule.get("from_dose_mg"):
                continue  # large doses only, and a dose is free text
            yield _call(rank, rule, f"{entry.written}: {rule['id']}")


def from_conditions(case: Case) -> Iterator[Call]:
    for written, meaning in case.conditions:
        if case.words.get(written) == "none":
            continue
        if meaning is None or meaning.condition is None:
            yield Call(1, frozenset({"unknown_name"}), f"{written} is not known")
        else:
            yield _call(ACTION[meaning.condition["planner_action"]], meaning.condition, written)


def kidney_value(case: Case) -> float | None:
    """The lowest kidney value that is told, by CKD-EPI 2021 from creatinine; a good one of long ago is none."""
    labs = case.get("labs") or {}
    measured = laboratory(labs, "egfr")
    values = [case.get("egfr_ml_min"), None if measured is None or _old(case, "egfr", measured) else measured]
    creatinine = laboratory(labs, "creatinine")
    if creatinine is not None:
        values += [value for value in _from_creatinine(case, creatinine) if not _old(case, "creatinine", value)]
    known = [float(value) for value in values if value is not None]
    return min(known) if known else None


def _from_creatinine(case: Case, creatinine: float) -> list[float]:
    """For a woman, a man, or both where the sex is not told; nothing for a child or an unknown age."""
    age, sex = case.get("age_years"), case.get("sex")
    if age is None or age < 18:
        return []
    values = []
    for kappa, alpha, factor in ((0.7, -0.241, 1.012), (0.9, -0.302, 1.0)):
        ratio = creatinine / 88.4 / kappa
        if sex not in ("female", "male") or (sex == "female") == (kappa == 0.7):
            values.append(142 * min(ratio, 1) ** alpha * max(ratio, 1) ** -1.2 * 0.9938**age * factor)
    return values


def _old(case: Case, name: str, value: float) -> bool:
    """Older than two years, from 65 on than one; a poor value never grows too old."""
    taken = ((case.get("labs") or {}).get(name) or {}).get("date")
    if taken is None or value < 60:
        return False
    years = 1 if (case.get("age_years") or 0) >= 65 else 2
    return (case.today - date.fromisoformat(taken)).days > years * 372  # months of 31 days


def from_kidneys(case: Case) -> Iterator[Call]:
    value = kidney_value(case)
    if value is not None:
        # A hair's breadth is left for rounding of a computed value.
        if value < 29.5:
            yield Call(2, frozenset({"kidney"}), f"kidney value {value:.0f}")
        elif value < 59.5:
            yield Call(1, frozenset({"kidney"}), f"kidney value {value:.0f}")
        return
    needy = [row["id"] for row in case.condition_rows if row.get("needs_kidney_function")]
    needy += [entry.written for entry in case.running if _asks_kidneys(entry)]
    if needy or (case.get("age_years") or 0) >= 65:
        yield Call(1, frozenset({"kidney"}), f"kidney value unknown with {needy or 'age'}")


def _asks_kidneys(entry: Entry) -> bool:
    """Whether the medicine is one for diabetes or weak kidneys, or a swallowed pain reliever that strains them."""
    if entry.meaning is None:
        return False
    asking = {plain(name) for row in rows("medicine_classes") for name in row.get("asks_kidneys", ())}
    strains = not entry.meaning.local and entry.meaning.ingredients & STRAIN_KIDNEYS
    return bool(entry.meaning.ingredients & asking or strains)


def from_unread_results(case: Case) -> Iterator[Call]:
    """A number without a unit that is known: in any unit it may be a bad one; so may creatinine in a wrong one."""
    for name, given in (case.get("labs") or {}).items():
        if not given or laboratory(case.get("labs") or {}, name) is not None:
            continue
        factors = by_id("lab_tests")[name]["factors"]
        if given.get("unit") in factors and name != "creatinine":
            continue
        read = [laboratory({name: {"value": given["value"], "unit": unit}}, name) for unit in factors]
        bands = [
            band
            for band in rows("lab_bands")
            for value in read
            if value is not None and band["lab"] == name and band.get("urgency") in ("urgent", "emergency")
            if band.get("low", float("-inf")) <= value < band.get("high", float("inf"))
        ]
        kidneys = [egfr for value in read if value and name == "creatinine" for egfr in _from_creatinine(case, value)]
        if bands or any(egfr < 59.5 for egfr in kidneys):
            yield Call(1, frozenset({"unknown_name"}), f"{name} {given['value']} in a unit nobody knows")


def from_life_stage(case: Case) -> Iterator[Call]:
    age = case.get("age_years")
    if age is None or age < 18:
        yield Call(2 if age is not None and age < 1 else 1, frozenset({"minor"}), f"age {age}")
    if age is not None and age >= 65:
        yield Call(0, frozenset({"older_adult"}), f"age {age}")
    if case.get("pregnant"):
        yield Call(1, frozenset({"pregnancy"}), "pregnant")
    if case.get("lactating"):
        yield Call(1, frozenset({"breastfeeding"}), "breastfeeding")
    if case.get("pregnant") is None and case.get("sex") != "male" and age is not None and 18 <= age <= 50:
        yield Call(1, frozenset({"pregnancy"}), "pregnancy not told")


def laboratory(labs: Mapping[str, Any], name: str) -> float | None:
    """A result in the unit of the table; None where unit or value cannot be read.

    Where every unit of a test means the same figure, a missing unit leaves nothing open.
    """
    given = labs.get(name)
    if not given:
        return None
    test = by_id("lab_tests")[name]
    same = set(test["factors"].values()) == {1.0}
    unit = given.get("unit") or (next(iter(test["factors"])) if same else None)
    if unit not in test["factors"]:
        return None
    value = given["value"] * test["factors"][unit] + test.get("offsets", {}).get(unit, 0.0)
    value = float(f"{value:.5g}")  # without the dust of the conversion
    return value if test["possible_low"] <= value <= test["possible_high"] else None


def from_laboratory(case: Case) -> Iterator[Call]:
    labs = case.get("labs") or {}
    for band in rows("lab_bands"):
        value = laboratory(labs, band["lab"])
        if value is None or (band["lab"] == "calcium" and labs.get("albumin")):
            continue
        if (case.get("age_years") or 18) < 18 and band.get("urgency") not in ("urgent", "emergency"):
            continue  # the ranges are those of adults
        if band.get("low", float("-inf")) <= value < band.get("high", float("inf")):
            yield _call(URGENCY.get(band.get("urgency", ""), 0), band, f"{band['lab']} {value:.3g}")


def from_symptoms(case: Case) -> Iterator[Call]:
    for written, (status, topic) in case.red_flags.items():
        if written in case.listed("symptoms"):
            yield Call(RANKS[status], frozenset({topic} - {""}), written)


SOURCES = (
    from_medicines,
    from_conditions,
    from_kidneys,
    from_life_stage,
    from_laboratory,
    from_unread_results,
    from_symptoms,
)


def calls(case: Case) -> list[Call]:
    """Everything that the tables ask of this person's plan."""
    return [call for source in SOURCES for call in source(case)]


def strict_enough(case: Case) -> Iterator[str]:
    for call in calls(case):
        opened = call.rank == 1 and call.topics and call.topics <= case.opened
        if case.rank < call.rank and not opened:
            yield f"{case.plan['status']} is too loose for {call.why}"


def nothing_unsaid(case: Case) -> Iterator[str]:
    for call in calls(case):
        missing = call.topics - case.topics
        if missing:
            yield f"{', '.join(sorted(missing))} not raised for {call.why}"


def asked_and_sent(case: Case) -> Iterator[str]:
    """Every test and every person that a table names is named in the plan, unless the value is there already."""
    labs = case.get("labs") or {}
    known = {name for name in labs if laboratory(labs, name) is not None}
    known |= {"kidney_function"} if kidney_value(case) is not None else set()
    for call in calls(case):
        unasked = call.asks_for - known - set(case.plan["asks_for"])
        missing = unasked | (call.refers_to - set(case.plan["refers_to"]))
        if missing:
            yield f"{', '.join(sorted(missing))} not named for {call.why}"


def magnesium_already_high(case: Case) -> Iterator[str]:
    """From the upper edge of the usual range on, nothing is added before the kidneys are known."""
    measured = laboratory(case.get("labs") or {}, "serum_magnesium")
    if measured is not None and measured >= 1.0 and kidney_value(case) is None and case.steps:
        yield f"a dose with {measured:.2f} mmol/L in the blood and kidneys unknown"


def no_steps_unless_ok(case: Case) -> Iterator[str]:
    if case.plan["steps"] and case.rank > 0:
        yield f"a dose to start although {case.plan['status']}"
    if case.plan["provisional_steps"] and case.rank > 1:
        yield f"a dose to discuss although {case.plan['status']}"


def no_amount_shown(case: Case) -> Iterator[str]:
    """Kidneys, pregnancy, breastfeeding and minors see no amount at all, not even to discuss (S44, S64, S101)."""
    if not case.plan["provisional_steps"]:
        return
    value = kidney_value(case)
    if value is not None and value < 59.5 and "kidney" not in case.opened:
        yield f"an amount to discuss with a kidney value of {value:.0f}"
    unasked = (case.get("pregnant") and "pregnancy" not in case.opened) or (
        case.get("lactating") and "breastfeeding" not in case.opened
    )
    if unasked or (case.get("age_years") or 0) < 18:
        yield "an amount to discuss in pregnancy, breastfeeding or for a minor"
    for row in case.condition_rows:
        if "kidney" in row.get("topics", ()) and ACTION[row["planner_action"]] >= 1 and "kidney" not in case.opened:
            yield f"an amount to discuss with {row['name']}"


def warnings_first(case: Case) -> Iterator[str]:
    """The finding that needs help soonest stands first, and an emergency sends there."""
    severities = ["emergency", "urgent", "serious", "caution", "info"]
    order = [severities.index(finding["severity"]) for finding in case.plan["findings"]]
    if order != sorted(order):
        yield "findings are not in the order of their weight"
    if case.plan["status"] in ("urgent", "emergency") and (
        not order or case.plan["findings"][0]["severity"] != case.plan["status"]
    ):
        yield f"{case.plan['status']} without a first finding that says so"
    if (case.plan["status"] == "emergency") != ("emergency" in case.plan["refers_to"]):
        yield "emergency and the sending to it do not agree"
    if case.rank > 0 and not case.plan["refers_to"]:
        yield f"{case.plan['status']} sends to nobody"


RULES = (
    strict_enough,
    nothing_unsaid,
    asked_and_sent,
    magnesium_already_high,
    no_steps_unless_ok,
    no_amount_shown,
    warnings_first,
)
