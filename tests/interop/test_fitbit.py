"""Fitbit: sleep, activities and steps; 0 steps is a tracker in a drawer."""

from datetime import date

from support.imports import entries, read, reasons


def test_the_main_sleep_is_the_nights():
    items = read("fitbit-sleep.json", zone="Europe/Berlin")
    [sleep] = entries(items)

    assert (sleep.night, sleep.start.text(), sleep.note) == (
        date(2026, 3, 14),
        "2026-03-14T23:05:30+01:00[Europe/Berlin]",
        "awake for 30 minutes",
    )
    assert reasons(items) == {"sleep 2": "not the main sleep of its night, as Fitbit says", "sleep 3": "lacks endTime"}


def test_the_archive_and_the_interface_give_the_same_entry():
    assert entries(read("fitbit-archive-sleep.json")) == entries(read("fitbit-sleep.json"))


def test_an_activity_without_its_time_keeps_its_day():
    walk, swim = entries(read("fitbit-activities.json"))

    assert (walk.what, walk.minutes, walk.at.text()) == ("Walk", 45, "2026-03-14T17:45:00")
    assert (swim.day, swim.minutes, swim.note) == (date(2026, 3, 14), None, "time of day not known")


def test_steps_of_a_day():
    items = read("fitbit-steps.json")

    assert [(e.day, e.amount, e.unit) for e in entries(items)] == [(date(2026, 3, 14), 9120, "steps")]
    assert reasons(items) == {
        "steps 2": "0 steps: the device was probably not carried, so the day is not known",
        "steps 3": "“many” is not a number",
        "steps 4": "says the same as steps 1",
    }


def test_weights_are_left_out_and_say_where_they_belong(tmp_path):
    path = tmp_path / "weight.json"
    path.write_text('{"weight": [{"bmi": 22.1, "date": "2026-03-14", "logId": 1, "time": "07:00:00", "weight": 61}]}')

    assert reasons(read(path)) == {"weights": "the diary keeps no weights; write your weight into your profile"}


def test_a_night_without_a_record_is_an_empty_list_and_no_fault(tmp_path):
    path = tmp_path / "sleep.json"
    path.write_text('{"sleep": [], "summary": {"totalSleepRecords": 0}}')

    assert read(path) == []


def test_exercises_of_the_archive_do_not_say_their_zone_and_are_left_out():
    items = read("fitbit-archive-exercise.json", zone="Europe/Berlin")

    assert entries(items) == []
    assert "does not say whether the times" in reasons(items)["exercises"]
