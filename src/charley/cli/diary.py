"""``charley log``: one line becomes one entry of the diary."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import msgspec
from cyclopts import Parameter

from charley.cli import output
from charley.cli.clock import now
from charley.dates import Moment
from charley.diary.line import read_line
from charley.diary.records import Observation, questions
from charley.errors import BadInput, Problem, noted

if TYPE_CHECKING:
    from charley.services.diary import Diary

#: How a field is read back, where its name alone would not do.
PHRASES = {
    "site": "{}",
    "side": "{}",
    "what": "{}",
    "text": "{}",
    "form": "{}",
    "pain": "pain {}/10",
    "strength": "strength {}/10",
    "rating": "rating {}/5",
    "duration_s": "lasting {} s",
    "soreness_min": "sore for {} min",
    "minutes": "{} min",
    "ml": "{} ml",
    "elemental_mg": "{} mg elemental",
    "observed": "observed share {}",
}


def log(
    *words: str,
    at: str | None = None,
    id: str | None = None,
    person: str | None = None,
    data: Path | None = None,
    yes: Annotated[bool, Parameter(name=["--yes", "-y"], negative=())] = False,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Write one line into the diary, such as: left calf 7/10 3am 2 min

    It shows what it understood. Words it does not understand are given back, and nothing is kept.
    Others it knows: quiet night; 2 cramps last night; 2 x 100 mg citrate 21:30 with food; water 300 ml;
    slept 3/5; twitch left calf; stretch 5 min to prevent; ran 30 min hard 18:00; note: more greens.

    Parameters
    ----------
    words
        The line. "3am" is the last 3am that was.
    at
        When it happened, such as 2026-03-14T03:10 or with its offset 2026-03-14T03:10+01:00.
    id
        The entry's own id; the same id again changes nothing. Made up where it is not given.
    person
        Whose diary, where several people keep one here: the name. Without it the first person's.
    data
        The data folder, in place of the usual one.
    yes
        Keep it without asking.
    json
        Answer with one JSON document.
    """
    moment = now()
    entry = _read(_as_typed(words), id=id or str(uuid4()), now=moment, at=at)
    asking = sys.stdin.isatty() and not yes and not json
    if asking and not _agreed(entry):
        output.errors.print("Nothing was kept.")
        return output.NO
    receipt = _diary(data, moment, person).add([entry])[0]
    if receipt.problems:
        raise BadInput(receipt.problems)
    if json:
        output.print_json({**receipt.as_dict(), "entry": msgspec.to_builtins(receipt.entry)})
        return output.DONE
    done = "Kept" if receipt.outcome == "kept" else "Was there already"
    output.console.print(f"{done}: {said(entry)}", markup=False, soft_wrap=True)
    for question in receipt.questions:
        output.errors.print(question.message, markup=False, soft_wrap=True)
    return output.DONE


def _read(line: str, *, id: str, now: Moment, at: str | None) -> Observation:
    """The entry of a line.

    Raises:
        BadInput: naming what is wrong with the line and with ``--at``, both at once.
    """
    problems: list[Problem] = []
    when = None if at is None else noted(problems, lambda: _moment(at, now))
    entry = noted(problems, lambda: read_line(line, id=id, now=now, at=when))
    if entry is None or problems:
        raise BadInput(problems)
    return entry


def _as_typed(words: Sequence[str]) -> str:
    """The line, also where Python takes the terminal's letters for ASCII, as it does where no language is set."""
    return os.fsencode(" ".join(words)).decode("utf-8", "surrogateescape")


def said(entry: Observation) -> str:
    """An entry in one line, for the person who wrote it."""
    fields = [f for f in entry.__struct_fields__ if f not in ("id", "at", "entered", "origin", "night")]
    known = [(f, getattr(entry, f)) for f in fields if getattr(entry, f) not in (None, (), {})]
    details = ", ".join(PHRASES.get(f, f"{f.replace('_', ' ')} {{}}").format(_word(value)) for f, value in known)
    when = f"{entry.at.wall:%Y-%m-%d %H:%M}, " if "night" not in entry.__struct_fields__ else ""
    return f"{entry.kind.replace('_', ' ')}, {when}night of {entry.night}" + (f": {details}" if details else "")


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return ", ".join(value) if isinstance(value, tuple) else str(value).replace("_", " ")


def _agreed(entry: Observation) -> bool:
    output.console.print(f"Understood: {said(entry)}", markup=False, soft_wrap=True)
    for question in questions(entry):
        output.console.print(question.message, markup=False)
    try:
        return input("Keep it? [Y/n] ").strip().lower() in ("", "y", "yes")
    except EOFError:  # Ctrl-D
        return False


def _moment(written: str, now: Moment) -> Moment:
    """The moment of ``--at``; in the machine's zone where it names no offset."""
    moment = Moment.parse(written, at="at")
    if moment.offset_min is None and now.zone is not None:
        return Moment.local(moment.wall, now.zone, at="at")
    return moment


def _diary(data: Path | None, moment: Moment, person: str | None) -> "Diary":
    from charley.cli.store import open_store
    from charley.services.diary import Diary

    return Diary(open_store(data, moment, person), now=moment)
