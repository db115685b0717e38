"""``charley trial before-after``: what was counted around a beginning, and why that is no verdict."""

from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import Parameter

from charley.cli import output
from charley.cli.taking_in import file_bytes
from charley.cli.writing import write_whole
from charley.services import before_after as counting


def before_after(
    diary: Annotated[str, Parameter(allow_leading_hyphen=True)],
    /,
    *,
    begun: date | None = None,
    svg: Path | None = None,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Count cramps before and after something was begun, beside the fall on a dummy pill. It gives no verdict.

    Example: charley trial before-after nights.csv --begun 2026-03-15 --svg before-after.svg

    Parameters
    ----------
    diary
        A CSV of nights (date,cramps,observed,dose:NAME); - reads standard input.
    begun
        The first day of whatever was begun; without it the first dose in the diary says it.
    svg
        Also write the picture into this file.
    json
        Write one JSON document.
    """
    from charley.interop.nights_csv import read_nights
    from charley.report.drawing_file import alone

    table, notes = read_nights(file_bytes(diary))
    found = counting.before_after_table(table, begun)
    if svg is not None and found.figure is not None:
        picture = alone(found.figure.svg)
        write_whole(svg, lambda file: file.write(picture.encode()))
        output.errors.print(f"The picture is in {svg}.", markup=False)
    if json:
        output.print_json(msgspec.to_builtins(found))
    else:
        for line in found.sentences:
            output.console.print(line, markup=False)
        for note in notes:
            output.console.print(f"Note: {note}", markup=False)
        for source in found.placebo.sources:
            output.console.print(f"  {source.title}: {source.url}", style="dim", markup=False, soft_wrap=True)
    return output.DONE if found.change is not None else output.NO
