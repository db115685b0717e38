"""What the command line prints for errors and for machines. Tables for people are made where their subject is."""

import json
import os
import re
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from charley.errors import BadInput, StorageFault

DONE, NO, BAD_INPUT, OUR_FAULT = 0, 1, 2, 3

#: What could steer a terminal; it may come in with a file's name or content.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Paper(Console):
    """A console that shows text as text, and breaks its lines for a terminal only.

    What another program or a file takes up keeps its lines, so that a path or a sentence can be found in it.
    """

    def print(self, *objects: Any, **options: Any) -> None:
        """As :meth:`rich.console.Console.print`."""
        shown = [_CONTROL.sub("\N{REPLACEMENT CHARACTER}", o) if isinstance(o, str) else o for o in objects]
        only_text = all(isinstance(o, str) for o in shown)
        super().print(*shown, **{"soft_wrap": only_text and not self.is_terminal, **options})

    def on_broken_pipe(self) -> None:
        """Leave it to the caller of the command: its reader has gone, which is no answer of "no"."""
        raise BrokenPipeError


#: Answers go here; progress, warnings and errors go to :data:`errors`.
console = Paper(highlight=False, emoji=False)
errors = Paper(stderr=True, highlight=False, emoji=False)


def as_it_stands(text: str) -> Text:
    """Text for a cell of a table in which brackets are brackets, and nothing steers the terminal."""
    return Text(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", text))


def print_json(document: Any) -> None:
    """Write exactly one JSON document to standard output, in plain ASCII where it takes no more."""
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(document, indent=2, allow_nan=False)
    sys.stdout.write(text + "\n")


def rebuilt(*, same: bool, kind: str, versions: dict[str, list[str]], json: bool) -> int:
    """Say whether a report that was made again is the same, and if not, which versions differ.

    Args:
        same: to the last byte.
        kind: of report.
        versions: what -> then and now.
        json: as one JSON document.

    Returns:
        the exit status.
    """
    if json:
        print_json({"same": same, "kind": kind, "versions": versions})
    elif same:
        console.print("The same report, to the last byte.", markup=False)
    else:
        told = "; ".join(f"{name} {then}, now {here}" for name, (then, here) in versions.items() if then != here)
        errors.print(f"Another report came out. {told or 'The versions are the same.'}", markup=False)
    return DONE if same else NO


def bad_input(fault: BadInput, *, as_json: bool) -> int:
    """Name every faulty field."""
    if as_json:
        print_json(fault.as_dict())
    else:
        errors.print("[bold]This could not be taken as it is:[/bold]")
        for problem in fault.problems:
            errors.print(f"  • {problem.field + ': ' if problem.field else ''}{problem.message}", markup=False)
    return BAD_INPUT


def bad_words(fault: Exception, *, as_json: bool) -> int:
    """The command line itself was not understood."""
    message = str(fault).strip()
    if as_json:
        named = getattr(getattr(fault, "argument", None), "name", None) or getattr(
            getattr(fault, "token", None), "keyword", None
        )
        print_json({"error": {"fields": [named.lstrip("-").lower()] if named else [], "message": message}})
    else:
        errors.print(message, markup=False)
        errors.print("Try: charley --help", markup=False)
    return BAD_INPUT


def own_fault(fault: Exception, *, as_json: bool) -> int:
    """Something on our side, or on the machine's: storage, facts."""
    if as_json:
        print_json({"error": {"fields": [], "message": str(fault)}})
    else:
        errors.print(str(fault), markup=False)
    return OUR_FAULT


def refused(fault: OSError, what: str) -> StorageFault:
    """What the operating system did not do, in a sentence; ``what`` is its beginning."""
    named = f": {fault.filename}" if isinstance(fault.filename, str) else ""
    reason = (fault.strerror or "unknown reason").lower()
    return StorageFault(f"{what} ({reason}{named}). What was kept before is safe.")


def abandon_answer() -> None:
    """Give up standard output where nobody takes it, so that Python does not try once more at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def unexpected(fault: Exception, *, as_json: bool) -> int:
    """A mistake of ours. Says where in our code it happened and never what the values were."""
    frames = [f for f in traceback.extract_tb(fault.__traceback__) if "charley" in f.filename]
    where = f"{Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else "unknown place"
    message = f"Sorry, this is a mistake in Charley ({type(fault).__name__} in {where}). What was kept before is safe."
    return own_fault(RuntimeError(message), as_json=as_json)
