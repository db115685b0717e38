"""Rules about amounts and clock times: each gives the sentences of what is broken."""

from collections.abc import Iterator
from itertools import pairwise

from support.checker.case import DAY, FOREVER, Case, Entry, minute
from support.checker.tables import by_id, highest_need, upper_level

#: Amounts: low first, small steps, halves above 200 (requirements S44, S45, S48; C19).
FIRST_MG, CAREFUL_FIRST_MG, DOSE_MG, RISE_MG, HOLD_DAYS = 200, 100, 200, 100, 7
SLACK = 0.51
FOUR_HOURS = 240


def limit_of(case: Case) -> float:
    """The strictest reading of the tables: the American level, and outside the US the European one if lower."""
    age = case.get("age_years")
    if age is None or age < 1:
        return min(upper_level("NASEM", year) or 65.0 for year in (1.0, 4.0, 18.0))
    american, european = upper_level("NASEM", age), upper_level("EFSA", age)
    levels = [american] if case.get("setting") == "US" else [american, european]
    return min(level for level in levels if level is not None)


def most_of(case: Case) -> float:
    """The limit, or what a clinician has set where that is more."""
    return max(limit_of(case), case.order_mg)


def limit(case: Case) -> Iterator[str]:
    stated, most = case.plan["limit_mg"], most_of(case)
    if stated is not None and stated > limit_of(case):
        yield f"states a limit of {stated} where the tables allow {limit_of(case)}"
    for step, _ in case.steps:
        total = case.daily(step) + case.plan["current"]["kept_mg"]
        if total > most:
            yield f"{total} mg a day with what is kept, above {most}"


def need(case: Case) -> Iterator[str]:
    """With food told, tablets fill at most the gap, or the wish where there is one."""
    eaten, age = case.get("diet_magnesium_mg"), case.get("age_years")
    if eaten is None or age is None or case.order_mg:
        return
    whole_day = max(highest_need(age, case.get("sex")) or 0, case.get("wanted_mg_per_day") or 0)
    for step, _ in case.steps:
        total = case.daily(step) + case.plan["current"]["kept_mg"] + eaten
        if total > whole_day + SLACK:
            yield f"{total} mg with food is more than both the need and the wish ({whole_day})"


def titration(case: Case) -> Iterator[str]:
    careful = (case.get("age_years") or 0) >= 65 or case.get("diet_magnesium_mg") is None
    for steps in (case.plan["steps"], case.plan["provisional_steps"]):
        if steps and case.daily(steps[0]) > (CAREFUL_FIRST_MG if careful else FIRST_MG):
            yield f"starts at {case.daily(steps[0])} mg"
        for one, other in pairwise(steps):
            if other["from_day"] - one["from_day"] < HOLD_DAYS:
                yield f"steps up after {other['from_day'] - one['from_day']} days"
            if case.daily(other) - case.daily(one) > RISE_MG:
                yield f"steps up by {case.daily(other) - case.daily(one)} mg"
            if case.daily(other) <= case.daily(one):
                yield "a later step is not larger"


def doses(case: Case) -> Iterator[str]:
    for step, _ in case.steps:
        if not step["doses"]:
            yield "a step without doses"
        if step["from_day"] < 1:
            yield "a step before the first day"
        for dose in step["doses"]:
            if not 0 < dose["elemental_mg"] <= DOSE_MG:
                yield f"a dose of {dose['elemental_mg']} mg"
            if not isinstance(dose["with_food"], bool):
                yield "a dose without its instruction about food"
            if dose["form"] not in _forms() or dose["form"] in _unwanted_forms(case):
                yield f"a dose as {dose['form']}"


def _forms() -> set[str]:
    return set(by_id("forms"))


def _unwanted_forms(case: Case) -> set[str]:
    speaking = [*case.condition_rows, *(rule for e in case.running if e.meaning for rule in e.meaning.rules)]
    return {form for row in (*speaking, by_id("conditions")["orotate"]) for form in row.get("avoid_forms", ())}


def asleep(case: Case) -> Iterator[str]:
    if case.awake is None:
        if case.steps and not case.plan["assumptions"]:
            yield "hours of sleep are not told, and nothing is said about it"
        return
    wake, length = case.awake
    for step, _ in case.steps:
        for dose in step["doses"]:
            if (minute(dose["time"]) - wake) % 1440 > length:
                yield f"a dose at {dose['time']}, asleep"


def spacing(case: Case) -> Iterator[str]:
    for entry in case.running:
        for step, _ in case.steps:
            if entry.written in step["after_course_of"]:
                dated = step.get("counts_from") != "end_of_course" and entry.last_day < FOREVER
                if dated and step["from_day"] <= entry.last_day:
                    yield f"day {step['from_day']} is not after the course of {entry.written}"
                continue
            if step["from_day"] > entry.last_day:
                continue
            if entry.pauses:
                yield f"a dose within the course of {entry.written}"
            for dose in step["doses"]:
                if entry.too_near(minute(dose["time"])):
                    yield f"{dose['time']} is too near to {entry.written} ({', '.join(entry.raw['times'])})"


def times_unknown(case: Case) -> Iterator[str]:
    """Without a clock time no distance can be kept: nothing is started, and the time is asked for."""
    for entry in case.running:
        waited_for = case.steps and all(entry.written in step["after_course_of"] for step, _ in case.steps)
        if entry.minutes or entry.pauses or waited_for or not _has_own_distance(entry):
            continue
        if case.plan["steps"]:
            yield f"a dose although the time of {entry.written} is not known"
        if f"{entry.field}.times" not in case.plan["waits_for"] and case.rank < 2:
            yield f"the time of {entry.written} is not asked for"


def _has_own_distance(entry: Entry) -> bool:
    rules = entry.meaning.rules if entry.meaning else ()
    timed = [rule for rule in rules if (rule.get("mg_before_min") or rule.get("mg_after_min"))]
    return max(entry.apart) > 0 and any(not rule.get("from_dose_mg") for rule in timed)


def no_slot(case: Case) -> Iterator[str]:
    """Minute by minute: where the plan says that no place is left, none is; and it then plans nothing."""
    if not case.plan["no_slot"]:
        return
    if case.steps:
        yield "says that no place is left and plans a dose"
    if case.awake is None:
        return
    wake, length = case.awake
    lasting = [entry for entry in case.running if entry.last_day == FOREVER and not entry.pauses]
    free = [m for m in range(wake, wake + length + 1) if not any(e.too_near(m % 1440) for e in lasting)]
    if free:
        yield f"says that no place is left, yet minute {free[0] % 1440} is free"
    if not case.plan["refers_to"]:
        yield "says that no place is left and sends to nobody"


def apart_from_each_other(case: Case) -> Iterator[str]:
    """Two doses of a day stand at least four hours apart, over the night too."""
    for step, _ in case.steps:
        times = sorted(minute(dose["time"]) for dose in step["doses"])
        for one, other in pairwise([*times, times[0] + DAY] if len(times) > 1 else times):
            if other - one < FOUR_HOURS:
                yield f"two doses {other - one} minutes apart"


RULES = (limit, need, titration, doses, asleep, spacing, apart_from_each_other, times_unknown, no_slot)
