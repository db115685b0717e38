"""Every plan before the independent checker, and the checker before plans that are wrong on purpose."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support import second_opinion as checker
from support.people import HEALTHY, plan_for, someone

#: The same name twice would leave open which of the two a step waits for.
ONE_OF_EACH = {"unique_by": lambda entry: entry["name"]}

clock = st.integers(0, 287).map(lambda n: f"{n // 12:02d}:{n % 12 * 5:02d}")
ingredients = st.sampled_from(sorted(checker.medicine_rules()))
conditions = st.sampled_from(sorted(checker.condition_rows()))
medicine = st.fixed_dictionaries(
    {
        "name": ingredients,
        "times": st.lists(clock, max_size=3, unique=True),
        "duration_days": st.none() | st.integers(1, 30),
    }
)
supplement = st.fixed_dictionaries(
    {
        "name": st.just("magnesium glycinate"),
        "elemental_mg": st.integers(1, 400),
        "times": st.lists(clock, max_size=2, unique=True),
    }
)
day = st.fixed_dictionaries({"wake": clock, "bed": clock, "meals": st.lists(clock, max_size=4)}).filter(
    lambda hours: hours["wake"] != hours["bed"]
)
people = st.fixed_dictionaries(
    {
        "setting": st.sampled_from(["US", "EU", "UK", None]),
        "age_years": st.sampled_from([None, 0.5, 1, 3.9, 4, 8, 9, 17, 18, 30, 45, 50, 64, 65, 80]),
        "sex": st.sampled_from(["female", "male", "other", None]),
        "pregnant": st.sampled_from([False, False, False, True, None]),
        "lactating": st.sampled_from([False, False, False, True, None]),
        "egfr_ml_min": st.sampled_from([None, 10, 29.9, 30, 59.9, 60, 95]),
        "conditions": st.lists(conditions, max_size=2),
        "medicines": st.lists(medicine, max_size=4, **ONE_OF_EACH),
        "supplements": st.lists(supplement, max_size=2),
        "diet_magnesium_mg": st.none() | st.integers(0, 500),
        "wanted_mg_per_day": st.none() | st.integers(1, 3000),
        "schedule": st.none() | day,
    }
)
#: Mostly people who get a plan: without them a checker of doses would see few.
likely = st.fixed_dictionaries(
    {
        "medicines": st.lists(medicine, max_size=2, **ONE_OF_EACH),
        "schedule": day,
        "diet_magnesium_mg": st.integers(0, 300),
        "setting": st.sampled_from(["US", "EU"]),
    }
).map(lambda some: HEALTHY | some)


@settings(max_examples=150, deadline=None)
@given(people | likely)
def test_the_independent_checker_finds_nothing(person):
    whole = someone(**person)
    assert checker.faults(whole, plan_for(**person).as_dict()) == []


WRONG = {
    "a dose above the limit": lambda plan: plan["steps"][0]["doses"][0].update(elemental_mg=360),
    "a dose asleep": lambda plan: plan["steps"][0]["doses"][0].update(time="03:00"),
    "a dose beside the medicine": lambda plan: plan["steps"][0]["doses"][0].update(time="10:59"),
    "a status too mild": lambda plan: plan.update(status="clinician_first"),
    "a limit too high": lambda plan: plan.update(limit_mg=400),
    "a product not counted": lambda plan: plan["current"].update(counted_mg=0),
    "a course not waited for": lambda plan: plan["steps"][0].update(after_course_of=[]),
    "a day within the course": lambda plan: plan["steps"][0].update(from_day=5),
}


@pytest.mark.parametrize("fault", WRONG)
def test_the_checker_sees_each_kind_of_fault(fault):
    person = someone(
        medicines=[
            {"name": "levothyroxine", "times": ["07:00"], "duration_days": None},
            {"name": "doxycycline", "times": ["08:00"], "duration_days": 7},
        ],
        supplements=[{"name": "magnesium glycinate", "elemental_mg": 40, "times": []}],
    )
    right = plan_for(**person).as_dict()
    assert checker.faults(person, right) == []
    wrong = copy.deepcopy(right)
    WRONG[fault](wrong)
    assert checker.faults(person, wrong)
