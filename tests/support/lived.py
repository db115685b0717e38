"""Lets a trial in a data folder be lived through: each of its nights is noted, and the doses of its order are taken.

    python tests/support/lived.py FOLDER RATIO

The trial has to have begun. Prints the date after its last night.
"""

import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def main(folder: Path, ratio: float) -> date:
    from charley.db.connection import setup

    setup(folder)
    from charley.dates import Moment
    from charley.db.repository import local_person, store_for
    from charley.diary.records import DoseTaken, NightCount
    from charley.services.trial_book import TrialBook
    from charley.trials.timeline import last_night
    from support.trials import kept

    now = datetime.now(UTC)
    store = store_for(local_person(made_at=now))
    dossier = TrialBook(store, now=Moment(wall=now.replace(tzinfo=None, microsecond=0)), made_at=now).open_one()
    assert dossier is not None
    assert dossier.design.start is not None
    start, end = dossier.design.start, last_night(dossier.design, dossier.design.start)
    assert end is not None
    nights = (end - start).days + 1
    table = kept(
        dossier.design, ratio=ratio, rate=1.5, start=start, order=dossier.order, nights=nights, missing=0.05, seed=4
    )
    entries = []
    for night, count, share in zip(table.dates, table.cramps, table.doses["magnesium"], strict=True):
        morning = Moment(wall=datetime.combine(night, time(7)) + timedelta(days=1))
        if count is not None:
            entries.append(NightCount(id=f"lived-{night}", at=morning, entered=morning, night=night, cramps=count))
        if share:
            evening = Moment(wall=datetime.combine(night, time(21)))
            mg = dossier.design.arm("B").doses[0].elemental_mg
            entries.append(DoseTaken(id=f"taken-{night}", at=evening, entered=evening, elemental_mg=mg))
    store.append(entries=entries, received_at=now)
    return end + timedelta(days=1)


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), float(sys.argv[2])))
