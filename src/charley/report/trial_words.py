"""A trial in plain sentences: what will be done, and how it is going."""

from collections.abc import Iterator

from charley.dosing.plan import Dose
from charley.trials.design import Arm, Design


def overview(design: Design) -> Iterator[str]:
    """A design, line by line."""
    yield design.question
    yield ""
    weeks = design.nights / 7
    yield (
        f"{design.nights} nights in all, about {weeks:.0f} weeks: {design.baseline_days} nights as you are now, then "
        f"{len(design.periods)} periods of {design.period_days} days."
    )
    for arm in design.arms:
        yield f"  {arm.id}  {arm.name}{_of(arm)}"
    yield ""
    yield f"Nights 1 to {design.baseline_days}: as usual, and no {_names(design)}"
    for period in design.periods:
        what = "hidden until the end" if period.arm is None else f"{period.arm}, {design.arm(period.arm).name}"
        yield f"Nights {period.first} to {period.last}: {what}"
    yield ""
    yield (
        f"The order was drawn by lot from {design.orders} that were equally likely. Luck alone picks the most "
        f"flattering one 1 time in {design.orders}; the comparison of periods can never be surer than that."
    )
    yield from design.advice
    yield f"Sealed: {design.fingerprint[:16]}"


def not_opened(reason: str) -> str:
    """Why there is no trial."""
    return f"No trial can be opened now. {reason}"


def dose_line(dose: Dose) -> str:
    """One dose: "21:30  120 mg glycinate, with a meal or a small snack"."""
    snack = ", with a meal or a small snack" if dose.with_food else ""
    return f"{dose.time}  {dose.elemental_mg:g} mg {dose.form}{snack}"


def _of(arm: Arm) -> str:
    if not arm.doses:
        return ""
    return ": " + "; ".join(f"{dose.elemental_mg:g} mg {dose.form} at {dose.time}" for dose in arm.doses)


def _names(design: Design) -> str:
    return " or ".join(dict.fromkeys(arm.name for arm in design.arms if arm.parts))
