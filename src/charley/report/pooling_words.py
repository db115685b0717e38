"""Trials of many people in plain sentences."""

from collections.abc import Iterator
from typing import TypeAlias

from charley.report.answer_words import chance

#: Middle, low and high end of a rate ratio.
Ends: TypeAlias = tuple[float, float, float]

NONE = "No trial of this question could be computed."
UNSETTLED = (
    "No average of these trials could be worked out: they lie too far apart, or say too little of how large the effect "
    "is. Each trial stands by itself. Look whether all of them tried the same thing in the same way."
)


def title(what: str, people: int) -> str:
    """What the forest plot shows."""
    return f"{_people(people)} tried {what}; thick bars in the light of all, thin ones each trial by itself"


def together(
    what: str, *, people: int, average: Ends, p_fewer: float, next_person: Ends, next_p_fewer: float
) -> Iterator[str]:
    """What the trials say together.

    Args:
        what: was tried.
        people: whose trials could be computed.
        average: over people.
        p_fewer: probability of fewer cramps on average.
        next_person: somebody who has not tried it.
        next_p_fewer: probability of fewer cramps for that person.
    """
    yield f"{_people(people)} tried {what}."
    if people == 1:
        yield "One trial says little of others; what follows leans on what was believed beforehand."
    fewer = chance(p_fewer)
    yield f"On average cramps with it were {ratio(average)} times those without; the chance of fewer is {fewer}."
    yield (
        f"For one more person like them it could be {next_person[1]:.2f} to {next_person[2]:.2f} times; the chance of "
        f"fewer is {chance(next_p_fewer)}."
    )
    yield "Each person's result is drawn towards the others, the more so the less their own nights can tell."


def ratio(ends: Ends | None) -> str:
    """A rate ratio with its range."""
    return "not computed" if ends is None else f"{ends[0]:.2f} ({ends[1]:.2f} to {ends[2]:.2f})"


def _people(number: int) -> str:
    return f"{number} person" if number == 1 else f"{number} people"
