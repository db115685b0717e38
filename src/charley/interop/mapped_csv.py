"""A table of the person's own, read by a mapping that says which column means what. The mapping is a file to keep.

    {"format": "charley-csv-mapping", "version": 1,
     "date": {"column": "Datum", "form": "%d.%m.%Y"}, "date_names": "evening",
     "time": {"column": "Zeit", "form": "%H:%M"},
     "entries": [{"kind": "cramp", "only_if": {"column": "Krampf", "is": ["ja"]},
                  "fields": {"pain": {"column": "Stärke"}, "site": {"always": "calf"}}}]}

An empty cell is not known: its field is left out.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias, get_args

import msgspec
from msgspec import Meta

from charley.dates import Moment, zone_named
from charley.diary.records import KINDS, CrampEpisode, Entry
from charley.errors import BadInput, Problem, join
from charley.interop.importer import Item, Progress, Skipped, entry, once
from charley.interop.opening import opened, refused, see
from charley.interop.stamps import by_wall, whole_day
from charley.interop.tables import Row, lines, table
from charley.reading import Record, decode_json, read

KIND = "mapped_csv"
FORMAT = "charley-csv-mapping"
MOST_MAPPING_BYTES = 1_000_000
#: What the reader fills in by itself, and what no single cell can hold.
_NOT_MAPPED = frozenset({"id", "at", "entered", "origin", "night", "start", "end", "nutrients", "triggers"})

Scalar: TypeAlias = str | bool | int | float
Column = Annotated[str, Meta(min_length=1, max_length=200)]
Form = Annotated[str, Meta(min_length=2, max_length=40, description="as Python's strftime writes it")]


class When(Record, frozen=True, kw_only=True):
    """A column of dates or times, and how they are written, such as ``%d.%m.%Y``."""

    column: Column
    form: Form


class Cell(Record, frozen=True, kw_only=True):
    """Where a field comes from: a column, or always the same.

    Attributes:
        column: its column.
        values: what the words in it stand for; a word that is not named here is a fault of its row.
        always: the value, where no column holds it.
    """

    column: Column | None = None
    values: dict[str, Scalar] | None = None
    always: Scalar | None = None

    def faults(self) -> Iterator[Problem]:
        if (self.column is None) == (self.always is None):
            yield Problem("", "should name a column, or a value that is always the same")
        if self.values is not None and self.column is None:
            yield Problem("values", "belongs to a column")


class OnlyIf(Record, frozen=True, kw_only=True):
    """Which rows are meant: those where a column holds one of some words; any word where none are named."""

    column: Column
    is_: tuple[str, ...] = msgspec.field(default=(), name="is")

    def holds(self, cells: Mapping[str, str]) -> bool:
        """Whether a row is meant."""
        word = cells.get(self.column, "")
        return word.casefold() in {w.casefold() for w in self.is_} if self.is_ else bool(word)


class MappedEntry(Record, frozen=True, kw_only=True):
    """An entry that a row becomes.

    Attributes:
        kind: the kind of entry, as in the diary's own JSON.
        only_if: which rows become one; every row where it is not named.
        fields: where its fields come from.
    """

    kind: str
    only_if: OnlyIf | None = None
    fields: dict[str, Cell] = msgspec.field(default_factory=dict)

    def faults(self) -> Iterator[Problem]:
        if self.kind not in KINDS or self.kind == "amendment":
            known = ", ".join(sorted(KINDS.keys() - {"amendment"}))
            yield Problem("kind", f"“{self.kind}” is not a kind of entry; there are {known}")
            return
        types = _types(self.record)
        for name in self.fields:
            if name not in types:
                yield Problem(join("fields", name), f"cannot be filled; there are {', '.join(sorted(types))}")

    @property
    def record(self) -> type[Entry]:
        """Its class."""
        return KINDS[self.kind]

    @property
    def of_a_night(self) -> bool:
        """Whether it speaks of a night and not of a moment."""
        return "night" in self.record.__struct_fields__


class CsvMapping(Record, frozen=True, kw_only=True):
    """Which column of a table means what.

    Attributes:
        date: the column of dates.
        time: the column of clock times, where there is one.
        date_names: whether the date is the calendar day, or the evening or the morning of a night. A row of
            02:10 with the date of the evening belongs to the next calendar day.
        zone: where the person lived; None where that is not known.
        decimal: what stands before the tenths.
        entries: what each row becomes.
    """

    format: Literal["charley-csv-mapping"]
    version: Literal[1]
    name: str = ""
    date: When
    time: When | None = None
    date_names: Literal["calendar_day", "evening", "morning"] = "calendar_day"
    zone: str | None = None
    decimal: Literal[".", ","] = "."
    entries: tuple[MappedEntry, ...]

    def faults(self) -> Iterator[Problem]:
        if not self.entries:
            yield Problem("entries", "should name at least one entry that a row becomes")
        if self.zone is not None and zone_named(self.zone) is None:
            yield Problem("zone", f"is not a known time zone (“{self.zone}”)")
        for number, mapped in enumerate(self.entries):
            if mapped.of_a_night and self.date_names == "calendar_day":
                message = "an entry of a night needs “date_names”: does the date name its evening or its morning?"
                yield Problem(f"entries[{number}].kind", message)
            if mapped.record is CrampEpisode and self.time is None:
                message = "a cramp needs a clock time; without one, map the nights' numbers as night_count"
                yield Problem(f"entries[{number}].kind", message)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column it names."""
        named = [self.date.column, *([self.time.column] if self.time else [])]
        for mapped in self.entries:
            named += [mapped.only_if.column] if mapped.only_if else []
            named += [cell.column for cell in mapped.fields.values() if cell.column]
        return tuple(dict.fromkeys(named))


class _Stamp(NamedTuple):
    """The moment of a row, the night it belongs to, and whether its clock time is known."""

    at: Moment
    night: date
    timed: bool


def load(path: Path) -> CsvMapping:
    """A mapping from its file, JSON or TOML.

    Raises:
        BadInput: naming every fault in it.
    """
    see(path)
    if path.stat().st_size > MOST_MAPPING_BYTES:
        raise refused(f"“{path.name}” is too large to be a mapping")
    data = path.read_bytes()
    if path.suffix.lower() != ".toml":
        return read(CsvMapping, decode_json(data))
    try:
        return read(CsvMapping, tomllib.loads(data.decode("utf-8")))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise refused(f"“{path.name}” cannot be read as TOML ({fault})") from None


def save(mapping: CsvMapping, path: Path) -> None:
    """Write a mapping as JSON, to be used again."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(mapping), indent=2) + b"\n")


def read_with(
    path: Path, mapping: CsvMapping, *, zone: str | None = None, progress: Progress | None = None
) -> Iterator[Item]:
    """Read a table by a mapping; otherwise as :class:`charley.interop.importer.Reader`."""
    yield from once(_items(path, mapping, mapping.zone or zone, progress))


def _items(path: Path, mapping: CsvMapping, zone: str | None, progress: Progress | None) -> Iterator[Item]:
    with opened(path, progress=progress) as stream:
        for row in table(lines(stream), columns=mapping.columns):
            if isinstance(row, Skipped):
                yield row
                continue
            try:
                when = _when(row.cells, mapping, zone)
            except BadInput as fault:
                yield Skipped(row.row, str(fault))
                continue
            yield from _entries(row, mapping, when)


def _entries(row: Row, mapping: CsvMapping, when: _Stamp) -> Iterator[Item]:
    taken = False
    for number, mapped in enumerate(mapping.entries):
        if mapped.only_if is not None and not mapped.only_if.holds(row.cells):
            continue
        taken = True
        if mapped.record is CrampEpisode and not when.timed:
            yield Skipped(row.row, "a cramp without a clock time; map the nights' numbers as night_count instead")
            continue
        try:
            fields = _fields(row.cells, mapped, mapping.decimal)
        except BadInput as fault:
            yield Skipped(row.row, str(fault))
            continue
        if mapped.of_a_night:
            fields["night"] = when.night
        if not fields and mapped.fields:
            yield Skipped(row.row, f"holds nothing for “{mapped.kind}”")
            continue
        key = (number, *(row.cells[column] for column in mapping.columns))
        yield entry(row.row, mapped.record, kind=KIND, key=key, at=when.at, **fields)
    if not taken:
        yield Skipped(row.row, "the mapping takes nothing from this row")


def _when(cells: Mapping[str, str], mapping: CsvMapping, zone: str | None) -> _Stamp:
    day = _parsed(cells[mapping.date.column], mapping.date).date()
    night = day - timedelta(days=1) if mapping.date_names == "morning" else day
    written = cells[mapping.time.column] if mapping.time else ""
    if mapping.time is None or not written:
        return _Stamp(whole_day(night, zone), night, timed=False)
    clock = _parsed(written, mapping.time).time()
    if mapping.date_names == "evening" and clock < time(12):
        day += timedelta(days=1)
    elif mapping.date_names == "morning" and clock >= time(12):
        day -= timedelta(days=1)
    at = by_wall(datetime.combine(day, clock), zone)
    return _Stamp(at, at.night if mapping.date_names == "calendar_day" else night, timed=True)


def _parsed(written: str, when: When) -> datetime:
    try:
        return datetime.strptime(written, when.form)  # noqa: DTZ007 - the wall clock, on purpose
    except ValueError:
        raise refused(f"“{written[:40]}” in “{when.column}” is not written as {when.form}") from None


def _fields(cells: Mapping[str, str], mapped: MappedEntry, decimal: str) -> dict[str, Any]:
    types = _types(mapped.record)
    problems: list[Problem] = []
    fields: dict[str, Any] = {}
    for name, cell in mapped.fields.items():
        if cell.column is None:
            fields[name] = cell.always
            continue
        written = cells[cell.column]
        if not written:
            continue
        try:
            fields[name] = _value(types[name], written, cell, decimal)
        except BadInput as fault:
            problems += [Problem(cell.column, p.message) for p in fault.problems]
    if problems:
        raise BadInput(problems)
    return fields


def _value(kind: Any, written: str, cell: Cell, decimal: str) -> object:
    if cell.values is not None:
        meant = {word.casefold(): value for word, value in cell.values.items()}
        if written.casefold() not in meant:
            raise refused(f"“{written[:40]}” is not among the words of the mapping")
        return meant[written.casefold()]
    if decimal == "," and _holds(kind, (int, float)):
        written = written.replace(".", "").replace(",", ".")
    try:
        return msgspec.convert(written, kind, strict=False)
    except msgspec.ValidationError:
        return read(kind, written)  # says what is wrong in words


def _types(record: type[Entry]) -> dict[str, Any]:
    """The fields a cell can fill, and what they hold."""
    return {f.name: f.type for f in msgspec.structs.fields(record) if f.name not in _NOT_MAPPED}


def _holds(kind: Any, plain: tuple[type, ...]) -> bool:
    return kind in plain or any(_holds(part, plain) for part in get_args(kind) if not isinstance(part, str | Meta))
