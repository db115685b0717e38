"""Asking at the terminal for a passphrase, which should stand in no list of processes."""

import os
import sys
from getpass import getpass

from charley.errors import BadInput, Problem


def passphrase(variable: str, question: str = "Passphrase: ", *, twice: bool = False) -> str:
    """A passphrase, from the environment or typed unseen.

    Args:
        variable: where a script puts it.
        question: what is asked.
        twice: ask again, for a passphrase that is new.

    Raises:
        BadInput: where nobody can be asked, nothing was typed, or the two are not the same.
    """
    given = os.environ.get(variable)
    if given:
        return given
    if not sys.stdin.isatty():
        raise BadInput([Problem("passphrase", f"give it in {variable} where nobody can be asked; nothing was changed")])
    try:
        first = getpass(question)
        again = getpass("The same again: ") if twice and first else first
    except EOFError:  # Ctrl-D
        first = again = ""
    if not first:
        raise BadInput([Problem("passphrase", "none was typed; nothing was changed")])
    if again != first:
        raise BadInput([Problem("passphrase", "the two are not the same; nothing was changed")])
    return first


def diary_passphrase() -> str:
    """The passphrase of an encrypted diary, typed unseen; a script names a file with the key instead.

    Raises:
        BadInput: where nobody can be asked, or nothing was typed.
    """
    if not sys.stdin.isatty():
        message = "the diary is encrypted; where nobody can be asked, name the file with its key in CHARLEY_KEY_FILE"
        raise BadInput([Problem("key", message)])
    return passphrase("", "Passphrase of the diary: ")
