"""A plan in plain sentences: what to do first, why, and what is still open."""

from collections.abc import Iterator

from charley.dosing.plan import Plan, Step
from charley.safety.findings import Finding, Status

_HEADLINE: dict[Status, str] = {
    "ok": "You can start with this.",
    "clinician_first": "See someone first; no dose for now.",
    "refuse": "Please take no magnesium supplement.",
    "urgent": "Please have this looked at today.",
    "emergency": "Call the emergency number now (112, 999 or 911).",
}
_WHO = {
    "clinician": "your doctor or clinic",
    "pharmacist": "a pharmacist",
    "maternity": "your midwife or maternity unit",
    "emergency": "the emergency service",
}
_TEST = {
    "serum_magnesium": "blood magnesium",
    "potassium": "potassium",
    "calcium": "calcium",
    "kidney_function": "kidney function (eGFR)",
    "ck": "muscle enzyme (CK)",
    "ecg": "a heart tracing (ECG)",
    "lithium_level": "lithium level",
    "ferritin": "iron store (ferritin)",
    "thyroid": "thyroid (TSH)",
    "vitamin_b12": "vitamin B12",
    "cause": "what may be behind the cramps",
}
DISCLAIMER = "Charley gives information, not medical advice. It makes no diagnosis and does not replace a clinician."


def headline(plan: Plan) -> str:
    """The one sentence that matters most."""
    if plan.status == "ok" and not plan.steps:
        return "Food first: there is nothing to take now."
    if plan.status == "ok" and plan.steps[0].after_course_of:
        return f"Finish {_and(plan.steps[0].after_course_of)} first; then you can start with this."
    return _HEADLINE[plan.status]


def spoken(plan: Plan) -> tuple[Finding, ...]:
    """The findings worth reading now, each message once.

    In an emergency only what made it one; with a refusal no small print; what to expect of magnesium only where some
    may be taken.
    """
    seen: dict[str, Finding] = {}
    for finding in plan.findings:
        if plan.status in ("urgent", "emergency") and finding.status != plan.status:
            continue
        small_print = plan.status == "refuse" and finding.severity == "info"
        if not small_print and (plan.status == "ok" or finding.topic != "evidence_weak"):
            seen.setdefault(finding.message, finding)
    return tuple(seen.values())


def step_lines(step: Step) -> Iterator[str]:
    """A step: when it begins, then its doses."""
    begins = f"From day {step.from_day}"
    if step.after_course_of:
        course = _and(step.after_course_of)
        begins = f"After the course of {course}, day {step.from_day}"
        if step.counts_from == "today":
            begins = f"After the course of {course} (day {step.from_day} from today)"
    yield f"{begins}: {step.mg_per_day:g} mg a day"
    for dose in step.doses:
        snack = ", with a meal or a small snack" if dose.with_food else ""
        yield f"  {dose.time}  {dose.elemental_mg:g} mg {dose.form}{snack}"


def whom(plan: Plan) -> str | None:
    """Who can help, in one sentence."""
    if not plan.refers_to:
        return None
    return f"Who can help: {_and(tuple(_WHO[who] for who in plan.refers_to))}."


def tests(plan: Plan) -> str | None:
    """What to ask about, in one sentence."""
    if not plan.asks_for:
        return None
    return f"Worth asking about: {_and(tuple(_TEST[what] for what in plan.asks_for))}."


def to_confirm(plan: Plan) -> Iterator[str]:
    """What to ask back."""
    for question in plan.confirm:
        if question.suggestion is not None:
            yield f"{question.written}: did you mean {question.suggestion}? We went on as if you did."
        if question.ask is not None:
            yield f"{question.written}: {question.ask}"


_EXPECTATION = {
    "lower": "Your food gives enough and nothing speaks for low magnesium, so expect even less than others do.",
    "average": None,
    "higher": "Some things speak for low magnesium in you, so it may do more than on average. A blood test tells more.",
}


def expectation(plan: Plan) -> str | None:
    """How much may be expected beside the average, in one sentence."""
    return None if plan.risk is None else _EXPECTATION[plan.risk.expectation]


def ledger(plan: Plan) -> str | None:
    """What is taken already, against the limit where one may be used up."""
    if not plan.current.items:
        return None
    taken = f"From products you take now: {plan.current.counted_mg:.0f} mg of magnesium a day"
    if plan.limit_mg is None or plan.status == "refuse":
        return f"{taken}."
    return f"{taken}; the limit for you is {plan.limit_mg:.0f} mg. Food does not count."


def leave_out(plan: Plan) -> str | None:
    """Which of the products taken now should go, in one sentence."""
    going = tuple(item.written for item in plan.current.items if not item.kept)
    if not going:
        return None
    return f"Leave out for now: {_and(going)}. If a doctor prescribed it, ring them before your next dose."


def _and(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
