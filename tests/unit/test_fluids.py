"""Drinks of a day against a goal; a colour as a hint, under a clinician's restriction."""

from datetime import date

import pytest

from charley.diary.fluids import cue, fluids
from charley.diary.records import Drink, UrineColour
from support.diary import at, new_id


def test_five_glasses_against_a_goal_of_two_litres():
    drinks = [Drink(id=new_id(), at=at(f"2026-03-13 {hour:02d}:00"), ml=250) for hour in (8, 10, 12, 16, 20)]
    yesterday = Drink(id=new_id(), at=at("2026-03-12 20:00"), ml=500)

    day = fluids([*drinks, yesterday], date(2026, 3, 13), goal_litres=2.0)

    assert (day.litres, day.drinks) == (1.25, 5)
    assert day.share == pytest.approx(0.625)


def test_without_a_goal_there_is_no_share():
    assert fluids([], date(2026, 3, 13)).share is None


@pytest.mark.parametrize(
    ("shade", "restricted", "said"),
    [
        (2, False, "well_hydrated"),
        (6, False, "drink_more"),
        (6, True, "follow_your_clinician"),
        (2, True, "well_hydrated"),
    ],
)
def test_what_a_shade_says(shade, restricted, said):
    colour = UrineColour(id=new_id(), at=at("2026-03-13 08:00"), shade=shade)
    assert cue(colour, fluid_restriction=restricted) == said
