"""Withings: seconds in UTC with the zone of each record; how often one woke is no count of cramps."""

from datetime import date

import pytest

from charley.errors import BadInput
from support.imports import entries, read, reasons


def test_a_night_is_that_of_its_evening_in_its_own_zone():
    first, second = entries(read("withings-sleep.json", zone="America/New_York"))

    assert (first.night, first.start.text()) == (date(2026, 3, 14), "2026-03-14T23:20:00+01:00[Europe/Berlin]")
    assert (first.cramp_wakings, first.note) == (None, "woke 3 times, awake for 25 minutes")
    assert second.start.zone == "America/New_York"


def test_a_night_whose_zone_nobody_knows_is_a_reason():
    assert reasons(read("withings-sleep.json")) == {
        "the rest": "Withings says that more data follows in a further file",
        "sleep 2": "does not say in which time zone it was slept",
    }


def test_steps_of_a_day():
    items = read("withings-activity.json")

    assert [(e.day, e.amount, e.at.zone) for e in entries(items)] == [(date(2026, 3, 14), 7431, "Europe/Berlin")]
    assert reasons(items).keys() == {"activity 2", "activity 3"}


def test_an_answer_that_is_an_error_is_refused(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('{"status": 401, "body": {"series": []}}')

    with pytest.raises(BadInput, match="status 401"):
        read(path)
