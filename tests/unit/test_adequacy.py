"""Is it enough? Held against the worked examples of the Institute of Medicine (2000), pages 54 to 56."""

from datetime import datetime, timedelta

import pytest

from charley.dates import Moment
from charley.diary.records import DoseTaken, Food
from charley.nutrition.adequacy import adequacy, probability_adequate, reference_for
from charley.nutrition.ledger import Range, days

WOMAN_45 = {"sex": "female", "age_years": 45}


def eaten(*magnesium: float | None):
    noon = datetime(2026, 3, 14, 12)
    return days(
        Food(
            id=f"food-{i:04d}",
            at=Moment(wall=noon + timedelta(days=i)),
            name="All food",
            nutrients={"magnesium_mg": mg},
        )
        for i, mg in enumerate(magnesium)
    )


@pytest.mark.parametrize(
    ("mean_mg", "recorded", "probability"),
    [(320, 3, 0.85), (377, 3, 0.975), (445, 1, 0.975), (349, 7, 0.975)],
)
def test_the_published_examples_for_a_woman_of_31_to_50(mean_mg, recorded, probability):
    assert probability_adequate(mean_mg, 265, recorded, 0.324, 0.10) == pytest.approx(probability, abs=0.015)


def test_three_days_at_the_rda_leave_doubt():
    person = reference_for("magnesium", setting="US", **WOMAN_45)
    judged = adequacy("magnesium", eaten(300, 320, 340), person)
    assert judged.mean == Range(320, 320)
    assert judged.probability is not None
    assert judged.probability.low == pytest.approx(0.84, abs=0.01)
    assert judged.gap == Range(0, 0)


def test_290_mg_from_food_leave_a_gap_of_30():
    person = reference_for("magnesium", setting="US", **WOMAN_45)
    assert adequacy("magnesium", eaten(290), person).gap == Range(30, 30)


def test_a_day_with_an_unknown_part_gives_a_range_of_probabilities():
    person = reference_for("magnesium", setting="US", **WOMAN_45)
    judged = adequacy("magnesium", eaten(300, None), person)
    assert judged.mean == Range(150, None)
    assert judged.probability is not None
    assert judged.probability.low < 0.2
    assert judged.probability.high == 1.0


def test_without_an_average_requirement_no_probability_is_given():
    person = reference_for("magnesium", setting="EU", **WOMAN_45)
    judged = adequacy("magnesium", eaten(300), person)
    assert judged.target == 300
    assert judged.probability is None
    assert judged.why_not is not None
    assert "EFSA" in judged.why_not


def test_an_authority_that_is_silent_is_replaced_by_the_american_one_and_named():
    potassium = reference_for("potassium", setting="UK", **WOMAN_45)
    assert potassium is not None
    assert (potassium.authority, potassium.target) == ("NASEM", 2600)


def test_supplements_count_towards_the_need():
    taken = DoseTaken(id="dose-0001", at=Moment(wall=datetime(2026, 3, 14, 21)), elemental_mg=100)
    food = Food(id="food-0001", at=taken.at, name="All food", nutrients={"magnesium_mg": 250})
    judged = adequacy("magnesium", days([food, taken]), reference_for("magnesium", setting="US", **WOMAN_45))
    assert judged.mean == Range(350, 350)
