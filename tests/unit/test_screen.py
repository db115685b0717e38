"""The clearance: for one profile, one substance, one state of the facts."""

import copy
import pickle
from datetime import date

import msgspec
import pytest

from charley.dosing.regimen import regimen
from charley.errors import NotCleared
from charley.nutrition.current import Ledger
from charley.profile import Profile
from charley.reading import read
from charley.safety import screen as screening
from charley.safety.case import understand
from charley.safety.screen import Clearance, fingerprint, screen
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


def test_a_clearance_is_for_one_substance_and_one_day():
    profile, day = case().profile, NOW.date()
    marks = {
        fingerprint(profile, "magnesium", day),
        fingerprint(profile, "iron", day),
        fingerprint(profile, "magnesium", day.replace(day=22)),
    }
    assert len(marks) == 3
    person = case()
    with pytest.raises(NotCleared, match="not for iron"):
        screen(person).clearance.check(person, "iron")


def test_a_clearance_is_for_the_very_person_as_understood():
    person = case()
    clearance = screen(person).clearance
    roomier = msgspec.structs.replace(person, limit=msgspec.structs.replace(person.limit, limit_mg=5000.0))
    for other in (
        roomier,
        msgspec.structs.replace(person, ledger=Ledger()),
        understand(person.profile, date(2026, 12, 1)),
    ):
        with pytest.raises(NotCleared):
            regimen(clearance, other, 0)


@pytest.mark.parametrize(
    "way",
    [
        copy.copy,
        copy.deepcopy,
        pickle.dumps,
        lambda clearance: setattr(clearance, "scope", "take"),
        lambda clearance: delattr(clearance, "scope"),
        lambda clearance: Clearance(None, "take", "magnesium", case()),
        lambda clearance: Clearance(object(), clearance.scope, "magnesium", case()),
    ],
)
def test_a_clearance_cannot_be_made_copied_stored_or_changed(way):
    discussed = screen(case(medicines=[{"name": "furosemide", "times": ["08:00"]}])).clearance
    with pytest.raises(NotCleared):
        way(discussed)
    assert discussed.scope == "discuss"


@pytest.mark.parametrize("document", [b"{}", b'{"scope": "take", "substance": "magnesium", "fingerprint": "x"}'])
def test_a_clearance_cannot_be_read_from_a_file(document):
    with pytest.raises((msgspec.ValidationError, TypeError)):
        msgspec.json.decode(document, type=Clearance)


@pytest.mark.parametrize("kept_mg", [-1000.0, float("nan"), float("-inf")])
def test_what_is_kept_never_lifts_the_limit(kept_mg):
    person = case()
    with pytest.raises(ValueError, match="amount"):
        regimen(screen(person).clearance, person, kept_mg)


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
