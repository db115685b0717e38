"""A trial reported by the CENT 2015 checklist, on paper or as data: the same papers give the same bytes."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from charley.dates import Moment
from charley.diary.journal import Journal
from charley.diary.nights import NightTable
from charley.diary.records import SideEffect
from charley.errors import BadInput, Problem
from charley.knowledge.tables import facts_version
from charley.reading import Record, read
from charley.report import sheet as paper
from charley.report import trial_report as cent
from charley.report.gathering import fingerprint
from charley.report.trial_report import TrialReport
from charley.report.trial_report_methods import methods
from charley.report.trial_report_results import results
from charley.services import trials
from charley.services.trial_book import late_nights, nights_of
from charley.trials.design import Design, Key
from charley.trials.dossier import Dossier
from charley.trials.papers import Papers, Trial, Unwanted
from charley.trials.run import Run, lined_up
from charley.trials.seal import canonical


def trial_of(
    dossier: Dossier,
    journal: Journal,
    *,
    last: date,
    person: dict[str, Any] | None = None,
    cramps_per_side_effect_day: float | None = None,
) -> Trial:
    """A trial with everything it is judged and reported from.

    Args:
        dossier: as the app keeps it.
        journal: the person's.
        last: the last night to count, most often the last one that is over.
        person: what the person told about themselves, where it may go out with the trial.
        cramps_per_side_effect_day: what a day of side effects weighs.

    Raises:
        BadInput: where the trial has not begun.
    """
    design = dossier.design
    if design.start is None:
        raise BadInput([Problem("start", "the trial has not begun, so there is nothing to report")])
    end = max(design.start, last)
    return Trial(
        Papers(
            design=design,
            key=dossier.key,
            late=tuple(sorted(late_nights(journal, design.start, end))),
            unwanted=tuple(
                Unwanted(day=entry.day, sign=entry.sign, severity=entry.severity)
                for entry in journal.of(SideEffect)
                if design.start <= entry.day <= end
            ),
            guesses=dossier.guesses,
            decisions=dossier.decisions,
            cramps_per_side_effect_day=cramps_per_side_effect_day,
            person=person,
        ),
        nights_of(journal, design, end),
    )


def stored_trial(
    book_trials: Sequence[Dossier], journal: Journal, *, name: str | None, now: Moment, person: dict[str, Any] | None
) -> Trial:
    """The trial whose fingerprint begins with ``name``; the last one that was begun where none is named.

    Raises:
        BadInput: where there is none, or more than one.
    """
    fitting = [each for each in book_trials if each.design.fingerprint.startswith(name or "")]
    begun = [each for each in fitting if each.design.start is not None]
    if name and len(fitting) > 1:
        raise BadInput([Problem("trial", "fits more than one trial; write more of the fingerprint")])
    if not (begun or fitting):
        raise BadInput([Problem("trial", "there is no such trial here" if name else "there is no trial here")])
    return trial_of((begun or fitting)[-1], journal, last=now.night - timedelta(days=1), person=person)


def trial_from_files(
    design: Design, nights: NightTable, *, key: Key | None = None, cramps_per_side_effect_day: float | None = None
) -> Trial:
    """A trial from a sealed design and a table of nights."""
    return Trial(Papers(design=design, key=key, cramps_per_side_effect_day=cramps_per_side_effect_day), nights)


def weight_of(side_effect_day: float | None) -> float | None:
    """What a day of side effects weighs, as a person gave it.

    Raises:
        BadInput: for a weight that cannot be.
    """
    return read(_Weight, {"side_effect_day": side_effect_day}).side_effect_day


def may_leave(trial: Trial) -> None:
    """Whether a trial may be handed on.

    Raises:
        BadInput: for a blind trial that is not over, whose file would show the order.
    """
    if trial.papers.design.blind and not judged(trial).is_over:
        message = "is blind and not over yet: the file would show the order. Export it after the last night"
        raise BadInput([Problem("trial", message)])


def report(trial: Trial, *, made_at: datetime, program: str) -> TrialReport:
    """Analyse a trial and report it.

    Args:
        trial: its papers and nights.
        made_at: now, by the person's clock.
        program: version of Charley.

    Raises:
        BadInput: where design, key and diary do not fit together.
    """
    papers, run, found = trial.papers, _run(trial), judged(trial)
    design, facts = papers.design, facts_version()
    told = cent.Told(
        papers=papers,
        run=run,
        found=trials.judgement(found),
        words=found.sentences,
        id=run_id(trial, program=program),
        program=program,
        facts=facts,
    )
    return TrialReport(
        title=f"N-of-1 trial: {design.question}",
        run=told.id,
        fingerprint=design.fingerprint,
        state=found.state,
        made_at=made_at,
        program=program,
        facts=facts,
        items=(*methods(told), *results(told)),
    )


def report_pdf(trial: Trial, *, made_at: datetime, program: str) -> bytes:
    """The report as a PDF.

    Raises:
        BadInput: as :func:`report`.
    """
    return paper.pdf(cent.sheet(report(trial, made_at=made_at, program=program)))


def report_data(trial: Trial, *, made_at: datetime, program: str) -> dict[str, Any]:
    """The report as JSON."""
    document: dict[str, Any] = msgspec.to_builtins(report(trial, made_at=made_at, program=program))
    return document


def report_lines(trial: Trial, *, made_at: datetime, program: str) -> tuple[str, ...]:
    """The report for a terminal."""
    return tuple(cent.text(report(trial, made_at=made_at, program=program)))


def run_id(trial: Trial, *, program: str) -> str:
    """The same for the same papers, nights, program and facts; another as soon as one differs."""
    parts = (canonical(trial.papers), canonical(trial.nights), program.encode(), facts_version().encode())
    return fingerprint(*parts)


class _Weight(Record, frozen=True, kw_only=True):
    """What a day of side effects weighs, under the name a person knows it by."""

    side_effect_day: Annotated[float, Meta(ge=0, le=1000)] | None


def _run(trial: Trial) -> Run:
    return lined_up(trial.papers.design, _order(trial.papers), trial.nights)


def _order(papers: Papers) -> tuple[str, ...]:
    return trials.order_of(papers.design, papers.key)


def judged(trial: Trial) -> trials.VerdictDocument:
    """The verdict on a trial, as every page and paper shows it."""
    papers = trial.papers
    return trials.verdict(
        papers.design,
        trial.nights,
        key=papers.key,
        late=papers.late,
        cramps_per_side_effect_day=papers.cramps_per_side_effect_day,
    )


__all__ = [
    "Papers",
    "Trial",
    "judged",
    "may_leave",
    "report",
    "report_data",
    "report_lines",
    "report_pdf",
    "run_id",
    "stored_trial",
    "trial_from_files",
    "trial_of",
    "weight_of",
]
