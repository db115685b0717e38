"""What may be expected of magnesium here: little on average, and nothing where food already gives enough."""

from collections.abc import Iterator

from charley.safety.case import Case
from charley.safety.findings import Finding
from charley.safety.saying import say


def evidence(case: Case) -> Iterator[Finding]:  # noqa: ARG001 - true of everybody
    """Said to everybody, whatever else was found."""
    yield say("evidence-weak", about="magnesium for cramps")


def diet(case: Case) -> Iterator[Finding]:
    """Food alone meets the need."""
    eaten, needed = case.profile.diet_magnesium_mg, case.reference_mg
    if eaten is not None and needed is not None and eaten >= needed:
        yield say("diet-high", about="food", diet_mg=f"{eaten:.0f}", reference_mg=f"{needed:.0f}")
