"""The clearance: for one profile, one substance, one state of the facts."""

import pytest

from charley.dosing.regimen import regimen
from charley.errors import NotCleared
from charley.profile import Profile
from charley.reading import read
from charley.safety import screen as screening
from charley.safety.case import understand
from charley.safety.screen import fingerprint, screen
from support.people import NOW, someone


def case(**changes):
    return understand(read(Profile, someone(**changes)), NOW.date())


def test_a_clean_screening_clears_a_dose():
    person = case()
    clearance = screen(person).clearance
    assert clearance.scope == "take"
    assert [rung.mg_per_day for rung in regimen(clearance, person, 0)] == [200]


def test_a_clearance_does_not_fit_another_profile():
    clearance = screen(case()).clearance
    with pytest.raises(NotCleared, match="screen again"):
        regimen(clearance, case(egfr_ml_min=20), 0)
    with pytest.raises(NotCleared):
        regimen(clearance, case(medicines=[{"name": "levothyroxine", "times": ["07:00"]}]), 0)


def test_a_clearance_is_stale_once_the_facts_change(monkeypatch):
    person = case()
    clearance = screen(person).clearance
    monkeypatch.setattr(screening, "facts_version", lambda: "another")
    with pytest.raises(NotCleared, match="facts have changed"):
        regimen(clearance, person, 0)


def test_a_clearance_is_for_one_substance():
    profile = case().profile
    assert fingerprint(profile, "magnesium") != fingerprint(profile, "iron")


@pytest.mark.parametrize(
    ("changes", "scope"),
    [
        ({"egfr_ml_min": 20}, None),
        ({"egfr_ml_min": 50}, None),
        ({"age_years": 12}, None),
        ({"pregnant": True, "sex": "female"}, None),
        ({"symptoms": ["chest pain"]}, None),
        ({"medicines": [{"name": "Blorpamab", "times": ["08:00"]}]}, "discuss"),
        ({"egfr_ml_min": None, "age_years": 70}, "discuss"),
        ({"medicines": [{"name": "furosemide", "times": ["08:00"]}]}, "discuss"),
        ({"medicines": [{"name": "furosemide", "times": ["08:00"]}], "egfr_ml_min": 50}, None),
    ],
)
def test_an_amount_is_only_shown_where_every_obstacle_allows_it(changes, scope):
    clearance = screen(case(**changes)).clearance
    assert (clearance.scope if clearance else None) == scope


def test_every_rule_runs_and_findings_come_strictest_first():
    found = screen(case(egfr_ml_min=20, age_years=70, supplements=[{"name": "magnesium", "elemental_mg": 900}]))
    assert {"kidney", "older_adult", "over_upper_level", "evidence_weak"} <= {f.topic for f in found.findings}
    order = [screening.strictest([f.status]) for f in found.findings]
    assert order[0] == "refuse"
    assert order[-1] == "ok"
