"""``charley trial calendar``: the periods of a trial for a calendar on the phone."""

from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from charley.cli import clock, output
from charley.cli.taking_in import file_bytes
from charley.cli.writing import write_whole
from charley.errors import BadInput, Problem

File = Annotated[str, Parameter(allow_leading_hyphen=True)]
Flag = Annotated[bool, Parameter(negative=())]


def calendar(
    file: File, /, *, ics: Path, start: date | None = None, before: tuple[Path, ...] = (), json: Flag = False
) -> int:
    """Write the periods of a trial, its pauses and the day of the answer as a calendar file that names no arm.

    Example: charley trial calendar design.json --ics trial.ics --start 2026-12-01

    Parameters
    ----------
    file
        A sealed design, with its amendments.
    ics
        The file to write.
    start
        The first night, where the design does not name it.
    before
        An older file of this trial: what is no longer so is taken back in calendars that read both.
    json
        Answer with one JSON document.
    """
    from charley.interop.trial_ical import stopped, trial_calendar
    from charley.services.trials import read_design

    design = read_design(file_bytes(file))
    first = design.start or start
    if first is None:
        raise BadInput([Problem("start", "is needed: the design does not name its first night")])
    made_at, older = clock.now().wall, [file_bytes(str(each)) for each in before]
    if design.since("stop") is not None:
        made = stopped(made_at=made_at, before=older)
    else:
        made = trial_calendar(design, start=first, made_at=made_at, before=older)
    write_whole(ics, lambda target: target.write(made))
    if json:
        output.print_json({"written": str(ics), "start": first.isoformat(), "fingerprint": design.fingerprint})
    else:
        output.console.print(f"Wrote {ics}. It names no arm.", markup=False, soft_wrap=True)
    return output.DONE
