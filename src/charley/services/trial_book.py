"""A person's own trials as the app keeps them: opened one at a time, run, judged, decided. Rows are only ever added."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, Protocol

from charley.dates import Moment
from charley.diary.journal import Journal
from charley.diary.nights import NightTable, night_table
from charley.diary.records import DAY_BEGINS, CrampEpisode, NightCount, QuietNight, SideEffect
from charley.errors import BadInput, Problem
from charley.services import trials
from charley.services.trial_changes import amended
from charley.services.trial_doings import hidden_measure, is_capsule, is_done
from charley.services.trials import Opened, Refusal, VerdictDocument, Wish
from charley.trials import blinding, running
from charley.trials.design import Design
from charley.trials.dossier import (
    Amended,
    Answered,
    AnyRow,
    Decision,
    Dossier,
    Guess,
    KeyKept,
    Opening,
    dossiers,
    read_written,
    written,
)

#: An entry about a night written so many days after it is late.
LATE_DAYS = 2


class Store(Protocol):
    """What this asks of storage; one person's only."""

    def trial_rows(self) -> list[tuple[datetime, str, str]]:
        """Every row, oldest first: when it was made, the trial, the row."""

    def undisturbed(self) -> AbstractContextManager[None]:
        """Nobody else adds rows meanwhile: what was read inside still holds when it is written."""

    def keep_trial_rows(self, rows: Sequence[tuple[datetime, str, str]]) -> list[bool]:
        """Add rows; says of each whether it was new."""

    def journal(self, *, first: date | None = None, last: date | None = None) -> Journal:
        """The diary."""


class Running(NamedTuple):
    """A trial under way, as a page shows it.

    Attributes:
        dossier: the trial.
        today: what the day asks for.
        stop: why it should stop today; None where nothing says so.
        changed: first day on which the diary says that something else was changed too.
    """

    dossier: Dossier
    today: running.Today
    stop: running.StopNow | None
    changed: date | None


class TrialBook:
    """All trials of one person, at one moment. A day runs from four in the morning, as in the diary."""

    def __init__(self, store: Store, *, now: Moment, made_at: datetime) -> None:
        self._store = store
        self._today = (now.wall - DAY_BEGINS).date()
        self._wall = now.wall
        self._made_at = made_at

    def all(self) -> list[Dossier]:
        """Every trial, oldest first."""
        return dossiers(read_written(row) for _, _, row in self._store.trial_rows())

    def find(self, trial: str) -> Dossier | None:
        """The trial with this fingerprint."""
        return next((each for each in self.all() if each.design.fingerprint == trial), None)

    def open_one(self) -> Dossier | None:
        """The trial that is not done yet; there is never more than one."""
        return next((each for each in reversed(self.all()) if each.open), None)

    def open(self, profile: Mapping[str, Any], wish: Wish, *, seed: int, nonce: str | None = None) -> Opened | Refusal:
        """Design, seal and keep a trial. A second one beside it is refused: two changes cannot be told apart.

        Raises:
            BadInput: naming every field that cannot be taken.
        """
        found = trials.design(profile, wish, seed=seed, nonce=nonce, now=self._wall)
        with self._store.undisturbed():  # two taps on one button would open two
            if self.open_one() is not None:
                return Refusal(
                    status="ok",
                    reason="A trial is open already. One change at a time, or nobody can tell which of the two it was. "
                    "Finish or stop that one first.",
                )
            if isinstance(found, Opened):
                trial = found.design.fingerprint
                self._add(Opening(trial=trial, design=found.design))
                if found.design.blind:
                    self._add(KeyKept(trial=trial, key=found.key))
        return found

    def running(self, dossier: Dossier) -> Running:
        """What today asks for, and whether something speaks against going on."""
        entries = list(self._store.journal().effective)
        design = dossier.design
        return Running(
            dossier=dossier,
            today=running.today(dossier, self._today),
            stop=running.stop_now(entries, design, self._today),
            changed=running.second_change(entries, design, self._today),
        )

    def screen_again(self, dossier: Dossier, profile: Mapping[str, Any]) -> str | None:
        """Stop a trial whose arms no longer pass the screen, unless it is over. Says why it was stopped, or None."""
        is_over = dossier.design.start is not None and not dossier.running(self._today)
        if is_over or not dossier.open:
            return None
        reason = trials.rescreened(dossier.design, profile, now=self._wall)
        if reason is not None:
            self.amend(dossier, "stop", reason)
        return reason

    def look_after(self, profile: Mapping[str, Any] | None, *, other_change: str | None = None) -> str | None:
        """What a changed profile or a new day do to the open trial.

        It is stopped where its arms no longer pass the screen, and marked where there was a second change.

        Args:
            profile: the one in force; None where nothing was told.
            other_change: what else was changed today, beside what the diary tells of.

        Returns:
            why it was stopped; None where it goes on or there is none.
        """
        dossier = self.open_one()
        if dossier is None:
            return None
        design = self._mark_second_change(dossier)
        if other_change is not None and dossier.running(self._today) and design.since("second_change") is None:
            self.amend(dossier, "second_change", other_change)
        return None if profile is None else self.screen_again(dossier, profile)

    def amend(
        self, dossier: Dossier, what: str, why: str, *, on: date | None = None, until: date | None = None
    ) -> Design:
        """Add an amendment to the trial as it stands now, whatever was added since ``dossier`` was read.

        Raises:
            BadInput: where it cannot be taken, or makes no sense beside what stands there already.
        """
        with self._store.undisturbed():  # two at once would both follow on the same one
            dossier = self.find(dossier.design.fingerprint) or dossier
            changed = amended(dossier.design, what, on=on or self._today, why=why, until=until)
            self._add(Amended(trial=dossier.design.fingerprint, amendment=changed.amendments[-1]))
        return changed

    def guess(self, dossier: Dossier, period: int, arm: str | None) -> None:
        """Keep what the person thought they had in a period that is over.

        Raises:
            BadInput: for a period or an arm that is not there, before the period is over, and after the key was opened.
        """
        problems = []
        if not 1 <= period <= len(dossier.design.periods):
            problems.append(Problem("period", "is not a period of this trial"))
        elif period not in running.ended(dossier.design, self._today):
            problems.append(Problem("period", "is not over yet; guess after its last night"))
        if dossier.is_opened:
            problems.append(Problem("arm", "cannot be guessed any more: what was in the containers is known by now"))
        if arm is not None and arm not in {each.id for each in dossier.design.arms}:
            problems.append(Problem("arm", "is not an arm of this trial"))
        if problems:
            raise BadInput(problems)
        self._add(Guess(trial=dossier.design.fingerprint, period=period, arm=arm, on=self._today))  # type: ignore[arg-type]

    def verdict(self, dossier: Dossier, *, cramps_per_side_effect_day: float | None = None) -> VerdictDocument:
        """Judge the trial by the diary. The first answer is kept as it was shown."""
        design = self._mark_second_change(dossier)
        if design.start is None:
            raise BadInput([Problem("start", "the trial has not begun")])
        journal = self._store.journal()
        last = max(design.start, self._today - timedelta(days=1))
        found = trials.verdict(
            design,
            nights_of(journal, design, last),
            key=dossier.key,
            late=late_nights(journal, design.start, last),
            cramps_per_side_effect_day=cramps_per_side_effect_day,
        )
        is_final = found.state == "complete" or (found.state == "stopped" and found.verdict is not None)
        if is_final and dossier.first_answer is None:
            self._add(Answered(trial=design.fingerprint, judgement=trials.judgement(found)))
        return found

    def blinding(self, dossier: Dossier) -> blinding.BlindingCheck | None:
        """Whether the arms stayed hidden; None where nothing was hidden or guessed, or three arms were hidden."""
        guessed = dossier.guessed()
        return blinding.blinding(guessed) if len({each.truth for each in guessed}) <= 2 else None

    def decide(self, dossier: Dossier, what: str, why: str = "") -> Decision:
        """Keep what the person decided, apart from the result; it is asked about again after three months.

        Raises:
            BadInput: for a decision that is none, or that comes before the trial is over.
        """
        if dossier.open:
            raise BadInput([Problem("what", "can be decided when the trial is over")])
        first = dossier.first_answer
        raw = {
            "kind": "decision",
            "trial": dossier.design.fingerprint,
            "what": what,
            "on": self._today,
            "verdict": None if first is None else first.verdict,
            "why": why,
        }
        made = trials.read_decision(raw)
        self._add(made)
        return made

    def _mark_second_change(self, dossier: Dossier) -> Design:
        """Mark the trial from the day on which the diary tells of another change, once."""
        design = dossier.design
        changed = running.second_change(self._store.journal().effective, design, self._today)
        if changed is None or design.since("second_change") is not None or design.since("stop") is not None:
            return design
        return self.amend(dossier, "second_change", "The diary tells of another change on this day.", on=changed)

    def _add(self, row: AnyRow) -> None:
        self._store.keep_trial_rows([(self._made_at, row.trial, written(row))])


def nights_of(journal: Journal, design: Design, last: date) -> NightTable:
    """The diary of a trial: nights from its first, the share of its doses taken, and days with side effects."""
    start = design.start or last
    entries = list(journal.effective)
    planned = max(sum(dose.elemental_mg for dose in arm.doses) for arm in design.arms)
    target = {"magnesium": planned} if planned and not design.blind else {}
    table = night_table(entries, start, last, target_mg=target)
    doses = dict(table.doses)
    if design.blind:
        measure, a_day = hidden_measure(design), max(1, len(design.hours))
        taken = [entry.day for entry in entries if (is_capsule(entry) if measure is None else is_done(entry, measure))]
        doses["capsule"] = tuple(min(1.0, taken.count(night) / a_day) for night in table.dates)
    unwell = {entry.day for entry in entries if isinstance(entry, SideEffect)}
    marks = tuple(float(night in unwell) for night in table.dates)
    fields = {name: getattr(table, name) for name in table.__struct_fields__}
    return NightTable(**(fields | {"doses": doses, "covariates": {"side_effects": marks}}))


def late_nights(journal: Journal, first: date, last: date) -> set[date]:
    """Nights of which everything that was said was written down late."""
    said: dict[date, list[bool]] = {}
    for entry in journal.effective:
        if isinstance(entry, CrampEpisode | NightCount | QuietNight) and first <= entry.night <= last:
            wall = entry.at.wall if entry.entered is None else entry.entered.wall
            said.setdefault(entry.night, []).append((wall.date() - entry.night).days > LATE_DAYS)
    return {night for night, late in said.items() if all(late)}


__all__ = ["Dossier", "Running", "TrialBook", "late_nights", "nights_of"]
