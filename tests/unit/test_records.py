"""Each kind of entry takes what is right, keeps it exactly, and names what is wrong."""

import json
from datetime import date, datetime
from typing import get_args

import pytest

from charley.dates import Moment
from charley.diary.rates import by_site
from charley.diary.records import (
    KINDS,
    LEG_SITES,
    Activity,
    Amendment,
    CrampEpisode,
    DoseTaken,
    Drink,
    Exposure,
    Food,
    Measure,
    NightCount,
    NoneOf,
    Note,
    QuietNight,
    Side,
    SideEffect,
    Site,
    Sleep,
    Symptom,
    TestResult,
    content,
    questions,
    read_entry,
    read_written,
    written,
)
from charley.errors import BadInput
from support.diary import at, cramp, dose, quiet


def test_a_cramp_keeps_when_where_how_strong_and_how_long():
    entry = CrampEpisode(id="cramp-0001", at=at("2026-03-14 02:14"), site="calf", side="left", pain=7, duration_s=90)

    again = read_written(written(entry))

    assert isinstance(again, CrampEpisode)
    assert (again.at.wall, again.site, again.side, again.pain, again.duration_s) == (
        datetime(2026, 3, 14, 2, 14),
        "calf",
        "left",
        7,
        90,
    )
    assert again.night == date(2026, 3, 13)


def test_what_was_not_filled_in_is_unknown_and_is_not_written():
    bare = CrampEpisode(id="cramp-0001", at=Moment(wall=datetime(2026, 3, 14, 2, 14)))

    assert (bare.pain, bare.duration_s, bare.woke, bare.entered) == (None, None, None, None)
    assert json.loads(written(bare)).keys() == {"kind", "id", "at"}


def test_a_wrong_cramp_cannot_be_built_and_every_fault_is_named():
    with pytest.raises(BadInput) as refused:
        CrampEpisode(id="x", at=at("2026-03-14 02:14"), site="elbow", pain=11, duration_s=-1, triggers=("a b",))

    assert refused.value.fields == ("id", "site", "pain", "duration_s", "triggers[0]")


@pytest.mark.parametrize("amount", [float("nan"), float("inf"), -1, 1e9])
def test_an_absurd_amount_is_refused(amount):
    with pytest.raises(BadInput) as refused:
        dose("2026-03-14 21:30", amount)
    assert refused.value.fields == ("elemental_mg",)


def test_very_short_and_very_long_cramps_are_kept_and_only_the_long_one_is_asked_about():
    assert questions(cramp(duration_s=5)) == []
    assert questions(cramp(duration_s=9 * 60)) == []
    (asked,) = questions(cramp(duration_s=40 * 60))
    assert asked.field == "duration_s"
    assert "40 minutes" in asked.message


def test_soreness_is_no_part_of_the_duration():
    entry = cramp(duration_s=60, soreness_min=180)

    assert entry.duration_s == 60
    assert entry.soreness_min == 180


def test_an_entry_of_one_kind_comes_back_as_that_kind():
    assert len(KINDS) == 21
    for entry in (cramp(), quiet("2026-03-13"), dose("2026-03-13 21:30")):
        assert read_entry(written(entry)) == entry
        assert type(read_written(written(entry))) is type(entry)


def test_two_tablets_of_a_hundred_with_food():
    entry = dose("2026-03-13 21:30", 200, tablets=2, with_food=True, product="Tablets", form="citrate")

    assert (entry.elemental_mg, f"{entry.at.wall:%H:%M}", entry.with_food) == (200, "21:30", True)


def test_a_form_belongs_to_magnesium():
    with pytest.raises(BadInput) as refused:
        dose("2026-03-13 21:30", 10, substance="zinc", form="citrate")
    assert refused.value.fields == ("form",)


def test_a_dose_after_midnight_counts_for_the_day_that_ends():
    assert dose("2026-03-14 00:30").day == date(2026, 3, 13)
    assert dose("2026-03-14 07:30").day == date(2026, 3, 14)


def test_a_stomach_cramp_is_of_the_gut_and_no_cramp():
    entry = SideEffect(id="side-0001", at=at("2026-03-14 08:00"), sign="abdominal_cramp")

    assert entry.system == "gut"
    assert not isinstance(entry, CrampEpisode)


def test_another_side_effect_says_what_it_was():
    with pytest.raises(BadInput) as refused:
        SideEffect(id="side-0001", at=at("2026-03-14 08:00"), sign="other")
    assert refused.value.fields == ("words",)


def test_an_arm_muscle_is_no_leg_and_a_place_not_said_is_taken_as_one():
    assert not cramp(site="hand").in_leg
    assert not cramp(site="other").in_leg
    assert cramp(site=None).in_leg
    assert all(cramp(site=site).in_leg for site in LEG_SITES)


@pytest.mark.parametrize("side", get_args(Side))
@pytest.mark.parametrize("site", get_args(Site))
def test_each_place_can_be_left_right_or_both(site, side):
    entry = cramp(site=site, side=side)
    assert read_written(written(entry)) == entry
    assert by_site([entry]) == {site: 1}


def test_a_night_that_has_not_begun_cannot_be_told():
    for kind, more in ((QuietNight, {}), (NightCount, {"cramps": 2}), (Sleep, {"rating": 3})):
        with pytest.raises(BadInput) as refused:
            kind(id="night-0001", at=at("2026-03-14 09:00"), night=date(2026, 3, 14), **more)
        assert refused.value.fields == ("night",)


def test_sleep_ends_after_it_began_also_over_the_change_of_clocks():
    begun, ended = at("2026-03-28 23:00"), at("2026-03-29 06:30")
    entry = Sleep(id="sleep-0001", at=ended, night=date(2026, 3, 28), start=begun, end=ended, rating=2, cramp_wakings=2)
    assert entry.end.utc - entry.start.utc == datetime(2026, 1, 1, 6, 30) - datetime(2026, 1, 1)

    with pytest.raises(BadInput) as refused:
        Sleep(id="sleep-0001", at=ended, night=date(2026, 3, 28), start=ended, end=begun)
    assert refused.value.fields == ("end",)


@pytest.mark.parametrize(
    ("raw", "fields"),
    [
        ({"kind": "drink", "ml": 0}, ("ml",)),
        ({"kind": "urine_colour", "shade": 9}, ("shade",)),
        ({"kind": "exposure", "what": "caffeine", "amount": 2}, ("unit",)),
        ({"kind": "exposure", "what": "stress", "phase": "bleeding"}, ("phase",)),
        ({"kind": "activity", "what": "run", "effort": "huge"}, ("effort",)),
        ({"kind": "measure", "what": "heat", "purpose": "prevent", "cramp": "cramp-0001"}, ("cramp",)),
        (
            {"kind": "food", "name": "kale", "nutrients": {"mg": 1, "iron_mg": -1}},
            ("nutrients.mg", "nutrients.iron_mg"),
        ),
        ({"kind": "test_result", "analyte": "serum_magnesium", "value": 0.8}, ("unit",)),
        (
            {"kind": "test_result", "analyte": "x", "value": 1, "unit": "g", "range_low": 2, "range_high": 1},
            ("range_low",),
        ),
        ({"kind": "symptom", "what": "cramp"}, ("what",)),
        ({"kind": "sleep", "night": "2026-02-30"}, ("night",)),
        ({"kind": "note", "text": ""}, ("text",)),
        ({"kind": "cramp", "triggers": ["heat", "heat"]}, ("triggers",)),
        ({"kind": "cramp", "sight": "calf"}, ("sight",)),
        ({"kind": "spell"}, ("kind",)),
    ],
)
def test_wrong_fields_are_named(raw, fields):
    with pytest.raises(BadInput) as refused:
        read_entry({"id": "entry-0001", "at": {"wall": "2026-03-14T08:00:00"}, **raw})
    assert refused.value.fields == fields


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ({"wall": "2026-02-30T08:00:00"}, "exist"),
        ({"wall": "2026-03-14T25:61:00"}, "exist"),
        ({"wall": "2026-03-29T02:30:00", "zone": "Europe/Berlin", "offset_min": 60}, "clocks went forward"),
        ({"wall": "2026-10-25T02:30:00", "zone": "Europe/Berlin"}, "happened twice"),
        ({"wall": "2026-03-14T02:30:00", "zone": "Europe/Berlin", "offset_min": 120}, "distance from UTC"),
        ({"wall": "2026-03-14T02:30:00", "zone": "Europe/Atlantis"}, "not a known time zone"),
    ],
)
def test_a_time_that_no_clock_showed_is_refused(moment, words):
    with pytest.raises(BadInput, match=words):
        read_entry({"kind": "cramp", "id": "cramp-0001", "at": moment})


def test_both_hours_of_the_night_when_clocks_go_back_can_be_told_apart():
    twice = [
        read_entry(
            {
                "kind": "cramp",
                "id": f"cramp-{offset:04d}",
                "at": {"wall": "2026-10-25T02:30:00", "zone": "Europe/Berlin", "offset_min": offset},
            }
        )
        for offset in (120, 60)
    ]
    assert [e.night for e in twice] == [date(2026, 10, 24)] * 2
    assert twice[0].at.utc < twice[1].at.utc


def test_what_was_kept_is_read_back_also_when_the_zone_has_new_rules_since():
    kept = (
        b'{"kind":"cramp","id":"cramp-0001","at":{"wall":"2026-03-29T02:30:00","offset_min":60,"zone":"Europe/Berlin"}}'
    )
    assert read_written(kept).at.wall == datetime(2026, 3, 29, 2, 30)


def test_unknown_nutrients_stay_unknown():
    entry = Food(
        id="food-0001", at=at("2026-03-14 08:00"), name="kale", nutrients={"magnesium_mg": 33, "iron_mg": None}
    )
    assert read_written(written(entry)).nutrients == {"magnesium_mg": 33.0, "iron_mg": None}


def test_equal_entries_are_written_alike_whatever_the_order_of_their_parts():
    one = Food(id="food-0001", at=at("2026-03-14 08:00"), name="kale", nutrients={"iron_mg": 1, "magnesium_mg": 33.0})
    two = Food(id="food-0001", at=at("2026-03-14 08:00"), name="kale", nutrients={"magnesium_mg": 33, "iron_mg": 1.0})
    assert written(one) == written(two)


def test_when_it_was_written_down_is_no_part_of_what_it_says():
    tap = cramp(id="cramp-0001")
    late = cramp(id="cramp-0001", entered=at("2026-03-20 09:00"))

    assert content(tap) == content(late)
    assert written(tap) != written(late)
    assert (tap.late_days, late.late_days) == (None, 6)


def test_an_amendment_replaces_under_the_same_id():
    wrong = cramp()
    right = cramp(id=wrong.id, side="right")
    assert Amendment(id="change-0001", at=at("2026-03-14 09:00"), of=wrong.id, replacement=right).replacement == right

    with pytest.raises(BadInput) as refused:
        Amendment(id="change-0001", at=at("2026-03-14 09:00"), of=wrong.id, replacement=cramp())
    assert refused.value.fields == ("replacement.id",)


def test_drinks_activity_measures_and_symptoms_keep_what_was_said():
    kept = [
        Drink(id="entry-0001", at=at("2026-03-14 08:00"), ml=250),
        Activity(id="entry-0002", at=at("2026-03-13 21:00"), what="run", effort="hard", minutes=40),
        Measure(id="entry-0003", at=at("2026-03-14 02:20"), what="heat", purpose="stop", minutes=5),
        Symptom(id="entry-0004", at=at("2026-03-14 02:20"), what="twitch", site="calf"),
        Exposure(id="entry-0005", at=at("2026-03-13 20:00"), what="caffeine", amount=2, unit="cups"),
        Note(id="entry-0007", at=at("2026-03-03 08:00"), about="diet_change", text="more greens"),
        TestResult(id="entry-0006", at=at("2026-03-13 08:00"), analyte="serum_magnesium", value=0.82, unit="mmol/L"),
    ]
    assert [read_written(written(entry)) for entry in kept] == kept


def test_a_dose_left_out_is_told_from_a_dose_of_unknown_size():
    assert DoseTaken(id="dose-00001", at=at("2026-03-13 21:30"), elemental_mg=0).elemental_mg == 0
    assert DoseTaken(id="dose-00001", at=at("2026-03-13 21:30")).elemental_mg is None


def test_what_is_written_down_on_a_later_day_is_late_and_a_cramp_told_at_breakfast_is_not():
    def told(happened: str, written_down: str) -> bool:
        return cramp(happened, entered=at(written_down)).is_late

    assert not told("2026-03-14 03:10", "2026-03-14 08:00")
    assert not told("2026-03-14 08:00", "2026-03-14 23:00")
    assert told("2026-03-13 20:00", "2026-03-14 09:00")
    assert not cramp(entered=None).is_late


def test_the_day_looked_back_on_has_begun_and_names_nothing_twice():
    with pytest.raises(BadInput) as fault:
        NoneOf(id="none-of-these", at=at("2026-03-14 20:00"), on=date(2026, 3, 15), what=("heat", "heat"))
    assert [problem.field for problem in fault.value.problems] == ["what", "on"]
