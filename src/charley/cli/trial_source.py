"""Where a command takes its trial from: two files, or the data folder."""

from pathlib import Path
from typing import TYPE_CHECKING

from charley.cli import clock
from charley.cli.taking_in import file_bytes
from charley.errors import BadInput, Problem, noted
from charley.reading import decode_json

if TYPE_CHECKING:
    from charley.services.trial_report import Trial


def trial_from(
    design: str | None,
    diary: str | None,
    *,
    key: Path | None = None,
    side_effect_day: float | None = None,
    name: str | None = None,
    person: str | None = None,
    data: Path | None = None,
    with_person: bool = False,
) -> "Trial":
    """The trial a command is about.

    Args:
        design, diary: two files; both or neither.
        key: file with the key of a blind design.
        side_effect_day: what a day of side effects weighs.
        name: beginning of the fingerprint, where the trial stands in the data folder.
        person: whose data, by name; None for the first person.
        data: the data folder; None for the usual one.
        with_person: whether what the person told about themselves comes along.

    Raises:
        BadInput: naming what is missing or cannot be taken.
    """
    if (design is None) != (diary is None):
        raise BadInput([Problem("diary", "give both files, the sealed design and the diary, or neither of them")])
    if design is None or diary is None:
        return _stored(name, data, person, with_person=with_person)
    from charley.interop.nights_csv import read_nights
    from charley.services import trial_report, trials

    problems: list[Problem] = []
    sealed = noted(problems, lambda: trials.read_design(file_bytes(design)), "design")
    nights = noted(problems, lambda: read_nights(file_bytes(diary)).table, "diary")
    opens = None if key is None else noted(problems, lambda: trials.read_key(file_bytes(str(key))), "key")
    weight = noted(problems, lambda: trial_report.weight_of(side_effect_day), "side_effect_day")
    if sealed is None or nights is None or problems:
        raise BadInput(problems)
    return trial_report.trial_from_files(sealed, nights, key=opens, cramps_per_side_effect_day=weight)


def _stored(name: str | None, data: Path | None, person: str | None, *, with_person: bool) -> "Trial":
    from charley.cli.store import open_store
    from charley.diary.journal import instant
    from charley.services.trial_book import TrialBook
    from charley.services.trial_report import stored_trial

    now = clock.now()
    store = open_store(data, now, person)
    document = store.profile() if with_person else None
    told = None if document is None else decode_json(document)
    book = TrialBook(store, now=now, made_at=instant(now))
    return stored_trial(
        book.all(), store.journal(), name=name, now=now, person=told if isinstance(told, dict) else None
    )
