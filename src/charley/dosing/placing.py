"""Doses put as near as can be to the times that suit the person, within the free stretches of the day.

One dose goes to the free minute nearest to its wish. Two doses also keep apart from each other, over the night too.
The sum of the distances from the wishes is made as small as it can be; at that smallest sum each dose stands at its
wish, at the end of a free stretch, or exactly the least distance from the other one, so it is enough to look there.
"""

from collections.abc import Iterator, Sequence
from itertools import product

from charley.dates import MINUTES_A_DAY
from charley.dosing.spacing import Span

#: The least time between two doses: smaller amounts further apart are easier on the gut.
BETWEEN_DOSES_MIN = 240


def place(wishes: Sequence[int], free: Sequence[Span]) -> tuple[int, ...] | None:
    """The best minutes for one or two doses.

    Args:
        wishes: wished minutes since waking, in order, one for each dose.
        free: free stretches, in minutes since waking.

    Returns:
        minutes since waking in the order of the wishes; None where they do not all fit. Of equally good places the
        earlier is taken.
    """
    if not free:
        return None
    if len(wishes) > 2:
        raise ValueError("a day holds one or two doses")
    edges = sorted({edge for span in free for edge in span})
    options = [sorted({*edges, *(w for w in (wish,) if _inside(w, free))}) for wish in wishes]
    if len(options) == 1:
        return (min(options[0], key=lambda minute: abs(minute - wishes[0])),)
    options = [sorted({*mine, *_beside(other, free)}) for mine, other in (options, options[::-1])]
    fitting = [pair for pair in product(*options) if _apart(*pair)]
    return min(fitting, key=lambda pair: sum(abs(m - w) for m, w in zip(pair, wishes, strict=True)), default=None)


def _inside(minute: int, free: Sequence[Span]) -> bool:
    return any(span.first <= minute <= span.last for span in free)


def _beside(minutes: Sequence[int], free: Sequence[Span]) -> Iterator[int]:
    """Minutes exactly the least distance from those of the other dose, by day or over the night."""
    shifts = (-BETWEEN_DOSES_MIN, BETWEEN_DOSES_MIN, MINUTES_A_DAY - BETWEEN_DOSES_MIN)
    for minute, shift in product(minutes, shifts):
        if _inside(minute + shift, free):
            yield minute + shift


def _apart(first: int, second: int) -> bool:
    """In order, and far enough from each other on both sides of the clock."""
    return BETWEEN_DOSES_MIN <= second - first <= MINUTES_A_DAY - BETWEEN_DOSES_MIN
