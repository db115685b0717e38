"""Tables that strangers wrote: lines and cells within bounds, rows counted as a spreadsheet counts them."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from charley.errors import BadInput
from charley.interop.importer import Item, Skipped
from charley.interop.opening import delimiter_of, encoding_of, refused

#: The longest line of a text file. A night of movement data fits many times.
LONGEST_LINE = 1_000_000
#: A diary of many habits has a column for each.
MOST_COLUMNS = 5_000


def lines(stream: io.BufferedReader) -> Iterator[str]:
    """The lines of a text, with their ends.

    Raises:
        BadInput: where it is no text, or has a line longer than any export has.
    """
    text = io.TextIOWrapper(stream, encoding_of(stream.peek(2)[:2]), newline="")
    number = 0
    try:
        while line := text.readline(LONGEST_LINE):
            number += 1
            if len(line) >= LONGEST_LINE:
                raise refused(f"line {number} is longer than a million letters, so this is not the export it seems")
            if "\0" in line:
                raise refused(f"line {number} holds bytes that are no text, so this is not the export it seems")
            yield line
    except UnicodeError:
        raise refused(
            f"after line {number} there are letters that are not written in UTF-8. "
            "Save the file again as “CSV UTF-8” and try once more."
        ) from None


class Row(NamedTuple):
    """One row of a table: where it stands, and its cells by the names of their columns, without blanks around them."""

    row: str
    cells: dict[str, str]


def table(source: Iterator[str], *, columns: tuple[str, ...] = ()) -> Iterator[Row | Skipped]:
    """The rows of a CSV below its header, counted as a spreadsheet counts them: the header is row 1.

    Args:
        source: its lines.
        columns: those that must be there.

    Raises:
        BadInput: for columns that are missing or stand twice, and for text that is no table.
    """
    first = next(source, "")
    if not first.strip():
        raise refused("the table has no header")
    numbered = enumerate(cells(_chained(first, source), delimiter_of(first)), start=1)
    header = [name.strip() for name in next(numbered)[1]]
    missing = [name for name in columns if name not in header]
    if missing:
        raise refused(f"the table has no column named {', '.join(f'“{name}”' for name in missing)}")
    if len(header) > MOST_COLUMNS:
        raise refused(f"the table has {len(header):,} columns, far more than any export has")
    twice = sorted(name for name, times in Counter(header).items() if name and times > 1)
    if twice:
        raise refused(f"the column “{twice[0][:60]}” stands twice in the table; keep one of them")
    for number, found in numbered:
        if not any(cell.strip() for cell in found):
            continue
        if len(found) != len(header):
            yield Skipped(f"row {number}", f"has {len(found)} cells where the header has {len(header)}")
        else:
            yield Row(f"row {number}", {name: cell.strip() for name, cell in zip(header, found, strict=True)})


def each_row(rows: Iterable[Row | Skipped], items: Callable[[Row], Iterable[Item]]) -> Iterator[Item]:
    """What each row becomes. One that cannot be read is skipped, with all that is wrong in it, and the rest go on.

    Args:
        rows: of :func:`table`.
        items: reads one row, and raises BadInput for what cannot be.
    """
    for row in rows:
        if isinstance(row, Skipped):
            yield row
            continue
        try:
            yield from items(row)
        except BadInput as fault:
            yield Skipped(row.row, str(fault))


def cells(source: Iterator[str], delimiter: str = ",") -> Iterator[list[str]]:
    """The cells of each row.

    Raises:
        BadInput: where a cell never ends.
    """
    try:
        yield from csv.reader(source, delimiter=delimiter)
    except csv.Error as fault:
        endless = "field larger" in str(fault)
        why = "a cell has no end; is a quotation mark missing?" if endless else str(fault)
        raise refused(f"this is not a table that can be read: {why}") from None


def _chained(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def number_in(cell: str) -> float | None:
    """The number in a cell; None where it is empty.

    Raises:
        BadInput: where it is something else, a spreadsheet's formula among them.
    """
    if not cell:
        return None
    if cell.startswith(("=", "@")):
        raise refused(f"“{cell[:40]}” is a formula and not a number")
    try:
        value = float(cell)
    except ValueError:
        raise refused(f"“{cell[:40]}” is not a number") from None
    if value != value or value in (float("inf"), float("-inf")):
        raise refused(f"“{cell[:40]}” is not a finite number")
    return value
