"""A plan in plain sentences: what to do first, why, and what is still open."""

from collections.abc import Iterator

from charley.dosing.plan import Plan, Step
from charley.language import listed, marked, number, said
from charley.safety.findings import Finding, Status

_HEADLINE: dict[Status, str] = {
    "ok": marked("You can start with this."),
    "clinician_first": marked("See someone first; no dose for now."),
    "refuse": marked("Please take no magnesium supplement."),
    "urgent": marked("Please have this looked at today."),
    "emergency": marked("Call the emergency number now (112, 999 or 911)."),
}
_WHO = {
    "clinician": marked("your doctor or clinic"),
    "pharmacist": marked("a pharmacist"),
    "maternity": marked("your midwife or maternity unit"),
    "emergency": marked("the emergency service"),
}
_TEST = {
    "serum_magnesium": marked("blood magnesium"),
    "potassium": marked("potassium"),
    "calcium": marked("calcium"),
    "kidney_function": marked("kidney function (eGFR)"),
    "ck": marked("muscle enzyme (CK)"),
    "ecg": marked("a heart tracing (ECG)"),
    "lithium_level": marked("lithium level"),
    "ferritin": marked("iron store (ferritin)"),
    "thyroid": marked("thyroid (TSH)"),
    "vitamin_b12": marked("vitamin B12"),
    "cause": marked("what may be behind the cramps"),
}
DISCLAIMER = marked(
    "Charley gives information, not medical advice. It makes no diagnosis and does not replace a clinician."
)


def headline(plan: Plan) -> str:
    """The one sentence that matters most."""
    if plan.status == "ok" and not plan.steps:
        return said("Food first: there is nothing to take now.")
    if plan.status == "ok" and plan.steps[0].after_course_of:
        return said(
            "Finish {medicines} first; then you can start with this.", medicines=listed(plan.steps[0].after_course_of)
        )
    return said(_HEADLINE[plan.status])


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
    course, day = listed(step.after_course_of), step.from_day
    if not course:
        begins = said("From day {day}", day=day)
    elif step.counts_from == "today":
        begins = said("After the course of {course} (day {day} from today)", course=course, day=day)
    else:
        begins = said("After the course of {course}, day {day}", course=course, day=day)
    yield said("{begins}: {mg} mg a day", begins=begins, mg=number(step.mg_per_day))
    for dose in step.doses:
        snack = said(", with a meal or a small snack") if dose.with_food else ""
        yield f"  {dose.time}  {number(dose.elemental_mg)} mg {said(dose.form)}{snack}"


def whom(plan: Plan) -> str | None:
    """Who can help, in one sentence."""
    if not plan.refers_to:
        return None
    return said("Who can help: {whom}.", whom=listed([said(_WHO[who]) for who in plan.refers_to]))


def tests(plan: Plan) -> str | None:
    """What to ask about, in one sentence."""
    if not plan.asks_for:
        return None
    return said("Worth asking about: {tests}.", tests=listed([said(_TEST[what]) for what in plan.asks_for]))


def to_confirm(plan: Plan) -> Iterator[str]:
    """What to ask back."""
    for question in plan.confirm:
        if question.suggestion is not None:
            yield said(
                "{written}: did you mean {suggestion}? We went on as if you did.",
                written=question.written,
                suggestion=said(question.suggestion),
            )
        if question.ask is not None:
            yield f"{question.written}: {question.ask}"


_EXPECTATION = {
    "lower": marked("Your food gives enough and nothing speaks for low magnesium, so expect even less than others do."),
    "higher": marked(
        "Some things speak for low magnesium in you, so it may do more than on average. A blood test tells more."
    ),
}


def expectation(plan: Plan) -> str | None:
    """How much may be expected beside the average, in one sentence."""
    words = None if plan.risk is None else _EXPECTATION.get(plan.risk.expectation)
    return None if words is None else said(words)


def ledger(plan: Plan) -> str | None:
    """What is taken already, against the limit where one may be used up."""
    if not plan.current.items:
        return None
    counted = f"{plan.current.counted_mg:.0f}"
    if plan.limit_mg is None or plan.status == "refuse":
        return said("From products you take now: {counted} mg of magnesium a day.", counted=counted)
    return said(
        "From products you take now: {counted} mg of magnesium a day; the limit for you is {limit} mg. Food does not "
        "count.",
        counted=counted,
        limit=f"{plan.limit_mg:.0f}",
    )


def leave_out(plan: Plan) -> str | None:
    """Which of the products taken now should go, in one sentence."""
    going = tuple(item.written for item in plan.current.items if not item.kept)
    if not going:
        return None
    return said(
        "Leave out for now: {products}. If a doctor prescribed it, ring them before your next dose.",
        products=listed(going),
    )
