"""What cramps have been linked with: a reason to ask, never to stop."""

from datetime import date

import pytest

from charley.knowledge import conditions, medicines, tables
from charley.knowledge.cramp_causes import CrampCause, causes, for_conditions, for_ingredients


def test_the_table_holds_and_no_review_is_overdue() -> None:
    text = (tables.data_folder() / "cramp_causes.toml").read_text("utf-8")

    rows, faults = tables.parse(CrampCause, "cramp_causes", text, today=date.today())

    assert faults == ()
    assert any(row.confidence == "unverified" for row in rows)
    assert {row.id for row in causes()} == {row.id for row in rows if row.usable}


@pytest.mark.parametrize(
    ("written", "cause", "topic", "value"),
    [
        ("Serevent", "laba", "beta_agonist_cramps", 2.42),
        ("Seretide", "laba", "beta_agonist_cramps", 2.42),
        ("spironolactone", "diuretic-k-sparing", "drug_induced_cramps", 2.12),
        ("HCTZ", "diuretic-thiazide", "drug_induced_cramps", 1.48),
        ("Lasix", "diuretic-loop", "drug_induced_cramps", 1.2),
        ("atorvastatin", "statins", "statin_muscle", 1.16),
        ("raloxifene", "raloxifene", "drug_induced_cramps", None),
        ("Ventolin", "salbutamol", "beta_agonist_cramps", None),
        ("omeprazole", "ppi-low-mg", "ppi_low_magnesium", None),
        ("levothyroxine", "levothyroxine-excess", "thyroid", None),
    ],
)
def test_a_medicine_linked_with_cramps(written, cause, topic, value) -> None:
    found = {row.id: row for row in for_ingredients(medicines.recognise(written).ingredients)}

    assert found[cause].topics == (topic,)
    assert found[cause].value == value


@pytest.mark.parametrize("written", ["paracetamol", "metformin", "apixaban", "pregabalin"])
def test_a_medicine_without_a_sourced_link_raises_nothing(written: str) -> None:
    assert for_ingredients(medicines.recognise(written).ingredients) == ()


def test_conditions_are_linked_too() -> None:
    rows = conditions.recognise("cirrhosis and spinal stenosis").conditions

    assert {cause.id for cause in for_conditions(row.id for row in rows)} == {"cirrhosis", "lumbar-stenosis"}


def test_the_strongest_link_comes_first() -> None:
    assert [cause.strength for cause in causes()] == sorted(
        (cause.strength for cause in causes()), key=("strong", "moderate", "weak").index
    )


def test_no_link_tells_anybody_to_stop_a_medicine() -> None:
    for cause in causes():
        if cause.kind == "medicine" and cause.id != "stimulants":
            assert "on your own" in cause.do, cause.id


def test_every_ingredient_and_condition_of_a_link_is_known() -> None:
    for cause in causes():
        for ingredient in cause.ingredients:
            assert medicines.recognise(ingredient).known, ingredient
        for name in cause.conditions:
            assert conditions.condition(name)
