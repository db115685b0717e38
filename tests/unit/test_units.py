"""Amounts in other units: magnesium 24.305 mg a mmol, 12.1525 mg a mEq."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charley.units import from_mg, mass_unit, to_mg


@pytest.mark.parametrize(
    ("value", "unit", "ion", "mg"),
    [
        (1, "mmol", "magnesium", 24.305),
        (1, "mEq", "magnesium", 12.1525),
        (5, "meq", "magnesium", 60.7625),
        (0.3, "g", "magnesium", 300),
        (250, "mcg", "magnesium", 0.25),
        (10, "µg", "calcium", 0.01),
        (1, "mEq", "potassium", 39.098),
        (2, "Milligrams", "sodium", 2),
    ],
)
def test_to_mg(value: float, unit: str, ion: str, mg: float) -> None:
    assert to_mg(value, unit, ion) == pytest.approx(mg)


@pytest.mark.parametrize("unit", ["", "ml", "IU", "tablet", "mol/l"])
def test_an_unknown_unit_is_unknown(unit: str) -> None:
    assert to_mg(1, unit, "magnesium") is None
    assert mass_unit(unit) is None


@given(
    st.floats(min_value=0, max_value=1e6),
    st.sampled_from(["mg", "g", "mcg", "mmol", "mEq"]),
    st.sampled_from(["magnesium", "calcium", "potassium", "sodium"]),
)
def test_there_and_back(value: float, unit: str, ion: str) -> None:
    mg = to_mg(value, unit, ion)
    assert mg is not None
    assert from_mg(mg, unit, ion) == pytest.approx(value)
