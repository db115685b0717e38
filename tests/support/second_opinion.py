"""A second opinion on a plan, by another route than the planner's.

It reads the tables of facts as plain TOML, the plan as plain JSON and the person as generated, and tries every minute
where the planner reckons with intervals. It shares no rule, no type and no arithmetic with ``charley.safety`` or
``charley.dosing``. Names in generated people are ingredient ids and condition names of the tables, so that what was
meant is known beforehand.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[2] / "src" / "charley" / "knowledge" / "data"

#: Upper level of magnesium from products by age: IOM 2000; EFSA from 4 years on.
US_LIMITS = ((1, 4, 65), (4, 9, 110), (9, 200, 350))
EU_LIMIT = 250

_ORDER = ("ok", "clinician_first", "refuse", "urgent", "emergency")


@cache
def medicine_rules() -> dict[str, list[dict[str, Any]]]:
    """Ingredient -> the rows that name it."""
    rows = tomllib.loads((DATA / "medicine_rules.toml").read_text("utf-8"))["rows"]
    by_name: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["confidence"] != "unverified" and "from_dose_mg" not in row:
            for ingredient in row.get("ingredients", []):
                by_name.setdefault(ingredient, []).append(row)
    return by_name


@cache
def condition_rows() -> dict[str, dict[str, Any]]:
    """Condition name -> its row."""
    rows = tomllib.loads((DATA / "conditions.toml").read_text("utf-8"))["rows"]
    return {row["name"]: row for row in rows if row["confidence"] != "unverified"}


def limit_mg(person: dict[str, Any]) -> float | None:
    """The most that any plan for this person may add up to."""
    age = person["age_years"]
    if age is None:
        return 65
    american = next((mg for low, high, mg in US_LIMITS if low <= age < high), None)
    if american is None or person["setting"] == "US":
        return american
    return min(american, EU_LIMIT) if age >= 4 else american


def least_status(person: dict[str, Any]) -> str:
    """The mildest status that the tables allow for this person."""
    demands = ["ok"]
    egfr, age = person["egfr_ml_min"], person["age_years"]
    if egfr is not None and egfr < 60:
        demands.append("refuse" if egfr < 30 else "clinician_first")
    if egfr is None and age is not None and age >= 65:
        demands.append("clinician_first")
    if age is None or age < 18:
        demands.append("refuse" if age is not None and age < 1 else "clinician_first")
    if person["pregnant"] or person["lactating"]:
        demands.append("clinician_first")
    for name in person["conditions"] or ():
        row = condition_rows()[name]
        demands.append({"block": "refuse", "clinician-first": "clinician_first"}.get(row["planner_action"], "ok"))
        if row.get("needs_kidney_function") and egfr is None:
            demands.append("clinician_first")
    for entry in person["medicines"] or ():
        for row in medicine_rules().get(entry["name"], []):
            demands.append({"avoid": "clinician_first", "clinician-first": "clinician_first"}.get(row["action"], "ok"))
    return max(demands, key=_ORDER.index)


def clock(text: str) -> int:
    hours, minutes = text.split(":")
    return 60 * int(hours) + int(minutes)


def awake(minute: int, day: dict[str, Any]) -> bool:
    """Whether somebody who gets up at ``wake`` is still up, walking minute by minute until ``bed``."""
    now, bed = clock(day["wake"]), clock(day["bed"])
    while now != bed:
        if now == minute:
            return True
        now = (now + 1) % 1440
    return minute == bed


def far_enough(dose: int, taken: int, before: int, after: int) -> bool:
    """Walk from the dose forwards and backwards: no intake of the medicine within the hours that the table asks."""
    ahead = all((dose + step) % 1440 != taken for step in range(before))
    behind = all((dose - step) % 1440 != taken for step in range(after))
    return ahead and behind


def faults(person: dict[str, Any], plan: dict[str, Any]) -> list[str]:
    """Everything in the plan that the tables forbid."""
    return [*_status(person, plan), *_amounts(person, plan), *_times(person, plan), *_courses(person, plan)]


def _status(person: dict[str, Any], plan: dict[str, Any]) -> list[str]:
    found = []
    if _ORDER.index(plan["status"]) < _ORDER.index(least_status(person)):
        found.append(f"status {plan['status']} where {least_status(person)} is the mildest allowed")
    if plan["steps"] and plan["status"] != "ok":
        found.append("a dose to start without an ok")
    if plan["provisional_steps"] and plan["status"] != "clinician_first":
        found.append("an amount to discuss where none may be shown")
    barred = person["age_years"] is None or person["age_years"] < 18 or person["pregnant"] or person["lactating"]
    weak = person["egfr_ml_min"] is not None and person["egfr_ml_min"] < 60
    if (barred or weak) and (plan["steps"] or plan["provisional_steps"]):
        found.append("an amount for somebody who may see none")
    return found


def _amounts(person: dict[str, Any], plan: dict[str, Any]) -> list[str]:
    found = []
    limit = limit_mg(person)
    if plan["limit_mg"] != limit:
        found.append(f"limit {plan['limit_mg']} instead of {limit}")
    counted = sum((entry["elemental_mg"] or 0) * max(1, len(entry["times"])) for entry in person["supplements"] or ())
    if abs(plan["current"]["counted_mg"] - counted) > 0.01:
        found.append(f"counted {plan['current']['counted_mg']} instead of {counted}")
    last = 0.0
    for step in (*plan["steps"], *plan["provisional_steps"]):
        day = sum(dose["elemental_mg"] for dose in step["doses"])
        if limit is None or day + plan["current"]["kept_mg"] > limit:
            found.append(f"{day} mg a day beside {plan['current']['kept_mg']} mg kept, limit {limit}")
        if day <= last:
            found.append("a later step is no rise")
        if not last and day > 200:
            found.append(f"starts with {day} mg")
        last = day
    return found


def _times(person: dict[str, Any], plan: dict[str, Any]) -> list[str]:
    found = []
    for step in (*plan["steps"], *plan["provisional_steps"]):
        for dose in step["doses"]:
            minute = clock(dose["time"])
            if person["schedule"] and not awake(minute, person["schedule"]):
                found.append(f"a dose at {dose['time']}, asleep")
            for entry in person["medicines"] or ():
                if entry["name"] in step["after_course_of"]:
                    continue
                for row in medicine_rules().get(entry["name"], []):
                    before = max(120, row.get("mg_before_min") or 0)
                    after = max(120, row.get("mg_after_min") or 0)
                    found += [
                        f"a dose at {dose['time']} beside {entry['name']} at {taken}"
                        for taken in entry["times"]
                        if not far_enough(minute, clock(taken), before, after)
                    ]
    return found


def _courses(person: dict[str, Any], plan: dict[str, Any]) -> list[str]:
    found = []
    for step in (*plan["steps"], *plan["provisional_steps"]):
        for entry in person["medicines"] or ():
            pauses = any(row.get("pause_during_course") for row in medicine_rules().get(entry["name"], []))
            if pauses and entry["name"] not in step["after_course_of"]:
                found.append(f"a step that does not wait for {entry['name']}")
            ends = entry["duration_days"]
            waits, from_today = entry["name"] in step["after_course_of"], step["counts_from"] == "today"
            if waits and from_today and (ends is None or step["from_day"] <= ends):
                found.append(f"day {step['from_day']} is within the course of {entry['name']}")
    return found
