"""Laboratory values as reports print them and people copy them: units in odd spellings, none, wrong, impossible.

``taken as``: the value in the unit of the test, or ``asked``. Factors: ``knowledge/data/lab_tests.toml`` with sources.
"""

import pytest

from charley.knowledge import labs
from support.drawn import rows
from support.people import plan_for, topics

VALUES = """
| test              | value   | unit            | taken as |
|-------------------|---------|-----------------|----------|
| serum_magnesium   | 0.82    | mmol/L          | 0.82     |
| serum_magnesium   | 0.82    | mmol/l          | 0.82     |
| serum_magnesium   | 0.82    | MMOL/L          | 0.82     |
| serum_magnesium   | 0.82    | mmol per litre  | 0.82     |
| serum_magnesium   | 0.82    | mmol / L        | 0.82     |
| serum_magnesium   | 2.0     | mg/dl           | 0.8228   |
| serum_magnesium   | 2.0     | mg / dL         | 0.8228   |
| serum_magnesium   | 1.7     | mEq/L           | 0.85     |
| serum_magnesium   | 1.7     | meq/l           | 0.85     |
| serum_magnesium   | 20      | mg/L            | 0.8228   |
| serum_magnesium   | 820     | umol/L          | 0.82     |
| serum_magnesium   | 820     | µmol/L          | 0.82     |
| serum_magnesium   | 820     | mcmol/L         | 0.82     |
| serum_magnesium   | 2.0     | -               | asked    |
| serum_magnesium   | 82      | mmol/L          | asked    |
| serum_magnesium   | 0.82    | g/L             | asked    |
| serum_magnesium   | 0.82    | bananas         | asked    |
| serum_magnesium   | 0       | mmol/L          | asked    |
| serum_magnesium   | 0.0001  | mmol/L          | asked    |
| rbc_magnesium     | 5.0     | mg/dL           | 2.057    |
| rbc_magnesium     | 50      | mmol/L          | asked    |
| ionised_magnesium | 0.55    | mmol/L          | 0.55     |
| urine_magnesium   | 100     | mg/24h          | 4.1144   |
| urine_magnesium   | 100     | mg/24 h         | 4.1144   |
| urine_magnesium   | 100     | mg/24 hours     | 4.1144   |
| urine_magnesium   | 4       | mmol/day        | 4        |
| urine_magnesium   | 4       | mmol/L          | asked    |
| potassium         | 4.1     | mmol/L          | 4.1      |
| potassium         | 4.1     | mEq/L           | 4.1      |
| potassium         | 16      | mg/dL           | 4.0928   |
| potassium         | 41      | mmol/L          | asked    |
| calcium           | 9.5     | mg/dL           | 2.3702   |
| calcium           | 2.38    | mmol/L          | 2.38     |
| calcium           | 4.8     | mEq/L           | 2.4      |
| calcium           | 9.5     | mmol/L          | asked    |
| calcium           | 9.5     | -               | asked    |
| albumin           | 4.2     | g/dL            | 42       |
| albumin           | 42      | g/l             | 42       |
| albumin           | 420     | g/L             | asked    |
| sodium            | 139     | mmol/L          | 139      |
| sodium            | 139     | meq/L           | 139      |
| sodium            | 13.9    | mmol/L          | asked    |
| creatinine        | 0.9     | mg/dL           | 79.56    |
| creatinine        | 80      | umol/l          | 80       |
| creatinine        | 80      | µmol/L          | 80       |
| creatinine        | 0.08    | mmol/L          | 80       |
| creatinine        | 0.9     | -               | asked    |
| creatinine        | 80      | mg/dL           | asked    |
| egfr              | 71      | mL/min/1.73m2   | 71       |
| egfr              | 71      | ml/min/1,73 m²  | 71       |
| egfr              | 71      | mL/min          | 71       |
| egfr              | 710     | mL/min          | asked    |
| ck                | 180     | U/L             | 180      |
| ck                | 180     | IU/L            | 180      |
| ck                | 3       | µkat/L          | 179.64   |
| tsh               | 2.1     | mIU/L           | 2.1      |
| tsh               | 2.1     | mU/L            | 2.1      |
| ferritin          | 80      | ng/mL           | 80       |
| ferritin          | 80      | ug/L            | 80       |
| ferritin          | 80      | kg              | asked    |
| vitamin_d         | 30      | ng/mL           | 74.88    |
| vitamin_d         | 75      | nmol/L          | 75       |
| vitamin_b12       | 300     | pg/mL           | 221.34   |
| vitamin_b12       | 250     | pmol/L          | 250      |
| hba1c             | 40      | mmol/mol        | 40       |
| lithium           | 0.7     | mmol/L          | 0.7      |
| lithium           | 0.7     | mEq/L           | 0.7      |
| lithium           | 70      | mmol/L          | asked    |
"""


@pytest.mark.parametrize(
    ("name", "given", "held"),
    [
        ("creatinine", {"value": 168}, True),
        ("creatinine", {"value": 1.9}, True),
        ("creatinine", {"value": 168, "unit": "mg/dL"}, True),
        ("serum_magnesium", {"value": 2.9}, True),
        ("serum_magnesium", {"value": 85, "unit": "mmol/L"}, False),
        ("serum_magnesium", {"value": 0.6, "unit": "furlong"}, True),
        ("potassium", {"value": 41, "unit": "mmol/L"}, False),
        ("ferritin", {"value": 12, "unit": "kg"}, False),
        ("vitamin_d", {"value": 12}, False),
    ],
)
def test_a_number_whose_unit_is_open_holds_the_plan_where_it_may_be_a_bad_one(name, given, held):
    plan = plan_for(labs={name: given})

    assert f"labs.{name}" in [question.field for question in plan.confirm]
    assert plan.status == ("clinician_first" if held else "ok")
    assert not (held and plan.steps)
    assert held == any(f.topic == "unknown_name" and f.about == name for f in plan.findings)


def test_there_are_many_values():
    assert len(rows(VALUES)) >= 60


@pytest.mark.parametrize("row", rows(VALUES), ids=lambda row: f"{row['test']} {row['value']} {row['unit']}")
def test_each_value_is_taken_in_its_unit_or_asked_about(row):
    name, value, unit = row["test"], float(row["value"]), None if row["unit"] == "-" else row["unit"]
    reading = labs.read(name, value, unit, age=45)
    plan = plan_for(labs={name: {"value": value, "unit": unit}})
    asked = [question.field for question in plan.confirm]
    if row["taken as"] == "asked":
        assert reading.canonical is None
        assert f"labs.{name}" in asked
    else:
        assert reading.canonical == pytest.approx(float(row["taken as"]), rel=2e-3)
        assert plan.labs[name].value == value


@pytest.mark.parametrize("years", [45, 12, None])
@pytest.mark.parametrize("name", ["lithium", "sodium", "egfr"])
def test_a_value_without_a_unit_is_asked_about_even_where_all_units_mean_the_same(name, years):
    value = {"lithium": 0.7, "sodium": 139, "egfr": 80}[name]
    plan = plan_for(labs={name: {"value": value}}, age_years=years)
    assert [question.field for question in plan.confirm] == [f"labs.{name}"]
    assert plan.labs[name].reading != "not read: a question is open"


def test_a_question_about_a_unit_never_offers_the_unit_that_was_written():
    plan = plan_for(labs={"calcium": {"value": 2.266, "unit": "mmol/L"}, "albumin": {"value": 60, "unit": "g/L"}})
    assert not any("perhaps say mmol/L" in (question.ask or "") for question in plan.confirm)


@pytest.mark.parametrize(
    ("given", "status", "topic"),
    [
        ({"serum_magnesium": {"value": 1.05, "unit": "mmol/L"}}, "clinician_first", "kidney"),
        ({"ionised_magnesium": {"value": 4, "unit": "mmol/L"}}, "urgent", "hypermagnesaemia_present"),
        ({"ionised_magnesium": {"value": 0.55, "unit": "mmol/L"}}, "ok", "rbc_magnesium_limits"),
        ({"lithium": {"value": 0.7, "unit": "mmol/L"}}, "clinician_first", "lithium_toxicity"),
        ({"sodium": {"value": 118, "unit": "mmol/L"}}, "urgent", "fluid_restriction"),
        ({"sodium": {"value": 127, "unit": "mmol/L"}}, "clinician_first", "fluid_restriction"),
        ({"egfr": {"value": 8, "unit": "mL/min"}}, "refuse", "kidney"),
    ],
)
def test_a_value_that_stands_in_the_way_says_so(given, status, topic):
    plan = plan_for(labs=given, egfr_ml_min=None)
    assert plan.status == status
    assert topic in topics(plan)
    assert bool(plan.steps) == (status == "ok")


def test_magnesium_at_the_upper_edge_is_no_hindrance_where_the_kidneys_are_known_to_be_well():
    assert plan_for(labs={"serum_magnesium": {"value": 1.05, "unit": "mmol/L"}}).status == "ok"
