"""What a trial asks somebody to do, as the diary notes it: a capsule, something swallowed, or something done."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from charley.diary.records import DoseTaken, Entry, Measure
from charley.trials.design import Design

#: Remedies that are done and not swallowed -> how the diary notes them. All others are noted as swallowed.
_DONE: Mapping[str, str] = MappingProxyType(
    {
        "stretching": "stretch",
        "warmth": "heat",
        "epsom-soak": "foot_soak",
        "magnesium-oil": "topical",
        "peppermint-lavender": "topical",
        "calm": "relaxation",
        "walking": "walking",
    }
)


def noting(measure: str) -> dict[str, Any]:
    """The entry that says that a measure was done."""
    if measure in _DONE:
        return {"kind": "measure", "what": _DONE[measure], "purpose": "prevent"}
    return {"kind": "dose", "substance": substance(measure)}


def substance(measure: str) -> str:
    """The word under which a swallowed remedy stands in the diary."""
    return measure.replace("-", "_")


def is_done(entry: Entry, measure: str) -> bool:
    """Whether an entry says that a measure was done."""
    if isinstance(entry, Measure):
        return entry.what == _DONE.get(measure)
    return isinstance(entry, DoseTaken) and entry.substance == substance(measure)


def is_capsule(entry: Entry) -> bool:
    """Whether an entry says that a capsule of magnesium, or one that may hold it, was taken."""
    return isinstance(entry, DoseTaken) and entry.substance == "magnesium" and entry.elemental_mg != 0


def hidden_measure(design: Design) -> str | None:
    """What is done in every arm of a blind trial in which nothing is swallowed, such as rubbing in a cream."""
    return next((arm.measure for arm in design.arms if arm.measure), None)
