"""Files that a command reads: whole, of a size that can be what it is taken for, or a named fault."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from charley.errors import BadInput, Problem
from charley.reading import decode_json, read

if TYPE_CHECKING:
    from charley.profile import Profile

#: A profile is a page of text, a design a few, ten years of nights some 200 kB; a file above this is something else.
LARGEST_BYTES = 5_000_000


def file_bytes(file: str) -> bytes:
    """The bytes of a file; ``-`` is standard input.

    Raises:
        BadInput: where it cannot be read or is far too large.
    """
    try:
        if file == "-":
            data = sys.stdin.buffer.read(LARGEST_BYTES + 1)
        else:
            with Path(file).open("rb") as opened:
                data = opened.read(LARGEST_BYTES + 1)
    except OSError as fault:
        raise BadInput([Problem(file, f"cannot be read: {(fault.strerror or 'unknown reason').lower()}")]) from None
    except ValueError:  # such as a zero byte within the name
        raise BadInput([Problem(file, "cannot be the name of a file")]) from None
    if len(data) > LARGEST_BYTES:
        raise BadInput([Problem(file, f"is far too large; {LARGEST_BYTES // 1_000_000} MB is the most that is read")])
    return data


def mapping(file: str, what: str) -> Mapping[str, Any]:
    """A JSON document of named fields, to be read as a record; ``what`` it should be, for the fault.

    Raises:
        BadInput: where it is none.
    """
    raw = decode_json(file_bytes(file), read_next=True)
    if not isinstance(raw, Mapping):
        raise BadInput([Problem("", f"{what} is a group of named fields in {{ }}")])
    return raw


def profile(file: str) -> "Profile":
    """The profile in a file.

    Raises:
        BadInput: where it is none, naming every faulty field.
    """
    from charley.profile import Profile

    return read(Profile, mapping(file, "a profile"))
