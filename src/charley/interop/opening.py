"""Opening files that strangers wrote: bounded in size, line and ratio, and never written to disk.

Nothing is unpacked: one member of a zip is read as it streams by, so a name that points outside a folder can do no
harm; such a zip is refused all the same, for no app writes one.
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from charley.errors import BadInput, Problem
from charley.interop.importer import Progress
from charley.reading import decode_json

#: An export of many years comes to one or two gigabytes.
MOST_BYTES = 8_000_000_000
#: What is unpacked for each byte of the zip. Health exports reach about 60; a bomb about 1000.
MOST_RATIO = 200
#: Below this size the ratio says nothing.
RATIO_COUNTS_FROM = 20_000_000
#: Members of one zip; a health export has one for every workout's route.
MOST_MEMBERS = 200_000
#: JSON is read as one piece.
MOST_JSON_BYTES = 32_000_000
#: What a file's kind is told from.
HEAD_BYTES = 65_536


def refused(message: str) -> BadInput:
    """The fault of a whole file."""
    return BadInput([Problem("", message)])


class Head(NamedTuple):
    """What a file's kind is told from.

    Attributes:
        data: its first bytes.
        members: the names in it, where it is a zip.
    """

    data: bytes
    members: tuple[str, ...] | None = None

    @property
    def text(self) -> str:
        """The first bytes as text; empty where they are none."""
        if b"\0" in self.data[:4096] and not self.data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return ""
        return self.data.decode(encoding_of(self.data), errors="replace")

    @property
    def header(self) -> tuple[str, ...]:
        """The cells of its first line."""
        first = self.text.split("\n", 1)[0].strip("\r\n ")
        return tuple(cell.strip().strip('"') for cell in first.split(delimiter_of(first)))


def see(path: Path) -> None:
    """See that there is a file that can be read.

    Raises:
        BadInput: where there is none, it is a folder or a device, or it is closed to this user.
    """
    try:
        if path.is_file():
            with path.open("rb"):
                return
    except OSError as fault:
        raise refused(f"the file cannot be read ({(fault.strerror or 'unknown reason').lower()})") from None
    if path.is_dir():
        raise refused(f"“{path.name}” is a folder; name the file in it")
    raise refused(f"there is no file named “{path.name}” here")


def head_of(path: Path) -> Head:
    """A file's beginning.

    Raises:
        BadInput: where there is no such file, or it is empty, a web page, or a zip that cannot be opened.
    """
    see(path)
    with path.open("rb") as file:
        data = file.read(HEAD_BYTES)
    if not data.strip():
        raise refused("the file is empty")
    if data.startswith(b"PK"):
        with _zip(path) as archive:
            return Head(data, tuple(archive.namelist()))
    if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:14].lower().startswith((b"<!doctype html", b"<html")):
        raise refused(
            "this is a web page and not an export; perhaps a sign-in page was saved in its place. "
            "Download the export again."
        )
    return Head(data)


@contextmanager
def opened(
    path: Path,
    *,
    member: Callable[[str], bool] | None = None,
    wanted: str = "",
    most_bytes: int = MOST_BYTES,
    progress: Progress | None = None,
) -> Iterator[io.BufferedReader]:
    """A file's bytes, or those of one member of a zip.

    Args:
        path: the file.
        member: which member is meant, told by its name.
        wanted: what that member is called, for the error.
        most_bytes: more than this is refused.
        progress: told how many bytes of the file have been read.

    Raises:
        BadInput: also later, while reading: a damaged, locked or overblown zip.
    """
    total = path.stat().st_size
    if not zipfile.is_zipfile(path):
        with path.open("rb") as file:
            yield io.BufferedReader(_Bounded(file, file, total, most_bytes, progress), 1 << 18)
        return
    with path.open("rb") as file, _zip(path, file) as archive:
        found = [info for info in archive.infolist() if member is not None and member(info.filename)]
        if not found:
            raise refused(f"this zip holds no {wanted or 'file that can be read'}")
        info = min(found, key=lambda i: (i.filename.count("/"), i.filename))
        if info.flag_bits & 1:
            raise refused("this zip is locked with a password; unpack it first")
        if info.file_size > most_bytes:
            raise refused(f"“{info.filename}” would unpack to {info.file_size / 1e9:.1f} GB, which is too much")
        with _faults_of_zip(), archive.open(info) as packed:
            yield io.BufferedReader(_Bounded(packed, file, total, most_bytes, progress, info.compress_size), 1 << 18)


def member_bytes(path: Path, name: str, most_bytes: int) -> bytes:
    """All bytes of one small member of a zip.

    Args:
        path: the zip.
        name: how the member's name ends.
        most_bytes: more than this is refused.

    Raises:
        BadInput: where there is no such member, or it cannot be read.
    """
    wanted = f"/{name.strip('/')}"
    with opened(
        path, member=lambda n: f"/{n}".endswith(wanted), wanted=f"“{name[:80]}”", most_bytes=most_bytes
    ) as found:
        return found.read()


class _Bounded(io.RawIOBase):
    """A stream that stops at a size, at a ratio, and tells how far it is."""

    def __init__(
        self,
        source: IO[bytes],
        file: IO[bytes],
        total: int,
        most_bytes: int,
        progress: Progress | None,
        packed: int | None = None,
    ) -> None:
        self._source, self._file, self._total = source, file, total
        self._most, self._progress, self._packed = most_bytes, progress, packed
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        with _faults_of_zip():
            data = self._source.read(len(buffer))
        buffer[: len(data)] = data
        self._read += len(data)
        if self._read > self._most:
            raise refused(f"the file holds more than {self._most / 1e6:,.0f} MB, which is too much for its kind")
        if self._packed is not None and self._read > max(RATIO_COUNTS_FROM, MOST_RATIO * self._packed):
            raise refused("this zip unpacks to far more than any export does; it looks made to do harm")
        if self._progress is not None:
            self._progress(min(self._file.tell(), self._total), self._total)
        return len(data)


@contextmanager
def _faults_of_zip() -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError):  # a place before the file's beginning is an OSError
        raise refused("the zip is damaged or was cut off on its way; make the export again") from None
    except (NotImplementedError, RuntimeError) as fault:
        raise refused(f"the zip is packed in a way that cannot be read here ({fault}); unpack it first") from None


@contextmanager
def _zip(path: Path, file: IO[bytes] | None = None) -> Iterator[zipfile.ZipFile]:
    with _faults_of_zip(), zipfile.ZipFile(file or path) as archive:
        names = archive.namelist()
        if len(names) > MOST_MEMBERS:
            raise refused(f"this zip holds {len(names):,} files, far more than any export does")
        outside = [name for name in names if _points_outside(name)]
        if outside:
            raise refused(f"this zip names a file outside its own folder (“{outside[0][:80]}”), so it is not opened")
        yield archive


def _points_outside(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return ".." in parts or name.startswith(("/", "\\")) or (bool(parts) and parts[0].endswith(":"))


def encoding_of(start: bytes) -> str:
    """How a text is written: UTF-16 where a mark says so, else UTF-8."""
    return "utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"


def delimiter_of(header: str) -> str:
    """What stands between the cells: a comma, or what a spreadsheet made of it."""
    return max((",", ";", "\t"), key=header.count)


def json_document(path: Path, progress: Progress | None = None) -> object:
    """The one document of a JSON file.

    Raises:
        BadInput: where it is no JSON, or longer than is read in one piece.
    """
    with opened(path, most_bytes=MOST_JSON_BYTES, progress=progress) as stream:
        return decode_json(stream.read())


#: No figure of a day comes near it; a larger one could not be reckoned with.
_ABSURD = 1e15


def number_of(raw: object) -> float | None:
    """The number in a JSON value; None where it holds none that can be reckoned with."""
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not -_ABSURD < raw < _ABSURD:
        return None
    return float(raw)
