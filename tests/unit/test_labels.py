"""From the label to elemental magnesium: what is computed, what is asked, what cannot be."""

import csv
from dataclasses import dataclass

import pytest

from charley.errors import BadInput
from charley.nutrition.labels import Elemental, elemental, number, of_facts, read_text


@dataclass
class Quantity:
    value: float
    unit: str


@dataclass
class Entry:
    name: str = "tablets"
    form: str | None = None
    elemental_mg: float | None = None
    compound_mg: float | None = None
    tablets: float | None = None
    amount: Quantity | None = None


def of(**given: object) -> Elemental:
    return elemental(Entry(**given))  # type: ignore[arg-type]


def test_half_a_gram_of_oxide_is_about_300_mg_and_of_bisglycinate_about_70():
    oxide, glycinate = of(form="oxide", compound_mg=500), of(form="bisglycinate", compound_mg=500)
    assert oxide.status == "exact"
    assert oxide.counted_mg == pytest.approx(301.5, abs=0.5)
    assert glycinate.counted_mg == pytest.approx(70.5, abs=0.5)


@pytest.mark.parametrize(
    ("form", "low_mg", "high_mg"),
    [
        ("citrate", 56.7, 80.8),  # hydrogen citrate to trimagnesium dicitrate
        ("glycinate", 58.3, 70.5),  # dihydrate to anhydrous
        ("chloride", 59.8, 127.6),  # hexahydrate to anhydrous
        ("malate", 41.8, 77.7),
        ("carbonate", 125.1, 144.1),
    ],
)
def test_a_salt_whose_hydrate_is_not_named_gives_a_range_and_a_question(form, low_mg, high_mg):
    found = of(form=form, compound_mg=500)
    assert found.status == "range"
    assert found.low_mg == pytest.approx(low_mg, abs=0.1)
    assert found.high_mg == pytest.approx(high_mg, abs=0.1)
    assert found.asks is not None
    assert "elemental" in found.asks


def test_naming_the_hydrate_removes_the_range():
    found = of(name="Magnesium citrate (trimagnesium dicitrate, anhydrous)", compound_mg=1000)
    assert found.status == "exact"
    assert found.counted_mg == pytest.approx(161.6, abs=0.1)


def test_a_stated_elemental_amount_is_taken_as_it_is():
    assert of(elemental_mg=100) == of(elemental_mg=100, tablets=1)
    assert of(elemental_mg=100).status == "exact"
    assert of(elemental_mg=100).counted_mg == 100


def test_a_figure_beside_two_tablets_may_be_of_one_or_of_both_and_the_larger_counts():
    found = of(elemental_mg=100, tablets=2)
    assert (found.low_mg, found.counted_mg) == (100, 200)
    assert found.asks is not None
    assert "for one, or for all 2" in found.asks


@pytest.mark.parametrize(("value", "unit", "mg"), [(5, "mEq", 60.76), (10, "mmol", 243.05), (0.2, "g", 200)])
def test_amounts_of_substance_charge_and_mass_are_converted(value, unit, mg):
    found = of(name="magnesium chloride solution", amount=Quantity(value, unit))
    assert found.status == "exact"
    assert found.counted_mg == pytest.approx(mg, abs=0.01)


def test_a_percentage_of_the_daily_value_depends_on_the_country():
    label = Entry(amount=Quantity(50, "% DV"))
    assert elemental(label, setting="US").counted_mg == 210
    assert elemental(label, setting="EU").counted_mg == 187.5
    unknown = elemental(label)
    assert (unknown.low_mg, unknown.high_mg) == (187.5, 210)
    assert unknown.asks is not None


def test_a_number_in_the_name_may_be_salt_or_magnesium_and_is_asked_about():
    found = of(name="Magnesium citrate 400 mg")
    assert found.status == "unclear"
    assert found.low_mg is not None
    assert found.low_mg < 70
    assert found.counted_mg == 400
    assert found.asks is not None


def test_a_salt_weight_without_the_salt_is_unknown_and_not_zero():
    found = of(compound_mg=800)
    assert found.status == "unknown"
    assert found.counted_mg is None


def test_more_magnesium_than_the_salt_can_hold_is_a_fault():
    found = of(name="magnesium glycinate", elemental_mg=200, compound_mg=1000)
    assert found.status == "implausible"
    assert "141 mg" in found.how
    assert found.counted_mg == 200


def test_a_buffered_product_is_a_blend_and_may_hold_more():
    found = of(name="buffered magnesium glycinate", elemental_mg=200, compound_mg=1000)
    assert found.status == "exact"
    assert found.blend


def test_a_product_on_the_skin_counts_nothing():
    found = of(name="Magnesium oil spray", elemental_mg=150)
    assert found.status == "on_skin"
    assert found.counted_mg == 0


def test_a_known_product_needs_only_the_number_of_tablets():
    assert of(name="Doctor's Best High Absorption Magnesium", tablets=1).counted_mg == 100
    without = of(name="Doctor's Best High Absorption Magnesium")
    assert without.counted_mg is None
    assert without.asks is not None


def test_a_misspelt_form_is_suggested_and_not_taken():
    found = of(form="glycenate", elemental_mg=100)
    assert found.form == "other"
    assert found.suggestion == "glycinate"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -5.0, 0.0])
def test_impossible_amounts_are_all_named(value):
    with pytest.raises(BadInput) as fault:
        of(elemental_mg=value, compound_mg=value, tablets=value)
    assert fault.value.fields == ("elemental_mg", "compound_mg", "tablets")


def test_an_unknown_unit_is_named():
    with pytest.raises(BadInput) as fault:
        of(amount=Quantity(3, "spoons"))
    assert fault.value.fields == ("amount.unit",)


@pytest.mark.parametrize(
    ("text", "elemental_mg", "compound_mg", "units"),
    [
        ("Serving size 2 capsules. Magnesium (as magnesium bisglycinate) 200 mg 48% DV", 100, None, 2),
        ("Magnesium citrate 1,000 mg providing 160 mg of magnesium per 2 tablets", 80, 500, 2),
        ("Magnesium 56% NRV per 3 capsules", 70, None, 3),
        ("elemental magnesium 97,2 mg", 97.2, None, 1),
        ("Magnesium glycinate 500 mg", None, 500, 1),
        ("2 capsules contain 300 mg magnesium", 150, None, 2),
        ("Two tablets provide 5 mmol magnesium", 60.7625, None, 2),
        ("Magnesium (as citrate) 10 mEq per sachet", 121.525, None, 1),
        ("2 capsules containing 400 mg magnesium citrate", None, 200, 2),
        ("Providing 10 mg zinc and magnesium oxide 500 mg", None, 500, 1),
        ("Providing zinc 10 mg, magnesium oxide 500 mg", None, 500, 1),
        ("Magnesium (as citrate) 150 mg Vitamin B6 2 mg", 150, None, 1),
    ],
)
def test_a_facts_panel_is_brought_to_one_unit(text, elemental_mg, compound_mg, units):
    read = read_text(text)
    assert read.elemental_mg == (None if elemental_mg is None else pytest.approx(elemental_mg))
    assert read.compound_mg == compound_mg
    assert read.units_per_serving == units


@pytest.mark.parametrize(
    ("text", "units", "status", "low", "high"),
    [
        ("2 capsules contain 300 mg magnesium", None, "exact", 300, 300),
        ("2 capsules contain 300 mg magnesium", 1, "exact", 150, 150),
        ("Serving size 3 capsules. 1500 mg magnesium citrate", None, "unclear", 170, 1500),
        ("Per 2 capsules: magnesium 300 mg, zinc 5 mg", None, "unknown", None, None),
        ("Magnesium 400 mg 24% DV (as magnesium citrate)", None, "unknown", None, None),
        ("2 tablets contain 9000 mg magnesium", None, "implausible", 0, 9000),
        ("Magnesium oil spray. Elemental magnesium 150 mg", None, "on_skin", 0, 0),
    ],
)
def test_a_panel_gives_the_magnesium_of_one_intake_or_asks(text, units, status, low, high):
    found = of_facts(text, units=units)
    assert found.status == status
    assert (found.low_mg, found.high_mg) == (low if low is None else pytest.approx(low, abs=0.5), high)


def test_a_milligram_figure_that_contradicts_its_percentage_is_asked_about():
    read = read_text("Magnesium 400 mg 24% DV (as magnesium citrate)")
    assert read.elemental_mg is None
    assert read.asks is not None
    assert "do not fit" in read.asks


@pytest.mark.parametrize("text", ["9" * 400 + " mg elemental magnesium", "Magnesium (as oxide) " + "1" * 13 + " mg"])
def test_a_figure_that_no_label_can_print_is_refused(text):
    with pytest.raises(BadInput, match="cannot be read as a number"):
        of_facts(text)


def test_a_label_without_any_amount_is_refused():
    with pytest.raises(BadInput):
        read_text("Contains magnesium. Keep dry.")


@pytest.mark.parametrize(("written", "value"), [("1,000", 1000), ("97,2", 97.2), ("1.250,5", 1250.5), ("100.", 100)])
def test_points_and_commas(written, value):
    assert number(written) == value


@pytest.mark.shared
def test_every_name_of_the_american_label_database_is_read_and_none_is_guessed(shared):
    path = shared / "data/supplements/dsld_products_magnesium_2019.csv"
    with path.open(encoding="utf-8") as text:
        names = [row["Product Name"] for row in csv.DictReader(text)]
    assert len(names) == 1286
    found = {name: of(name=name) for name in names}
    assert {each.status for each in found.values()} <= {"exact", "range", "unclear", "unknown", "on_skin"}
    for name, each in found.items():
        if each.status == "exact":
            assert "elemental" in name.lower() or "(as" in name.lower()
        if each.status == "unclear":
            assert each.asks
            assert each.low_mg is not None
            assert each.high_mg is not None
            assert each.low_mg < each.high_mg
