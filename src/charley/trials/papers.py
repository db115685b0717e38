"""What a finished trial is judged and reported from: its sealed design with all that came after, and its nights."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, NamedTuple

from msgspec import Meta

from charley.diary.nights import NightTable
from charley.diary.records import Severity, Sign
from charley.errors import Problem
from charley.reading import Record
from charley.trials.design import Design, Key
from charley.trials.dossier import Decision, Dossier, Guess


class Unwanted(Record, frozen=True, kw_only=True):
    """A side effect that was noted in the trial.

    Attributes:
        day: on which.
        sign: what was noticed.
        severity: None where that was not said.
    """

    day: date
    sign: Sign
    severity: Severity | None = None


class Papers(Record, frozen=True, kw_only=True):
    """Everything of a trial but its nights.

    Attributes:
        design: sealed, with all amendments.
        key: of a blind trial.
        late: nights that were written down late.
        unwanted: side effects noted; None where nobody was asked, as in a diary that is a table.
        guesses: what the person thought they had, the last one of each period counts.
        decisions: what the person decided, in order.
        cramps_per_side_effect_day: what a day of side effects weighs, in cramps a week; None where not told.
        person: what the person had told about themselves, as in contract section 1; None where nothing.
    """

    design: Design
    key: Key | None = None
    late: tuple[date, ...] = ()
    unwanted: tuple[Unwanted, ...] | None = None
    guesses: tuple[Guess, ...] = ()
    decisions: tuple[Decision, ...] = ()
    cramps_per_side_effect_day: Annotated[float, Meta(ge=0, le=1000)] | None = None
    person: Mapping[str, Any] | None = None

    def faults(self) -> Iterator[Problem]:
        seal = self.design.fingerprint
        for name in ("guesses", "decisions"):
            for i, row in enumerate(getattr(self, name)):
                if row.trial != seal:
                    yield Problem(f"{name}[{i}].trial", "is another trial")

    @property
    def dossier(self) -> Dossier:
        """The same as the app keeps it."""
        return Dossier(self.design, self.key, self.guesses, self.decisions)


class Trial(NamedTuple):
    """A trial with its nights."""

    papers: Papers
    nights: NightTable
