"""``charley encrypt``: the diary's file unreadable without a passphrase or a key that the person keeps."""

from pathlib import Path
from typing import Annotated, TypeAlias

from cyclopts import Parameter

from charley.cli import output
from charley.cli.asking import passphrase as asked_passphrase

Flag: TypeAlias = Annotated[bool, Parameter(negative=())]
#: Where a script puts the passphrase of a diary that it encrypts. It is not read when the diary is opened later.
PASSPHRASE = "CHARLEY_NEW_PASSPHRASE"  # noqa: S105


def encrypt(*, key_file: Path | None = None, undo: Flag = False, data: Path | None = None, json: Flag = False) -> int:
    """Encrypt the file of the diary, so that whoever takes it cannot read it.

    Needs the package sqlcipher3. Stop Charley first, wherever it is open. Afterwards the passphrase is asked for at
    each start and by each command, or the key is read from the file that CHARLEY_KEY_FILE names.

    Parameters
    ----------
    key_file
        Put the key into this file, on a stick for example, in place of a passphrase.
    undo
        Write the diary in the plain again.
    data
        The data folder, in place of the usual one.
    json
        Answer with one JSON document.
    """
    from charley.db.connection import configure

    folder = configure(data)
    from charley.db import encrypting

    if undo:
        done = encrypting.decrypt(folder)
        said = [f"The diary is in the plain again: {done.entries} entries, read back and found whole."]
    elif key_file is not None:
        done = encrypting.encrypt(folder, key_file=key_file.absolute())
        said = [
            f"The diary is encrypted: {done.entries} entries, read back and found whole.",
            f"Its key is in {key_file} and nowhere else. Without it nobody can open the diary or its backups, not even "
            f"you: copy it to a second place. Set CHARLEY_KEY_FILE={key_file.absolute()} when you use Charley.",
        ]
    else:
        phrase = asked_passphrase(PASSPHRASE, "New passphrase for the diary: ", twice=True)
        done = encrypting.encrypt(folder, passphrase=phrase)
        said = [
            f"The diary is encrypted: {done.entries} entries, read back and found whole.",
            "Without the passphrase nobody can open the diary or its backups, not even you. Should you forget it, the "
            "key helps: charley backup --show-key shows it, to be written down and kept elsewhere.",
        ]
    if done.readable:
        said.append("These copies from before a restore are not encrypted; delete what you no longer need:")
        said += [f"  {file}" for file in done.readable]
    if json:
        readable = [str(file) for file in done.readable]
        output.print_json({"encrypted": not undo, "entries": done.entries, "readable": readable})
    else:
        for line in said:
            output.console.print(line, markup=False, soft_wrap=True)
    return output.DONE
