"""What holds for every label."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from charley.knowledge.compounds import FORMS, compounds, share
from charley.nutrition.labels import elemental
from charley.units import from_mg, to_mg

amounts_mg = st.floats(min_value=0.1, max_value=5000)


@dataclass
class Salt:
    name: str
    form: str | None
    compound_mg: float | None = None
    elemental_mg: float | None = None
    tablets: float | None = None
    amount: None = None


@given(st.sampled_from(sorted(compounds())), amounts_mg)
def test_salt_weight_and_elemental_amount_are_inverse(compound, mg):
    found = elemental(Salt(compounds()[compound].exact_names[0], None, compound_mg=mg / share(compound)))
    if compounds()[compound].form != "other":
        assert found.high_mg is not None
        assert abs(found.high_mg - mg) < 1e-6 * mg


@given(st.sampled_from([form for form in FORMS if form != "other"]), amounts_mg)
def test_the_upper_end_never_lies_below_the_lower_nor_above_the_salt(form, mg):
    found = elemental(Salt("tablets", form, compound_mg=mg))
    assert found.low_mg is not None
    assert found.high_mg is not None
    assert 0 < found.low_mg <= found.high_mg < mg


@given(amounts_mg, st.sampled_from(["mg", "g", "mcg", "mmol", "mEq"]), st.sampled_from(["magnesium", "calcium"]))
def test_units_there_and_back(mg, unit, ion):
    there = from_mg(mg, unit, ion)
    assert there is not None
    back = to_mg(there, unit, ion)
    assert back is not None
    assert abs(back - mg) <= 1e-9 * mg
