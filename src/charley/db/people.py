"""The people whose diaries are here: adding one, finding one, and the lock a person may put on theirs.

The lock keeps others who use the same machine or server through Charley from reading. It does not encrypt the file.
"""

import secrets
import unicodedata
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path

from django.contrib.auth.hashers import check_password, make_password
from django.db import connection, transaction

from charley.db.connection import is_embedded
from charley.db.drafts import sweep
from charley.db.faults import named
from charley.db.folder import DATABASE
from charley.db.models import Person
from charley.db.repository import LOCAL, person_named
from charley.db.rotation import backups_folder
from charley.errors import BadInput, Problem

#: The made-up person's key; it is nobody who could be chosen, named or locked.
SAMPLE = "sample"

MOST_LETTERS = 40
FEWEST_LETTERS_OF_PASSPHRASE = 8
#: Memory-hard, in Python's own library; Django's name for it.
HASHER = "scrypt"
#: So many wrong passphrases are free; each one more doubles the wait.
FREE_TRIES = 5
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)


def everybody() -> list[Person]:
    """Everybody whose diary is here, in the order they came; without the made-up person."""
    with _named():
        return list(Person.objects.exclude(key=SAMPLE).order_by("id"))


def is_alone() -> bool:
    """Whether there is at most one diary here."""
    with _named():
        return len(Person.objects.exclude(key=SAMPLE).values_list("pk")[:2]) < 2


def somebody(key: str) -> Person | None:
    """The person with this key, as stored now; None where there is none, and for the made-up person."""
    with _named():
        return Person.objects.exclude(key=SAMPLE).filter(key=key).first()


def whom(written: str | None, *, made_at: datetime) -> Person:
    """The person a command is about.

    Args:
        written: a name or a key; None for the machine's first person, or the only one there is.
        made_at: this moment; the first person is made where nobody is there yet.

    Raises:
        BadInput: where nobody is called so, or nobody was named and it could be several.
    """
    people = everybody()
    if written is not None:
        wanted = _one_blank(written).casefold()
        found = next((each for each in people if wanted in (each.key.casefold(), called(each).casefold())), None)
        if found is None:
            raise BadInput([Problem("person", f"nobody here has that name; here are: {_names(people)}")])
        return found
    if len(people) == 1:
        return people[0]
    if people and LOCAL not in {each.key for each in people}:
        raise BadInput([Problem("person", f"say whose diary, with --person NAME; here are: {_names(people)}")])
    return person_named(LOCAL, made_at=made_at)


def called(person: Person) -> str:
    """The person's name; the first one may have none yet."""
    return person.name or "Me"


def add_person(name: str, *, made_at: datetime) -> Person:
    """Begin a diary for somebody.

    Raises:
        BadInput: where the name cannot be taken.
    """
    with _named(), transaction.atomic():
        return Person.objects.create(key=f"p-{secrets.token_hex(8)}", name=_free_name(name), made_at=made_at)


def rename(person: Person, name: str) -> None:
    """Give a person another name.

    Raises:
        BadInput: where it cannot be taken.
    """
    with _named(), transaction.atomic():
        person.name = _free_name(name, person)
        person.save(update_fields=["name"])


def lock(person: Person, passphrase: str) -> None:
    """Ask for this passphrase from now on; what was opened before is closed.

    Raises:
        BadInput: where it is too short.
    """
    if len(passphrase.strip()) < FEWEST_LETTERS_OF_PASSPHRASE:
        message = f"should have at least {FEWEST_LETTERS_OF_PASSPHRASE} letters; a few words are easier to keep in mind"
        raise BadInput([Problem("passphrase", message)])
    person.passphrase = make_password(_as_typed(passphrase), hasher=HASHER)
    person.tries = 0
    person.turn += 1
    with _named():
        person.save(update_fields=["passphrase", "tries", "turn"])


def take_lock_off(person: Person) -> None:
    """Ask for no passphrase any more."""
    person.passphrase = ""
    person.tries = 0
    with _named():
        person.save(update_fields=["passphrase", "tries"])


def close(person: Person) -> None:
    """Close a locked diary on every device where it is open."""
    person.turn += 1
    with _named():
        person.save(update_fields=["turn"])


def open_with(person: Person, passphrase: str, *, now: datetime) -> None:
    """See whether a passphrase opens a diary. The try is counted before it is looked at, so that haste gains nothing.

    Raises:
        BadInput: where it does not, or too many were tried just now.
    """
    with _named(), transaction.atomic():
        stored = Person.objects.get(pk=person.pk)
        wait = wait_of(stored, now=now)
        if wait:
            minutes = -(-int(wait.total_seconds()) // 60)
            until = "a minute" if minutes <= 1 else f"{minutes} minutes"
            message = f"too many were tried; please wait {until} and try again. The diary is as it was"
            raise BadInput([Problem("passphrase", message)])
        stored.tries, stored.tried_at = stored.tries + 1, now
        stored.save(update_fields=["tries", "tried_at"])
    if not check_password(_as_typed(passphrase), stored.passphrase, preferred=HASHER):
        raise BadInput([Problem("passphrase", "this is not the passphrase of this diary")])
    with _named():
        Person.objects.filter(pk=person.pk).update(tries=0)


def erase_person(person: Person) -> None:
    """Take a person out of the database: entries, profile, trials and all. There is no way back.

    SQLite overwrites what it gives up, and the log beside the file, which holds earlier pages, is emptied; half-made
    copies that a killed run left behind go too. PostgreSQL gives the space up at its next clean-up.

    Raises:
        StorageFault: where it cannot be done; the person is there as before then.
    """
    with _named(), connection.cursor() as cursor:
        if is_embedded():
            cursor.execute("PRAGMA secure_delete = ON")
        person.delete()
        if is_embedded():
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            folder = Path(connection.settings_dict["NAME"]).parent
            for place in (folder, backups_folder(folder)):
                sweep(place, f".{Path(DATABASE).stem}*.part*")


def wait_of(person: Person, *, now: datetime) -> timedelta | None:
    """How long nothing is tried after too many wrong passphrases; None where one may try now."""
    if person.tries < FREE_TRIES or person.tried_at is None:
        return None
    doublings = min(person.tries - FREE_TRIES, 10)
    wait = min(FIRST_WAIT * 2**doublings, LONGEST_WAIT)
    # A clock that was put back must not hold the door for longer than the wait itself.
    left = person.tried_at + wait - now
    return min(left, wait) if left > timedelta(0) else None


def _free_name(name: str, of: Person | None = None) -> str:
    tidy = _one_blank(name)
    others = [called(each).casefold() for each in everybody() if of is None or each.pk != of.pk]
    if not tidy or len(tidy) > MOST_LETTERS:
        raise BadInput([Problem("name", f"should have 1 to {MOST_LETTERS} letters")])
    if not tidy.isprintable():
        raise BadInput([Problem("name", "has a sign in it that cannot be shown")])
    if tidy.casefold() in others:
        raise BadInput([Problem("name", "is taken by somebody else here; choose another, so that nobody is mixed up")])
    return tidy


def _one_blank(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _as_typed(passphrase: str) -> str:
    """The same letters from every keyboard."""
    return unicodedata.normalize("NFKC", passphrase)


def _names(people: list[Person]) -> str:
    return ", ".join(map(called, people)) or "nobody yet"


def _named() -> AbstractContextManager[None]:
    return named(connection.settings_dict["NAME"])
