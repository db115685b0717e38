"""A trial in a calendar, seen by two parsers: its periods on their days, and never which arm they are."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import vobject
from icalendar import Calendar

from charley.interop.trial_ical import stopped, trial_calendar
from support.trials import sealed

START = date(2026, 12, 1)
NOW = datetime(2026, 11, 25, 9, 0)


def seen(data: bytes) -> dict[str, tuple[str, date, date]]:
    """UID -> summary, first and last day; both parsers must agree."""
    theirs = {
        e.uid.value: (e.summary.value, e.dtstart.value, e.dtend.value - timedelta(days=1))
        for e in vobject.readOne(data.decode()).contents["vevent"]
    }
    ours = {
        str(e["UID"]): (str(e["SUMMARY"]), e["DTSTART"].dt, e["DTEND"].dt - timedelta(days=1))
        for e in Calendar.from_ical(data).walk("VEVENT")
    }
    assert theirs == ours
    return ours


def test_baseline_periods_and_answer_follow_each_other_without_a_gap():
    design = sealed()
    rows = sorted(seen(trial_calendar(design, start=START, made_at=NOW)).values(), key=lambda row: row[1])
    assert rows[0] == ("Trial: baseline, as usual", START, START + timedelta(days=design.baseline_days - 1))
    assert [row[0] for row in rows[1:-1]] == [f"Trial: period {n + 1}" for n in range(len(rows) - 2)]
    for before, after in pairwise(rows):
        assert after[1] == before[2] + timedelta(days=1)
    assert rows[-1][0] == "Trial: see the answer with Charley"
    assert rows[-1][1] == START + timedelta(days=design.nights)


def test_no_arm_is_named():
    design = sealed()
    text = trial_calendar(design, start=START, made_at=NOW).decode().lower()
    for arm in design.arms:
        assert arm.name.lower() not in text


def test_a_later_file_moves_the_same_events_and_a_stopped_trial_cancels_them():
    design = sealed()
    first = trial_calendar(design, start=START, made_at=NOW)
    moved = trial_calendar(design, start=START + timedelta(days=3), made_at=NOW + timedelta(hours=1), before=[first])
    assert set(seen(moved)) == set(seen(first))
    gone = stopped(made_at=NOW + timedelta(hours=2), before=[first, moved])
    events = Calendar.from_ical(gone).walk("VEVENT")
    assert {str(event["STATUS"]) for event in events} == {"CANCELLED"}
    assert {str(event["UID"]) for event in events} == set(seen(first))
