"""What is read within ``undisturbed`` still holds when it is written, on SQLite and on PostgreSQL alike."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from django.db import connections

from charley.db.connection import setup
from charley.db.people import add_person
from charley.db.repository import local_person, store_for
from support.diary import NOW

WRITERS, TURNS = 4, 15


def test_writers_at_once_never_write_over_what_another_one_read(folder: Path) -> None:
    setup()
    person = local_person(made_at=NOW.utc)

    def count_up(_: int) -> None:
        """Read a number, write the next one; alone, no number is written twice."""
        store = store_for(person)
        for _turn in range(TURNS):
            with store.undisturbed():
                last = json.loads(store.profile() or '{"age_years": 0}')["age_years"]
                made_at = NOW.utc + timedelta(seconds=last)
                store.keep_profile(document=json.dumps({"age_years": last + 1}), made_at=made_at)
        connections["default"].close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(count_up, range(WRITERS)))
    told = [json.loads(document)["age_years"] for _, document in store_for(person).profiles()]
    print(f"{WRITERS} writers, {len(told)} of {WRITERS * TURNS} numbers, each once: {told == sorted(set(told))}")
    assert told == list(range(1, WRITERS * TURNS + 1))


def test_what_fails_within_leaves_nothing(folder: Path) -> None:
    setup()
    store = store_for(local_person(made_at=NOW.utc))
    try:
        with store.undisturbed():
            store.keep_profile(document='{"age_years": 1}', made_at=NOW.utc)
            raise LookupError
    except LookupError:
        pass
    assert store.profiles() == []
    with store_for(add_person("Mother", made_at=NOW.utc)).undisturbed():
        assert store.keep_profile(document='{"age_years": 2}', made_at=NOW.utc)
