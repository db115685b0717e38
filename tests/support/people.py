"""Made-up people for tests: an ordinary one, and changes to them."""

from datetime import datetime
from typing import Any

from charley.dosing.plan import Plan
from charley.services import planning

#: A Saturday; tests do not ask the clock.
NOW = datetime(2026, 11, 21, 20, 0)

#: Healthy, everything told: the plan that a change is held against.
HEALTHY: dict[str, Any] = {
    "setting": "US",
    "age_years": 45,
    "sex": "male",
    "pregnant": False,
    "lactating": False,
    "weight_kg": 75,
    "conditions": [],
    "egfr_ml_min": 95,
    "medicines": [],
    "supplements": [],
    "diet_magnesium_mg": 220,
    "symptoms": ["calf cramps at night"],
    "schedule": {"wake": "07:00", "bed": "22:30", "meals": ["07:30", "12:30", "19:00"]},
    "goal": "fewer night cramps",
}


def someone(**changes: Any) -> dict[str, Any]:
    """The healthy person with some fields changed."""
    return HEALTHY | changes


def plan_for(**changes: Any) -> Plan:
    """The plan of the healthy person with some fields changed."""
    return planning.plan(someone(**changes), now=NOW)


def topics(plan: Plan) -> set[str]:
    """The topics of all findings."""
    return {finding.topic for finding in plan.findings}


def most_mg(plan: Plan) -> float:
    """The largest daily amount of any step."""
    return max((step.mg_per_day for step in plan.steps), default=0.0)
