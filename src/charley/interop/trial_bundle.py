"""A trial as one file to hand on: its sealed design with all that came after, its nights, and the version behind it.

    README.md    what this is
    run.json     when and by which program it was reported, and what the report must come out as
    trial.json   design, amendments, key, late nights, side effects, guesses, decisions
    nights.csv   the diary of the trial, contract section 3

The same trial gives the same bytes.
"""

import hashlib
import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import msgspec
from msgspec import Meta

from charley.errors import BadInput, Problem
from charley.interop.nights_csv import read_nights, write_nights
from charley.interop.opening import member_bytes, refused
from charley.reading import Record, decode_json, read
from charley.trials.papers import Papers, Trial

RUN, PAPERS, NIGHTS = "run.json", "trial.json", "nights.csv"
#: Every member carries this time, so that the same trial gives the same bundle.
_STAMP = (1980, 1, 1, 0, 0, 0)
#: Above this a member is none of ours: ten years of nights are some 200 kB.
MOST_BYTES = 5_000_000


class Made(Record, frozen=True, kw_only=True):
    """How its report was made.

    Attributes:
        now: the moment it was made for, as :meth:`charley.dates.Moment.text` writes it.
        run: id of the analysis.
        program, facts: versions.
        sha256: of the report as a PDF.
        nights_sha256: of the nights, so that a changed diary is noticed.
    """

    format: Literal["charley-trial-bundle"] = "charley-trial-bundle"
    version: Literal[1] = 1
    now: str
    run: str
    program: str
    facts: str
    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
    nights_sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")] = ""


class Bundle(NamedTuple):
    """All of it."""

    made: Made
    trial: Trial


def digest(data: bytes) -> str:
    """By which a report or a diary is known again."""
    return hashlib.sha256(data).hexdigest()


def write(made: Made, trial: Trial) -> bytes:
    """The bundle as one zip."""
    nights = write_nights(trial.nights).encode()
    whole = msgspec.structs.replace(made, nights_sha256=digest(nights))
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as target:
        for name, content in (
            ("README.md", README.encode()),
            (RUN, _json(whole)),
            (PAPERS, _json(trial.papers)),
            (NIGHTS, nights),
        ):
            place = zipfile.ZipInfo(name, _STAMP)
            place.external_attr = 0o600 << 16
            place.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(place, content, compresslevel=6)
    return held.getvalue()


def is_bundle(path: Path) -> bool:
    """Whether a file says that it is one of these, whole or damaged."""
    if not path.is_file():
        return False
    try:
        raw = decode_json(member_bytes(path, RUN, 100_000))
    except BadInput:
        return False
    return isinstance(raw, dict) and raw.get("format") == "charley-trial-bundle"


def load(path: Path) -> Bundle:
    """Read a bundle back.

    Raises:
        BadInput: where it is none, was changed, or is of a newer version.
    """
    if not path.is_file():
        raise refused(f"there is no file named “{path.name}” here")
    try:
        made = read(Made, decode_json(member_bytes(path, RUN, 100_000)))
    except BadInput as fault:
        raise refused(f"this is no bundle of a trial ({fault})") from None
    nights = member_bytes(path, NIGHTS, MOST_BYTES)
    problems: list[Problem] = []
    papers = None
    try:
        papers = read(Papers, decode_json(member_bytes(path, PAPERS, MOST_BYTES)))
    except BadInput as fault:
        problems += fault.under(PAPERS).problems
    if digest(nights) != made.nights_sha256:
        problems.append(Problem(NIGHTS, "has been changed since the bundle was written"))
    if papers is None or problems:
        raise BadInput(problems)
    return Bundle(made, Trial(papers, read_nights(nights).table))


def _json(record: Record) -> bytes:
    text = json.dumps(msgspec.to_builtins(record), ensure_ascii=False, indent=1, default=date.isoformat)
    return text.encode() + b"\n"


README = """\
# A trial of one's own

- `trial.json`: the sealed design with its fingerprint, every later change (amendment) with date and reason, the order,
  side effects, guesses and decisions.
- `nights.csv`: the diary of the trial, one row a night. An empty count was not recorded; it is not zero.
- `run.json`: the version of the program and the SHA-256 that the report must have.

`charley rebuild THIS.zip --pdf report.pdf` makes the report again and says whether it is the same to the last byte.
`charley trial pool FOLDER` puts many such files together.

The file is not locked: whoever has it can read it.
"""
