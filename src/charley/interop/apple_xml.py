"""The outside of Apple Health's XML: which file it is, what must be taken out of it, and what is refused.

Apple writes two things that a strict reader stumbles over: a document type that some versions of iOS break, and control
characters. Both are taken out on the way. A document type that declares entities is refused, for a few lines of them
can unfold into gigabytes.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from xml.parsers import expat

from charley.interop.importer import Progress
from charley.interop.opening import Head, opened, refused

CHUNK = 1 << 18
#: The document type of a true export comes to some 10 kB.
LONGEST_PROLOGUE = 1 << 20
#: What XML forbids and Apple lets through. The zero byte stays, and is refused.
_CONTROLS = bytes(set(range(1, 0x20)) - {0x09, 0x0A, 0x0D})
_HARM = "this file declares entities, which no health export does; it looks made to do harm"


class Listener(Protocol):
    """What hears of each element."""

    def begins(self, name: str, fields: dict[str, str]) -> None:
        """An element begins."""

    def ends(self, name: str) -> None:
        """An element ends."""


def recognises(head: Head) -> bool:
    """Whether a file is Apple's zip or the XML from it."""
    if head.members is not None:
        return any(name.startswith("apple_health_export/") for name in head.members) or "export.xml" in head.members
    return "<HealthData" in head.text or "<!DOCTYPE HealthData" in head.text


def parse(path: Path, listener: Listener, progress: Progress | None = None) -> Iterator[None]:
    """Feed a zip or XML to ``listener``; gives the turn back after every piece.

    Raises:
        BadInput: where it is no Apple Health export, is damaged, or would do harm.
    """
    with opened(path, member=_is_export, wanted="export.xml", progress=progress) as stream:
        parser = expat.ParserCreate("UTF-8")
        parser.StartElementHandler = listener.begins
        parser.EndElementHandler = listener.ends
        parser.EntityDeclHandler = _refuse_entities
        try:
            parser.Parse(_without_document_type(_up_to_root(stream)), False)
            yield
            while chunk := stream.read(CHUNK):
                parser.Parse(chunk.translate(None, _CONTROLS), False)
                yield
            parser.Parse(b"", True)
        except expat.ExpatError as fault:
            message = f"the file is damaged or was cut off at line {fault.lineno} ({expat.ErrorString(fault.code)})"
            raise refused(f"{message}; make the export again") from None


def _is_export(name: str) -> bool:
    """``export.xml``, which other languages call otherwise; ``export_cda.xml`` is another format."""
    inside = name.count("/") <= 1 and not name.startswith("__MACOSX/")
    return inside and name.endswith(".xml") and not name.endswith("_cda.xml")


def _up_to_root(stream: io.BufferedReader) -> bytes:
    """The beginning of the file, with the first bytes of its root element."""
    found = b""
    while b"<HealthData" not in found:
        more = stream.read(CHUNK)
        found += more
        if b"<ClinicalDocument" in found:
            raise refused("this is export_cda.xml, a medical document; choose export.xml beside it, or the whole zip")
        if not more or len(found) > LONGEST_PROLOGUE:
            raise refused("this XML is not an Apple Health export")
    return found


def _without_document_type(data: bytes) -> bytes:
    begin, root = data.find(b"<!DOCTYPE"), data.find(b"<HealthData")
    if b"<!ENTITY" in data[:root]:
        raise refused(_HARM)
    kept = data[:begin] + data[root:] if 0 <= begin < root else data
    return kept.translate(None, _CONTROLS)


def _refuse_entities(*_: object) -> None:
    raise refused(_HARM)
