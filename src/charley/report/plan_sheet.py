"""A plan on paper: what to take and when, what to keep apart, when to stop, when to look back."""

from collections.abc import Iterator
from datetime import datetime

from charley.dosing.plan import Plan, Step
from charley.report import plan_words as words
from charley.report.sheet import Block, Bullets, Lines, Paragraph, Section, Sheet, Table

#: A kitchen door has no room for sources.
WHERE_FROM = "How firm the ground of each line is, and its sources, stand with the plan in Charley."


def plan_sheet(plan: Plan, *, program: str) -> Sheet:
    """The sheet, in the order of what matters.

    Args:
        plan: as made.
        program: version of Charley.
    """
    return Sheet(
        title="My magnesium plan",
        lead="For the kitchen door. A missed dose is left out, never doubled.",
        sections=tuple(_sections(plan)),
        foot=(words.DISCLAIMER, WHERE_FROM, f"Facts {plan.facts_version} · Charley {program}"),
        made_at=datetime.fromisoformat(plan.made_at),
    )


def _sections(plan: Plan) -> Iterator[Section]:
    told = [Paragraph(text=words.headline(plan), strong=True)]
    yield Section(blocks=(*told, *_sentences(plan)))
    if plan.status in ("urgent", "emergency"):
        return
    if plan.diet_step is not None:
        yield Section(head="First, food", blocks=(Paragraph(text=plan.diet_step),))
    if plan.steps:
        yield Section(head="What to take", blocks=tuple(_steps(plan)))
    elif plan.provisional_steps:
        notice = Paragraph(text="Only to talk over with a clinician, not to start.", strong=True)
        yield Section(head="To talk over", blocks=(notice, *(_step(step) for step in plan.provisional_steps)))
    if plan.timetable:
        rows = tuple((event.time, event.what) for event in plan.timetable)
        yield Section(head="A day on one page", blocks=(Table(head=("Time", "What"), rows=rows, narrow=(0,)),))
    if plan.steps:
        signs = tuple(rule.message for rule in plan.stop_rules)
        yield Section(head="When to stop", blocks=(Bullets(items=signs),))
    if plan.questions:
        yield Section(head="To ask", blocks=(Bullets(items=plan.questions, boxes=True), Lines(number=3)))


def _sentences(plan: Plan) -> Iterator[Block]:
    messages = [finding.message for finding in words.spoken(plan)]
    if messages:
        yield Bullets(items=tuple(messages))
    for line in (words.whom(plan), words.leave_out(plan), words.ledger(plan)):
        if line is not None:
            yield Paragraph(text=line)
    if plan.current.conflicts:
        yield Bullets(items=tuple(conflict.message for conflict in plan.current.conflicts))


def _steps(plan: Plan) -> Iterator[Block]:
    yield Paragraph(text="Go to the next step only if you still need it and your gut is fine.")
    for step in plan.steps:
        yield _step(step)
    if plan.review_week is not None:
        yield Paragraph(text=f"Look back in week {plan.review_week}: keep, change or stop.", strong=True)


def _step(step: Step) -> Table:
    begins, *_ = words.step_lines(step)
    rows = tuple(
        (dose.time, f"{dose.elemental_mg:g} mg", str(dose.form), "with food" if dose.with_food else "")
        for dose in step.doses
    )
    return Table(head=(begins, "Magnesium", "Form", ""), rows=rows)
