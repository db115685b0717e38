"""Sheets and tables of a trial: what the helper prints, what the person prints, and what a design can tell."""

from collections.abc import Iterator, Sequence

from charley.trials.blinding import Container, containers, periods_with_container
from charley.trials.design import Design, Key
from charley.trials.power import Cell


def helper_sheet(design: Design, key: Key) -> Iterator[str]:
    """What the helper does, line by line; it gives the order away."""
    yield "For the helper only. Please keep this sheet where the other person does not find it."
    yield f"Trial {design.fingerprint[:16]}: {design.question}"
    if len(design.hours) > 1:
        yield "Take empty boxes that look alike. Write a number and an hour on each, and nothing else."
    else:
        yield "Take empty containers that look alike. Write a number on each, and nothing else."
    for each in containers(design, key):
        box = f", box for {each.hour}" if len(design.hours) > 1 else ""
        yield f"Container {each.number}{box}: {_content(each)}."
    if design.hours:
        yield "Both kinds must look, smell and taste alike. Ask a pharmacist for empty capsules of the same size."
    else:
        yield "Both kinds must look, smell and feel alike."
    yield "Do not tell, and do not hint. In an emergency this sheet may be opened at once; write down when."
    yield f"Promise made when the trial was sealed: {design.key_commitment}"


def _content(container: Container) -> str:
    if container.hour is None:
        return f"{container.arm.name}, enough for {container.days} days"
    dose = container.dose
    held = "a dummy without magnesium" if dose is None else f"{dose.elemental_mg:g} mg {dose.form}"
    return f"{container.capsules} capsules, {container.arm.name}, {held} in each"


def person_sheet(design: Design, key: Key) -> Iterator[str]:
    """What the person does, line by line; the same whatever the order."""
    yield f"Trial {design.fingerprint[:16]}: {design.question}"
    yield f"Nights 1 to {design.baseline_days}: nothing new. Write down your nights as always."
    numbers = {period.number for period in periods_with_container(design, key)}
    for period in design.periods:
        what = f"container {period.number}, {_daily(design)}" if period.number in numbers else "nothing to take"
        yield f"Nights {period.first} to {period.last}: {what}."
    yield from max((arm.how for arm in design.arms), key=len)
    yield "After each period, write down what you think you had. “No idea” is an answer too."
    if design.hours:
        yield "Loose stools can come from magnesium and give it away. Write them down; stop if they go on for two days."


def _daily(design: Design) -> str:
    """What is done with a container, every day."""
    if not design.hours:
        return "each day as below"
    taken = " and ".join(f"one capsule at {hour}" for hour in design.hours)
    return f"{taken}, each from the box for that hour" if len(design.hours) > 1 else taken


def power_rows(cells: Sequence[Cell]) -> list[tuple[str, str, str, str]]:
    """A table of what a design can tell: what is true, and how often each verdict would be given."""
    return [
        (
            "nothing changes" if cell.rate_ratio == 1 else f"{1 - cell.rate_ratio:.0%} fewer",
            f"{cell.verdicts.helps:.0%}",
            f"{cell.verdicts.does_not_help_enough:.0%}",
            f"{cell.verdicts.cannot_tell_yet:.0%}",
        )
        for cell in cells
    ]
