"""Before and after in plain sentences: what was counted, what a dummy pill does, and that neither is a verdict."""

from collections.abc import Iterator
from typing import TypeAlias

#: Cramps a week, the ends of its range, and the nights recorded.
Counted: TypeAlias = tuple[float | None, float | None, float | None, int]


def too_little(before: int, after: int, cramps: int, enough: int) -> str | None:
    """Why two sides cannot be held against each other; None where they can."""
    if before < enough:
        return f"Before the beginning {_nights(before)} recorded; {enough} are needed."
    if after < enough:
        return f"Since the beginning {_nights(after)} recorded; {enough} are needed. Too early."
    return None if cramps else "There was no cramp before the beginning, so nothing could get less."


def sentences(
    before: Counted, after: Counted, *, change: float | None, reason: str | None, fall: float, who: str
) -> list[str]:
    """What is to be said, the counting first.

    Args:
        before, after: of the two sides.
        change: as a share, negative for fewer.
        reason: why there is no change.
        fall: share by which cramps fell on a dummy pill.
        who: in whom.
    """
    said = [] if change is None else [_counted(change)]
    said += [_side("Before", before), _side("After", after)]
    said += [] if reason is None else [reason]
    said.append(f"On a dummy pill alone cramps fell by about {100 * fall:.0f} % in four weeks, in {who}.")
    return [*said, *_beside(change, fall), NO_VERDICT]


NO_VERDICT = (
    "So this comparison gives no verdict. People begin something in a bad spell, and bad spells pass. "
    "Only a trial whose order is drawn by lot can tell what the change is worth."
)


def _counted(change: float) -> str:
    share = f"{100 * abs(change):.0f} %"
    if share == "0 %":
        return "As many cramps after as before."
    return f"{share} {'fewer' if change < 0 else 'more'} cramps after than before."


def _side(name: str, side: Counted) -> str:
    per_week, low, high, recorded = side
    if per_week is None or low is None or high is None:
        return f"{name}: no night recorded."
    return f"{name}: {per_week:.1f} cramps a week (range {low:.1f} to {high:.1f}), {recorded} nights recorded."


def _beside(change: float | None, fall: float) -> Iterator[str]:
    if change is None:
        return
    if change >= 0:
        yield "Your cramps did not fall."
    elif -change <= fall:
        yield "Your fall is no larger than that."
    else:
        yield "Your fall is larger than that, and how much of it is luck, time or habit cannot be seen from here."


def _nights(number: int) -> str:
    return f"{number} night was" if number == 1 else f"{number} nights were"
