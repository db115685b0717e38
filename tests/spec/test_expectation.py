"""What a person may expect before starting (S78): the same numbers for all, and a direction that follows the person."""

from datetime import date

from charley.profile import Profile
from charley.reading import read
from charley.services.evidence import expect, people_like

TODAY = date(2026, 11, 21)
WELL_FED = {"setting": "US", "age_years": 45, "sex": "female", "diet_magnesium_mg": 400, "conditions": [],
            "medicines": []}  # fmt: skip
AT_RISK = {"setting": "US", "age_years": 72, "sex": "female", "diet_magnesium_mg": 180,
           "conditions": ["Crohn's disease"],
           "medicines": [{"name": "omeprazole"}, {"name": "furosemide"}]}  # fmt: skip


def test_a_good_diet_without_risks_leans_lower_than_several_risks() -> None:
    order = ["lower", "average", "higher"]
    low, high = (expect(read(Profile, raw), TODAY) for raw in (WELL_FED, AT_RISK))
    assert order.index(low.lean) < order.index(high.lean)
    assert "less" in low.why_lean
    assert "blood test" in high.why_lean


def test_the_picture_gives_placebo_and_magnesium_with_their_ranges() -> None:
    found = expect(read(Profile, WELL_FED), TODAY)
    assert (found.placebo.better, found.magnesium.better) == (64, 67)
    assert (found.magnesium.low, found.magnesium.high) == (54, 83)
    assert found.placebo.low < 64 < found.placebo.high
    for number in ("64", "67", "54", "83"):
        assert number in found.text
    assert found.figures == ("placebo-quarter", "mg-quarter-share")


def test_people_who_were_not_studied_are_told_so() -> None:
    pregnant = read(Profile, {"setting": "US", "age_years": 30, "sex": "female", "pregnant": True})
    assert people_like(pregnant) == ("pregnant",)
    assert not expect(pregnant, TODAY).like_you
    assert "not studied" in expect(pregnant, TODAY).text
    assert "older-adults" in people_like(read(Profile, {"age_years": 70}))
