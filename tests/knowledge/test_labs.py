"""Laboratory values: units, absurd values, and what a value means."""

import json
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charley.knowledge import labs, tables
from charley.knowledge.labs import LabBand, LabName, LabTest, read, read_all


@pytest.mark.parametrize(("kind", "name"), [(LabTest, "lab_tests"), (LabBand, "lab_bands")])
def test_tables_hold_and_no_review_is_overdue(kind, name) -> None:
    text = (tables.data_folder() / f"{name}.toml").read_text("utf-8")

    rows, faults = tables.parse(kind, name, text, today=date.today())

    assert faults == ()
    assert rows


def test_every_test_of_the_contract_is_known() -> None:
    assert {test.id for test in labs.tests()} == set(get_args(LabName))


# test, number, unit as printed, value in the test's own unit
UNITS = [
    ("serum_magnesium", 0.82, "mmol/L", 0.82),
    ("serum_magnesium", 0.82, "mmol/l", 0.82),
    ("serum_magnesium", 2.0, "mg/dL", 0.8228),
    ("serum_magnesium", 1.64, "mEq/L", 0.82),
    ("serum_magnesium", 820, "umol/l", 0.82),
    ("rbc_magnesium", 5.2, "mg/dL", 2.1393),
    ("urine_magnesium", 100, "mg/24 h", 4.1144),
    ("urine_magnesium", 4, "mmol/24h", 4),
    ("potassium", 4.2, "mEq/L", 4.2),
    ("calcium", 9.4, "mg/dL", 2.3453),
    ("albumin", 4.1, "g/dL", 41),
    ("sodium", 140, "mmol/L", 140),
    ("creatinine", 1.1, "mg/dL", 97.24),
    ("creatinine", 97, "µmol/L", 97),
    ("creatinine", 97, "mcmol/L", 97),
    ("egfr", 71, "mL/min/1.73 m2", 71),
    ("ck", 180, "IU/L", 180),
    ("tsh", 2.1, "mIU/L", 2.1),
    ("tsh", 2.1, "µIU/mL", 2.1),
    ("ferritin", 40, "ng/mL", 40),
    ("ferritin", 40, "ug/l", 40),
    ("vitamin_d", 20, "ng/mL", 49.92),
    ("vitamin_d", 50, "nmol/L", 50),
    ("vitamin_b12", 300, "pg/mL", 221.4),
    ("vitamin_b12", 220, "pmol/L", 220),
    ("hba1c", 53, "mmol/mol", 53),
    ("hba1c", 7.0, "%", 53),
    ("lithium", 0.8, "mEq/L", 0.8),
]


@pytest.mark.parametrize(("name", "value", "unit", "own"), UNITS)
def test_units_as_laboratories_print_them(name: str, value: float, unit: str, own: float) -> None:
    answer = read(name, value, unit)

    assert answer.canonical == pytest.approx(own, rel=1e-3)
    assert answer.ask is None


# what cannot be taken, and a word of the question asked
ASKED = [
    ("serum_magnesium", 0.82, None, "no unit"),
    ("serum_magnesium", 0.82, " ", "no unit"),
    ("serum_magnesium", 0.82, "pints", "a unit we do not know"),
    ("serum_magnesium", 82, "mmol/L", "cannot be right"),
    ("potassium", 42, "mmol/L", "cannot be right"),
    ("creatinine", 1.1, "µmol/L", "cannot be right"),
    ("ck", 180, "mg/dL", "a unit we do not know"),
    ("serum_magnesium", None, "mmol/L", "enter the number"),
    ("serum_magnesium", float("nan"), "mmol/L", "enter the number"),
    ("serum_magnesium", -1, "mmol/L", "enter the number"),
    ("magnesiun", 1, "mmol/L", "do not know the test"),
]


@pytest.mark.parametrize(("name", "value", "unit", "question"), ASKED)
def test_a_missing_or_impossible_unit_or_value_is_asked_about(name, value, unit, question) -> None:
    answer = read(name, value, unit)

    assert answer.ask is not None
    assert question in answer.ask
    assert answer.canonical is None
    assert answer.topics == ()
    assert answer.urgency is None


def test_a_value_that_is_dangerous_here_and_usual_in_another_unit_is_asked_about_and_still_taken_seriously() -> None:
    answer = read("serum_magnesium", 2.1, "mmol/L")

    assert answer.ask is not None
    assert "mg/dL" in answer.ask
    assert answer.urgency == "emergency"


def test_one_unit_only_needs_no_question() -> None:
    assert read("egfr", 71, None).canonical == 71


# test, value in its own unit, level, urgency, a topic or None
MEANING = [
    ("serum_magnesium", 0.40, "very_low", "emergency", "low_magnesium"),
    ("serum_magnesium", 0.50, "low", "soon", "low_magnesium"),
    ("serum_magnesium", 0.65, "low", "soon", "low_magnesium"),
    ("serum_magnesium", 0.74, "low", "soon", "low_magnesium"),
    ("serum_magnesium", 0.75, "borderline", None, None),
    ("serum_magnesium", 0.82, "borderline", None, None),
    ("serum_magnesium", 0.90, "usual", None, None),
    ("serum_magnesium", 1.05, "raised", None, None),
    ("serum_magnesium", 1.10, "high", "urgent", "hypermagnesaemia_present"),
    ("serum_magnesium", 2.00, "very_high", "emergency", "hypermagnesaemia_present"),
    ("potassium", 2.4, "very_low", "emergency", "low_potassium"),
    ("potassium", 2.7, "low", "urgent", "low_potassium"),
    ("potassium", 3.2, "low", "soon", "low_potassium"),
    ("potassium", 4.2, "usual", None, None),
    ("potassium", 5.2, "borderline", None, None),
    ("potassium", 5.5, "raised", "soon", "high_potassium"),
    ("potassium", 6.2, "high", "urgent", "high_potassium"),
    ("potassium", 6.5, "very_high", "emergency", "high_potassium"),
    ("calcium", 1.8, "very_low", "urgent", "low_calcium"),
    ("calcium", 2.1, "low", "soon", "low_calcium"),
    ("calcium", 2.6, "usual", None, None),
    ("calcium", 2.8, "high", "soon", None),
    ("egfr", 95, "usual", None, None),
    ("egfr", 71, "usual", None, None),
    ("egfr", 59, "low", "soon", "kidney"),
    ("egfr", 29, "very_low", "soon", "kidney"),
    ("ck", 180, "usual", None, None),
    ("ck", 1500, "high", "urgent", "rhabdomyolysis"),
    ("ck", 6000, "very_high", "emergency", "rhabdomyolysis"),
    ("ferritin", 75, "low", "routine", "iron_low"),
    ("ferritin", 76, "usual", None, None),
    ("lithium", 0.8, "usual", None, None),
    ("lithium", 1.2, "raised", "urgent", "lithium_toxicity"),
    ("lithium", 1.5, "very_high", "emergency", "lithium_toxicity"),
    ("rbc_magnesium", 2.1, "not_judged", None, "rbc_magnesium_limits"),
    ("ionised_magnesium", 0.5, "not_judged", None, "rbc_magnesium_limits"),
    ("tsh", 9.0, "not_judged", None, None),
]


@pytest.mark.parametrize(("name", "value", "level", "urgency", "topic"), MEANING)
def test_what_a_value_means(name, value, level, urgency, topic) -> None:
    answer = read(name, value, next(test.unit for test in labs.tests() if test.id == name))

    assert (answer.level, answer.urgency) == (level, urgency)
    assert topic in answer.topics if topic else answer.topics == ()


def test_red_cell_magnesium_is_explained_and_asks_for_the_ordinary_test() -> None:
    answer = read("rbc_magnesium", 3.9, "mg/dL")

    assert answer.topics == ("rbc_magnesium_limits",)
    assert answer.asks_for == ("serum_magnesium",)
    assert answer.urgency is None
    assert "No dose" in (answer.caveat or "")


def test_calcium_is_adjusted_for_albumin() -> None:
    both = read_all({"calcium": (2.05, "mmol/L"), "albumin": (30, "g/L")})["calcium"]
    alone = read("calcium", 2.05, "mmol/L")

    assert both.canonical == 2.05
    assert both.judged == pytest.approx(2.25)
    assert (both.level, alone.level) == ("usual", "low")


def test_a_childs_value_is_only_judged_where_it_is_dangerous() -> None:
    assert read("serum_magnesium", 0.72, "mmol/L", age=9).level == "not_judged"
    assert read("serum_magnesium", 0.4, "mmol/L", age=9).urgency == "emergency"


def test_every_value_that_can_be_real_falls_into_one_band() -> None:
    for test in labs.tests():
        span = test.possible_high - test.possible_low
        for step in range(101):
            answer = read(test.id, test.possible_low + span * step / 100, test.unit)
            assert answer.band is not None, test.id


@given(
    name=st.sampled_from([*get_args(LabName), "bogus"]),
    value=st.one_of(st.none(), st.floats()),
    unit=st.one_of(st.none(), st.text(max_size=12), st.sampled_from(["mmol/L", "mg/dL", "%", "U/L", "µg/L"])),
)
def test_any_input_is_answered(name: str, value: float | None, unit: str | None) -> None:
    answer = read(name, value, unit)

    assert answer.reading
    assert (answer.canonical is None) == (answer.band is None)


@pytest.mark.shared
def test_bounds_agree_with_the_reference_facts(shared: Path) -> None:
    facts = {r["id"]: r for r in json.loads((shared / "facts" / "labs.json").read_text("utf-8"))["records"]}

    mild, severe = facts["mg-low-mild"]["reference"], facts["mg-high-mild"]["reference"]
    assert read("serum_magnesium", mild["high"] - 0.01, "mmol/L").level == "low"
    assert read("serum_magnesium", mild["low"] - 0.01, "mmol/L").level == "very_low"
    assert read("serum_magnesium", severe["low"], "mmol/L").level == "high"
    assert read("serum_magnesium", severe["high"], "mmol/L").level == "very_high"
    assert read("ferritin", facts["ferritin-rls"]["reference"]["threshold"], "µg/L").level == "low"
    factors = facts["conversions"]["reference"]["mg_dl_to_mmol_l"]
    units = {test.id: test.factors for test in labs.tests()}
    assert units["serum_magnesium"]["mg/dL"] == factors["magnesium"]
    assert units["calcium"]["mg/dL"] == factors["calcium"]
