"""How much to drink (S81, S82, C15): a range, never above what was set, and never raised where that may harm."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charley.knowledge.conditions import rows as condition_rows
from charley.profile import Profile
from charley.reading import read
from charley.safety.case import understand
from charley.safety.fluids import FluidGoal, fluid_goal
from support.people import plan_for, someone

TODAY = date(2026, 3, 14)


def goal(effort_hours: float = 0.0, hot: bool = False, **changes: Any) -> FluidGoal:
    case = understand(read(Profile, someone(**changes)), TODAY)
    return fluid_goal(case, effort_hours=effort_hours, hot=hot)


def test_the_usual_goal_is_a_range_with_its_source_and_promises_nothing() -> None:
    found = goal()
    assert (found.level, found.low_ml, found.high_ml) == ("usual", 2000, 3000)
    assert (goal(sex="female").low_ml, goal(sex="female").high_ml) == (1600, 2200)
    assert goal(sex=None).high_ml == 2200  # the smaller one
    assert "may help some" in found.message
    assert "no trial shows" in found.message
    assert any("efsa" in source.lower() or "European food authority" in source for source in found.sources)


#: Who -> what may be said. ``none``: no number; ``steady``: a number that nothing raises.
TABLE = [
    ({"conditions": ["fluid restriction"]}, "none", "set"),
    ({"conditions": ["heart failure"]}, "none", "heart failure"),
    ({"conditions": ["dialysis"]}, "none", "dialysis"),
    ({"egfr_ml_min": 22}, "none", "kidneys are weak"),
    ({"conditions": ["cirrhosis"]}, "none", "liver"),
    ({"conditions": ["low sodium"]}, "none", "sodium"),
    ({"conditions": ["hyponatraemia"]}, "none", "sodium"),
    ({"labs": {"sodium": {"value": 127, "unit": "mmol/L"}}}, "none", "sodium"),
    ({"medicines": [{"name": "desmopressin", "times": ["22:00"]}]}, "none", "desmopressin"),
    ({"age_years": None}, "none", "age"),
    ({"age_years": 15}, "none", "adults"),
    ({"egfr_ml_min": 45}, "steady", "kidneys"),
    ({"conditions": ["one kidney"]}, "steady", "one kidney"),
    ({"conditions": ["kidney transplant"]}, "steady", "kidney"),
    ({"conditions": ["heart disease"]}, "steady", "heart"),
    ({"medicines": [{"name": "furosemide", "times": ["08:00"]}]}, "steady", "water tablet"),
    ({"medicines": [{"name": "hydrochlorothiazide", "times": ["08:00"]}]}, "steady", "water tablet"),
    ({"medicines": [{"name": "spironolactone", "times": ["08:00"]}]}, "steady", "water tablet"),
    ({"medicines": [{"name": "lithium", "times": ["08:00"]}]}, "steady", "lithium"),
    ({"age_years": 72, "egfr_ml_min": None}, "steady", "kidneys work is not known"),
    ({"conditions": ["diabetes"], "egfr_ml_min": None}, "steady", "kidneys work is not known"),
    ({"conditions": None}, "steady", "not told"),
    ({"medicines": None}, "steady", "not told"),
    ({"conditions": ["blorbitis"]}, "steady", "not understood"),
    ({"medicines": [{"name": "zzyqxol", "times": ["08:00"]}]}, "steady", "not understood"),
    ({"pregnant": True, "sex": "female", "age_years": 30}, "steady", "midwife"),
    ({"conditions": ["high blood pressure"]}, "usual", "drink to thirst"),
    ({"conditions": ["gout"]}, "usual", "drink to thirst"),
]


@pytest.mark.parametrize(("who", "level", "word"), TABLE, ids=[str(row[0])[:48] for row in TABLE])
def test_what_is_said_to_whom(who: dict[str, Any], level: str, word: str) -> None:
    found = goal(**who)
    assert found.level == level
    assert word in found.message
    assert (found.high_ml is None) == (level == "none")


@pytest.mark.parametrize(("who", "level", "word"), TABLE, ids=[str(row[0])[:48] for row in TABLE])
def test_heat_and_an_hour_of_running_raise_it_only_where_nothing_speaks_against(
    who: dict[str, Any], level: str, word: str
) -> None:
    calm, hard = goal(**who), goal(effort_hours=1.0, hot=True, **who)
    if level == "usual":
        assert hard.low_ml > calm.low_ml
        assert hard.high_ml > calm.high_ml
        assert "heat" in hard.message
        assert "exercise" in hard.message
    else:
        assert (hard.low_ml, hard.high_ml) == (calm.low_ml, calm.high_ml)
        assert hard.raised_for == ()


def test_an_hour_of_running_adds_four_to_eight_hundred_millilitres() -> None:
    calm, run = goal(), goal(effort_hours=1.0)
    assert (run.low_ml - calm.low_ml, run.high_ml - calm.high_ml) == (400, 800)
    assert goal(effort_hours=12.0) == goal(effort_hours=3.0)


def test_a_hot_day_alone_moves_the_goal_into_the_upper_half() -> None:
    assert (goal(hot=True).low_ml, goal(hot=True).high_ml) == (2500, 3000)


def test_ones_own_goal_is_kept() -> None:
    found = goal(fluid={"goal_low_ml": 1500, "goal_high_ml": 1800})
    assert (found.low_ml, found.high_ml, found.own) == (1500, 1800, True)


@pytest.mark.parametrize(
    ("written", "limit"),
    [
        ("fluid restriction 1.5 l a day", 1500),
        ("fluid restriction, 1,2 litres", 1200),
        ("fluid restriction: drink at most 800 ml", 800),
    ],
)
def test_an_amount_that_was_set_is_read_from_the_words_too(written: str, limit: int) -> None:
    found = goal(conditions=[written], fluid={"goal_low_ml": 2500, "goal_high_ml": 4000})
    assert (found.limit_ml, found.high_ml) == (limit, None)
    assert "as you were told" in found.message


def test_a_set_amount_beats_every_goal_of_ones_own() -> None:
    found = goal(hot=True, effort_hours=2, fluid={"limit_ml": 1200, "goal_low_ml": 2000, "goal_high_ml": 3000})
    assert (found.limit_ml, found.low_ml, found.high_ml) == (1200, None, None)
    assert "1.2 litres" in found.message


FLUID = st.fixed_dictionaries(
    {},
    optional={
        "goal_low_ml": st.none() | st.floats(200, 1500),
        "goal_high_ml": st.none() | st.floats(1500, 6000),
        "limit_ml": st.none() | st.floats(200, 6000),
    },
)


@settings(deadline=None, max_examples=60)
@given(
    fluid=FLUID,
    conditions=st.lists(st.sampled_from([row.name for row in condition_rows()]), max_size=4) | st.none(),
    egfr=st.none() | st.floats(5, 120),
    age=st.none() | st.integers(1, 100),
    tablets=st.lists(st.sampled_from(["furosemide", "lithium", "desmopressin", "ibuprofen", "blorb"]), max_size=2),
    hours=st.floats(0, 10),
    hot=st.booleans(),
)
def test_no_goal_lies_above_what_was_set_and_none_stands_where_drinking_is_limited(
    fluid: dict[str, Any], conditions: list[str] | None, egfr: float | None, age: int | None,
    tablets: list[str], hours: float, hot: bool,
) -> None:  # fmt: skip
    medicines = [{"name": name, "times": ["08:00"]} for name in tablets]
    known = someone(conditions=conditions, egfr_ml_min=egfr, age_years=age, medicines=medicines, fluid=fluid)
    case = understand(read(Profile, known), TODAY)
    found = fluid_goal(case, effort_hours=hours, hot=hot)
    limited = any(row.restricts_fluid for each in case.conditions for row in each.meaning.conditions)
    if fluid.get("limit_ml") is not None:
        assert found.limit_ml is not None
        assert found.limit_ml <= round(fluid["limit_ml"])
    if found.limit_ml is not None or limited or (egfr is not None and egfr < 30):
        assert found.low_ml is None
        assert found.high_ml is None
    if found.high_ml is not None:
        assert found.low_ml is not None
        assert found.low_ml <= found.high_ml
    if found.level != "usual":
        calm = fluid_goal(case)
        assert (found.low_ml, found.high_ml) == (calm.low_ml, calm.high_ml)


def test_the_timetable_has_glasses_of_water_only_where_there_is_a_range() -> None:
    assert "water" in {event.kind for event in plan_for().timetable}
    assert "water" not in {event.kind for event in plan_for(fluid={"limit_ml": 1500}).timetable}
    assert "water" not in {event.kind for event in plan_for(conditions=["fluid restriction"]).timetable}
