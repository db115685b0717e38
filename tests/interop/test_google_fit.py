"""Google Fit: points in UTC need a zone, stages are one sleep, places are not read."""

from datetime import date

import pytest

from charley.errors import BadInput
from support.imports import entries, read, reasons


def test_points_without_a_zone_are_not_guessed_at():
    with pytest.raises(BadInput, match="counts time in UTC") as caught:
        read("google-fit-segments.json")
    assert caught.value.fields == ("zone",)


def test_stages_that_follow_each_other_are_one_sleep_of_the_evenings_night():
    [sleep] = entries(read("google-fit-segments.json", zone="Europe/Berlin"), "sleep")

    assert (sleep.night, sleep.start.wall.hour, sleep.end.wall.hour) == (date(2026, 3, 14), 23, 5)


def test_steps_are_summed_up_by_the_day_of_the_zone():
    berlin = entries(read("google-fit-segments.json", zone="Europe/Berlin"), "exposure")
    honolulu = entries(read("google-fit-segments.json", zone="Pacific/Honolulu"), "exposure")

    assert [(e.day, e.amount) for e in berlin] == [(date(2026, 3, 14), 4000), (date(2026, 3, 15), 150)]
    assert [(e.day, e.amount) for e in honolulu] == [(date(2026, 3, 14), 4150)]


def test_activities_are_named_as_google_numbers_them():
    items = read("google-fit-segments.json", zone="Europe/Berlin")

    assert [(e.what, e.minutes) for e in entries(items, "activity")] == [("walking", 45)]
    assert reasons(items) == {
        "point 5": "not a bodily effort",
        "point 8": "is not a point with a beginning, an end, a type and a value",
    }


def test_the_table_of_days_gives_steps_and_no_places():
    items = read("google-fit-days.csv")
    [steps] = entries(items)

    assert (steps.day, steps.amount) == (date(2026, 3, 14), 7710)
    assert "99.1" not in repr(steps)
    assert reasons(items).keys() == {"row 3", "row 4"}


def test_points_of_takeout_are_read_like_those_of_the_interface():
    [steps] = entries(read("google-fit-takeout.json", zone="Europe/Berlin"))

    assert (steps.day, steps.amount) == (date(2026, 3, 14), 4000)
