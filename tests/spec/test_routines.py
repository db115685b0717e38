"""Routines (S83, S86 to S88, S93, S94, C31): what is offered, to whom, and what is held back. A table to be checked.

A routine that is held back has no steps, whatever page asks for it.
"""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charley.diary.journal import Journal
from charley.diary.records import Measure, Symptom
from charley.knowledge.claims import claims
from charley.knowledge.conditions import rows as condition_rows
from charley.knowledge.remedies import remedies
from charley.knowledge.routines import Routine, routines
from charley.nutrition.ledger import days
from charley.profile import Profile
from charley.reading import read
from charley.services.routines import noted_signs, on_offer, session
from support.diary import MemoryStore, at, new_id
from support.people import someone
from support.readability import grade

NOW = datetime(2026, 3, 14, 20, 0)
EVERY = list(routines())


def offer(name: str, store: MemoryStore | None = None, **changes: Any) -> Any:
    profile = read(Profile, someone(**changes))
    return next(each for each in on_offer(profile, store, NOW) if each.routine.id == name)


def test_a_healthy_person_is_offered_everything() -> None:
    profile = read(Profile, someone())
    assert all(each.held_back is None and each.moves for each in on_offer(profile, None, NOW))


#: Who -> the routine -> a word of the reason.
HELD_BACK = [
    ({"symptoms": ["my left calf is swollen and warm"]}, "massage", "today|same day|now"),
    ({"symptoms": ["one leg is swollen"]}, "warm-pad", "today|same day|now"),
    ({"conditions": ["deep vein thrombosis"]}, "massage", "clot"),
    ({"conditions": ["deep vein thrombosis"]}, "bedtime-stretch", "clot"),
    ({"conditions": ["deep vein thrombosis"]}, "warm-bath", "swollen"),
    ({"conditions": ["had a DVT in the past"]}, "massage", "clot"),
    ({"conditions": ["neuropathy"]}, "warm-pad", "numb"),
    ({"conditions": ["neuropathy"]}, "epsom-soak", "burn"),
    ({"conditions": ["diabetes"]}, "epsom-soak", "burn"),
    ({"conditions": ["peripheral artery disease"]}, "epsom-soak", "burn"),
    ({"conditions": ["kidney disease"]}, "epsom-soak", "kidney"),
    ({"conditions": ["dialysis"]}, "epsom-soak", "kidney"),
    ({"conditions": ["heart failure"]}, "warm-bath", "blood pressure"),
    ({"conditions": ["low blood pressure"]}, "warm-bath", "blood pressure"),
    ({"conditions": ["intermittent claudication"]}, "walk", "doctor"),
    ({"symptoms": ["numb feet"]}, "epsom-soak", "burn"),
    ({"symptoms": ["numb feet"]}, "warm-pad", "burn"),
]


@pytest.mark.parametrize(
    ("who", "name", "words"), HELD_BACK, ids=[f"{row[1]}-{next(iter(row[0].values()))[0][:20]}" for row in HELD_BACK]
)
def test_what_could_harm_is_held_back_with_the_reason_and_without_a_step(
    who: dict[str, Any], name: str, words: str
) -> None:
    found = offer(name, **who)
    assert found.moves == ()
    assert found.held_back is not None
    assert any(word in found.held_back for word in words.split("|")), found.held_back
    assert session(found).legs == ()


@pytest.mark.parametrize(
    ("who", "name", "word"),
    [
        ({"conditions": ["varicose veins"]}, "massage", "veins"),
        ({"medicines": [{"name": "warfarin", "times": ["18:00"]}]}, "massage", "bruise"),
        ({"pregnant": True, "sex": "female", "age_years": 30}, "warm-bath", "midwife"),
        ({"conditions": ["heart disease"]}, "walk", "heart"),
    ],
)
def test_some_only_need_a_word_beside_it(who: dict[str, Any], name: str, word: str) -> None:
    found = offer(name, **who)
    assert found.held_back is None
    assert any(word in caution for caution in found.cautions)


def test_whoever_should_be_seen_today_is_sent_there_before_any_routine() -> None:
    profile = read(Profile, someone(symptoms=["chest pain and trouble breathing"]))
    found = on_offer(profile, None, NOW)
    assert all(each.held_back and not each.moves for each in found)


def test_numbness_noted_in_the_diary_holds_heat_back_for_a_fortnight() -> None:
    store = MemoryStore()
    store.append(
        entries=[Symptom(id=new_id(), at=at("2026-03-10 20:00"), what="numbness")],
        received_at=at("2026-03-10 20:00").wall,
    )
    assert offer("warm-pad").held_back is None
    assert "burn" in offer("warm-pad", store).held_back
    assert offer("bedtime-stretch", store).held_back is None
    assert noted_signs(Journal()) == frozenset()


def test_whoever_told_us_nothing_is_asked_what_would_hold_it_back() -> None:
    soak = next(each for each in on_offer(None, None, NOW) if each.routine.id == "epsom-soak")
    asked = " ".join(soak.ask_yourself)
    for word in ("numb", "diabetes", "kidneys", "wound", "swollen"):
        assert word in asked


def test_an_illness_we_do_not_know_leaves_the_questions_open() -> None:
    known, unknown = offer("epsom-soak"), offer("epsom-soak", conditions=["blorbitis"])
    assert not any("kidneys" in line for line in known.ask_yourself)
    assert any("kidneys" in line for line in unknown.ask_yourself)


@settings(deadline=None, max_examples=60)
@given(
    conditions=st.lists(st.sampled_from([row.name for row in condition_rows()]), max_size=4),
    symptoms=st.lists(
        st.sampled_from(["one leg is swollen", "numb feet", "calf cramps", "fainted yesterday"]), max_size=2
    ),
)
def test_no_way_leads_around_the_screen(conditions: list[str], symptoms: list[str]) -> None:
    profile = read(Profile, someone(conditions=conditions, symptoms=symptoms))
    for each in on_offer(profile, None, NOW):
        assert bool(each.held_back) == (not each.moves)
        assert bool(each.held_back) == (not session(each, 1200).legs)


# The rows


def test_the_bedtime_stretch_is_that_of_the_trial() -> None:
    """Hallegraeff 2012: calf, thigh, and both sitting; three times ten seconds with ten between; both legs."""
    row = routines()["bedtime-stretch"]
    assert [(m.seconds, m.times, m.rest_s, m.each_leg) for m in row.moves] == [(10, 3, 10, True)] * 3
    assert all(move.lasts_s() == 120 for move in row.moves)
    assert row.before_bed_min is not None
    assert row.before_bed_min <= 30


def test_the_long_stretch_holds_fifteen_to_thirty_seconds_on_both_legs_after_a_warm_up() -> None:
    row = routines()["long-stretch"]
    assert sorted(row.lengths_s) == [15, 20, 30]
    assert row.moves[0].name == "Warm up"
    assert [m.name for m in row.moves if m.chosen] == ["Calf", "Back of the thigh", "Front of the thigh"]
    assert all(m.each_leg for m in row.moves if m.chosen)
    assert "Calf raises" in [m.name for m in row.moves]
    for length in row.lengths_s:
        legs = session(offer("long-stretch"), length).legs
        assert [(leg.side, leg.seconds) for leg in legs if leg.move.name == "Calf"] == [
            ("left", length),
            ("right", length),
        ]


def test_a_soak_lasts_fifteen_to_twenty_minutes_and_adds_no_magnesium() -> None:
    row = routines()["epsom-soak"]
    assert sorted(row.lengths_s) == [900, 1200]
    assert "0 mg" in row.known
    soaked = Measure(id=new_id(), at=at("2026-03-13 20:00"), what="foot_soak", purpose="prevent", minutes=15)
    assert sum(day.total("magnesium").supplements.high or 0 for day in days([soaked])) == 0


def test_a_length_that_is_not_offered_is_the_usual_one() -> None:
    assert session(offer("epsom-soak"), 3600).length_s == 900


def test_the_exercise_with_the_mind_on_the_legs_is_for_rest_and_claims_nothing_of_magnesium() -> None:
    row = routines()["legs-at-rest"]
    assert row.evidence == "none"
    assert "nothing to how magnesium is taken up" in row.known
    assert not any("agnesium" in move.say for move in row.moves)
    assert any("calves" in move.say for move in row.moves)


def test_breathing_counts_five_minutes() -> None:
    assert routines()["breathing"].lasts_s() == 300


@pytest.mark.parametrize("row", routines().values(), ids=EVERY)
def test_every_routine_has_its_card_its_remedy_and_a_kind_the_diary_knows(row: Routine) -> None:
    assert row.claim in claims()
    assert row.remedy is None or row.remedy in remedies()
    Measure(id=new_id(), at=at("2026-03-13 20:00"), what=row.noted, purpose=row.purpose)


@pytest.mark.parametrize("row", routines().values(), ids=EVERY)
def test_every_bar_names_illnesses_and_signs_that_exist(row: Routine) -> None:
    from charley.knowledge.red_flags import signs

    illnesses, known = {each.id for each in condition_rows()}, {sign.id for sign in signs()}
    for bar in row.bars:
        assert set(bar.conditions) <= illnesses
        assert set(bar.signs) <= known


@pytest.mark.parametrize("row", routines().values(), ids=EVERY)
def test_words_are_plain_and_promise_nothing(row: Routine) -> None:
    said = [row.known, row.when, *(move.say for move in row.moves), *(bar.say for bar in row.bars)]
    assert grade(" ".join(said)) < 7
    for word in ("prove", "cure", "guarantee", "natural", "detox", "boost", "deficien", "should have"):
        assert not any(word in line.lower() for line in said)
