"""A changed profile under a running plan is screened at once."""

from charley.services.rescreening import rescreen
from support.people import NOW, plan_for, someone


def change(**changes):
    return rescreen(plan_for(), someone(**changes), now=NOW)


def test_a_new_medicine_shows_its_hit_and_moves_the_dose():
    found = change(medicines=[{"name": "levothyroxine", "times": ["20:00"]}])
    assert "drug_binding" in {finding.topic for finding in found.new_findings}
    assert found.moved
    assert not found.stop_today


def test_an_antibiotic_course_stops_today():
    found = change(medicines=[{"name": "ciprofloxacin", "times": ["08:00"], "duration_days": 7}])
    assert found.stop_today
    assert not found.stricter


def test_a_kidney_value_stops_and_is_stricter():
    found = change(egfr_ml_min=25)
    assert found.stop_today
    assert found.stricter
    assert found.plan.steps == ()


def test_nothing_new_is_nothing_new():
    found = change()
    assert (found.new_findings, found.stricter, found.stop_today, found.moved) == ((), False, False, False)
