"""Changes to a trial after it was sealed: each is recorded with its date and its reason, and none is ever taken back.

The sealed part stays as it was, to the byte. What makes no sense beside what was recorded before is refused.
"""

from collections.abc import Iterator
from datetime import date
from typing import Literal, get_args

from charley.errors import BadInput, Problem
from charley.trials.design import FIRST_YEAR, LAST_YEAR, Design

What = Literal["start", "pause", "resume", "stop", "second_change", "unblinded", "note"]
WHAT: tuple[What, ...] = get_args(What)


def amended(design: Design, what: str, *, on: date, why: str, until: date | None = None) -> Design:
    """The same design with one more amendment.

    Args:
        design: sealed, with the amendments so far.
        what: see :class:`charley.trials.design.Amendment`.
        on: its date.
        why: the reason, in the person's words.
        until: last night of a pause.

    Raises:
        BadInput: naming everything that cannot be taken.
    """
    problems = list(_faults(design, what, on, why, until))
    if problems:
        raise BadInput(problems)
    return design.amended(what, on, why.strip(), until)


def _faults(design: Design, what: str, on: date, why: str, until: date | None) -> Iterator[Problem]:
    if what not in WHAT:
        yield Problem("what", f"should be one of {', '.join(WHAT)}")
    if not why.strip():
        yield Problem("why", "should say the reason")
    if len(why) > 1000:
        yield Problem("why", "should be 1000 letters at most")
    for name, day in (("on", on), ("until", until)):
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            yield Problem(name, f"should lie between the years {FIRST_YEAR} and {LAST_YEAR}, not {day}")
    if until is not None and what != "pause":
        yield Problem("until", "belongs to a pause")
    elif until is not None and until < on:
        yield Problem("until", f"should not come before {on}")
    yield from _beside(design, what, on)


def _beside(design: Design, what: str, on: date) -> Iterator[Problem]:
    """What does not fit what was recorded before."""
    start, stopped = design.start, design.since("stop")
    if what in ("start", "pause", "resume", "stop", "second_change") and stopped is not None:
        yield Problem("what", f"the trial was stopped on {stopped}; only a note can be added")
    if what == "start":
        if start is not None:
            yield Problem("what", f"the first night is fixed already: {start}")
        return
    if what in ("pause", "resume") and start is None:
        yield Problem("what", "the first night is not fixed yet; record the start first")
    elif start is not None and on < start and what in ("pause", "resume", "second_change"):
        yield Problem("on", f"should not come before the first night, {start}")
    inside = [first for first, end in design.pauses if first <= on and (end is None or on <= end)]
    if what == "pause" and inside:
        yield Problem("on", f"lies within the pause from {inside[0]} already")
    if what == "resume" and not inside:
        yield Problem("what", f"there is no pause on {on} to come back from")
