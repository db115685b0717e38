"""The CSV of nights (contract section 3) as entries of the diary: counts and quiet nights.

Shares of a dose and covariates cannot become entries, for they do not say what was taken; each such column is named as
left out.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

from charley.diary.records import NightCount, QuietNight
from charley.interop.importer import Item, Progress, Skipped, entry
from charley.interop.nights_csv import MAX_BYTES, read_nights
from charley.interop.opening import Head, refused
from charley.interop.stamps import by_wall

KIND = "nights"
#: The hour of the next morning at which a night of a file is taken to have been told.
TOLD = time(9)


def recognises(head: Head) -> bool:
    """Whether a file has the columns ``date`` and ``cramps``."""
    return {"date", "cramps"} <= set(head.header)


def read(path: Path, *, zone: str | None = None, progress: Progress | None = None) -> Iterator[Item]:
    """Read a CSV of nights; see :class:`charley.interop.importer.Reader`."""
    if path.stat().st_size > MAX_BYTES:
        raise refused(f"the file is larger than {MAX_BYTES // 1_000_000} MB; it is not a diary of nights")
    data = path.read_bytes()
    table = read_nights(data).table
    for night, count, observed in zip(table.dates, table.cramps, table.observed, strict=True):
        row = f"night of {night}"
        at = by_wall(datetime.combine(night + timedelta(days=1), TOLD), zone)
        if count is None:
            yield Skipped(row, "not recorded")
        elif count == 0:
            yield entry(row, QuietNight, kind=KIND, key=(night, 0, observed), at=at, night=night, observed=observed)
        else:
            yield entry(
                row,
                NightCount,
                kind=KIND,
                key=(night, count, observed),
                at=at,
                night=night,
                cramps=count,
                observed=observed,
            )
    for name in (*(f"dose:{name}" for name in table.doses), *(f"x:{name}" for name in table.covariates)):
        yield Skipped(f"column {name}", "it does not say what was taken or done, so it cannot become an entry")
    if progress is not None:
        progress(len(data), len(data))
