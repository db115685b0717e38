"""Loop Habits: a tick is a yes, -1 is no answer, and no tick is not a no."""

import sqlite3
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from charley.errors import BadInput
from charley.interop import loop_habits
from charley.interop.opening import head_of
from support.imports import FILES, entries, read, reasons

MARCH_14 = int(datetime(2026, 3, 14, tzinfo=UTC).timestamp() * 1000)


def backup(tmp_path: Path, rows: list[tuple[object, ...]], *, values: bool = True) -> Path:
    path = tmp_path / "Loop Habits Backup?#.db"
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE Habits (Id INTEGER PRIMARY KEY, name TEXT)")
        base.execute(
            f"CREATE TABLE Repetitions (Id INTEGER PRIMARY KEY, habit, timestamp {', value' if values else ''})"
        )
        base.executemany("INSERT INTO Habits VALUES (?, ?)", [(1, "Alcohol"), (2, "Sport"), (3, "Juggling")])
        base.executemany(f"INSERT INTO Repetitions VALUES ({', '.join('?' * len(rows[0]))})", rows)
    base.close()
    return path


def test_a_tick_is_an_entry_of_its_day():
    [walk] = entries(read("loop-checkmarks.csv"), "activity")

    assert (walk.what, walk.day, walk.note) == ("Move: Walking", date(2026, 3, 14), "time of day not known")


def test_a_counted_habit_holds_thousandths():
    amounts = [(e.what, e.amount, e.unit) for e in entries(read("loop-checkmarks.csv"), "exposure")]

    assert amounts == [("alcohol", None, None), ("caffeine", 2.5, "times"), ("caffeine", 1.0, "times")]


def test_no_tick_is_never_a_quiet_night_and_a_tick_never_a_count():
    items = read("loop-checkmarks.csv")

    assert entries(items, "quiet_night") == entries(items, "night_count") == entries(items, "cramp") == []
    assert [note.text for note in entries(items, "note")] == ["Leg cramps; how many and in which night is not known"]


def test_every_value_without_an_entry_has_its_reason():
    assert reasons(read("loop-checkmarks.csv")) == {
        "row 3, Food: Alcohol": "not ticked, which does not say that it did not happen",
        "row 3, Move: Walking": "the tick was set by Loop and not by the person",
        "row 4, Food: Alcohol": "the person skipped this day",
        "row 4, Leg cramps": "not ticked, which does not say that it did not happen",
        "habit “Mood: calm”": "Charley does not know what this habit means",
        "all habits": "no answer on that day, which is neither yes nor no",
    }


def test_the_zip_of_the_app_gives_the_same(tmp_path):
    path = tmp_path / "Loop Habits CSV.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Habits.csv", "Position,Name\n")
        archive.writestr("001 Sport/Checkmarks.csv", "2026-03-14,2\n")
        archive.write(FILES / "loop-checkmarks.csv", "Checkmarks.csv")

    assert entries(read(path)) == entries(read("loop-checkmarks.csv"))


def test_a_persons_own_table_of_days_is_not_taken_for_loops(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("Date,Cramps\n2026-03-14,2\n2026-03-15,1\n")

    assert not loop_habits.recognises(head_of(path))


def test_both_ways_of_writing_days_are_read_and_another_is_a_reason(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Date,Sport\n2026-03-15,2\n2026-03-14,2\n14.3.26,2\n2026-03-13,2,2\n2026-03-12,x\n")

    items = read(path)

    assert [e.day for e in entries(items)] == [date(2026, 3, 15), date(2026, 3, 14)]
    assert reasons(items).keys() == {"row 4", "row 5", "row 6, Sport"}


def test_a_backup_is_read_and_never_changed(tmp_path):
    path = backup(
        tmp_path, [(1, 1, MARCH_14, 2), (2, 2, MARCH_14, 0), (3, 3, MARCH_14, 2), (4, 2, "soon", 2), (5, 2, 10**18, 2)]
    )
    before = path.read_bytes()

    items = read(path)

    assert [(e.kind, e.day) for e in entries(items)] == [("exposure", date(2026, 3, 14))]
    assert reasons(items).keys() == {"repetition 2, Sport", "repetition 4", "repetition 5", "habit “Juggling”"}
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_an_old_backup_has_ticks_without_values(tmp_path):
    path = backup(tmp_path, [(1, 2, MARCH_14), (2, 2, MARCH_14 + 86_400_000)], values=False)

    assert [e.day for e in entries(read(path))] == [date(2026, 3, 14), date(2026, 3, 15)]


def test_another_database_is_refused(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE Habits (Id INTEGER)")
    base.close()

    with pytest.raises(BadInput, match="cannot be read as Loop's backup"):
        read(path, kind="loop_habits")


def test_a_database_that_would_count_for_ever_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(loop_habits, "MOST_STEPS", 2)
    path = tmp_path / "endless.db"
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE Habits (Id INTEGER, name TEXT)")
        endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
        base.execute(f"CREATE VIEW Repetitions AS {endless} SELECT i AS Id, 1 AS habit, i AS timestamp FROM n")
    base.close()

    with pytest.raises(BadInput, match="interrupted"):
        read(path, kind="loop_habits")
