"""Test results keep what was printed and say what they cannot tell; no dose follows from them."""

import json
from datetime import UTC, datetime

from django.test import Client

from charley.db.repository import PersonStore
from charley.diary.records import TestResult
from support.pages import text
from support.people import someone

SERUM = {
    "id": "serum-result",
    "analyte": "serum_magnesium",
    "value": "0.82",
    "unit": "mmol/L",
    "range_low": "0.7",
    "range_high": "1.0",
    "laboratory": "Town laboratory",
    "when": "2026-11-10T09:00",
}
RED_CELL = {**SERUM, "id": "red-cell-result", "analyte": "rbc_magnesium", "value": "5.1", "unit": "mg/dL"}


def test_serum_and_red_cell_values_keep_unit_date_and_range_with_their_limits(person: Client, store) -> None:
    person.post("/results/", SERUM)
    page = person.post("/results/", {**RED_CELL, "range_low": "4.2", "range_high": "6.8"}, follow=True)
    red, serum = sorted(store.journal().of(TestResult), key=lambda result: result.analyte)
    assert (serum.value, serum.unit, serum.range_low, serum.range_high) == (0.82, "mmol/L", 0.7, 1.0)
    assert (red.value, red.unit, red.at.wall) == (5.1, "mg/dL", datetime(2026, 11, 10, 9))
    words = text(page)
    assert "0.82 mmol/L · within the laboratory's range (0.7 to 1 mmol/L)" in words
    assert "10 Nov 2026 · Town laboratory" in words
    assert "a usual value does not rule out low stores" in words
    assert "it is not agreed what a value means" in words


def test_no_dose_follows_from_a_result(person: Client, store: PersonStore) -> None:
    store.keep_profile(document=json.dumps(someone()), made_at=datetime(2026, 11, 1, tzinfo=UTC))
    before = text(person.get("/plan/"))
    page = person.post("/results/", {**SERUM, "value": "0.6"}, follow=True)
    assert "below the laboratory's range" in text(page)
    assert text(person.get("/plan/")) == before
    assert "No dose is worked out from them" in text(page)


def test_a_value_that_cannot_be_right_is_asked_about(person: Client) -> None:
    page = person.post("/results/", {**SERUM, "value": "82"}, follow=True)
    assert "cannot be right for serum magnesium" in text(page)


def test_faults_stand_at_their_fields(person: Client, store: PersonStore) -> None:
    page = person.post("/results/", {**SERUM, "value": "much", "unit": ""})
    assert {"value", "unit"} <= set(page.context["form"].errors)
    page = person.post("/results/", {**SERUM, "range_low": "2", "range_high": "1"})
    assert "should not be above the upper end" in text(page)
    assert not store.journal().of(TestResult)


def test_the_limits_of_each_magnesium_test_stand_there_before_any_result(person: Client) -> None:
    words = text(person.get("/results/"))
    assert "No result is kept yet" in words
    assert "About one hundredth of the body’s magnesium is in the blood" in words
