"""All that is kept of a trial: rows that are only ever added, and the trial they make."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from charley.errors import BadInput, UnreadTrial
from charley.language import said
from charley.reading import Record
from charley.trials.analysis import Judgement
from charley.trials.blinding import Guessed
from charley.trials.decision import Verdict
from charley.trials.design import Amendment, Design, Key
from charley.trials.timeline import last_night

#: A decision is asked about again after so long.
ASK_AGAIN_DAYS = 91


class Row(Record, frozen=True, kw_only=True, tag_field="kind"):
    """What every row carries: the fingerprint of its trial."""

    trial: str


class Opening(Row, frozen=True, kw_only=True, tag="design"):
    """A trial was opened."""

    design: Design


class KeyKept(Row, frozen=True, kw_only=True, tag="key"):
    """The key of a blind trial, for the helper and for the end."""

    key: Key


class Amended(Row, frozen=True, kw_only=True, tag="amendment"):
    """A change after sealing."""

    amendment: Amendment


class Guess(Row, frozen=True, kw_only=True, tag="guess"):
    """What the person thought they had, asked after each period.

    Attributes:
        period: its number.
        arm: None = no idea.
        on: date of the answer.
    """

    period: Annotated[int, Meta(ge=1)]
    arm: Literal["A", "B", "C"] | None = None
    on: date


class Decision(Row, frozen=True, kw_only=True, tag="decision"):
    """What the person decided, which need not be what the result says.

    Attributes:
        what: they go on with it, leave it, try something else, or have not decided.
        on: its date.
        verdict: what the trial had said by then.
        why: in the person's words.
    """

    what: Literal["keep", "leave", "change", "undecided"]
    on: date
    verdict: Verdict | None = None
    why: Annotated[str, Meta(max_length=1000)] = ""

    @property
    def ask_again(self) -> date:
        """When to ask whether it still holds."""
        return self.on + timedelta(days=ASK_AGAIN_DAYS)


class Answered(Row, frozen=True, kw_only=True, tag="verdict"):
    """The first verdict that was shown, as it was shown."""

    judgement: Judgement


AnyRow: TypeAlias = Opening | KeyKept | Amended | Guess | Decision | Answered

_encoder = msgspec.json.Encoder(order="deterministic")
_decoder: msgspec.json.Decoder[AnyRow] = msgspec.json.Decoder(AnyRow)


def written(row: AnyRow) -> str:
    """The one way a row is written as JSON."""
    return _encoder.encode(row).decode()


def read_written(text: str) -> AnyRow:
    """Read back what :func:`written` wrote.

    Raises:
        UnreadTrial: where it is no row that this version knows, or its seal is broken.
    """
    try:
        return _decoder.decode(text)
    except (msgspec.DecodeError, BadInput):
        raise UnreadTrial(
            said(
                "A trial that is kept here cannot be read by this version of Charley. Nothing was changed and the "
                "diary is whole. Update Charley to go on with the trial; until then nothing is offered to be taken."
            )
        ) from None


@dataclass(frozen=True)
class Dossier:
    """One trial with everything that belongs to it, in the order in which it came.

    Attributes:
        design: with all amendments.
        key: of a blind trial.
        guesses: the last one of each period counts.
        decisions: in order.
        first_answer: the first verdict that was shown.
    """

    design: Design
    key: Key | None = None
    guesses: tuple[Guess, ...] = ()
    decisions: tuple[Decision, ...] = ()
    first_answer: Judgement | None = None

    @property
    def order(self) -> tuple[str, ...] | None:
        """The arm of each period; of a blind trial only where its key is here."""
        return self.design.sequence if self.key is None else self.key.sequence

    def running(self, today: date) -> bool:
        """Whether it has begun and neither ended nor been stopped."""
        if self.design.since("stop") is not None or self.design.start is None:
            return False
        end = last_night(self.design, self.design.start)
        return end is None or today <= end

    @property
    def open(self) -> bool:
        """Whether it still waits for its start, its end or its first answer."""
        return self.design.since("stop") is None and self.first_answer is None

    @property
    def is_opened(self) -> bool:
        """Whether the person may know by now what was hidden: the answer was shown, or the key opened early."""
        return self.first_answer is not None or self.design.since("unblinded") is not None

    def guessed(self) -> list[Guessed]:
        """The last guess of each period beside the truth; periods without anything to hide are left out."""
        order = self.order
        if order is None or not self.design.blind:
            return []
        last = {guess.period: guess for guess in self.guesses}
        hidden = {arm.id for arm in self.design.arms if arm.parts}
        return [
            Guessed(order[number - 1], guess.arm)
            for number, guess in sorted(last.items())
            if number <= len(order) and order[number - 1] in hidden
        ]

    def due_to_ask(self, today: date) -> bool:
        """Whether the last decision should be asked about again."""
        return bool(self.decisions) and today >= self.decisions[-1].ask_again


def dossiers(rows: Iterable[AnyRow]) -> list[Dossier]:
    """The trials that rows make, in the order of their opening. A row of an unknown trial is left out."""
    found: dict[str, Dossier] = {}
    for row in rows:
        if isinstance(row, Opening):
            found.setdefault(row.trial, Dossier(design=row.design))
        elif row.trial in found:
            found[row.trial] = _with(found[row.trial], row)
    return list(found.values())


def _with(dossier: Dossier, row: AnyRow) -> Dossier:
    design, key, first = dossier.design, dossier.key, dossier.first_answer
    guesses, decisions = dossier.guesses, dossier.decisions
    match row:
        case KeyKept():
            key = row.key
        case Amended():
            design = design.joined(row.amendment)
        case Guess():
            guesses = (*guesses, row)
        case Decision():
            decisions = (*decisions, row)
        case Answered():
            first = first or row.judgement
    return Dossier(design, key, guesses, decisions, first)
