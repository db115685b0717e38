"""One cramp, from the line that was typed to the list, the figures and the export: the same four values everywhere."""

import csv
import io
import json
import zipfile

import pytest

from charley.cli.clock import now
from charley.db.repository import local_person, store_for
from charley.diary.journal import instant
from charley.diary.rates import by_site
from charley.services.diary import Diary
from support.diary import charley, folder  # noqa: F401


@pytest.fixture
def logged(charley):  # noqa: F811
    status, _, _ = charley("log", "left calf 7/10 02:14 90 s")
    assert status == 0
    return charley


def test_list_statistics_and_export_say_when_where_how_strong_and_how_long(logged, tmp_path):
    moment = now()
    diary = Diary(store_for(local_person(made_at=instant(moment))), now=moment)
    (entry,) = diary.journal().effective
    assert (f"{entry.at.wall:%H:%M}", entry.side, entry.site, entry.pain, entry.duration_s) == (
        "02:14",
        "left",
        "calf",
        7,
        90,
    )

    (line,) = diary.history(entry.night, entry.night)
    assert line.entry == entry

    (week,) = diary.weeks()
    assert (week.cramps, week.pain, week.duration_s) == (1, 7, 90)
    assert by_site(diary.journal().effective) == {"calf": 1}

    logged("export", tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as packed:
        told = json.loads(packed.read("journal.jsonl"))["entry"]
        (row,) = csv.DictReader(io.StringIO(packed.read("tables/cramp.csv").decode()))
    assert told["at"]["wall"].endswith("T02:14:00")
    assert (told["side"], told["site"], told["pain"], told["duration_s"]) == ("left", "calf", 7, 90)
    assert "T02:14:00" in row["at"]
    assert (row["side"], row["site"], row["pain"], row["duration_s"]) == ("left", "calf", "7", "90.0")
