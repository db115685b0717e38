"""``charley erase``: take everybody, or one person, wholly off this machine, after offering an export."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TypeAlias

from cyclopts import Parameter

from charley.cli import output
from charley.cli.clock import now
from charley.errors import BadInput, Problem

Flag: TypeAlias = Annotated[bool, Parameter(negative=())]
#: What has to be typed.
WORD = "erase"


def erase(
    *,
    person: str | None = None,
    backups: Flag = False,
    yes: Flag = False,
    export: Path | None = None,
    data: Path | None = None,
    json: Flag = False,
) -> int:
    """Take the whole diary off this machine: entries, profile, backups, keys. There is no way back.

    What lies elsewhere (exports, reports, backups copied to another place) is not touched, for Charley does not know
    where it is. With --person only that person goes, and the others stay.

    Parameters
    ----------
    person
        Whose diary alone is to go: the name.
    backups
        With --person: also take away the backups made until now, in which this person still stands. One new backup of
        the others is made.
    yes
        Do not ask again.
    export
        First write everything into this zip, as charley export does.
    data
        The data folder, in place of the usual one.
    json
        Answer with one JSON document; needs --yes.
    """
    if person is not None:
        return _erase_one(person, backups=backups, yes=yes, export=export, data=data, as_json=json)
    if backups:
        raise BadInput([Problem("backups", "goes with --person; without it the backups are erased anyway")])
    from charley.db.connection import configure

    folder = configure(data, make=False)
    from charley.db.erasing import erase as take_away
    from charley.db.erasing import found_in

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
        _export_first(export, data)
        found = found_in(folder)  # with what the database has put beside itself meanwhile
    left = take_away(folder, found)
    if json:
        output.print_json({"erased": [str(file) for file in found.files], "left": [str(file) for file in left]})
    elif left:
        output.errors.print("These could not be taken away:", *map(str, left), sep="\n  ", markup=False)
    else:
        output.console.print("It is gone. A solid-state disk may keep traces until it overwrites them.", markup=False)
    return output.OUR_FAULT if left else output.DONE


def _export_first(target: Path, data: Path | None) -> None:
    from charley.cli.data import write_everything
    from charley.cli.store import open_store

    store = open_store(data, now())
    from charley.db.people import is_alone

    if not is_alone():
        message = "one file holds one person: first export each with charley export FILE --person NAME, then erase"
        raise BadInput([Problem("export", message)])
    write_everything(target, store)


def _erase_one(name: str, *, backups: bool, yes: bool, export: Path | None, data: Path | None, as_json: bool) -> int:
    from charley.cli.store import see_passphrase
    from charley.db.connection import setup

    folder = setup(data)
    from charley.db.erasing import copies_of, replace_copies
    from charley.db.people import called, erase_person, whom
    from charley.db.repository import store_for

    moment = datetime.now(UTC)
    person = whom(name, made_at=moment)
    see_passphrase(person)
    copies = copies_of(folder)
    if not as_json:
        _say_one(called(person), store_for(person).count(), copies, backups=backups, exported=export is not None)
    if not yes:
        _ask(as_json)
    if export is not None:
        from charley.cli.data import write_everything

        write_everything(export, store_for(person))
    erase_person(person)
    left = replace_copies(folder, moment) if backups else copies
    if as_json:
        output.print_json({"erased": name, "in_backups": [str(file) for file in left]})
    elif left:
        output.console.print(f"{name} is gone from the diary, and still stands in {len(left)} backups.", markup=False)
    else:
        output.console.print(f"{name} is gone. A solid-state disk may keep traces for a while.", markup=False)
    return output.OUR_FAULT if backups and left else output.DONE


def _say_one(name: str, entries: int, copies: list[Path], *, backups: bool, exported: bool) -> None:
    say = output.console.print
    say(f"This takes the diary of {name} with its {entries} entries; everybody else's stays.", markup=False)
    if copies:
        then = "They go too, and one new backup is made." if backups else "To take them away too: --backups"
        say(f"{name} also stands in {len(copies)} backups. {then}", markup=False)
        for file in [*copies[:10], *(["…"] if len(copies) > 10 else [])]:
            say(f"  {file}", markup=False, soft_wrap=True)
    if not exported:
        say("To keep a copy first: --export everything.zip", markup=False)


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
    try:
        typed = input(f"Type {WORD} to go on: ")
    except EOFError:  # Ctrl-D
        typed = ""
    if typed.strip().lower() != WORD:
        raise BadInput([Problem("", "nothing was erased")])
