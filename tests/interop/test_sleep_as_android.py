"""Sleep as Android: the header stands again before every record, and the id tells two equal hours apart."""

import zipfile
from datetime import date

import pytest

from charley.errors import BadInput
from support.imports import FILES, entries, read, reasons

HEADER = "Id,Tz,From,To,Sched,Hours,Rating,Comment,Framerate\n"


def test_nights_tags_and_naps():
    items = read("sleep-export.csv")
    night, autumn = entries(items, "sleep")

    assert (night.night, night.rating, night.note) == (date(2026, 3, 14), 4, "Slept well")
    assert autumn.rating is None
    assert [(e.what, e.note) for e in entries(items, "exposure")] == [
        ("alcohol", "alcohol; 2 times; around this sleep")
    ]
    assert reasons(items) == {
        "record 1": "Charley does not keep “fullmoon”",
        "record 2": "a nap by day; the diary keeps how nights were slept",
    }


@pytest.mark.parametrize(("began", "offset"), [(1792888200000, "+02:00"), (1792891800000, "+01:00")])
def test_the_hour_that_came_twice_is_told_by_the_id(tmp_path, began, offset):
    path = tmp_path / "a.csv"
    path.write_text(
        HEADER + f'"{began}","Europe/Berlin","25. 10. 2026 2:30","25. 10. 2026 8:00","",5.5,"0.0","","10007"\n'
    )

    [sleep] = entries(read(path))

    assert sleep.start.text() == f"2026-10-25T02:30:00{offset}[Europe/Berlin]"


def test_the_zip_of_the_app_gives_the_same(tmp_path):
    path = tmp_path / "backup.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("alarms.json", "[]")
        archive.write(FILES / "sleep-export.csv", "sleep-export.csv")

    assert entries(read(path)) == entries(read("sleep-export.csv"))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            '"1792888200000","Europe/Berlin","2026-10-25 2:30","25. 10. 2026 8:00","","5.5","0.0",""',
            "not a date and time",
        ),
        ('"x","Europe/Berlin","25. 10. 2026 2:30","25. 10. 2026 8:00","","5.5","0.0",""', "no number in front"),
        ('"1","Mars/Olympus","25. 10. 2026 2:30","25. 10. 2026 8:00","","5.5","0.0",""', "not a known time zone"),
        ('"1","Europe/Berlin","29. 3. 2026 2:30","29. 3. 2026 8:00","","5.5","0.0",""', "did not exist"),
        ('"1","Europe/Berlin"', "only 2 cells"),
    ],
)
def test_a_record_that_makes_no_sense_is_a_reason(tmp_path, row, said):
    path = tmp_path / "a.csv"
    path.write_text(HEADER + row + "\n")

    assert said in reasons(read(path))["record 1"]


def test_a_backup_without_a_sleep_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(HEADER)

    with pytest.raises(BadInput, match="holds no sleep"):
        read(path)
