"""``charley people``: several diaries on one machine, each under a name, some behind a passphrase."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

from cyclopts import App, Parameter

from charley.cli import output
from charley.cli.asking import passphrase
from charley.cli.store import PASSPHRASE, see_passphrase
from charley.errors import BadInput, Problem

if TYPE_CHECKING:
    from charley.db.models import Person

people = App(
    name="people",
    help="Keep diaries for several people on this machine: add, name, lock. Without a word: list them.",
)

Data = Annotated[Path | None, Parameter(help="The folder that holds the diaries.")]
Flag: TypeAlias = Annotated[bool, Parameter(negative=())]


@people.default
def everybody(*, data: Data = None, json: Flag = False) -> int:
    """List everybody whose diary is here."""
    _open(data)
    from charley.db.people import called
    from charley.db.people import everybody as all_of_them

    found = [{"name": called(each), "key": each.key, "locked": each.is_locked} for each in all_of_them()]
    if json:
        output.print_json({"people": found})
        return output.DONE
    for each in found:
        output.console.print(f"{each['name']}{' (locked)' if each['locked'] else ''}", markup=False)
    if not found:
        output.console.print("Nobody yet. The first entry makes the first diary.", markup=False)
    return output.DONE


@people.command
def add(name: str, /, *, data: Data = None, json: Flag = False) -> int:
    """Begin a diary for one more person. Then: charley log --person NAME …

    Example: charley people add Mother
    """
    _open(data)
    from charley.db.people import add_person
    from charley.db.repository import local_person

    local_person(made_at=_now())  # the first diary stays the first, also where it is still empty
    made = add_person(name, made_at=_now())
    return _done({"name": made.name, "key": made.key}, f"{made.name} has a diary now.", as_json=json)


@people.command
def rename(name: str, new: str, /, *, data: Data = None, json: Flag = False) -> int:
    """Give somebody's diary another name.

    Example: charley people rename Me Ida
    """
    person = _of(name, data)
    see_passphrase(person)
    from charley.db.people import rename as give_name

    give_name(person, new)
    return _done({"name": person.name, "key": person.key}, f"The diary is called {person.name} now.", as_json=json)


@people.command
def lock(name: str, /, *, data: Data = None, json: Flag = False) -> int:
    """Ask for a passphrase before this diary is shown. It does not encrypt the file.

    The passphrase is asked for, or taken from CHARLEY_DIARY_PASSPHRASE.
    """
    person = _of(name, data)
    if person.is_locked:
        raise BadInput([Problem("name", "is locked already; charley people unlock takes the lock off first")])
    from charley.db.people import called
    from charley.db.people import lock as put_on

    put_on(person, passphrase(PASSPHRASE, twice=True))
    return _done({"key": person.key, "locked": True}, f"The diary of {called(person)} is locked.", as_json=json)


@people.command
def unlock(name: str, /, *, forgotten: Flag = False, data: Data = None, json: Flag = False) -> int:
    """Take the lock off a diary.

    Parameters
    ----------
    forgotten
        Without the passphrase. Whoever can use the files of this machine could read the diary anyway.
    data
        The data folder, in place of the usual one.
    json
        Answer with one JSON document.
    """
    person = _of(name, data)
    if not forgotten:
        see_passphrase(person)
    from charley.db.people import called, take_lock_off

    take_lock_off(person)
    return _done({"key": person.key, "locked": False}, f"The diary of {called(person)} is open.", as_json=json)


def _of(name: str, data: Path | None) -> "Person":
    _open(data)
    from charley.db.people import whom

    return whom(name, made_at=_now())


def _open(data: Path | None) -> None:
    from charley.db.connection import setup

    setup(data)


def _now() -> datetime:
    return datetime.now(UTC)


def _done(answer: dict[str, object], sentence: str, *, as_json: bool) -> int:
    if as_json:
        output.print_json(answer)
    else:
        output.console.print(sentence, markup=False)
    return output.DONE
