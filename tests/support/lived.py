"""Lets a trial in a data folder have been lived through: it began in the past, and its nights were noted.

    python tests/support/lived.py FOLDER RATIO

Prints the number of nights noted.
"""

import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def main(folder: Path, ratio: float) -> None:
    from charley.db.connection import setup

    setup(folder)
    from charley.dates import Moment
    from charley.db.repository import local_person, store_for
    from charley.diary.records import DoseTaken, NightCount
    from charley.services.trial_book import TrialBook
    from support.trials import kept

    now = datetime.now(UTC)
    store = store_for(local_person(made_at=now))
    book = TrialBook(store, now=Moment(wall=now.replace(tzinfo=None, microsecond=0)), made_at=now)
    dossier = book.open_one()
    assert dossier is not None
    start = (now - timedelta(days=dossier.design.nights + 3)).date()
    book.amend(dossier, "start", "begins", on=start)
    table = kept(dossier.design, ratio=ratio, rate=1.5, start=start, missing=0.05, seed=4)
    entries = []
    for night, count, share in zip(table.dates, table.cramps, table.doses["magnesium"], strict=True):
        morning = Moment(wall=datetime.combine(night, time(7)) + timedelta(days=1))
        if count is not None:
            entries.append(NightCount(id=f"lived-{night}", at=morning, entered=morning, night=night, cramps=count))
        if share:
            mg = dossier.design.arm("B").doses[0].elemental_mg
            entries.append(
                DoseTaken(id=f"taken-{night}", at=Moment(wall=datetime.combine(night, time(21))), elemental_mg=mg)
            )
    store.append(entries=entries, received_at=now)
    print(len(entries))


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
