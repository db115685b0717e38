"""The one door through which a profile is kept: what a person tells can end a trial that is under way."""

import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any, Protocol

from charley.dates import Moment
from charley.diary.journal import Journal
from charley.errors import UnreadProfile, UnreadTrial

#: Why a trial is marked when the list of medicines changes under it.
MEDICINES_CHANGED = "The medicines in the profile were changed on this day."


class Store(Protocol):
    """What this asks of storage; one person's only."""

    def journal(self, *, first: date | None = None, last: date | None = None) -> Journal:
        """The diary."""

    def trial_rows(self) -> list[tuple[datetime, str, str]]:
        """Every row of every trial, oldest first: when it was made, the trial, the row."""

    def undisturbed(self) -> AbstractContextManager[None]:
        """Nobody else adds rows meanwhile: what was read inside still holds when it is written."""

    def keep_trial_rows(self, rows: Sequence[tuple[datetime, str, str]]) -> list[bool]:
        """Add rows of trials; says of each whether it was new."""

    def profile(self) -> str | None:
        """The profile document in force."""

    def keep_profile(self, *, document: str, made_at: datetime) -> bool:
        """Add a version of the profile, unless it equals the latest. Says whether it was added."""


def keep_profile(store: Store, document: Mapping[str, Any], *, now: Moment, made_at: datetime) -> str | None:
    """Keep a version of the profile, and screen a trial under way anew.

    Args:
        store: the person's.
        document: as in contract section 1, seen by the screening already.
        now: this moment by the person's clock.
        made_at: the same moment, with its zone.

    Returns:
        why the open trial was stopped, in words for the person; None where none was.
    """
    before = told(store)
    store.keep_profile(document=json.dumps(document, ensure_ascii=False), made_at=made_at)
    return look_after_change(store, before, now=now, made_at=made_at)


def look_after_change(store: Store, before: Mapping[str, Any] | None, *, now: Moment, made_at: datetime) -> str | None:
    """What another profile does to the open trial, also where a file brought it; see :func:`look_after_trial`.

    Args:
        store: the person's, with the profile as it is now.
        before: what was told before, from :func:`told`.
        now: this moment by the person's clock.
        made_at: the same moment, with its zone.
    """
    after = told(store)
    same = before is None or after is None or _medicines(before) == _medicines(after)
    return look_after_trial(store, now=now, made_at=made_at, other_change=None if same else MEDICINES_CHANGED)


def look_after_trial(store: Store, *, now: Moment, made_at: datetime, other_change: str | None = None) -> str | None:
    """What a changed profile, new facts or a new day do to the open trial. Costs one question where there is none.

    A trial whose arms the screen no longer lets pass stops by itself; one beside which something else was changed is
    marked from that day on.

    Args:
        store: the person's.
        now: this moment by the person's clock.
        made_at: the same moment, with its zone.
        other_change: what else was changed today, beside what the diary tells of.

    Returns:
        why the trial was stopped; None where it goes on, there is none, or this version cannot read it: then nothing of
        it is offered, and what a person tells is kept all the same.
    """
    if not store.trial_rows():
        return None
    from charley.services.trial_book import (
        TrialBook,
    )  # brings in the numerics, which a diary without a trial never needs

    book = TrialBook(store, now=now, made_at=made_at)
    try:
        return book.look_after(told(store), other_change=other_change)
    except UnreadTrial:
        return None


def told(store: Store) -> dict[str, Any] | None:
    """What was told; None also where this version cannot read it, so that it can be told once more."""
    try:
        document = store.profile()
    except UnreadProfile:
        return None
    found: dict[str, Any] | None = None if document is None else json.loads(document)
    return found


def _medicines(document: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Name and dose of each medicine that is taken."""
    return {(str(each.get("name")), str(each.get("dose"))) for each in document.get("medicines") or ()}
