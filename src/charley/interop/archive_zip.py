"""Everything of one person in one zip, and back again: the same diary, byte for byte.

    README.md                 what this is and how to read it without Charley
    manifest.json             format, version, and length and SHA-256 of every other file
    journal.jsonl             one entry a line, corrections included: {"received_at": …, "entry": {…}}
    profiles.jsonl            one version of the profile a line: {"made_at": …, "document": "…"}
    trials.jsonl              one row of a trial a line, sealed designs included; only where there is a trial
    schema/entry.schema.json  JSON Schema of an entry
    tables/*.csv              the same for a spreadsheet, after corrections; one table for each kind, and the nights

The journal, the profiles and the trials are the truth; the tables are for looking at and are not read back. The same
diary gives the same bytes: no clock time and no machine goes into the zip.
"""

import csv
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Annotated, Any, NamedTuple, TypeVar

import msgspec

from charley.dates import Moment
from charley.diary.journal import Journal
from charley.diary.nights import MAX_NIGHTS, night_table, span
from charley.diary.records import KINDS, AnyEntry, Entry, written
from charley.errors import BadInput, Problem
from charley.interop.nights_csv import write_nights
from charley.profile import Profile
from charley.reading import decode_json, read

FORMAT, VERSION = "charley-archive", 1
MANIFEST, JOURNAL, PROFILES, SCHEMA = "manifest.json", "journal.jsonl", "profiles.jsonl", "schema/entry.schema.json"
TRIALS = "trials.jsonl"
T = TypeVar("T")

#: More than this is no diary: a hundred entries a day for fifty years come to about 500 MB.
MOST_BYTES = 1_000_000_000
#: More faults than this are counted and not listed.
MOST_FAULTS = 20


Instant = Annotated[
    datetime, msgspec.Meta(tz=True, extra={"say": "should be a date and time with its offset from UTC"})
]


class KeptEntry(msgspec.Struct, frozen=True):
    """An entry, and when it came in."""

    received_at: Instant
    entry: AnyEntry


class KeptProfile(msgspec.Struct, frozen=True):
    """A version of the profile as a JSON document, and when it was made."""

    made_at: Instant
    document: str


class KeptTrialRow(msgspec.Struct, frozen=True):
    """A row of a trial as it was written, and when it was made."""

    made_at: Instant
    trial: str
    row: str


class Archive(NamedTuple):
    """Everything of one person."""

    entries: tuple[KeptEntry, ...]
    profiles: tuple[KeptProfile, ...]
    trials: tuple[KeptTrialRow, ...] = ()


def write_archive(target: IO[bytes], archive: Archive) -> None:
    """Write everything to an open binary file."""
    entries = sorted(archive.entries, key=lambda row: (row.received_at, row.entry.id))
    journal = Journal(row.entry for row in entries)
    files = {
        JOURNAL: "".join(_journal_line(row) for row in entries),
        PROFILES: "".join(_json({"made_at": _stamp(p.made_at), "document": p.document}) for p in archive.profiles),
        SCHEMA: json.dumps(entry_schema(), indent=2, ensure_ascii=False) + "\n",
        "README.md": README,
        **dict(_tables(journal)),
    }
    if archive.trials:
        files[TRIALS] = "".join(
            _json({"made_at": _stamp(each.made_at), "trial": each.trial, "row": each.row}) for each in archive.trials
        )
    contents = {name: text.encode() for name, text in sorted(files.items())}
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "entries": len(entries),
        "profiles": len(archive.profiles),
        "trials": len({each.trial for each in archive.trials}),
        "files": {
            name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in contents.items()
        },
    }
    with zipfile.ZipFile(target, "w") as packed:
        for name, data in ((MANIFEST, (json.dumps(manifest, indent=2) + "\n").encode()), *contents.items()):
            place = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            place.external_attr = 0o600 << 16
            place.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(place, data, compresslevel=6)


def is_archive(path: Path) -> bool:
    """Whether a file is one of ours, whole or damaged."""
    try:
        with zipfile.ZipFile(path) as packed:
            return FORMAT.encode() in packed.read(MANIFEST)[:4096]
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, zlib.error, RuntimeError, NotImplementedError):
        return False


def read_archive(path: Path | IO[bytes]) -> Archive:
    """Read everything back. Nothing is given unless the whole file is sound.

    Raises:
        BadInput: for a file that is cut, changed, of a newer version, or holds an entry that cannot be read.
    """
    files = _unpack(path)
    problems: list[Problem] = []
    entries = tuple(_lines(KeptEntry, JOURNAL, files[JOURNAL], problems))
    profiles = tuple(_lines(KeptProfile, PROFILES, files[PROFILES], problems))
    _see_profiles(profiles, problems)
    trials = tuple(_lines(KeptTrialRow, TRIALS, files.get(TRIALS, b""), problems))
    if problems:
        more = len(problems) - MOST_FAULTS
        listed = [Problem("", f"and {more} more faults of this kind")] if more > 0 else []
        raise BadInput([*problems[:MOST_FAULTS], *listed])
    return Archive(entries, profiles, trials)


def _see_profiles(profiles: Sequence[KeptProfile], problems: list[Problem]) -> None:
    """See that each is a JSON document, and the one that would be in force a profile that can be read."""
    in_force = max(profiles, key=lambda each: each.made_at, default=None)
    for number, each in enumerate(profiles, start=1):
        try:
            document = decode_json(each.document)
            if each is in_force:
                read(Profile, document)
        except BadInput as fault:
            problems += fault.under(f"{PROFILES}, line {number}.document").problems


def entry_schema() -> dict[str, Any]:
    """The JSON Schema of one entry, made from the code."""
    schema = msgspec.json.schema(AnyEntry)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Charley diary entry", **schema}


def _unpack(path: Path | IO[bytes]) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(info.file_size for info in packed.infolist()) > MOST_BYTES:
                raise BadInput([Problem("", "the archive would unpack to more than any diary holds")])
            names = packed.namelist()
            manifest = _manifest(packed.read(MANIFEST) if MANIFEST in names else b"")
            files = {name: packed.read(name) for name in names if name != MANIFEST}
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
        message = "the archive is damaged or was cut off on its way; copy it again, or use an earlier one"
        raise BadInput([Problem("", message)]) from None
    except OSError as fault:
        message = f"the file cannot be read ({(fault.strerror or 'unknown reason').lower()})"
        raise BadInput([Problem("", message)]) from None
    missing = [Problem(name, "is missing from the archive") for name in sorted(manifest.keys() - files.keys())]
    changed = [
        Problem(name, "has been changed since the archive was written")
        for name, data in sorted(files.items())
        if name in manifest and hashlib.sha256(data).hexdigest() != manifest[name]
    ]
    if missing or changed:
        raise BadInput(missing + changed)
    return files


def _manifest(data: bytes) -> dict[str, str]:
    """File -> SHA-256."""
    raw = decode_json(data, MANIFEST)
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise BadInput([Problem(MANIFEST, "does not say that this is an archive of Charley's")])
    if raw.get("version") != VERSION:
        message = f"this archive has version {raw.get('version')} and this Charley reads {VERSION}; update Charley"
        raise BadInput([Problem(MANIFEST, message)])
    files = raw.get("files")
    listed = files if isinstance(files, dict) else {}
    sums = {str(name): row.get("sha256", "") for name, row in listed.items() if isinstance(row, dict)}
    if not {JOURNAL, PROFILES} <= sums.keys():
        raise BadInput([Problem(MANIFEST, "does not list the journal and the profiles")])
    return sums


def _lines(kind: type[T], name: str, data: bytes, problems: list[Problem]) -> Iterator[T]:
    for number, line in enumerate(data.splitlines(), start=1):
        at = f"{name}, line {number}"
        try:
            yield _line(kind, line)
        except BadInput as fault:
            problems += fault.under(at).problems


def _line(kind: type[T], line: bytes) -> T:
    try:
        return msgspec.json.decode(line, type=kind)
    except msgspec.DecodeError:  # now slowly, for the words
        return read(kind, decode_json(line))


def _journal_line(row: KeptEntry) -> str:
    return f'{{"received_at":"{_stamp(row.received_at)}","entry":{written(row.entry).decode()}}}\n'


def _json(document: dict[str, str]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _tables(journal: Journal) -> Iterator[tuple[str, str]]:
    for kind, record in sorted(KINDS.items()):
        rows: Sequence[Entry] = journal.of(record)
        if rows:
            yield f"tables/{kind}.csv", _table(record, rows)
    told = span(journal.effective)
    if told is not None and (told[1] - told[0]).days < MAX_NIGHTS:
        yield "tables/nights.csv", write_nights(night_table(journal.effective, *told))


def _table(record: type[Entry], rows: Iterable[Entry]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = [name for name in record.__struct_fields__ if name != "at"]
    writer.writerow(["night_of", "at", *names])
    for row in rows:
        writer.writerow([row.night.isoformat(), row.at.text(), *(_cell(getattr(row, name)) for name in names)])
    return out.getvalue()


def _cell(value: object) -> str:
    """One cell; text that a spreadsheet would take for a formula gets an apostrophe before it."""
    plain = value.text() if isinstance(value, Moment) else msgspec.to_builtins(value)
    if plain is None:
        return ""
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, list):
        plain = " ".join(plain)
    if isinstance(plain, dict):
        plain = json.dumps(plain, ensure_ascii=False, sort_keys=True) if plain else ""
    text = str(plain)
    return f"'{text}" if isinstance(plain, str) and text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


README = """\
# Your diary

Everything Charley keeps about you, in files that need no Charley to be read.

- `journal.jsonl`: one entry a line, in JSON, in the order in which they came in. `entry.kind` says what it is,
  `entry.at` what the clock on the wall showed. A correction is an entry of kind `amendment`; what it corrects is still
  there. A field that is not there was not filled in: it is unknown, and neither zero nor no.
- `profiles.jsonl`: what you said about yourself, every version; the last one is in force.
- `trials.jsonl`: your trials, where there are any: each with its sealed design, later changes, guesses, its answer and
  what you decided. A row is only ever added. The key of a blind trial stands here too: a helper should look, not you.
- `schema/entry.schema.json`: what an entry may hold, as JSON Schema.
- `tables/`: the entries after corrections, one table for each kind, for a spreadsheet. `nights.csv` has one row a
  night; a night runs from noon to noon and carries the date it begins. An empty count was not recorded; it is not zero.
- `manifest.json`: length and SHA-256 of each file, to see whether one was changed.

Not in here, for it belongs to the machine: the name and passphrase of the diary, the address reminders go to, and links
you shared.

To bring it all back: `charley import THIS.zip`. The same archive twice changes nothing.

The file is not locked: whoever has it can read it. Keep it where you keep letters from your doctor.
"""
