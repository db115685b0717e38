"""From what an importer read into one person's diary, and from the diary into an archive.

All of a file is kept, or nothing of it: the account that comes back is of what stands in the diary.
"""

import json
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from itertools import islice
from typing import Any, Protocol, cast

from charley.diary.journal import Outcome
from charley.diary.records import AnyEntry, Entry
from charley.errors import BadInput
from charley.interop.archive_zip import JOURNAL, PROFILES, TRIALS, Archive, KeptEntry, KeptProfile, KeptTrialRow
from charley.interop.importer import Answers, Item, Skipped, Taken, dated
from charley.interop.report import ImportReport
from charley.profile import Profile
from charley.reading import decode_json, read

#: Entries kept at a time.
BATCH = 500
#: What a version of the profile is called in an account.
PROFILE = "profile"
CONFLICT = "the diary holds another entry with this id, which was left as it is"


class Keeper(Protocol):
    """What importing and exporting ask of storage; one person's only."""

    def whole(self) -> AbstractContextManager[None]:
        """What is kept inside is kept together or not at all."""

    def keep(self, rows: Sequence[tuple[datetime, AnyEntry]]) -> list[Outcome]:
        """Keep entries with the time each came in."""

    def keep_profiles(self, rows: Sequence[tuple[datetime, str]]) -> list[bool]:
        """Keep versions of the profile; says of each whether it was new."""

    def rows(self) -> list[tuple[datetime, AnyEntry]]:
        """Every entry and when it came in."""

    def profiles(self) -> list[tuple[datetime, str]]:
        """Every version of the profile and when it was made."""

    def keep_trial_rows(self, rows: Sequence[tuple[datetime, str, str]]) -> list[bool]:
        """Keep rows of trials (when made, trial, row); says of each whether it was new."""

    def trial_rows(self) -> list[tuple[datetime, str, str]]:
        """Every row of every trial: when it was made, the trial, the row."""


def keep_items(items: Iterable[Item], keeper: Keeper, report: ImportReport, *, received_at: datetime) -> None:
    """Keep what an importer read.

    Args:
        items: what the importer yields.
        keeper: the person's store.
        report: filled row by row.
        received_at: now.

    Raises:
        BadInput: where the file turns out to be faulty; then nothing of it was kept.
    """
    rows = dated(items, received_at)
    with keeper.whole():
        while batch := list(islice(rows, BATCH)):
            taken = [item for item in batch if isinstance(item, Taken)]
            outcomes = iter(keeper.keep([(received_at, cast("AnyEntry", item.entry)) for item in taken]))
            for item in batch:
                if isinstance(item, Skipped):
                    report.skipped(item.row, item.reason, item.rows)
                elif isinstance(item, Answers):
                    _keep_answers(item, keeper, report)
                else:
                    _note(report, item.row, item.entry, next(outcomes), item.rows)


def _keep_answers(answers: Answers, keeper: Keeper, report: ImportReport) -> None:
    """Keep answers as a version of the profile of their own time; whatever was told since then stays in force."""
    versions = sorted(keeper.profiles(), key=lambda version: version[0])
    earlier = [text for made_at, text in versions if made_at <= answers.at]
    try:
        before = _fields(earlier[-1]) if earlier else {}
        document = {**(before if answers.whole is None else answers.whole), **answers.told}
        told = read(Profile, document)
    except BadInput as fault:
        report.skipped(answers.row, str(fault), answers.rows)
        return
    if earlier and told == read(Profile, before):
        report.already(answers.row, PROFILE, answers.rows)
    elif len(earlier) < len(versions):
        report.skipped(
            answers.row, f"you told something newer on {versions[-1][0]:%Y-%m-%d}, which holds", answers.rows
        )
    elif answers.whole is not None and (gone := _told(before) - _told(document)):
        reason = f"it would take out of your profile what you told here: {', '.join(sorted(gone))}"
        report.skipped(answers.row, f"{reason}. If that is over, take it out of your profile first", answers.rows)
    else:
        keeper.keep_profiles([(answers.at, json.dumps(document, ensure_ascii=False))])
        report.taken(answers.row, PROFILE, answers.rows)


def _told(profile: dict[str, Any]) -> set[str]:
    """What is taken and what somebody has, in small letters: no file takes it away unseen, for plans rest on it."""
    taken = [each["name"] for field in ("medicines", "supplements") for each in profile.get(field) or ()]
    return {name.strip().casefold() for name in (*taken, *(profile.get("conditions") or ()))}


def _fields(text: str) -> dict[str, Any]:
    """A version of the profile as it can be added to.

    Raises:
        BadInput: where this version of the program cannot read it.
    """
    found = decode_json(text)
    read(Profile, found)
    return dict(cast("dict[str, Any]", found))


def keep_archive(archive: Archive, keeper: Keeper, report: ImportReport) -> None:
    """Bring an archive back, with the times at which its entries came in first."""
    with keeper.whole():
        outcomes = keeper.keep([(row.received_at, row.entry) for row in archive.entries])
        fresh = keeper.keep_profiles([(p.made_at, p.document) for p in archive.profiles])
        new_rows = keeper.keep_trial_rows([(each.made_at, each.trial, each.row) for each in archive.trials])
    for number, (row, outcome) in enumerate(zip(archive.entries, outcomes, strict=True), start=1):
        _note(report, f"{JOURNAL}, line {number}", row.entry, outcome)
    for number, new in enumerate(fresh, start=1):
        (report.taken if new else report.already)(f"{PROFILES}, line {number}", PROFILE)
    for number, new in enumerate(new_rows, start=1):
        (report.taken if new else report.already)(f"{TRIALS}, line {number}", "trial")


def archive_of(keeper: Keeper) -> Archive:
    """Everything of one person."""
    entries = tuple(KeptEntry(received_at, entry) for received_at, entry in keeper.rows())
    profiles = tuple(KeptProfile(made_at, document) for made_at, document in keeper.profiles())
    trials = tuple(KeptTrialRow(*row) for row in keeper.trial_rows())
    return Archive(entries, profiles, trials)


def _note(report: ImportReport, row: str, entry: Entry, outcome: Outcome, rows: int = 1) -> None:
    if outcome == "kept":
        report.taken(row, entry.kind, rows)
    elif outcome == "already":
        report.already(row, entry.kind, rows)
    else:
        report.skipped(row, CONFLICT, rows)
