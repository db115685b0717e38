"""Which formats can be read, and which of them a file is."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from charley.errors import BadInput, Problem
from charley.interop.importer import Item, Progress, once
from charley.interop.opening import Head, head_of, refused

#: Asked for this kind, Charley looks at the file itself.
AUTO = "auto"
#: Charley's own archive; it holds more than entries and has its own reader.
ARCHIVE = "charley"


class Format(NamedTuple):
    """A format that can be read.

    Attributes:
        kind: its name on the command line.
        title: its name for people.
        module: a module with ``recognises(head)`` and ``read(path, zone=…, progress=…)``.
    """

    kind: str
    title: str
    module: str

    def recognises(self, head: Head) -> bool:
        """Whether a file begins like this format."""
        return bool(import_module(self.module).recognises(head))

    def read(self, path: Path, *, zone: str | None = None, progress: Progress | None = None) -> Iterator[Item]:
        """Read a file; see :class:`charley.interop.importer.Reader`."""
        return once(import_module(self.module).read(path, zone=zone, progress=progress))


#: Asked in this order.
FORMATS = (
    Format("nights", "CSV of nights", "charley.interop.nights_import"),
    Format("cronometer", "Cronometer", "charley.interop.cronometer"),
    Format("daylio", "Daylio", "charley.interop.daylio"),
    Format("bearable", "Bearable", "charley.interop.bearable"),
    Format("myfitnesspal", "MyFitnessPal", "charley.interop.myfitnesspal"),
    Format("sleep_as_android", "Sleep as Android", "charley.interop.sleep_as_android"),
    Format("sleepmeter", "Sleepmeter", "charley.interop.sleepmeter"),
    Format("apple_health", "Apple Health", "charley.interop.apple_health"),
    Format("garmin_fit", "Garmin FIT", "charley.interop.garmin_fit"),
    Format("fhir", "FHIR", "charley.interop.fhir"),
    Format("fitbit", "Fitbit", "charley.interop.fitbit"),
    Format("withings", "Withings", "charley.interop.withings"),
    Format("google_fit", "Google Fit", "charley.interop.google_fit"),
    Format("loop_habits", "Loop Habit Tracker", "charley.interop.loop_habits"),
    Format("nightscout", "Nightscout (refused)", "charley.interop.nightscout"),
)


def format_of(path: Path, kind: str = AUTO) -> Format:
    """The format of a file.

    Args:
        path: the file.
        kind: a format's name, or :data:`AUTO`.

    Raises:
        BadInput: for a kind or a file that is not known.
    """
    if kind != AUTO:
        found = next((f for f in FORMATS if f.kind == kind), None)
        if found is None:
            known = ", ".join([AUTO, ARCHIVE, *(f.kind for f in FORMATS)])
            raise BadInput([Problem("kind", f"“{kind}” is not a known format; known are {known}")])
        head_of(path)
        return found
    head = head_of(path)
    for each in FORMATS:
        if each.recognises(head):
            return each
    if head.data.startswith(b"SQLite format 3\x00"):
        raise refused("this is a database. If it is a backup of Charley's, put it back with: charley restore FILE")
    titles = ", ".join(f.title for f in FORMATS)
    raise refused(
        f"this file is of no kind that is known. Known are Charley's own archive, {titles}. A table of your own can be "
        "read with a mapping, which says which column means what: see docs/how-to/import.md."
    )
