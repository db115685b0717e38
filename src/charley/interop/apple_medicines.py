"""The medicines of a connected health record: FHIR files that lie beside Apple's XML in the zip.

Each becomes a note that asks the person to put the medicine into the profile. It is no dose: a prescription does not
say that somebody took anything.
"""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from charley.diary.records import Note
from charley.errors import BadInput
from charley.interop.importer import Item, Skipped, entry
from charley.interop.opening import member_bytes, refused
from charley.interop.stamps import with_offset
from charley.reading import decode_json

#: A prescription is a few kB long.
MOST_BYTES = 1_000_000
#: More than these are counted and not read.
MOST_RECORDS = 1_000


class Clinical(NamedTuple):
    """A medicine that the XML names.

    Attributes:
        row: where it stands.
        received: when the phone received it, with its offset.
        member: where its file lies in the zip; empty where that is not said.
        name: its name, where the XML itself says it.
    """

    row: str
    received: str
    member: str
    name: str = ""


def notes(path: Path, records: Sequence[Clinical], *, kind: str) -> Iterator[Item]:
    """A note for each medicine; the same medicine twice becomes one.

    Args:
        path: the zip; with the bare XML only names in the XML itself are known.
        records: what the XML names.
        kind: the format's name.
    """
    for record in records[:MOST_RECORDS]:
        try:
            name = record.name.strip() or _name_of(path, record.member)
            at = with_offset(record.received)
        except BadInput as fault:
            yield Skipped(record.row, str(fault))
            continue
        text = f"In your health record: {name[:500]}. If you take it, put it into your profile."
        yield entry(record.row, Note, kind=kind, key=("medicine", name), at=at, text=text, about="medicine_change")
    if len(records) > MOST_RECORDS:
        yield Skipped("medicines of the health record", "too many to read one by one", len(records) - MOST_RECORDS)


def _name_of(path: Path, member: str) -> str:
    if not zipfile.is_zipfile(path):
        raise refused("its name stands in a file of its own; give Charley the whole export.zip")
    document = decode_json(member_bytes(path, member, MOST_BYTES))
    name = _named(document)
    if name is None:
        raise refused("its file does not say the medicine's name")
    return name


def _named(document: object) -> str | None:
    """The name in a MedicationRequest, MedicationOrder, MedicationStatement, MedicationDispense or Medication."""
    if not isinstance(document, dict):
        return None
    reference = document.get("medicationReference")
    concept = document.get("medicationCodeableConcept", document.get("code"))
    texts = [reference.get("display")] if isinstance(reference, dict) else []
    if isinstance(concept, dict):
        coded = concept.get("coding")
        texts = [concept.get("text"), *_displays(coded), *texts]
    return next((text.strip() for text in texts if isinstance(text, str) and text.strip()), None)


def _displays(coded: object) -> list[Any]:
    return [code.get("display") for code in coded if isinstance(code, dict)] if isinstance(coded, list) else []
