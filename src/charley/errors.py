"""What can go wrong, as one tree.

    CharleyError
    ├── BadInput        what somebody wrote cannot be taken; every faulty field is named (exit status 2)
    ├── FactsFault      a knowledge table of ours is wrong (exit status 3)
    ├── StorageFault    the data folder or database cannot be read or written now (exit status 3)
    │   ├── UnreadProfile   what was told about a person is kept, and this version cannot read it (exit status 3)
    │   └── UnreadTrial     a trial is kept, and this version cannot read it (exit status 3)
    └── NotCleared      a dose was asked for without a valid clearance (a programmer's mistake, exit status 3)

What a person should know (a finding, an answer that cannot be computed) is data and never an exception.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class CharleyError(Exception):
    """The root: every error Charley raises on purpose."""


class Problem(NamedTuple):
    """One fault in what was written: where it stands and what is wrong, in words for a person."""

    field: str
    message: str


class BadInput(CharleyError):
    """Input that cannot be taken as it is. Carries all faults found, not only the first.

    Attributes:
        problems: every fault, in the order of the input.
        fields: the faulty fields, as paths such as ``medicines[0].times[1]``, without repetition.
    """

    def __init__(self, problems: Iterable[Problem | tuple[str, str]]) -> None:
        self.problems: tuple[Problem, ...] = tuple(Problem(*p) for p in problems)
        if not self.problems:
            raise ValueError("BadInput needs at least one problem")
        self.fields: tuple[str, ...] = tuple(dict.fromkeys(p.field for p in self.problems))
        super().__init__("; ".join(f"{p.field}: {p.message}" if p.field else p.message for p in self.problems))

    def under(self, prefix: str) -> "BadInput":
        """The same faults, seen from one level higher up: ``times[0]`` becomes ``prefix.times[0]``."""
        return BadInput(Problem(join(prefix, p.field), p.message) for p in self.problems)

    def as_dict(self) -> dict[str, object]:
        """The JSON document of contract section 0: ``{"error": {"fields": [...], "message": "..."}}``."""
        return {
            "error": {
                "fields": list(self.fields),
                "message": str(self),
                "problems": [{"field": p.field, "message": p.message} for p in self.problems],
            }
        }


class FactsFault(CharleyError):
    """A table of facts breaks its own rules. ``faults`` lists every one as ``file: row: what``."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class StorageFault(CharleyError):
    """The data could not be read or kept: full disk, read-only folder, locked or damaged database."""


class UnreadProfile(StorageFault):
    """What was told about a person cannot be read by this version; the diary can."""


class UnreadTrial(StorageFault):
    """Something kept of a trial cannot be read by this version; the diary can."""


class NotCleared(CharleyError):
    """A regimen was asked for without a clearance, or with one made for another profile, substance or facts."""


def noted(problems: list[Problem], read: Callable[[], T], role: str = "") -> T | None:
    """What ``read`` gives. Its faults are noted instead of raised, so that those of several readings are told at once.

    Args:
        problems: where they are noted; raise :class:`BadInput` with them when all is read.
        read: one reading.
        role: the field of a fault that names none.
    """
    try:
        return read()
    except BadInput as fault:
        problems += [Problem(each.field or role, each.message) for each in fault.problems]
        return None


def join(prefix: str, field: str) -> str:
    """Join two parts of a field path: ``a`` and ``b`` give ``a.b``; ``a`` and ``[0]`` give ``a[0]``."""
    if not prefix or not field:
        return prefix or field
    return prefix + field if field.startswith("[") else f"{prefix}.{field}"
