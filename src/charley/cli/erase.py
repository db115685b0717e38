"""``charley erase``: take a person wholly off this machine, after offering an export."""

import sys
from pathlib import Path
from typing import Annotated, TypeAlias

from cyclopts import Parameter

from charley.cli import output
from charley.errors import BadInput, Problem

Flag: TypeAlias = Annotated[bool, Parameter(negative=())]
#: What has to be typed.
WORD = "erase"


def erase(*, yes: Flag = False, export: Path | None = None, data: Path | None = None, json: Flag = False) -> int:
    """Take the whole diary off this machine: entries, profile, backups, keys. There is no way back.

    What lies elsewhere (exports, reports, backups copied to another place) is not touched, for Charley does not know
    where it is.

    Parameters
    ----------
    yes
        Do not ask again.
    export
        First write everything into this zip, as charley export does.
    data
        The data folder, in place of the usual one.
    json
        Answer with one JSON document; needs --yes.
    """
    from charley.db.erasing import erase as take_away
    from charley.db.erasing import found_in
    from charley.db.folder import data_folder

    folder = data_folder(data)
    found = found_in(folder)
    if not found.files:
        if json:
            output.print_json({"erased": [], "left": []})
        else:
            output.console.print(f"There is nothing of Charley's in {folder}.", markup=False, soft_wrap=True)
        return output.NO
    if not json:
        _say(folder, found.files, found.backups, exported=export is not None)
    if not yes:
        _ask(json)
    if export is not None:
        from charley.cli.data import export as write_all

        status = write_all(export, data=data)
        if status != output.DONE:
            return status
    left = take_away(folder, found)
    if json:
        output.print_json({"erased": [str(file) for file in found.files], "left": [str(file) for file in left]})
    elif left:
        output.errors.print("These could not be taken away:", *map(str, left), sep="\n  ", markup=False)
    else:
        output.console.print("It is gone. A solid-state disk may keep traces until it overwrites them.", markup=False)
    return output.OUR_FAULT if left else output.DONE


def _say(folder: Path, files: list[Path], backups: list[Path], *, exported: bool) -> None:
    say = output.console.print
    say(f"This takes {len(files)} files out of {folder}, among them {len(backups)} backups:", markup=False)
    for file in [*backups[:10], *(["…"] if len(backups) > 10 else [])]:
        say(f"  {file}", markup=False, soft_wrap=True)
    if not exported:
        say("To keep a copy first: charley erase --export everything.zip", markup=False)
    say("Copies you put elsewhere yourself stay where they are.", markup=False)


def _ask(as_json: bool) -> None:
    if as_json or not sys.stdin.isatty():
        raise BadInput([Problem("yes", "nothing was erased: say --yes where nobody can be asked")])
    if input(f"Type {WORD} to go on: ").strip().lower() != WORD:
        raise BadInput([Problem("", "nothing was erased")])
