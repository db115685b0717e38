"""Make the data folder of this version, to be kept for ever; run once for each release.

python tests/db/folders/make.py tests/db/folders/VERSION
"""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from charley.dates import Moment
from charley.db.connection import setup
from charley.diary.records import Amendment, CrampEpisode, DoseTaken, QuietNight

AT = Moment.local(datetime(2026, 3, 14, 2, 14), "Europe/Berlin")
RECEIVED = datetime(2026, 3, 14, 11, tzinfo=UTC)
PROFILE = '{"age_years": 58, "egfr_ml_min": 88, "medicines": [{"name": "levothyroxine", "times": ["07:00"]}]}'


def main(folder: Path) -> None:
    """Write one entry of several kinds, a correction and a profile."""
    setup(folder)
    from django.db import connection

    from charley.db.repository import local_person, store_for

    store = store_for(local_person(made_at=RECEIVED))
    cramp = CrampEpisode(id="release-cramp", at=AT, site="calf", side="left", pain=7, duration_s=90, woke=True)
    mended = CrampEpisode(id="release-cramp", at=AT, site="calf", side="right", pain=6, duration_s=90, woke=True)
    entries = [
        cramp,
        Amendment(id="release-amendment", at=AT, of="release-cramp", replacement=mended),
        QuietNight(id="release-quiet", at=AT, night=date(2026, 3, 12)),
        DoseTaken(id="release-dose", at=AT, elemental_mg=150, form="citrate", note="mit dem Frühstück ☕"),
    ]
    store.append(entries=entries, received_at=RECEIVED)
    store.keep_profile(document=PROFILE, made_at=RECEIVED)
    connection.cursor().execute("PRAGMA journal_mode=DELETE")
    connection.close()
    (folder / "secret.key").unlink(missing_ok=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
