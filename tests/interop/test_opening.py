"""Strangers' files: every bad one is a named fault, and none of them costs more than a little memory."""

import os
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from charley.errors import BadInput
from charley.interop import opening
from charley.interop.formats import FORMATS, format_of
from charley.interop.importer import Skipped, Taken
from charley.interop.taking import take
from support.diary import NOW, MemoryStore
from support.imports import FILES


def refusal(path: Path, kind: str = "auto") -> str:
    with pytest.raises(BadInput) as caught:
        list(format_of(path, kind).read(path, zone="Europe/Berlin"))
    return str(caught.value)


def write(tmp_path: Path, data: bytes, name: str = "file.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def zipped(tmp_path: Path, members: dict[str, bytes]) -> Path:
    path = tmp_path / "file.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


BAD = {
    "empty": (b"", "empty"),
    "blank": (b" \n\n", "empty"),
    "a web page": (b"<!DOCTYPE html>\n<html><body>Sign in</body></html>", "web page"),
    "a web page with a mark": (b"\xef\xbb\xbf<HTML>", "web page"),
    "binary": (bytes(range(256)) * 40, "of no kind that is known"),
    "words": (b"Dear diary, last night I slept.", "of no kind that is known"),
    "another table": (b"id,name\n1,a\n", "mapping"),
    "no zip": (b"PK\x03\x04 and then nothing", "damaged"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_nothing_is_refused_by_what_it_is(name, tmp_path):
    data, said = BAD[name]

    assert said in refusal(write(tmp_path, data))


def test_a_folder_a_pipe_and_an_impossible_name_are_no_files(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    said = {
        name: refusal_of_taking(tmp_path / name) for name in (".", "pipe", "loop", "gone", "x" * 300, "y/" * 3000 + "z")
    }

    assert "is a folder" in said["."]
    assert "no file named" in said["pipe"]
    assert "no file named" in said["gone"]
    assert all("file" in message for message in said.values())


def refusal_of_taking(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        take(path, MemoryStore(), name=path.name, received_at=NOW.utc)
    return str(caught.value)


def test_a_backup_is_sent_to_the_right_door(tmp_path):
    with closing(sqlite3.connect(tmp_path / "copy")) as database:
        database.execute("CREATE TABLE cramps (night)")

    assert "charley restore" in refusal(tmp_path / "copy")


def test_a_zip_whose_list_points_before_its_beginning_is_damaged(tmp_path):
    path = zipped(tmp_path, {"apple_health_export/export.xml": b"<HealthData></HealthData>"})
    data = bytearray(path.read_bytes())
    place = data.rindex(b"PK\x05\x06") + 16  # where the end says that the list begins
    data[place : place + 4] = (int.from_bytes(data[place : place + 4], "little") + 30).to_bytes(4, "little")
    path.write_bytes(data)

    assert "damaged" in refusal(path)


def test_a_file_that_is_not_there_is_named_without_its_folder(tmp_path):
    message = refusal(tmp_path / "gone.csv")

    assert "gone.csv" in message
    assert str(tmp_path) not in message


@pytest.mark.parametrize("kind", [f.kind for f in FORMATS])
@pytest.mark.parametrize(
    "data", [b"{", b"[]", b"null", b"a", b"\xff\xfe\x00", b'{"point": 5}', b"Date,Meal,Calories", b"\x00" * 99]
)
def test_a_file_said_to_be_of_a_kind_and_not_of_it_is_a_fault_and_no_traceback(kind, data, tmp_path):
    path = write(tmp_path, data)

    try:
        items = list(format_of(path, kind).read(path, zone="Europe/Berlin"))
    except BadInput:
        return
    assert all(isinstance(item, Skipped) for item in items)


def test_a_zip_without_what_is_wanted_names_it(tmp_path):
    assert "holds no export.xml" in refusal(zipped(tmp_path, {"holiday.txt": b"sun"}), "apple_health")


@pytest.mark.parametrize("name", ["../../escape.xml", "/root.xml", "..\\escape.xml", "C:\\escape.xml"])
def test_a_zip_with_names_that_point_outside_is_refused(name, tmp_path):
    path = zipped(tmp_path, {name: b"<HealthData/>", "apple_health_export/export.xml": b"<HealthData/>"})

    assert "outside its own folder" in refusal(path)


def test_a_bomb_is_refused_by_its_ratio_before_it_unfolds(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "RATIO_COUNTS_FROM", 1_000_000)
    bomb = b"<HealthData>" + b" " * 30_000_000
    read = []

    path = zipped(tmp_path, {"apple_health_export/export.xml": bomb})
    with pytest.raises(BadInput, match="made to do harm"):
        list(format_of(path).read(path, progress=lambda done, total: read.append(done)))

    assert len(read) * (1 << 18) < 10_000_000


def test_a_size_that_the_zip_itself_calls_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "MOST_BYTES", 1000)
    path = zipped(tmp_path, {"a.xml": b"<HealthData>" + b" " * 5000})

    with pytest.raises(BadInput, match="too much"), opening.opened(path, member=lambda _: True, most_bytes=1000):
        pass


def test_a_zip_cut_short_or_with_a_wrong_checksum_is_damaged(tmp_path):
    whole = zipped(tmp_path, {"sleep-export.csv": b"Id,Tz,From,To,Sched,Hours,Rating,Comment\n" * 50}).read_bytes()

    cut = write(tmp_path, whole[:-30], "cut.zip")
    assert "damaged" in refusal(cut)

    at = whole.find(b"sleep-export.csv") + len("sleep-export.csv") + 5
    bent = write(tmp_path, whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :], "bent.zip")
    assert "damaged" in refusal(bent)


def test_a_locked_zip_asks_to_be_unlocked(tmp_path):
    path = zipped(tmp_path, {"sleep-export.csv": b"Id,Tz\n"})
    data = bytearray(path.read_bytes())
    data[6] |= 1  # the local header's flag of encryption
    data[data.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)

    assert "password" in refusal(path)


def test_json_that_is_larger_than_one_piece_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "MOST_JSON_BYTES", 1000)

    assert "too much" in refusal(write(tmp_path, b'{"activities-steps": [' + b" " * 2000 + b"]}", "a.json"))


def test_progress_ends_where_the_file_ends():
    path = FILES / "daylio.csv"
    told = []

    list(format_of(path).read(path, progress=lambda done, total: told.append((done, total))))

    assert told[-1] == (path.stat().st_size, path.stat().st_size)


@pytest.mark.parametrize("raw", [True, None, "5", [], 10**400, float("1e300")])
def test_json_values_that_cannot_be_reckoned_with_are_none(raw):
    assert opening.number_of(raw) is None


STEPS = '<Record type="HKQuantityTypeIdentifierStepCount" unit="count" value="5" startDate="{} 12:00:00 +0000"/>'
FOOD = STEPS.replace("StepCount", "DietaryMagnesium").replace("count", "mg")
BEYOND = {
    "daylio": "full_date,time,mood,activities\n0001-01-01,12:00,good,walk\n2026-03-14,12:00,good,walk\n",
    "myfitnesspal": "Date,Meal,Calories\n0001-01-01,Lunch,500\n2026-03-14,Lunch,500\n",
    "loop_habits": "Date,Sport\n2026-03-14,2\n0001-01-01,2\n",
    "google_fit": "Date,Step count\n0001-01-01,500\n2026-03-14,500\n",
    "fitbit": '{"activities-steps": [{"dateTime": "0001-01-01", "value": 5}, {"dateTime": "2026-03-14", "value": 5}]}',
    "apple_health": "<HealthData>"
    + "".join([STEPS.format("0001-01-01"), FOOD.format("0001-01-01"), STEPS.format("2026-03-14")])
    + "</HealthData>",
}


@pytest.mark.parametrize("kind", BEYOND)
def test_a_row_beyond_the_calendar_does_not_cost_the_others(kind, tmp_path):
    path = write(tmp_path, BEYOND[kind].encode())

    items = list(format_of(path, kind).read(path, zone="Europe/Berlin"))

    days = {item.entry.day.isoformat() for item in items if isinstance(item, Taken)}
    assert days == {"2026-03-14"}
    assert any(isinstance(item, Skipped) for item in items)
