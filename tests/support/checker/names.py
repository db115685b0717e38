"""Rules about names: nothing written is dropped, nothing unknown passes as safe."""

from collections.abc import Iterator

from support.checker.case import Case


def answered(case: Case) -> set[str]:
    """Everything that the plan speaks of, in the person's own words."""
    plan = case.plan
    words = set(plan["recognised"]) | set(plan["not_understood"])
    words |= {question["written"] for question in plan["confirm"]}
    words |= {finding["about"] for finding in plan["findings"]}
    return words | {item["written"] for item in plan["current"]["items"]}


def nothing_dropped(case: Case) -> Iterator[str]:
    told = answered(case)
    for entry in case.entries:
        if entry.written not in told:
            yield f"{entry.field} “{entry.written}” is dropped"
    for written, _ in case.conditions:
        if written not in told and case.words.get(written) != "none":
            yield f"the condition “{written}” is dropped"
    for written in case.listed("symptoms"):
        if not any(written in word or word in written for word in told if word):
            yield f"the symptom “{written}” is dropped"


def unknown_is_said(case: Case) -> Iterator[str]:
    """What the writer meant as nonsense is not understood; it is told, and nothing is started."""
    fresh = [entry.written for entry in case.running] + [written for written, _ in case.conditions]
    for written in fresh:
        if written in case.meant and case.meant[written] is None and written not in case.plan["not_understood"]:
            yield f"“{written}” means nothing and is taken for something"
    waiting = set(case.plan["not_understood"]) & {*fresh, *case.listed("symptoms")}
    if waiting and "unknown_name" not in case.topics:
        yield f"“{min(waiting)}” is not understood, and no finding says so"
    if waiting and (case.plan["steps"] or case.rank == 0):
        yield f"a plan may start although “{min(waiting)}” is not understood"


def misspelt_is_asked(case: Case) -> Iterator[str]:
    """A misspelt name comes back as a question or as not understood, never silently as something else."""
    asked = {question["written"] for question in case.plan["confirm"]} | set(case.plan["not_understood"])
    for entry in case.running:
        true_name = case.meant.get(entry.written)
        if true_name is None or entry.written in asked:
            continue
        read_as = case.plan["recognised"].get(entry.written, "")
        ingredients = entry.meaning.ingredients if entry.meaning else frozenset()
        if ingredients and not any(name in read_as.lower() for name in ingredients):
            yield f"“{entry.written}” ({true_name}) is read as “{read_as}” without a question"


def laboratory_asked(case: Case) -> Iterator[str]:
    """A result without a unit, or with one that the test does not know, is asked about."""
    asked = {question["field"].split(".")[1] for question in case.plan["confirm"] if "labs." in question["field"]}
    for name, given in (case.get("labs") or {}).items():
        if given and not given.get("unit") and name not in asked:
            yield f"{name} has no unit, and none is asked for"


RULES = (nothing_dropped, unknown_is_said, misspelt_is_asked, laboratory_asked)
