"""A plan's calendar, read back with the same library and by eye."""

from datetime import date, datetime

from icalendar import Calendar

from charley.interop.ical import calendar
from support.people import plan_for


def events(plan):
    return [event for event in Calendar.from_ical(calendar(plan)).walk("VEVENT") if "RRULE" in event]


def test_each_dose_of_each_step_repeats_until_the_next_step():
    plan = plan_for(diet_magnesium_mg=100)
    found = [(str(e["SUMMARY"]), e["DTSTART"].dt, e["RRULE"]["COUNT"][0]) for e in events(plan)]
    assert found == [
        ("Magnesium 200 mg (glycinate)", datetime(2026, 11, 21, 21, 30), 14),
        ("Magnesium 150 mg (glycinate)", datetime(2026, 12, 5, 7, 30), 14),
        ("Magnesium 150 mg (glycinate)", datetime(2026, 12, 5, 21, 30), 14),
        ("Magnesium 160 mg (glycinate)", datetime(2026, 12, 19, 7, 30), 14),
        ("Magnesium 160 mg (glycinate)", datetime(2026, 12, 19, 21, 30), 14),
    ]


def test_times_float_with_the_person_and_wake_an_alarm():
    (event,) = events(plan_for())
    assert event["DTSTART"].dt.tzinfo is None
    assert [str(alarm["ACTION"]) for alarm in event.walk("VALARM")] == ["DISPLAY"]
    assert "never doubled" in str(event["DESCRIPTION"])


def test_a_newer_plan_replaces_the_events_of_the_older():
    first, second = plan_for(), plan_for(schedule={"wake": "06:00", "bed": "21:00"})
    assert [str(e["UID"]) for e in events(first)] == [str(e["UID"]) for e in events(second)]
    assert calendar(first) != calendar(second)
    assert calendar(first, owner="a") != calendar(first, owner="b")


def test_the_review_is_a_day_in_the_calendar():
    review = [e for e in Calendar.from_ical(calendar(plan_for())).walk("VEVENT") if "RRULE" not in e]
    assert [e["DTSTART"].dt for e in review] == [date(2026, 12, 19)]


def test_a_course_with_an_end_moves_the_first_day_and_one_without_gives_no_event():
    known = plan_for(medicines=[{"name": "doxycycline", "times": ["08:00"], "duration_days": 7}])
    assert events(known)[0]["DTSTART"].dt.date() == date(2026, 11, 28)
    assert events(plan_for(medicines=[{"name": "doxycycline", "times": ["08:00"]}], diet_magnesium_mg=50)) == []
