"""One file into one person's diary, whatever kind of file it is."""

from datetime import datetime
from pathlib import Path

from charley.interop.archive_zip import is_archive, read_archive
from charley.interop.formats import ARCHIVE, AUTO, format_of
from charley.interop.importer import Progress
from charley.interop.keeping import Keeper, keep_archive, keep_items
from charley.interop.opening import see
from charley.interop.report import ImportReport


def take(
    file: Path,
    keeper: Keeper,
    *,
    name: str,
    received_at: datetime,
    kind: str = AUTO,
    zone: str | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Take a file as a whole or not at all. The same file again changes nothing.

    Args:
        file: where it is.
        keeper: the person's store.
        name: what the person calls the file.
        received_at: now.
        kind: the format, where it should not be told from the file.
        zone: where the person lived, for files that name no zone.
        progress: told how far the reading is.

    Returns:
        the account, row by row.

    Raises:
        BadInput: where the file cannot be taken; then nothing of it was kept.
    """
    see(file)
    if kind == ARCHIVE or (kind == AUTO and is_archive(file)):
        report = ImportReport(name, ARCHIVE, "Charley's own archive")
        keep_archive(read_archive(file), keeper, report)
        return report
    found = format_of(file, kind)
    report = ImportReport(name, found.kind, found.title)
    keep_items(found.read(file, zone=zone, progress=progress), keeper, report, received_at=received_at)
    return report
