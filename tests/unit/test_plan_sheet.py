"""The plan on paper: what to take and when, or why not."""

import io
from datetime import UTC, datetime

from pypdf import PdfReader

from charley.report import sheet
from charley.report.plan_sheet import plan_sheet
from charley.services import planning

NOW = datetime(2026, 3, 29, 9, 30, tzinfo=UTC)
WELL = {
    "setting": "EU",
    "age_years": 45,
    "sex": "male",
    "conditions": [],
    "medicines": [{"name": "levothyroxine", "times": ["07:00"]}],
    "supplements": [],
    "egfr_ml_min": 95,
    "diet_magnesium_mg": 220,
    "schedule": {"wake": "07:00", "bed": "22:30", "meals": ["07:30", "12:30", "19:00"]},
}


def words(profile: dict) -> str:
    made = sheet.pdf(plan_sheet(planning.plan(profile, now=NOW), program="0.1.0"))
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(made)).pages)


def test_a_plan_that_may_start_has_doses_times_stop_signs_and_a_review() -> None:
    plan = planning.plan(WELL, now=NOW)
    said = words(WELL)
    [dose] = plan.steps[0].doses
    assert f"{dose.time} {dose.elemental_mg:g} mg {dose.form}" in said
    assert "Look back in week 4" in said
    assert plan.stop_rules[0].message[:40] in said
    assert "never doubled" in said
    assert "sources, stand with the plan in Charley" in said


def test_a_refusal_prints_no_amount() -> None:
    said = words({**WELL, "egfr_ml_min": 12})
    assert "Please take no magnesium supplement." in said
    assert "What to take" not in said


def test_an_emergency_stands_alone() -> None:
    said = words({**WELL, "symptoms": ["crushing chest pain and short of breath", "heart racing, I fainted"]})
    assert "A day on one page" not in said
    assert "What to take" not in said
