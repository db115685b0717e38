"""A calendar opened by two parsers that know nothing of each other: both see the same doses at the same times."""

from datetime import datetime, timedelta

import pytest
import vobject
from icalendar import Calendar

from charley.interop.ical import calendar
from support.people import plan_for

PLANS = {
    "plain": {},
    "several steps": {"diet_magnesium_mg": 100},
    "an early day": {"schedule": {"wake": "05:00", "bed": "20:30"}},
    "after a course": {"medicines": [{"name": "doxycycline", "times": ["08:00"], "duration_days": 7}]},
    "no dose": {"medicines": [{"name": "doxycycline", "times": ["08:00"]}]},
}


@pytest.fixture(params=PLANS, scope="module")
def ics(request) -> bytes:
    return calendar(plan_for(**PLANS[request.param]))


def by_icalendar(data: bytes) -> dict[str, tuple[str, list[datetime]]]:
    """UID -> summary and every time it happens; its rule is counted out by hand."""
    found = {}
    for event in Calendar.from_ical(data).walk("VEVENT"):
        rule, first = event.get("RRULE"), event["DTSTART"].dt
        if rule is not None:
            assert rule.keys() == {"FREQ", "COUNT"}
            assert rule["FREQ"] == ["DAILY"]
        times = [first + timedelta(days=n) for n in range(rule["COUNT"][0] if rule else 1)]
        found[str(event["UID"])] = (str(event["SUMMARY"]), times)
    return found


def by_vobject(data: bytes) -> dict[str, tuple[str, list[datetime]]]:
    """The same, with the rule unfolded by dateutil."""
    found = {}
    for event in vobject.readOne(data.decode()).contents.get("vevent", []):
        times = list(event.rruleset) if "rrule" in event.contents else [event.dtstart.value]
        found[event.uid.value] = (event.summary.value, times)
    return found


def test_both_see_the_same_doses_at_the_same_times(ics):
    assert by_vobject(ics) == by_icalendar(ics)


def test_both_see_an_alarm_at_the_time_of_each_dose(ics):
    theirs = [a for e in Calendar.from_ical(ics).walk("VEVENT") for a in e.walk("VALARM")]
    events = vobject.readOne(ics.decode()).contents.get("vevent", [])
    ours = [alarm for event in events for alarm in event.contents.get("valarm", [])]

    assert [a["TRIGGER"].dt for a in theirs] == [a.trigger.value for a in ours]
    assert {a.trigger.value for a in ours} <= {timedelta(0)}


def test_the_lines_are_as_rfc_5545_wants_them(ics):
    assert ics.endswith(b"\r\n")
    for line in ics.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
    assert vobject.readOne(ics.decode()).validate(raiseException=True)


def test_plans_with_doses_give_doses():
    assert len(by_vobject(calendar(plan_for()))) > 1
    assert all("Magnesium" in s or "Look back" in s for s, _ in by_vobject(calendar(plan_for())).values())
