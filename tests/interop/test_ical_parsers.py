"""A calendar opened by two parsers that know nothing of each other: both see the same doses at the same times."""

from datetime import datetime, timedelta

import pytest
import vobject
from icalendar import Calendar

from charley.dosing.plan import Plan
from charley.interop.ical import calendar
from charley.services import planning
from support.people import NOW, plan_for, someone

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


LATER = NOW + timedelta(days=2)


def changed(**changes) -> Plan:
    return planning.plan(someone(**changes), now=LATER)


def test_a_changed_plan_updates_the_same_events_and_cancels_those_it_dropped():
    old = calendar(plan_for(diet_magnesium_mg=100))
    new = calendar(changed(), before=[old])
    before, after = by_uid(old), by_uid(new)
    assert set(before) == set(after)
    kept = {uid for uid, event in after.items() if event.get("STATUS") != "CANCELLED"}
    assert 0 < len(kept) < len(after)
    for uid, event in after.items():
        assert event["SEQUENCE"] > before[uid]["SEQUENCE"]
    theirs = {e.uid.value: e.contents.get("status") for e in vobject.readOne(new.decode()).contents["vevent"]}
    assert {uid for uid, status in theirs.items() if status is None} == kept
    assert {status[0].value for status in theirs.values() if status} == {"CANCELLED"}


def test_a_stopped_plan_cancels_every_event_in_both_parsers():
    old = calendar(plan_for())
    new = calendar(changed(egfr_ml_min=12), before=[old])
    assert {event["STATUS"] for event in by_uid(new).values()} == {"CANCELLED"}
    theirs = vobject.readOne(new.decode())
    assert theirs.validate(raiseException=True)
    assert {e.uid.value for e in theirs.contents["vevent"]} == set(by_uid(old))
    assert not any("valarm" in event.contents for event in theirs.contents["vevent"])


def test_taking_in_every_newer_file_leaves_exactly_the_newest_plan():
    """What a calendar program does: of each id the highest SEQUENCE counts, and cancelled events vanish."""
    held: dict = {}
    older: list[bytes] = []
    for hours, changes in enumerate(({"diet_magnesium_mg": 100}, {}, {"egfr_ml_min": 12}, {"diet_magnesium_mg": 50})):
        plan = planning.plan(someone(**changes), now=NOW + timedelta(hours=hours))
        older.append(calendar(plan, before=older))
        for uid, event in by_uid(older[-1]).items():
            assert uid not in held or event["SEQUENCE"] > held[uid]["SEQUENCE"]
            held[uid] = event
        alive = {uid for uid, event in held.items() if event.get("STATUS") != "CANCELLED"}
        assert alive == set(by_uid(calendar(plan)))


def by_uid(data: bytes) -> dict:
    return {str(event["UID"]): event for event in Calendar.from_ical(data).walk("VEVENT")}
