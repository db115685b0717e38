"""The gate before potassium advice: open only where we know that it is safe."""

import pytest

from charley.nutrition.potassium import gate
from charley.profile import Profile
from charley.reading import read

SAFE = {"egfr_ml_min": 95, "conditions": [], "medicines": []}


def profile(**changes: object) -> Profile:
    return read(Profile, {**SAFE, **changes})


def test_healthy_kidneys_and_no_medicines_open_it():
    assert gate(profile()).open


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"conditions": ["chronic kidney disease"]}, "kidney disease"),
        ({"medicines": [{"name": "spironolactone"}]}, "spironolactone"),
        ({"medicines": [{"name": "ramipril"}]}, "ramipril"),
        ({"medicines": [{"name": "losartan"}]}, "losartan"),
        ({"egfr_ml_min": 45}, "kidneys"),
        ({"egfr_ml_min": None}, "not known"),
        ({"conditions": None}, "illnesses"),
        ({"medicines": None}, "medicines"),
        ({"medicines": [{"name": "Zzyzxol"}]}, "Zzyzxol"),
        ({"conditions": ["some rare thing"]}, "some rare thing"),
    ],
)
def test_what_may_hold_potassium_back_or_is_unknown_keeps_it_closed(changes, says):
    result = gate(profile(**changes))
    assert not result.open
    assert any(says in reason for reason in result.reasons)


def test_a_medicine_that_does_not_matter_leaves_it_open():
    assert gate(profile(medicines=[{"name": "levothyroxine"}])).open
