"""Nightscout's JSON: readings of blood glucose. Charley keeps none of them, and says so."""

from collections.abc import Iterator
from pathlib import Path

from charley.interop.importer import Item, Progress
from charley.interop.opening import Head, refused

KIND = "nightscout"
_MARKS = ('"sgv"', '"mbg"', '"dateString"', '"bgnow"')


def recognises(head: Head) -> bool:
    """Whether a file looks like Nightscout's readings or treatments."""
    text = head.text.lstrip("\ufeff \r\n\t")
    if not text.startswith(("[", "{")):
        return False
    treatments = '"eventType"' in text and '"created_at"' in text
    return treatments or ('"sgv"' in text and sum(mark in text for mark in _MARKS) >= 2)


def read(path: Path, *, zone: str | None = None, progress: Progress | None = None) -> Iterator[Item]:  # noqa: ARG001
    """Refuse the file.

    Raises:
        BadInput: always, with what the file is and why nothing of it is kept.
    """
    raise refused(
        "this is a Nightscout file with blood glucose readings. Charley does not keep glucose: it is a cramp diary and "
        "must not look as if it watched over diabetes. Nothing was taken. If low or high sugar may play a part in your "
        "cramps, write a note on that day and show your clinician the Nightscout report itself."
    )
