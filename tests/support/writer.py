"""A program that keeps entries one by one and says of each when it is kept; run by the tests that kill it.

writer.py FOLDER PREFIX FIRST LAST     keeps entries PREFIX-FIRST … PREFIX-LAST
"""

import sys
from datetime import UTC, datetime
from pathlib import Path


def main(folder: str, prefix: str, first: str, last: str) -> int:
    from charley.dates import Moment
    from charley.db.connection import setup
    from charley.diary.records import CrampEpisode
    from charley.errors import StorageFault

    received_at = datetime(2026, 3, 14, 11, tzinfo=UTC)
    try:
        setup(Path(folder))
        from charley.db.repository import local_person, store_for

        store = store_for(local_person(made_at=received_at))
        for number in range(int(first), int(last)):
            at = Moment(wall=datetime(2026, 3, 14, 2, number % 60))
            entry = CrampEpisode(id=f"{prefix}-{number:08d}", at=at, note="calf " * 40)
            if store.append(entries=[entry], received_at=received_at) == ["kept"]:
                sys.stdout.write(entry.id + "\n")
                sys.stdout.flush()
    except StorageFault as fault:
        sys.stdout.write(f"FAULT {fault}\n")
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
