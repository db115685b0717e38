"""The tables behind foods, labels and references: whole, sourced, in date, and true to what they were made from."""

import csv
import json
import math
from itertools import pairwise

import pytest

from charley.knowledge import compounds, foods, nutrients, tables
from charley.knowledge.absorption import Factor
from charley.knowledge.compounds import Compound, Element, Form
from charley.knowledge.diet_questions import Question
from charley.knowledge.foods import Food, OxalateRich, Water
from charley.knowledge.labelling import DailyValue
from charley.knowledge.nutrients import UNITS, Reference
from charley.knowledge.products import Product, products
from charley.knowledge.sources import Fact
from charley.knowledge.tips import Tip
from charley.knowledge.variation import Variation

TABLES: dict[str, type[Fact]] = {
    "absorption": Factor,
    "compounds": Compound,
    "daily_values": DailyValue,
    "diet_screen": Question,
    "elements": Element,
    "foods": Food,
    "forms": Form,
    "intake_variation": Variation,
    "oxalate": OxalateRich,
    "products": Product,
    "reference_intakes": Reference,
    "tips": Tip,
    "waters": Water,
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_no_fault(name):
    text = (tables.data_folder() / f"{name}.toml").read_text("utf-8")
    rows, faults = tables.parse(TABLES[name], name, text, tables.csv_text(name))
    assert faults == ()
    assert rows


def test_at_least_five_hundred_foods_each_with_its_usda_number():
    assert len([food for food in foods.foods() if food.startswith("fdc:")]) >= 500
    assert len([food for food in foods.foods() if food.startswith("fndds:")]) == 80


def test_no_food_holds_more_than_a_food_can():
    for food in foods.foods().values():
        minerals = [food.magnesium_mg, food.potassium_mg, food.calcium_mg, food.sodium_mg]
        assert math.fsum(amount or 0.0 for amount in minerals) < 100_000
        assert (food.energy_kcal or 0) <= 905
        assert all(portion.grams > 0 for portion in food.household)


def test_an_average_requirement_lies_below_the_recommendation():
    for row in nutrients.references():
        if row.ear is not None and row.rda is not None:
            assert row.ear < row.rda


def test_ages_of_one_authority_follow_without_gap_or_overlap():
    rows = [r for r in nutrients.references() if r.authority == "NASEM" and r.state == "none"]
    for nutrient in UNITS:
        for sex in ("female", "male"):
            mine = sorted(
                (r for r in rows if r.nutrient == nutrient and r.sex in (sex, "any")), key=lambda r: r.age_min_years
            )
            for younger, older in pairwise(mine):
                assert younger.age_max_years == older.age_min_years
            assert mine[-1].age_max_years is None


@pytest.mark.parametrize("product", products().values(), ids=lambda product: product.id)
def test_no_product_holds_more_than_its_salt_can(product):
    if product.compound_mg is None or product.blend:
        return
    most = max(compounds.share(compound.id) for compound in compounds.of_form(product.forms[0]))
    assert product.elemental_mg <= product.compound_mg * most * 1.05


@pytest.mark.shared
def test_the_foods_agree_with_usda_figure_by_figure(shared):
    for file, key, prefix in (("foods_core.csv", "fdc_id", "fdc"), ("dishes_fndds.csv", "fndds_code", "fndds")):
        with (shared / "data" / file).open(encoding="utf-8") as text:
            for row in csv.DictReader(text):
                food = foods.foods()[f"{prefix}:{row[key]}"]
                for nutrient, unit in UNITS.items():
                    cell = row[f"{nutrient}_{unit.replace('mcg', 'ug')}"]
                    assert food.per_100g(nutrient) == (float(cell) if cell else None), food.name


@pytest.mark.shared
def test_the_references_agree_with_the_facts_they_were_made_from(shared):
    facts = json.loads((shared / "facts/dri.json").read_text("utf-8"))["records"]
    held = {row.id: row for row in nutrients.references()}
    compared = 0
    for fact in facts:
        row = held.get(fact["id"])
        if row is None:
            assert fact["confidence"] == "unverified" or fact["unit"] == "mg/MJ"
            continue
        assert row.target == (fact.get("rda") or fact.get("rni") or fact.get("ai")), fact["id"]
        assert (row.ear, row.ul) == (fact.get("ear"), fact.get("ul")), fact["id"]
        compared += 1
    assert compared > 240


@pytest.mark.shared
def test_the_compounds_agree_with_the_facts_they_were_made_from(shared):
    facts = json.loads((shared / "facts/forms.json").read_text("utf-8"))["records"]
    for fact in facts:
        if fact["id"] in compounds.compounds():
            assert compounds.share(fact["id"]) == pytest.approx(fact["mg_mass_fraction"], abs=2e-4)
