"""The verbs of reports: the cramp profile, the list of medicines, the plan on paper, from what is stored.

Nothing here sends anything anywhere: what comes out is bytes for whoever asked.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Literal, Protocol, get_args

import msgspec

from charley.dates import Moment
from charley.diary.journal import Journal
from charley.diary.records import DAY_BEGINS
from charley.errors import BadInput, Problem
from charley.profile import Profile
from charley.reading import read
from charley.report import answer_words, medicine_list, plan_sheet, profile_page, sheet
from charley.report.document import CrampProfile, DiaryAnswer, Effect, TrendNight, TrialBox
from charley.report.gathering import Told, cramp_profile
from charley.report.trial_box import trial_box
from charley.services import planning
from charley.services.insight import Answer
from charley.services.review import review
from charley.trials.dossier import dossiers, read_written

Kind = Literal["profile", "medicines", "plan"]
KINDS: tuple[Kind, ...] = get_args(Kind)

#: Why the diary's own answer is left out while an experiment runs.
ON_TRIAL = "an experiment is running, and a look before its last night makes luck look like an effect"


class Store(Protocol):
    """What a report asks of storage; one person's only."""

    def journal(self) -> Journal:
        """The whole journal."""

    def profile(self) -> str | None:
        """The profile document in force."""

    def trial_rows(self) -> list[tuple[datetime, str, str]]:
        """Every row of a trial, oldest first: when it was made, the trial, the row."""


def page_of(
    journal: Journal,
    profile: Mapping[str, Any] | None,
    *,
    now: Moment,
    program: str,
    trials: Sequence[TrialBox] = (),
    on_trial: bool = False,
    asks: Sequence[str] = (),
) -> CrampProfile:
    """The data of the cramp profile, up to the last night that is over.

    Args:
        journal: one person's.
        profile: the profile as a document; None where there is none.
        now: this moment by the person's clock.
        program: version of Charley.
        trials: experiments that are over.
        on_trial: whether one runs now; until its last night nothing is said of what helps.
        asks: questions of the person's own.
    """
    last = now.night - timedelta(days=1)
    return cramp_profile(
        journal,
        last=last,
        made_at=now.wall,
        program=program,
        told=told(profile, now=now),
        answer=DiaryAnswer(reason=ON_TRIAL) if on_trial else _answer(journal, last),
        trials=trials,
        asks=asks,
    )


def told(profile: Mapping[str, Any] | None, *, now: Moment) -> Told | None:
    """The person and the plan made for them at this moment."""
    if profile is None:
        return None
    return Told(read(Profile, profile), planning.plan(profile, now=now.wall))


def report_pdf(kind: Kind, store: Store, *, now: Moment, program: str) -> bytes:
    """One report as a PDF.

    Raises:
        BadInput: for a plan where nothing was told yet.
    """
    if kind == "plan":
        document = store.profile()
        made = told(None if document is None else json.loads(document), now=now)
        if made is None:
            raise BadInput([Problem("kind", "there is no plan to print yet: Charley has not been told who it is for")])
        return sheet.pdf(plan_sheet.plan_sheet(made.plan, program=program))
    page = stored_page(store, now=now, program=program)
    return profile_page.pdf(page) if kind == "profile" else sheet.pdf(medicine_list.medicine_list(page))


def profile_data(store: Store, *, now: Moment, program: str) -> dict[str, Any]:
    """The cramp profile's data as JSON; see ``docs/reference/cramp-profile.md``."""
    document: dict[str, Any] = msgspec.to_builtins(stored_page(store, now=now, program=program))
    return document


def stored_page(store: Store, *, now: Moment, program: str) -> CrampProfile:
    """The cramp profile of what is stored."""
    document = store.profile()
    profile = None if document is None else json.loads(document)
    rows = (read_written(row) for _, _, row in store.trial_rows())
    kept = dossiers(rows)
    boxes = [box for dossier in kept if (box := trial_box(dossier)) is not None]
    today = (now.wall - DAY_BEGINS).date()
    on_trial = any(dossier.open and dossier.running(today) for dossier in kept)
    return page_of(store.journal(), profile, now=now, program=program, trials=boxes, on_trial=on_trial)


def _answer(journal: Journal, last: date) -> DiaryAnswer:
    """What the insight page says, in the page's own shape; nothing before there are nights enough to say it."""
    found = review(journal, last=last)
    if found is None:
        return DiaryAnswer()
    waits = answer_words.BASELINE_NIGHTS - found.answer.nights.recorded
    if waits > 0:
        return DiaryAnswer(reason=f"{waits} more recorded nights are needed before anything can be said")
    return as_shown(found.answer)


def as_shown(answer: Answer) -> DiaryAnswer:
    """The engine's answer in the shape of the page."""
    effects = tuple(
        Effect(
            name=name,
            ratio_low=effect.rate_ratio.q025,
            ratio=effect.rate_ratio.q50,
            ratio_high=effect.rate_ratio.q975,
            avoided_low=effect.avoided_per_week.q025,
            avoided=effect.avoided_per_week.q50,
            avoided_high=effect.avoided_per_week.q975,
            p_fewer=effect.p_below_1,
            p_fifth_fewer=effect.p_below_0_8,
        )
        for name, effect in answer.treatments.items()
    )
    trend = tuple(
        TrendNight(night=date.fromisoformat(night.date), low=7 * night.q025, middle=7 * night.q50, high=7 * night.q975)
        for night in answer.trend
        if night.date is not None
    )
    return DiaryAnswer(effects=effects, trend=trend, reason=answer.reason, engine=answer.document.engine.method)
