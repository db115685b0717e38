"""A report that can be made again: the data it came from, the moment it spoke of, and what it must come out as."""

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import msgspec
from msgspec import Meta

from charley.errors import BadInput
from charley.interop.archive_zip import Archive, read_archive, write_archive
from charley.interop.opening import member_bytes, refused
from charley.reading import Record, decode_json, read

FORMAT = "charley-report-bundle"
RUN, DATA = "run.json", "data.zip"
#: Every member carries this time, so that the same report gives the same bundle.
_STAMP = (1980, 1, 1, 0, 0, 0)
MOST_BYTES = 400_000_000


class Made(Record, frozen=True, kw_only=True):
    """How a report was made.

    Attributes:
        kind: profile, medicines or plan.
        now: the moment it was made for, as :meth:`charley.dates.Moment.text` writes it.
        program, facts: versions.
        sha256: of the PDF.
    """

    format: Literal["charley-report-bundle"] = "charley-report-bundle"
    version: Literal[1] = 1
    kind: Literal["profile", "medicines", "plan"]
    now: str
    program: str
    facts: str
    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]


class Bundle(NamedTuple):
    """All of it."""

    made: Made
    archive: Archive


def digest(pdf: bytes) -> str:
    """By which a report is known again."""
    return hashlib.sha256(pdf).hexdigest()


def write(made: Made, archive: Archive) -> bytes:
    """The bundle as one zip; the same report gives the same bytes."""
    data = io.BytesIO()
    write_archive(data, archive)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as target:
        for name, content in ((RUN, msgspec.json.encode(made)), (DATA, data.getvalue())):
            target.writestr(zipfile.ZipInfo(name, _STAMP), content)
    return held.getvalue()


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
        raise refused(f"this is no bundle of a report ({fault})") from None
    return Bundle(made, read_archive(io.BytesIO(member_bytes(path, DATA, MOST_BYTES))))
