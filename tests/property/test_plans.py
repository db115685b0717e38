"""What holds for every plan, whoever it is for.

The monotonicity that holds, exactly:

* adding a medicine, a supplement or a condition never removes a topic and never loosens the status;
* age, sex, pregnancy, kidney function, country, medicines, supplements or conditions becoming unknown never loosens the
  status nor raises an amount, beside the same person with the fact known to be normal.

It does not hold, on purpose, for food: a person known to eat enough gets nothing, one whose food is unknown a small
amount. Food is a question of need and not of safety; the limit never counts it.
"""

from hypothesis import given, settings
from hypothesis import strategies as st

from charley.dates import minute_of
from charley.knowledge import medicines
from charley.safety.findings import STATUSES
from support.people import HEALTHY, most_mg, plan_for, topics

MEDICINES = (
    "levothyroxine",
    "Euthyrox",
    "doxycycline",
    "ciprofloxacin",
    "alendronate",
    "ferrous sulfate",
    "amlodipine",
    "omeprazole",
    "furosemide",
    "spironolactone",
    "digoxin",
    "dolutegravir",
    "raltegravir",
    "gabapentin",
    "metoprolol",
    "paracetamol",
    "ibuprofen",
    "salbutamol inhaler",
    "atorvastatin",
    "Milk of Magnesia",
    "doxicyclin",
    "Blorpamab",
)
CONDITIONS = (
    "hypertension",
    "type 2 diabetes",
    "kidney disease",
    "CKD stage 4",
    "heart block",
    "myasthenia gravis",
    "constipation",
    "irritable bowel",
    "Crohn's disease",
    "hay fever",
    "hypothyroidism",
    "Blorp syndrome",
    "restless legs",
)

clock = st.integers(0, 95).map(lambda quarter: f"{quarter // 4:02d}:{quarter % 4 * 15:02d}")
courses = st.none() | st.integers(1, 20)
medicine = st.fixed_dictionaries(
    {"name": st.sampled_from(MEDICINES), "times": st.lists(clock, max_size=4, unique=True), "duration_days": courses}
)
supplement = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["magnesium citrate", "magnesium oxide", "vitamin D", "calcium", "magnesium oil"]),
        "elemental_mg": st.none() | st.integers(0, 400),
        "times": st.lists(clock, max_size=2, unique=True),
    }
)
hours = st.fixed_dictionaries({"wake": clock, "bed": clock, "meals": st.none() | st.lists(clock, max_size=4)}).filter(
    lambda day: day["wake"] != day["bed"]
)
people = st.fixed_dictionaries(
    {
        "setting": st.sampled_from(["US", "EU", "UK", None]),
        "age_years": st.none() | st.sampled_from([0.5, 2, 6, 12, 17, 18, 30, 50, 51, 64, 65, 80, 101]),
        "sex": st.sampled_from(["female", "male", "other", None]),
        "pregnant": st.sampled_from([True, False, False, None]),
        "lactating": st.sampled_from([True, False, False, None]),
        "egfr_ml_min": st.none() | st.sampled_from([5, 29, 30, 45, 59, 60, 90, 120]),
        "conditions": st.none() | st.lists(st.sampled_from(CONDITIONS), max_size=2),
        "medicines": st.none() | st.lists(medicine, max_size=3),
        "supplements": st.none() | st.lists(supplement, max_size=2),
        "diet_magnesium_mg": st.none() | st.integers(0, 600),
        "wanted_mg_per_day": st.none() | st.integers(1, 2000),
        "schedule": st.none() | hours,
    }
)
few = settings(max_examples=150, deadline=None)


def rank(plan):
    return STATUSES.index(plan.status)


def asleep(time, day):
    return (minute_of(time) - minute_of(day["wake"])) % 1440 > (minute_of(day["bed"]) - minute_of(day["wake"])) % 1440


def too_near(dose, entry):
    """By another way than the planner: every rule of the name, minute by minute on the clock's circle."""
    rules = medicines.recognise(entry["name"]).rules
    for time in entry["times"]:
        until = (minute_of(time) - minute_of(dose.time)) % 1440
        since = (minute_of(dose.time) - minute_of(time)) % 1440
        for rule in rules:
            if until < (rule.mg_before_min or 0) or since < (rule.mg_after_min or 0):
                return True
    return False


@few
@given(people)
def test_no_plan_breaks_a_limit_a_distance_or_a_night(person):
    plan = plan_for(**person)
    for step in (*plan.steps, *plan.provisional_steps):
        assert plan.current.kept_mg + step.mg_per_day <= plan.limit_mg
        for dose in step.doses:
            assert 0 < dose.elemental_mg <= 200
            if person["schedule"]:
                assert not asleep(dose.time, person["schedule"])
            for entry in person["medicines"] or ():
                assert entry["name"] in step.after_course_of or not too_near(dose, entry)
    if plan.status != "ok":
        assert plan.steps == ()
    if plan.status not in ("ok", "clinician_first"):
        assert plan.provisional_steps == ()


@few
@given(people)
def test_a_dose_is_only_for_adults_whose_kidneys_and_pregnancy_allow_it(person):
    plan = plan_for(**person)
    if plan.steps:
        assert person["age_years"] is not None
        assert person["age_years"] >= 18
        assert person["pregnant"] is not True
        assert person["lactating"] is not True
        assert person["egfr_ml_min"] is None or person["egfr_ml_min"] >= 60
        assert person["egfr_ml_min"] is not None or person["age_years"] < 65


@few
@given(people, medicine, st.sampled_from(CONDITIONS), supplement)
def test_more_medicines_or_illnesses_never_take_a_finding_away(person, one_medicine, one_condition, one_supplement):
    before = plan_for(**person)
    for field, one in (("medicines", one_medicine), ("conditions", one_condition), ("supplements", one_supplement)):
        after = plan_for(**(person | {field: [*(person[field] or []), one]}))
        assert topics(before) <= topics(after)
        assert rank(after) >= rank(before)


UNKNOWABLE = ("setting", "age_years", "sex", "pregnant", "egfr_ml_min", "conditions", "medicines", "supplements")


@few
@given(
    st.sampled_from(UNKNOWABLE),
    st.sampled_from(["US", "EU", "UK"]),
    st.sampled_from(["female", "male"]),
    st.integers(18, 90),
    st.integers(0, 450),
    st.none() | st.integers(100, 900),
)
def test_a_fact_that_becomes_unknown_never_makes_a_plan_bolder(field, setting, sex, age, eaten, wish):
    normal = HEALTHY | {
        "setting": setting,
        "sex": sex,
        "age_years": age,
        "diet_magnesium_mg": eaten,
        "wanted_mg_per_day": wish,
    }
    known, unknown = plan_for(**normal), plan_for(**(normal | {field: None}))
    assert rank(unknown) >= rank(known)
    assert most_mg(unknown) <= most_mg(known)
    assert unknown.limit_mg <= known.limit_mg


@few
@given(people)
def test_nothing_written_is_dropped(person):
    plan = plan_for(**person)
    written = [entry["name"] for entry in person["medicines"] or ()] + list(person["conditions"] or ())
    known = set(plan.recognised) | set(plan.not_understood) | {question.written for question in plan.confirm}
    assert {name for name in written if "Blorp" in name} <= set(plan.not_understood)
    assert {name for name in written if name.startswith("doxi")} <= known
