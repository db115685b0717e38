"""A hard run late in the evening is flagged; an easy or an early one is not."""

import pytest

from charley.diary.bedtime import close_to_bed, minutes_before_bed
from charley.diary.records import Activity
from support.diary import at, new_id


def run(clock: str, effort: str | None = "hard", minutes: float | None = None) -> Activity:
    return Activity(id=new_id(), at=at(f"2026-03-13 {clock}"), what="run", effort=effort, minutes=minutes)


@pytest.mark.parametrize(
    ("activity", "bed", "flagged"),
    [
        (run("21:00"), "22:30", True),
        (run("21:00", minutes=40), "22:30", True),
        (run("22:00", minutes=60), "22:30", True),
        (run("20:00", minutes=60), "22:30", True),
        (run("18:00", minutes=60), "22:30", False),
        (run("21:00", "easy"), "22:30", False),
        (run("21:00", None), "22:30", False),
        (run("23:30"), "00:30", True),
        (run("07:00", minutes=45), "22:30", False),
    ],
)
def test_hard_exercise_close_to_bedtime_is_flagged(activity, bed, flagged):
    assert close_to_bed(activity, bed) is flagged


def test_how_long_before_bed_it_ended():
    assert minutes_before_bed(run("21:00", minutes=40), "22:30") == 50
    assert minutes_before_bed(run("23:30"), "00:30") == 60
    assert minutes_before_bed(run("22:00", minutes=60), "22:30") == -30
