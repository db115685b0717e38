"""What a typed line becomes; and that words nobody understood are given back, never guessed."""

from datetime import date, datetime

import pytest

from charley.diary.line import read_line
from charley.errors import BadInput
from support.diary import NOW, at, fields

# line -> kind, wall clock, fields; it is 12:05 on 14 March
UNDERSTOOD = [
    (
        "left calf 7/10 3am 2 min",
        "cramp",
        "2026-03-14 03:00",
        {"site": "calf", "side": "left", "pain": 7, "duration_s": 120},
    ),
    (
        "Cramp, right foot 5/10, 02:15, 90s; woke me",
        "cramp",
        "2026-03-14 02:15",
        {"site": "foot", "side": "right", "pain": 5, "duration_s": 90, "woke": True},
    ),
    ("both calves asleep 2:14am", "cramp", "2026-03-14 02:14", {"site": "calf", "side": "both", "doing": "asleep"}),
    (
        "right hamstring 6/10 after running 18:00",
        "cramp",
        "2026-03-13 18:00",
        {"site": "thigh_back", "side": "right", "pain": 6, "doing": "after_exercise"},
    ),
    ("calf last night at 11pm", "cramp", "2026-03-13 23:00", {"site": "calf"}),
    ("calf yesterday 3am", "cramp", "2026-03-13 03:00", {"site": "calf"}),
    ("calf 2026-03-01 midnight", "cramp", "2026-03-01 00:00", {"site": "calf"}),
    (
        "cramp left foot 3am sore for 2 h",
        "cramp",
        "2026-03-14 03:00",
        {"site": "foot", "side": "left", "soreness_min": 120},
    ),
    ("cramp", "cramp", "2026-03-14 12:05", {}),
    (
        "2 x 100 mg bisglycinate 9:30pm with food",
        "dose",
        "2026-03-13 21:30",
        {"substance": "magnesium", "form": "glycinate", "elemental_mg": 200, "tablets": 2, "with_food": True},
    ),
    (
        "took 200 mg magnesium citrate at 21:30 on an empty stomach",
        "dose",
        "2026-03-13 21:30",
        {"substance": "magnesium", "form": "citrate", "elemental_mg": 200, "with_food": False},
    ),
    ("0.5 l water 8am", "drink", "2026-03-14 08:00", {"ml": 500, "what": "water"}),
    ("2 glasses wine", "exposure", "2026-03-14 12:05", {"what": "alcohol", "amount": 2, "unit": "glasses"}),
    ("a glass of red wine 11:30", "exposure", "2026-03-14 11:30", {"what": "alcohol", "amount": 1, "unit": "glasses"}),
    ("three cups of coffee", "exposure", "2026-03-14 12:05", {"what": "caffeine", "amount": 3, "unit": "cups"}),
    ("4 cigarettes", "exposure", "2026-03-14 12:05", {"what": "nicotine", "amount": 4, "unit": "times"}),
    ("250ml coffee", "drink", "2026-03-14 12:05", {"ml": 250, "what": "coffee"}),
    ("restless legs 6/10", "symptom", "2026-03-14 12:05", {"what": "restless_urge", "strength": 6}),
    ("twitch left calf", "symptom", "2026-03-14 12:05", {"what": "twitch", "site": "calf", "side": "left"}),
    (
        "left calf sore 3 h",
        "symptom",
        "2026-03-14 12:05",
        {"what": "soreness", "site": "calf", "side": "left", "minutes": 180},
    ),
    ("heat pack to stop it 02:20", "measure", "2026-03-14 02:20", {"what": "heat", "purpose": "stop"}),
    (
        "stretched 5 min to prevent",
        "measure",
        "2026-03-14 12:05",
        {"what": "stretch", "purpose": "prevent", "minutes": 5},
    ),
    ("ran 45 min hard 18:00", "activity", "2026-03-13 18:00", {"what": "ran", "effort": "hard", "minutes": 45}),
    ("note: more spinach, =1+1", "note", "2026-03-14 12:05", {"text": "more spinach, =1+1", "about": "other"}),
]


@pytest.mark.parametrize(("line", "kind", "wall", "said"), UNDERSTOOD)
def test_a_line_becomes_one_entry(line, kind, wall, said):
    entry = read_line(line, id="line-0001", now=NOW)

    assert entry.kind == kind
    assert entry.at == at(wall)
    assert fields(entry) == said
    assert (entry.origin, entry.entered) == ("line", NOW)


@pytest.mark.parametrize(
    ("line", "kind", "night", "said"),
    [
        ("quiet night", "quiet_night", "2026-03-13", {}),
        ("no cramps last night", "quiet_night", "2026-03-13", {}),
        ("quiet 2026-03-01", "quiet_night", "2026-03-01", {}),
        ("2 cramps last night", "night_count", "2026-03-13", {"cramps": 2}),
        ("three leg cramps 2026-03-10", "night_count", "2026-03-10", {"cramps": 3}),
        ("slept 2/5 woke 2 times", "sleep", "2026-03-13", {"rating": 2, "cramp_wakings": 2}),
    ],
)
def test_a_line_about_a_whole_night_names_the_night(line, kind, night, said):
    entry = read_line(line, id="line-0001", now=NOW)

    assert (entry.kind, entry.night) == (kind, date.fromisoformat(night))
    assert {name: value for name, value in fields(entry).items() if name not in ("night", "observed")} == said


NOT_UNDERSTOOD = [
    ("", "nothing was written"),
    ("left elbow 3am", "what happened is not clear"),
    ("calf purple 3am", "“purple” was not understood"),
    ("calf 7", "“7” was not understood"),
    ("calf at 3", "“3” was not understood"),
    ("ibuprofen 200 mg", "“ibuprofen” was not understood"),
    ("calf 25:61", "no such time as 25:61"),
    ("calf 3am 2026-02-30", "no such date as 2026-02-30"),
    ("calf 3am 2027-03-14", "has not come yet"),
    ("calf last night", "at about what time"),
    ("thigh 3am", "front or back"),
    ("coffee", "how much"),
    ("2 glasses water", "how much"),
    ("glass of wine", "how many"),
    ("two bottles of beer", "how much"),
    ("2 min", "what happened is not clear"),
    ("calf 3am 12/10", "whole number from 0 to 10"),
    ("quiet 2026-03-20", "had not begun"),
]


@pytest.mark.parametrize(("line", "words"), NOT_UNDERSTOOD)
def test_a_line_that_is_not_clear_is_given_back_with_the_reason(line, words):
    with pytest.raises(BadInput, match=words) as refused:
        read_line(line, id="line-0001", now=NOW)
    assert all(field.startswith("line") for field in refused.value.fields)


def test_three_in_the_morning_at_midday_is_the_night_that_has_just_ended():
    assert read_line("calf 3am", id="line-0001", now=NOW).night == date(2026, 3, 13)


def test_three_in_the_morning_at_two_is_the_night_before():
    assert read_line("calf 3am", id="line-0001", now=at("2026-03-14 02:00")).at == at("2026-03-13 03:00")


def test_last_night_at_two_in_the_morning_can_mean_two_nights():
    with pytest.raises(BadInput, match="can mean two nights"):
        read_line("quiet last night", id="line-0001", now=at("2026-03-14 02:00"))
    assert read_line("quiet last night", id="line-0001", now=at("2026-03-14 07:00")).night == date(2026, 3, 13)


@pytest.mark.parametrize(("hour", "night"), [("12:05", 13), ("18:59", 13), ("19:00", 14), ("07:00", 13)])
def test_quiet_speaks_of_the_night_that_has_ended_until_the_evening(hour, night):
    assert read_line("quiet", id="line-0001", now=at(f"2026-03-14 {hour}")).night.day == night


def test_the_hour_that_was_skipped_or_came_twice_is_a_question():
    with pytest.raises(BadInput, match="did not exist"):
        read_line("calf 2:30am", id="line-0001", now=at("2026-03-29 12:00"))
    with pytest.raises(BadInput, match="happened twice"):
        read_line("calf 2:30am", id="line-0001", now=at("2026-10-25 12:00"))


def test_a_time_given_beside_the_line_is_taken_and_two_times_are_refused():
    when = at("2026-03-14 03:10")
    assert read_line("left calf", id="line-0001", now=NOW, at=when).at.wall == datetime(2026, 3, 14, 3, 10)
    with pytest.raises(BadInput, match="keep one of them"):
        read_line("left calf 3am", id="line-0001", now=NOW, at=when)


@pytest.mark.parametrize("offset", ["+02:00", "+01:00"])
def test_the_hour_that_came_twice_is_told_apart_by_its_offset(offset):
    now = at("2026-10-25 12:00")
    assert read_line(f"calf 2:30{offset}", id="line-0001", now=now).at.text().startswith(f"2026-10-25T02:30:00{offset}")
    with pytest.raises(BadInput, match="not at that distance"):
        read_line("calf 2:30+05:00", id="line-0001", now=now)


@pytest.mark.parametrize("line", ["9" * 5000 + " cramps", "slept woke " + "9" * 5000 + " times", "note: " + "x" * 5000])
def test_a_line_longer_than_any_note_is_given_back(line):
    with pytest.raises(BadInput, match="too long"):
        read_line(line, id="line-0001", now=NOW)
    assert len(read_line("note: " + "x" * 4000, id="line-0001", now=NOW).text) == 4000
