"""The steps of a day, as one entry: a figure of the whole day, kept with its unit."""

from datetime import date

from charley.diary.records import Exposure
from charley.errors import BadInput
from charley.interop.importer import Item, Skipped, entry
from charley.interop.stamps import whole_day

#: More in one day than people walk: a fault of the device.
MOST = 100_000


def of_day(
    row: str, day: date, steps: float, *, kind: str, key: tuple[object, ...], zone: str | None = None, rows: int = 1
) -> Item:
    """The steps of a day.

    Args:
        row: where they stand.
        day: the day by the wall clock.
        steps: 0 is no figure: a device that nobody carried counts 0.
        kind: the format's name.
        key: what makes the entry's id.
        zone: the person's zone, where it is known.
        rows: how many rows were added up.
    """
    if steps == 0:
        return Skipped(row, "0 steps: the device was probably not carried, so the day is not known", rows)
    if not 0 < steps <= MOST:
        return Skipped(row, f"{steps:g} steps in one day cannot be right", rows)
    try:
        at = whole_day(day, zone)
    except BadInput as fault:
        return Skipped(row, str(fault), rows)
    return entry(
        row,
        Exposure,
        kind=kind,
        key=key,
        at=at,
        rows=rows,
        what="other",
        amount=float(round(steps)),
        unit="steps",
        note="steps of the day",
    )
