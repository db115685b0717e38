"""``charley trial amend``: record a change with its date and reason. What was sealed is never edited."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from cyclopts import Parameter

from charley.cli import clock, output
from charley.cli.taking_in import file_bytes
from charley.cli.writing import write_whole
from charley.report import trial_words as words
from charley.services import trials
from charley.services.trial_changes import amended


def amend(
    file: Annotated[str, Parameter(allow_leading_hyphen=True)],
    /,
    *,
    what: Literal["start", "pause", "resume", "stop", "second_change", "unblinded", "note"],
    why: str,
    on: date | None = None,
    until: date | None = None,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Record a change of a sealed trial, with date and reason. The order and all that was sealed stay as they are.

    Example: charley trial amend design.json --what pause --on 2026-12-20 --until 2027-01-03 --why "away"

    Parameters
    ----------
    file
        A sealed design. The amendment is added to this very file; of - (standard input) the amended design is printed.
    what
        start, pause, resume, stop, second_change (something else was changed too), unblinded, or a note.
    why
        The reason, in your own words.
    on
        The day of it; today if left out.
    until
        The last night of a pause, where it is known.
    json
        Print the amended design as one JSON document and leave the file as it is.
    """
    day = on or clock.now().wall.date()
    made = amended(trials.read_design(file_bytes(file)), what, on=day, why=why, until=until)
    if json or file == "-":
        output.print_json(msgspec.to_builtins(made))
        return output.DONE
    document = msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n"
    write_whole(Path(file), lambda target: target.write(document))
    for line in words.amendments(made):
        output.console.print(line, markup=False)
    return output.DONE
