"""What is said about a day as it was noted: drink and food before anything else, and never more magnesium."""

from datetime import date, datetime
from typing import Any

import pytest

from charley.dates import Moment
from charley.diary.journal import Journal
from charley.diary.records import (
    Activity,
    DoseTaken,
    Exposure,
    Measure,
    Observation,
    SideEffect,
    Symptom,
    UrineColour,
)
from charley.services.reactions import Reaction, reactions
from support.people import someone

DAY = date(2026, 11, 14)
NOW = datetime(2026, 11, 14, 21, 0)


def at(hour: int = 20, day: int = 14) -> Moment:
    return Moment(wall=datetime(2026, 11, day, hour), offset_min=60)


def said(*entries: Observation, **profile: Any) -> tuple[Reaction, ...]:
    return reactions(Journal(entries), someone(**profile), day=DAY, now=NOW)


def dark() -> UrineColour:
    return UrineColour(id="dark-urine", at=at(), shade=7)


def test_a_dark_shade_hints_at_a_drink():
    [hint] = said(dark())
    assert "glass of water" in hint.say


@pytest.mark.parametrize(
    "told",
    [
        {"conditions": ["heart failure"]},
        {"conditions": ["on dialysis"]},
        {"conditions": ["low sodium"]},
        {"fluid": {"limit_ml": 1500}},
        {"egfr_ml_min": 22},
        {"medicines": [{"name": "desmopressin"}]},
    ],
)
def test_where_drinking_is_limited_the_clinicians_word_stands(told: dict[str, Any]):
    [hint] = said(dark(), **told)
    assert "glass of water" not in hint.say
    assert "clinic" in hint.say


def test_a_pale_shade_asks_for_nothing():
    [hint] = said(UrineColour(id="pale-urine", at=at(), shade=2))
    assert hint.level == 1
    assert "Go on as you do" in hint.say


def test_heat_and_hard_training_bring_drink_and_food_first_and_leave_the_dose():
    for entry in (
        Exposure(id="heat-today", at=at(), what="heat"),
        Exposure(id="sweat-today", at=at(), what="sweating"),
        Activity(id="hard-run-1", at=at(), what="run", effort="hard"),
    ):
        [hint] = said(entry)
        assert hint.say.startswith("Heat, sweat and hard training are a matter of drink and food first.")
        assert "The dose stays as it is" in hint.say
    assert said(Activity(id="easy-walk", at=at(), what="walk", effort="easy")) == ()
    assert said(Exposure(id="no-heat-now", at=at(), what="heat", amount=0, unit="hours")) == ()


def test_itching_skin_with_magnesium_on_it_offers_to_stop_the_product():
    itch = SideEffect(id="itchy-skin", at=at(), sign="skin_irritation")
    oil = Measure(id="oil-on-calf", at=at(21, 13), what="topical", product="magnesium oil")
    [hint] = said(itch, oil)
    assert hint.level == 2
    assert "leave it out from now on" in hint.say
    assert said(itch) == ()


NUMB = Symptom(id="numb-feet-1", at=at(), what="numbness", site="foot")


def test_numbness_asks_for_vitamin_b6_first():
    [hint] = said(NUMB, supplements=[{"name": "Vitamin B6 50 mg"}])
    assert "you take vitamin B6" in hint.say
    assert "12 mg a day" in hint.say
    assert "more magnesium" in hint.say
    [hint] = said(NUMB)
    assert "Look first whether anything you take holds B6" in hint.say


def test_a_logged_b6_product_counts_as_taken():
    [hint] = said(NUMB, DoseTaken(id="b6-tablet-1", at=at(8), substance="vitamin_b6"))
    assert "you take vitamin B6" in hint.say


def test_the_urge_to_move_goes_its_own_way_with_the_iron_question():
    [hint] = said(Symptom(id="urge-tonight", at=at(), what="restless_urge", strength=6))
    assert "never counted as a cramp" in hint.say
    assert "iron" in hint.say
    assert hint.more == "symptoms"


def test_gut_trouble_counts_as_too_much_only_with_magnesium_taken():
    loose = SideEffect(id="loose-stool", at=at(), sign="loose_stool")
    assert said(loose) == ()
    [hint] = said(loose, DoseTaken(id="a-dose-before", at=at(21, 13), elemental_mg=200))
    assert (hint.level, hint.more) == (2, "plan")
    assert "Halve the dose" in hint.say


@pytest.mark.parametrize(
    ("sign", "severity", "alarms"),
    [("trouble_breathing", None, True), ("drowsiness", "mild", False), ("drowsiness", "severe", True)],
)
def test_alarming_signs_come_first(sign: str, severity: str | None, alarms: bool):
    found = said(dark(), SideEffect(id="alarming-1", at=at(), sign=sign, severity=severity))
    assert (found[0].level == 3) is alarms
    assert ("emergency number now" in found[0].say) is alarms


def test_nothing_noted_says_nothing():
    assert said() == ()
