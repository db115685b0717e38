"""What the command line prints for errors and for machines. Tables for people are made where their subject is."""

import json
import sys
import traceback
from pathlib import Path
from typing import Any

from rich.console import Console

from charley.errors import BadInput

DONE, NO, BAD_INPUT, OUR_FAULT = 0, 1, 2, 3

#: Answers go here; progress, warnings and errors go to :data:`errors`.
console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


def print_json(document: Any) -> None:
    """Write exactly one JSON document to standard output."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


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
        print_json({"error": {"fields": [], "message": message}})
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


def unexpected(fault: Exception, *, as_json: bool) -> int:
    """A mistake of ours. Says where in our code it happened and never what the values were."""
    frames = [f for f in traceback.extract_tb(fault.__traceback__) if "charley" in f.filename]
    where = f"{Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else "unknown place"
    message = (
        f"Sorry, this is a mistake in Charley ({type(fault).__name__} in {where}). Your data were not changed by it."
    )
    return own_fault(RuntimeError(message), as_json=as_json)
