"""Sheets and tables of a trial: what the helper prints, what the person prints, and what a design can tell."""

from collections.abc import Iterator, Sequence

from charley.trials.blinding import containers, periods_with_container
from charley.trials.design import Design, Key
from charley.trials.power import Cell


def helper_sheet(design: Design, key: Key) -> Iterator[str]:
    """What the helper does, line by line; it gives the order away."""
    yield "For the helper only. Please keep this sheet where the other person does not find it."
    yield f"Trial {design.fingerprint[:16]}: {design.question}"
    yield "Take empty containers that look alike. Write a number on each, and nothing else."
    for each in containers(design, key):
        dose = f", {each.arm.doses[0].elemental_mg:g} mg {each.arm.doses[0].form} in each" if each.arm.doses else ""
        yield f"Container {each.number}: {each.capsules} capsules, {each.arm.name}{dose}."
    yield "Both kinds must look, smell and taste alike. Ask a pharmacist for empty capsules of the same size."
    yield "Do not tell, and do not hint. In an emergency this sheet may be opened at once; write down when."
    yield f"Promise made when the trial was sealed: {design.key_commitment}"


def person_sheet(design: Design, key: Key) -> Iterator[str]:
    """What the person does, line by line; the same whatever the order."""
    yield f"Trial {design.fingerprint[:16]}: {design.question}"
    yield f"Nights 1 to {design.baseline_days}: nothing new. Write down your nights as always."
    times = ", ".join(dose.time for dose in max((arm.doses for arm in design.arms), key=len)) or "as agreed"
    numbers = {period.number for period in periods_with_container(design, key)}
    for period in design.periods:
        what = f"container {period.number}, one capsule at {times}" if period.number in numbers else "nothing to take"
        yield f"Nights {period.first} to {period.last}: {what}."
    yield "After each period, write down what you think you had. “No idea” is an answer too."
    yield "Loose stools can come from magnesium and give it away. Write them down; stop if they go on for two days."


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
