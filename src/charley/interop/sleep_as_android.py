"""Sleep as Android's backup: a zip with ``sleep-export.csv``, whose header stands again before every record.

The columns after the fixed ones are movement and events of that night and are not read. ``Id`` is the instant of the
beginning in milliseconds, which tells the two hours apart when clocks go back.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from charley.dates import Moment, possible_offsets, zone_named
from charley.errors import BadInput
from charley.interop.importer import Item, Progress, Skipped, not_kept
from charley.interop.opening import Head, opened, refused
from charley.interop.slept import Slept, one_a_night
from charley.interop.stamps import by_wall
from charley.interop.tables import cells, lines, number_in
from charley.interop.tags import meaning, observed

KIND = "sleep_as_android"
MEMBER = "sleep-export.csv"
HEADER = ("Id", "Tz", "From", "To", "Sched", "Hours", "Rating", "Comment")


def recognises(head: Head) -> bool:
    """Whether a file is Sleep as Android's zip or the table from it."""
    if head.members is not None:
        return any(_is_export(name) for name in head.members)
    return head.header[: len(HEADER)] == HEADER


def read(path: Path, *, zone: str | None = None, progress: Progress | None = None) -> Iterator[Item]:
    """Read a Sleep as Android backup; see :class:`charley.interop.importer.Reader`."""
    sleeps: list[Slept] = []
    number = 0
    with opened(path, member=_is_export, wanted=MEMBER, progress=progress) as stream:
        for found in cells(lines(stream)):
            if not found or found[0] in ("Id", ""):  # a header, or the noise of the night above
                continue
            number += 1
            row = f"record {number}"
            try:
                if len(found) < len(HEADER):
                    raise refused(f"has only {len(found)} cells")
                yield from _record(row, dict(zip(HEADER, found, strict=False)), zone, sleeps)
            except BadInput as fault:
                yield Skipped(row, str(fault))
    if not number:
        raise refused("this backup holds no sleep")
    yield from one_a_night(sleeps, kind=KIND)


def _is_export(name: str) -> bool:
    return name.rsplit("/", 1)[-1] == MEMBER


def _record(row: str, written: dict[str, str], zone: str | None, sleeps: list[Slept]) -> Iterator[Item]:
    if not written["Id"].isdecimal():
        raise refused("has no number in front")
    zone = written["Tz"] or zone
    began, hours = int(written["Id"]) / 1000, number_in(written["Hours"]) or 0.0
    start = _moment(written["From"], zone, began)
    end = _moment(written["To"], zone, began + hours * 3600)
    stars = number_in(written["Rating"])
    rating = max(1, int(stars + 0.5)) if stars and 0 < stars <= 5 else None
    tags = re.findall(r"#(\w+)", written["Comment"])
    words = re.sub(r"#\w+", " ", written["Comment"].replace("\\n", " "))
    note = " ".join(words.split()) or None
    sleeps.append(Slept(row, (written["Id"],), start, end, rating, note))
    for number, label in enumerate(tags):
        times = re.search(r"_(\d+)x$", label)
        name = label.removesuffix(times[0]) if times else label
        tag = meaning(name)
        if tag is None:
            yield Skipped(row, not_kept(name))
            continue
        says = "; ".join(filter(None, (f"{times[1]} times" if times else "", "around this sleep")))
        timed = tag.kind != "cramp"
        yield observed(
            tag, name, row=row, kind=KIND, key=(written["Id"], label, number), at=start, timed=timed, says=says
        )


_STAMP = re.compile(r"^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}) (\d{1,2}):(\d\d)$")


def _moment(written: str, zone: str | None, about: float) -> Moment:
    """``30. 11. 2020 12:12`` in its zone; of two hours of the same name the one nearer to ``about`` (seconds)."""
    found = _STAMP.match(written.strip())
    try:
        day, month, year, hour, minute = map(int, found.groups()) if found else (0, 0, 0, 0, 0)
        wall = datetime(year, month, day, hour, minute)  # noqa: DTZ001 - the wall clock, on purpose
    except ValueError:
        raise refused(f"“{written[:40]}” is not a date and time such as 30. 11. 2026 23:10") from None
    rules = zone_named(zone) if zone else None
    offers = possible_offsets(wall, rules) if rules else []
    if zone is None or len(offers) < 2:
        return by_wall(wall, zone)
    nearest = min(offers, key=lambda o: abs((wall - timedelta(minutes=o)).replace(tzinfo=UTC).timestamp() - about))
    return Moment.local(wall, zone, offset_min=nearest)
