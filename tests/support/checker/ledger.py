"""Rules about what is taken already: the sum, the limit, and the times of it."""

from collections.abc import Iterator

from support.checker.case import Case, Entry, minute
from support.checker.doses import most_of
from support.checker.meaning import plain
from support.checker.tables import rows

MG_IN_A_MMOL = 24.305
WEIGHT = {"mg": 1.0, "g": 1000.0, "mmol": MG_IN_A_MMOL, "meq": MG_IN_A_MMOL / 2}


def least_mg(entry: Entry) -> float | None:
    """The least that an entry can hold a day; None where that cannot be said from its own figures."""
    raw = entry.raw
    if entry.meaning is None or entry.meaning.magnesium is None:
        return None
    if entry.meaning.magnesium.get("swallowed") is False or not entry.meaning.swallowed:
        return 0.0
    times = max(1, len(entry.minutes)) * (raw.get("tablets") or 1)
    if raw.get("elemental_mg") is not None:
        return float(raw["elemental_mg"] * times)
    if entry.meaning.magnesium["contains"] == "no":
        return 0.0
    if raw.get("compound_mg") is not None:
        form = plain(raw.get("form") or entry.meaning.magnesium.get("form") or "")
        shares = [row["elemental_share"] for row in rows("compounds") if row["form"] == form]
        return float(raw["compound_mg"] * min(shares) * times) if shares else None
    unit = plain((raw.get("amount") or {}).get("unit", ""))
    if unit in ("mmol", "meq"):
        return float(raw["amount"]["value"] * WEIGHT[unit] * times)
    return None


def adds_up(case: Case) -> Iterator[str]:
    current = case.plan["current"]
    amounts = [item["elemental_mg_per_day"] for item in current["items"]]
    counted = sum(mg for mg in amounts if mg is not None)
    kept = sum(item["elemental_mg_per_day"] or 0 for item in current["items"] if item["kept"])
    if abs(counted - current["counted_mg"]) > 0.51:
        yield f"the products hold {counted} mg, the sum says {current['counted_mg']}"
    if abs(kept - current["kept_mg"]) > 0.51:
        yield f"the kept products hold {kept} mg, the sum says {current['kept_mg']}"
    if any(mg is not None and mg < 0 for mg in amounts):
        yield "a product with less than nothing"


def every_product_counts(case: Case) -> Iterator[str]:
    items = {item["written"]: item for item in case.plan["current"]["items"]}
    for entry in case.running:
        if entry.meaning is None or entry.meaning.magnesium is None:
            continue
        if entry.meaning.magnesium["contains"] != "yes":
            continue
        if entry.written not in items:
            yield f"{entry.written} holds magnesium and is not among the products"
    for written in {entry.written for entry in case.running}:
        least = [least_mg(entry) for entry in case.running if entry.written == written]
        known = sum(mg for mg in least if mg is not None)
        shown = [item["elemental_mg_per_day"] for item in case.plan["current"]["items"] if item["written"] == written]
        if None not in least and None not in shown and sum(shown) < known - 1:
            yield f"{written} counts {sum(shown)} mg instead of {known:.0f}"


def unknown_amounts_stop(case: Case) -> Iterator[str]:
    """An amount that nobody knows is not nothing: no dose is added to it."""
    unknown = [item["written"] for item in case.plan["current"]["items"] if item["elemental_mg_per_day"] is None]
    if unknown and case.steps:
        yield f"a dose is added to an unknown amount of {', '.join(unknown)}"


def over_the_limit(case: Case) -> Iterator[str]:
    counted, most = case.plan["current"]["counted_mg"], most_of(case)
    if counted > most + 0.5:
        infant = (case.get("age_years") or 1) < 1 and case.plan["current"]["advises_stop"]
        if "over_upper_level" not in case.topics and not infant:
            yield f"{counted} mg are taken, above {most}, and it is not said"
        if case.steps:
            yield f"a dose is added to {counted} mg, above {most}"
    if case.plan["current"]["kept_mg"] > most + 0.5:
        yield f"{case.plan['current']['kept_mg']} mg are kept, above {most}"


def refused_means_stopped(case: Case) -> Iterator[str]:
    """Whoever must not take magnesium is told so about what is taken already."""
    blocked = any(row["planner_action"] == "block" for row in case.condition_rows)
    current = case.plan["current"]
    if (blocked or "hypermagnesaemia_present" in case.topics) and current["counted_mg"] > 0:
        if current["kept_mg"] > 0:
            yield f"{current['kept_mg']} mg are kept although magnesium is refused"
        if not current["advises_stop"]:
            yield "what is taken already is not advised against"


def clashes_are_told(case: Case) -> Iterator[str]:
    """Each time of a product that is too near to a medicine is pointed out, unless the whole product pauses."""
    conflicts = case.plan["current"]["conflicts"]
    told = {(clash["item"], clash["item_time"]) for clash in conflicts}
    courses = {entry.written for entry in case.running if entry.pauses}
    doubtful = {question["written"] for question in case.plan["confirm"]}  # may be an antibiotic, and is taken for one
    paused = {clash["item"] for clash in conflicts if clash["medicine"] in courses}
    paused |= {clash["item"] for clash in conflicts if clash["medicine"] in doubtful and clash["move_to"] is None}
    for item in case.running:
        if item.meaning is None or item.meaning.magnesium is None or item.meaning.magnesium["contains"] != "yes":
            continue
        if item.meaning.magnesium.get("swallowed") is False or not item.meaning.swallowed:
            continue
        if item.raw.get("elemental_mg") == 0 or item.written in paused:
            continue
        for time in item.raw.get("times") or ():
            others = [e for e in case.running if e.list == "medicines" and e.field != item.field]
            near = [e.written for e in others if e.too_near(minute(time))]
            if near and (item.written, time) not in told and not case.plan["current"]["advises_stop"]:
                yield f"{item.written} at {time} is too near to {', '.join(near)}, and it is not told"
    for clash in conflicts:
        better = clash.get("move_to")
        if better is None:
            continue
        others = [entry for entry in case.running if entry.written != clash["item"]]
        near = [entry.written for entry in others if entry.too_near(minute(better)) or entry.pauses]
        if near:
            yield f"moving {clash['item']} to {better} is too near to {', '.join(near)}"


RULES = (adds_up, every_product_counts, unknown_amounts_stop, over_the_limit, refused_means_stopped, clashes_are_told)
